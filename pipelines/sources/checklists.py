"""Checklists: the two guidance checklists (one A4 each), one row per kenmerk that was looked at.

Who delivers it: tandems, from the form the school uses, as often as they fill one in. A checklist is about the
GUIDANCE a student gets, never a score of the student. Notes are never loaded, nor names: who filled it in is a role,
and anything else in that field becomes empty. The latest delivery that names a checklist gives all of it.
"""

import datetime as dt

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Day, Integer, Layout, Schema, Source, Text, about, rule

INDIVIDUAL = {
    "goede_relatie": ("een goede relatie met de student", "goede relatie met de student"),
    "goed_beeld": ("een goed beeld van de student", "goed beeld van de student"),
    "behoeften": ("inspelen op de behoeften van de student", "inspelen op behoeften"),
    "verwachtingen": ("verwachtingen uitspreken",),
    "toegankelijk": ("toegankelijk en laagdrempelig zijn", "toegankelijk en laagdrempelig"),
    "autonomie": ("autonomie stimuleren", "autonomie van de student stimuleren"),
    "positief": ("een positieve en progressiegerichte benadering", "positieve en progressiegerichte benadering"),
    "volhouden": ("volhouden en vasthouden aan doelen",),
}
COLLABORATION = {
    "gedeeld_beeld": ("een gedeeld beeld van de student", "gedeeld beeld van de student"),
    "leerbehoeften": ("aansluiten bij de leerbehoeften van de student", "aansluiten bij leerbehoeften"),
    "pedagogisch": ("een pedagogische aanpak", "pedagogische aanpak"),
    "informeren": ("elkaar informeren",),
    "regie": ("regie en verantwoordelijkheid",),
    "deskundigheid": (
        "elkaars deskundigheid respecteren en benutten", "deskundigheid respecteren en benutten",
    ),
}  # fmt: skip
KENMERKEN = {
    name: code for code, titles in {**INDIVIDUAL, **COLLABORATION}.items() for name in (code, *titles)
}  # fmt: skip


class ChecklistLine(Schema):
    """One kenmerk of guidance on one checklist."""

    checklist_id = dy.String(metadata=about("Nummer van de checklist", "C-2031"))
    kind = dy.Enum(["individual", "collaboration"], metadata=about("Soort checklist", "individuele begeleiding"))
    date = dy.Date(min=dt.date(2000, 1, 1), max=dt.date(2099, 12, 31), metadata=about("Datum", "14-10-2025"))
    moment = dy.Enum(
        ["before", "during", "after"], nullable=True, metadata=about("Voor, tijdens of na het gesprek", "na")
    )
    student_id = dy.Int32(
        nullable=True, min=10_000, max=999_999_999,
        metadata=about("Studentnummer (5 tot 9 cijfers)", 912345, sensitive=True),
    )  # fmt: skip
    class_id = dy.String(nullable=True, metadata=about("Klas", "E1A"))
    filled_in_by = dy.Enum(
        ["mentor", "kaw", "peercoach", "together"], nullable=True, metadata=about("Ingevuld door (rol)", "mentor")
    )
    kenmerk = dy.Enum([*INDIVIDUAL, *COLLABORATION], metadata=about("Kenmerk van begeleiding", "autonomie"))
    status = dy.Enum(["voldoende", "ruimte", "open"], metadata=about("Status", "ruimte voor groei"))

    @rule()
    def kenmerk_belongs_to_its_kind(cls) -> pl.Expr:
        """Dit kenmerk staat niet op deze soort checklist. Verbeter de soort of het kenmerk en lever opnieuw aan."""
        is_individual = pl.col("kenmerk").cast(pl.String).is_in(list(INDIVIDUAL))
        return is_individual == (pl.col("kind").cast(pl.String) == "individual")

    @rule()
    def is_about_somebody(cls) -> pl.Expr:
        """Er staat geen student en geen klas bij, dus het is niet te zien bij wie dit hoort. Vul een van beide in."""
        return pl.col("student_id").is_not_null() | pl.col("class_id").is_not_null()


SOURCE = Source(
    name="checklists",
    title="Checklists begeleiding",
    schema=ChecklistLine,
    grain=("checklist_id", "kenmerk"),
    replaces=("checklist_id",),
    period="date",
    layouts=(
        Layout(
            name="checklists",
            title="Checklists begeleiding",
            documented="README, Bestanden aanleveren",
            header=(
                "checklist_id", "soort", "datum", "moment", "studentnummer", "klas", "ingevuld_door", "kenmerk",
                "status", "notitie",
            ),
            columns={
                "checklist_id": At(("checklist_id", "checklist"), Text()),
                "kind": At(
                    ("soort",),
                    Code(values={"individuele begeleiding": "individual", "individueel": "individual",
                                 "samenwerking": "collaboration", "professionele samenwerking": "collaboration"}),
                ),
                "date": At(("datum",), Day(formats=("%d-%m-%Y", "%Y-%m-%d", "%Y%m%d"))),
                "moment": At(
                    ("moment",),
                    Code(values={"voor": "before", "vooraf": "before", "tijdens": "during", "na": "after",
                                 "achteraf": "after"}),
                ),
                "student_id": At(("studentnummer", "deelnemernummer"), Integer()),
                "class_id": At(("klas",), Text()),
                "filled_in_by": At(
                    ("ingevuld_door",),
                    Code(values={"mentor": "mentor", "kaw": "kaw", "kaw'er": "kaw", "peercoach": "peercoach",
                                 "samen": "together"}, drops_unknown=True),
                ),
                "kenmerk": At(("kenmerk",), Code(values=KENMERKEN)),
                "status": At(
                    ("status",),
                    Code(values={"voldoende": "voldoende", "ruimte voor groei": "ruimte", "ruimte": "ruimte",
                                 "nog niet besproken": "open"}),
                ),
            },
        ),
    ),
)  # fmt: skip
