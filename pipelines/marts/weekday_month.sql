-- One row per class, month and day of the week (1 is Monday): the lessons of its students on those days, and how often
-- they were there in the first lesson of their day, of the days on which that is known. n_students counts a student once
-- in a row; who went to another class in that month is in the rows of both.
WITH lesson_day AS (
    SELECT *, date_trunc('month', date)::DATE AS month, isodow(date)::UTINYINT AS weekday
    FROM marts.student_day
    WHERE NOT is_holiday AND n_lessons > 0
), of_student AS (
    -- The weekdays of a student as bits of one number: telling students apart on each weekday takes twice the time.
    SELECT class_id, month, bit_or(1 << weekday) AS weekdays
    FROM lesson_day
    GROUP BY class_id, month, student_id
), same_days AS (
    SELECT class_id, month, weekdays, count(*) AS n_students
    FROM of_student
    GROUP BY class_id, month, weekdays
), students AS (
    SELECT class_id, month, weekday, sum(n_students)::INTEGER AS n_students
    FROM same_days, (SELECT unnest(range(1, 8))::UTINYINT AS weekday)
    WHERE weekdays & (1 << weekday) > 0
    GROUP BY class_id, month, weekday
), of_class AS (
    SELECT
        class_id,
        min(school_year) AS school_year,
        month,
        weekday,
        sum(n_registered)::INTEGER AS n_registered,
        sum(n_present)::INTEGER AS n_present,
        sum(registered_minutes)::INTEGER AS registered_minutes,
        sum(present_minutes)::INTEGER AS present_minutes,
        count(*) FILTER (is_first_hour_present)::INTEGER AS n_first_present,
        count(is_first_hour_present)::INTEGER AS n_first
    FROM lesson_day
    GROUP BY class_id, month, weekday
)
SELECT
    class_id,
    school_year,
    month,
    weekday,
    n_students,
    of_class.* EXCLUDE (class_id, school_year, month, weekday)
FROM of_class
JOIN students USING (class_id, month, weekday)
ORDER BY class_id, month, weekday
