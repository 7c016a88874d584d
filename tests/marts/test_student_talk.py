from tests.marts.drawn import mart, shows

ENROLMENTS = "student_id class_id start_date end_date\n10001 E1A 25-08 31-10\n10001 E1B 01-11 -"


def test_a_talk_stands_with_the_class_of_that_day() -> None:
    found = mart(
        "student_talk",
        enrolments=ENROLMENTS,
        talks="talk_id date student_id\nB1 31-10 10001\nB2 01-11 10001\nB3 24-08 10001\nB4 01-11 99999",
    )
    shows(found, "talk_id student_id class_id date\nB1 10001 E1A 31-10\nB2 10001 E1B 01-11")


def test_of_a_talk_the_latest_delivery_counts() -> None:
    found = mart("student_talk", talks="talk_id date _received\nB1 01-09 1\nB1 02-09 2")
    shows(found, "date\n02-09")
