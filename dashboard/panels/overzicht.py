"""The parts of the page *Overzicht*: four sentences with four figures, each with its page behind it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import polars as pl
import streamlit as st

from dashboard import charts, data, filters, style
from dashboard.charts import vsv as vsv_charts
from dashboard.panels import elements, job_rows, vsv_rows
from dashboard.wording import overzicht as wording

SPARK_WEEKS = 26
HIGHEST_GRADE = 10
YEAR = timedelta(weeks=52)


@dataclass(frozen=True)
class Picture:
    """A small picture, what it says for who cannot see it, and what it is."""

    svg: str
    said: str
    caption: str


def introduction() -> None:
    """What the page is, for who reads it in two minutes."""
    door = data.door()
    st.title("Overzicht", anchor=False)
    about = door.about()
    st.html(f'<p class="gl-eyebrow">{style.text(about.institution)} · gegevens tot en met {style.day(door.until)}</p>')
    elements.lead(wording.LEAD, wording.INTRODUCTION)


def presence() -> None:
    """Presence in the last four weeks with lessons, against the same weeks a year earlier."""
    weeks = data.door().figures("presence", over=("week_start",)).filter(pl.col("denominator") > 0).sort("week_start")
    if weeks.is_empty():
        _nothing(wording.PRESENCE)
        return
    last = weeks.tail(wording.PRESENCE_WEEKS)
    earlier = weeks.filter(pl.col("week_start").is_in((last["week_start"] - YEAR).implode()))
    share = _share(last)
    before = _share(earlier) if earlier.height == last.height else None
    _statement(
        wording.PRESENCE,
        style.percent(share),
        wording.presence(share, before, last.height),
        wording.presence_sure(
            int(last["n_registered"].sum()), int(last["n_lessons"].sum()), data.door().until, _signals(last)
        ),
        page="aanwezigheid",
        picture=_course(wording.PRESENCE, weeks["value"].tail(SPARK_WEEKS).to_list()),
        rows=last,
        indicator="presence",
    )


def vsv() -> None:
    """Who stayed, in the newest month of the running teljaar."""
    months = data.door().changes("vsv_rate", along="teljaar", where={"rule": "delivered"})
    row = vsv_rows.newest(months)
    now = vsv_rows.rate(row)
    if row is None or now is None:
        _nothing(wording.VSV)
        return
    then, end = vsv_rows.before(row), vsv_charts.top([now.high])
    _statement(
        wording.VSV,
        style.percent(1 - now.value, 1),
        wording.vsv(now),
        wording.vsv_sure(now, then, vsv_rows.change(row)),
        page="vsv",
        picture=_band(
            now.low,
            now.value,
            now.high,
            end,
            then.value if then else None,
            wording.vsv_caption(end, has_before=then is not None),
        ),
        rows=vsv_rows.for_file(months.filter(teljaar=now.teljaar, report_month=now.report_month)),
        indicator="vsv_rate",
    )


def job() -> None:
    """The grades of the newest edition of the JOB-monitor."""
    door = data.door()
    rows = door.figures("job_grade", by=("theme", "item"))
    edition: Any = rows.filter(pl.col("value").is_not_null())["edition"].max()
    found = job_rows.grades(rows, door.job_items(), door.job_references(), edition) if edition else []
    if not found:
        _nothing(wording.JOB)
        return
    own = found[0]
    _statement(
        wording.JOB,
        style.decimal(own.value),
        wording.job(found[1].value if len(found) > 1 else None),
        wording.job_sure(own.low, own.high, own.n, edition, own.national),
        page="job",
        picture=_band(
            own.low or own.value,
            own.value,
            own.high or own.value,
            HIGHEST_GRADE,
            own.national,
            wording.job_caption(own.national is not None),
        ),
        rows=rows.filter(edition=edition),
        indicator="job_grade",
    )


def guidance() -> None:
    """How many students were reached in the last six weeks with lessons."""
    weeks = data.door().figures("guidance_reach", over=("week_start",)).sort("week_start")
    shown = weeks.filter(pl.col("value").is_not_null())
    if not shown["numerator"].sum():
        # No list was delivered: nothing is known, which is not the same as nobody.
        _nothing(wording.GUIDANCE)
        return
    last = shown.row(-1, named=True)
    _statement(
        wording.GUIDANCE,
        style.percent(last["value"]),
        wording.guidance(last["numerator"], last["denominator"]),
        wording.guidance_sure(last["low"], last["high"], last["week_start"]),
        page="begeleiding",
        picture=_course(wording.GUIDANCE, weeks["value"].tail(SPARK_WEEKS).to_list()),
        rows=shown.tail(1),
        indicator="guidance_reach",
    )


def _statement(
    title: str,
    figure: str,
    sentence: str,
    sure: str,
    *,
    page: str,
    picture: Picture,
    rows: pl.DataFrame,
    indicator: str,
) -> None:
    """One figure with its sentence, its picture, how sure it is, and the way to its page."""
    image = elements.picture(picture.svg, picture.said, "gl-course")
    with st.container(key=f"statement-{page}", gap="xsmall"):
        st.html(
            f'<section class="gl-statement"><h2>{title}</h2><p class="gl-figure">{figure}</p><p>{style.text(sentence)}'
            f"</p><figure>{image}<figcaption>{picture.caption}</figcaption></figure></section>"
        )
        elements.account(f"Overzicht, {title.lower()}", rows, indicator, basis=sure)
        filters.page_link(page, f"Meer over {title.lower()} →")


def _course(title: str, values: list[float | None]) -> Picture:
    """The last half year as a small line."""
    svg = charts.sparkline(values, style.PALETTES[style.theme()])
    return Picture(svg, wording.course(title, values), wording.course_caption(len(values)))


def _band(low: float, value: float, high: float, end: float, beside: float | None, caption: str) -> Picture:
    """A figure with its interval, from 0 to `end`, and another figure as an upright line."""
    svg = vsv_charts.interval(low, value, high, end, style.PALETTES[style.theme()], beside)
    return Picture(svg, caption, caption)


def _nothing(title: str) -> None:
    st.html(f'<section class="gl-statement"><h2>{title}</h2><p>{wording.NOTHING_YET}</p></section>')


def _signals(weeks: pl.DataFrame) -> set[str | None]:
    """What the control chart says of these weeks of the institution; None before it has limits."""
    chart = data.door().control_chart("presence")
    return set(chart.filter(pl.col("week_start").is_in(weeks["week_start"].implode()))["signal"])


def _share(weeks: pl.DataFrame) -> float:
    return float(weeks["numerator"].sum()) / float(weeks["denominator"].sum())
