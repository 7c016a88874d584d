-- # Aanwezigheid
-- Waarom: De aanwezigheid laat zien hoeveel van de les een student of klas heeft meegemaakt.
-- Telt mee: Minuten aanwezig, gedeeld door minuten van geregistreerde lessen. Eerst worden alle minuten opgeteld, dan
-- wordt één keer gedeeld.
-- Telt niet mee: Vervallen lessen, niet-geregistreerde lessen en lessen op vrije dagen.
-- Lees met beleid: Een week met weinig geregistreerde lessen zegt weinig; de stip in de groeilijn is dan klein.
SELECT
    student_id,
    enrolment_key,
    arg_max(class_id, date) AS class_id,
    min(school_year) AS school_year,
    week_start,
    count(*) FILTER (is_teaching_day)::UTINYINT AS n_teaching_days,
    sum(n_lessons)::SMALLINT AS n_lessons,
    sum(n_registered)::SMALLINT AS n_registered,
    sum(n_present)::SMALLINT AS n_present,
    sum(n_late)::SMALLINT AS n_late,
    sum(n_removed)::SMALLINT AS n_removed,
    sum(n_excused)::SMALLINT AS n_excused,
    sum(n_ill)::SMALLINT AS n_ill,
    sum(n_unexcused)::SMALLINT AS n_unexcused,
    sum(n_unregistered)::SMALLINT AS n_unregistered,
    sum(n_cancelled)::SMALLINT AS n_cancelled,
    sum(scheduled_minutes)::SMALLINT AS scheduled_minutes,
    sum(registered_minutes)::SMALLINT AS registered_minutes,
    sum(present_minutes)::SMALLINT AS present_minutes,
    sum(unexcused_minutes)::SMALLINT AS unexcused_minutes,
    count(*) FILTER (n_present > 0)::UTINYINT AS n_days_present,
    count(*) FILTER (is_full_day)::UTINYINT AS n_full_days,
    count(*) FILTER (is_on_time)::UTINYINT AS n_on_time_days,
    count(*) FILTER (is_first_hour_present)::UTINYINT AS n_first_hour,
    count(is_first_hour_present)::UTINYINT AS n_first_hour_days,
    quantile_disc(arrival_minute, 0.5) AS usual_arrival_minute,
    sum(n_registered) > 0 AND sum(n_unregistered) = 0 AND sum(present_minutes) = sum(registered_minutes)
        AND bool_or(is_teaching_day) AS is_full_week
FROM marts.student_day
WHERE NOT is_holiday
GROUP BY student_id, enrolment_key, week_start
ORDER BY class_id, enrolment_key
