-- One row is a kenmerk on a checklist, with the class it is about: the class of the student on that day, or the class on
-- the checklist when the student was in no class that day or no student is named. `is_student_placed` and
-- `is_class_known` say whether enrolments know them; team and level come from the enrolments, too.
WITH line AS (
    FROM validated.checklists
    QUALIFY _received = max(_received) OVER (PARTITION BY checklist_id)
), class AS (
    SELECT class_id, mode(team) AS team, mode(level) AS level FROM marts.placement GROUP BY class_id
)
SELECT
    l.checklist_id,
    l.kind::VARCHAR AS kind,
    l.date,
    date_trunc('week', l.date)::DATE AS week_start,
    year(l.date - INTERVAL 7 MONTH)::SMALLINT AS school_year,
    l.moment::VARCHAR AS moment,
    l.filled_in_by::VARCHAR AS filled_in_by,
    l.student_id,
    coalesce(p.class_id, l.class_id) AS class_id,
    coalesce(p.team, c.team, 'zonder team') AS team,
    coalesce(p.level, c.level) AS level,
    l.kenmerk::VARCHAR AS kenmerk,
    l.status::VARCHAR AS status,
    p.student_id IS NOT NULL AS is_student_placed,
    p.student_id IS NOT NULL OR c.class_id IS NOT NULL AS is_class_known
FROM line AS l
LEFT JOIN marts.placement AS p
    ON p.student_id = l.student_id AND l.date >= p.start_date AND (p.end_date IS NULL OR l.date <= p.end_date)
LEFT JOIN class AS c ON c.class_id = l.class_id
-- Of a student with two enrolments, the class on the checklist says which of them it is about.
QUALIFY row_number() OVER (
    PARTITION BY l.checklist_id, l.kenmerk
    ORDER BY p.class_id IS NOT DISTINCT FROM l.class_id DESC, p.enrolment_key
) = 1
ORDER BY class_id, l.date, l.checklist_id, l.kenmerk
