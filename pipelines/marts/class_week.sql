-- # Weekcijfers van een klas
-- Waarom: Een klas is de som van haar lessen, niet het gemiddelde van percentages.
-- Telt mee: Alle lessen van studenten op de dagen dat zij in deze klas zaten.
-- Telt niet mee: Vervallen lessen en lessen op vrije dagen.
-- Lees met beleid: Studenten komen en gaan. Kijk voor groei naar dezelfde studenten, niet naar het weekcijfer.
SELECT
    class_id,
    min(school_year) AS school_year,
    week_start,
    count(DISTINCT enrolment_key)::INTEGER AS n_students,
    count(DISTINCT date) FILTER (is_teaching_day)::UTINYINT AS n_teaching_days,
    sum(n_lessons)::INTEGER AS n_lessons,
    sum(n_registered)::INTEGER AS n_registered,
    sum(n_present)::INTEGER AS n_present,
    sum(n_late)::INTEGER AS n_late,
    sum(n_removed)::INTEGER AS n_removed,
    sum(n_excused)::INTEGER AS n_excused,
    sum(n_ill)::INTEGER AS n_ill,
    sum(n_unexcused)::INTEGER AS n_unexcused,
    sum(n_unregistered)::INTEGER AS n_unregistered,
    sum(n_cancelled)::INTEGER AS n_cancelled,
    sum(scheduled_minutes)::INTEGER AS scheduled_minutes,
    sum(registered_minutes)::INTEGER AS registered_minutes,
    sum(present_minutes)::INTEGER AS present_minutes,
    sum(unexcused_minutes)::INTEGER AS unexcused_minutes
FROM marts.student_day
WHERE NOT is_holiday
GROUP BY class_id, week_start
ORDER BY class_id, week_start
