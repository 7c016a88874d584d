"""The same way from files to marts in straightforward pandas: what Groeilijn is timed against and checked against.

Written from the definitions, not from the SQL or Polars of the product, so equal figures mean something. It does the
same work: the bytes of every file are hashed (the same file twice counts once), lines are judged by the same rules, bad
ones are kept as file and line number, good ones are written as Parquet per school week; a later file that repeats a
lesson replaces it; notices are laid over the lessons; days and weeks of students and weeks of classes are written a
school week at a time; then own progress with windows, sustained levels and statuses.

Left out, so pandas has less to do than the product: growth of classes with its band, the steps, the legal duty, and
every layout but EduArte. Whole files are read with types; only a file in which something does not fit is read again
as text, as one would do by hand.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

Frame: TypeAlias = pd.DataFrame
Flags = npt.NDArray[np.bool_]

LESSON = ["student_id", "date", "start_minute"]
DAY = ["enrolment_key", "date"]
COUNTS = [
    "n_lessons", "n_registered", "n_present", "n_late", "n_removed", "n_excused", "n_ill", "n_unexcused",
    "n_unregistered", "n_cancelled",
]  # fmt: skip
MINUTES = ["scheduled_minutes", "registered_minutes", "present_minutes", "unexcused_minutes"]
MEASURES = ["present_minutes", "registered_minutes", "n_present", "n_registered"]
STATUSES = {"aanwezig": "present", "afwezig": "absent", "nvt": "cancelled", "": "unregistered"}
KINDS = {"absent": "absent", "afwezig": "absent", "ziek": "ill", "te laat": "late", "verwijderd": "removed"}
FIRST_DAY, LAST_DAY = pd.Timestamp(2000, 1, 1), pd.Timestamp(2099, 12, 31)
WINDOW, BEFORE_WEEKS, RECENT_WEEKS = 20, 20, (4, 8)


# --- files ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """Rows that passed every rule, and the numbers of the lines that did not."""

    good: Frame
    bad_lines: list[int]


WAARNEMING = {
    "student_id": "int32", "date": "str", "start_minute": "int16", "end_date": "str", "end_minute": "int16",
    "first_hour": "int16", "last_hour": "int16", "lesson_code": "category", "status": "category", "done": "category",
}  # fmt: skip
MELDING = {
    "student_id": "int32", "start_date": "str", "start_minute": "str", "end_date": "str", "end_minute": "str",
    "first_hour": "str", "last_hour": "str", "reason_code": "category", "remark": "str",
}  # fmt: skip


def read_lessons(path: Path) -> Judged:
    """EduArte waarneming: ten fields, no header."""
    frame = _read_typed(path, WAARNEMING, skipped=("first_hour", "last_hour"))
    if frame is not None and (frame["done"] != "").all():
        return _judge_lessons(frame, np.arange(1, len(frame) + 1))
    frame, numbers, broken = _read_as_text(path, list(WAARNEMING))
    judged = _judge_lessons(frame, numbers)
    return Judged(judged.good, sorted(judged.bad_lines + broken))


def _judge_lessons(frame: Frame, numbers: npt.NDArray[np.int64]) -> Judged:
    student = pd.to_numeric(frame["student_id"], errors="coerce")
    date, end_date = _day(frame["date"]), _day(frame["end_date"])
    start, end = _minute(frame["start_minute"]), _minute(frame["end_minute"])
    status = frame["status"].astype(str).str.strip().str.lower() if frame["status"].dtype == "str" else frame["status"]
    if status.dtype == "category":
        status = status.cat.rename_categories(lambda word: word.strip().lower())
    status = status.map(STATUSES)
    is_good = (
        (student >= 10_000)
        & date.between(FIRST_DAY, LAST_DAY)
        & start.between(0, 1439)
        & end.between(1, 1440)
        & (end > start)
        & (end - start <= 600)
        & ((end_date == date) | (frame["end_date"] == ""))
        & status.notna()
    ).to_numpy()
    good = pd.DataFrame({
        "student_id": student, "date": date, "start_minute": start, "end_minute": end,
        "lesson_code": frame["lesson_code"].astype("category"), "status": status.astype("category"),
    })  # fmt: skip
    if not is_good.all():
        good = good[is_good]
    good = good.astype({"student_id": "int32", "start_minute": "int16", "end_minute": "int16"})
    return Judged(good.drop_duplicates(LESSON, keep="last").sort_values(LESSON), numbers[~is_good].tolist())


def read_notices(path: Path) -> Judged:
    """EduArte absentiemelding: nine fields, no header; the remark is not read."""
    frame = _read_typed(path, MELDING, skipped=("first_hour", "last_hour", "remark"))
    if frame is not None and (frame["reason_code"] != "").all():
        return _judge_notices(frame, np.arange(1, len(frame) + 1))
    frame, numbers, broken = _read_as_text(path, list(MELDING))
    judged = _judge_notices(frame, numbers)
    return Judged(judged.good, sorted(judged.bad_lines + broken))


def _judge_notices(frame: Frame, numbers: npt.NDArray[np.int64]) -> Judged:
    good = pd.DataFrame({
        "student_id": pd.to_numeric(frame["student_id"], errors="coerce"),
        "start_date": _day(frame["start_date"]), "start_minute": _minute(frame["start_minute"]),
        "end_date": _day(frame["end_date"]), "end_minute": _minute(frame["end_minute"]),
        "reason_code": frame["reason_code"].astype(str).str.strip(),
    })  # fmt: skip
    is_open = frame["end_date"] == ""
    is_good = (
        (good["student_id"] >= 10_000)
        & good["start_date"].between(FIRST_DAY, LAST_DAY)
        & (is_open | good["end_date"].between(FIRST_DAY, LAST_DAY))
        & ((frame["start_minute"] == "") | good["start_minute"].between(0, 1440))
        & ((frame["end_minute"] == "") | good["end_minute"].between(0, 1440))
        & (is_open | (good["end_date"] >= good["start_date"]))
        & ~((good["end_date"] == good["start_date"]) & (good["end_minute"] < good["start_minute"]))
        & good["reason_code"].str.len().between(1, 2)
    ).to_numpy()
    good = good[is_good].astype({"student_id": "int32"})
    key = ["student_id", "start_date", "start_minute", "reason_code"]
    return Judged(good.drop_duplicates(key, keep="last"), numbers[~is_good].tolist())


def _read_typed(path: Path, types: dict[str, str], skipped: tuple[str, ...]) -> Frame | None:
    """The whole file with types, or None when something in it does not fit them."""
    used = [name for name in types if name not in skipped]
    for encoding in ("utf-8", "cp1252"):
        try:
            frame: Frame = pd.read_csv(
                path, sep=";", header=None, names=list(types), usecols=used, dtype={name: types[name] for name in used},
                index_col=False, na_filter=False, encoding=encoding,
            )  # fmt: skip
        except UnicodeDecodeError:
            continue
        except (ValueError, pd.errors.ParserError):
            return None
        return frame
    return None


def _read_as_text(path: Path, names: list[str]) -> tuple[Frame, npt.NDArray[np.int64], list[int]]:
    """Every line as text: those with the right number of fields with their numbers, and the other numbers."""
    raw = path.read_bytes()
    try:
        words = raw.decode("utf-8")
    except UnicodeDecodeError:
        words = raw.decode("cp1252")
    lines = [(number, line.split(";")) for number, line in enumerate(words.split("\n"), 1) if line.strip()]
    fitting = [(number, fields) for number, fields in lines if len(fields) == len(names)]
    frame = pd.DataFrame([fields for _, fields in fitting], columns=names, dtype=str).apply(lambda c: c.str.strip())
    numbers = np.array([number for number, _ in fitting], dtype=np.int64)
    return frame, numbers, [number for number, fields in lines if len(fields) != len(names)]


def _day(values: Any) -> Any:
    return pd.to_datetime(values, format="%Y%m%d", errors="coerce")


def _minute(values: Any) -> Any:
    """Hhmm as minute of the day; nothing where it is no time."""
    hhmm = pd.to_numeric(values, errors="coerce") if values.dtype == "str" else values
    return (hhmm // 100 * 60 + hhmm % 100).where(hhmm % 100 < 60)


def read_enrolments(path: Path) -> Frame:
    """Stays of students in classes, one class at a time, with a number for each enrolment (programme and cohort)."""
    names = {
        "deelnemernummer": "student_id", "klas": "class_id", "externecode": "crebo", "cohort": "cohort",
        "verbintenis begindatum": "start_date", "verbintenis einddatum": "end_date",
    }  # fmt: skip
    frame = pd.read_csv(path, sep=";", dtype="str", encoding="cp1252", usecols=list(names)).rename(columns=names)
    frame = frame.astype({"student_id": "int64", "crebo": "Int64"})
    frame["start_date"], frame["end_date"] = _day(frame["start_date"]), _day(frame["end_date"])
    kind = pd.DataFrame({"student_id": frame["student_id"], "crebo": frame["crebo"].fillna(0),
                         "cohort": frame["cohort"].fillna("")})  # fmt: skip
    number = kind.drop_duplicates().sort_values(["student_id", "crebo", "cohort"])
    number["number"] = number.groupby("student_id").cumcount() + 1
    frame["enrolment_key"] = frame["student_id"] * 100 + kind.merge(number, how="left")["number"].to_numpy()
    frame = frame.sort_values(["enrolment_key", "start_date", "class_id"]).drop_duplicates(
        ["enrolment_key", "start_date"]
    )
    until_next = frame.groupby("enrolment_key")["start_date"].shift(-1) - pd.Timedelta(days=1)
    frame["end_date"] = frame[["end_date"]].assign(next=until_next).min(axis=1)
    return frame[["student_id", "enrolment_key", "class_id", "start_date", "end_date"]]


def read_free_days(path: Path) -> Frame:
    """Days without school, one a row."""
    calendar = pd.read_csv(path, sep=";", dtype="str", encoding="cp1252")
    days: dict[bool, set[pd.Timestamp]] = {True: set(), False: set()}
    for first, last, kind in calendar[["datum_van", "datum_tot", "soort"]].itertuples(index=False):
        span = pd.date_range(*(pd.to_datetime(day, format="%d-%m-%Y") for day in (first, last)))
        days[kind.strip().lower() == "lesdag"].update(span)
    return pd.DataFrame({"date": pd.DatetimeIndex(sorted(days[False] - days[True]))})


def read_reasons(path: Path) -> Frame:
    """What each reason code means."""
    frame = pd.read_csv(path, sep=";", dtype="str", encoding="cp1252").rename(columns={"redencode": "reason_code"})
    return pd.DataFrame({
        "reason_code": frame["reason_code"],
        "kind": frame["soort"].str.lower().map(KINDS),
        "is_excused": frame["geoorloofd"].str.lower().isin(["j", "ja"]),
    })  # fmt: skip


# --- one school week -----------------------------------------------------------------------------------------------


def student_days(
    lessons: Frame, notices: Frame, reasons: Frame, placements: Frame, free_days: Frame, *, illness_counts: bool = True
) -> Frame:
    """marts.student_day for the days of `lessons`: every student on every day with lessons of the own class."""
    told = _told(lessons, _notices_by_day(notices, reasons, lessons))
    counted = _counted(_in_class(told, placements), illness_counts=illness_counts)
    taught = counted.groupby(["class_id", "date"], as_index=False)["n_registered"].sum()
    taught = taught.loc[(taught["n_registered"] > 0) & ~taught["date"].isin(free_days["date"]), ["class_id", "date"]]
    everyone = placements.merge(taught, on="class_id")
    everyone = everyone[_is_there(everyone)]
    days = counted.merge(everyone[[*DAY, "student_id", "class_id"]], on=[*DAY, "student_id", "class_id"], how="outer")
    days[COUNTS + MINUTES] = days[COUNTS + MINUTES].fillna(0).astype("int32")
    days["is_holiday"] = days["date"].isin(free_days["date"])
    taught["is_teaching_day"] = True
    days = days.merge(taught, on=["class_id", "date"], how="left")
    days["is_teaching_day"] = days["is_teaching_day"].fillna(value=False).astype(bool)
    return _judged_days(days).sort_values(["class_id", *DAY], ignore_index=True)


def _judged_days(days: Frame) -> Frame:
    """Say of each day what follows from its counts."""
    start, first_present = days["first_start_minute"], days["first_present_minute"]
    until = days["first_unregistered_minute"].fillna(9999)
    days["arrival_minute"] = days["arrival_minute"].where(until > first_present)
    days["is_full_day"] = (
        (days["n_registered"] > 0)
        & (days["n_unregistered"] == 0)
        & (days["present_minutes"] == days["registered_minutes"])
    )
    arrival = days["arrival_minute"]
    days["is_on_time"] = (arrival <= start).astype("boolean").mask(arrival.isna())
    days["is_first_hour_present"] = (first_present == start).astype("boolean").where(start < until)
    limit = days["date"] + pd.to_timedelta(start, unit="min")
    notified = (days["n_unexcused"] == 0) & (days["last_notice_at"] < limit)
    unknown = (days["n_excused"] + days["n_unexcused"] == 0) | (days["n_notice_unknown"] > 0)
    days["is_absence_notified"] = notified.astype("boolean").mask(unknown)
    days["week_start"] = days["date"] - pd.to_timedelta(days["date"].dt.day_of_week, unit="D")
    days["school_year"] = days["date"].dt.year - (days["date"].dt.month < 8)
    return days.drop(
        columns=["first_present_minute", "first_unregistered_minute", "last_notice_at", "n_notice_unknown"]
    )


def _notices_by_day(notices: Frame, reasons: Frame, lessons: Frame) -> Frame:
    """Spread every notice with a known reason over the days there are lessons, at most fourteen days on when open."""
    known = notices.merge(reasons, on="reason_code")
    is_open = known["end_date"].isna()
    last = known["start_date"].where(known["end_minute"].notna(), known["start_date"] + pd.Timedelta(days=14))
    known["end_date"] = known["end_date"].where(~is_open, last)
    by_day = known.merge(lessons[["date"]].drop_duplicates(), how="cross")
    by_day = by_day[by_day["date"].between(by_day["start_date"], by_day["end_date"])].copy()
    by_day["has_times"] = by_day["start_minute"].notna() & by_day["end_minute"].notna()
    by_day["from_minute"] = by_day["start_minute"].fillna(0).where(by_day["date"] == by_day["start_date"], 0)
    by_day["until_minute"] = by_day["end_minute"].fillna(1440).where(by_day["date"] == by_day["end_date"], 1440)
    return by_day[["student_id", "date", "from_minute", "until_minute", "has_times", "kind", "is_excused"]]


def _told(lessons: Frame, notices: Frame) -> Frame:
    """Lay the notices over the lessons that say no more than present or absent."""
    lessons = lessons.reset_index(drop=True)
    start, end, status = lessons["start_minute"], lessons["end_minute"], lessons["status"]
    was_present, was_absent = status == "present", status == "absent"
    plain = lessons.loc[was_present | was_absent, [*LESSON, "end_minute"]].reset_index()
    hits = plain.merge(notices, on=["student_id", "date"])
    hits = hits[(hits["from_minute"] < hits["end_minute"]) & (hits["until_minute"] > hits["start_minute"])]

    def said(which: Any) -> Flags:
        flags = np.zeros(len(lessons), dtype=bool)
        flags[hits.loc[which, "index"]] = True
        return flags

    kind = hits["kind"]
    said_excused = said(kind.isin(["absent", "ill"]) & hits["is_excused"])
    line_excused = lessons["is_excused"] == "yes" if "is_excused" in lessons else False
    late = (status == "late") | ((was_present | was_absent) & said(kind == "late"))
    removed = (status == "removed") | ((was_present | was_absent) & said(kind == "removed") & ~late)
    away = was_absent & ~late & ~removed
    away_ill = away & said(kind == "ill") & said_excused
    away_excused = away & ~away_ill & (said_excused | line_excused)
    unexcused = status == "unexcused"
    told = lessons.assign(
        late=late,
        removed=removed,
        present=was_present & ~late & ~removed,
        ill=(status == "ill") | away_ill,
        excused=(status == "excused") | away_excused | (unexcused & line_excused),
        unexcused=(unexcused & ~np.asarray(line_excused)) | (away & ~away_ill & ~away_excused),
        unregistered=status == "unregistered",
        cancelled=status == "cancelled",
        length=(end - start).astype("int32"),
    )
    part = hits[kind.isin(["late", "removed"]) & hits["has_times"]]
    minutes = np.minimum(part["end_minute"], part["until_minute"]) - np.maximum(
        part["start_minute"], part["from_minute"]
    )
    missed = minutes.groupby(part["index"]).max().reindex(told.index)
    came_at: Any = np.nan
    if "arrival_minute" in lessons:
        came_at = lessons["arrival_minute"].where(
            (lessons["arrival_minute"] > start) & (lessons["arrival_minute"] < end)
        )
        came_at = came_at.astype("float64").where(late)
        missed = missed.fillna(came_at - start)
    if "attended_minutes" in lessons:
        missed = (told["length"] - lessons["attended_minutes"].astype("float64")).fillna(missed)
    partly = late | removed
    told["minutes"] = np.where(partly, told["length"] - missed.fillna(0), np.where(told["present"], told["length"], 0))
    if "attended_minutes" in lessons:
        attended = lessons["attended_minutes"].astype("float64")
        told["minutes"] = attended.fillna(told["minutes"]).where(told["present"], told["minutes"])
    told["came_at"] = start.where(told["present"] | removed).astype("float64")
    told["came_at"] = told["came_at"].where(~late, start + missed)
    if "arrival_minute" in lessons:
        told["came_at"] = came_at.fillna(told["came_at"])
    return told


def _is_there(rows: Frame) -> Any:
    return (rows["date"] >= rows["start_date"]) & (rows["end_date"].isna() | (rows["date"] <= rows["end_date"]))


def _in_class(told: Frame, placements: Frame) -> Frame:
    """Give each lesson the class and the enrolment the student was in; of two enrolments the one the lesson names."""
    told = told.reset_index(names="lesson")
    rows = told.merge(placements, on="student_id")
    rows = rows[_is_there(rows)]
    if rows["lesson"].is_unique:
        return rows
    named = rows["class_id"] == rows["class_code"] if "class_code" in rows else False
    ranked = rows.assign(is_named=named).sort_values(
        ["lesson", "is_named", "start_date", "class_id"], ascending=[True, False, False, True]
    )
    return ranked.drop_duplicates("lesson")


def _counted(rows: Frame, *, illness_counts: bool) -> Frame:
    """Add up the lessons of each enrolment on each day."""
    ill = rows["ill"]
    goes_on = ~rows["cancelled"] if illness_counts else ~rows["cancelled"] & ~ill
    registered = goes_on & ~rows["unregistered"]
    here = rows["present"] | rows["late"] | rows["removed"]
    length = rows["length"]
    numbers = pd.DataFrame({
        "enrolment_key": rows["enrolment_key"], "date": rows["date"],
        "n_lessons": goes_on, "n_registered": registered, "n_present": here, "n_late": rows["late"],
        "n_removed": rows["removed"], "n_excused": rows["excused"] | ill if illness_counts else rows["excused"],
        "n_ill": ill, "n_unexcused": rows["unexcused"], "n_unregistered": rows["unregistered"],
        "n_cancelled": rows["cancelled"], "scheduled_minutes": length * goes_on,
        "registered_minutes": length * registered, "present_minutes": rows["minutes"].astype("int32"),
        "unexcused_minutes": length * rows["unexcused"],
    })  # fmt: skip
    explained = rows["excused"] | ill
    numbers["n_notice_unknown"] = explained & rows["registered_at"].isna() if "registered_at" in rows else explained
    days = numbers.groupby(DAY, sort=False).sum()
    starts = rows[DAY].assign(
        first_start_minute=rows["start_minute"].where(goes_on),
        first_unregistered_minute=rows["start_minute"].where(rows["unregistered"]),
    )
    days = days.join(starts.groupby(DAY, sort=False).min())
    first = rows[here].sort_values("start_minute", kind="stable").drop_duplicates(DAY).set_index(DAY)
    days["first_present_minute"], days["arrival_minute"] = first["start_minute"], first["came_at"]
    days["last_notice_at"] = pd.NaT
    if "registered_at" in rows:
        days["last_notice_at"] = rows[explained].groupby(DAY)["registered_at"].max()
    who = rows[[*DAY, "student_id", "class_id"]].drop_duplicates(DAY).set_index(DAY)
    return days.join(who).reset_index()


def student_weeks(days: Frame) -> Frame:
    """marts.student_week from its days, free days left out."""
    days = days[~days["is_holiday"]].sort_values(DAY)
    by = ["student_id", "enrolment_key", "week_start"]
    summed = days[by + COUNTS + MINUTES].assign(
        n_teaching_days=days["is_teaching_day"].astype("int8"),
        n_days_present=(days["n_present"] > 0).astype("int8"),
        n_full_days=days["is_full_day"].astype("int8"),
        n_on_time_days=days["is_on_time"].fillna(value=False).astype("int8"),
        n_first_hour=days["is_first_hour_present"].fillna(value=False).astype("int8"),
        n_first_hour_days=days["is_first_hour_present"].notna().astype("int8"),
    )
    weeks = summed.groupby(by).sum()
    grouped = days.groupby(by)
    weeks["class_id"] = grouped["class_id"].last()
    weeks["school_year"] = grouped["school_year"].min()
    weeks["usual_arrival_minute"] = grouped["arrival_minute"].quantile(0.5, interpolation="lower")
    weeks["is_full_week"] = (
        (weeks["n_registered"] > 0)
        & (weeks["n_unregistered"] == 0)
        & (weeks["present_minutes"] == weeks["registered_minutes"])
        & (weeks["n_teaching_days"] > 0)
    )
    return weeks.reset_index().sort_values(["class_id", "enrolment_key", "week_start"], ignore_index=True)


def class_weeks(days: Frame) -> Frame:
    """marts.class_week from the days of its students, free days left out."""
    days = days[~days["is_holiday"]]
    by = ["class_id", "week_start"]
    grouped = days.groupby(by)
    weeks = grouped[COUNTS + MINUTES].sum()
    weeks["school_year"] = grouped["school_year"].min()
    weeks["n_students"] = grouped["enrolment_key"].nunique()
    weeks["n_teaching_days"] = (
        days["date"].where(days["is_teaching_day"]).groupby([days[name] for name in by]).nunique()
    )
    return weeks.reset_index()


# --- own progress --------------------------------------------------------------------------------------------------


def student_progress(days: Frame) -> Frame:
    """marts.student_progress from all days: windows of 20 teaching days, both changes, status and sustained level."""
    days = days[days["is_teaching_day"]].sort_values(DAY, ignore_index=True)
    key = days["enrolment_key"]
    number = days.groupby("enrolment_key").cumcount() + 1
    upto = days.groupby("enrolment_key")[MEASURES].cumsum()
    back_20, back_40 = (upto.groupby(key).shift(n * WINDOW).fillna(0).astype("int64") for n in (1, 2))
    is_last = ~days.duplicated(["enrolment_key", "week_start"], keep="last")
    first = upto[number == WINDOW].set_index(key[number == WINDOW])
    ends = days.loc[is_last, ["student_id", "enrolment_key", "class_id", "school_year", "week_start"]]
    weeks = ends.assign(as_of=days["date"], n_teaching_days=number)
    weeks["previous_class_id"] = days.groupby("enrolment_key")["class_id"].shift(WINDOW)
    for name in MEASURES:
        weeks[f"previous_{name}"] = (back_20[name] - back_40[name]).where(number >= 2 * WINDOW)
        weeks[f"current_{name}"] = upto[name] - back_20[name]
    now, before = _share(weeks, "current_"), _share(weeks, "previous_")
    at_start = _share(first, "").reindex(weeks["enrolment_key"]).to_numpy()
    weeks["change_share"] = (now - before).round(6)
    is_comparable = weeks["change_share"].notna()
    weeks["since_start_share"] = (now - at_start).round(6)
    only_then = ["since_start_share", "previous_class_id", *(f"previous_{name}" for name in MEASURES)]
    weeks.loc[~is_comparable, only_then] = None
    weeks = weeks.reset_index(drop=True).join(_sustained(days))
    is_comparable = weeks["change_share"].notna()
    level = ["level_weeks", "level_share", "level_before_share"]
    weeks.loc[~is_comparable, level] = np.nan
    words = np.select([weeks["direction"] > 0, weeks["direction"] < 0], ["sustained_up", "sustained_down"], "fact")
    weeks["status"] = np.where(is_comparable, words, "too_early")
    return weeks.drop(columns="direction")


def _share(rows: Frame, prefix: str) -> Any:
    registered = rows[f"{prefix}registered_minutes"]
    return (rows[f"{prefix}present_minutes"] / registered).where(registered > 0)


def _sustained(days: Frame) -> Frame:
    """Lay every recent teaching week beside every earlier one, in a table of enrolments by teaching weeks.

    One row per enrolment and teaching week, in that order: direction (0 = not sustained) and the level found.
    """
    weeks = days.groupby(["enrolment_key", "week_start"], as_index=False)[
        ["present_minutes", "registered_minutes"]
    ].sum()
    number = weeks.groupby("enrolment_key").cumcount()
    who, _ = pd.factorize(weeks["enrolment_key"])
    table = np.zeros((2, int(who.max()) + 1, int(number.max()) + 1), dtype=np.int64)
    table[:, who, number] = weeks[["present_minutes", "registered_minutes"]].to_numpy().T
    present, registered = table
    level = present / np.maximum(registered, 1)
    weight = np.minimum(registered * 4 // 480, 4)
    found = {
        name: np.full(present.shape, np.nan)
        for name in ("direction", "level_weeks", "level_share", "level_before_share")
    }
    clearest = np.zeros(present.shape)
    for length in RECENT_WEEKS:
        for week in range(length, present.shape[1]):
            recent, before = slice(week - length + 1, week + 1), slice(max(0, week - length - 19), week - length + 1)
            last = slice(week - 1, week + 1)
            w_recent, w_before = weight[:, recent], weight[:, before]
            wins = np.sign(level[:, recent, None] - level[:, None, before]).astype(np.int64)
            score = (wins * w_recent[:, :, None] * w_before[:, None, :]).sum(axis=(1, 2))
            q_recent, q_before = (w_recent**2).sum(axis=1), (w_before**2).sum(axis=1)
            triple = q_recent * w_before.sum(axis=1) ** 2 + q_before * w_recent.sum(axis=1) ** 2 + q_recent * q_before
            p_before, r_before = present[:, before].sum(axis=1), registered[:, before].sum(axis=1)
            side = present[:, last].sum(axis=1) * r_before - p_before * registered[:, last].sum(axis=1)
            holds = (score != 0) & (np.sign(side) == np.sign(score)) & (30 * score**2 >= 49 * triple)
            clearness = np.where(holds, score**2 / np.maximum(triple, 1), 0)
            better = clearness > clearest[:, week]
            clearest[better, week] = clearness[better]
            share = present[:, recent].sum(axis=1) / np.maximum(registered[:, recent].sum(axis=1), 1)
            share_before = p_before / np.maximum(r_before, 1)
            for name, values in {
                "direction": np.sign(score), "level_weeks": np.full(len(score), length),
                "level_share": share.round(6), "level_before_share": share_before.round(6),
            }.items():  # fmt: skip
                found[name][better, week] = values[better]
    return pd.DataFrame({name: values[who, number] for name, values in found.items()})


# --- the whole way -------------------------------------------------------------------------------------------------


def make_marts(inbox: Path, folder: Path) -> dict[str, list[int]]:
    """Read every file in `inbox` and write all marts into `folder`; give the bad lines of each file.

    student_day, student_week and class_week have one file a school week, student_progress one file.
    """
    seen: set[str] = set()
    bad_lines: dict[str, list[int]] = {}
    pieces: dict[str, list[Path]] = defaultdict(list)
    all_notices: list[Frame] = []
    for name in ("validated", "student_day", "student_week", "class_week"):
        (folder / name).mkdir(parents=True)
    for path in sorted(inbox.glob("eduarte_*_20*.csv")):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest in seen:
            continue
        seen.add(digest)
        if "absentiemelding" in path.name:
            judged = read_notices(path)
            all_notices.append(judged.good)
        else:
            judged = read_lessons(path)
            for week, part in _by_week(judged.good):
                piece = folder / "validated" / f"{week}-{path.stem}.parquet"
                part.to_parquet(piece)
                pieces[week].append(piece)
        bad_lines[path.name] = judged.bad_lines
    notices = pd.concat(all_notices).drop_duplicates(
        ["student_id", "start_date", "start_minute", "reason_code"], keep="last"
    )
    small = (
        read_reasons(inbox / "absentieredenen.csv"),
        read_enrolments(inbox / "eduarte_verbintenissen.csv"),
        read_free_days(inbox / "jaarkalender.csv"),
    )
    taught = []
    for week in sorted(pieces):
        lessons = pd.concat([pd.read_parquet(piece) for piece in pieces[week]])
        lessons = lessons.drop_duplicates(LESSON, keep="last") if len(pieces[week]) > 1 else lessons
        days = student_days(lessons, _touching(notices, pd.Timestamp(week)), *small)
        days.to_parquet(folder / "student_day" / f"{week}.parquet")
        student_weeks(days).to_parquet(folder / "student_week" / f"{week}.parquet")
        class_weeks(days).to_parquet(folder / "class_week" / f"{week}.parquet")
        columns = ["student_id", "class_id", "school_year", "week_start", "is_teaching_day", *DAY, *MEASURES]
        taught.append(days.loc[days["is_teaching_day"], columns])
    student_progress(pd.concat(taught)).to_parquet(folder / "student_progress.parquet")
    return bad_lines


def _by_week(lessons: Frame) -> Iterator[tuple[str, Frame]]:
    monday = lessons["date"] - pd.to_timedelta(lessons["date"].dt.day_of_week, unit="D")
    for week, part in lessons.groupby(monday):
        yield f"{week:%Y-%m-%d}", part


def _touching(notices: Frame, monday: pd.Timestamp) -> Frame:
    """Notices that can say something about a lesson in this school week."""
    until = notices["end_date"].fillna(notices["start_date"] + pd.Timedelta(days=14))
    return notices[(notices["start_date"] <= monday + pd.Timedelta(days=6)) & (until >= monday)]
