-- # Vrije dagen en schoolweken
-- Waarom: In een vakantie is er geen les, dus ook geen afwezigheid. Een reeks of periode loopt over de vakantie heen door.
-- Telt mee: Alle dagen van een vakantie, vrije dag of studiedag uit de schoolkalender.
-- Telt niet mee: Een lesdag die de kalender binnen een vakantie noemt.
-- Lees met beleid: Zonder aangeleverde kalender telt elke dag met geregistreerde lessen als schooldag.
SELECT DISTINCT day::DATE AS date
FROM validated.calendar, unnest(generate_series(start_date, end_date, INTERVAL 1 DAY)) AS days(day)
WHERE kind = 'holiday' AND day::DATE NOT IN (
    SELECT exception::DATE
    FROM validated.calendar, unnest(generate_series(start_date, end_date, INTERVAL 1 DAY)) AS exceptions(exception)
    WHERE kind = 'school_day'
)
ORDER BY date
