"""Feedback: that colleagues around a class gave each other collegiale feedback on a day, and nothing of what was said.

Who delivers it: the journal of Groeilijn itself, at every build. Of one feedback the latest delivery counts.
"""

import datetime as dt

import dataframely as dy

from pipelines.contract import At, Day, Layout, Schema, Source, Text, about


class Feedback(Schema):
    """One time that colleagues looked back together."""

    feedback_id = dy.String(metadata=about("Nummer van de feedback", "F-2031"))
    class_id = dy.String(metadata=about("Klas", "E1A"))
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Datum", "14-10-2025"))


SOURCE = Source(
    name="feedback",
    title="Collegiale feedback",
    schema=Feedback,
    grain=("feedback_id",),
    replaces=("feedback_id",),
    period="date",
    layouts=(
        Layout(
            name="feedback",
            title="Collegiale feedback",
            documented="README, Bestanden aanleveren",
            header=("feedback_id", "klas", "datum"),
            columns={
                "feedback_id": At(("feedback_id",), Text()),
                "class_id": At(("klas",), Text()),
                "date": At(("datum",), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
            },
        ),
    ),
)
