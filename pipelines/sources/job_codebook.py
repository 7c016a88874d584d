"""JOB codebook: which column of the respondent file is which item.

Who delivers it: quality staff, once per edition, from the codebook that comes with the respondent file. Without an
edition a line holds for every edition that has no line of its own for that column.
"""

import dataframely as dy

from pipelines.contract import At, Integer, Layout, Name, Schema, Source, about


class CodebookLine(Schema):
    """One column of the respondent file in one edition, or in all of them."""

    edition = dy.Int16(nullable=True, min=2000, max=2099, metadata=about("Meting (jaar), leeg voor alle", 2024))
    question = dy.String(metadata=about("Naam van de kolom in het respondentenbestand", "v12"))
    item = dy.String(metadata=about("Item uit de lijst met items", "veilig"))


SOURCE = Source(
    name="job_codebook",
    title="JOB-monitor, codeboek",
    schema=CodebookLine,
    grain=("edition", "question"),
    replaces=("edition", "question"),
    layouts=(
        Layout(
            name="codeboek",
            title="JOB-monitor codeboek",
            documented="README, Bestanden aanleveren",
            header=("meting", "kolom", "item"),
            columns={
                "edition": At(("meting", "jaar"), Integer()),
                "question": At(("kolom",), Name()),
                "item": At(("item",), Name()),
            },
        ),
    ),
)
