"""Fifty people who write in the journal at once, without a pause, against SQLite and against PostgreSQL.

    python -m tests.benchmarks.writers [--seconds 60] [--people 50] [--processes 3]

Each person saves goals and corrects some of them, keeps drafts, reads the own ones, and now and then corrects the one
entry that everybody corrects. Afterwards each version whose saving was confirmed is looked up, and nothing else may be
there.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from dashboard.journal.kinds import Goal
from dashboard.journal.models import Entry, Version
from dashboard.journal.store import ConflictError, Journal, Saved, Subject
from tests import postgres

MONDAY = dt.date(2025, 11, 3)
CLASS_SIZE = 15


@dataclass
class Told:
    """What the people of one process were told: which versions are saved, how long it took, and what went wrong."""

    saved: list[tuple[str, int]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)


def write(journal: Journal, person: int, until: float, hot: str, told: Told) -> None:
    """What one person does until the time is up."""
    draws = random.Random(person)
    author = f"schrijver.{person}@voorbeeld.example"
    mine: list[Saved[Goal]] = []
    number = 0
    while time.monotonic() < until:
        number += 1
        began = time.monotonic()
        try:
            choice = draws.random()
            if choice < 0.5 or not mine:
                content = Goal(words=f"Doel {number} van {person}", set_on=MONDAY)
                subject = Subject(student_id=10_000 + person % CLASS_SIZE)
                mine.append(journal.write(content, subject, author=author, written_in="A", place="goal"))
                told.saved.append((str(mine[-1].id), mine[-1].n))
            elif choice < 0.7:
                seen = mine[-1]
                mine[-1] = journal.correct(seen, seen.content.model_copy(update={"words": "Beter"}), author=author)
                told.saved.append((str(seen.id), seen.n + 1))
            elif choice < 0.8:
                (seen,) = journal.entries(Entry.team == hot)
                journal.correct(seen, seen.content, author=author)
                told.saved.append((str(seen.id), seen.n + 1))
            elif choice < 0.9:
                journal.keep_draft(author, "goal", {"words": f"half {number}"}, 10_000)
                told.counts["drafts"] += 1
            else:
                journal.entries(Entry.student_id == 10_000 + person % CLASS_SIZE, Version.author == author)
                told.counts["reads"] += 1
        except ConflictError:
            told.counts["conflicts"] += 1
        except Exception as error:
            told.counts[f"errors: {type(error).__name__}"] += 1
        told.seconds.append(time.monotonic() - began)


def work(address: str, people: range, seconds: float, hot: str) -> Told:
    """Let the people of one process write, each in a thread, with one journal between them as in the dashboard."""
    journal = Journal(address)
    told = Told()
    until = time.monotonic() + seconds
    threads = [threading.Thread(target=write, args=(journal, person, until, hot, told)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    journal.close()
    return told


def run(address: str, *, seconds: float, people: int, processes: int) -> dict[str, object]:
    """Let everybody write at once and look afterwards whether what was confirmed is there, and nothing else."""
    journal = Journal(address)
    hot = "iedereen"
    first = journal.write(Goal(words="Van ons allen", set_on=MONDAY), Subject(team=hot), author="begin")
    shares = [range(start, people, processes) for start in range(processes)]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.writers", "--work", str(share.start), str(share.step), hot,
             "--people", str(people), "--seconds", str(seconds)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2],
        )
        for share in shares
    ]  # fmt: skip
    outcomes = [process.communicate(address)[0] for process in running]
    told = [json.loads(outcome) for outcome in outcomes]
    confirmed = {(str(first.id), 1)} | {(key, n) for one in told for key, n in one["saved"]}
    with journal.engine.connect() as connection:
        there = {(str(key), n) for key, n in connection.execute(sa.select(Version.entry_id, Version.n))}
        n_entries = connection.execute(sa.select(sa.func.count()).select_from(Entry)).scalar_one()
    journal.close()
    seconds_each = sorted(value for one in told for value in one["seconds"])
    counts: Counter[str] = sum((Counter(one["counts"]) for one in told), Counter())
    return {
        "confirmed": len(confirmed), "entries": n_entries, "lost": len(confirmed - there),
        "not_confirmed": len(there - confirmed), "per_second": round(len(confirmed) / seconds, 1),
        "errors": {name: n for name, n in counts.items() if name.startswith("errors")},
        **{name: counts[name] for name in ("conflicts", "drafts", "reads")},
        "p50_ms": round(1000 * statistics.median(seconds_each)),
        "p95_ms": round(1000 * seconds_each[int(0.95 * len(seconds_each))]), "max_ms": round(1000 * seconds_each[-1]),
    }  # fmt: skip


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty database of each kind that this machine has; both wait for the disk."""
    with tempfile.TemporaryDirectory() as folder:
        found = {"SQLite": str(Path(folder) / "store.journal.sqlite")}
        if postgres.programs() is None:
            yield found
            return
        with postgres.server() as running:
            yield found | {"PostgreSQL": running.database("writers")}


def main() -> None:
    """Run it and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--processes", type=int, default=3)
    parser.add_argument("--work", nargs=3, help=argparse.SUPPRESS)
    choices = parser.parse_args()
    if choices.work:
        start, step, hot = choices.work
        told = work(sys.stdin.read(), range(int(start), choices.people, int(step)), choices.seconds, hot)
        print(json.dumps({"saved": told.saved, "seconds": told.seconds, "counts": told.counts}))
        return
    with databases() as found:
        for name, address in found.items():
            outcome = run(address, seconds=choices.seconds, people=choices.people, processes=choices.processes)
            print(f"{name}: {choices.people} people in {choices.processes} processes for {choices.seconds:g} s")
            for what, value in outcome.items():
                print(f"    {what}: {value}")


if __name__ == "__main__":
    main()
