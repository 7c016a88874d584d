"""Talks: that a student was spoken of in the hour of the tandem on a day.

Who delivers it: the journal of Groeilijn itself, at every build. What goes well, what is next and who picks it up are
never loaded. Of a talk the latest delivery counts.
"""

import datetime as dt

import dataframely as dy

from pipelines.contract import At, Day, Integer, Layout, Schema, Source, Text, about


class Talk(Schema):
    """One student spoken of on one day."""

    talk_id = dy.String(metadata=about("Nummer van de bespreking", "B-2031"))
    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Besproken op", "14-10-2025"))


SOURCE = Source(
    name="talks",
    title="Besprekingen",
    schema=Talk,
    grain=("talk_id",),
    replaces=("talk_id",),
    period="date",
    layouts=(
        Layout(
            name="besprekingen",
            title="Besprekingen in het tandemoverleg",
            documented="README, Bestanden aanleveren",
            header=("bespreking_id", "studentnummer", "besproken_op"),
            columns={
                "talk_id": At(("bespreking_id",), Text()),
                "student_id": At(("studentnummer", "deelnemernummer"), Integer()),
                "date": At(("besproken_op",), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
            },
        ),
    ),
)
