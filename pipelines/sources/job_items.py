"""JOB items: the list of items of the JOB-monitor that figures are made of, by theme.

Who delivers it: it comes with Groeilijn, in words of our own; a school adds items or changes words with a delivery of
its own. The goals of Klas als Werkplaats stand beside the items that say something about them. An item of kind
"keuze" has no scale (gone on a placement or not): only its answers are counted. The
place of an item is that in the questionnaire, which is the order on screen: items are never ranked by their outcome.
"""

import dataframely as dy

from pipelines.contract import At, Code, Integer, Layout, Name, Schema, Source, Text, about

KINDS = ["scale", "grade", "choice"]


class JobItem(Schema):
    """One item: what is asked, under which theme, and on which scale."""

    item = dy.String(metadata=about("Item (korte naam)", "veilig"))
    theme = dy.String(metadata=about("Thema", "Omgeving, sfeer en veiligheid"))
    question = dy.String(metadata=about("Waar de vraag over gaat", "Je veilig voelen op school"))
    kind = dy.Enum(KINDS, metadata=about("Soort: schaal (1-5), cijfer (1-10) of keuze", "schaal"))
    kaw_goal = dy.String(nullable=True, metadata=about("Doel van Klas als Werkplaats", "Ik voel me hier welkom"))
    place = dy.Int16(nullable=True, min=1, metadata=about("Plaats in de vragenlijst, leeg voor achteraan", 9))


SOURCE = Source(
    name="job_items",
    title="JOB-monitor, items",
    schema=JobItem,
    grain=("item",),
    replaces=("item",),
    layouts=(
        Layout(
            name="items",
            title="JOB-monitor items",
            documented="pipelines/reference/job_items.csv",
            header=("item", "thema", "vraag", "soort", "kaw_doel", "volgorde"),
            columns={
                "item": At(("item",), Name()),
                "theme": At(("thema",), Text()),
                "question": At(("vraag",), Text()),
                "kind": At(("soort",), Code(values={"schaal": "scale", "cijfer": "grade", "keuze": "choice"})),
                "kaw_goal": At(("kaw_doel",), Text()),
                "place": At(("volgorde",), Integer()),
            },
        ),
    ),
)
