-- One row is a teaching week of a class: how many students were in it, with how many of them there was contact in the
-- last six teaching weeks (n_reached), how many contacts there were in this week (n_contacts), and how that is for the
-- students whose presence so far this school year is at or above the median of the class (n_students_upper,
-- n_contacts_upper). A contact is an individual checklist, or one that was written down, with or without a reason. A
-- contact in a week without lessons is no contact of a week; it counts for the reach.
WITH week AS (
    SELECT
        class_id,
        school_year,
        week_start,
        coalesce(lag(week_start, 5) OVER of_class, first_value(week_start) OVER of_class) AS since
    FROM marts.class_week
    WHERE n_teaching_days > 0
    WINDOW of_class AS (PARTITION BY class_id, school_year ORDER BY week_start)
), presence AS (
    SELECT
        student_id,
        class_id,
        week_start,
        sum(present_minutes) OVER so_far AS present_minutes,
        sum(registered_minutes) OVER so_far AS registered_minutes
    FROM marts.student_week
    WINDOW so_far AS (PARTITION BY student_id, school_year ORDER BY week_start)
), member AS (
    SELECT DISTINCT
        w.*,
        p.student_id,
        CASE WHEN p.registered_minutes > 0 THEN p.present_minutes::DOUBLE / p.registered_minutes END AS present_share
    FROM week AS w
    JOIN presence AS p ON p.class_id = w.class_id AND p.week_start = w.week_start
), contact AS (
    SELECT kind, contact_id, student_id, date FROM marts.student_contact
), seen AS (
    SELECT
        m.class_id,
        m.week_start,
        m.student_id,
        m.present_share >= median(m.present_share) OVER (PARTITION BY m.class_id, m.week_start) AS is_upper,
        coalesce(c.n_contacts, 0) AS n_contacts,
        c.student_id IS NOT NULL AS is_reached
    FROM member AS m
    LEFT JOIN (
        SELECT
            m.class_id,
            m.week_start,
            m.student_id,
            count(DISTINCT (c.kind, c.contact_id)) FILTER (c.date >= m.week_start) AS n_contacts
        FROM member AS m
        JOIN contact AS c ON c.student_id = m.student_id AND c.date BETWEEN m.since AND m.week_start + 6
        GROUP BY ALL
    ) AS c ON c.class_id = m.class_id AND c.week_start = m.week_start AND c.student_id = m.student_id
)
SELECT
    w.class_id,
    w.school_year,
    w.week_start,
    count(s.student_id)::INTEGER AS n_students,
    count(*) FILTER (s.is_reached)::INTEGER AS n_reached,
    coalesce(sum(s.n_contacts), 0)::INTEGER AS n_contacts,
    count(*) FILTER (s.is_upper)::INTEGER AS n_students_upper,
    coalesce(sum(s.n_contacts) FILTER (s.is_upper), 0)::INTEGER AS n_contacts_upper
FROM week AS w
LEFT JOIN seen AS s ON s.class_id = w.class_id AND s.week_start = w.week_start
GROUP BY w.class_id, w.school_year, w.week_start
ORDER BY w.class_id, w.week_start
