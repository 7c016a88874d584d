-- One row per class, month and day of the week (1 is Monday): the lessons of its students on those days, and how often
-- they were there in the first lesson of their day, of the days on which that is known. n_students counts a student once
-- in a row; who went to another class in that month is in the rows of both.
WITH of_student AS (
    -- One student at a time first: counting rows is much faster than telling students apart in each group.
    SELECT
        class_id,
        date_trunc('month', date)::DATE AS month,
        isodow(date)::UTINYINT AS weekday,
        student_id,
        min(school_year) AS school_year,
        sum(n_registered) AS n_registered,
        sum(n_present) AS n_present,
        sum(registered_minutes) AS registered_minutes,
        sum(present_minutes) AS present_minutes,
        count(*) FILTER (is_first_hour_present) AS n_first_present,
        count(is_first_hour_present) AS n_first
    FROM marts.student_day
    WHERE NOT is_holiday AND n_lessons > 0
    GROUP BY class_id, month, weekday, student_id
)
SELECT
    class_id,
    min(school_year) AS school_year,
    month,
    weekday,
    count(*)::INTEGER AS n_students,
    sum(n_registered)::INTEGER AS n_registered,
    sum(n_present)::INTEGER AS n_present,
    sum(registered_minutes)::INTEGER AS registered_minutes,
    sum(present_minutes)::INTEGER AS present_minutes,
    sum(n_first_present)::INTEGER AS n_first_present,
    sum(n_first)::INTEGER AS n_first
FROM of_student
GROUP BY class_id, month, weekday
ORDER BY class_id, month, weekday
