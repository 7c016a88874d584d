-- Start populations without the leavers that belong to them.
SELECT
    'teljaar ' || teljaar || '-' || (teljaar + 1) || ', NRSP ' || status AS about,
    'De startpopulatie NRSP ' || status || ' is er, en NenR ' || status || ' niet; zonder NenR is er geen percentage. '
    || 'Haal NenR' || (teljaar + 1) || status || ' op bij DUO en lever het aan.' AS sentence
FROM (SELECT DISTINCT teljaar, status::VARCHAR AS status FROM validated.vsv_start WHERE status <> 'monthly')
ANTI JOIN (SELECT DISTINCT teljaar, status::VARCHAR AS status FROM validated.vsv_leavers) USING (teljaar, status)
UNION ALL
SELECT
    'teljaar ' || teljaar || '-' || (teljaar + 1),
    'Van ' || string_agg(months[report_month], ', ' ORDER BY report_month) || ' is er een startpopulatie A05 en geen '
    || 'lijst A04. Haal de A04 op bij DUO en lever die aan.'
FROM (SELECT DISTINCT teljaar, report_month FROM validated.vsv_start WHERE status = 'monthly')
ANTI JOIN (SELECT DISTINCT teljaar, report_month FROM validated.vsv_leavers) USING (teljaar, report_month)
CROSS JOIN (
    SELECT ['oktober', 'november', 'december', 'januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus',
            'september'] AS months
)
GROUP BY teljaar
