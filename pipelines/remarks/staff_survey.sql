-- Totals that do not count because of outcomes of teams, editions with more than one scale, and a deviation that is
-- missing, so that there is no interval.
SELECT
    format('meting {}', edition) AS about,
    format(
        'Van de meting {} zijn er naast totalen ook uitkomsten van teams. De totalen tellen daarom niet mee (regels: {}).',
        edition, count(*)
    ) AS sentence
FROM marts.staff_survey_result
WHERE left_out_for = 'finer'
GROUP BY edition
UNION ALL
SELECT
    'schalen',
    format(
        'De metingen zijn op een andere schaal gehouden ({}). De scores zijn omgerekend naar 1 tot 10; vergelijk ze met '
        'beleid.', string_agg(format('{}: 1 tot {}', edition, scale), ', ' ORDER BY edition, scale)
    )
FROM (SELECT DISTINCT edition, scale FROM validated.staff_survey WHERE scale IS NOT NULL)
HAVING count(DISTINCT scale) > 1
UNION ALL
SELECT
    format('meting {}', edition),
    format(
        'Bij de meting {} staat bij uitkomsten geen standaardafwijking (regels: {}), dus bij die scores is er geen band. Vul '
        'haar aan als het bureau haar geeft.', edition, count(*)
    )
FROM marts.staff_survey_result
WHERE left_out_for IS NULL AND n > 1 AND sum_hundredths IS NOT NULL AND sum_squares IS NULL
GROUP BY edition
