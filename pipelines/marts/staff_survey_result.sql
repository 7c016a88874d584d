-- One row is the outcome of one theme of the staff survey in one edition for one team (null: everybody). Scores are put
-- on a scale of 1 to 10 whatever the scale was: sum_hundredths adds them up in hundredths (the mean times n),
-- sum_squares their squares (known with a deviation, or for one answer), n_positive counts who is positive (known with a
-- percentage).
-- left_out_for is null for an outcome that counts, else 'finer' (there are outcomes of teams).
--
-- # Medewerkersonderzoek
-- Waarom: Wie met plezier werkt, heeft studenten meer te bieden. Het onderzoek laat horen wat medewerkers vinden.
-- Telt mee: De uitkomst per thema en team, zoals het onderzoeksbureau die geeft. Een score op een andere schaal dan 1 tot
-- 10 rekenen we om: een 1 blijft een 1, het hoogste antwoord wordt een 10.
-- Telt niet mee: Totalen, als er ook uitkomsten van teams zijn.
-- Lees met beleid: Een score op een schaal van 1 tot 5 is na omrekenen niet helemaal hetzelfde als een antwoord op een
-- schaal van 1 tot 10. Wees voorzichtig met vergelijken als de schaal veranderde.
WITH outcome AS (
    SELECT
        edition,
        theme::VARCHAR AS theme,
        team,
        n,
        n_invited,
        positive_hundredths,
        9.0 / (scale - 1) AS factor,
        100 + (mean_hundredths - 100) * factor AS mean,
        deviation_hundredths * factor AS deviation,
        CASE
            WHEN team IS NULL AND EXISTS (
                FROM validated.staff_survey AS part
                WHERE part.edition = o.edition AND part.theme = o.theme AND part.team IS NOT NULL AND part.n > 0
            ) THEN 'finer'
        END AS left_out_for
    FROM validated.staff_survey AS o
    QUALIFY row_number() OVER (PARTITION BY edition, theme, team ORDER BY _received DESC) = 1
)
SELECT
    edition,
    theme,
    team,
    n,
    n_invited,
    round(n * mean)::BIGINT AS sum_hundredths,
    CASE
        WHEN n <= 1 THEN round(n * mean * mean)
        ELSE round(n * mean * mean + (n - 1) * deviation * deviation)
    END::BIGINT AS sum_squares,
    round(n * positive_hundredths / 10000)::INTEGER AS n_positive,
    left_out_for
FROM outcome
ORDER BY edition, theme, team
