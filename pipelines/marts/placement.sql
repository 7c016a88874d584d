-- # Klas van een student
-- Waarom: Een student kan in het jaar van klas wisselen, later instromen of twee inschrijvingen hebben. Elke les hoort
-- bij de klas waarin de student die dag zat.
-- Telt mee: Elke periode in een klas, van de begindatum tot en met de einddatum. Noemt de les zelf een klas waarin de
-- student die dag zit, dan hoort de les daarbij; anders bij de klas waarin de student het laatst is begonnen.
-- Telt niet mee: Lessen op een dag waarop de student in geen enkele klas staat. Die staan op de pagina Gegevens.
-- Lees met beleid: Een wisseling van klas binnen dezelfde opleiding en hetzelfde cohort is geen nieuwe start.
WITH stay AS (
    SELECT
        *,
        student_id::BIGINT * 100 + dense_rank() OVER (
            PARTITION BY student_id ORDER BY coalesce(crebo, 0), coalesce(cohort, '')
        ) AS enrolment_key
    FROM validated.enrolments
), follow AS (
    SELECT
        *,
        min(start_date) OVER (
            PARTITION BY enrolment_key ORDER BY start_date RANGE BETWEEN INTERVAL 1 DAY FOLLOWING AND UNBOUNDED FOLLOWING
        ) AS next_start_date
    FROM stay
)
SELECT
    student_id,
    enrolment_key,
    class_id,
    start_date,
    CASE WHEN next_start_date <= end_date OR (end_date IS NULL AND next_start_date IS NOT NULL)
        THEN (next_start_date - INTERVAL 1 DAY)::DATE ELSE end_date END AS end_date,
    CASE WHEN next_start_date IS NULL THEN leave_reason END AS leave_reason,
    coalesce(team, 'zonder team') AS team,
    location,
    programme,
    crebo,
    level,
    leerweg,
    cohort,
    next_start_date IS NULL
        AND start_date <= getvariable('data_until')
        AND (end_date IS NULL OR end_date >= getvariable('data_until')) AS is_current
FROM follow
ORDER BY class_id, student_id, start_date
