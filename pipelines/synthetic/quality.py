"""The deliveries that quality staff look at, beside attendance: DUO's files, the JOB-monitor, the checklists, and the
other outcomes: test marks, incidents and the staff survey.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

from pipelines.synthetic import duo, guidance, outcomes, survey
from pipelines.synthetic.numbers import has_bsn
from pipelines.synthetic.people import Person
from pipelines.synthetic.scale import check_size
from pipelines.synthetic.teljaren import DECEMBER, N_UNMATCHED, PROGRAMMES, Programme, truth, with_numbers

TELJAREN = (2022, 2023, 2024, 2025)
LAST_REPORT = 7
"""The last report of the running teljaar: that of April is made in May."""
STATUSES = {2022: "VD", 2023: "VD", 2024: "V"}
"""Which NRSP and NenR there are of a teljaar; the last one's D comes in the autumn, the running one has none yet."""
UNPACKED = ("202605A04I99XX.csv", "NenR2025VI99XX.csv")
"""The latest of what is looked at by eye; the other DUO files are packed."""

CODEBOOK, INVITED = "job_codeboek.csv", "job_uitgenodigd.csv"
TOTALS = f"job_{survey.TOTALS_ONLY}_totalen.csv"
CHECKLISTS = "checklists_2025-2026.csv.gz"
INCIDENTS, STAFF_SURVEY = "incidenten_zim.csv", "mto_uitkomsten.csv"

STORIES = (
    (
        "vsv, level 1",
        "falls clearly, teljaar after teljaar, from about 29 % in 2022-2023 to about 19 % in 2024-2025 (NenR-V)",
    ),
    ("vsv, level 2", "stays near 9 to 10 %: no more than chance"),
    (
        "vsv, V and D",
        "differ a little: some turn out to be enrolled elsewhere, a few come in; D of 2024-2025 comes in the autumn",
    ),
    (
        "vsv, unmatched",
        f"in every teljaar {N_UNMATCHED} leavers on the monthly list were not in the start population",
    ),
    (
        "JOB, met plezier naar school",
        f"in team {survey.PLEASURE_TEAM} about 45 % in 2020 and 2022, about three in four in 2024; the rest is chance",
    ),
    (
        "JOB, answers",
        f"team {survey.FEW[0]} has {survey.FEW[2]} respondents in {survey.FEW[1]}: too few to be shown",
    ),
)
"""What was planted in these deliveries and where to see it, for the sample's README."""

SCALE_TELJAREN = (2021, 2022, 2023, 2024, 2025)


def files(seed: int, everyone: list[Person], stays: pl.DataFrame) -> Iterator[tuple[str, bytes]]:
    """The demo's files, name and content (not yet packed); `stays` are enrolments with person numbers."""
    people = truth(np.random.default_rng([seed, 901]), PROGRAMMES, TELJAREN, stays)
    for delivered in _duo(people, TELJAREN):
        yield delivered.name + ("" if delivered.name in UNPACKED else ".gz"), delivered.content()
    for name, rows in _job(seed, PROGRAMMES):
        yield name + (".gz" if "antwoorden" in name else ""), _text(rows)
    yield CHECKLISTS, _text(guidance.checklists(np.random.default_rng([seed, 903]), everyone))
    for name, rows in outcomes.mark_files(outcomes.marks(np.random.default_rng([seed, 904]), everyone)):
        yield name + (".gz" if "resultaten" in name else ""), _text(rows)
    yield INCIDENTS, _text(outcomes.incidents(np.random.default_rng([seed, 905]), everyone))
    yield STAFF_SURVEY, _text(outcomes.staff_survey(np.random.default_rng([seed, 906])))


def write(folder: Path, seed: int, students: int, tell: Callable[[str], None]) -> None:
    """Write five teljaren of DUO files and three editions of the JOB-monitor for an institution of this size.

    The first `students` person numbers are those of the enrolments that `scale` writes; level and team differ.
    Raises ValueError when `students` is not between 1 and 90,000.
    """
    check_size(students)
    folder.mkdir(parents=True, exist_ok=True)
    programmes = _enlarged(students)
    people = truth(np.random.default_rng([seed, 4]), programmes, SCALE_TELJAREN)
    is_now = (pl.col("teljaar") == SCALE_TELJAREN[-1]).max().over("index")
    index = pl.struct(~is_now, "index").rank("dense").cast(pl.Int64) - 1
    people = people.with_columns(index=index)
    people = with_numbers(people.with_columns(has_bsn=pl.Series(has_bsn(people["index"].to_numpy()))))
    for delivered in _duo(people, SCALE_TELJAREN):
        (folder / delivered.name).write_bytes(delivered.content())
        tell(delivered.name)
    for name, rows in _job(seed, programmes):
        (folder / name).write_bytes(_text(rows))
        tell(name)


def _duo(people: pl.DataFrame, teljaren: tuple[int, ...]) -> Iterator[duo.Delivered]:
    for teljaar in teljaren:
        yield from duo.monthly(people, teljaar, DECEMBER if teljaar < teljaren[-1] else LAST_REPORT)
        yield from duo.yearly(people, teljaar, "" if teljaar == teljaren[-1] else STATUSES.get(teljaar, "VD"))


def _job(seed: int, programmes: tuple[Programme, ...]) -> Iterator[tuple[str, pl.DataFrame]]:
    books, invited = [], []
    for edition in survey.EDITIONS:
        answers, asked = survey.respondents(np.random.default_rng([seed, 902, edition]), programmes, edition)
        invited.append(asked)
        if edition == survey.TOTALS_ONLY:
            yield TOTALS, survey.totals(answers)
        else:
            books.append(survey.codebook(edition))
            yield f"job_{edition}_antwoorden.csv", survey.wide(answers, edition)
    yield CODEBOOK, pl.concat(books)
    yield INVITED, pl.concat(invited)


def _enlarged(students: int) -> tuple[Programme, ...]:
    """The programmes in as many teams of the demo's size as make an institution of this many students."""
    factor = students / sum(one.n for one in PROGRAMMES)
    copies = max(1, round(factor))
    return tuple(
        replace(one, team=f"{one.team} {copy + 1:02d}", n=max(1, round(one.n * factor / copies)))
        for copy in range(copies)
        for one in PROGRAMMES
    )


def _text(rows: pl.DataFrame) -> bytes:
    return rows.write_csv(separator=";", line_terminator="\r\n").encode()
