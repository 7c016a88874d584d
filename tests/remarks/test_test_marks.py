"""What is said of marks that do not count, and of one attempt on two days."""

from tests.marts.drawn import remarks


def said(marks: str) -> dict[str, str]:
    return remarks("test_marks", "student_mark", test_marks=marks, until="01-10")


def test_marks_of_somebody_in_no_class_are_counted_and_nobody_is_named() -> None:
    found = said("student_id test date mark_hundredths\n10001 A 01-09 600\n10009 A 01-09 600\n10009 B 02-09 600")
    assert found == {
        "schooljaar 2025-2026": "Er zijn cijfers van een student die op die dag in geen klas zat (cijfers: 2). Zij "
        "tellen niet mee. Controleer studentnummer en datum, of lever de inschrijvingen opnieuw aan."
    }


def test_marks_of_after_the_last_day_wait() -> None:
    assert list(said("test date mark_hundredths\nA 01-10 600\nB 02-10 600")) == ["na de laatste lesdag"]


def test_the_same_attempt_on_two_days_of_one_file_is_told() -> None:
    found = said("""
        test date  mark_hundredths _received
        A    01-09 600             1
        A    02-09 650             1
        B    01-09 600             1
        B    02-09 650             2
    """)
    assert found == {
        "schooljaar 2025-2026, vak REK": "Bij het vak 'REK' staat dezelfde toets van een student op meer dan één dag "
        "in hetzelfde bestand (keren: 1). De laatste dag telt. Is het een herkansing, zet dan het nummer erbij."
    }


def test_marks_in_order_need_no_remark() -> None:
    assert said("test attempt date mark_hundredths\nA - 01-09 600\nA 1 02-09 650") == {}
