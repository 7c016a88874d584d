"""How long the other deliveries of a whole institution take: five years of DUO files, three JOB-monitors.

    python -m tests.benchmarks.institution                  a ROC of 30,000 students, in a temporary folder
    python -m tests.benchmarks.institution --students 3000  a smaller one

First a build of two weeks of attendance stands in the store. Then the DUO files and answers arrive, and a build takes
them in; beside it stands a build in which nothing is new, of which the difference is what these deliveries cost. Each
runs in a process of its own. Afterwards every group figure is asked for as a page does, first in a build that was just
opened, as the first visitor does, then once more.
"""

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from pipelines import api, registry
from pipelines.api import Viewer
from pipelines.synthetic import write_quality, write_sample
from tests.benchmarks.scale import HEAD, SEED, STUDENTS, Line, Took, measure

WEEKS: Final = 2
KWALITEIT: Final = Viewer("kwaliteit", frozenset({"kwaliteit"}))


def with_less_attendance(folder: Path) -> None:
    """Keep the last weeks of attendance only; the enrolments stay whole."""
    names = sorted({path.stem.rpartition("_")[2] for path in folder.glob("eduarte_waarneming_*.csv")})
    for name in names[:-WEEKS]:
        for path in folder.glob(f"eduarte_*_{name}.csv"):
            path.unlink()


def asked(store: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each figure in each of its tables: the first time, and once all tables are there."""
    build = api.open_build(store)
    assert build is not None
    first: list[float] = []
    again: list[float] = []
    for took in (first, again):
        for indicator in registry.indicators().values():
            for table in indicator.tables:
                start = time.perf_counter()
                api.figures(build, KWALITEIT, indicator.name, by=table)
                took.append(1000 * (time.perf_counter() - start))
    return first, again


def run(students: int, work: Path) -> list[Line]:
    """Build without and with, ask everything, and give the table."""
    inbox, store = work / "inbox", work / "store"
    write_sample(inbox, seed=SEED, students=students)
    with_less_attendance(inbox)
    measure("make_build", inbox, store)
    nothing_new = measure("make_build", inbox, store)
    before = {path.name for path in inbox.iterdir()}
    write_quality(inbox, seed=SEED, students=students)
    n_files = len([path for path in inbox.iterdir() if path.name not in before])
    n_bytes = sum(path.stat().st_size for path in inbox.iterdir() if path.name not in before)
    with_all: Took = measure("make_build", inbox, store)
    first, again = asked(store)
    slowest_first, slowest = (sorted(took)[int(0.95 * (len(took) - 1))] for took in (first, again))
    return [
        Line("DUO and JOB beside the attendance", with_all.seconds - nothing_new.seconds, 20, "s",
             f"{with_all} / {nothing_new}; {n_files} files, {n_bytes / 1e6:.0f} MB; peak {with_all.peak:.2f} GB"),
        Line("a figure by a table, p95, first visitor", slowest_first, 100, "ms",
             f"{len(first)} questions; slowest {max(first):.0f} ms"),
        Line("a figure by a table, p95", slowest, 100, "ms", f"{len(again)} questions; slowest {max(again):.0f} ms"),
    ]  # fmt: skip


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=STUDENTS)
    students = parser.parse_args().students
    work = Path(tempfile.mkdtemp(prefix="institution-"))
    try:
        lines = run(students, work)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(HEAD, *lines, sep="\n")
    return 0 if all(line.is_met for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
