-- National figures of items that do not exist.
SELECT
    format('meting {}, item {}', edition, item) AS about,
    format(
        'Van het item ''{}'' is een landelijk cijfer aangeleverd over {}, alleen staat dat item niet in de lijst met '
        'items. Verbeter de naam of vul de lijst aan.', item, edition
    ) AS sentence
FROM marts.job_reference
WHERE item NOT IN (SELECT item FROM validated.job_items)
