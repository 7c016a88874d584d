-- Checklists about a student who was in no class that day, or about a class that enrolments do not have. Never who.
SELECT
    format('schooljaar {}-{}', school_year, school_year + 1) AS about,
    format(
        'Er zijn checklists over een student die op die dag in geen klas zat (checklists: {}). Zij tellen niet bij het '
        'bereik. Controleer studentnummer en datum.', count(DISTINCT checklist_id)
    ) AS sentence
FROM marts.checklist_line
WHERE student_id IS NOT NULL AND NOT is_student_placed
GROUP BY school_year
UNION ALL
SELECT
    format('schooljaar {}-{}, klas {}', school_year, school_year + 1, class_id),
    format(
        'De klas ''{}'' staat op checklists en niet in de inschrijvingen (checklists: {}). Schrijf haar zoals in de '
        'inschrijvingen.', class_id, count(DISTINCT checklist_id)
    )
FROM marts.checklist_line
WHERE NOT is_class_known AND class_id IS NOT NULL
GROUP BY school_year, class_id
