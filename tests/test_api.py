"""The doors to a build: who sees which rows, and that nobody finds another way in."""

import datetime as dt
from collections.abc import Callable
from functools import partial
from typing import Any

import duckdb
import polars as pl
import pytest

from pipelines import api, scope
from pipelines.api import GROUP_MARTS, STUDENT_MARTS, Build, Viewer
from pipelines.errors import AccessDeniedError
from pipelines.scope import Rows
from tests.small_school import ENROLMENTS, LESSON_HEADER, STARTS, SmallSchool, lesson, lessons, school_days

TANDEM_A = Viewer("mentor.e1a", frozenset({"tandem"}), frozenset({"E1A"}))
TANDEM_B = Viewer("mentor.e1b", frozenset({"tandem"}), frozenset({"E1B"}))
TEAMLEIDER = Viewer("leider", frozenset({"teamleider"}), teams=frozenset({"Entree"}))
KWALITEIT = Viewer("kwaliteit", frozenset({"kwaliteit"}))
BEHEER = Viewer("beheer", frozenset({"beheer"}))
NOBODY = Viewer("nobody", frozenset())
STRANGER = Viewer("stranger", frozenset({"tandem", "teamleider"}))
BOTH = Viewer("both", frozenset({"tandem", "teamleider"}), frozenset({"E1A"}), frozenset({"Horeca"}))
# What a role does not use gives no right: a quality officer with a class, a tandem with a team.
ODD = Viewer("odd", frozenset({"kwaliteit"}), frozenset({"E1A"}), frozenset({"Entree"}))
TANDEM_WITH_TEAM = Viewer("t", frozenset({"tandem"}), frozenset({"E1A"}), frozenset({"Horeca"}))
QUALITY_AND_TANDEM = Viewer("q", frozenset({"kwaliteit", "tandem"}), frozenset({"H2A"}))

# Student 10003 went from E1A to E1B on 20 October; 10005 left E1B on 24 October. Now: E1A 1, 2; E1B 3, 4; H2A 6, 7.
EVER = {"E1A": {10001, 10002, 10003}, "E1B": {10003, 10004, 10005}, "H2A": {10006, 10007}}
NOW = {"E1A": {10001, 10002}, "E1B": {10003, 10004}, "H2A": {10006, 10007}}
SEES: dict[str, tuple[Viewer, set[str]]] = {
    "tandem of E1A": (TANDEM_A, {"E1A"}),
    "tandem of E1B": (TANDEM_B, {"E1B"}),
    "teamleider": (TEAMLEIDER, {"E1A", "E1B"}),
    "both": (BOTH, {"E1A", "H2A"}),
    "stranger": (STRANGER, set()),
    "tandem with a team": (TANDEM_WITH_TEAM, {"E1A"}),
    "quality and tandem": (QUALITY_AND_TANDEM, {"H2A"}),
}
ROW_MARTS = tuple(mart for mart in STUDENT_MARTS if mart not in {"student", "student_lesson"})


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Twelve weeks, in which every mart has rows of every class."""
    small = SmallSchool(tmp_path_factory.mktemp("api"), range(12))
    days = [dt.date(2025, 9, 1) + dt.timedelta(days=number) for number in range(4)]
    small.delivers("spijbelen.csv", LESSON_HEADER + "".join(
        lesson(student, day, start, "Absent")
        for student in range(10001, 10008)
        for day in days
        for start in (690, 750, 810, 870)
    ))  # fmt: skip
    small.delivers("les_13_fout.csv", LESSON_HEADER + lesson(10001, days[0], 960, "Onbekend woord"))
    return small.build()


def keys(build: Build, mart: str) -> dict[Any, str]:
    """Opaque keys of all classes or students, by their own name."""
    return dict(build.ask(f'SELECT {mart}_id, {mart}_key FROM marts."{mart}"').iter_rows())


def in_scope(build: Build, mart: str, classes: set[str]) -> pl.DataFrame:
    """Rows a viewer of these classes may see, computed in another way than the api does."""
    current = set().union(*(NOW[name] for name in classes)) if classes else set()
    # Whether there is another enrolment is for the marts alone.
    rows = build.ask(f"FROM marts.{mart}").drop("has_other_enrolment", strict=False)
    is_own, is_of_current = pl.col("class_id").is_in(list(classes)), pl.col("student_id").is_in(list(current))
    return rows.filter(is_own | is_of_current)


def same(found: pl.DataFrame, expected: pl.DataFrame) -> bool:
    """Whether two frames hold the same rows, in any order."""
    names = expected.columns
    return found.select(names).sort(names).equals(expected.sort(names), null_equal=True)


# -- Rows of students --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mart", ROW_MARTS)
@pytest.mark.parametrize("who", SEES)
def test_a_viewer_sees_the_own_classes_and_the_whole_line_of_who_is_in_them_now(
    who: str, mart: str, school: Build
) -> None:
    viewer, classes = SEES[who]
    found = api.students(school, viewer, mart)
    expected = in_scope(school, mart, classes)
    assert same(found, expected)
    assert expected.height or not classes, f"The school has no {mart} to guard for {who}."
    assert school.ask(f"SELECT count(*) FROM marts.{mart}").item() > expected.height


@pytest.mark.parametrize("who", SEES)
def test_a_viewer_sees_the_names_of_who_is_or_was_in_the_own_classes(who: str, school: Build) -> None:
    viewer, classes = SEES[who]
    found = set(api.students(school, viewer, "student").get_column("student_id"))
    assert found == (set().union(*(EVER[name] for name in classes)) if classes else set())


def test_a_tandem_sees_the_whole_line_of_who_came_from_elsewhere_and_of_who_left_only_the_own_time(
    school: Build,
) -> None:
    moved = pl.col("student_id") == 10003
    new_class = api.students(school, TANDEM_B, "student_day").filter(moved)
    old_class = api.students(school, TANDEM_A, "student_day").filter(moved)
    assert set(new_class.get_column("class_id")) == {"E1A", "E1B"}
    assert set(old_class.get_column("class_id")) == {"E1A"}
    assert old_class.get_column("date").max() == dt.date(2025, 10, 10)


@pytest.mark.parametrize("mart", [*STUDENT_MARTS, "staff", "class_week", "free_day", "student; DROP TABLE x", ""])
@pytest.mark.parametrize("viewer", [KWALITEIT, BEHEER, NOBODY, ODD], ids=lambda viewer: str(viewer.person))
def test_who_needs_no_students_gets_none(viewer: Viewer, mart: str, school: Build) -> None:
    with pytest.raises(AccessDeniedError):
        api.students(school, viewer, mart)


@pytest.mark.parametrize("mart", ["staff", "class_week", "free_day", "class", "placement p JOIN marts.student", ""])
def test_no_other_table_comes_through_the_door_of_students(mart: str, school: Build) -> None:
    with pytest.raises(AccessDeniedError):
        api.students(school, TEAMLEIDER, mart)


@pytest.mark.parametrize("mart", STUDENT_MARTS)
@pytest.mark.parametrize("key", ["", "0" * 16, "E1A", "10001", "' OR true --"])
def test_an_unknown_key_and_a_key_of_another_are_refused_in_the_same_words(mart: str, key: str, school: Build) -> None:
    def refusal(**asked: str) -> str:
        with pytest.raises(AccessDeniedError) as raised:
            api.students(school, TANDEM_A, mart, **asked)  # type: ignore[arg-type]
        assert raised.value.__cause__ is None
        return str(raised.value)

    student, klas = keys(school, "student"), keys(school, "class")
    words = {
        refusal(class_key=key),
        refusal(class_key=klas["E1B"]),
        refusal(student_key=key),
        refusal(student_key=student[10004]),
        refusal(class_key=klas["E1A"], student_key=student[10004]),
        refusal(class_key=klas["E1B"], student_key=student[10001]),
        refusal(class_key=key, student_key=key),
    }
    assert len(words) == 1


@pytest.mark.parametrize("who", SEES)
def test_a_key_opens_exactly_what_is_in_scope_and_nothing_else(who: str, school: Build) -> None:
    viewer, classes = SEES[who]
    ever = set().union(*(EVER[name] for name in classes)) if classes else set()
    for class_id, class_key in keys(school, "class").items():
        if "kwaliteit" in viewer.roles and class_id not in classes:
            # Quality may open the page of any class, for its figures; rows of students it has none there.
            assert api.students(school, viewer, "student_week", class_key=class_key).is_empty()
            continue
        opens(class_id in classes, partial(api.students, school, viewer, "student_week", class_key=class_key))
    for student_id, student_key in keys(school, "student").items():
        for mart in STUDENT_MARTS:
            found = opens(student_id in ever, partial(api.students, school, viewer, mart, student_key=student_key))
            assert found is None or set(found.get_column("student_id")) <= {student_id}


def opens(is_open: bool, door: Callable[[], pl.DataFrame]) -> pl.DataFrame | None:
    """Go through the door when it should be open; fail when it should be closed and is not."""
    if is_open:
        return door()
    with pytest.raises(AccessDeniedError):
        door()
    return None


def test_a_class_key_gives_the_rows_of_that_class_and_for_names_who_is_or_was_in_it(school: Build) -> None:
    klas = keys(school, "class")["E1A"]
    weeks = api.students(school, TEAMLEIDER, "student_week", class_key=klas)
    assert set(weeks.get_column("class_id")) == {"E1A"}
    assert set(weeks.get_column("class_key")) == {klas}
    names = api.students(school, TEAMLEIDER, "student", class_key=klas)
    assert set(names.get_column("student_id")) == EVER["E1A"]


def test_a_class_and_a_student_that_do_not_belong_together_give_no_rows(school: Build) -> None:
    klas, student = keys(school, "class")["E1A"], keys(school, "student")[10004]
    assert api.students(school, TEAMLEIDER, "student_day", class_key=klas, student_key=student).is_empty()
    assert api.students(school, TEAMLEIDER, "student", class_key=klas, student_key=student).is_empty()


def test_latest_gives_the_newest_row_of_each_enrolment_that_is_in_scope(school: Build) -> None:
    for viewer in (TANDEM_A, TEAMLEIDER):
        found = api.students(school, viewer, "student_progress", latest=True)
        every = api.students(school, viewer, "student_progress")
        newest = every.filter(pl.col("as_of") == pl.col("as_of").max().over("enrolment_key"))
        assert same(found, newest)
        assert found.get_column("enrolment_key").is_unique().all()


def test_since_leaves_out_earlier_days_and_keeps_the_day_itself(school: Build) -> None:
    day = dt.date(2025, 10, 6)
    for mart, column in api.DATED.items():
        if mart == "student_lesson":
            continue
        found = api.students(school, TEAMLEIDER, mart, since=day)
        every = api.students(school, TEAMLEIDER, mart)
        assert same(found, every.filter(pl.col(column) >= day))
    assert api.students(school, TEAMLEIDER, "student_day", since=day).get_column("date").min() == day
    assert api.students(school, TEAMLEIDER, "placement", since=day).height == 6
    assert api.students(school, TEAMLEIDER, "student_week", since=day).get_column("week_start").min() == day


@pytest.mark.parametrize("mart", ["student_day", "student_week"])
def test_rows_of_a_class_or_a_student_are_complete_though_not_every_file_is_read(mart: str, school: Build) -> None:
    every = api.students(school, TEAMLEIDER, mart)
    for key in ("class_key", "student_key"):
        for one in every.get_column(key).unique():
            for since in (None, dt.date(2025, 9, 1), dt.date(2025, 10, 5), dt.date(2025, 10, 6), dt.date(2026, 9, 1)):
                found = api.students(school, TEAMLEIDER, mart, since=since, **{key: one})
                is_since = pl.col(api.DATED[mart]) >= (since or dt.date.min)
                assert same(found, every.filter(pl.col(key) == one, is_since))
    mondays = school.ask(f"SELECT DISTINCT week_start FROM marts.{mart} ORDER BY 1").get_column("week_start").to_list()
    for monday in mondays:
        near = school.weeks(mart, monday, monday + dt.timedelta(days=6))
        assert near is not None
        assert same(
            near.collect().filter(pl.col("week_start") == monday),
            school.ask(f"FROM marts.{mart} WHERE week_start = ?", [monday]),
        )
    newest = school.weeks(mart, mondays[-1], dt.date.max)
    assert newest is not None
    assert set(newest.collect().get_column("week_start")) == {mondays[-1]}, "Older weeks stand in files of their own."


def test_columns_are_those_asked_for_with_the_keys_beside_them(school: Build) -> None:
    found = api.students(school, TANDEM_A, "student_day", columns=["date", "n_present"])
    assert found.columns == ["student_key", "class_key", "date", "n_present"]


@pytest.mark.parametrize(
    "column",
    [
        "s.last_name", "date, (SELECT max(student_id) FROM marts.student)", "*", "^.*$", "last_name",
        'date", s."last_name',
    ],
)  # fmt: skip
@pytest.mark.parametrize("mart", ["student_day", "student_step"])
def test_a_column_is_only_ever_a_name_of_the_mart(mart: str, column: str, school: Build) -> None:
    with pytest.raises((AccessDeniedError, duckdb.BinderException, pl.exceptions.ColumnNotFoundError)):
        api.students(school, TANDEM_A, mart, columns=[column])


def test_progress_and_steps_of_who_passed_through_a_class_are_about_the_time_in_it(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    small = SmallSchool(tmp_path_factory.mktemp("through"), range(13))
    to_b = "10003;Cem;Can;E1B;Entree;25255;1;2025/2026;20-10-2025;"
    until = ENROLMENTS.replace(to_b, f"{to_b}19-11-2025\n10003;Cem;Can;H2A;Horeca;25256;1;2025/2026;20-11-2025;")
    small.delivers("inschrijvingen.csv", until)
    # Away for six days in the new class and back: a step that the time in this class shows by itself.
    back = [(day, "Absent" if 2 <= number < 8 else "Aanwezig") for number, day in enumerate(school_days(range(7, 9)))]
    small.delivers("terug.csv", LESSON_HEADER + "".join(
        lesson(10003, day, start, status) for day, status in back for start in STARTS
    ))  # fmt: skip
    build = small.build()
    student_key = keys(build, "student")[10003]
    asked: dict[str, Any] = {"class_key": keys(build, "class")["E1B"], "student_key": student_key}
    everything = build.ask("FROM marts.student_progress WHERE student_id = 10003 AND class_id = 'E1B' ORDER BY as_of")
    assert everything["n_teaching_days"].to_list() == [35, 40, 45, 50]
    assert everything["previous_class_id"].to_list() == [None, "E1A", "E1A", "E1A"]
    steps = build.ask("SELECT step FROM marts.student_step WHERE student_id = 10003 AND class_id = 'E1B'")
    assert set(steps["step"]) == {"first_full_day", "came_back"}, "The first full day is one beside those in E1A."
    for viewer in (TANDEM_B, TEAMLEIDER):
        days = api.students(build, viewer, "student_day", **asked).filter("is_teaching_day")
        told = api.students(build, viewer, "student_progress", **asked)
        assert told["as_of"].to_list() == everything["as_of"].to_list()
        assert told["n_teaching_days"].to_list() == [5, 10, 15, 20]
        assert told["current_n_present"][-1] == days.filter(pl.col("date") <= told["as_of"][-1])["n_present"].sum()
        assert told["change_share"].null_count() == told["previous_n_registered"].null_count() == told.height
        newest = api.students(build, viewer, "student_progress", **asked, latest=True, columns=["n_teaching_days"])
        assert newest["n_teaching_days"].to_list() == [20]
        own = api.students(build, viewer, "student_step", **asked, columns=["step_date", "step"])
        assert own["step"].to_list() == ["came_back"]
        for mart in ("student_progress", "student_step"):
            of_class = api.students(build, viewer, mart, class_key=asked["class_key"])
            assert of_class.height
            assert 10003 not in of_class["student_id"], "Who passed through it is asked for one by one."
    now = Viewer("h", frozenset({"tandem"}), frozenset({"H2A"}))
    whole = api.students(build, now, "student_progress", student_key=student_key)
    assert whole["previous_class_id"].to_list()[-4:] != [None] * 4, "Who is in an own class now has the whole line."


# -- Lessons -----------------------------------------------------------------------------------------------


def test_lessons_are_given_for_one_student_at_a_time_and_add_up_to_the_days(school: Build) -> None:
    with pytest.raises(AccessDeniedError):
        api.students(school, TEAMLEIDER, "student_lesson")
    for student_id in EVER["E1A"] | EVER["E1B"]:
        key = keys(school, "student")[student_id]
        told = api.students(school, TEAMLEIDER, "student_lesson", student_key=key)
        days = api.students(school, TEAMLEIDER, "student_day", student_key=key)
        by_day = told.group_by("date").agg(
            pl.len().alias("n"), pl.col("present_minutes").sum(), (pl.col("status") == "unexcused").sum().alias("u")
        )
        expected = days.select(
            "date",
            n=pl.col("n_lessons").cast(pl.UInt32) + pl.col("n_cancelled"),
            present_minutes=pl.col("present_minutes").cast(pl.Int64),
            u=pl.col("n_unexcused").cast(pl.UInt32),
        ).filter(pl.col("n") > 0)
        assert by_day.sort("date").cast(expected.schema).equals(expected.sort("date"))


def test_lessons_of_a_former_student_are_those_in_the_own_class(school: Build) -> None:
    key = keys(school, "student")[10003]
    assert set(api.students(school, TANDEM_A, "student_lesson", student_key=key).get_column("class_id")) == {"E1A"}
    assert set(api.students(school, TANDEM_B, "student_lesson", student_key=key).get_column("class_id")) == {
        "E1A",
        "E1B",
    }
    klas = keys(school, "class")["E1A"]
    assert set(
        api.students(school, TEAMLEIDER, "student_lesson", class_key=klas, student_key=key).get_column("class_id")
    ) == {"E1A"}
    lately = api.students(school, TANDEM_A, "student_lesson", student_key=key, since=dt.date(2025, 11, 1))
    assert lately.is_empty()
    assert "status" in lately.columns


def test_lessons_since_a_day_hold_that_day_and_none_before(school: Build) -> None:
    key, day = keys(school, "student")[10001], dt.date(2025, 10, 8)
    told = api.students(school, TANDEM_A, "student_lesson", student_key=key, since=day)
    assert told.get_column("date").min() == day


def test_lessons_with_two_enrolments_stand_each_under_its_own_class(tmp_path_factory: pytest.TempPathFactory) -> None:
    small = SmallSchool(tmp_path_factory.mktemp("two"))
    small.delivers(
        "inschrijvingen_2.csv",
        "studentnummer;roepnaam;achternaam;klas;organisatieonderdeel;externe_code;niveau;cohort;ingangsdatum;"
        "afloopdatum\n10001;Ada;Aarts;H2A;Horeca;25256;2;2025/2026;01-09-2025;\n",
    )
    day = dt.date(2025, 9, 1)
    small.delivers("les.csv", LESSON_HEADER + lesson(10001, day, 510, "Aanwezig", "E1A")
                   + lesson(10001, day, 570, "Ziek", "H2A") + lesson(10001, day, 630, "Aanwezig", ""))  # fmt: skip
    opened = small.build()
    key = keys(opened, "student")[10001]
    for viewer in (TANDEM_A, Viewer("h", frozenset({"tandem"}), frozenset({"H2A"}))):
        told = api.students(opened, viewer, "student_lesson", student_key=key)
        assert told.select("start_minute", "class_id").rows() == [(510, "E1A"), (570, "H2A"), (630, "H2A")]
    until_monday = ENROLMENTS.replace("10001;Ada;Aarts;E1A;Entree;25255;1;2025/2026;25-08-2025;",
                                      "10001;Ada;Aarts;E1A;Entree;25255;1;2025/2026;25-08-2025;01-09-2025")  # fmt: skip
    small.delivers("inschrijvingen.csv", until_monday)
    small.delivers("les_2.csv", LESSON_HEADER + lesson(10001, dt.date(2025, 9, 2), 510, "Aanwezig", "H2A"))
    told = api.students(small.build(), TANDEM_A, "student_lesson", student_key=key)
    assert told.select("start_minute", "class_id").rows() == [(510, "E1A")], "The other class is not of this tandem."


# -- Groups ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mart", GROUP_MARTS)
@pytest.mark.parametrize("who", SEES)
def test_figures_of_classes_are_those_of_the_own_classes_and_for_quality_of_all(
    who: str, mart: str, school: Build
) -> None:
    viewer, classes = SEES[who]
    everything = school.ask(f'FROM marts."{mart}"')
    if "kwaliteit" in viewer.roles:
        classes = {"E1A", "E1B", "H2A"}
    # What quality sees of classes of few people is a test of its own.
    shown = [name for name in ("class_id", "week_start", "school_year") if name in everything.columns]
    columns = shown if "kwaliteit" in viewer.roles else everything.columns
    expected = everything.filter(pl.col("class_id").is_in(list(classes))).select(columns)
    assert same(api.class_figures(school, viewer, mart).select(columns), expected)
    for class_id, class_key in keys(school, "class").items():
        found = opens(class_id in classes, partial(api.class_figures, school, viewer, mart, class_key=class_key))
        assert found is None or same(found.select(columns), expected.filter(pl.col("class_id") == class_id))


def test_of_a_class_of_few_and_of_a_few_who_left_quality_gets_no_figures(school: Build) -> None:
    progress = api.class_figures(school, KWALITEIT, "class_progress")
    assert progress.height > 0
    assert set(progress.drop("class_key", "class_id", "school_year", "week_start", "as_of").row(-1)) == {None}


def test_quality_sees_the_figures_of_all_classes_and_management_of_none(school: Build) -> None:
    for mart in GROUP_MARTS:
        assert set(api.class_figures(school, KWALITEIT, mart).get_column("class_id")) == {"E1A", "E1B", "H2A"}
        for viewer in (BEHEER, NOBODY):
            with pytest.raises(AccessDeniedError):
                api.class_figures(school, viewer, mart)


@pytest.fixture(scope="module")
def three_classes(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Nine weeks of a class of 3 in a team with one of 12, and of a class of 14, from which one left halfway."""
    small = SmallSchool(tmp_path_factory.mktemp("three"))
    classes = {"E1A;Entree": range(10100, 10112), "E1B;Entree": range(10200, 10203), "H2A;Horeca": range(10300, 10314)}
    head = ENROLMENTS.splitlines()[0]
    small.delivers("inschrijvingen.csv", "\n".join([head, *(
        f"{student};A;B;{group};25255;1;2025/2026;25-08-2025;{'10-10-2025' if student == 10313 else ''}"
        for group, students in classes.items()
        for student in students
    ), ""]))  # fmt: skip
    for students in classes.values():
        small.delivers(f"les_{students[0]}.csv", lessons(school_days(range(10)), students))
    return small.build()


def test_nothing_of_a_class_gives_away_the_few_of_the_class_beside_it(three_classes: Build) -> None:
    team = api.figures(three_classes, KWALITEIT, "presence", by=("team", "class_id"), over=("week_start",))
    assert set(team.filter("is_hidden")["class_id"]) == {"E1A", "E1B"}
    shown = api.class_figures(three_classes, KWALITEIT, "class_progress")
    figures = shown.drop("class_key", "school_year", "week_start", "as_of").filter(pl.col("class_id") != "H2A")
    assert figures.height == 18
    assert set(figures.drop("class_id").unique().row(0)) == {None}
    for viewer in (KWALITEIT, TEAMLEIDER):
        with pytest.raises(AccessDeniedError):
            api.class_figures(three_classes, viewer, "class_week")


def test_of_a_few_who_left_quality_gets_no_figures(three_classes: Build) -> None:
    everything = three_classes.ask("FROM marts.class_progress").filter(class_id="H2A")
    shown = api.class_figures(three_classes, KWALITEIT, "class_progress").filter(class_id="H2A")
    left = (everything["n_leavers"] == 1).to_list()
    assert any(left)
    assert shown["n_leavers"].is_null().to_list() == left
    assert shown["all_current_share"].is_null().to_list() == left
    assert shown["change_share"].equals(everything["change_share"], null_equal=True)
    assert shown["change_share"].null_count() < shown.height


@pytest.mark.parametrize("mart", [*STUDENT_MARTS, "staff", "free_day", "class_week", ""])
def test_no_rows_of_students_come_through_the_door_of_figures(mart: str, school: Build) -> None:
    for viewer in (TEAMLEIDER, KWALITEIT):
        with pytest.raises(AccessDeniedError):
            api.class_figures(school, viewer, mart)


def test_an_unknown_class_has_no_figures(school: Build) -> None:
    with pytest.raises(AccessDeniedError):
        api.class_figures(school, KWALITEIT, "class_progress", class_key="0" * 16)


def test_figures_since_a_week_hold_that_week_and_none_before(school: Build) -> None:
    found = api.class_figures(school, KWALITEIT, "class_progress", since=dt.date(2025, 10, 6))
    assert found.get_column("week_start").min() == dt.date(2025, 10, 6)


def test_classes_are_those_in_scope_with_who_is_in_them_now(school: Build) -> None:
    for viewer, classes in SEES.values():
        shown = {"E1A", "E1B", "H2A"} if "kwaliteit" in viewer.roles else classes
        found = api.classes(school, viewer)
        assert found.get_column("class_id").to_list() == sorted(shown)
        assert dict(found.select("class_id", "n_students").iter_rows()) == {name: len(NOW[name]) for name in shown}
    for viewer in (BEHEER, NOBODY):
        assert api.classes(school, viewer).is_empty()


# -- Deliveries --------------------------------------------------------------------------------------------


def test_deliveries_carry_names_of_files_for_management_only(school: Build) -> None:
    named = api.deliveries(school, BEHEER)
    assert "les_00.csv" in named.get_column("file").to_list()
    for viewer in (TANDEM_A, TEAMLEIDER, KWALITEIT):
        rows = api.deliveries(school, viewer)
        assert rows.drop("file", "repeats").equals(named.drop("file", "repeats"), null_equal=True)
        assert set(rows.get_column("file")) == {""}
        assert rows.get_column("repeats").null_count() == rows.height
    with pytest.raises(AccessDeniedError):
        api.deliveries(school, NOBODY)


def test_rejected_lines_are_for_management_and_hold_no_values(school: Build) -> None:
    rows = api.rejected(school, BEHEER)
    assert rows.select("file", "line", "rule").rows() == [("les_13_fout.csv", 2, "status|code")]
    assert "10001" not in str(rows.rows())
    assert "Onbekend woord" not in str(rows.rows())
    for viewer in (TANDEM_A, TEAMLEIDER, KWALITEIT, NOBODY):
        with pytest.raises(AccessDeniedError):
            api.rejected(school, viewer)


def test_coverage_is_of_the_own_classes_and_for_quality_and_management_of_all(school: Build) -> None:
    shown = {
        TANDEM_A: {"E1A"}, TEAMLEIDER: {"E1A", "E1B"}, STRANGER: set(), KWALITEIT: {"E1A", "E1B", "H2A"},
        BEHEER: {"E1A", "E1B", "H2A"},
    }  # fmt: skip
    for viewer, classes in shown.items():
        assert set(api.coverage(school, viewer).get_column("class_id")) == classes
    with pytest.raises(AccessDeniedError):
        api.coverage(school, NOBODY)


def test_sample_viewers_exist_for_sample_data_only(school: Build) -> None:
    assert api.sample_viewers(school) == {}


# -- The guard itself is tested ----------------------------------------------------------------------------


def every_class(build: Build, *_: object) -> frozenset[str]:
    return build.register.every_class()


def every_row(build: Build, *_: object) -> Rows:
    return Rows(tuple(every_class(build)))


@pytest.mark.parametrize("forgotten", [("class_ids", every_class), ("of_rows", every_row)], ids=lambda one: one[0])
def test_a_forgotten_scope_condition_would_be_noticed(
    forgotten: tuple[str, object], school: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scope, *forgotten)
    with pytest.raises(AssertionError):
        test_a_viewer_sees_the_own_classes_and_the_whole_line_of_who_is_in_them_now(
            "tandem of E1A", "student_day", school
        )


def test_keys_in_addresses_say_nothing_and_stay_the_same(school: Build) -> None:
    for mart, name in (("student", 10001), ("class", "E1A")):
        key = keys(school, mart)[name]
        assert len(key) == 16
        assert int(key, 16) >= 0
        assert str(name) not in key
    again = Build(school.path)
    assert keys(again, "student") == keys(school, "student")
