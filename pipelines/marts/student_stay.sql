-- One row per enrolment: how many whole weeks a student has been at school since the own start, and whether that ended
-- without a diploma. Leaving with a diploma is no leaving: until that day is all that is known.
WITH stay AS (
    SELECT
        student_id,
        enrolment_key,
        min(start_date) AS first_date,
        CASE WHEN bool_and(end_date IS NOT NULL) AND max(end_date) < getvariable('data_until') THEN max(end_date) END
            AS left_date,
        arg_max(leave_reason, start_date) AS leave_reason,
        arg_min(level, start_date) AS level
    FROM marts.placement
    WHERE start_date <= getvariable('data_until')
    GROUP BY student_id, enrolment_key
)
SELECT
    student_id,
    enrolment_key,
    year(first_date - INTERVAL 7 MONTH)::SMALLINT AS cohort,
    level,
    first_date,
    left_date,
    (left_date IS NOT NULL AND leave_reason IS DISTINCT FROM 'geslaagd') AS has_left,
    (datediff('day', first_date, coalesce(left_date, getvariable('data_until')::DATE)) // 7)::SMALLINT AS n_weeks
FROM stay
ORDER BY enrolment_key
