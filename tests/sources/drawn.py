"""A delivery drawn in a test: written to an inbox, taken in, and everything that came of it."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipelines import registry
from pipelines.contract import Source
from pipelines.deliveries import take_in
from pipelines.settings import Settings
from pipelines.store import Delivery, Store

FINGERPRINT = "code-of-today"


@dataclass(frozen=True)
class Outcome:
    """What became of one file: its delivery, the rows that are kept, and (line, rule) of the lines set aside."""

    delivery: Delivery
    good: pl.DataFrame
    rejected: list[tuple[int, str]]

    @property
    def lines(self) -> dict[int, str]:
        return dict(self.rejected)


def outcome(store: Store, delivery: Delivery) -> Outcome:
    frames = [pl.read_parquet(store.root / part.path) for part in delivery.parts]
    good = pl.concat(frames) if frames else pl.DataFrame()
    rejected = pl.read_parquet(store.root / delivery.rejected_path).rows() if delivery.rejected_path else []
    return Outcome(delivery, good, rejected)


def taken_in(content: str | bytes, name: str = "file.csv", sources: list[Source] | None = None) -> Outcome:
    """Deliver one file to a new school and see what becomes of it; its lines must add up."""
    with tempfile.TemporaryDirectory() as folder:
        inbox, store = Path(folder, "inbox"), Store(Path(folder, "store"))
        known = sources or Settings(store=store.root).sources(registry.sources())
        inbox.mkdir()
        (inbox / name).write_bytes(content.encode() if isinstance(content, str) else content)
        with store.being_built():
            (delivery,) = take_in(inbox, store, known, FINGERPRINT)
            assert not list(store.workplace.iterdir()), "rubbish is left behind"
        found = outcome(store, delivery)
    assert delivery.n_lines == delivery.n_validated + delivery.n_rejected + delivery.n_replaced
    assert _n_lines(found.good, known, delivery) == delivery.n_validated
    assert len(found.rejected) == delivery.n_rejected
    return found


def _n_lines(good: pl.DataFrame, known: list[Source], delivery: Delivery) -> int:
    """How many lines the rows come from: as many as there are rows, unless each answer of a line is a row."""
    source = next((source for source in known if source.name == delivery.source), None)
    if source is None or source.line_grain == source.grain or good.is_empty():
        return good.height
    return good.select(column for column in source.line_grain if column in good.columns).n_unique()


def draw(table: str) -> str:
    """Turn a table drawn with | between the fields into the text of a file with ; between them."""
    lines = [line.strip() for line in table.strip().splitlines()]
    return "".join(";".join(cell.strip() for cell in line.split("|")) + "\n" for line in lines)
