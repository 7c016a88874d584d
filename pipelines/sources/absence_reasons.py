"""Absence reasons: what each reason code of the absence notices means.

Who delivers it: functional management, once and when the table changes. A code that is not in this table explains
nothing: its notices are named on the page Gegevens until the table has them.
"""

import dataframely as dy

from pipelines.contract import At, Code, Layout, Schema, Source, Text, about

KINDS = ["absent", "ill", "late", "removed"]


class AbsenceReason(Schema):
    """One reason code, its kind and whether it excuses the absence."""

    reason_code = dy.String(max_length=2, metadata=about("Redencode (hoogstens 2 tekens)", "ZK"))
    kind = dy.Enum(KINDS, metadata=about("Soort reden", "ziek"))
    is_excused = dy.Enum(["yes", "no"], metadata=about("Geoorloofd (J of N)", "J"))


SOURCE = Source(
    name="absence_reasons",
    title="Redenen van absentie",
    schema=AbsenceReason,
    grain=("reason_code",),
    replaces=("reason_code",),
    layouts=(
        Layout(
            name="redenen",
            title="Redentabel",
            documented="README, Bestanden aanleveren",
            header=("redencode", "omschrijving", "soort", "geoorloofd"),
            columns={
                "reason_code": At(("redencode", "code"), Text()),
                "kind": At(
                    ("soort",),
                    Code(values={"absent": "absent", "afwezig": "absent", "ziek": "ill", "te laat": "late",
                          "verwijderd": "removed"}),
                ),
                "is_excused": At(("geoorloofd",), Code(values={"J": "yes", "Ja": "yes", "N": "no", "Nee": "no"})),
            },
        ),
    ),
)  # fmt: skip
