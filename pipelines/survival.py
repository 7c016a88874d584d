"""How many are still at school, week after week since their own start: Kaplan-Meier, with a band.

Students start all through the year and most have not left when the figures are made. Counting who left out of who
started would make the newest students look faithful; leaving them out would waste what is known. Kaplan-Meier counts a
student in every week in which he or she could have left, and in no later one.

The line and its band are those of scipy, a group at a time; the tests lay them beside statsmodels and a published
table.
"""

import warnings
from collections.abc import Sequence
from typing import Final

import numpy as np
import polars as pl
from scipy import stats

CONFIDENCE: Final = 0.95
"""Share of bands that hold the true share, week by week."""

_LINE: Final = {
    "week": pl.Int64, "n_at_risk": pl.Int32, "n_events": pl.Int32, "share": pl.Float64, "low": pl.Float64,
    "high": pl.Float64,
}  # fmt: skip

DEFINITIONS: Final = """
# Nog op school

Waarom: Hoeveel studenten zijn er een aantal weken na hun eigen start nog? De lijn laat zien in welke weken een groep
    studenten verliest, ook als studenten het hele jaar door beginnen.
Telt mee: Elke student telt mee in de weken die hij of zij al heeft kunnen meemaken. Van wie nu nog op school is, is
    alleen bekend dat het zo ver kwam. In elke week staat hoeveel van de studenten die er nog waren, bleven; de
    lijn is het product daarvan (Kaplan-Meier).
Telt niet mee: Weken die een student nog niet heeft kunnen halen.
Lees met beleid: De band wordt breder naar het eind, omdat daar weinig studenten over gaan. Twee lijnen die elkaars band
    raken, verschillen misschien alleen door toeval. Weken uit een afgesloten schooljaar blijven zoals gerapporteerd.
"""


def stays(weeks: pl.DataFrame, *, over: Sequence[str] = ()) -> pl.DataFrame:
    """Give the stays behind counts per week: what `still_enrolled` asks for, of nobody in particular.

    `weeks` has the columns of `over`, week, n_at_risk and n_left; rows of the same week are added up. Grain: stay.
    Columns: `over`, n_weeks, has_left. Where the counts of closed years were kept, more may be at risk in a week than
    were left of the week before: whom the closed years do not know counts in no line until they do.
    """
    by = ["_all", *over]
    # Of whom is at risk in a week, no more can be there than were there, or had left, in every week before it.
    left_before = pl.col("n_left").cum_sum().shift(1, fill_value=0)
    n_at_risk = ((pl.col("n_at_risk") + left_before).cum_min() - left_before).clip(0)
    n_stayed = pl.col("n_at_risk") - pl.col("n_left") - pl.col("n_at_risk").shift(-1, fill_value=0)
    counted = (
        weeks.with_columns(_all=True)
        .group_by(*by, "week")
        .agg(pl.col("n_at_risk", "n_left").sum().cast(pl.Int64))
        .sort(*by, "week", nulls_last=True)
        .with_columns(n_at_risk=n_at_risk.over(by))
        .with_columns(n_left=pl.min_horizontal("n_left", "n_at_risk"))
        .with_columns(n_stayed=n_stayed.over(by).clip(0))
    )
    ends = pl.concat(
        counted.select(*over, n_weeks="week", has_left=pl.lit(has_left), n=count)
        for count, has_left in (("n_left", True), ("n_stayed", False))
    )
    return ends.filter(pl.col("n") > 0).select(pl.exclude("n").repeat_by("n")).explode(*over, "n_weeks", "has_left")


def still_enrolled(enrolments: pl.DataFrame, *, over: Sequence[str] = ()) -> pl.DataFrame:
    """Estimate for each group and week which share is still there.

    `enrolments` has a row per student (or enrolment) with `n_weeks`, the whole weeks from the own start to the leaving,
    or to the last day that is known, and `has_left`, whether it ended there; rows with null in either are not counted.
    `over` are the columns of the group.

    Grain: group and week since the start, from week 0 up to the longest stay of the group. Columns: `over`, week,
    n_at_risk (there at the start of that week), n_events (left in it), share (still there after it), low, high. Who is
    last seen in a week is taken to stay until the end of it. The share is the product over weeks of 1 - n_events /
    n_at_risk; the band is the one of Greenwood's variance on the scale of log(-log(share)), which stays between 0 and
    1. It is null where it does not exist: before anybody left, and after everybody did.

    Weeks with a small n_at_risk tell about few people, and so does a step in the line of a small group: draw lines for
    a level or an institution, and end them where fewer are at risk than may be shown.

    Sources: Kaplan and Meier (1958), JASA 53, 457-481; Greenwood (1926), Reports on Public Health and Medical Subjects
    33; Kalbfleisch and Prentice (2002), The Statistical Analysis of Failure Time Data, 1.4, for the scale of the band.
    """
    known = enrolments.drop_nulls(["n_weeks", "has_left"])
    if not over:
        return _line(known)
    lines = [
        _line(group).select(*(pl.lit(group[name][0], group.schema[name]).alias(name) for name in over), pl.all())
        for group in known.sort(over, nulls_last=True).partition_by(over, maintain_order=True)
    ]
    return pl.concat([pl.DataFrame(schema={**{name: known.schema[name] for name in over}, **_LINE}), *lines])


def _line(group: pl.DataFrame) -> pl.DataFrame:
    """The line of one group, from week 0 up to its longest stay; empty for an empty group."""
    if group.is_empty():
        return pl.DataFrame(schema=_LINE)
    n_weeks, has_left = group["n_weeks"].to_numpy(), group["has_left"].to_numpy()
    weeks = np.arange(int(n_weeks.max()) + 1)
    with warnings.catch_warnings():
        # scipy warns where the band does not exist; there it is null here.
        warnings.simplefilter("ignore", RuntimeWarning)
        stayed = stats.ecdf(stats.CensoredData(uncensored=n_weeks[has_left], right=n_weeks[~has_left])).sf
        band = stayed.confidence_interval(CONFIDENCE, method="log-log")
    share = pl.col("share")
    has_band = (share > 0) & (share < 1)
    return pl.DataFrame(
        {
            "week": weeks,
            "n_at_risk": (n_weeks[np.newaxis] >= weeks[:, np.newaxis]).sum(axis=1),
            "n_events": np.bincount(n_weeks[has_left], minlength=len(weeks)),
            "share": stayed.evaluate(weeks),
            "low": band.low.evaluate(weeks),
            "high": band.high.evaluate(weeks),
        },
        schema=_LINE,
    ).with_columns(pl.when(has_band).then(pl.col("low", "high")))
