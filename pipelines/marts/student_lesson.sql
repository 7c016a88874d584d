-- # Aanwezig, te laat en afwezig per les
-- Waarom: Elke les telt zoals zij is geregistreerd. Een melding zegt waarom iemand er niet of later was.
-- Telt mee: Geregistreerde lessen. Te laat en uit de les gestuurd tellen als aanwezig, min de gemiste minuten. Afwezig
-- met een melding die geoorloofd is, telt als geoorloofd; afwezig zonder melding telt als ongeoorloofd. Wie volgens
-- een melding van te laat of uit de les gestuurd de hele les miste, was afwezig.
-- Telt niet mee: Vervallen lessen. Niet-geregistreerde lessen zijn aanwezig noch afwezig; zij tellen alleen in de
-- registratiegraad. Heeft een student op een dag meer dan 60 lessen of meer dan 24 uur les, dan telt die dag niet mee; de
-- regels staan geteld op de pagina Gegevens.
-- Lees met beleid: Staat niet vast hoeveel minuten iemand te laat was, dan telt de hele les als aanwezig en is de
-- aankomsttijd onbekend. Een melding van te laat of uit de les gestuurd gaat over de les waarin zij begint, en maakt
-- van afwezig pas aanwezig als vaststaat voor hoeveel minuten. Een andere melding zonder einddatum geldt hoogstens
-- veertien dagen.
WITH notice AS (
    SELECT
        n.student_id,
        n.start_date,
        r.kind IN ('late', 'removed') AS is_moment,
        CASE WHEN is_moment OR (n.end_date IS NULL AND n.end_minute IS NOT NULL) THEN n.start_date
            ELSE coalesce(n.end_date, n.start_date + 14) END AS end_date,
        coalesce(n.start_minute, 0) AS start_minute,
        CASE WHEN NOT is_moment OR n.end_date IS NULL OR n.end_date = n.start_date THEN n.end_minute END AS known_minute,
        coalesce(known_minute, CASE WHEN is_moment THEN n.start_minute + 1 END, 1440) AS end_minute,
        n.start_minute IS NOT NULL AND known_minute IS NOT NULL AS has_times,
        r.kind,
        r.is_excused = 'yes' AS is_excused
    FROM validated.absence_notices AS n
    JOIN validated.absence_reasons AS r USING (reason_code)
    WHERE NOT (is_moment AND n.start_minute IS NULL)
), notice_day AS (
    SELECT
        n.student_id,
        day.date,
        CASE WHEN day.date = n.start_date THEN n.start_minute ELSE 0 END AS from_minute,
        CASE WHEN day.date = n.end_date THEN n.end_minute ELSE 1440 END AS until_minute,
        n.has_times,
        n.kind,
        n.is_excused
    FROM notice AS n
    JOIN (SELECT DISTINCT date FROM validated.attendance) AS day ON day.date BETWEEN n.start_date AND n.end_date
), overlap AS (
    SELECT
        l.student_id,
        l.date,
        l.start_minute,
        n.is_excused,
        least(l.end_minute, n.until_minute) - greatest(l.start_minute, n.from_minute) AS covered_minutes,
        n.has_times AND covered_minutes = l.end_minute - l.start_minute AS is_whole_lesson,
        CASE WHEN is_whole_lesson AND l.status = 'absent' AND n.kind <> 'ill' THEN 'absent' ELSE n.kind END AS kind,
        CASE WHEN n.has_times AND NOT is_whole_lesson THEN covered_minutes END AS minutes
    FROM validated.attendance AS l
    JOIN notice_day AS n
        ON n.student_id = l.student_id AND n.date = l.date
        AND n.from_minute < l.end_minute AND n.until_minute > l.start_minute
    WHERE l.status IN ('absent', 'present')
), said AS (
    SELECT
        student_id,
        date,
        start_minute,
        bool_or(kind = 'late') AS is_late,
        bool_or(kind = 'removed') AS is_removed,
        bool_or(kind = 'ill') AS is_ill,
        bool_or(kind IN ('absent', 'ill') AND is_excused) AS is_excused,
        max(minutes) FILTER (kind IN ('late', 'removed')) AS missed_minutes
    FROM overlap
    GROUP BY student_id, date, start_minute
), told AS (
    SELECT
        l.student_id, l.date, l.start_minute, l.end_minute, l.lesson_code, l.class_code, l.registered_at,
        l.arrival_minute AS noted_arrival_minute, l.attended_minutes, s.missed_minutes AS notice_missed_minutes,
        CASE
            WHEN l.status = 'absent' THEN CASE
                WHEN s.is_late AND s.missed_minutes IS NOT NULL THEN 'late'
                WHEN s.is_removed AND s.missed_minutes IS NOT NULL THEN 'removed'
                WHEN s.is_ill AND s.is_excused THEN 'ill'
                WHEN s.is_excused OR l.is_excused = 'yes' THEN 'excused'
                ELSE 'unexcused' END
            WHEN l.status = 'present' AND s.is_late THEN 'late'
            WHEN l.status = 'present' AND s.is_removed THEN 'removed'
            WHEN l.status = 'unexcused' AND l.is_excused = 'yes' THEN 'excused'
            ELSE l.status
        END AS status
    FROM validated.attendance AS l
    LEFT JOIN said AS s
        ON s.student_id = l.student_id AND s.date = l.date AND s.start_minute = l.start_minute
), measured AS (
    SELECT
        *,
        end_minute - start_minute AS scheduled_minutes,
        CASE
            WHEN status NOT IN ('late', 'removed') THEN NULL
            WHEN attended_minutes IS NOT NULL THEN end_minute - start_minute - attended_minutes
            WHEN notice_missed_minutes IS NOT NULL THEN notice_missed_minutes
            WHEN status = 'late' AND noted_arrival_minute > start_minute AND noted_arrival_minute < end_minute
                THEN noted_arrival_minute - start_minute
        END AS missed_minutes
    FROM told
)
SELECT
    student_id, date, start_minute, end_minute, lesson_code, class_code, registered_at, status, missed_minutes,
    scheduled_minutes::SMALLINT AS scheduled_minutes,
    (CASE
        WHEN status = 'present' THEN coalesce(attended_minutes, scheduled_minutes)
        WHEN status IN ('late', 'removed') THEN scheduled_minutes - coalesce(missed_minutes, 0)
        ELSE 0
    END)::SMALLINT AS present_minutes,
    (CASE
        WHEN status IN ('present', 'removed') THEN start_minute
        WHEN status = 'late' AND noted_arrival_minute > start_minute AND noted_arrival_minute < end_minute
            THEN noted_arrival_minute
        WHEN status = 'late' THEN start_minute + missed_minutes
    END)::SMALLINT AS arrival_minute
FROM measured
