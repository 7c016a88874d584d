from tests.marts.drawn import mart, shows


def test_each_time_counts_once_and_the_latest_delivery_counts() -> None:
    found = mart(
        "class_feedback", feedback="feedback_id date class_id _received\nF1 01-09 E1A 1\nF1 02-09 E1A 2\nF2 02-09 E1B 1"
    )
    shows(found, "feedback_id class_id date\nF1 E1A 02-09\nF2 E1B 02-09")
