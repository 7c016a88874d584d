"""Goals: that a student has a goal since a day, with the number in it where there is one, and the day it was reached.

Who delivers it: the journal of Groeilijn itself, at every build. The goal in the student's own words is never loaded.
Of a goal the latest delivery counts.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Day, Integer, Layout, Schema, Source, Text, about, rule

FIRST, LAST = dt.date(2000, 1, 1), dt.date(2099, 12, 31)


class Goal(Schema):
    """One goal of one student."""

    goal_id = dy.String(metadata=about("Nummer van het doel", "D-2031"))
    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    set_date = dy.Date(min=FIRST, max=LAST, metadata=about("Gesteld op", "14-10-2025"))
    number = dy.Int16(nullable=True, min=0, max=1439, metadata=about("Getal in het doel", 15))
    counts = dy.Enum(
        ["lessons", "arrival_minute", "presence_percent"], nullable=True,
        metadata=about("Wat het getal telt", "lessen van de twintig"),
    )  # fmt: skip
    due_date = dy.Date(nullable=True, min=FIRST, max=LAST, metadata=about("Voor", "14-12-2025"))
    reached_date = dy.Date(nullable=True, min=FIRST, max=LAST, metadata=about("Bereikt op", "01-12-2025"))

    @rule()
    def number_says_what_it_counts(cls) -> pl.Expr:
        """Er staat een getal zonder wat het telt, of andersom. Vul allebei in, of laat allebei leeg."""
        return pl.col("number").is_null() == pl.col("counts").is_null()


DAY = Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))
SOURCE = Source(
    name="goals",
    title="Doelen",
    schema=Goal,
    grain=("goal_id",),
    replaces=("goal_id",),
    period="set_date",
    layouts=(
        Layout(
            name="doelen",
            title="Doelen",
            documented="README, Bestanden aanleveren",
            header=("doel_id", "studentnummer", "gesteld_op", "getal", "telt", "voor", "bereikt_op"),
            columns={
                "goal_id": At(("doel_id",), Text()),
                "student_id": At(("studentnummer", "deelnemernummer"), Integer()),
                "set_date": At(("gesteld_op",), DAY),
                "number": At(("getal",), Integer()),
                "counts": At(("telt",), Code(values={
                    "lessen van de twintig": "lessons", "minuut van aankomst": "arrival_minute",
                    "procent van de lessen": "presence_percent",
                })),
                "due_date": At(("voor",), DAY),
                "reached_date": At(("bereikt_op",), DAY),
            },
        ),
    ),
)  # fmt: skip
