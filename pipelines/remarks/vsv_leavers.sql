-- Lists of leavers that stand alone, months without a list, a V that came after its D, leavers who are not found.
WITH name AS (
    SELECT ['oktober', 'november', 'december', 'januari', 'februari', 'maart', 'april', 'mei', 'juni', 'juli', 'augustus',
            'september', 'oktober erna', 'november erna', 'december erna'] AS months
), leaver_list AS (
    SELECT
        teljaar, report_month, status, any_value(leavers_from) AS leavers_from,
        any_value(population_from) AS population_from, sum(n_vsv + n_unmatched) AS n, sum(n_unmatched) AS n_unmatched,
        'teljaar ' || teljaar || '-' || (teljaar + 1) AS period
    FROM marts.vsv_month WHERE rule = 'delivered' GROUP BY teljaar, report_month, status
), arrived AS (
    SELECT teljaar, status::VARCHAR AS status, max(received_at) AS received_at
    FROM validated.vsv_leavers JOIN validated.delivery ON received = _received
    WHERE status <> 'monthly' GROUP BY ALL
)
SELECT
    period || ', ' || leavers_from AS about,
    'Bij ' || leavers_from || ' hoort de startpopulatie NRSP ' || status || ', en die is er niet. '
    || coalesce('Nu telt ' || population_from || '. ', 'Nu staan alle ' || n || ' studenten als niet gevonden. ')
    || 'Haal NRSP' || (teljaar + 1) || status || ' op bij DUO en lever het aan.' AS sentence
FROM leaver_list
WHERE status <> 'monthly' AND population_from IS DISTINCT FROM 'NRSP ' || status
UNION ALL
SELECT
    period,
    'Er is geen startpopulatie A05 van ' || string_agg(months[least(report_month, 12)] , ', ' ORDER BY report_month)
    || '. Voor die maanden telt nu ' || coalesce(string_agg(DISTINCT population_from, ' of '), 'geen startpopulatie')
    || '. Haal de A05 van die maanden op bij DUO en lever ze aan.'
FROM leaver_list, name
WHERE status = 'monthly' AND population_from IS DISTINCT FROM 'A05 maand ' || least(report_month, 12)
GROUP BY teljaar, period
UNION ALL
SELECT
    period,
    'Er is geen lijst van ' || string_agg(months[month], ', ' ORDER BY month) || ', wel van ' || months[any_value(last)]
    || '. Haal de lijsten (A04' || if(max(month) > 12, ', A14', '') || ') van die maanden op bij DUO en lever ze aan.'
FROM (
    SELECT *, unnest(range(1, last)) AS month FROM (
        SELECT teljaar, period, max(report_month) AS last FROM leaver_list WHERE status = 'monthly' GROUP BY ALL
    )
) AS expected, name
WHERE NOT EXISTS (
    FROM leaver_list
    WHERE leaver_list.teljaar = expected.teljaar AND status = 'monthly' AND leaver_list.report_month = expected.month
)
GROUP BY teljaar, period, months
UNION ALL
SELECT
    'teljaar ' || v.teljaar || '-' || (v.teljaar + 1) || ', NenR V',
    'NenR V kwam binnen na NenR D. Beide blijven staan; het definitieve cijfer (D) is het cijfer van dit teljaar. '
    || 'Er is niets te doen, tenzij het een ander bestand had moeten zijn.'
FROM arrived AS v JOIN arrived AS d ON v.teljaar = d.teljaar AND v.status = 'V' AND d.status = 'D'
WHERE v.received_at > d.received_at
UNION ALL
SELECT
    period || ', ' || leavers_from,
    'Van de ' || n || ' studenten op de lijst ' || if(n_unmatched = 1, 'staat er 1', 'staan er ' || n_unmatched)
    || ' niet in de startpopulatie (' || population_from || '). Wie daar niet in staat, telt niet in het percentage en '
    || 'staat apart. Vraag DUO of de studentenadministratie waarom.'
FROM leaver_list
WHERE n_unmatched > 0 AND population_from IS NOT NULL
QUALIFY report_month = max(report_month) OVER (PARTITION BY teljaar, status)
UNION ALL
SELECT
    'instelling',
    'Er zijn bestanden van meer dan één instelling: ' || string_agg(DISTINCT brin, ', ' ORDER BY brin)
    || '. Zij tellen nu samen. Zet de eigen `brin` in het instellingenbestand en bouw opnieuw.'
FROM (SELECT brin FROM validated.vsv_leavers UNION SELECT brin FROM validated.vsv_start)
HAVING count(DISTINCT brin) > 1
