"""The inbox: what is new, what was there before, in which order it came, and what a build that stops leaves behind."""

import errno
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from pipelines import deliveries, registry
from pipelines.deliveries import take_in
from pipelines.errors import StorageError
from pipelines.settings import Settings
from pipelines.store import Delivery, Store
from tests.duo_files import Person, file_of
from tests.sources.drawn import FINGERPRINT, outcome

HEAD = "studentnummer;datum;begin;eind;status\n"


def lesson(student: int = 912345, day: int = 1, status: str = "P") -> str:
    return f"{student};{day:02d}-09-2025;08:30;09:20;{status}\n"


class School:
    """An inbox and a store, and the files that were really read in the last round."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.inbox, self.store = folder / "inbox", Store(folder / "store")
        self.inbox.mkdir()
        self.looked_into: list[str] = []
        self.read: list[str] = []
        self._count(monkeypatch, "examine", self.looked_into)
        self._count(monkeypatch, "read_file", self.read)

    def _count(self, monkeypatch: pytest.MonkeyPatch, name: str, seen: list[str]) -> None:
        before: Callable[..., object] = getattr(deliveries, name)

        def counted(path: Path, *given: object, **named: object) -> object:
            seen.append(path.name)
            return before(path, *given, **named)

        monkeypatch.setattr(deliveries, name, counted)

    def put(self, name: str, *lines: str) -> None:
        path = self.inbox / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(HEAD + "".join(lines), "utf-8")

    def take_in(self, fingerprint: str = FINGERPRINT) -> dict[str, Delivery]:
        self.looked_into.clear()
        self.read.clear()
        with self.store.being_built():
            taken = take_in(self.inbox, self.store, list(registry.sources().values()), fingerprint)
        assert [d.received for d in taken] == sorted(d.received for d in taken)
        for one in taken:
            assert one.n_lines == one.n_validated + one.n_rejected + one.n_replaced
        return {delivery.file: delivery for delivery in taken}

    def order(self, fingerprint: str = FINGERPRINT) -> list[str]:
        return list(self.take_in(fingerprint))

    def statuses(self) -> list[str]:
        """Statuses that count, by the order of arrival."""
        taken = [d for d in self.take_in().values() if d.parts]
        rows = pl.concat([outcome(self.store, d).good for d in taken])
        last = rows.unique(["student_id", "date"], keep="last", maintain_order=True)
        return last.sort("student_id", "date").get_column("status").to_list()


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    return School(tmp_path, monkeypatch)


def test_files_of_one_round_arrive_in_the_order_of_their_names_and_numbers_count_as_numbers(school: School) -> None:
    for day, name in enumerate(["week10.csv", "Week9.csv", "sub/a.csv", "week2.csv", "week9b.csv"], start=1):
        school.put(name, lesson(day=day))
    assert school.order() == ["sub/a.csv", "week2.csv", "Week9.csv", "week9b.csv", "week10.csv"]


def test_notes_hidden_files_and_locks_of_an_open_workbook_are_no_deliveries(school: School) -> None:
    for name in (".DS_Store", "~$open.xlsx", "README.md", "a.csv"):
        school.put(name, lesson())
    assert school.order() == ["a.csv"]


def test_what_comes_later_arrives_later_whatever_its_name(school: School) -> None:
    school.put("m.csv", lesson(status="Z"))
    school.take_in()
    school.put("a.csv", lesson(status="P"))
    assert school.order() == ["m.csv", "a.csv"]
    assert school.statuses() == ["present"]


def test_a_file_that_was_read_before_is_not_opened_again(school: School) -> None:
    school.put("a.csv", lesson())
    school.put("broken.csv", "no delivery")
    school.put("copy.csv", lesson())
    first = school.take_in()
    assert sorted(school.read) == ["a.csv", "broken.csv"]
    assert school.take_in() == first
    assert (school.looked_into, school.read) == ([], [])


def test_a_file_with_another_date_is_looked_into_and_not_read(school: School) -> None:
    school.put("a.csv", lesson())
    first = school.take_in()["a.csv"]
    (school.inbox / "a.csv").touch()
    (school.inbox / "a.csv").write_bytes((school.inbox / "a.csv").read_bytes())
    again = school.take_in()["a.csv"]
    assert (school.looked_into, school.read) == (["a.csv"], [])
    assert (again.received, again.parts) == (first.received, first.parts)


def test_the_same_file_under_two_names_counts_once_and_every_line_of_the_second_is_replaced(school: School) -> None:
    school.put("a.csv", lesson(), lesson(day=2), "bad\n")
    alone = school.take_in()["a.csv"]
    (school.inbox / "b.csv.gz").write_bytes(gzip.compress((school.inbox / "a.csv").read_bytes()))
    taken = school.take_in()
    assert school.read == []
    assert taken["a.csv"] == alone
    copy = taken["b.csv.gz"]
    assert (copy.repeats, copy.n_lines, copy.n_replaced, copy.parts) == ("a.csv", 3, 3, ())


def test_a_copy_of_an_old_file_does_not_undo_a_correction(school: School) -> None:
    school.put("a.csv", lesson(status="Z"))
    school.take_in()
    school.put("correction.csv", lesson(status="P"))
    school.take_in()
    school.put("z.csv", lesson(status="Z"))
    assert school.statuses() == ["present"]


def test_a_renamed_file_keeps_its_place_and_is_not_read_again(school: School) -> None:
    school.put("a.csv", lesson(status="Z"))
    school.take_in()
    school.put("correction.csv", lesson(status="P"))
    school.take_in()
    (school.inbox / "a.csv").rename(school.inbox / "zz.csv")
    assert school.order() == ["zz.csv", "correction.csv"]
    assert school.read == []


def test_changed_content_under_the_same_name_is_a_new_arrival(school: School) -> None:
    school.put("a.csv", lesson(status="Z"))
    school.put("b.csv", lesson(status="TL"))
    school.take_in()
    school.put("a.csv", lesson(status="P"), lesson(day=2))
    assert school.order() == ["b.csv", "a.csv"]
    assert school.read == ["a.csv"]
    assert school.statuses() == ["present", "present"]


def test_a_file_that_is_taken_out_no_longer_counts_and_its_copy_takes_its_place(school: School) -> None:
    school.put("a.csv", lesson(), lesson(day=2))
    school.put("b.csv", lesson(), lesson(day=2))
    school.put("c.csv", lesson(day=3))
    school.take_in()
    (school.inbox / "a.csv").unlink()
    (school.inbox / "c.csv").unlink()
    taken = school.take_in()
    assert school.read == []
    assert list(taken) == ["b.csv"]
    assert (taken["b.csv"].repeats, taken["b.csv"].n_validated) == (None, 2)


def test_other_code_reads_everything_again_and_keeps_the_order(school: School) -> None:
    school.put("b.csv", lesson())
    school.take_in()
    school.put("a.csv", lesson(day=2))
    before = school.take_in()
    after = school.take_in("new code")
    assert sorted(school.read) == ["a.csv", "b.csv"]
    assert [(d.file, d.received, d.received_at) for d in after.values()] == [
        (d.file, d.received, d.received_at) for d in before.values()
    ]
    assert {p.path for d in before.values() for p in d.parts}.isdisjoint(
        p.path for d in after.values() for p in d.parts
    )


class _StoppedError(Exception):
    pass


def stop_after(school: School, n: int, fingerprint: str = FINGERPRINT) -> None:
    def stop(what: str, done: int, total: int) -> None:
        if done == n:
            raise _StoppedError

    with school.store.being_built(), pytest.raises(_StoppedError):
        take_in(school.inbox, school.store, list(registry.sources().values()), fingerprint, stop)


@pytest.mark.parametrize("n", [1, 3, 5])
def test_a_round_that_is_stopped_goes_on_in_the_same_order(
    n: int, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deliveries, "SAVE_EVERY", 2)
    names = [f"week{number}.csv" for number in (1, 2, 9, 10, 11)]
    for day, name in enumerate(names, start=1):
        school.put(name, lesson(day=day))
    school.put("week9_copy.csv", lesson(day=1))
    stop_after(school, n)
    school.put("a_newcomer.csv", lesson(day=9))
    assert school.order() == [
        "week1.csv",
        "week2.csv",
        "week9.csv",
        "week9_copy.csv",
        "week10.csv",
        "week11.csv",
        "a_newcomer.csv",
    ]
    assert len(school.read) == 6 - (n - 1) // 2 * 2


def test_the_order_survives_other_code_and_a_stop(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deliveries, "SAVE_EVERY", 1)
    for name in ("c.csv", "b.csv", "a.csv"):
        school.put(name, lesson(day=ord(name[0]) - 96))
        school.take_in()
    stop_after(school, 2, "new code")
    assert school.order("new code") == ["c.csv", "b.csv", "a.csv"]


def test_a_copy_whose_original_was_never_read_is_read_itself(school: School) -> None:
    school.put("a.csv", lesson())
    school.put("b.csv", lesson())
    stop_after(school, 1)
    (school.inbox / "a.csv").unlink()
    assert school.take_in()["b.csv"].n_validated == 1


def test_a_file_that_vanished_while_it_was_read_is_tried_again(school: School, monkeypatch: pytest.MonkeyPatch) -> None:
    school.put("a.csv", lesson())
    with monkeypatch.context() as change:
        change.setattr(deliveries, "read_file", lambda *given, **named: (school.inbox / "weg").read_bytes())
        assert school.take_in()["a.csv"].refused_why == (
            "Het bestand was weg of niet te lezen terwijl het werd gelezen. Zet het terug en bouw opnieuw."
        )
    assert school.take_in()["a.csv"].n_validated == 1


@pytest.mark.parametrize("where", ["a part", "a readable copy"])
def test_a_full_disk_stops_the_build_and_is_never_taken_for_a_bad_file(
    where: str, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    school.put("a.csv", lesson())

    def full(*given: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    if where == "a part":
        monkeypatch.setattr(pl.DataFrame, "write_parquet", full)
    else:
        monkeypatch.setattr(deliveries, "read_file", full)
    with pytest.raises(StorageError, match="De opslag is vol"):
        school.take_in()
    monkeypatch.undo()
    assert school.take_in()["a.csv"].n_validated == 1


def test_the_list_of_deliveries_and_the_lines_set_aside_hold_no_values(school: School) -> None:
    school.put("a.csv", lesson(), "912346;Voorbeeld\n", lesson(status="Voorbeeld"))
    taken = school.take_in()["a.csv"]
    listed = (school.store.root / "deliveries.json").read_text("utf-8")
    assert json.loads(listed)["deliveries"][0]["n_rejected"] == 2
    rejected = pl.read_parquet(school.store.root / str(taken.rejected_path))
    assert rejected.columns == ["line", "rule"]
    assert not [value for value in ("912345", "912346", "Voorbeeld") if value in f"{listed}{rejected.rows()}"]


def book(sheets: dict[str, list[str]], top: int = 0) -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as made:
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for number, row in enumerate(rows, start=top):
                sheet.write_row(number, 0, row.strip().split(";"))
    return file.getvalue()


PUPILS = ["studentnummer;roepnaam;achternaam;klas;begindatum", "912345;Ada;Aarts;E1A;01-09-2025"]


def test_every_sheet_of_a_workbook_is_a_delivery_and_one_that_is_not_known_is_told(school: School) -> None:
    lessons = [HEAD, lesson(), "x;y;z;a;b"]
    sheets = {"Uitleg": ["Zo werkt het"], "Leeg": [], "Klassen": PUPILS, "Presentie": lessons}
    (school.inbox / "alles.xlsx").write_bytes(book(sheets))
    taken = school.take_in()
    assert {name: (d.source, d.n_validated, d.n_rejected) for name, d in taken.items()} == {
        "alles.xlsx, blad Klassen": ("enrolments", 1, 0),
        "alles.xlsx, blad Presentie": ("attendance", 1, 1),
        "alles.xlsx, blad Uitleg": (None, 0, 0),
    }
    assert outcome(school.store, taken["alles.xlsx, blad Presentie"]).lines == {3: "student_id|type"}
    why = taken["alles.xlsx, blad Uitleg"].refused_why
    assert why is not None
    assert why.startswith("Dit blad past bij geen bekende indeling.")
    assert school.take_in() == taken
    assert (school.looked_into, school.read) == ([], [])
    (school.inbox / "alles.xlsx").rename(school.inbox / "elders.xlsx")
    moved = school.take_in()
    assert school.read == []
    assert {d.sheet for d in moved.values()} == {"Klassen", "Presentie", "Uitleg"}
    assert {d.path for d in moved.values()} == {"elders.xlsx"}


def test_a_workbook_with_one_filled_sheet_goes_by_its_own_name_whichever_sheet_it_is(school: School) -> None:
    (school.inbox / "a.xlsx").write_bytes(book({"Blad1": [], "Blad2": [HEAD, lesson()], "Blad3": []}))
    (school.inbox / "b.xlsx").write_bytes(book({"Blad1": [], "Blad2": []}))
    taken = school.take_in()
    assert taken["a.xlsx"].n_validated == 1
    assert taken["b.xlsx"].refused_why == "Het bestand bevat geen regels. Maak de export opnieuw."


def test_rows_of_a_sheet_keep_their_numbers_below_empty_rows(school: School) -> None:
    (school.inbox / "a.xlsx").write_bytes(book({"Blad1": [HEAD, lesson(), "x;y;z;a;b"]}, top=3))
    assert outcome(school.store, school.take_in()["a.xlsx"]).lines == {6: "student_id|type"}


def test_sheets_that_were_not_read_yet_when_a_round_stopped_are_read_in_the_next(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = {f"Blad{day}": [HEAD, lesson(day=day)] for day in range(1, 4)}
    (school.inbox / "a.xlsx").write_bytes(book(sheets))
    monkeypatch.setattr(deliveries, "SAVE_EVERY", 1)
    taken = deliveries._take

    def stops_at_the_third(inbox: Path, entry: Delivery, *given: object) -> Delivery:
        if entry.sheet == "Blad3":
            raise KeyboardInterrupt
        return taken(inbox, entry, *given)  # type: ignore[arg-type]

    with monkeypatch.context() as stopping:
        stopping.setattr(deliveries, "_take", stops_at_the_third)
        with pytest.raises(KeyboardInterrupt):
            school.take_in()
    assert sum(d.n_validated for d in school.take_in().values()) == 3


def test_the_same_sheets_in_another_workbook_say_nothing_new_when_the_workbook_is_the_same(school: School) -> None:
    content = book({"Klassen": PUPILS, "Presentie": [HEAD, lesson()]})
    for name in ("a.xlsx", "b.xlsx"):
        (school.inbox / name).write_bytes(content)
    taken = school.take_in()
    assert taken["b.xlsx, blad Presentie"].repeats == "a.xlsx, blad Presentie"
    assert taken["b.xlsx, blad Presentie"].n_replaced == 1


# -- What the name of a file says, and deliveries that come with Groeilijn ------------------------------------------


class DuoSchool(School):
    """A school that also reads files of DUO, and may have reference deliveries."""

    reference: Path | None = None

    def take_in(self, fingerprint: str = FINGERPRINT) -> dict[str, Delivery]:
        self.read.clear()
        sources = Settings(store=self.store.root).sources(registry.sources())
        with self.store.being_built():
            taken = take_in(self.inbox, self.store, sources, fingerprint, reference=self.reference)
        return {delivery.file: delivery for delivery in taken}


@pytest.fixture
def duo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DuoSchool:
    return DuoSchool(tmp_path, monkeypatch)


LEAVERS = file_of("NenR", [Person("123456782")])


def test_the_same_content_under_a_name_that_says_otherwise_is_another_delivery(duo: DuoSchool) -> None:
    for name in ("NenR2023VI99XX.csv", "NenR2023DI99XX.csv", "Kopie van NenR2023VI99XX.csv"):
        (duo.inbox / name).write_bytes(LEAVERS)
    taken = duo.take_in()
    statuses = {
        name: outcome(duo.store, one).good.get_column("status").item() for name, one in taken.items() if one.parts
    }
    assert statuses == {"Kopie van NenR2023VI99XX.csv": "V", "NenR2023DI99XX.csv": "D"}
    assert taken["NenR2023VI99XX.csv"].repeats == "Kopie van NenR2023VI99XX.csv"
    assert duo.take_in() == taken
    assert duo.read == []


def test_a_file_that_gets_its_right_name_is_read(duo: DuoSchool) -> None:
    (duo.inbox / "lijst.csv").write_bytes(LEAVERS)
    assert duo.take_in()["lijst.csv"].refused_why
    (duo.inbox / "lijst.csv").rename(duo.inbox / "NenR2023VI99XX.csv")
    assert duo.take_in()["NenR2023VI99XX.csv"].n_validated == 1


def test_no_file_in_the_store_holds_a_person_number(duo: DuoSchool) -> None:
    people = [Person(str(number), month="202303") for number in range(700_000_001, 700_000_041)]
    for kind, name in (("NenR", "NenR2023VI99XX.csv"), ("A05", "202304A05I99XX.csv")):
        (duo.inbox / name).write_bytes(file_of(kind, [*people, Person("70000000x", month="202303")], encoding="utf-16"))
    for delivery in duo.take_in().values():
        assert (delivery.n_validated, delivery.n_rejected) == (40, 1)
    kept = [path for path in duo.store.root.rglob("*") if path.is_file()]
    assert len([path for path in kept if path.suffix == ".parquet"]) == 4
    frames = [pl.read_parquet(path) for path in kept if path.suffix == ".parquet"]
    words = "".join(frame.write_csv() for frame in frames).encode() + b"".join(path.read_bytes() for path in kept)
    assert b"7000000" not in words


def test_a_reference_delivery_is_taken_in_first_and_is_named_as_one_that_came_with_groeilijn(duo: DuoSchool) -> None:
    duo.reference = duo.inbox.parent / "reference"
    duo.reference.mkdir()
    (duo.reference / "vsv_norms.csv").write_text("teljaar;niveau;norm;bron\n2022;1;22,4;OCW\n", "utf-8")
    duo.put("a.csv", lesson())
    taken = duo.take_in()
    assert list(taken) == ["meegeleverd: vsv_norms.csv", "a.csv"]
    assert [d.received for d in taken.values()] == [-1, 1]
    assert duo.take_in() == taken
    assert duo.read == []
    (duo.inbox / "onze_normen.csv").write_text("teljaar;niveau;norm;bron\n2022;1;20,0;Ons\n", "utf-8")
    assert [d.received for d in duo.take_in().values()] == [-1, 1, 2]
    (duo.reference / "vsv_norms.csv").write_text("teljaar;niveau;norm;bron\n2022;1;22,5;OCW\n", "utf-8")
    again = duo.take_in()
    assert [d.received for d in again.values()] == [-1, 1, 2]
    assert duo.read == ["vsv_norms.csv"]


ALL_COLUMNS = "studentnummer;datum;begin;eind;status;aankomst;minuten_aanwezig;geoorloofd;klas;geregistreerd_op"
RENAMED = ALL_COLUMNS.replace("minuten_aanwezig", "minuten").replace("aankomst", "Tijd binnen")


def whole_line(day: int) -> str:
    return f"912345;{day:02d}-09-2025;08:30;09:20;L;08:40;40;;;"


def test_columns_that_are_gone_or_not_known_are_kept_with_the_delivery(school: School) -> None:
    headers = {"a": ALL_COLUMNS, "b": RENAMED, "c": RENAMED, "d": ALL_COLUMNS}
    for day, (name, header) in enumerate(headers.items(), start=1):
        (school.inbox / f"{name}.csv").write_text(f"{header}\n{whole_line(day)}\n", "utf-8")
    for _ in range(2):  # as it is read, and as it is remembered
        found = school.take_in()
        assert [(d.lacks, d.ignored) for d in found.values()] == [
            ((), ()),
            (("aankomst", "minuten_aanwezig"), ("Tijd binnen", "minuten")),
            (("aankomst", "minuten_aanwezig"), ("Tijd binnen", "minuten")),
            ((), ()),
        ]
    taken = [*found.values()]
    assert deliveries.gone(taken) == {
        "a.csv": (),
        "b.csv": ("aankomst", "minuten_aanwezig"),
        "c.csv": ("aankomst", "minuten_aanwezig"),
        "d.csv": (),
    }
    assert deliveries.gone(taken[1:]) == {"b.csv": (), "c.csv": (), "d.csv": ()}, "what never came is not gone"


def test_a_file_without_a_header_lacks_nothing_and_names_nothing(school: School) -> None:
    (school.inbox / "a.csv").write_text(
        "912345;20250901;0830;20250901;0920;1;1;PRK;Aanwezig;J\n912345;20250902;0830;20250902;0920;1;1;X;Aanwezig;J\n",
        "utf-8",
    )
    (found,) = school.take_in().values()
    assert (found.layout, found.lacks, found.ignored) == ("EduArte waarneming", (), ())


def test_what_may_be_a_person_in_a_header_is_told_by_its_place(school: School) -> None:
    names = ["Opmerking", "linde@voorbeeld.example", "912345", "w/o", "groep 2", "x" * 41, "", "Kamer 12345"]
    (school.inbox / "a.csv").write_text(
        f"{ALL_COLUMNS};{';'.join(names)}\n{whole_line(1)}{';' * len(names)}\n", "utf-8"
    )
    (found,) = school.take_in().values()
    assert found.ignored == ("Opmerking", "kolom 12", "kolom 13", "kolom 14", "groep 2", "kolom 16", "kolom 18")
