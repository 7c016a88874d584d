-- # 16 uur in vier schoolweken
-- Waarom: De school heeft een wettelijke plicht om verzuim te melden. Dit is een feit voor medewerkers.
-- Telt mee: Minuten ongeoorloofde afwezigheid in deze schoolweek en de drie schoolweken ervoor; 960 minuten is 16 uur.
-- Telt niet mee: Geoorloofde afwezigheid, te laat komen, vervallen en niet-geregistreerde lessen. Vakantieweken worden
-- overgeslagen.
-- Lees met beleid: Een melding die al is gedaan, staat niet in deze bestanden; de telling begint hier dus niet opnieuw.
WITH week AS (
    SELECT DISTINCT week_start FROM week_plain
), school_week AS (
    SELECT week_start, dense_rank() OVER (ORDER BY week_start)::INTEGER AS school_week_no
    FROM week
    WHERE (SELECT count(*) FROM marts.free_day AS f
        WHERE f.date BETWEEN week_start AND week_start + 4) < 5
)
SELECT
    w.*,
    coalesce(sum(w.unexcused_minutes) OVER (
        PARTITION BY w.enrolment_key ORDER BY s.school_week_no RANGE BETWEEN 3 PRECEDING AND CURRENT ROW
    ), 0)::SMALLINT AS unexcused_minutes_4w
FROM week_plain AS w
LEFT JOIN school_week AS s USING (week_start)
ORDER BY w.week_start, w.class_id, w.enrolment_key
