-- Columns of the respondent file that stand for no item, or for the item of another column; answers that are not on
-- the scale of their item; editions that cannot be compared, also when only their outcomes were delivered.
SELECT
    format('meting {}, kolom {}', edition, question) AS about,
    format(
        'De kolom ''{}'' van de meting {} staat niet in het codeboek, dus haar antwoorden tellen niet mee (antwoorden: '
        '{}). Is het een vraag van de JOB-monitor, zet haar dan in het codeboek.', question, edition, count(*)
    ) AS sentence
FROM marts.job_question AS q
JOIN validated.job_answers AS a USING (edition, question)
WHERE q.named_item IS NULL AND NOT q.is_aggregate
GROUP BY edition, question
UNION ALL
SELECT
    format('meting {}, kolom {}', edition, question),
    format(
        'De kolom ''{}'' van de meting {} hoort bij hetzelfde item als een andere kolom (''{}'') en telt niet mee. '
        'Verbeter het codeboek.', question, edition, item
    )
FROM marts.job_question
WHERE is_second
UNION ALL
SELECT
    format('meting {}, item {}', edition, item),
    format(
        'Bij het item ''{}'' van de meting {} staan antwoorden buiten de schaal; die tellen niet mee (antwoorden: {}). '
        'Kijk of het codeboek bij deze meting hoort.', item, edition, sum(n_outside)
    )
FROM marts.job_item
WHERE n_outside > 0
GROUP BY edition, item
UNION ALL
SELECT
    format('meting {}', edition),
    format(
        'De meting van {} is anders gehouden dan die van 2020 en later. Je kunt haar bekijken, en niet vergelijken.',
        edition
    )
FROM marts.job_question
WHERE edition < 2020
GROUP BY edition
