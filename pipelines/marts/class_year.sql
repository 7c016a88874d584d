-- One row is a class in one school year (1 August to 31 July), described as most of its placements in that year are.
-- Group figures take team, level and the rest from here, so that a closed year keeps the names it was reported under.
WITH year_of_stay AS (
    SELECT
        *,
        unnest(range(
            year(start_date - INTERVAL 7 MONTH),
            year(least(coalesce(end_date, getvariable('data_until')), getvariable('data_until')) - INTERVAL 7 MONTH) + 1
        )) AS school_year
    FROM marts.placement
    WHERE start_date <= getvariable('data_until')
)
SELECT
    class_id,
    school_year::SMALLINT AS school_year,
    mode(team) AS team,
    mode(level) AS level,
    mode(leerweg)::VARCHAR AS leerweg,
    mode(programme) AS programme,
    mode(location) AS location,
    count(DISTINCT student_id)::INTEGER AS n_students
FROM year_of_stay
GROUP BY class_id, school_year
ORDER BY class_id, school_year
