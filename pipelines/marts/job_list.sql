-- One row is an item of the JOB-monitor, with its place in the questionnaire (1 is the first; items without a place come
-- last), its theme, and the goal of Klas als Werkplaats it says something about, if any.
WITH item AS (
    SELECT DISTINCT ON (item) * FROM validated.job_items ORDER BY item, _received DESC
)
SELECT
    row_number() OVER (ORDER BY place NULLS LAST, theme, item)::INTEGER AS place,
    item,
    theme,
    question,
    kind::VARCHAR AS kind,
    kaw_goal
FROM item
ORDER BY 1
