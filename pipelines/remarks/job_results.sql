-- Outcomes of questions that stand for no item, outcomes without figures, and outcomes that do not count because of
-- answers of respondents or because of outcomes of their parts.
SELECT
    format('meting {}, vraag {}', edition, question) AS about,
    format(
        'De vraag ''{}'' van de meting {} staat niet in het codeboek, dus haar uitkomsten tellen niet mee (regels: {}). '
        'Zet haar in het codeboek bij het item dat zij is.', question, edition, count(*)
    ) AS sentence
FROM marts.job_question AS q
JOIN validated.job_results AS r USING (edition, question)
WHERE q.named_item IS NULL AND q.is_aggregate
GROUP BY edition, question
UNION ALL
SELECT
    format('meting {}, item {}', edition, item),
    format(
        'Bij het item ''{}'' van de meting {} staat geen {}, dus de uitkomst telt niet mee (regels: {}). Vul het bestand '
        'aan.', item, edition, if(kind = 'scale', 'percentage', 'gemiddelde'), count(*)
    )
FROM marts.job_result
WHERE left_out_for = 'figures'
GROUP BY edition, item, kind
UNION ALL
SELECT
    format('meting {}', edition),
    format(
        'Van de meting {} zijn er ook antwoorden van respondenten. Uitkomsten per vraag over dezelfde groepen tellen '
        'daarom niet mee (regels: {}).', edition, count(*)
    )
FROM marts.job_result
WHERE left_out_for = 'respondents'
GROUP BY edition
UNION ALL
SELECT
    format('meting {}', edition),
    format(
        'Van de meting {} zijn er naast totalen ook uitkomsten van de delen. De totalen tellen daarom niet mee '
        '(regels: {}).', edition, count(*)
    )
FROM marts.job_result
WHERE left_out_for = 'finer'
GROUP BY edition
