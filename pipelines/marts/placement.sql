-- # Klas van een student
-- Waarom: Een student kan in het jaar van klas wisselen, later instromen of twee inschrijvingen hebben. Elke les hoort
-- bij de klas waarin de student die dag zat.
-- Telt mee: Elke periode in een klas, van de begindatum tot en met de einddatum.
-- Telt niet mee: Lessen op een dag waarop de student in geen enkele klas staat. Die staan op de pagina Gegevens.
-- Lees met beleid: Een wisseling van klas binnen dezelfde opleiding en hetzelfde cohort is geen nieuwe start.
WITH stay AS (
    SELECT
        *,
        student_id::BIGINT * 100 + dense_rank() OVER (
            PARTITION BY student_id ORDER BY coalesce(crebo, 0), coalesce(cohort, '')
        ) AS enrolment_key
    FROM validated.enrolments
), one_class_at_a_time AS (
    SELECT
        *,
        lead(start_date) OVER (PARTITION BY enrolment_key ORDER BY start_date) AS next_start_date
    FROM (
        FROM stay QUALIFY row_number() OVER (PARTITION BY enrolment_key, start_date ORDER BY class_id) = 1
    )
), bounded AS (
    SELECT
        * REPLACE (
            least(end_date, (next_start_date - INTERVAL 1 DAY)::DATE) AS end_date,
            CASE WHEN next_start_date IS NULL THEN leave_reason END AS leave_reason
        )
    FROM one_class_at_a_time
)
SELECT
    student_id,
    enrolment_key,
    class_id,
    start_date,
    end_date,
    leave_reason,
    coalesce(team, 'zonder team') AS team,
    location,
    programme,
    crebo,
    level,
    leerweg,
    cohort,
    start_date <= getvariable('data_until') AND (end_date IS NULL OR end_date >= getvariable('data_until')) AS is_current,
    EXISTS (
        FROM bounded AS other
        WHERE other.student_id = bounded.student_id AND other.enrolment_key <> bounded.enrolment_key
    ) AS has_other_enrolment
FROM bounded
ORDER BY class_id, student_id, start_date
