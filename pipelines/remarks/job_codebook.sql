-- Lines of the codebook that name an item that does not exist, or a column that no delivery has.
SELECT
    coalesce(format('meting {}, kolom {}', edition, question), format('kolom {}', question)) AS about,
    format(
        'Het codeboek zegt dat ''{}'' het item ''{}'' is. Dat item staat niet in de lijst met items, dus de antwoorden '
        'tellen niet mee. Verbeter het codeboek of vul de lijst met items aan.', question, item
    ) AS sentence
FROM validated.job_codebook
WHERE item NOT IN (SELECT item FROM validated.job_items)
UNION ALL
SELECT
    coalesce(format('meting {}, kolom {}', edition, question), format('kolom {}', question)),
    format(
        'Het codeboek noemt de kolom ''{}'', alleen is er geen bestand {} met die kolom. Controleer de naam.', question,
        coalesce(format('van de meting {}', edition), 'van een meting')
    )
FROM validated.job_codebook AS c
WHERE NOT EXISTS (
    FROM marts.job_question AS q WHERE q.question = c.question AND (q.edition = c.edition OR c.edition IS NULL)
)
