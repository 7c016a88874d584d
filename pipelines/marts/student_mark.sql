-- One row per student, subject, test and attempt in a school year (test names come back every year): the result and the
-- class the student was in that day. mark_hundredths is null where the result is a word. In order of enrolment, subject
-- and date. A file may hold the same attempt on two days: then the last day counts.
--
-- # Toetscijfers
-- Waarom: Cijfers laten zien wat een student al kan. We vergelijken een cijfer alleen met het vorige cijfer van dezelfde
-- student voor hetzelfde vak.
-- Telt mee: Elk cijfer van 1 tot en met 10, ook dat van een herkansing, op de dag van de toets.
-- Telt niet mee: Een V, O of G in plaats van een cijfer, en een cijfer van na de laatste dag met lessen. Cijfers van een
-- student die op die dag in geen klas zat; die staan op de pagina Gegevens.
-- Lees met beleid: Een vak telt als hetzelfde vak als het in het bestand hetzelfde heet.
WITH result AS (
    SELECT *, year(date - INTERVAL 7 MONTH)::SMALLINT AS school_year
    FROM validated.test_marks
    WHERE date <= getvariable('data_until')
    QUALIFY row_number() OVER (
        PARTITION BY student_id, subject, test, coalesce(attempt, 0), school_year ORDER BY _received DESC, date DESC
    ) = 1
)
SELECT
    r.student_id,
    p.enrolment_key,
    p.class_id,
    r.subject,
    r.test,
    r.attempt,
    r.date,
    r.school_year,
    r.mark_hundredths,
    r.word::VARCHAR AS word
FROM result AS r
JOIN marts.placement AS p
    ON p.student_id = r.student_id AND r.date >= p.start_date AND (p.end_date IS NULL OR r.date <= p.end_date)
-- Of a student with two enrolments, the one that began last.
QUALIFY row_number() OVER (
    PARTITION BY r.student_id, r.subject, r.test, r.attempt, r.school_year ORDER BY p.start_date DESC, p.enrolment_key
) = 1
ORDER BY p.enrolment_key, r.subject, r.date, r.attempt NULLS FIRST, r.test
