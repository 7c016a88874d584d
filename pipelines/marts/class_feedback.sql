-- One row is a day on which colleagues around a class gave each other collegiale feedback.
SELECT feedback_id, class_id, date
FROM validated.feedback
QUALIFY row_number() OVER (PARTITION BY feedback_id ORDER BY _received DESC) = 1
ORDER BY class_id, date, feedback_id
