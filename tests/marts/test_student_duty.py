"""16 uur in vier schoolweken: hele minuten, vakantieweken overgeslagen."""

from tests.marts.drawn import mart, shows

FREE = "start_date end_date\n13-10 17-10"


def unexcused(*weeks: tuple[str, int], student: int = 10001, class_code: str = "-") -> str:
    """One lesson of at most 600 minutes on the first days of each week: (Monday, minutes in that week)."""
    rows = []
    for monday, minutes in weeks:
        day, month = map(int, monday.split("-"))
        for number, start in enumerate(range(0, minutes, 480)):
            length = min(480, minutes - start)
            end = f"{8 + length // 60}:{length % 60:02}"
            rows.append(f"{student} {day + number:02}-{month:02} 8:00 {end} unexcused {class_code}")
    return "\n".join(rows)


def school_weeks(*days: str) -> str:
    """Days on which somebody else was there, which makes their weeks school weeks."""
    return "\n".join(f"10002 {day} 8:00 9:00 present -" for day in days)


HEAD = "student_id date start_minute end_minute status class_code\n"


def test_sixteen_hours_is_reached_at_960_minutes_and_not_at_959() -> None:
    lessons = HEAD + "\n".join([
        unexcused(("01-09", 480), ("08-09", 480)),
        unexcused(("01-09", 480), ("08-09", 479), student=10002),
    ])  # fmt: skip
    shows(
        mart("student_duty", enrolments="student_id\n10001\n10002", attendance=lessons),
        """
        student_id week_start unexcused_minutes_4w
        10001      08-09      960
    """,
    )


def test_four_school_weeks_count_and_the_fifth_no_longer() -> None:
    present = school_weeks("01-09", "08-09", "15-09", "22-09", "29-09")
    lessons = HEAD + "\n".join([
        present,
        unexcused(("01-09", 480), ("22-09", 480)),
        unexcused(("01-09", 480), ("29-09", 480), student=10003),
    ])  # fmt: skip
    shows(
        mart("student_duty", enrolments="student_id\n10001\n10002\n10003", attendance=lessons),
        """
        student_id week_start unexcused_minutes_4w
        10001      22-09      960
    """,
    )


def test_a_week_of_holidays_is_skipped_and_a_week_with_one_school_day_is_not() -> None:
    present = school_weeks("22-09", "29-09", "06-10", "17-10", "20-10", "27-10")
    lessons = HEAD + "\n".join([present, unexcused(("29-09", 480), ("27-10", 480))])
    enrolments = "student_id\n10001\n10002"
    shows(
        mart("student_duty", enrolments=enrolments, attendance=lessons, calendar=FREE),
        """
        student_id week_start unexcused_minutes_4w
        10001      27-10      960
    """,
    )
    four_free_days = "start_date end_date\n13-10 16-10"
    assert mart("student_duty", enrolments=enrolments, attendance=lessons, calendar=four_free_days).is_empty()


def test_excused_late_cancelled_and_unregistered_minutes_do_not_count() -> None:
    lessons = HEAD + "\n".join(
        f"10001 0{1 + day}-09 8:00 16:00 {status} -"
        for day, status in enumerate(["unexcused", "excused", "ill", "unregistered", "cancelled", "late"])
    )
    assert mart("student_duty", attendance=lessons).is_empty()


def test_the_hours_of_two_enrolments_are_those_of_one_student() -> None:
    lessons = HEAD + "\n".join([
        unexcused(("01-09", 480), class_code="E1A"),
        unexcused(("08-09", 480), class_code="H2A"),
    ])  # fmt: skip
    enrolments = "student_id class_id crebo\n10001 E1A 25255\n10001 H2A 25256"
    shows(
        mart("student_duty", enrolments=enrolments, attendance=lessons),
        """
        student_id class_id week_start unexcused_minutes_4w
        10001      H2A      08-09      960
    """,
    )
