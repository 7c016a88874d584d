"""A real PostgreSQL server for the tests: a cluster of its own, thrown away afterwards, on a Unix socket only."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

USER = "postgres"


def programs() -> Path | None:
    """The folder with the programs of the newest server on this machine; Debian keeps them off the path."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    debian = Path(os.sep, "usr", "lib", "postgresql")
    found = sorted(debian.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return found[-1].parent if found else None


class Server:
    """A server that runs; `database` makes an empty database in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def database(self, name: str) -> str:
        """Make an empty database and give its address."""
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.address(name)

    def address(self, name: str) -> str:
        return f"postgresql://{USER}@/{name}?host={self.folder}"


@contextmanager
def server(*, is_safe: bool = True) -> Iterator[Server]:
    """Make a cluster and run it until the block ends. The server refuses to be root, so root becomes `postgres`.

    When it need not be safe, it does not wait for the disk; nothing else is different.
    """
    bin_ = programs()
    assert bin_ is not None
    own: dict[str, Any] = {}
    if sys.platform != "win32" and os.getuid() == 0:
        own = {"user": USER, "group": USER, "extra_groups": []}
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    try:
        if own:
            shutil.chown(folder, USER, USER)
        subprocess.run(
            [bin_ / "initdb", "-D", folder / "data", "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            check=True, capture_output=True, cwd=folder, **own,
        )  # fmt: skip
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [bin_ / "postgres", "-D", folder / "data", "-k", folder, "-h", "", "-c", "max_connections=200",
                 "-c", f"fsync={'on' if is_safe else 'off'}"],
                stdout=log, stderr=log, cwd=folder, **own,
            )  # fmt: skip
            try:
                running = Server(folder)
                _wait_until_it_answers(running, process)
                yield running
            finally:
                process.send_signal(getattr(signal, "SIGQUIT", signal.SIGINT))
                process.wait(timeout=30)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_it_answers(running: Server, process: subprocess.Popen[bytes]) -> None:
    give_up_at = time.monotonic() + 60
    while time.monotonic() < give_up_at and process.poll() is None:
        try:
            psycopg.connect(running.address("postgres")).close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError((running.folder / "log").read_text("utf-8", errors="replace"))
