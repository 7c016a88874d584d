-- One row is a month in a school year at one location, for one team (null: an incident without a known class): how many
-- incidents there were and how many students. A student stands at the place of the class he was last in that month, and
-- an incident at its own location, with the team of its class. Only months from the first to the last that were
-- delivered and that are over.
--
-- # Incidenten per maand
-- Waarom: Een veilige school is de basis om te groeien. Het aantal incidenten zegt iets als je weet hoeveel studenten er
-- zijn.
-- Telt mee: Elk incident in het register, en alle studenten die in die maand in een klas zaten.
-- Telt niet mee: Juli en augustus, omdat de zomervakantie daarin valt, en een maand die nog niet om is. Wie erbij was:
-- dat wordt nooit geladen.
-- Lees met beleid: Een team dat meer meldt, heeft niet altijd meer incidenten. Een locatie die niet in de inschrijvingen
-- staat, telt alleen mee voor de hele school.
WITH month AS (
    SELECT unnest(range(
        (SELECT date_trunc('month', min(date)) FROM validated.incidents),
        least(
            (SELECT date_trunc('month', max(date)) + INTERVAL 1 MONTH FROM validated.incidents),
            date_trunc('month', getvariable('data_until')::DATE + 1)
        ),
        INTERVAL 1 MONTH
    ))::DATE AS month
), counted_month AS (
    FROM month WHERE month(month) NOT IN (7, 8)
), place AS (
    SELECT m.month, p.student_id, p.location, p.team
    FROM counted_month AS m
    JOIN marts.placement AS p
        ON p.start_date < m.month + INTERVAL 1 MONTH AND (p.end_date IS NULL OR p.end_date >= m.month)
    QUALIFY row_number() OVER (
        PARTITION BY m.month, p.student_id ORDER BY p.start_date DESC, p.enrolment_key, p.class_id
    ) = 1
), class AS (
    SELECT class_id, mode(team) AS team FROM marts.placement GROUP BY class_id
), counted AS (
    SELECT month, location, team, 0 AS n_incidents, count(*) AS n_students FROM place GROUP BY ALL
    UNION ALL BY NAME
    SELECT m.month, i.location, c.team, count(*) AS n_incidents, 0 AS n_students
    FROM validated.incidents AS i
    JOIN counted_month AS m ON m.month = date_trunc('month', i.date)
    LEFT JOIN class AS c ON c.class_id = i.class_id
    GROUP BY ALL
)
SELECT
    month,
    year(month - INTERVAL 7 MONTH)::SMALLINT AS school_year,
    location,
    team,
    sum(n_incidents)::INTEGER AS n_incidents,
    sum(n_students)::INTEGER AS n_students
FROM counted
GROUP BY month, location, team
ORDER BY month, location, team
