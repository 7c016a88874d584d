-- Contacts with a student who was in no class that day. Never who.
SELECT
    format('schooljaar {}-{}', school_year, school_year + 1) AS about,
    format(
        'Er zijn contacten met een student die op die dag in geen klas zat (contacten: {}). Zij tellen niet mee. '
        'Controleer studentnummer en datum.', count(DISTINCT contact_id)
    ) AS sentence
FROM (SELECT *, year(date - INTERVAL 7 MONTH) AS school_year FROM validated.contacts)
WHERE contact_id NOT IN (SELECT contact_id FROM marts.student_contact WHERE kind = 'contact')
GROUP BY school_year
