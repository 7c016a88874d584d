-- One row is a question as the deliveries of one edition name it (a column of the respondent file, or the question of
-- an outcome), with the item it stands for: by the codebook of that edition, else by the codebook of all editions, else
-- because it has the name or the words of an item. `item` is null when it stands for none that is known; of two
-- columns for one item the first by name counts, and `is_second` marks the other.
WITH item AS (
    SELECT DISTINCT ON (item) * FROM validated.job_items ORDER BY item, _received DESC
), codebook AS (
    SELECT DISTINCT ON (edition, question) * FROM validated.job_codebook ORDER BY edition, question, _received DESC
), asked AS (
    SELECT DISTINCT edition, question, false AS is_aggregate FROM validated.job_answers
    UNION ALL
    SELECT DISTINCT edition, question, true FROM validated.job_results
), name AS (
    SELECT edition, question, item, if(edition IS NULL, 2, 1) AS rank FROM codebook
    UNION ALL
    SELECT NULL, item, item, 3 FROM item
    UNION ALL
    -- Words compare as names of columns do: without case and punctuation.
    SELECT NULL, trim(regexp_replace(lower(question), '[^a-z0-9]+', '_', 'g'), '_'), item, 4 FROM item
), named AS (
    SELECT a.*, n.item AS named_item
    FROM asked AS a
    LEFT JOIN name AS n ON n.question = a.question AND (n.edition = a.edition OR n.edition IS NULL)
    QUALIFY row_number() OVER (PARTITION BY a.edition, a.question, a.is_aggregate ORDER BY n.rank, n.item) = 1
)
SELECT
    n.edition,
    n.question,
    n.is_aggregate,
    n.named_item,
    i.item,
    i.theme,
    i.question AS item_question,
    i.kind::VARCHAR AS kind,
    i.kaw_goal,
    i.item IS NOT NULL AND NOT n.is_aggregate
        AND row_number() OVER (PARTITION BY n.edition, n.is_aggregate, i.item ORDER BY n.question) > 1 AS is_second
FROM named AS n
LEFT JOIN item AS i ON i.item = n.named_item
ORDER BY n.edition, n.is_aggregate, n.question
