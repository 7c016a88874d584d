-- Teljaren with leavers and without a norm.
SELECT
    'teljaar ' || teljaar || '-' || (teljaar + 1) AS about,
    'Voor dit teljaar is er nog geen norm per niveau. Lever een bestand met vsv normen aan als de norm bekend is; '
    || 'tot dan staat er geen norm bij het cijfer.' AS sentence
FROM (SELECT DISTINCT teljaar FROM marts.vsv_month)
ANTI JOIN (SELECT teljaar FROM validated.vsv_norms WHERE norm_share IS NOT NULL AND level IS NOT NULL) USING (teljaar)
