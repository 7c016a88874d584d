-- One row is a kenmerk of guidance in one class and week: on how many checklists it stands (n_done), about how many
-- students, and how often it was called voldoende, ruimte voor groei or nog niet besproken (n_open). These three add up
-- to n_done. n_students counts a student once in this row, and must not be added up over rows; n_in_class is how many
-- students were in the class that week.
--
-- # Kenmerken van begeleiding
-- Waarom: De checklists gaan over de begeleiding: waar is al voldoende aandacht voor, en waar is ruimte voor groei?
-- Telt mee: Elk kenmerk op elke checklist, in de week waarin zij is ingevuld.
-- Telt niet mee: Notities. Die worden nooit geladen.
-- Lees met beleid: Dit zegt niets over een student. Ruimte voor groei zien is een goed begin, geen oordeel; een team dat
-- eerlijk kijkt, ziet er eerst meer.
WITH in_class AS (
    SELECT l.class_id, l.week_start, count(DISTINCT p.student_id)::INTEGER AS n_in_class
    FROM (SELECT DISTINCT class_id, week_start FROM marts.checklist_line) AS l
    JOIN marts.placement AS p
        ON p.class_id = l.class_id AND p.start_date <= l.week_start + 6
        AND (p.end_date IS NULL OR p.end_date >= l.week_start)
    GROUP BY l.class_id, l.week_start
)
SELECT
    kind,
    kenmerk,
    class_id,
    team,
    level,
    school_year,
    week_start,
    count(DISTINCT checklist_id)::INTEGER AS n_done,
    count(DISTINCT student_id)::INTEGER AS n_students,
    coalesce(any_value(n_in_class), 0)::INTEGER AS n_in_class,
    count(*) FILTER (status = 'voldoende')::INTEGER AS n_voldoende,
    count(*) FILTER (status = 'ruimte')::INTEGER AS n_ruimte,
    count(*) FILTER (status = 'open')::INTEGER AS n_open
FROM marts.checklist_line
LEFT JOIN in_class USING (class_id, week_start)
GROUP BY kind, kenmerk, class_id, team, level, school_year, week_start
ORDER BY class_id, week_start, kind, kenmerk, team, level
