-- Incidents at a place or with a class that the enrolments do not have, and in months that are not counted.
SELECT
    format('locatie {}', location) AS about,
    format(
        'De locatie ''{}'' staat bij incidenten en niet in de inschrijvingen (incidenten: {}). Zij tellen alleen mee voor de '
        'hele school. Schrijf haar zoals in de inschrijvingen.', location, count(*)
    ) AS sentence
FROM validated.incidents
WHERE location NOT IN (SELECT location FROM marts.placement WHERE location IS NOT NULL)
GROUP BY location
UNION ALL
SELECT
    format('klas {}', class_id),
    format(
        'De klas ''{}'' staat bij incidenten en niet in de inschrijvingen (incidenten: {}). Zij tellen bij geen team mee. '
        'Schrijf haar zoals in de inschrijvingen.', class_id, count(*)
    )
FROM validated.incidents
WHERE class_id NOT IN (SELECT class_id FROM marts.placement)
GROUP BY class_id
UNION ALL
SELECT
    'maanden die niet tellen',
    format(
        'Er zijn incidenten in juli of augustus, of in een maand die nog niet om is (incidenten: {}). Zij tellen nog niet of '
        'niet mee.', count(*)
    )
FROM validated.incidents
WHERE date_trunc('month', date) NOT IN (SELECT month FROM marts.incident_month)
HAVING count(*) > 0
