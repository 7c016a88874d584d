from itertools import pairwise

import numpy as np

from tests.marts.drawn import mart, shows

ONE_LESSON = "date  start_minute\n01-09 08:30"
TWO_CLASSES = "student_id class_id\n10001 E1A\n10002 E1A\n10003 E1B"


def test_the_latest_mark_of_a_subject_stands_beside_the_one_before_it() -> None:
    found = mart(
        "class_mark",
        enrolments=TWO_CLASSES,
        attendance=ONE_LESSON,
        test_marks="""
            student_id subject test date  mark_hundredths word
            10001      REK     T1   01-09 700             -
            10001      REK     T2   02-09 500             -
            10001      REK     T3   03-09 501             -
            10001      NED     T1   01-09 600             -
            10001      NED     T2   02-09 600             -
            10001      BUR     T1   01-09 -               pass
            10001      BUR     T2   02-09 800             -
            10002      REK     T1   01-09 600             -
            10002      REK     T2   02-09 590             -
            10003      REK     T1   01-09 600             -
        """,
    )
    shows(found, "class_id school_year n_repeated n_rising n_same n_students\nE1A 2025 3 1 1 2")


def test_the_year_of_a_subject_is_that_of_its_latest_mark_and_the_one_before_may_be_older() -> None:
    found = mart(
        "class_mark",
        enrolments="start_date\n01-08-2024",
        attendance=ONE_LESSON,
        test_marks="test date mark_hundredths\nT1 01-06-2025 500\nT2 02-06-2025 400\nT1 01-09 450",
    )
    shows(found, "school_year n_repeated n_rising\n2024 1 0\n2025 1 1")


def test_it_is_what_a_plain_loop_over_the_marks_counts() -> None:
    random = np.random.default_rng(7)
    lines, rows = ["student_id subject test date mark_hundredths"], []
    for student in range(10001, 10031):
        for subject in ("NED", "REK"):
            for test in range(int(random.integers(0, 5))):
                mark = int(random.integers(10, 101)) * 10
                rows.append((student, subject, test, mark))
                lines.append(f"{student} {subject} T{test} {test + 1:02}-10 {mark}")
    enrolments = "student_id\n" + "\n".join(str(student) for student in range(10001, 10031))
    found = mart("class_mark", enrolments=enrolments, attendance=ONE_LESSON, test_marks="\n".join(lines))
    latest = {}
    for (one, kind, _, before), (other, same, _, now) in pairwise(rows):
        if (one, kind) == (other, same):
            latest[one, kind] = now - before
    n_rising = sum(change > 0 for change in latest.values())
    assert found.select("n_repeated", "n_rising", "n_students").row(0) == (
        len(latest), n_rising, len({student for student, _ in latest}),
    )  # fmt: skip
