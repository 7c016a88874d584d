-- One row per cohort, level at the start, school year and whole week since the own start: how many stays were still
-- there at the start of that week (n_at_risk), and how many ended in it without a diploma (n_left). A week belongs to
-- the school year in which it began. Weeks of a school year that is closed stay as they were reported.
WITH stay AS (
    SELECT cohort, level, first_date, n_weeks, has_left, count(*) AS n_stays
    FROM marts.student_stay
    GROUP BY ALL
),

stay_by_week AS (
    SELECT *, unnest(range(n_weeks + 1)) AS week
    FROM stay
)

SELECT
    cohort,
    level,
    year(first_date + (7 * week)::INTEGER - INTERVAL 7 MONTH)::SMALLINT AS school_year,
    week::SMALLINT AS week,
    sum(n_stays)::INTEGER AS n_at_risk,
    coalesce(sum(n_stays) FILTER (has_left AND week = n_weeks), 0)::INTEGER AS n_left
FROM stay_by_week
GROUP BY ALL
ORDER BY ALL
