"""JOB invited: how many students were asked to fill in the JOB-monitor.

Who delivers it: quality staff, once per edition, per team, programme and level as they stand in the answers. Without
it no response can be given.
"""

import dataframely as dy

from pipelines.contract import At, Integer, Layout, Schema, Source, Text, about


class JobInvited(Schema):
    """How many were asked in one edition, of one team, programme and level."""

    edition = dy.Int16(min=2000, max=2099, metadata=about("Meting (jaar)", 2024))
    team = dy.String(nullable=True, metadata=about("Team", "Entree"))
    programme = dy.String(nullable=True, metadata=about("Opleiding", "Assistent horeca"))
    level = dy.Int8(nullable=True, min=1, max=4, metadata=about("Niveau (1 tot 4)", 2))
    n_invited = dy.Int32(min=1, max=1_000_000, metadata=about("Aantal uitgenodigde studenten", 120))


SOURCE = Source(
    name="job_invited",
    title="JOB-monitor, uitgenodigd",
    schema=JobInvited,
    grain=("edition", "team", "programme", "level"),
    replaces=("edition", "team", "programme", "level"),
    until="edition",
    layouts=(
        Layout(
            name="uitgenodigd",
            title="JOB-monitor uitgenodigden",
            documented="README, Bestanden aanleveren",
            header=("meting", "team", "opleiding", "niveau", "uitgenodigd"),
            columns={
                "edition": At(("meting", "jaar"), Integer()),
                "team": At(("team",), Text()),
                "programme": At(("opleiding", "opleidingsnaam"), Text()),
                "level": At(("niveau",), Integer()),
                "n_invited": At(("uitgenodigd",), Integer()),
            },
        ),
    ),
)
