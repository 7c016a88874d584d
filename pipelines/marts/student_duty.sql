-- # 16 uur in vier schoolweken
-- Waarom: De school heeft een wettelijke plicht om verzuim te melden. Dit is een feit voor medewerkers.
-- Telt mee: Minuten ongeoorloofde afwezigheid in deze schoolweek en de drie schoolweken ervoor; 960 minuten is 16 uur.
-- Telt niet mee: Geoorloofde afwezigheid, te laat komen, vervallen en niet-geregistreerde lessen. Vakantieweken worden
-- overgeslagen. Wie twee inschrijvingen heeft, is één student: de minuten tellen samen.
-- Lees met beleid: Een melding die al is gedaan, staat niet in deze bestanden; de telling begint hier dus niet opnieuw.
WITH school_week AS (
    SELECT week_start, dense_rank() OVER (ORDER BY week_start)::INTEGER AS school_week_no
    FROM (SELECT DISTINCT week_start FROM marts.student_week)
    WHERE (SELECT count(*) FROM marts.free_day AS f WHERE f.date BETWEEN week_start AND week_start + 4) < 5
)
SELECT w.student_id, w.enrolment_key, w.class_id, w.week_start, unexcused_minutes_4w::SMALLINT AS unexcused_minutes_4w
FROM (
    SELECT
        *,
        sum(unexcused_minutes) OVER (
            PARTITION BY student_id ORDER BY school_week_no RANGE BETWEEN 3 PRECEDING AND CURRENT ROW
        ) AS unexcused_minutes_4w
    FROM (SELECT * FROM marts.student_week WHERE unexcused_minutes > 0) JOIN school_week USING (week_start)
) AS w
WHERE unexcused_minutes_4w >= 960
ORDER BY week_start, class_id, enrolment_key
