-- One row is an item of the JOB-monitor in one edition for one team, programme and level. Answers of respondents give a
-- row for every item that was asked, also without answers, so that respondents and invited add up the same for each.
-- n + n_not_applicable + n_outside = n_respondents; of outcomes per question (is_aggregate) only n is known of these.
-- n_positive, n_neutral and n_negative are there for a scale, sum_score for a scale and a grade (of outcomes: the mean
-- times n, which gives back the whole sum), sum_squares where answers of respondents are known. For each edition, team,
-- programme and level there is one row of kind `response`, in which n and n_respondents are who took part.
--
-- # JOB-monitor: positief, neutraal, negatief
-- Waarom: De JOB-monitor laat horen wat studenten zelf vinden van hun opleiding en school.
-- Telt mee: Antwoorden op een schaal van 1 tot en met 5: 4 en 5 zijn positief, 3 is neutraal, 1 en 2 zijn negatief. Bij
-- een rapportcijfer telt elk cijfer van 1 tot en met 10, als gemiddelde.
-- Telt niet mee: Leeg en "niet van toepassing" (9), en antwoorden buiten de schaal. Die laatste staan op Gegevens.
-- Lees met beleid: Zijn er alleen percentages per vraag, dan zijn de aantallen daaruit afgerond en kunnen zij samen iets
-- meer of minder zijn dan het aantal antwoorden. Een totaal telt alleen mee als er van de delen niets is.
--
-- # JOB-monitor: respons
-- Waarom: Wat studenten zeggen, geldt voor wie heeft geantwoord. De respons zegt hoeveel dat er zijn.
-- Telt mee: Wie minstens één vraag heeft beantwoord, gedeeld door wie is uitgenodigd.
-- Telt niet mee: Groepen waarvan niet bekend is hoeveel studenten zijn uitgenodigd.
-- Lees met beleid: Zijn er alleen uitkomsten per vraag, dan is het aantal deelnemers dat van de vraag met de meeste
-- antwoorden. Metingen tot en met 2018 zijn anders gehouden en niet te vergelijken met die van 2020 en later.
WITH answer AS (
    FROM validated.job_answers
    QUALIFY _received = max(_received) OVER (PARTITION BY edition, respondent)
), person AS (
    SELECT DISTINCT edition, respondent, team, programme, level FROM answer
), asked AS (
    FROM marts.job_question WHERE item IS NOT NULL AND NOT is_aggregate AND NOT is_second
), judged AS (
    SELECT
        p.*,
        q.item,
        q.kind,
        a.answer,
        CASE
            WHEN a.question IS NULL OR (a.answer = 9 AND q.kind <> 'grade') THEN 'not_applicable'
            WHEN a.answer BETWEEN 1 AND CASE q.kind WHEN 'scale' THEN 5 WHEN 'grade' THEN 10 ELSE 8 END THEN 'valid'
            ELSE 'outside'
        END AS verdict
    FROM person AS p
    JOIN asked AS q ON q.edition = p.edition
    LEFT JOIN answer AS a
        ON a.edition = p.edition AND a.respondent = p.respondent AND a.question = q.question
), of_respondents AS (
    SELECT
        edition,
        item,
        team,
        programme,
        level,
        count(*) FILTER (verdict = 'valid') AS n,
        CASE WHEN kind = 'scale' THEN count(*) FILTER (verdict = 'valid' AND answer >= 4) END AS n_positive,
        CASE WHEN kind = 'scale' THEN count(*) FILTER (verdict = 'valid' AND answer = 3) END AS n_neutral,
        CASE WHEN kind = 'scale' THEN count(*) FILTER (verdict = 'valid' AND answer <= 2) END AS n_negative,
        count(*) FILTER (verdict = 'not_applicable') AS n_not_applicable,
        count(*) FILTER (verdict = 'outside') AS n_outside,
        CASE WHEN kind <> 'choice' THEN coalesce(sum(answer) FILTER (verdict = 'valid'), 0) END AS sum_score,
        CASE WHEN kind <> 'choice' THEN coalesce(sum(answer::INTEGER * answer) FILTER (verdict = 'valid'), 0) END
            AS sum_squares,
        count(*) AS n_respondents,
        false AS is_aggregate
    FROM judged
    GROUP BY edition, item, kind, team, programme, level
), of_outcomes AS (
    SELECT
        edition,
        item,
        team,
        programme,
        level,
        n,
        CASE WHEN kind = 'scale' THEN (n::BIGINT * coalesce(positive_hundredths, 0) + 5000) // 10000 END AS n_positive,
        CASE WHEN kind = 'scale' THEN (n::BIGINT * coalesce(neutral_hundredths, 0) + 5000) // 10000 END AS n_neutral,
        CASE WHEN kind = 'scale' THEN (n::BIGINT * coalesce(negative_hundredths, 0) + 5000) // 10000 END AS n_negative,
        CASE WHEN kind <> 'choice' THEN if(n = 0, 0, (n::BIGINT * mean_hundredths + 50) // 100) END AS sum_score,
        max(n) OVER (PARTITION BY edition, team, programme, level) AS n_respondents,
        true AS is_aggregate
    FROM marts.job_result
    WHERE left_out_for IS NULL
), of_items AS (
    SELECT c.*, i.* EXCLUDE (item)
    FROM (FROM of_respondents UNION ALL BY NAME FROM of_outcomes) AS c
    JOIN (
        SELECT DISTINCT item, theme, item_question AS question, kind, kaw_goal
        FROM marts.job_question
        WHERE item IS NOT NULL
    ) AS i ON i.item = c.item
), responses AS (
    SELECT edition, team, programme, level, count(*) AS n_respondents, false AS is_aggregate
    FROM person
    GROUP BY ALL
    UNION ALL
    SELECT DISTINCT edition, team, programme, level, n_respondents, true FROM of_outcomes
), counted AS (
    FROM of_items
    UNION ALL BY NAME
    SELECT
        *, n_respondents AS n, 'respons' AS item, 'Respons' AS theme, 'Hoeveel studenten deden mee' AS question,
        'response' AS kind
    FROM responses
), invited AS (
    SELECT DISTINCT ON (edition, team, programme, level) *
    FROM validated.job_invited
    ORDER BY edition, team, programme, level, _received DESC
)
SELECT
    c.edition,
    c.theme,
    c.item,
    c.question,
    c.kind,
    c.kaw_goal,
    c.team,
    c.programme,
    c.level,
    c.n::INTEGER AS n,
    c.n_positive::INTEGER AS n_positive,
    c.n_neutral::INTEGER AS n_neutral,
    c.n_negative::INTEGER AS n_negative,
    c.n_not_applicable::INTEGER AS n_not_applicable,
    c.n_outside::INTEGER AS n_outside,
    c.sum_score::INTEGER AS sum_score,
    c.sum_squares::INTEGER AS sum_squares,
    c.n_respondents::INTEGER AS n_respondents,
    v.n_invited,
    c.is_aggregate,
    c.edition >= 2020 AS is_comparable
FROM counted AS c
LEFT JOIN invited AS v
    ON v.edition = c.edition AND v.team IS NOT DISTINCT FROM c.team
    AND v.programme IS NOT DISTINCT FROM c.programme AND v.level IS NOT DISTINCT FROM c.level
ORDER BY c.edition, c.theme, c.item, c.team, c.programme, c.level
