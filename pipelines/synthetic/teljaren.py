"""The truth behind the DUO files: who counts in which teljaar, and who left without startkwalificatie, from when.

A teljaar runs from 1 October to 30 September and is named after the year it starts in. Students of the three teams
whose enrolments are delivered are those of the enrolments; everybody else is made up here. Report months are counted
as DUO does: 1 is October, 12 September, 13 to 15 the three months after the teljaar, 16 NenR-V, 17 NenR-D.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from pipelines.synthetic.numbers import has_bsn, person_numbers
from pipelines.synthetic.people import DIPLOMA, FIRST_NUMBER, WITHOUT_DIPLOMA

SEPTEMBER, DECEMBER = 12, 15
AGE_LIMIT = 23
TRANSFER, DECEASED = "03", "05"
"""Reasons of leaving after which nobody counts as vsv'er."""


@dataclass(frozen=True)
class Programme:
    """A programme with about `n` students a teljaar; `level` 0 is no mbo, `years` how long most stay."""

    team: str
    name: str
    crebo: int
    level: int
    leerweg: str | None
    n: int
    years: int


OWN_TEAMS = ("Entree", "Dienstverlening", "Techniek en Logistiek")
"""Teams with delivered enrolments; in the teljaren before those, their students are made up too."""

_CARE, _TRADE, _BUILD, _HOTEL, _ICT = (
    "Zorg en Welzijn", "Economie", "Bouw en Techniek", "Horeca en Café", "ICT en Media",
)  # fmt: skip
PROGRAMMES = (
    Programme("Entree", "Assistent dienstverlening", 99101, 1, "BOL", 32, 1),
    Programme("Entree", "Assistent horeca", 99102, 1, "BOL", 30, 1),
    Programme("Techniek en Logistiek", "Assistent logistiek", 99103, 1, "BOL", 16, 1),
    Programme("Dienstverlening", "Helpende", 99201, 2, "BOL", 62, 2),
    Programme("Techniek en Logistiek", "Logistiek medewerker", 99202, 2, "BOL", 44, 2),
    Programme("Vavo", "Vavo havo", 99001, 0, None, 90, 1),
    Programme("Vavo", "Vavo vmbo-tl", 99002, 0, None, 55, 1),
    Programme("Entree Noord", "Assistent bouw", 99104, 1, "BOL", 96, 1),
    Programme("Entree Noord", "Assistent verkoop", 99105, 1, "BOL", 84, 1),
    Programme("Entree Noord", "Assistent installatie", 99106, 1, "BBL", 45, 1),
    Programme(_CARE, "Helpende zorg", 99203, 2, "BOL", 120, 2),
    Programme(_TRADE, "Medewerker balie", 99204, 2, "BOL", 110, 2),
    Programme(_TRADE, "Verkoper", 99205, 2, "BBL", 60, 2),
    Programme(_BUILD, "Metselaar", 99206, 2, "BBL", 70, 2),
    Programme(_BUILD, "Monteur", 99207, 2, "BOL", 75, 2),
    Programme(_HOTEL, "Kok", 99208, 2, "BOL", 80, 2),
    Programme(_HOTEL, "Gastvrouw of gastheer", 99209, 2, "BBL", 30, 2),
    Programme(_CARE, "Verzorgende", 99301, 3, "BOL", 150, 3),
    Programme(_CARE, "Verzorgende", 99301, 3, "BBL", 80, 3),
    Programme(_TRADE, "Eerste verkoper", 99302, 3, "BOL", 90, 3),
    Programme(_BUILD, "Allround monteur", 99303, 3, "BBL", 90, 3),
    Programme(_HOTEL, "Zelfstandig kok", 99304, 3, "BOL", 80, 3),
    Programme(_HOTEL, "Zelfstandig kok", 99304, 3, "EX", 10, 1),
    Programme(_CARE, "Verpleegkundige", 99401, 4, "BOL", 230, 4),
    Programme(_CARE, "Verpleegkundige", 99401, 4, "BBL", 90, 4),
    Programme(_TRADE, "Medewerker marketing", 99402, 4, "BOL", 210, 3),
    Programme(_TRADE, "Medewerker marketing", 99402, 4, "EX", 15, 1),
    Programme(_ICT, "Softwaremaker", 99403, 4, "BOL", 215, 4),
    Programme(_ICT, "Mediavormgever", 99404, 4, "BOL", 140, 4),
    Programme(_HOTEL, "Leidinggevende horeca", 99405, 4, "BOL", 90, 3),
)

SHARES = {
    2021: (0.068, 0.232, 0.096, 0.040, 0.033),
    2022: (0.066, 0.285, 0.094, 0.039, 0.033),
    2023: (0.072, 0.235, 0.098, 0.036, 0.030),
    2024: (0.064, 0.185, 0.092, 0.037, 0.029),
    2025: (0.066, 0.125, 0.095, 0.037, 0.029),
}
"""Share of vsv'ers (NenR-V) per teljaar and level 0 to 4, near the norms: only level 1 truly falls."""

LISTED_WEIGHTS = np.array([30, 70, 100, 197, 96, 96, 96, 92, 93, 97, 93, 185, 10, 10, 10], dtype=np.float64)
"""How many come on the cumulative list in each report month, up to 15-December."""

RETURNING_SHARE, UNLISTED_SHARE = 0.12, 0.04
"""Leavers who are enrolled again when NenR-V is made; vsv'ers who never were on the monthly list."""
CORRECTED_SHARE, FOUND_SHARE = 0.04, 0.015
"""Vsv'ers of NenR-V who are no longer in NenR-D, and those who come in."""
GONE_SHARE = 0.03
"""Students who leave the startset during the teljaar without being a vsv'er."""
FIRST_INVENTED, FIRST_UNMATCHED = 100_000, 8_000_000
"""Indexes of people: below these are the students of the enrolments."""
N_UNMATCHED = 4
"""Leavers on the monthly list who were not enrolled on 1 October; the first two are in NenR as well."""
STAYS_SHARE = 0.85
"""Of those who have not finished, the share that is there again in the next teljaar."""

TRUTH = pl.Schema(
    {
        "teljaar": pl.Int16, "index": pl.Int64, "has_bsn": pl.Boolean, "number": pl.Int64, "is_woman": pl.Boolean,
        "birth_date": pl.Date, "first_name": pl.String, "last_name": pl.String, "team": pl.String,
        "programme": pl.String, "crebo": pl.Int32, "level": pl.Int8, "leerweg": pl.String, "is_start": pl.Boolean,
        "gone_from": pl.Int8, "listed": pl.Int8, "is_vsv_v": pl.Boolean, "is_vsv_d": pl.Boolean,
        "is_nrsp_d": pl.Boolean,
    }
)  # fmt: skip
"""One row per person and teljaar.

`is_start` false: a leaver who was not enrolled on 1 October. `gone_from`: first report month in which the person is
no longer in the startset. `listed`: report month (1-15) from which the person is on the cumulative list. `is_vsv_v`
and `is_vsv_d`: in NenR-V, in NenR-D. `is_nrsp_d`: still in the definitive startpopulatie.
"""


def report_month(day: date, teljaar: int) -> int:
    """The report month of this day in a teljaar: 1 for October, 12 for September; 0 or lower before it."""
    return (day.year - teljaar) * 12 + day.month - 9


def with_person_numbers(stays: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Enrolments with `index`, `has_bsn` and `person_number`; some who came from isk have an onderwijsnummer only."""
    people = stays.select("student_id", "prior_education").unique().sort("student_id")
    has_none = (people["prior_education"] == "isk").to_numpy() & (rng.random(people.height) < 0.15)
    people = people.select(
        "student_id", index=pl.col("student_id").cast(pl.Int64) - FIRST_NUMBER, has_bsn=pl.Series(~has_none)
    )
    people = with_numbers(people).rename({"number": "person_number"})
    return stays.join(people, on="student_id", how="left", maintain_order="left")


def truth(
    rng: np.random.Generator, programmes: Sequence[Programme], teljaren: Sequence[int], own: pl.DataFrame | None = None
) -> pl.DataFrame:
    """Everybody in these teljaren (each following the one before) as `TRUTH`.

    `own` holds enrolments with person numbers and their `school_year`; from the first of those years on, the teams of
    `OWN_TEAMS` have these students and no others.
    """
    people = _invented(rng, programmes, teljaren, own)
    if own is not None:
        students = _own_students(rng, own, teljaren)
        people = pl.concat([people, _in_start(students), _in_start(_moved_on(rng, students, teljaren))])
    parts = []
    for teljaar in teljaren:
        is_now, is_next = pl.col("teljaar") == teljaar, pl.col("teljaar") == teljaar + 1
        parts.append(_with_leavers(rng, people.filter(is_now), people.filter(is_next)["index"], teljaar))
    everybody = pl.concat(parts).sort("teljaar", "crebo", "leerweg", "index", nulls_last=True)
    return with_numbers(everybody)


def with_numbers(people: pl.DataFrame) -> pl.DataFrame:
    """The people with the `number` that belongs to their `index` and `has_bsn`."""
    numbers = person_numbers(people["index"].to_numpy(), people["has_bsn"].to_numpy())
    return people.with_columns(number=pl.Series(numbers))


def _invented(
    rng: np.random.Generator, programmes: Sequence[Programme], teljaren: Sequence[int], own: pl.DataFrame | None
) -> pl.DataFrame:
    """Made-up students: those who have not finished mostly come back, new ones fill the programme."""
    own_from = max(teljaren) + 1 if own is None else min(own["school_year"])
    second_years = {} if own is None else dict(_second_years(own).group_by("crebo").len().iter_rows())
    following, frames = FIRST_INVENTED, []
    for programme in programmes:
        here = left = born = np.empty(0, dtype=np.int64)
        for teljaar in teljaren:
            if programme.team in OWN_TEAMS and teljaar >= own_from:
                break
            n = round(programme.n * rng.uniform(0.96, 1.04))
            if teljaar == own_from - 1:
                n -= second_years.get(programme.crebo, 0)
            stays = np.flatnonzero((left > 0) & (rng.random(len(here)) < STAYS_SHARE))[:n]
            n_new = n - len(stays)
            years = np.full(n_new, programme.years)
            if teljaar == teljaren[0]:
                years = rng.integers(1, programme.years + 1, n_new)
            youngest = 12 * (teljaar - 16 - max(0, programme.level - 2)) + 8
            months = np.sort(youngest - np.minimum(rng.gamma(1.3, 15, n_new).astype(np.int64), 54))
            here = np.concatenate([here[stays], np.arange(following, following + n_new)])
            born = np.concatenate([born[stays], months])
            left = np.concatenate([left[stays], years]) - 1
            following += n_new
            frames.append(_in_programme(programme, teljaar, here, born))
    people = pl.concat(frames)
    index = people["index"].unique().sort()
    numbers = pl.DataFrame({"index": index, "has_bsn": has_bsn(index.to_numpy())}).with_columns(
        is_woman=pl.Series(rng.random(len(index)) < 0.5)
    )
    return _in_start(people.join(numbers, on="index", how="left", maintain_order="left"))


def _in_programme(
    programme: Programme, teljaar: int, index: NDArray[np.int64], born: NDArray[np.int64]
) -> pl.DataFrame:
    """Students of one programme in one teljaar; `born` in months since the year 0."""
    return pl.DataFrame({"index": index, "born": born}).select(
        "index",
        birth_date=pl.date(pl.col("born") // 12, pl.col("born") % 12 + 1, 15),
        teljaar=pl.lit(teljaar),
        first_name=pl.lit("Voornaam"),
        last_name=pl.lit("Verzonnen"),
        team=pl.lit(programme.team),
        programme=pl.lit(programme.name),
        crebo=pl.lit(programme.crebo),
        level=pl.lit(programme.level),
        leerweg=pl.lit(programme.leerweg, pl.String),
        listed=pl.lit(None),
        is_vsv_v=pl.lit(False),
    )


def _in_start(people: pl.DataFrame) -> pl.DataFrame:
    """The people under the age limit as rows of `TRUTH`, all enrolled on 1 October."""
    return (
        people.filter(pl.col("birth_date") > pl.date(pl.col("teljaar") - AGE_LIMIT, 10, 1))
        .with_columns(number=pl.lit(None), is_start=True, gone_from=pl.lit(None), is_vsv_d=False, is_nrsp_d=True)
        .select([pl.col(name).cast(kind) for name, kind in TRUTH.items()])
    )


def _second_years(own: pl.DataFrame) -> pl.DataFrame:
    """Students who began in the year before the first school year in the enrolments."""
    first = min(own["school_year"])
    began_before = (pl.col("school_year") == first) & (pl.col("cohort") == f"{first - 1}/{first}")
    return own.filter(began_before).unique("student_id", keep="first", maintain_order=True)


def _own_students(rng: np.random.Generator, own: pl.DataFrame, teljaren: Sequence[int]) -> pl.DataFrame:
    """The students of the enrolments on 1 October of each teljaar, how they left, and who `goes_on` in another team."""
    first = min(own["school_year"])
    nothing = pl.lit(None, pl.Int8), pl.lit(False), pl.lit(False)
    frames = [
        _second_years(own)
        .filter(pl.lit((first - 1) in teljaren))
        .with_columns(teljaar=pl.lit(first - 1), listed=nothing[0], is_vsv_v=nothing[1], goes_on=nothing[2])
    ]
    for teljaar in (year for year in teljaren if year >= first):
        here = _enrolled(own, date(teljaar, 10, 1))
        later = set(_enrolled(own, date(teljaar + 1, 10, 1))["student_id"])
        last = own.sort("start_date").unique("student_id", keep="last").sort("student_id")
        ends = here.select("student_id").join(last, on="student_id", how="left", maintain_order="left")
        outcomes = [
            (None, False, False) if row["student_id"] in later else _outcome(row, teljaar, rng.random())
            for row in ends.iter_rows(named=True)
        ]
        schema = {"listed": pl.Int8, "is_vsv_v": pl.Boolean, "goes_on": pl.Boolean}
        found = pl.DataFrame(outcomes, schema=schema, orient="row")
        frames.append(here.with_columns(teljaar=pl.lit(teljaar)).hstack(found))
    return pl.concat(frames).with_columns(is_woman=pl.col("index") % 2 == 0)


def _enrolled(own: pl.DataFrame, day: date) -> pl.DataFrame:
    is_there = (pl.col("start_date") <= day) & (pl.col("end_date").is_null() | (pl.col("end_date") >= day))
    return own.filter(is_there).unique("student_id", keep="last", maintain_order=True).sort("student_id")


def _outcome(last_stay: Mapping[str, object], teljaar: int, luck: float) -> tuple[int | None, bool, bool]:
    """How a student ends who is not enrolled on the next 1 October: (report month listed, in NenR-V, goes on here)."""
    end, reason = last_stay["end_date"], last_stay["leave_reason"]
    if not isinstance(end, date) or reason in {TRANSFER, DECEASED, None}:
        return None, False, False
    if reason == DIPLOMA:
        # An entree diploma is no startkwalificatie: most go on here or elsewhere; September shows who does not.
        if last_stay["level"] != 1:
            return None, False, False
        return (SEPTEMBER, True, False) if luck < 0.06 else (None, False, luck < 0.6)
    if reason == WITHOUT_DIPLOMA and luck < 2 / 3:
        return None, False, True
    is_vsv = reason == WITHOUT_DIPLOMA or luck >= RETURNING_SHARE
    return report_month(end, teljaar), is_vsv, False


def _moved_on(rng: np.random.Generator, students: pl.DataFrame, teljaren: Sequence[int]) -> pl.DataFrame:
    """Own students in the teljaar after they went on in a programme of another team."""
    moves = students.filter(pl.col("goes_on") & (pl.col("teljaar") < max(teljaren)))
    onward = [one for one in PROGRAMMES if one.level == 2 and one.team not in OWN_TEAMS]
    picks = [onward[int(pick)] for pick in rng.integers(len(onward), size=moves.height)]
    return moves.with_columns(
        teljaar=pl.col("teljaar") + 1,
        team=pl.Series([one.team for one in picks], dtype=pl.String),
        programme=pl.Series([one.name for one in picks], dtype=pl.String),
        crebo=pl.Series([one.crebo for one in picks], dtype=pl.Int32),
        leerweg=pl.Series([one.leerweg for one in picks], dtype=pl.String),
        level=pl.lit(2),
    )


def _with_leavers(rng: np.random.Generator, here: pl.DataFrame, following: pl.Series, teljaar: int) -> pl.DataFrame:
    """One teljaar with the made-up students who left, so that each level has its share, and the unmatched."""
    n = here.height
    level, is_back = here["level"].to_numpy(), here["index"].is_in(following.implode()).to_numpy()
    is_fixed = ((here["index"] < FIRST_INVENTED) & here["team"].is_in(OWN_TEAMS)).to_numpy()
    weight = np.where(here["leerweg"].fill_null("").to_numpy() == "BBL", 0.7, 1.0)
    is_vsv = here["is_vsv_v"].to_numpy().copy()
    listed = here["listed"].fill_null(0).to_numpy().astype(np.int64)
    for one, share in enumerate(SHARES[teljaar]):
        wanted = round(share * int((level == one).sum())) - int((is_vsv & (level == one)).sum())
        able = np.flatnonzero((level == one) & ~is_fixed & ~is_back)
        if wanted > 0 and len(able):
            chance = weight[able] / weight[able].sum()
            is_vsv[rng.choice(able, min(wanted, len(able)), replace=False, p=chance)] = True
    free = np.flatnonzero(~is_fixed & ~is_vsv)
    n_leaving = int((is_vsv & ~is_fixed).sum())
    returning = rng.choice(free, round(n_leaving * RETURNING_SHARE), replace=False)
    unlisted = rng.random(n) < UNLISTED_SHARE
    month = 1 + rng.choice(len(LISTED_WEIGHTS), n, p=LISTED_WEIGHTS / LISTED_WEIGHTS.sum())
    is_listed = is_vsv & ~is_fixed & ~unlisted
    is_listed[returning] = True
    listed = np.where(is_listed, month, listed)
    is_gone = ~is_fixed & ~is_vsv & (listed == 0) & (rng.random(n) < GONE_SHARE)
    gone_from = np.where(is_gone, rng.integers(2, DECEMBER, n), 0)
    is_found = ~is_vsv & (listed > 0) & (rng.random(n) < FOUND_SHARE / RETURNING_SHARE)
    is_vsv_d = (is_vsv & (rng.random(n) >= CORRECTED_SHARE)) | is_found
    truth = here.with_columns(
        listed=pl.Series(listed).replace(0, None).cast(pl.Int8),
        gone_from=pl.Series(gone_from).replace(0, None).cast(pl.Int8),
        is_vsv_v=pl.Series(is_vsv),
        is_vsv_d=pl.Series(is_vsv_d),
        is_nrsp_d=pl.Series((rng.random(n) >= 0.002) | is_vsv_d),
    )
    return pl.concat([truth, _unmatched(truth, teljaar)])


def _unmatched(truth: pl.DataFrame, teljaar: int) -> pl.DataFrame:
    """Leavers who started after 1 October: on the list, and some in NenR, but not in the start population."""
    like = truth.filter((pl.col("level") == 2) & ~pl.col("team").is_in(OWN_TEAMS) & (pl.col("index") >= FIRST_INVENTED))
    rows = np.arange(min(N_UNMATCHED, like.height))
    return like.head(len(rows)).with_columns(
        index=pl.Series(FIRST_UNMATCHED + 10 * teljaar + rows),
        has_bsn=pl.lit(True),
        is_start=pl.lit(False),
        gone_from=pl.lit(None, pl.Int8),
        listed=pl.Series(4 + rows).cast(pl.Int8),
        is_vsv_v=pl.Series(rows < 2),
        is_vsv_d=pl.Series(rows < 1),
        is_nrsp_d=pl.lit(False),
    )
