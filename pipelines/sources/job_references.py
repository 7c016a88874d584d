"""JOB references: national outcomes of the JOB-monitor, to read the school's own beside.

Who delivers it: it comes with Groeilijn, as far as published figures are known to us; quality staff add what they know
after every edition, each with where it comes from. Percentages and grades are kept in whole hundredths.
"""

import dataframely as dy
import polars as pl

from pipelines.contract import At, Hundredths, Integer, Layout, Name, Schema, Source, Text, about, rule


class JobReference(Schema):
    """The national outcome of one item in one edition."""

    edition = dy.Int16(min=2000, max=2099, metadata=about("Meting (jaar)", 2024))
    item = dy.String(metadata=about("Item uit de lijst met items", "veilig"))
    positive_hundredths = dy.Int32(nullable=True, min=0, max=10_000, metadata=about("Percentage positief", "79"))
    grade_hundredths = dy.Int32(nullable=True, min=100, max=1_000, metadata=about("Rapportcijfer", "6,8"))
    reported_by = dy.String(metadata=about("Bron", "JOB-monitor 2024, landelijk"))

    @rule()
    def says_something(cls) -> pl.Expr:
        """Er staat geen percentage en geen cijfer. Vul een van beide in of laat de regel weg."""
        return pl.col("positive_hundredths").is_not_null() | pl.col("grade_hundredths").is_not_null()


SOURCE = Source(
    name="job_references",
    title="JOB-monitor, landelijk",
    schema=JobReference,
    grain=("edition", "item"),
    replaces=("edition", "item"),
    layouts=(
        Layout(
            name="landelijk",
            title="JOB-monitor landelijk",
            documented="pipelines/reference/job_references.csv",
            header=("meting", "item", "positief", "cijfer", "bron"),
            columns={
                "edition": At(("meting", "jaar"), Integer()),
                "item": At(("item",), Name()),
                "positive_hundredths": At(("positief",), Hundredths()),
                "grade_hundredths": At(("cijfer",), Hundredths()),
                "reported_by": At(("bron",), Text()),
            },
        ),
    ),
)
