"""JOB-monitor 2020, 2022 and 2024: what students answered, as a respondent file with a codebook or as totals.

How students answer does not differ between editions, teams and programmes other than by chance, with one planted
exception: in team Entree more and more go to school with pleasure. See `PLEASURE`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.synthetic.teljaren import Programme

EDITIONS = (2020, 2022, 2024)
TOTALS_ONLY = 2020
"""The edition of which only the totals were kept."""


@dataclass(frozen=True)
class Item:
    """A question: its code, the share that answers 4 or 5, and the leerweg that gets it (None: everybody)."""

    code: str
    positive: float
    leerweg: str | None = None


ITEMS = (
    Item("hulp_presteren", 0.56),
    Item("lesgeven", 0.55),
    Item("begeleiding", 0.53),
    Item("luisteren", 0.49),
    Item("nut_lessen", 0.50),
    Item("hulp_keuze", 0.33),
    Item("sfeer", 0.66),
    Item("plezier", 0.54),
    Item("veilig", 0.79),
    Item("werkplekken", 0.44),
    Item("kantine", 0.38),
    Item("materiaal", 0.51),
    Item("gebruik_boeken", 0.42),
    Item("toetsen", 0.60),
    Item("stage_voorbereiding", 0.47, "BOL"),
    Item("stage_school", 0.51, "BOL"),
    Item("stage_bedrijf", 0.68, "BOL"),
    Item("stage_leren", 0.76, "BOL"),
    Item("nederlands", 0.50),
    Item("rekenen", 0.45),
    Item("engels", 0.52),
    Item("informatie", 0.46),
    Item("werkplek", 0.66, "BBL"),
    Item("rechten_plichten", 0.48),
    Item("ondersteuning", 0.52),
    Item("tevreden", 0.58),
)
CHOICE, CHOICE_SHARE, CHOICE_LEERWEG = "stage_gelopen", 0.8, "BOL"
"""A question without a scale, in the respondent file only: 1 is yes, 2 is no."""
GRADES = {"cijfer_opleiding": {2020: 6.7, 2022: 6.8, 2024: 6.8}, "cijfer_school": {2020: 6.5, 2022: 6.6, 2024: 6.6}}
"""Mean of the two rapportcijfers (1-10) by edition."""
GRADE_SPREAD = 1.4

PLEASURE = {2020: 0.44, 2022: 0.46, 2024: 0.78}
"""Share of team Entree that goes to school with pleasure: the one true change."""
PLEASURE_ITEM, PLEASURE_TEAM = "plezier", "Entree"
FEW = ("Techniek en Logistiek", 2022, 8)
"""Team, edition and number of answers: too few to be shown."""

RESPONSE = {2020: 0.50, 2022: 0.45, 2024: 0.48}
PLEASURE_RESPONSE = 0.75
SHARED_SPREAD = 0.45
"""How much of the spread of an answer belongs to the student rather than to the question."""
NOT_APPLICABLE_SHARE = 0.03
NOT_APPLICABLE = {2022: "9", 2024: ""}
"""How each edition writes that a question is not applicable."""

_NORMAL = NormalDist()


def respondents(
    rng: np.random.Generator, programmes: Sequence[Programme], edition: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Answers of one edition, a row per respondent, and how many were invited, a row per programme.

    Answers: respondent, meting, team, opleiding, crebo, niveau, leerweg, locatie, one column per item code (1-5, null
    is not applicable) and the two grades (1-10). Invited: meting, team, opleiding, niveau, uitgenodigd.
    """
    asked = [one for one in programmes if one.level > 0]
    invited = np.array([max(1, round(one.n * rng.uniform(0.95, 1.05))) for one in asked])
    shares = np.array([PLEASURE_RESPONSE if one.team == PLEASURE_TEAM else RESPONSE[edition] for one in asked])
    answered = rng.binomial(invited, shares)
    few = np.array([one.team == FEW[0] for one in asked])
    if edition == FEW[1] and few.any():
        answered[few] = np.bincount(np.arange(FEW[2]) % few.sum(), minlength=few.sum())
    rows = np.repeat(np.arange(len(asked)), answered)
    frame = pl.DataFrame(
        {
            "respondent": [f"R{edition}-{number + 1:04d}" for number in range(len(rows))],
            "meting": np.full(len(rows), edition),
            "team": [asked[row].team for row in rows],
            "opleiding": [asked[row].name for row in rows],
            "crebo": [asked[row].crebo for row in rows],
            "niveau": [asked[row].level for row in rows],
            "leerweg": [asked[row].leerweg for row in rows],
            "locatie": ["Stadshof" if asked[row].team == PLEASURE_TEAM else "Havenkade" for row in rows],
        }
    )
    own = rng.standard_normal(len(rows)) * SHARED_SPREAD
    is_told = (frame["team"] == PLEASURE_TEAM).to_numpy()
    columns = {}
    for item in ITEMS:
        share = np.full(len(rows), item.positive)
        if item.code == PLEASURE_ITEM:
            share[is_told] = PLEASURE[edition]
        values = _scale(own + rng.standard_normal(len(rows)) * np.sqrt(1 - SHARED_SPREAD**2), share)
        is_asked = rng.random(len(rows)) >= NOT_APPLICABLE_SHARE
        if item.leerweg is not None:
            is_asked &= (frame["leerweg"] == item.leerweg).to_numpy()
        columns[item.code] = pl.Series(values).set(pl.Series(~is_asked), None)
    has_gone = np.where(rng.random(len(rows)) < CHOICE_SHARE, 1, 2)
    columns[CHOICE] = pl.Series(has_gone).set(frame["leerweg"] != CHOICE_LEERWEG, None)
    for name, means in GRADES.items():
        grades = means[edition] + GRADE_SPREAD * (own + rng.standard_normal(len(rows)) * 0.8)
        columns[name] = pl.Series(np.clip(np.rint(grades), 1, 10).astype(np.int64))
    totals = pl.DataFrame(
        {
            "meting": np.full(len(asked), edition),
            "team": [one.team for one in asked],
            "opleiding": [one.name for one in asked],
            "niveau": [one.level for one in asked],
            "uitgenodigd": invited,
        }
    )
    by = ["meting", "team", "opleiding", "niveau"]
    totals = totals.group_by(by, maintain_order=True).agg(pl.col("uitgenodigd").sum())
    return frame.with_columns(**columns), totals


def _scale(latent: NDArray[np.float64], share: NDArray[np.float64]) -> NDArray[np.int64]:
    """From how a student feels (standard normal) to 1-5, so that `share` of many students answer 4 or 5."""
    values = np.ones(len(latent), dtype=np.int64)
    for part in np.unique(share):
        rest = 1 - part
        limits = [_NORMAL.inv_cdf(limit) for limit in (0.12 * rest, 0.42 * rest, rest, 1 - 0.32 * part)]
        here = share == part
        values[here] = 1 + np.searchsorted(limits, latent[here])
    return values


def columns_of(edition: int) -> list[str]:
    """The item codes in the order of the columns v01, v02, ... of this edition: the order changes every time."""
    codes = [*(item.code for item in ITEMS), CHOICE]
    return codes if edition == EDITIONS[1] else [*codes[6:], *codes[:6]]


def wide(answers: pl.DataFrame, edition: int) -> pl.DataFrame:
    """The respondent file: v01 to vNN, then the grades; not applicable as this edition writes it."""
    codes = columns_of(edition)
    numbered = [
        pl.col(code).cast(pl.String).fill_null(NOT_APPLICABLE[edition]).alias(f"v{number:02d}")
        for number, code in enumerate(codes, start=1)
    ]
    return answers.select(pl.nth(range(8)), *numbered, *GRADES)


def codebook(edition: int) -> pl.DataFrame:
    """Which item stands in which column of the respondent file."""
    codes = columns_of(edition)
    return pl.DataFrame(
        {
            "meting": np.full(len(codes), edition),
            "kolom": [f"v{number:02d}" for number in range(1, len(codes) + 1)],
            "item": codes,
        }
    )


def totals(answers: pl.DataFrame) -> pl.DataFrame:
    """The totals file: per programme and question n, percentages of 4-5, 3 and 1-2, and the mean.

    Percentages and means with a decimal comma; of a grade only n and the mean are known.
    """
    by = ["meting", "team", "opleiding", "niveau"]
    long = answers.unpivot([item.code for item in ITEMS] + list(GRADES), index=by, variable_name="vraag")
    is_grade, value = pl.col("vraag").is_in(list(GRADES)), pl.col("value")
    share = {"positief": value >= 4, "neutraal": value == 3, "negatief": value <= 2}
    counted = long.drop_nulls("value").group_by([*by, "vraag"], maintain_order=True)
    percent = counted.agg(
        n=pl.len(),
        **{name: (100 * which.sum() / pl.len()).round(1) for name, which in share.items()},
        gemiddelde=value.mean().round(2),
    )
    order = {code: row for row, code in enumerate([*(item.code for item in ITEMS), *GRADES])}
    return (
        percent.sort("team", "opleiding", "niveau", pl.col("vraag").replace_strict(order))
        .with_columns(pl.when(~is_grade).then(pl.col(name)).alias(name) for name in share)
        .with_columns(pl.col(*share, "gemiddelde").cast(pl.String).str.replace(".", ",", literal=True))
    )
