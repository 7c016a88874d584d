-- One row is a teaching week of a class: how many students were in it, with how many of them there was contact in the
-- last six teaching weeks (n_reached), how many contacts there were in this week (n_contacts), and how that is for the
-- students whose presence so far this school year is at or above the median of the class (n_students_upper,
-- n_contacts_upper). A contact is an individual checklist, or one that was written down, with or without a reason. A
-- contact in a week without lessons is no contact of a week; it counts for the reach. Of school years before the first
-- contact that was written down or delivered there are no rows: that is not known, and no nought.
WITH known AS (
    SELECT min(year(date) - (month(date) < 8)::INTEGER) AS since_year FROM marts.student_contact
), week AS (
    SELECT
        class_id,
        school_year,
        week_start,
        coalesce(lag(week_start, 5) OVER of_class, first_value(week_start) OVER of_class) AS since
    FROM marts.class_week
    WHERE n_teaching_days > 0 AND school_year >= (SELECT since_year FROM known)
    WINDOW of_class AS (PARTITION BY class_id, school_year ORDER BY week_start)
), presence AS (
    SELECT
        student_id,
        class_id,
        week_start,
        sum(present_minutes) OVER so_far AS present_minutes,
        sum(registered_minutes) OVER so_far AS registered_minutes
    FROM marts.student_week
    WHERE school_year >= (SELECT since_year FROM known)
    WINDOW so_far AS (PARTITION BY student_id, school_year ORDER BY week_start)
), member AS (
    SELECT
        class_id,
        week_start,
        student_id,
        max(CASE WHEN registered_minutes > 0 THEN present_minutes::DOUBLE / registered_minutes END) AS present_share
    FROM presence
    GROUP BY class_id, week_start, student_id
), middle AS (
    SELECT class_id, week_start, median(present_share) AS present_share
    FROM member
    GROUP BY class_id, week_start
), seen AS (
    SELECT
        w.class_id,
        w.week_start,
        m.student_id,
        count(DISTINCT (c.kind, c.contact_id)) FILTER (c.date >= w.week_start) AS n_contacts
    FROM marts.student_contact AS c
    JOIN member AS m USING (student_id)
    JOIN week AS w ON w.class_id = m.class_id AND w.week_start = m.week_start
    WHERE c.date BETWEEN w.since AND w.week_start + 6
    GROUP BY w.class_id, w.week_start, m.student_id
)
SELECT
    w.class_id,
    w.school_year,
    w.week_start,
    count(m.student_id)::INTEGER AS n_students,
    count(s.student_id)::INTEGER AS n_reached,
    coalesce(sum(s.n_contacts), 0)::INTEGER AS n_contacts,
    count(*) FILTER (m.present_share >= middle.present_share)::INTEGER AS n_students_upper,
    coalesce(sum(s.n_contacts) FILTER (m.present_share >= middle.present_share), 0)::INTEGER AS n_contacts_upper
FROM week AS w
LEFT JOIN middle ON middle.class_id = w.class_id AND middle.week_start = w.week_start
LEFT JOIN member AS m ON m.class_id = w.class_id AND m.week_start = w.week_start
LEFT JOIN seen AS s ON s.class_id = w.class_id AND s.week_start = w.week_start AND s.student_id = m.student_id
GROUP BY w.class_id, w.school_year, w.week_start
ORDER BY w.class_id, w.week_start
