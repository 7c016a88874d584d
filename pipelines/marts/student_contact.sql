-- One row is a contact with a student on a day: a contact that was written down, with or without a reason, or an
-- individual checklist about the student (`kind`), with the class of the student on that day.
--
-- # Contact met een student
-- Waarom: Contact zonder aanleiding telt ook. Wie altijd komt, verdient net zo goed iemand die vraagt hoe het gaat.
-- Telt mee: Elk contact dat is opgeschreven, met en zonder aanleiding, en elke lijst individuele begeleiding.
-- Telt niet mee: Wat er is gezegd; dat wordt nooit geladen. Contact dat nergens is opgeschreven.
-- Lees met beleid: Dit telt wat is opgeschreven, en zegt niet hoe goed het contact was.
WITH contact AS (
    SELECT
        contact_id,
        student_id,
        date,
        has_reason::VARCHAR = 'yes' AS has_reason,
        how::VARCHAR AS how,
        by_role::VARCHAR AS by_role
    FROM validated.contacts
    QUALIFY row_number() OVER (PARTITION BY contact_id ORDER BY _received DESC) = 1
), placed AS (
    SELECT c.*, p.class_id
    FROM contact AS c
    JOIN marts.placement AS p
        ON p.student_id = c.student_id AND c.date >= p.start_date AND (p.end_date IS NULL OR c.date <= p.end_date)
    QUALIFY row_number() OVER (PARTITION BY c.contact_id ORDER BY p.start_date DESC, p.enrolment_key) = 1
)
SELECT 'contact' AS kind, * FROM placed
UNION ALL BY NAME
SELECT DISTINCT
    'checklist' AS kind,
    checklist_id AS contact_id,
    student_id,
    class_id,
    date,
    NULL::BOOLEAN AS has_reason,
    NULL AS how,
    CASE WHEN filled_in_by <> 'together' THEN filled_in_by END AS by_role
FROM marts.checklist_line
WHERE kind = 'individual' AND student_id IS NOT NULL
ORDER BY class_id, student_id, date, contact_id
