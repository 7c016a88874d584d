"""Many people at once, and a process that is killed while it saves: what was confirmed is there."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dashboard.journal.models import Entry
from dashboard.journal.store import Journal
from tests.benchmarks import writers

ROOT = Path(__file__).resolve().parents[2]
SAVES = """
import sys, datetime as dt
from dashboard.journal.kinds import Goal
from dashboard.journal.store import Journal, Subject
journal = Journal(sys.stdin.readline().strip())
words = "lang verhaal " * 40
while True:
    saved = journal.write(Goal(words=words, set_on=dt.date(2025, 11, 3)), Subject(student_id=10001), author="m")
    journal.correct(saved, saved.content, author="m")
    print(saved.id, flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 3])
def test_fifty_people_write_at_once_and_nothing_is_lost(address: str, processes: int) -> None:
    outcome = writers.run(address, seconds=3, people=50, processes=processes)
    assert (outcome["lost"], outcome["not_confirmed"], outcome["errors"]) == (0, 0, {})
    assert int(str(outcome["confirmed"])) > 50


@pytest.mark.slow
def test_what_was_confirmed_is_there_when_the_process_is_killed(address: str) -> None:
    draws = random.Random(5)
    confirmed: set[str] = set()
    Journal(address).close()
    for _ in range(5):
        process = subprocess.Popen(
            [sys.executable, "-c", SAVES], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{address}\n")
        process.stdin.flush()
        first = process.stdout.readline()
        time.sleep(draws.uniform(0, 0.3))
        process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
        rest = process.stdout.read()
        process.wait()
        process.stdin.close()
        process.stdout.close()
        told = (first + rest).split("\n")
        confirmed |= set(told[:-1])
        journal = Journal(address)
        there = {str(one.id): one.n for one in journal.entries(Entry.student_id == 10001)}
        assert confirmed - {key for key, n in there.items() if n == 2} == set()
        assert len(there) <= len(confirmed) + 5, "At most one a kill was saved and not yet confirmed."
        journal.close()
    assert len(confirmed) >= 5
