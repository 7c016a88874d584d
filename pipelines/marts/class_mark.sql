-- One row is a class in one school year: the subjects of its students in which the latest mark of the year has a mark
-- before it (n_repeated), and in how many of these the latest is higher (n_rising) or the same (n_same). n_students
-- counts the students who have such a subject. A subject belongs to the class of the student at the latest mark.
WITH mark AS (
    SELECT *, lag(mark_hundredths) OVER of_subject AS previous_hundredths
    FROM marts.student_mark
    WHERE mark_hundredths IS NOT NULL
    WINDOW of_subject AS (PARTITION BY enrolment_key, subject ORDER BY date, attempt NULLS FIRST, test)
), latest AS (
    FROM mark
    QUALIFY row_number() OVER (
        PARTITION BY enrolment_key, subject, school_year ORDER BY date DESC, attempt DESC NULLS LAST, test DESC
    ) = 1
)
SELECT
    class_id,
    school_year,
    count(*)::INTEGER AS n_repeated,
    count(*) FILTER (mark_hundredths > previous_hundredths)::INTEGER AS n_rising,
    count(*) FILTER (mark_hundredths = previous_hundredths)::INTEGER AS n_same,
    count(DISTINCT student_id)::INTEGER AS n_students
FROM latest
WHERE previous_hundredths IS NOT NULL
GROUP BY class_id, school_year
ORDER BY class_id, school_year
