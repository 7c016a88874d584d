"""What the page *JOB-monitor* shows: pure functions from figures to items, grades and the rows of its chart."""

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from dashboard import style
from dashboard.charts.job import Answers
from dashboard.wording import job as wording
from dashboard.wording.job import Grade
from dashboard.wording.sure import Change


@dataclass(frozen=True)
class Asked:
    """A question, or a whole theme, as one group answered it in one edition.

    `answers` is None where there were not enough. A theme has no interval and no change; `since` is the edition that
    `change` is measured from.
    """

    title: str
    goal: str | None = None
    n: int = 0
    answers: Answers | None = None
    change: Change | None = None
    since: int | None = None


def theme(row: dict[str, Any]) -> Asked:
    """A row of `job_positive` by theme as what stands on the page."""
    if row["value"] is None:
        return Asked(row["theme"])
    n = row["denominator"]
    return Asked(row["theme"], None, n, Answers(row["value"], row["n_neutral"] / n, row["n_negative"] / n))


def asked(row: dict[str, Any] | None, title: str, goal: str | None = None, national: float | None = None) -> Asked:
    """A row of the changes of `job_positive` as what stands on the page; None is a question nobody got."""
    if row is None or row["value"] is None:
        return Asked(title, goal)
    n = row["denominator"]
    answers = Answers(row["value"], row["n_neutral"] / n, row["n_negative"] / n, row["low"], row["high"], national)
    before = row["before_edition"]
    if row["change"] is None or not comparable(before) or not comparable(row["edition"]):
        return Asked(title, goal, n, answers)
    return Asked(title, goal, n, answers, Change(row["change"], row["change_low"], row["change_high"]), before)


def comparable(edition: int) -> bool:
    """Whether an edition has the questionnaire of 2020 and later."""
    return edition >= wording.FIRST_COMPARABLE


def grades(rows: pl.DataFrame, items: pl.DataFrame, references: pl.DataFrame, edition: int) -> list[Grade]:
    """The grades of one edition in the order of the questionnaire; a hidden one is left out."""
    found = (
        items.filter(kind="grade")
        .join(rows.filter(pl.col("edition") == edition, pl.col("value").is_not_null()), on="item")
        .join(references.filter(pl.col("edition") == edition).select("item", "grade"), on="item", how="left")
        .sort("place")
    )
    return [
        Grade(wording.graded(row["item"], row["question"]), row["value"], row["low"], row["high"], row["denominator"],
              row["grade"])
        for row in found.iter_rows(named=True)
    ]  # fmt: skip


def for_file(rows: pl.DataFrame, items: pl.DataFrame, references: pl.DataFrame) -> pl.DataFrame:
    """Changes of `job_positive` with what stands beside them on the page: question, national (its share) and since
    (the edition that the change is measured from). What cannot be compared has no change; the order is the page's.
    """
    is_compared = (pl.col("edition") >= wording.FIRST_COMPARABLE) & (
        pl.col("before_edition") >= wording.FIRST_COMPARABLE
    )
    beside = references.filter(pl.col("share").is_not_null()).select("edition", "item", national="share")
    return (
        rows.join(items.select("item", "question", "place"), on="item", how="left")
        .join(beside.cast({"edition": rows.schema["edition"]}), on=["edition", "item"], how="left")
        .with_columns(
            pl.when(is_compared).then(pl.col("change", "change_low", "change_high")),
            since=pl.when(is_compared & pl.col("change").is_not_null()).then("before_edition"),
        )
        .sort("place", "edition")
    )


def n_editions(rows: pl.DataFrame) -> int:
    """How many comparable editions there are with a figure."""
    return rows.filter(pl.col("edition") >= wording.FIRST_COMPARABLE, pl.col("value").is_not_null())[
        "edition"
    ].n_unique()


def editions(rows: pl.DataFrame, national: pl.DataFrame) -> pl.DataFrame:
    """The rows of `charts.job.editions`: figures of a theme or item, national as edition and share."""
    shown = rows.filter(pl.col("value").is_not_null()).sort("edition")
    marks: list[dict[str, Any]] = [
        {
            "part": "ours", "edition": row["edition"], "share": row["value"], "low": row["low"], "high": row["high"],
            "label": style.percent(row["value"]),
            "text": f"{row['edition']}: "
                    + wording.positive(row["value"], row["low"], row["high"], row["denominator"], None),
        }
        for row in shown.iter_rows(named=True)
    ]  # fmt: skip
    now = [row for row in marks if comparable(row["edition"])]
    marks += [{"part": "line", "edition": row["edition"], "share": row["share"]} for row in now]
    marks += [
        {
            "part": "national",
            "edition": edition,
            "share": share,
            "text": f"{edition}, landelijk: {style.percent(share)}",
        }
        for edition, share in national.select("edition", "share").sort("edition").iter_rows()
    ]
    if 0 < len(now) < shown.height:
        marks.append({"part": "apart", "edition": wording.FIRST_COMPARABLE - 1, "label": "andere\nvragenlijst"})
    return pl.DataFrame(marks, infer_schema_length=None)


@dataclass(frozen=True)
class Beyond:
    """Of how many questions the change could be judged, and of how many it was larger than chance."""

    n_beyond: int
    n_compared: int
    since: int = field(default=0)


def beyond(found: list[Asked]) -> Beyond:
    """Count the changes of a list of questions."""
    judged = [one for one in found if one.change is not None]
    n_beyond = sum(one.change is not None and one.change.is_beyond_chance for one in judged)
    return Beyond(n_beyond, len(judged), max((one.since or 0 for one in judged), default=0))
