-- One row is one report month of a teljaar, one rule, and one group of students (level, leerweg, team).
-- # Vsv per rapportagemaand
-- Waarom: DUO noemt elke maand wie er in dit teljaar zonder startkwalificatie weg is (A04, na het teljaar A14), en
-- twee keer wie er echt vsv'er is (NenR, voorlopig V en definitief D). Samen met de startpopulatie geeft dat het
-- vsv-percentage.
-- Telt mee: Iedereen op de lijst van DUO die ook in de startpopulatie staat, elke persoon één keer. Niveau en leerweg
-- komen uit de startpopulatie. Het team is dat van de inschrijving op 1 oktober; is die er niet, dan de naam van de
-- onderwijsaanbieder.
-- Telt niet mee: Wie op de lijst staat en niet in de startpopulatie. Die staan apart, onder hun eigen niveau, elke
-- persoon één keer.
-- Lees met beleid: V en D verschillen, kijk altijd welke er staat. Is de startpopulatie van een maand er niet, dan
-- telt de vorige, of die van NRSP; bij het cijfer staat welke. Verandert wie er meetelt (leeftijd, niveau, leerweg), dan
-- staat ernaast wat de oude regel had gegeven (leeftijd op 1 oktober; wie geen geboortedatum of leerweg heeft, telt mee).
WITH vsv_rule AS (
    SELECT since.from_teljaar, since.rule FROM (SELECT unnest(getvariable('vsv_rules')) AS since)
), teljaar AS (
    SELECT
        teljaar,
        (SELECT arg_max(rule, from_teljaar) FROM vsv_rule WHERE from_teljaar <= teljaar) AS own_rule,
        (SELECT arg_max(rule, from_teljaar) FROM vsv_rule WHERE from_teljaar < teljaar) AS earlier_rule
    FROM (SELECT teljaar FROM validated.vsv_start UNION SELECT teljaar FROM validated.vsv_leavers)
), old_rule AS (
    SELECT teljaar, unnest(earlier_rule) FROM teljaar WHERE earlier_rule <> own_rule
),
-- Most people stand in a list every month with the same words: of these, the months are kept as bits of a number.
line AS (
    SELECT true AS is_start, teljaar, report_month, level, crebo, leerweg, provider, birth_date, bsn_hash,
        onderwijsnummer_hash
    FROM validated.vsv_start
    UNION ALL
    SELECT false, teljaar, report_month, level, crebo, leerweg, provider, birth_date, bsn_hash, onderwijsnummer_hash
    FROM validated.vsv_leavers
), wording AS (
    SELECT * EXCLUDE (report_month), bit_or(1 << report_month::INTEGER) AS months FROM line GROUP BY ALL
),
-- Someone may stand on a list twice: the row with the highest level counts.
listed AS (
    SELECT
        * EXCLUDE (months, bsn_hash, onderwijsnummer_hash),
        coalesce(bsn_hash, onderwijsnummer_hash)::UUID AS person,
        onderwijsnummer_hash::UUID AS other_number,
        months & ~coalesce(bit_or(months) OVER (
            PARTITION BY is_start, teljaar, coalesce(bsn_hash, onderwijsnummer_hash)
            ORDER BY level DESC NULLS LAST, crebo DESC NULLS LAST, leerweg::VARCHAR DESC NULLS LAST,
                provider DESC NULLS LAST, birth_date DESC NULLS LAST, onderwijsnummer_hash DESC NULLS LAST
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS months
    FROM wording
),
-- The team on 1 October, by either number.
number_of AS (
    SELECT DISTINCT unnest([bsn_hash, onderwijsnummer_hash])::UUID AS number, student_id FROM validated.enrolments
), team_of AS (
    SELECT
        number, teljaar.teljaar,
        arg_min(placement.team, (-coalesce(placement.level, 0), placement.enrolment_key)) AS team
    FROM number_of
    JOIN marts.placement AS placement USING (student_id)
    JOIN teljaar ON make_date(teljaar.teljaar, 10, 1) >= placement.start_date
        AND (placement.end_date IS NULL OR make_date(teljaar.teljaar, 10, 1) <= placement.end_date)
    WHERE number IS NOT NULL AND placement.team <> 'zonder team'
    GROUP BY number, teljaar.teljaar
), person_row AS (
    SELECT
        listed.is_start, listed.teljaar, listed.months, person, level,
        coalesce(listed.leerweg::VARCHAR, 'onbekend') AS leerweg,
        coalesce(own.team, other.team, listed.provider, 'onbekend') AS team,
        coalesce(date_sub('year', listed.birth_date, make_date(listed.teljaar, 10, 1)) < old_rule.age_limit, true)
            AND list_contains(old_rule.levels, coalesce(level, 0))
            AND coalesce(list_contains(old_rule.leerwegen, listed.leerweg::VARCHAR), true) AS counted_before
    FROM listed
    LEFT JOIN team_of AS own ON own.number = person AND own.teljaar = listed.teljaar
    LEFT JOIN team_of AS other ON other.number = other_number AND other.teljaar = listed.teljaar
    LEFT JOIN old_rule ON old_rule.teljaar = listed.teljaar
), start_row AS (
    FROM person_row WHERE is_start
), leaver_row AS (
    FROM person_row WHERE NOT is_start
),
-- Which start population belongs to a list of leavers: of the same month or status, else the nearest.
start_list AS (
    SELECT teljaar, report_month, any_value(kind::VARCHAR) AS kind, any_value(status::VARCHAR) AS status
    FROM validated.vsv_start GROUP BY teljaar, report_month
), leaver_list AS (
    SELECT teljaar, report_month, any_value(kind::VARCHAR) AS kind, any_value(status::VARCHAR) AS status
    FROM validated.vsv_leavers GROUP BY teljaar, report_month
), belongs AS (
    SELECT
        leaver_list.*, start_list.kind AS start_kind, start_list.status AS start_status,
        start_list.report_month AS start_month,
        CASE
            WHEN leaver_list.status <> 'monthly' AND start_list.status = leaver_list.status THEN 0
            WHEN leaver_list.status <> 'monthly' AND start_list.status <> 'monthly' THEN 1
            WHEN leaver_list.status <> 'monthly' THEN NULL
            WHEN start_list.status = 'V' THEN 100
            WHEN start_list.status = 'D' THEN 101
            WHEN start_list.report_month > leaver_list.report_month THEN 200 + start_list.report_month
            ELSE leaver_list.report_month - start_list.report_month
        END AS preference
    FROM leaver_list LEFT JOIN start_list USING (teljaar)
), list AS (
    SELECT
        teljaar, report_month, status,
        CASE kind WHEN 'NENR' THEN 'NenR ' || status ELSE kind || ' maand ' || report_month END AS leavers_from,
        CASE
            WHEN preference IS NULL THEN NULL
            WHEN start_kind = 'NRSP' THEN 'NRSP ' || start_status
            ELSE 'A05 maand ' || start_month
        END AS population_from,
        CASE WHEN preference IS NOT NULL THEN start_month END AS start_month
    FROM belongs
    QUALIFY row_number() OVER (PARTITION BY teljaar, report_month ORDER BY preference NULLS LAST) = 1
), rule AS (
    SELECT teljaar, 'delivered' AS rule FROM teljaar
    UNION ALL SELECT teljaar, 'previous_rule' FROM old_rule
),
-- Groups of the start population are counted once, and stand beside every list that they belong to.
start_group AS (
    SELECT
        teljaar, months, rule, level, leerweg, team,
        count(*) FILTER (rule = 'delivered' OR counted_before) AS n_population
    FROM start_row JOIN rule USING (teljaar)
    GROUP BY ALL
), counted AS (
    SELECT
        list.teljaar, list.report_month, rule, level, leerweg, team, n_population, 0 AS n_vsv, 0 AS n_unmatched
    FROM list JOIN start_group
        ON start_group.teljaar = list.teljaar AND (start_group.months >> list.start_month) & 1 = 1
    UNION ALL
    SELECT
        leaver_row.teljaar, list.report_month, rule.rule,
        if(start_row.person IS NULL, leaver_row.level, start_row.level),
        coalesce(start_row.leerweg, leaver_row.leerweg), coalesce(start_row.team, leaver_row.team),
        0, (start_row.person IS NOT NULL)::INTEGER, (start_row.person IS NULL)::INTEGER
    FROM leaver_row
    JOIN list ON list.teljaar = leaver_row.teljaar AND (leaver_row.months >> list.report_month) & 1 = 1
    JOIN rule ON rule.teljaar = list.teljaar
    LEFT JOIN start_row
        ON start_row.teljaar = list.teljaar AND start_row.person = leaver_row.person
        AND (start_row.months >> list.start_month) & 1 = 1
    WHERE rule.rule = 'delivered' OR coalesce(start_row.counted_before, leaver_row.counted_before)
)
SELECT
    teljaar::SMALLINT AS teljaar,
    report_month::TINYINT AS report_month,
    list.status,
    rule,
    level::TINYINT AS level,
    leerweg,
    team,
    sum(n_population)::INTEGER AS n_population,
    sum(n_vsv)::INTEGER AS n_vsv,
    sum(n_unmatched)::INTEGER AS n_unmatched,
    any_value(population_from) AS population_from,
    any_value(leavers_from) AS leavers_from
FROM counted JOIN list USING (teljaar, report_month)
GROUP BY teljaar, report_month, list.status, rule, level, leerweg, team
HAVING sum(n_population) + sum(n_vsv) + sum(n_unmatched) > 0
ORDER BY ALL
