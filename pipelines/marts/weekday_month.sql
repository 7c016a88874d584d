-- One row per class, month and day of the week (1 is Monday): the lessons of its students on those days, and how often
-- they were there in the first lesson of their day, of the days on which that is known.
SELECT
    class_id,
    min(school_year) AS school_year,
    date_trunc('month', date)::DATE AS month,
    isodow(date)::UTINYINT AS weekday,
    count(DISTINCT enrolment_key)::INTEGER AS n_students,
    sum(n_registered)::INTEGER AS n_registered,
    sum(n_present)::INTEGER AS n_present,
    sum(registered_minutes)::INTEGER AS registered_minutes,
    sum(present_minutes)::INTEGER AS present_minutes,
    count(*) FILTER (is_first_hour_present)::INTEGER AS n_first_present,
    count(is_first_hour_present)::INTEGER AS n_first
FROM marts.student_day
WHERE NOT is_holiday AND n_lessons > 0
GROUP BY class_id, month, weekday
ORDER BY class_id, month, weekday
