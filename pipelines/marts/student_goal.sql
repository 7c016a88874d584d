-- One row is a goal of a student, with the class of the student on the day it was set; without the words of the goal.
WITH goal AS (
    FROM validated.goals QUALIFY row_number() OVER (PARTITION BY goal_id ORDER BY _received DESC) = 1
)
SELECT
    g.goal_id,
    g.student_id,
    p.class_id,
    g.set_date,
    g.number,
    g.counts::VARCHAR AS counts,
    g.due_date,
    g.reached_date
FROM goal AS g
JOIN marts.placement AS p
    ON p.student_id = g.student_id AND g.set_date >= p.start_date
    AND (p.end_date IS NULL OR g.set_date <= p.end_date)
QUALIFY row_number() OVER (PARTITION BY g.goal_id ORDER BY p.start_date DESC, p.enrolment_key) = 1
ORDER BY p.class_id, g.student_id, g.set_date, g.goal_id
