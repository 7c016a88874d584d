-- # Klas van een les
-- Waarom: Wie twee inschrijvingen tegelijk heeft, zit in twee klassen. Elke les telt één keer, bij één klas.
-- Telt mee: Noemt de les een klas waarin de student die dag zit, dan hoort de les daarbij; anders bij de klas waarin de
-- student het laatst is begonnen.
-- Telt niet mee: Lessen op een dag waarop de student in geen enkele klas staat. Die staan op de pagina Gegevens.
-- Lees met beleid: Wie één inschrijving heeft, zit elke dag in één klas; dan maakt het niet uit wat de les noemt.
SELECT l.student_id, l.date, l.class_code, p.enrolment_key, p.class_id
FROM (
    SELECT DISTINCT student_id, date, class_code
    FROM validated.attendance
    WHERE student_id IN (SELECT student_id FROM marts.placement WHERE has_other_enrolment)
) AS l
JOIN marts.placement AS p
    ON p.student_id = l.student_id AND l.date >= p.start_date AND (p.end_date IS NULL OR l.date <= p.end_date)
WHERE p.has_other_enrolment
QUALIFY row_number() OVER (
    PARTITION BY l.student_id, l.date, l.class_code
    ORDER BY (p.class_id = l.class_code) IS TRUE DESC, p.start_date DESC, p.class_id
) = 1
