"""Staff: who is mentor, KAW'er or peercoach of which class, who leads which team, who works on quality or management.

Who delivers it: functional management, at every change. The latest delivery that names a class, a team or an office
gives everybody who belongs to it, so a person who is no longer named has left it.
"""

import dataframely as dy
import polars as pl

from pipelines.contract import At, Code, Layout, Schema, Source, Text, about, rule

ROLES = ["mentor", "kaw", "peercoach", "teamleider", "kwaliteit", "beheer"]


class StaffMember(Schema):
    """One person in one role; tandem roles name a class, a teamleider names a team."""

    person = dy.String(metadata=about("Persoon (e-mailadres)", "mentor.e1a@voorbeeld.example", sensitive=True))
    name = dy.String(nullable=True, metadata=about("Naam", "M. Voorbeeld", sensitive=True))
    role = dy.Enum(ROLES, metadata=about("Rol", "mentor"))
    class_id = dy.String(nullable=True, metadata=about("Klas", "E1A"))
    team = dy.String(nullable=True, metadata=about("Team", "Entree"))

    @rule()
    def tandem_has_a_class(cls) -> pl.Expr:
        """Bij een mentor, KAW'er of peercoach hoort een klas. Vul de klas in en lever opnieuw aan."""
        return ~pl.col("role").cast(pl.String).is_in(["mentor", "kaw", "peercoach"]) | pl.col("class_id").is_not_null()

    @rule()
    def teamleider_has_a_team(cls) -> pl.Expr:
        """Bij een teamleider hoort een team. Vul het team in en lever opnieuw aan."""
        return (pl.col("role").cast(pl.String) != "teamleider") | pl.col("team").is_not_null()


SOURCE = Source(
    name="staff",
    title="Medewerkers",
    schema=StaffMember,
    grain=("person", "role", "class_id", "team"),
    replaces=("coalesce(class_id, team, role)",),
    layouts=(
        Layout(
            name="medewerkers",
            title="Medewerkers",
            documented="README, Bestanden aanleveren",
            header=("persoon", "naam", "rol", "klas", "team"),
            columns={
                "person": At(("persoon", "email", "e_mail"), Text()),
                "name": At(("naam",), Text()),
                "role": At(
                    ("rol",),
                    Code(values={"mentor": "mentor", "slb": "mentor", "slb'er": "mentor", "kaw": "kaw", "kaw'er": "kaw",
                          "peercoach": "peercoach", "teamleider": "teamleider", "kwaliteit": "kwaliteit",
                          "kwaliteitsmedewerker": "kwaliteit", "beheer": "beheer",
                          "functioneel beheerder": "beheer"}),
                ),
                "class_id": At(("klas",), Text()),
                "team": At(("team",), Text()),
            },
        ),
    ),
)  # fmt: skip
