"""Kenmerken per class and week: the same as counted by hand over the raw lines."""

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.marts.drawn import mart, shows

ENROLMENTS = """
    student_id class_id team   level crebo
    10001      E1A      Entree 1     25255
    10002      E1A      Entree 1     25255
    10003      H2A      Horeca 2     25256
"""


def test_a_row_counts_checklists_students_and_each_status() -> None:
    found = mart(
        "checklist_item",
        enrolments=ENROLMENTS,
        checklists="""
            checklist_id kind          date  student_id class_id kenmerk   status
            C1           individual    01-09 10001      -        autonomie voldoende
            C1           individual    01-09 10001      -        positief  open
            C2           individual    07-09 10001      -        autonomie ruimte
            C3           individual    07-09 10002      -        autonomie ruimte
            C4           individual    08-09 10002      -        autonomie open
            C5           collaboration 01-09 -          E1A      regie     voldoende
            C6           individual    01-09 10003      -        autonomie voldoende
        """,
    )
    shows(
        found,
        """
        kind          kenmerk   class_id team   level week_start n_done n_students n_voldoende n_ruimte n_open
        individual    autonomie E1A      Entree 1     01-09      3      2          1           2        0
        individual    positief  E1A      Entree 1     01-09      1      1          0           0        1
        individual    autonomie E1A      Entree 1     08-09      1      1          0           0        1
        collaboration regie     E1A      Entree 1     01-09      1      0          1           0        0
        individual    autonomie H2A      Horeca 2     01-09      1      1          1           0        0
    """,
    )


def test_the_class_counts_who_was_in_it_that_week() -> None:
    found = mart(
        "checklist_item",
        enrolments="""
            student_id class_id start_date end_date
            10001      E1A      25-08      -
            10002      E1A      25-08      31-08
            10003      E1A      25-08      01-09
            10004      E1A      07-09      -
            10005      E1A      08-09      -
        """,
        checklists="""
            checklist_id kind          date  student_id class_id kenmerk status
            C1           collaboration 01-09 -          E1A      regie   ruimte
            C2           collaboration 08-09 -          E1Z      regie   ruimte
        """,
    )
    shows(found, "class_id week_start n_students n_in_class\nE1A 01-09 0 3\nE1Z 08-09 0 0")


def test_without_checklists_there_are_no_rows() -> None:
    assert mart("checklist_item").is_empty()


STUDENTS = {10001: ("E1A", "Entree", 1), 10002: ("E1A", "Entree", 1), 10003: ("H2A", "Horeca", 2)}
DAYS = {"01-09": "01-09", "07-09": "01-09", "08-09": "08-09"}
"""Day and the Monday of its week."""
raw = st.lists(
    st.tuples(
        st.integers(1, 6), st.sampled_from([*STUDENTS]), st.sampled_from(["autonomie", "positief"]),
        st.sampled_from(["voldoende", "ruimte", "open"]), st.sampled_from([*DAYS]),
    ),
    max_size=20, unique_by=lambda line: (line[0], line[2]),
)  # fmt: skip
BY = ("kenmerk", "class_id", "team", "level", "week_start")
COUNTED = ("n_done", "n_voldoende", "n_ruimte", "n_open")


@settings(max_examples=40)
@given(lines=raw)
def test_for_every_grouping_the_figures_are_those_counted_by_hand(lines: list[tuple[Any, ...]]) -> None:
    table = "checklist_id student_id kenmerk status date\n" + "\n".join(" ".join(map(str, line)) for line in lines)
    found = mart("checklist_item", enrolments=ENROLMENTS, checklists=table)
    rows = [{**row, "week_start": f"{row['week_start']:%d-%m}"} for row in found.to_dicts()]
    for mask in product([False, True], repeat=len(BY)):
        by = [name for name, is_in in zip(BY, mask, strict=True) if is_in]
        ours: dict[tuple[Any, ...], list[int]] = {}
        for row in rows:
            sums = ours.setdefault(tuple(row[name] for name in by), [0, 0, 0, 0])
            ours[tuple(row[name] for name in by)] = [a + row[c] for a, c in zip(sums, COUNTED, strict=True)]
        theirs: dict[tuple[Any, ...], list[int]] = {}
        for _, student, kenmerk, status, day in lines:
            class_id, team, level = STUDENTS[student]
            facts = dict(zip(BY, (kenmerk, class_id, team, level, DAYS[day]), strict=True))
            sums = theirs.setdefault(tuple(facts[name] for name in by), [0, 0, 0, 0])
            sums[0] += 1
            sums[1 + ["voldoende", "ruimte", "open"].index(status)] += 1
        assert ours == theirs
    finest: dict[tuple[Any, ...], set[int]] = {}
    for _, student, kenmerk, _, day in lines:
        finest.setdefault((kenmerk, STUDENTS[student][0], DAYS[day]), set()).add(student)
    assert {(r["kenmerk"], r["class_id"], r["week_start"]): r["n_students"] for r in rows} == {
        key: len(students) for key, students in finest.items()
    }
