-- Teljaren with leavers and without a norm, and what stands beside their figures instead.
WITH norm AS (
    SELECT teljaar FROM validated.vsv_norms WHERE norm_share IS NOT NULL AND level IS NOT NULL
)
SELECT
    'teljaar ' || teljaar || '-' || (teljaar + 1) AS about,
    'Voor dit teljaar is er nog geen norm per niveau. Lever een bestand met vsv normen aan als de norm bekend is; '
    || CASE
        WHEN teljaar > (SELECT min(teljaar) FROM norm)
            THEN 'tot dan staat de norm van het laatste bekende teljaar erbij, met dat teljaar.'
        ELSE 'tot dan staat er geen norm bij het cijfer.'
    END AS sentence
FROM (SELECT DISTINCT teljaar FROM marts.vsv_month)
ANTI JOIN norm USING (teljaar)
