-- One row per class, month and day of the week (1 is Monday): the lessons of its students on those days, and how often
-- they were there in the first lesson of their day, of the days on which that is known.
WITH of_enrolment AS (
    -- One enrolment at a time first: counting rows is much faster than telling enrolments apart in each group.
    SELECT
        class_id,
        date_trunc('month', date)::DATE AS month,
        isodow(date)::UTINYINT AS weekday,
        enrolment_key,
        min(school_year) AS school_year,
        sum(n_registered) AS n_registered,
        sum(n_present) AS n_present,
        sum(registered_minutes) AS registered_minutes,
        sum(present_minutes) AS present_minutes,
        count(*) FILTER (is_first_hour_present) AS n_first_present,
        count(is_first_hour_present) AS n_first
    FROM marts.student_day
    WHERE NOT is_holiday AND n_lessons > 0
    GROUP BY class_id, month, weekday, enrolment_key
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
FROM of_enrolment
GROUP BY class_id, month, weekday
ORDER BY class_id, month, weekday
