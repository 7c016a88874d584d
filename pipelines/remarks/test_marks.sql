-- Marks of a student who was in no class that day, marks of after the last day with lessons, an attempt that stands on
-- more than one day in the same delivery, and the results in a word. Never who.
SELECT
    format('schooljaar {}-{}', school_year, school_year + 1) AS about,
    format(
        'Er zijn cijfers van een student die op die dag in geen klas zat (cijfers: {}). Zij tellen niet mee. Controleer '
        'studentnummer en datum, of lever de inschrijvingen opnieuw aan.', count(*)
    ) AS sentence
FROM (SELECT *, year(date - INTERVAL 7 MONTH) AS school_year FROM validated.test_marks) AS m
WHERE date <= getvariable('data_until') AND NOT EXISTS (
    FROM marts.placement AS p
    WHERE p.student_id = m.student_id AND m.date >= p.start_date AND (p.end_date IS NULL OR m.date <= p.end_date)
)
GROUP BY school_year
UNION ALL
SELECT
    'na de laatste lesdag',
    format(
        'Er zijn cijfers van na de laatste dag met lessen (cijfers: {}). Zij tellen mee zodra de lessen van die dagen zijn '
        'aangeleverd. Controleer de datum als die ver vooruit ligt.', count(*)
    )
FROM validated.test_marks
WHERE date > getvariable('data_until')
HAVING count(*) > 0
UNION ALL
SELECT
    format('schooljaar {}-{}, vak {}', school_year, school_year + 1, subject),
    format(
        'Bij het vak ''{}'' staat dezelfde toets van een student op meer dan één dag in hetzelfde bestand (keren: {}). De '
        'laatste dag telt. Is het een herkansing, zet dan het nummer erbij.', subject, count(*)
    )
FROM (
    SELECT subject, year(date - INTERVAL 7 MONTH) AS school_year
    FROM validated.test_marks
    GROUP BY student_id, subject, test, attempt, school_year, _received
    HAVING count(*) > 1
)
GROUP BY school_year, subject
