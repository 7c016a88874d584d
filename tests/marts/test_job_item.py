"""JOB-monitor per item: counted from answers or from outcomes, and the same as counted by hand over the raw rows."""

from collections.abc import Iterable
from itertools import product
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marts.drawn import mart, shows

ITEMS = """
    item   theme kind
    veilig Sfeer scale
    rust   Sfeer scale
    cijfer Eind  grade
    stage  Stage choice
"""


def test_every_respondent_is_in_every_item_that_was_asked() -> None:
    found = mart(
        "job_item",
        job_items=ITEMS,
        job_answers="""
            respondent question answer
            1          veilig   5
            2          veilig   4
            3          veilig   3
            4          veilig   2
            5          veilig   1
            6          veilig   9
            7          veilig   0
            8          veilig   6
            9          veilig   -
            10         cijfer   9
            1          cijfer   10
            2          cijfer   0
            3          cijfer   11
            1          stage    1
            2          stage    8
            3          stage    9
            1          onbekend 4
        """,
    )
    shows(
        found,
        """
        item    kind     n  n_positive n_neutral n_negative n_not_applicable n_outside n_respondents
        veilig  scale    5  2          1         2          2                3         10
        cijfer  grade    2  -          -         -          6                2         10
        stage   choice   2  -          -         -          8                0         10
        respons response 10 -          -         -          -                -         10
    """,
    )
    shows(
        found,
        """
        item    sum_score sum_squares
        veilig  15        55
        cijfer  19        181
        stage   -         -
        respons -         -
    """,
    )


def test_groups_stand_apart_and_know_how_many_were_invited_where_somebody_said_so() -> None:
    found = mart(
        "job_item",
        job_items=ITEMS,
        job_answers="""
            edition respondent team   programme level question answer
            2024    1          Entree Horeca    1     veilig   5
            2024    2          Entree -         1     veilig   1
            2024    3          Entree -         1     rust     1
            2022    1          Entree Horeca    1     veilig   5
        """,
        job_invited="""
            edition team   programme level n_invited
            2024    Entree -         1     30
            2024    Entree Horeca    2     20
            2022    Entree Horeca    1     10
        """,
    )
    shows(
        found,
        """
        edition programme item    n n_respondents n_invited
        2024    Horeca    veilig  1 1             -
        2024    Horeca    rust    0 1             -
        2024    Horeca    respons 1 1             -
        2024    -         veilig  1 2             30
        2024    -         rust    1 2             30
        2024    -         respons 2 2             30
        2022    Horeca    veilig  1 1             10
        2022    Horeca    respons 1 1             10
    """,
    )


def test_outcomes_become_counts_and_who_took_part_is_at_least_the_most_answered() -> None:
    found = mart(
        "job_item",
        job_items=ITEMS,
        job_results="""
            edition team question n  positive_hundredths neutral_hundredths negative_hundredths mean_hundredths
            2024    A    veilig   86 5430                3020               1550                362
            2024    A    cijfer   84 -                   -                  -                   675
            2024    A    stage    80 -                   -                  -                   100
            2024    B    veilig   3  3333                3333               3334                -
            2024    B    rust     0  -                   -                  -                   -
            2018    A    veilig   1  5000                4999               1                   350
        """,
    )
    shows(
        found,
        """
        edition team item    n  n_positive n_neutral n_negative n_not_applicable sum_score n_respondents is_comparable
        2024    A    veilig  86 47         26        13         -                311       86            yes
        2024    A    cijfer  84 -          -         -          -                567       86            yes
        2024    A    stage   80 -          -         -          -                -         86            yes
        2024    A    respons 86 -          -         -          -                -         86            yes
        2024    B    veilig  3  1          1         1          -                -         3             yes
        2024    B    rust    0  0          0         0          -                0         3             yes
        2024    B    respons 3  -          -         -          -                -         3             yes
        2018    A    veilig  1  1          0         0          -                4         1             no
        2018    A    respons 1  -          -         -          -                -         1             no
    """,
    )
    assert found.get_column("is_aggregate").all()


def test_answers_of_respondents_count_and_not_the_outcomes_over_them() -> None:
    found = mart(
        "job_item",
        job_items=ITEMS,
        job_answers="respondent team question answer\n1 A veilig 5",
        job_results="team question n positive_hundredths\nA veilig 50 9000\nB veilig 40 5000\n- veilig 90 7000",
    )
    shows(
        found,
        """
        team item    n  n_positive is_aggregate
        A    veilig  1  1          no
        A    respons 1  -          no
        B    veilig  40 20         yes
        B    respons 40 -          yes
    """,
    )


def test_a_respondent_who_comes_in_two_layouts_counts_as_in_the_later() -> None:
    found = mart(
        "job_item",
        job_items=ITEMS,
        job_answers="respondent team question answer _received\n1 A veilig 5 1\n1 A rust 5 1\n1 B veilig 1 2",
    )
    shows(found.filter(pl.col("kind") == "scale"), "team item n n_positive\nB rust 0 0\nB veilig 1 0")


# -- Counted by hand over the raw rows -----------------------------------------------------------------------------

KINDS = {"v1": "scale", "rust": "scale", "cijfer": "grade", "stage": "choice"}
NAMES = {"v1": "veilig"}
Row = dict[str, Any]

answers = st.lists(
    st.fixed_dictionaries({
        "edition": st.sampled_from([2022, 2024]), "respondent": st.integers(1, 6),
        "question": st.sampled_from([*KINDS, "onbekend"]), "answer": st.sampled_from([None, *range(12)]),
    }),
    min_size=1, max_size=40, unique_by=lambda row: (row["edition"], row["respondent"], row["question"]),
)  # fmt: skip
outcomes = st.lists(
    st.fixed_dictionaries({
        "edition": st.sampled_from([2018, 2022, 2024]), "team": st.sampled_from(["A", "B", "D"]),
        "question": st.sampled_from([*KINDS, "onbekend"]), "n": st.integers(0, 30),
        "positive_hundredths": st.integers(0, 6000), "mean_hundredths": st.integers(100, 1000),
    }),
    max_size=8, unique_by=lambda row: (row["edition"], row["team"], row["question"]),
)  # fmt: skip
GROUPS = {1: ("A", 1), 2: ("A", 1), 3: ("A", 2), 4: ("B", 2), 5: ("B", None), 6: ("C", 1)}
"""Team and level of each respondent."""


def drawn_as_table(rows: Iterable[Row]) -> str:
    listed = list(rows)
    if not listed:
        return ""
    lines = [" ".join("-" if row[name] is None else str(row[name]) for name in listed[0]) for row in listed]
    return "\n".join([" ".join(listed[0]), *lines])


def judged(kind: str, answer: int | None) -> str:
    if answer == 9 and kind != "grade":
        return "not applicable"
    return "valid" if answer in {"scale": range(1, 6), "grade": range(1, 11), "choice": range(1, 9)}[kind] else "out"


def by_hand(raw: list[Row], results: list[Row]) -> list[Row]:
    """Each respondent beside each question that somebody in the edition answered; then each outcome that counts."""
    given = {(row["edition"], row["respondent"], row["question"]): row["answer"] for row in raw}
    people = {(edition, person) for edition, person, _ in given}
    found: list[Row] = []
    for edition, question in {(edition, question) for edition, _, question in given if question in KINDS}:
        kind = KINDS[question]
        for person in (number for year, number in people if year == edition):
            key = (edition, person, question)
            verdict = judged(kind, given[key]) if key in given else "not applicable"
            score: Any = given[key] if verdict == "valid" else None
            is_scale = kind == "scale" and score is not None
            found.append({
                "edition": edition, "item": NAMES.get(question, question), "team": GROUPS[person][0],
                "level": GROUPS[person][1], "n": verdict == "valid", "n_positive": is_scale and score >= 4,
                "n_neutral": is_scale and score == 3, "n_negative": is_scale and score <= 2,
                "n_not_applicable": verdict == "not applicable", "n_outside": verdict == "out",
                "sum_score": 0 if kind == "choice" else score or 0,
                "sum_squares": 0 if kind == "choice" else (score or 0) ** 2, "n_respondents": 1,
            })  # fmt: skip
    with_people = {(edition, GROUPS[person][0]) for edition, person in people}
    counting = [row for row in results if (row["edition"], row["team"]) not in with_people]
    for row in counting:
        if row["question"] not in KINDS:
            continue
        kind, n = KINDS[row["question"]], row["n"]
        same = [r["n"] for r in counting if r["question"] in KINDS
                and (r["edition"], r["team"]) == (row["edition"], row["team"])]  # fmt: skip
        shares = [row["positive_hundredths"], 4000, 6000 - row["positive_hundredths"]]
        counts = [int(n * share / 10_000 + 0.5) if kind == "scale" else 0 for share in shares]
        found.append({
            "edition": row["edition"], "item": NAMES.get(row["question"], row["question"]), "team": row["team"],
            "level": None, "n": n, "n_positive": counts[0], "n_neutral": counts[1], "n_negative": counts[2],
            "n_not_applicable": 0, "n_outside": 0,
            "sum_score": 0 if kind == "choice" else int(n * row["mean_hundredths"] / 100 + 0.5), "sum_squares": 0,
            "n_respondents": max(same),
        })  # fmt: skip
    return found


COUNTED = (
    "n", "n_positive", "n_neutral", "n_negative", "n_not_applicable", "n_outside", "sum_score", "sum_squares",
    "n_respondents",
)  # fmt: skip
GROUPINGS = [names for size in product([(), ("edition",)], [(), ("item",)], [(), ("team",)], [(), ("level",)])
             for names in [tuple(name for part in size for name in part)]]  # fmt: skip


def added_up(rows: Iterable[Row], by: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, int]]:
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    for row in rows:
        sums = found.setdefault(tuple(row[name] for name in by), dict.fromkeys(COUNTED, 0))
        for name in COUNTED:
            sums[name] += int(row[name] or 0)
    return found


@settings(max_examples=60)
@given(raw=answers, results=outcomes)
def test_for_every_grouping_the_figures_are_those_counted_by_hand(raw: list[Row], results: list[Row]) -> None:
    found = mart(
        "job_item",
        job_items=ITEMS,
        job_codebook="question item\nv1 veilig",
        job_answers=drawn_as_table(
            {**row, "team": GROUPS[row["respondent"]][0], "level": GROUPS[row["respondent"]][1]} for row in raw
        ),
        job_results=drawn_as_table(
            {**row, "neutral_hundredths": 4000, "negative_hundredths": 6000 - row["positive_hundredths"]}
            for row in results
        ),
    )
    ours = found.filter(pl.col("kind") != "response").to_dicts()
    theirs = by_hand(raw, results)
    for by in GROUPINGS:
        assert added_up(ours, by) == added_up(theirs, by), by
    for row in found.filter(~pl.col("is_aggregate") & (pl.col("kind") != "response")).to_dicts():
        assert row["n"] + row["n_not_applicable"] + row["n_outside"] == row["n_respondents"]


@pytest.mark.parametrize("by", [("edition",), ("edition", "team"), ("edition", "level"), ("edition", "team", "level")])
def test_who_took_part_adds_up_to_the_respondents_for_every_grouping(by: tuple[str, ...]) -> None:
    raw: list[Row] = [
        {"edition": edition, "respondent": person, "team": GROUPS[person][0], "level": GROUPS[person][1],
         "question": question, "answer": 1 + person % 5}
        for edition in (2022, 2024) for person in GROUPS for question in ("v1", "rust")
        if edition == 2024 or person != 6
    ]  # fmt: skip
    people = {(row["edition"], row["respondent"]): row for row in raw}

    def key(row: Row) -> tuple[Any, ...]:
        return tuple(row[name] for name in by)

    expected: dict[tuple[Any, ...], int] = {}
    for row in people.values():
        expected[key(row)] = expected.get(key(row), 0) + 1
    found = mart("job_item", job_items=ITEMS, job_answers=drawn_as_table(raw)).filter(pl.col("kind") == "response")
    counted: dict[tuple[Any, ...], int] = {}
    for row in found.to_dicts():
        counted[key(row)] = counted.get(key(row), 0) + row["n_respondents"]
    assert counted == expected
