"""The fictional ROC's DUO files, JOB-monitor, checklists, marks, incidents and staff survey: real layouts, consistent
with the enrolments, stories.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np
import pytest

from pipelines.synthetic import SAMPLE_SEED, guidance, people, survey, write_quality, write_sample
from pipelines.synthetic.faults import FAULTS
from pipelines.synthetic.numbers import MOST_PEOPLE, has_bsn, person_numbers
from pipelines.synthetic.school import CLASSES, is_free
from pipelines.synthetic.teljaren import N_UNMATCHED
from tests.sample_files import SAMPLE, content
from tests.sources.drawn import taken_in

OWN_TEAMS = {"Entree", "Dienstverlening", "Techniek en Logistiek"}
LAST_DAY = date(2026, 6, 5)
LAST_REPORT = {2022: 15, 2023: 15, 2024: 15, 2025: 7}
FAULTY = {fault.line for fault in FAULTS}
LEFT_TO_THE_CODEBOOK = "an answer 7 on a scale of 1 to 5"
"""The planted line that is read: only beside the codebook it shows that the answer is none."""
WITHOUT_STARTKWALIFICATIE = {"02", "04", "06", "10"}

Row = dict[str, str]


@cache
def lines(name: str) -> list[Row]:
    """The rows of a file by header name, in any of its encodings, the planted faults left out."""
    (path,) = (one for one in (SAMPLE / name, SAMPLE / f"{name}.gz") if one.exists())
    raw = content(path)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252")
    kept = [line for line in text.removeprefix("#").splitlines() if line not in FAULTY]
    return list(csv.DictReader(kept, delimiter=";"))


def month(teljaar: int, report_month: int) -> str:
    months = teljaar * 12 + 8 + report_month
    return f"{months // 12}{months % 12 + 1:02d}"


def a_file(kind: str, teljaar: int, report_month: int) -> list[Row]:
    return lines(f"{month(teljaar, report_month + 1)}{kind}I99XX.csv")


def numbers(rows: Iterable[Row]) -> list[str]:
    """The person number of each row, whatever the file calls it."""
    names = ("PERSOONSGEBONDENNUMMER", "BSN_ONDERWIJSNR", "BURGERSERVICENUMMER")
    found = []
    for row in rows:
        number = next(row[name] for name in names if name in row)
        found.append(row["ONDERWIJSNUMMER"] if number == "0" else number)
    return found


@cache
def stays() -> list[Row]:
    """Every enrolment with its person number, dates as yyyymmdd."""
    same = {
        "deelnemernummer": "studentnummer", "verbintenis begindatum": "begindatum",
        "verbintenis einddatum": "einddatum", "ingangsdatum": "begindatum", "afloopdatum": "einddatum",
        "organisatieonderdeel": "team", "bsn": "nummer", "persoonsgebondennummer": "nummer",
        "burgerservicenummer": "nummer",
    }  # fmt: skip
    rows = []
    for file in ("eduarte_verbintenissen.csv", "osiris_inschrijvingen.csv", "inschrijvingen_logistiek.csv"):
        for line in lines(file):
            row = {same.get(name, name): value for name, value in line.items()}
            for name in ("geboortedatum", "begindatum", "einddatum"):
                if "-" in row[name]:
                    row[name] = "".join(reversed(row[name].split("-")))
            rows.append(row)
    return rows


def enrolled(teljaar: int) -> dict[str, Row]:
    """The enrolment on 1 October of everybody under 23, by person number."""
    day = f"{teljaar}1001"
    return {
        row["nummer"]: row
        for row in stays()
        if row["begindatum"] <= day <= (row["einddatum"] or "99991231") and row["geboortedatum"] > f"{teljaar - 23}1001"
    }


def z(first: tuple[int, int], second: tuple[int, int]) -> float:
    """How many standard errors two shares (count, out of) differ, by the pooled share."""
    share = (first[0] + second[0]) / (first[1] + second[1])
    error = sqrt(share * (1 - share) * (1 / first[1] + 1 / second[1]))
    return (second[0] / second[1] - first[0] / first[1]) / error


# Person numbers


def test_no_person_number_is_one_that_a_real_person_can_have() -> None:
    found = {row["nummer"] for row in stays()} | set(numbers(a_file("A05", 2025, 1)))
    found |= {number for kind in "VD" for number in numbers(lines(f"NRSP2024{kind}I99XX.csv"))}
    assert all(len(number) == 9 for number in found)
    remainders = {sum(int(d) * w for d, w in zip(n, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)) % 11 for n in found}
    assert not remainders & {0, 5}


def test_different_people_have_different_numbers() -> None:
    index = np.array([0, 1, 2, 10, 66, 67, 100_000, MOST_PEOPLE - 1])
    made = person_numbers(index, has_bsn(index))
    assert len(set(made.tolist())) == len(index)
    assert [str(number)[:2] for number in made[:2]] == ["10", "91"], "an onderwijsnummer and a burgerservicenummer"


@pytest.mark.parametrize("index", [-1, MOST_PEOPLE])
def test_there_are_so_many_person_numbers_and_no_more(index: int) -> None:
    with pytest.raises(ValueError, match="indexes must be between"):
        person_numbers(np.array([index]), np.array([True]))


def test_a_student_has_one_person_number_in_all_enrolments() -> None:
    known = {(row["studentnummer"], row["nummer"]) for row in stays()}
    assert len(known) == len({student for student, _ in known}) == len({number for _, number in known})


# The DUO files


def test_every_report_of_every_teljaar_is_there_and_no_other() -> None:
    expected = {
        f"{month(teljaar, report + 1)}{kind}I99XX.csv"
        for teljaar, last in LAST_REPORT.items()
        for report in range(1, last + 1)
        for kind in (("A05", "A04") if report <= 12 else ("A14",))
    }
    expected |= {f"{kind}{year}I99XX.csv" for kind in ("NRSP", "NenR") for year in ("2023V", "2023D", "2024V", "2024D")}
    expected |= {"NRSP2025VI99XX.csv", "NenR2025VI99XX.csv"}
    assert {path.name.removesuffix(".gz") for path in SAMPLE.glob("*I99XX.csv*")} == expected


@pytest.mark.parametrize(
    ("name", "n_columns", "first", "last"),
    [
        ("202304A04I99XX.csv", 39, "BRIN_NR", "VANAF_WANNEER"),
        ("202401A14I99XX.csv", 39, "BRIN_NR", "VANAF_WANNEER"),
        ("202304A05I99XX.csv", 34, "BRIN", "INDICATIE_STARTKWALIFICATIE"),
        ("NRSP2023VI99XX.csv", 27, "BURGERSERVICENUMMER", "ONDERWIJSLOCATIE_PLAATSNAAM"),
        ("NenR2023VI99XX.csv", 29, "BURGERSERVICENUMMER", "ONDERWIJSLOCATIE_PLAATSNAAM"),
        ("NenR2024DI99XX.csv", 29, "NIVEAU", "ACHTERNAAM"),
    ],
)
def test_a_duo_file_has_its_columns(name: str, n_columns: int, first: str, last: str) -> None:
    header = list(lines(name)[0])
    assert (len(header), len(set(header)), header[0], header[-1]) == (n_columns, n_columns, first, last)
    assert all(None not in row and None not in row.values() for row in lines(name))


def test_a_nenr_with_its_columns_in_another_order_has_the_same_columns() -> None:
    assert sorted(lines("NenR2024DI99XX.csv")[0]) == sorted(lines("NenR2023VI99XX.csv")[0])


def test_duo_writes_in_more_than_one_way() -> None:
    starts = {path.name: content(path)[:4] for path in SAMPLE.glob("*I99XX.csv*")}
    assert {start[:1] == b"#" for start in starts.values()} == {True, False}
    assert any(start == b"\xef\xbb\xbf#" for start in starts.values())
    cut = content(SAMPLE / "202211A05I99XX.csv.gz")
    assert "Nieuw-Fictië".encode("cp1252") in cut
    assert all(b"\r\n" in content(path) for path in SAMPLE.glob("*I99XX.csv*"))
    levels = {row["NIVEAU"] for name in ("NRSP2023VI99XX.csv", "NRSP2024VI99XX.csv") for row in lines(name)}
    levels |= {row["NIVEAU"] for row in a_file("A05", 2023, 1)}
    assert {"Mbo2 opleidingen", "Mbo2 opleidinge", "Mbo niveau 2", "HAVO/VWO bovenbouw", "VMBO bovenbouw"} <= levels
    leerwegen = {row["ONDERWIJSSOORT"] for row in lines("NRSP2023DI99XX.csv")}
    assert leerwegen == {"BOL", "Bol4", "BBL", "EX", ""}


def test_dates_are_dd_mm_yyyy_in_the_monthly_files_and_yyyymmdd_in_the_yearly() -> None:
    for row in (*a_file("A04", 2024, 9), *a_file("A05", 2024, 9)):
        assert datetime.strptime(row["GEBOORTEDATUM"], "%d-%m-%Y").year >= 1999
    for row in (*lines("NRSP2025VI99XX.csv"), *lines("NenR2025VI99XX.csv")):
        assert datetime.strptime(row["GEBOORTEDATUM"], "%Y%m%d").year >= 2000


def test_who_has_no_burgerservicenummer_has_zero_and_an_onderwijsnummer() -> None:
    rows = lines("NRSP2025VI99XX.csv")
    without = [row for row in rows if row["BURGERSERVICENUMMER"] == "0"]
    assert 5 < len(without) < 0.05 * len(rows)
    assert all(row["ONDERWIJSNUMMER"].startswith("10") for row in without)
    monthly = set(numbers(a_file("A05", 2024, 12)))
    assert {row["ONDERWIJSNUMMER"] for row in without} <= monthly


@pytest.mark.parametrize("teljaar", LAST_REPORT)
def test_every_row_of_the_startset_has_the_month_of_the_report(teljaar: int) -> None:
    for report in range(1, min(12, LAST_REPORT[teljaar]) + 1):
        rows = a_file("A05", teljaar, report)
        assert {row["RAPPORTAGE_MAAND"] for row in rows} == {month(teljaar, report)}
        assert len(set(numbers(rows))) == len(rows)
        assert 2_400 < len(rows) < 2_700


@pytest.mark.parametrize("teljaar", LAST_REPORT)
def test_the_list_of_leavers_only_grows_and_says_since_when(teljaar: int) -> None:
    before: dict[str, str] = {}
    for report in range(1, LAST_REPORT[teljaar] + 1):
        rows = a_file("A04" if report <= 12 else "A14", teljaar, report)
        since = dict(zip(numbers(rows), (row["RAPPORTAGEMAAND"] for row in rows), strict=True))
        assert len(since) == len(rows)
        assert all(row["RAPPORTAGEMAAND"] == row["VANAF_WANNEER"] for row in rows)
        assert before.items() <= since.items()
        new = {since[number] for number in since.keys() - before.keys()}
        assert new <= {month(teljaar, min(report, 12))}
        before = since


@pytest.mark.parametrize("teljaar", LAST_REPORT)
def test_all_leavers_but_the_unmatched_are_in_the_startset(teljaar: int) -> None:
    last = min(12, LAST_REPORT[teljaar])
    listed, start = set(numbers(a_file("A04", teljaar, last))), set(numbers(a_file("A05", teljaar, last)))
    assert len(listed - start) == N_UNMATCHED
    assert len(listed & start) > 50


@pytest.mark.parametrize(
    ("delivery", "n_unmatched"), [("2023V", 2), ("2023D", 1), ("2024V", 2), ("2024D", 1), ("2025V", 2)]
)
def test_vsvers_are_in_the_startpopulatie_but_for_a_few(delivery: str, n_unmatched: int) -> None:
    vsv, start = numbers(lines(f"NenR{delivery}I99XX.csv")), numbers(lines(f"NRSP{delivery}I99XX.csv"))
    assert len(set(vsv)) == len(vsv)
    assert len(set(start)) == len(start)
    assert len(set(vsv) - set(start)) == n_unmatched


@pytest.mark.parametrize("year", [2023, 2024])
def test_the_definitive_vsvers_differ_a_little_from_the_provisional(year: int) -> None:
    first, second = (set(numbers(lines(f"NenR{year}{status}I99XX.csv"))) for status in "VD")
    assert 0 < len(second - first) < 0.05 * len(first)
    assert 0 < len(first - second) < 0.10 * len(first)


# Consistent with the enrolments


@pytest.mark.parametrize("teljaar", [2024, 2025])
def test_the_startset_of_our_teams_is_who_was_enrolled_on_1_october(teljaar: int) -> None:
    rows = [row for row in a_file("A05", teljaar, 1) if row["ONDERWIJSAANBIEDER_NAAM"] in OWN_TEAMS]
    assert {
        number: (row["ONDERWIJSAANBIEDER_NAAM"], row["ILT/CREBO"], "".join(reversed(row["GEBOORTEDATUM"].split("-"))))
        for number, row in zip(numbers(rows), rows, strict=True)
    } == {
        number: (row["team"], row.get("externecode") or row.get("externe_code") or row["crebo"], row["geboortedatum"])
        for number, row in enrolled(teljaar).items()
    }


@pytest.mark.parametrize("teljaar", [2024, 2025])
def test_who_left_our_classes_without_startkwalificatie_is_on_the_list_from_that_month(teljaar: int) -> None:
    here, later = enrolled(teljaar), enrolled(teljaar + 1)
    last = min(12, LAST_REPORT[teljaar])
    rows = a_file("A04", teljaar, last)
    since = dict(zip(numbers(rows), (row["RAPPORTAGEMAAND"] for row in rows), strict=True))
    elsewhere = set(numbers(a_file("A05", 2025, 1)))
    left = {
        row["nummer"]: row
        for row in stays()
        if row["nummer"] in here and row["nummer"] not in later and row["reden_uitschrijving"]
        and row["begindatum"][:6] <= month(teljaar, 12) and row["einddatum"][:6] <= month(teljaar, last)
    }  # fmt: skip
    gone = {number: row for number, row in left.items() if row["reden_uitschrijving"] in WITHOUT_STARTKWALIFICATIE}
    # In summer many find another programme without a gap; they never are on the list, and are there next year.
    moved = {
        number for number, row in gone.items()
        if number not in since and row["reden_uitschrijving"] == "10" and row["geboortedatum"] > f"{teljaar - 22}1001"
    }  # fmt: skip
    aged = {number for number, row in gone.items() if row["geboortedatum"] <= f"{teljaar - 22}1001"}
    assert moved <= elsewhere
    assert len(gone) >= 10
    listed = gone.keys() - moved - (aged - since.keys())
    assert {number: since.get(number) for number in listed} == {n: gone[n]["einddatum"][:6] for n in listed}
    entree_only = {number for number in since if number in here and number not in gone}
    assert {left[number]["reden_uitschrijving"] for number in entree_only} <= {"01"}
    assert {left[number]["niveau"] for number in entree_only} <= {"1"}


def test_second_years_of_the_first_enrolments_were_in_the_teljaar_before() -> None:
    before = set(numbers(a_file("A05", 2023, 12)))
    second = {row["nummer"] for row in stays() if row["klas"] in {"DV2A-24", "DV2B-24", "LO2A-24"}
              and row["cohort"] == "2023/2024" and row["geboortedatum"] > "20001001"}  # fmt: skip
    assert len(second) > 30
    assert second <= before


# The vsv stories


def shares(year: int) -> dict[str, tuple[int, int]]:
    """Vsv'ers in the startpopulatie and the startpopulatie, by the digit in NIVEAU ('' for none)."""
    start = lines(f"NRSP{year}VI99XX.csv")
    level = {n: "".join(c for c in row["NIVEAU"] if c.isdigit()) for n, row in zip(numbers(start), start, strict=True)}
    vsv = Counter(level[number] for number in numbers(lines(f"NenR{year}VI99XX.csv")) if number in level)
    return {one: (vsv[one], n) for one, n in Counter(level.values()).items()}


def test_vsv_of_entree_falls_and_of_level_2_does_not_change() -> None:
    first, second, third = shares(2023), shares(2024), shares(2025)
    assert z(first["1"], third["1"]) < -2.5
    assert first["1"][0] > second["1"][0] > third["1"][0]
    assert abs(z(first["2"], third["2"])) < 1


@pytest.mark.parametrize("year", [2023, 2024, 2025])
def test_vsv_is_near_the_norms(year: int) -> None:
    found = {level: 100 * vsv / n for level, (vsv, n) in shares(year).items()}
    assert set(found) == {"", "1", "2", "3", "4"}
    assert 17 < found["1"] < 31
    assert found["2"] == pytest.approx(9.4, abs=1)
    assert found["3"] == pytest.approx(3.7, abs=0.7)
    assert found["4"] == pytest.approx(3.1, abs=0.7)


# The JOB-monitor


def items(edition: int) -> dict[str, str]:
    return {row["kolom"]: row["item"] for row in lines("job_codeboek.csv") if row["meting"] == str(edition)}


def positive(edition: int, item: str, team: str) -> tuple[int, int]:
    """How many of a team answered 4 or 5, and how many answered."""
    (column,) = (column for column, code in items(edition).items() if code == item)
    rows = lines(f"job_{edition}_antwoorden.csv")
    given = [row[column] for row in rows if row["team"] == team and row[column] in {"1", "2", "3", "4", "5"}]
    return sum(answer in {"4", "5"} for answer in given), len(given)


@pytest.mark.parametrize(("edition", "nothing"), [(2022, "9"), (2024, "")])
def test_a_respondent_file_has_a_column_for_every_line_of_its_codebook(edition: int, nothing: str) -> None:
    rows = lines(f"job_{edition}_antwoorden.csv")
    header = list(rows[0])
    assert header[:8] == ["respondent", "meting", "team", "opleiding", "crebo", "niveau", "leerweg", "locatie"]
    assert header[8:] == [*items(edition), "cijfer_opleiding", "cijfer_school"]
    assert {row[column] for row in rows for column in items(edition)} == {"1", "2", "3", "4", "5", nothing}
    assert {row["cijfer_school"] for row in rows} <= {str(grade) for grade in range(1, 11)}
    assert len({row["respondent"] for row in rows}) == len(rows) > 1_000


def test_the_columns_of_two_editions_are_different_items() -> None:
    assert items(2022)["v01"] != items(2024)["v01"]
    assert sorted(items(2022).values()) == sorted(items(2024).values())


def test_placement_is_asked_of_bol_and_the_workplace_of_bbl() -> None:
    column = {item: column for column, item in items(2024).items()}
    for row in lines("job_2024_antwoorden.csv"):
        assert row["leerweg"] == "BOL" or row[column["stage_leren"]] == ""
        assert row["leerweg"] == "BBL" or row[column["werkplek"]] == ""


def test_totals_are_percentages_of_whole_students() -> None:
    rows = lines("job_2020_totalen.csv")
    assert {row["vraag"] for row in rows} == {
        *(item.code for item in survey.ITEMS),
        "cijfer_opleiding",
        "cijfer_school",
    }
    for row in rows:
        if row["vraag"].startswith("cijfer"):
            assert row["positief"] == row["neutraal"] == row["negatief"] == ""
            continue
        parts = [float(row[name].replace(",", ".")) for name in ("positief", "neutraal", "negatief")]
        assert sum(parts) == pytest.approx(100, abs=0.11)
        assert sum(round(part * int(row["n"]) / 100) for part in parts) == int(row["n"])
        assert 1 <= float(row["gemiddelde"].replace(",", ".")) <= 5


def test_nobody_answers_who_was_not_invited() -> None:
    invited = {
        (row["meting"], row["team"], row["opleiding"], row["niveau"]): int(row["uitgenodigd"])
        for row in lines("job_uitgenodigd.csv")
    }
    answered = Counter(
        (row["meting"], row["team"], row["opleiding"], row["niveau"])
        for edition in (2022, 2024)
        for row in lines(f"job_{edition}_antwoorden.csv")
    )
    assert all(n <= invited[key] for key, n in answered.items())
    assert {key[0] for key in invited} == {"2020", "2022", "2024"}
    assert 0.4 < sum(answered.values()) / sum(n for key, n in invited.items() if key[0] != "2020") < 0.6


def test_team_entree_goes_to_school_with_more_pleasure_and_nothing_else_changes() -> None:
    assert z(positive(2022, "plezier", "Entree"), positive(2024, "plezier", "Entree")) > 2.5
    others = [
        z(positive(2022, item.code, team), positive(2024, item.code, team))
        for item in survey.ITEMS
        for team in ("Entree", "Entree Noord", "Zorg en Welzijn", "Economie")
        if positive(2024, item.code, team)[1] and (item.code, team) != ("plezier", "Entree")
    ]
    assert sum(abs(one) > 1.96 for one in others) / len(others) < 0.12
    assert max(map(abs, others)) < 3.3


def test_one_team_has_too_few_answers_in_one_edition() -> None:
    counts = Counter(
        (edition, row["team"]) for edition in (2022, 2024) for row in lines(f"job_{edition}_antwoorden.csv")
    )
    assert [key for key, n in counts.items() if n < 10] == [(2022, "Techniek en Logistiek")]


@pytest.mark.parametrize(
    ("edition", "item", "percent"),
    [
        (2022, "plezier", 57),
        (2024, "plezier", 51),
        (2024, "lesgeven", 54),
        (2024, "hulp_keuze", 32),
        (2024, "veilig", 79),
    ],
)
def test_the_institution_answers_near_the_national_figures(edition: int, item: str, percent: int) -> None:
    found = [positive(edition, item, team) for team in {row["team"] for row in lines(f"job_{edition}_antwoorden.csv")}]
    assert 100 * sum(n for n, _ in found) / sum(n for _, n in found) == pytest.approx(percent, abs=6)


# The checklists


@cache
def checklists() -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in lines("checklists_2025-2026.csv"):
        found[row["checklist_id"]].append(row)
    return found


def test_a_checklist_has_all_kenmerken_of_its_kind_and_one_of_everything_else() -> None:
    for rows in checklists().values():
        (kind,) = {row["soort"] for row in rows}
        assert [row["kenmerk"] for row in rows] == list(guidance.KENMERKEN[kind])
        for name in ("datum", "moment", "studentnummer", "klas", "ingevuld_door"):
            assert len({row[name] for row in rows}) == 1
    every = [row for rows in checklists().values() for row in rows]
    assert {row["moment"] for row in every} == {"voor", "tijdens", "na"}
    assert {row["ingevuld_door"] for row in every} == {"mentor", "kaw", "peercoach", "samen"}
    assert {row["status"] for row in every} == {"voldoende", "ruimte voor groei", "nog niet besproken"}


def test_a_checklist_is_about_a_student_of_that_class_on_a_day_with_lessons() -> None:
    days = {one.class_id: one.teaching_days for one in CLASSES}
    here = defaultdict(list)
    for row in stays():
        here[row["studentnummer"], row["klas"]].append((row["begindatum"], row["einddatum"] or "99991231"))
    for rows in checklists().values():
        day = datetime.strptime(rows[0]["datum"], "%d-%m-%Y").date()
        assert day <= LAST_DAY
        assert not is_free(day)
        assert day.weekday() in days[rows[0]["klas"]]
        assert any(a <= f"{day:%Y%m%d}" <= b for a, b in here[rows[0]["studentnummer"], rows[0]["klas"]])


def test_one_class_hardly_fills_in_any_and_the_others_differ() -> None:
    counts = Counter(rows[0]["klas"] for rows in checklists().values())
    others = [counts[one.class_id] for one in CLASSES if one.school_year == 2025 and one.class_id != "E1D-25"]
    assert counts["E1D-25"] <= 3
    assert min(others) >= 15
    assert max(others) > 2 * min(others)


def test_low_and_high_attenders_get_as_many_checklists_except_in_one_class() -> None:
    everyone = people.enrol(np.random.default_rng(SAMPLE_SEED))
    level = {str(one.student_id): one.habit.level for one in everyone}
    counts = Counter((rows[0]["klas"], rows[0]["studentnummer"]) for rows in checklists().values())
    means: dict[tuple[bool, bool], list[int]] = defaultdict(list)
    for row in stays():
        if row["klas"].endswith("-25") and row["klas"] != "E1D-25" and not row["einddatum"]:
            key = row["klas"] == "DV1A-25", level[row["studentnummer"]] < 0.75
            means[key].append(counts[row["klas"], row["studentnummer"]])
    mean = {key: sum(found) / len(found) for key, found in means.items()}
    assert mean[True, True] > 3 * mean[True, False]
    assert 0.75 < mean[False, True] / mean[False, False] < 1.33


# Test marks, incidents and the staff survey


def a_day(text: str) -> date:
    return datetime.strptime(text, "%d-%m-%Y").date()


def test_a_mark_is_of_a_student_who_was_in_a_class_on_that_day_with_lessons() -> None:
    here = defaultdict(list)
    for row in stays():
        here[row["studentnummer"]].append((row["begindatum"], row["einddatum"] or f"{LAST_DAY:%Y%m%d}"))
    for row in lines("toetscijfers_logistiek.csv"):
        day = a_day(row["datum"])
        assert any(first <= f"{day:%Y%m%d}" <= last for first, last in here[row["studentnummer"]])
        assert not is_free(day)


def test_990002_is_on_the_way_to_a_pass_in_arithmetic() -> None:
    own = [row for row in lines("eduarte_resultaten.csv") if row["deelnemernummer"] == "990002"]
    assert [row["waarde"] for row in own if row["onderwijsproduct"] == "REK"] == ["3,1", "3,8", "4,9", "5,6"]


def test_marks_rise_in_one_class_and_elsewhere_go_up_as_often_as_down() -> None:
    class_of = {row["studentnummer"]: row["klas"] for row in stays() if row["klas"].endswith("-25")}
    own: dict[tuple[str, str], list[float]] = defaultdict(list)
    for row in lines("toetscijfers_logistiek.csv"):
        if a_day(row["datum"]) >= date(2025, 8, 1) and row["vak"] != "BUR" and not row["herkansing"]:
            own[row["studentnummer"], row["vak"]].append(float(row["cijfer"].replace(",", ".")))
    risen: dict[bool, list[bool]] = defaultdict(list)
    for (student, _), found in own.items():
        if len(found) >= 4 and student in class_of:
            risen[class_of[student] == "LO1A-25"].append(found[-1] > found[-2])
    assert sum(risen[True]) / len(risen[True]) > 0.75
    assert 0.35 < sum(risen[False]) / len(risen[False]) < 0.65


def test_incidents_become_fewer_at_one_location_and_name_nobody() -> None:
    found = lines("incidenten_zim.csv")
    assert set(found[0]) == {"incidentnummer", "datum", "locatie", "soort", "klas"}
    counts = Counter(
        (row["locatie"], a_day(row["datum"]) >= date(2025, 10, 1))
        for row in found
        if a_day(row["datum"]).month in {10, 11, 12, 1, 2, 3, 4, 5}
    )
    fewer = {place: counts[place, True] / counts[place, False] for place in ("Havenkade", "Spoorzone", "Stadshof")}
    assert fewer["Havenkade"] < 0.6 < min(fewer["Spoorzone"], fewer["Stadshof"])
    assert all(not is_free(a_day(row["datum"])) for row in found)


def test_the_staff_survey_has_one_true_change_and_a_team_too_small_to_show() -> None:
    def score(edition: str, team: str, theme: str) -> float:
        (row,) = (
            row
            for row in lines("mto_uitkomsten.csv")
            if (row["meting"], row["team"], row["thema"]) == (edition, team, theme)
        )
        return 1 + (float(row["gemiddelde"].replace(",", ".")) - 1) * 9 / (int(row["schaal"]) - 1)

    assert score("2025", "Entree", "bevlogenheid") - score("2023", "Entree", "bevlogenheid") > 1
    assert {int(row["n"]) < 10 for row in lines("mto_uitkomsten.csv") if row["team"].startswith("Techniek")} == {True}


# Read by the sources


@pytest.mark.parametrize(
    ("name", "source", "period"),
    [
        ("202211A05I99XX.csv", "vsv_start", (2022, 1, "monthly")),
        ("202310A05I99XX.csv", "vsv_start", (2022, 12, "monthly")),
        ("202311A05I99XX.csv", "vsv_start", (2023, 1, "monthly")),
        ("202605A05I99XX.csv", "vsv_start", (2025, 7, "monthly")),
        ("NRSP2023DI99XX.csv", "vsv_start", (2022, 17, "D")),
        ("NRSP2024VI99XX.csv", "vsv_start", (2023, 16, "V")),
        ("202310A04I99XX.csv", "vsv_leavers", (2022, 12, "monthly")),
        ("202401A14I99XX.csv", "vsv_leavers", (2022, 15, "monthly")),
        ("202411A14I99XX.csv", "vsv_leavers", (2023, 13, "monthly")),
        ("202605A04I99XX.csv", "vsv_leavers", (2025, 7, "monthly")),
        ("NenR2024DI99XX.csv", "vsv_leavers", (2023, 17, "D")),
        ("NenR2025VI99XX.csv", "vsv_leavers", (2024, 16, "V")),
        ("job_2020_totalen.csv", "job_results", None),
        ("job_2022_antwoorden.csv", "job_answers", None),
        ("job_2024_antwoorden.csv", "job_answers", None),
        ("job_codeboek.csv", "job_codebook", None),
        ("job_uitgenodigd.csv", "job_invited", None),
        ("checklists_2025-2026.csv", "checklists", None),
        ("eduarte_resultaten.csv", "test_marks", None),
        ("osiris_resultaten.csv", "test_marks", None),
        ("toetscijfers_logistiek.csv", "test_marks", None),
        ("incidenten_zim.csv", "incidents", None),
        ("mto_uitkomsten.csv", "staff_survey", None),
    ],
)
def test_a_source_reads_all_of_a_file_but_the_planted_lines(
    name: str, source: str, period: tuple[int, int, str] | None
) -> None:
    (path,) = (one for one in (SAMPLE / name, SAMPLE / f"{name}.gz") if one.exists())
    found = taken_in(content(path), name)
    written = content(path).split(b"\r\n")
    set_aside = [written[line - 1].decode() for line, _ in found.rejected]
    assert found.delivery.source == source
    planted = [fault.line for fault in FAULTS if fault.file == path.name and fault.what != LEFT_TO_THE_CODEBOOK]
    assert set_aside == planted
    assert found.delivery.n_validated == len(written) - 2 - len(set_aside)
    if period is not None:
        assert found.good.select("teljaar", "report_month", "status").unique().rows() == [period]


def test_the_items_of_the_codebook_are_those_that_figures_are_made_of() -> None:
    reference = Path(__file__).parent.parent / "pipelines" / "reference" / "job_items.csv"
    known = {
        row["item"]: row["soort"] for row in csv.DictReader(reference.read_text("utf-8").splitlines(), delimiter=";")
    }
    assert {known[item] for edition in (2022, 2024) for item in items(edition).values()} == {"schaal", "keuze"}
    assert {known[row["vraag"]] for row in lines("job_2020_totalen.csv")} == {"schaal", "cijfer"}


# A whole institution


@pytest.fixture(scope="module")
def small_institution(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("institution")
    write_quality(folder, seed=5, students=300)
    return folder


def test_a_whole_institution_has_five_teljaren_and_three_editions(small_institution: Path) -> None:
    names = [path.name for path in small_institution.iterdir()]
    kinds = Counter(name[6:9] if name[0] == "2" else name[:4] for name in names)
    assert kinds == {"A05": 55, "A04": 55, "A14": 12, "NRSP": 7, "NenR": 7, "job_": 5}
    rows = (small_institution / "202211A05I99XX.csv").read_text(encoding="cp1252").splitlines()
    assert len(rows) - 1 == pytest.approx(300, rel=0.1)


def test_its_person_numbers_lead_to_the_enrolments_of_the_same_school(small_institution: Path, tmp_path: Path) -> None:
    write_sample(tmp_path, seed=5, students=300)
    text = (tmp_path / "eduarte_verbintenissen.csv").read_text(encoding="cp1252")
    enrolled_numbers = {row["bsn"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
    start = (small_institution / "202511A05I99XX.csv").read_text(encoding="utf-8-sig").removeprefix("#")
    found = {row["BSN_ONDERWIJSNR"] for row in csv.DictReader(io.StringIO(start), delimiter=";")}
    assert len(found & enrolled_numbers) > 250


@pytest.mark.parametrize(("seed", "is_same"), [(5, True), (6, False)])
def test_the_seed_decides_the_bytes(small_institution: Path, seed: int, is_same: bool, tmp_path: Path) -> None:
    told: list[str] = []
    write_quality(tmp_path, seed=seed, students=300, progress=told.append)
    same = [(tmp_path / name).read_bytes() == (small_institution / name).read_bytes() for name in told]
    assert len(same) == 141
    assert all(same) is is_same


@pytest.mark.parametrize("students", [0, 90_001])
def test_an_impossible_number_of_students_is_refused(students: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="between 1 and 90000"):
        write_quality(tmp_path, seed=1, students=students)


def test_the_smallest_institution_still_has_all_files(tmp_path: Path) -> None:
    write_quality(tmp_path, seed=1, students=1)
    assert len(list(tmp_path.iterdir())) == 141
