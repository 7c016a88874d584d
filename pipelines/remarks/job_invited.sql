-- Groups of which it is not known how many were asked, and groups that were asked and have no answers under that name.
SELECT
    format('meting {}', edition) AS about,
    format(
        'Van de meting {} is van groepen niet bekend hoeveel studenten zijn uitgenodigd (groepen: {}), dus daar is geen '
        'respons van te geven. Vul het bestand met uitgenodigden aan.', edition, count(*)
    ) AS sentence
FROM marts.job_item
WHERE kind = 'response' AND n_invited IS NULL
GROUP BY edition
UNION ALL
SELECT
    format('meting {}', edition),
    format(
        'Voor de meting {} zijn studenten uitgenodigd in groepen waarvan geen antwoorden zijn (groepen: {}). Schrijf '
        'team, opleiding en niveau in beide bestanden gelijk.', edition, count(*)
    )
FROM (SELECT DISTINCT edition, team, programme, level FROM validated.job_invited) AS v
WHERE NOT EXISTS (
    FROM marts.job_item AS g
    WHERE g.kind = 'response' AND g.edition = v.edition
        AND g.team IS NOT DISTINCT FROM v.team AND g.programme IS NOT DISTINCT FROM v.programme
        AND g.level IS NOT DISTINCT FROM v.level
)
GROUP BY edition
