-- One row is a day on which a student was spoken of in the hour of the tandem, with the class of the student on that
-- day.
WITH talk AS (
    FROM validated.talks QUALIFY row_number() OVER (PARTITION BY talk_id ORDER BY _received DESC) = 1
)
SELECT t.talk_id, t.student_id, p.class_id, t.date
FROM talk AS t
JOIN marts.placement AS p
    ON p.student_id = t.student_id AND t.date >= p.start_date AND (p.end_date IS NULL OR t.date <= p.end_date)
QUALIFY row_number() OVER (PARTITION BY t.talk_id ORDER BY p.start_date DESC, p.enrolment_key) = 1
ORDER BY p.class_id, t.student_id, t.date, t.talk_id
