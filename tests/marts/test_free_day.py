"""Vrije dagen: de dagen van elke vakantie, min de lesdagen die de kalender erbinnen noemt."""

from tests.marts.drawn import mart, shows


def test_a_holiday_holds_both_its_ends_and_a_lesday_makes_an_exception() -> None:
    calendar = """
        start_date end_date kind
        13-10      17-10    holiday
        15-10      15-10    school_day
        17-10      17-10    holiday
        24-12      24-12    holiday
        25-12      25-12    school_day
    """
    shows(mart("free_day", calendar=calendar, attendance="start_minute"), """
        date
        13-10
        14-10
        16-10
        17-10
        24-12
    """)  # fmt: skip


def test_without_a_calendar_no_day_is_free() -> None:
    assert mart("free_day", attendance="start_minute").is_empty()
