"""How many are still at school, week after week since their own start: Kaplan-Meier, with a band.

Students start all through the year and most have not left when the figures are made. Counting who left out of who
started would make the newest students look faithful; leaving them out would waste what is known. Kaplan-Meier counts a
student in every week in which he or she could have left, and in no later one.

Written as expressions, so that all groups are counted at once; the tests lay it beside scipy and statsmodels.
"""

from collections.abc import Sequence
from typing import Final

import polars as pl
from scipy import special

CONFIDENCE: Final = 0.95
"""Share of bands that hold the true share, week by week."""

DEFINITIONS: Final = """
# Nog op school

Waarom: Hoeveel studenten zijn er een aantal weken na hun eigen start nog? De lijn laat zien in welke weken een groep
    studenten verliest, ook als studenten het hele jaar door beginnen.
Telt mee: Elke student telt mee in de weken die hij of zij al heeft kunnen meemaken. Van wie nu nog op school is, is
    alleen bekend dat het zo ver kwam. In elke week staat hoeveel van de studenten die er nog waren, bleven; de
    lijn is het product daarvan (Kaplan-Meier).
Telt niet mee: Weken die een student nog niet heeft kunnen halen.
Lees met beleid: De band wordt breder naar het eind, omdat daar weinig studenten over gaan. Twee lijnen die elkaars band
    raken, verschillen misschien alleen door toeval.
"""


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
    known = enrolments.drop_nulls(["n_weeks", "has_left"]).with_columns(_all=True)
    by = ["_all", *over]
    ends = known.group_by(*by, week="n_weeks").agg(n_ends=pl.len(), n_events=pl.col("has_left").sum())
    weeks = ends.group_by(by).agg(week=pl.int_range(pl.col("week").max() + 1)).explode("week")
    rows = (
        weeks.cast({"week": ends.schema["week"]})
        .join(ends, on=[*by, "week"], how="left", nulls_equal=True)
        .sort(*by, "week", nulls_last=True)
        .with_columns(pl.col("n_ends", "n_events").fill_null(0).cast(pl.Int32))
        .with_columns(n_at_risk=pl.col("n_ends").cum_sum(reverse=True).over(by))
    )
    at_risk, events, share = pl.col("n_at_risk"), pl.col("n_events"), pl.col("share")
    # Once everybody left the variance has no meaning: infinity, which the scale below turns into no band.
    rows = rows.with_columns(
        share=(1 - events / at_risk).cum_prod().over(by),
        _variance=(events / (at_risk * (at_risk - events))).cum_sum().over(by),
    )
    has_band = (share > 0) & (share < 1)
    half = special.ndtri((1 + CONFIDENCE) / 2) * pl.col("_variance").sqrt() / share.log()
    return rows.select(
        *over,
        "week",
        "n_at_risk",
        "n_events",
        "share",
        low=pl.when(has_band).then(share ** (-half).exp()),
        high=pl.when(has_band).then(share ** half.exp()),
    )
