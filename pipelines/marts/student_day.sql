-- # Lesdag
-- Waarom: Wie dagen vergelijkt, moet weten welke dagen tellen.
-- Telt mee: Een dag waarop de klas minstens één geregistreerde les had en de schoolkalender geen vrije dag heeft.
-- Telt niet mee: Vakanties, vrije dagen, en dagen waarop voor de hele klas niets is geregistreerd.
-- Lees met beleid: Ook een dag waarop de klas les had en deze student niet, is een lesdag van de klas.
--
-- # Gegevens tot en met
-- Waarom: Wie naar cijfers kijkt, moet weten tot welke dag zij lopen.
-- Telt mee: De laatste dag met een geregistreerde les van een student die dan is ingeschreven.
-- Telt niet mee: Lessen na de dag waarop hun bestand binnenkwam. Een les in het rooster van morgen wacht op haar
-- registratie; een registratie die er nu al is, staat met haar aantal op de pagina Gegevens.
-- Lees met beleid: Een les telt mee zodra zij na de lesdag opnieuw is aangeleverd. Het verzonnen voorbeeld-roc heeft een
-- eigen kalender; daar wacht geen les.
--
-- # Aankomst
-- Waarom: Eerder binnenkomen is een stap, ook als het nog te laat is.
-- Telt mee: Het eerste moment van de dag waarop de student aanwezig was, naast het begin van de eerste geplande les.
-- Telt niet mee: Dagen zonder aanwezigheid, en dagen waarop een eerdere les niet is geregistreerd of waarop niet
-- vaststaat hoe laat iemand binnenkwam.
-- Lees met beleid: De gebruikelijke aankomst van een week is de middelste dag; bij twee middelste de vroegste.
--
-- # Registratiegraad
-- Waarom: Wat niet is geregistreerd, telt niet mee. Een lage registratiegraad maakt elk ander getal onzeker.
-- Telt mee: Geregistreerde lessen, gedeeld door alle lessen die doorgingen.
-- Telt niet mee: Vervallen lessen.
-- Lees met beleid: Dit getal gaat over het registreren door de school, niet over de student.
WITH lesson AS (
    SELECT
        l.*,
        c.enrolment_key,
        status NOT IN ('cancelled', 'unregistered')
            AND (status <> 'ill' OR getvariable('illness_counts')) AS is_registered,
        status <> 'cancelled' AND (status <> 'ill' OR getvariable('illness_counts')) AS is_scheduled,
        status IN ('present', 'late', 'removed') AS is_present
    FROM marts.student_lesson AS l
    LEFT JOIN marts.lesson_class AS c
        ON c.student_id = l.student_id AND c.date = l.date AND c.class_code IS NOT DISTINCT FROM l.class_code
), counted AS (
    SELECT
        student_id,
        date,
        enrolment_key,
        count(*) FILTER (is_scheduled) AS n_lessons,
        count(*) FILTER (is_registered) AS n_registered,
        count(*) FILTER (is_present) AS n_present,
        count(*) FILTER (status = 'late') AS n_late,
        count(*) FILTER (status = 'removed') AS n_removed,
        count(*) FILTER (status = 'excused' OR (status = 'ill' AND is_registered)) AS n_excused,
        count(*) FILTER (status = 'ill') AS n_ill,
        count(*) FILTER (status = 'unexcused') AS n_unexcused,
        count(*) FILTER (status = 'cancelled') AS n_cancelled,
        sum(scheduled_minutes) FILTER (is_scheduled) AS scheduled_minutes,
        sum(scheduled_minutes) FILTER (is_registered) AS registered_minutes,
        sum(present_minutes) AS present_minutes,
        sum(scheduled_minutes) FILTER (status = 'unexcused') AS unexcused_minutes,
        min(start_minute) FILTER (is_scheduled) AS first_start_minute,
        min(start_minute) FILTER (status = 'unregistered') AS first_unregistered_minute,
        min(start_minute::INTEGER * 2048 + coalesce(arrival_minute, 2047)) FILTER (is_present) AS first_present_key,
        max(registered_at) FILTER (status IN ('excused', 'ill')) AS last_notice_at,
        count(*) FILTER (status IN ('excused', 'ill') AND registered_at IS NULL) AS n_notice_unknown
    FROM lesson
    GROUP BY ALL
), placed AS (
    SELECT c.* EXCLUDE (enrolment_key), p.enrolment_key, p.class_id
    FROM counted AS c
    JOIN marts.placement AS p
        ON p.student_id = c.student_id AND c.date >= p.start_date AND (p.end_date IS NULL OR c.date <= p.end_date)
        AND (p.enrolment_key = c.enrolment_key OR NOT p.has_other_enrolment)
), class_day AS (
    SELECT
        m.class_id,
        m.date,
        -- An ill student was registered, whether or not illness counts.
        bool_or(m.n_registered > 0 OR m.n_ill > 0) AND any_value(f.date) IS NULL AS is_teaching_day
    FROM placed AS m LEFT JOIN marts.free_day AS f ON f.date = m.date
    GROUP BY m.class_id, m.date
), spread AS (
    FROM placed
    UNION ALL BY NAME
    SELECT p.student_id, p.enrolment_key, c.date, p.class_id
    FROM marts.placement AS p
    JOIN class_day AS c
        ON c.class_id = p.class_id AND c.date >= p.start_date AND (p.end_date IS NULL OR c.date <= p.end_date)
    WHERE c.is_teaching_day
        AND NOT EXISTS (FROM placed AS m WHERE m.enrolment_key = p.enrolment_key AND m.date = c.date)
)
SELECT
    s.student_id,
    s.enrolment_key,
    s.class_id,
    year(s.date - INTERVAL 7 MONTH)::SMALLINT AS school_year,
    date_trunc('week', s.date)::DATE AS week_start,
    s.date,
    coalesce(c.is_teaching_day, false) AS is_teaching_day,
    f.date IS NOT NULL AS is_holiday,
    coalesce(n_lessons, 0)::UTINYINT AS n_lessons,
    coalesce(n_registered, 0)::UTINYINT AS n_registered,
    coalesce(n_present, 0)::UTINYINT AS n_present,
    coalesce(n_late, 0)::UTINYINT AS n_late,
    coalesce(n_removed, 0)::UTINYINT AS n_removed,
    coalesce(n_excused, 0)::UTINYINT AS n_excused,
    coalesce(n_ill, 0)::UTINYINT AS n_ill,
    coalesce(n_unexcused, 0)::UTINYINT AS n_unexcused,
    coalesce(n_lessons - n_registered, 0)::UTINYINT AS n_unregistered,
    coalesce(n_cancelled, 0)::UTINYINT AS n_cancelled,
    coalesce(scheduled_minutes, 0)::SMALLINT AS scheduled_minutes,
    coalesce(registered_minutes, 0)::SMALLINT AS registered_minutes,
    coalesce(present_minutes, 0)::SMALLINT AS present_minutes,
    coalesce(unexcused_minutes, 0)::SMALLINT AS unexcused_minutes,
    first_start_minute::SMALLINT AS first_start_minute,
    (CASE WHEN coalesce(first_unregistered_minute, 2047) > first_present_key // 2048
        AND first_present_key % 2048 < 2047 THEN first_present_key % 2048 END)::SMALLINT AS arrival_minute,
    coalesce(n_registered > 0 AND n_registered = n_lessons AND present_minutes = registered_minutes, false)
        AS is_full_day,
    CASE WHEN coalesce(first_unregistered_minute, 2047) > first_present_key // 2048
        AND first_present_key % 2048 < 2047 THEN first_present_key % 2048 <= first_start_minute END AS is_on_time,
    CASE WHEN first_start_minute IS NOT NULL AND first_start_minute < coalesce(first_unregistered_minute, 2047)
        THEN coalesce(first_present_key // 2048 = first_start_minute, false) END AS is_first_hour_present,
    CASE
        WHEN coalesce(n_excused + n_unexcused, 0) = 0 OR n_notice_unknown > 0 THEN NULL
        ELSE n_unexcused = 0 AND last_notice_at < s.date + to_minutes(first_start_minute::BIGINT)
    END AS is_absence_notified
FROM spread AS s
LEFT JOIN class_day AS c ON c.class_id = s.class_id AND c.date = s.date
LEFT JOIN marts.free_day AS f ON f.date = s.date
ORDER BY s.class_id, s.enrolment_key, s.date
