-- One row is an outcome per question (an item in one edition for one team, programme and level, where null stands for
-- all of them) as a school without answers of respondents delivers it, with the reason it does not count, if any:
-- 'figures' (no percentages of a scale, no mean of a grade), 'respondents' (answers of respondents may be about the same
-- students) or 'finer' (there are outcomes of parts of it).
WITH respondent_group AS (
    SELECT DISTINCT edition, team, programme, level FROM validated.job_answers
), result AS (
    SELECT DISTINCT ON (r.edition, q.item, r.team, r.programme, r.level) r.*, q.item, q.kind
    FROM validated.job_results AS r
    JOIN marts.job_question AS q ON q.edition = r.edition AND q.question = r.question AND q.is_aggregate
    WHERE q.item IS NOT NULL
    ORDER BY r.edition, q.item, r.team, r.programme, r.level, r._received DESC, r.question
)
SELECT
    edition,
    item,
    kind,
    team,
    programme,
    level,
    n,
    positive_hundredths,
    neutral_hundredths,
    negative_hundredths,
    mean_hundredths,
    CASE
        WHEN n > 0 AND ((kind = 'scale' AND positive_hundredths IS NULL) OR (kind = 'grade' AND mean_hundredths IS NULL))
            THEN 'figures'
        WHEN EXISTS (
            FROM respondent_group AS g
            WHERE g.edition = r.edition
                AND (g.team = r.team OR g.team IS NULL OR r.team IS NULL)
                AND (g.programme = r.programme OR g.programme IS NULL OR r.programme IS NULL)
                AND (g.level = r.level OR g.level IS NULL OR r.level IS NULL)
        ) THEN 'respondents'
        WHEN EXISTS (
            FROM result AS part
            WHERE part.edition = r.edition AND part.item = r.item
                AND (r.team IS NULL OR part.team = r.team)
                AND (r.programme IS NULL OR part.programme = r.programme)
                AND (r.level IS NULL OR part.level = r.level)
                AND (part.team, part.programme, part.level) IS DISTINCT FROM (r.team, r.programme, r.level)
        ) THEN 'finer'
    END AS left_out_for
FROM result AS r
ORDER BY edition, item, team, programme, level
