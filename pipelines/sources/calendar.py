"""Calendar: the holidays and days off of the school.

Who delivers it: functional management or the timetable office, once a school year, in one file. The latest delivery
that names a school year (from 1 August) gives all free days of that year, so a holiday that is moved leaves no week
free behind it. Days that are not named are ordinary days; a period of kind "lesdag" makes an exception in a holiday.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Day, Layout, Schema, Source, Text, about, rule


class CalendarPeriod(Schema):
    """One period of days, both ends included."""

    start_date = dy.Date(
        min=dt.date(2000, 1, 1),
        max=dt.date(2099, 12, 31),
        metadata=about("Eerste dag van de periode", "13-10-2025"),
    )
    end_date = dy.Date(
        min=dt.date(2000, 1, 1),
        max=dt.date(2099, 12, 31),
        metadata=about("Laatste dag van de periode", "17-10-2025"),
    )
    kind = dy.Enum(["holiday", "school_day"], metadata=about("Soort periode", "vakantie"))
    description = dy.String(nullable=True, metadata=about("Omschrijving", "Herfstvakantie"))

    @rule()
    def ends_after_start(cls) -> pl.Expr:
        """De periode eindigt voor zij begint, of duurt langer dan honderd dagen. Verbeter de datums."""
        return (pl.col("end_date") - pl.col("start_date")).dt.total_days().is_between(0, 100)


SOURCE = Source(
    name="calendar",
    title="Schoolkalender",
    schema=CalendarPeriod,
    grain=("start_date", "end_date", "kind"),
    replaces=("year(start_date - INTERVAL 7 MONTH)",),
    period="start_date",
    layouts=(
        Layout(
            name="kalender",
            title="Kalender",
            documented="README, Bestanden aanleveren",
            header=("datum_van", "datum_tot", "soort", "omschrijving"),
            columns={
                "start_date": At(("datum_van", "van", "begindatum"), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
                "end_date": At(("datum_tot", "tot", "tot_en_met", "einddatum"),
                               Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
                "kind": At(
                    ("soort",),
                    Code(values={"vakantie": "holiday", "vrije dag": "holiday", "studiedag": "holiday",
                                 "feestdag": "holiday",
                          "lesdag": "school_day"}),
                ),
                "description": At(("omschrijving",), Text()),
            },
        ),
    ),
)  # fmt: skip
