-- One row is an enrolment of a student in one school year (1 August to 31 July), as it was at its last day or, in the
-- current year, at the last day with lessons. class_id, team and programme are those of the last class in that year.
-- left_date is null while the enrolment goes on, also in another class or a later year. n_weeks counts its weeks with
-- lessons in the year, n_weeks_present those in which the student was present at least once.
--
-- # Startkwalificatie
-- Waarom: Met een diploma van niveau 2 of hoger heeft een student de beste start op de arbeidsmarkt.
-- Telt mee: Een diploma van niveau 2, 3 of 4 in deze of een eerdere inschrijving op deze school, tot en met dit
-- schooljaar.
-- Telt niet mee: Een entreediploma. Dat is een stap op weg, en nog geen startkwalificatie.
-- Lees met beleid: Een diploma dat de student elders haalde, staat niet in de inschrijvingen. Voor wie nog bezig is, en
-- voor wie vertrok zonder bekende reden, is het antwoord "onbekend".
WITH stay AS (
    SELECT
        *,
        lead(start_date) OVER (PARTITION BY enrolment_key ORDER BY start_date) AS next_start_date,
        min(start_date) OVER (PARTITION BY enrolment_key) AS first_date
    FROM marts.placement
), year_of_stay AS (
    SELECT *, unnest(range(
        year(start_date - INTERVAL 7 MONTH),
        year(least(end_date, getvariable('data_until')) - INTERVAL 7 MONTH) + 1
    )) AS school_year
    FROM stay
    WHERE start_date <= getvariable('data_until')
), at_end AS (
    SELECT
        *,
        end_date <= getvariable('data_until') AND year(end_date - INTERVAL 7 MONTH) = school_year
            AND next_start_date IS NULL AS has_left,
        next_start_date IS NOT NULL OR end_date IS NULL
            OR end_date >= least(make_date(school_year + 1, 7, 31), getvariable('data_until')) AS is_enrolled_at_end
    FROM year_of_stay
    QUALIFY row_number() OVER (PARTITION BY enrolment_key, school_year ORDER BY start_date DESC) = 1
), diploma AS (
    SELECT student_id, min(year(end_date - INTERVAL 7 MONTH)) AS first_year
    FROM marts.placement
    WHERE leave_reason = 'geslaagd' AND level >= 2 AND end_date <= getvariable('data_until')
    GROUP BY student_id
), week AS (
    SELECT
        enrolment_key,
        school_year,
        count(*) AS n_weeks,
        count(*) FILTER (n_present > 0) AS n_weeks_present
    FROM marts.student_week
    WHERE n_teaching_days > 0
    GROUP BY enrolment_key, school_year
)
SELECT
    e.student_id,
    e.enrolment_key,
    e.school_year::SMALLINT AS school_year,
    e.class_id,
    e.team,
    e.level,
    e.leerweg::VARCHAR AS leerweg,
    e.programme,
    e.location,
    e.crebo,
    e.first_date,
    year(e.first_date - INTERVAL 7 MONTH) = e.school_year AS is_starter,
    e.is_enrolled_at_end,
    CASE WHEN e.has_left THEN e.end_date END AS left_date,
    CASE WHEN e.has_left THEN e.leave_reason END AS leave_reason,
    CASE
        WHEN d.first_year <= e.school_year THEN 'yes'
        WHEN NOT coalesce(e.has_left, false) OR e.leave_reason IS NULL THEN 'unknown'
        WHEN e.leave_reason = 'geslaagd' AND e.level IS NULL THEN 'unknown'
        ELSE 'no'
    END AS has_startkwalificatie,
    coalesce(w.n_weeks_present, 0)::SMALLINT AS n_weeks_present,
    coalesce(w.n_weeks, 0)::SMALLINT AS n_weeks
FROM at_end AS e
LEFT JOIN diploma AS d ON d.student_id = e.student_id
LEFT JOIN week AS w ON w.enrolment_key = e.enrolment_key AND w.school_year = e.school_year
ORDER BY e.class_id, e.student_id, e.school_year
