"""Contacts: that somebody of the tandem was in touch with a student on a day, with or without a reason.

Who delivers it: the journal of Groeilijn itself, at every build; or a school from another system, as often as it likes.
What was said, and by whom, is never loaded: who was in touch is a role. Of a contact the latest delivery counts.
"""

import datetime as dt

import dataframely as dy

from pipelines.contract import At, Code, Day, Integer, Layout, Schema, Source, Text, about


class Contact(Schema):
    """One contact with one student."""

    contact_id = dy.String(metadata=about("Nummer van het contact", "K-2031"))
    student_id = dy.Int32(
        min=10_000, max=999_999_999, metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True)
    )
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Datum", "14-10-2025"))
    has_reason = dy.Enum(["yes", "no"], metadata=about("Met aanleiding", "nee"))
    how = dy.Enum(["in_person", "phone", "message", "visit", "other"], nullable=True, metadata=about("Hoe", "gebeld"))
    by_role = dy.Enum(
        ["mentor", "kaw", "peercoach", "teamleider", "other"], nullable=True, metadata=about("Door (rol)", "mentor")
    )


SOURCE = Source(
    name="contacts",
    title="Contacten",
    schema=Contact,
    grain=("contact_id",),
    replaces=("contact_id",),
    period="date",
    layouts=(
        Layout(
            name="contacten",
            title="Contacten",
            documented="README, Bestanden aanleveren",
            header=("contact_id", "studentnummer", "datum", "aanleiding", "hoe", "rol"),
            columns={
                "contact_id": At(("contact_id", "contact"), Text()),
                "student_id": At(("studentnummer", "deelnemernummer"), Integer()),
                "date": At(("datum",), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
                "has_reason": At(("aanleiding", "met_aanleiding"), Code(values={
                    "ja": "yes", "j": "yes", "nee": "no", "n": "no",
                })),
                "how": At(("hoe", "soort_contact"), Code(values={
                    "gesprek": "in_person", "gebeld": "phone", "telefoon": "phone", "bericht": "message",
                    "huisbezoek": "visit", "anders": "other",
                }, drops_unknown=True)),
                "by_role": At(("rol",), Code(values={
                    "mentor": "mentor", "kaw": "kaw", "kaw'er": "kaw", "peercoach": "peercoach",
                    "teamleider": "teamleider", "anders": "other",
                }, drops_unknown=True)),
            },
        ),
    ),
)  # fmt: skip
