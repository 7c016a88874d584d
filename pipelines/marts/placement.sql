-- # Klas van een student
-- Waarom: Een student kan in het jaar van klas wisselen, later instromen of twee inschrijvingen hebben. Elke les hoort
-- bij de klas waarin de student die dag zat.
-- Telt mee: Elke periode in een klas, van de begindatum tot en met de einddatum. Van twee periodes tegelijk telt de
-- klas waarin de student het laatst is begonnen. Is die periode tijdelijk, dan is de student daarna terug in de klas van
-- ervoor. Tijdelijk is: hoogstens een half jaar (183 dagen), klaar binnen het schooljaar en zonder reden van
-- uitschrijving.
-- Telt niet mee: Lessen op een dag waarop de student in geen enkele klas staat. Die staan op de pagina Gegevens.
-- Lees met beleid: Een wisseling van klas binnen dezelfde opleiding en hetzelfde cohort is geen nieuwe start.
WITH stay AS (
    SELECT
        *,
        student_id::BIGINT * 100 + dense_rank() OVER (
            PARTITION BY student_id ORDER BY coalesce(crebo, 0), coalesce(cohort, '')
        ) AS enrolment_key,
        coalesce(
            leave_reason IS NULL AND end_date - start_date < 183
            AND year(end_date + 1 - INTERVAL 7 MONTH) = year(start_date - INTERVAL 7 MONTH),
            false
        ) AS is_temporary
    FROM validated.enrolments
), bounded AS (
    SELECT
        * REPLACE (least(end_date, min(start_date) FILTER (NOT is_temporary) OVER later - 1) AS end_date),
        row_number() OVER (ORDER BY enrolment_key, start_date, class_id) AS stay_no
    FROM (FROM stay QUALIFY row_number() OVER (
        PARTITION BY enrolment_key, start_date, class_id ORDER BY end_date DESC NULLS FIRST
    ) = 1)
    WINDOW later AS (
        PARTITION BY enrolment_key ORDER BY start_date RANGE BETWEEN INTERVAL 1 DAY FOLLOWING AND UNBOUNDED FOLLOWING
    )
), span AS (
    SELECT
        enrolment_key,
        date AS start_date,
        lead(date) OVER of_enrolment - 1 AS end_date,
        row_number() OVER of_enrolment AS span_no
    FROM (SELECT enrolment_key, start_date AS date FROM bounded UNION SELECT enrolment_key, end_date + 1 FROM bounded)
    WHERE date IS NOT NULL
    WINDOW of_enrolment AS (PARTITION BY enrolment_key ORDER BY date)
), in_one_class AS (
    SELECT b.* EXCLUDE (start_date, end_date), s.start_date, s.end_date, s.span_no
    FROM span AS s
    JOIN bounded AS b
        ON b.enrolment_key = s.enrolment_key AND b.start_date <= s.start_date
        AND (b.end_date IS NULL OR b.end_date >= s.start_date)
    QUALIFY row_number() OVER (PARTITION BY s.enrolment_key, s.start_date ORDER BY b.start_date DESC, b.class_id) = 1
), placed AS (
    SELECT
        any_value(COLUMNS(* EXCLUDE (start_date, end_date, leave_reason))),
        min(start_date) AS start_date,
        CASE WHEN NOT bool_or(end_date IS NULL) THEN max(end_date) END AS end_date,
        CASE WHEN max(span_no) = last_span_no THEN any_value(leave_reason) END AS leave_reason
    FROM (
        SELECT
            *,
            span_no - row_number() OVER (PARTITION BY stay_no ORDER BY span_no) AS run,
            max(span_no) OVER (PARTITION BY enrolment_key) AS last_span_no
        FROM in_one_class
    )
    GROUP BY stay_no, run, last_span_no
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
        FROM placed AS other
        WHERE other.student_id = placed.student_id AND other.enrolment_key <> placed.enrolment_key
    ) AS has_other_enrolment
FROM placed
ORDER BY class_id, student_id, start_date
