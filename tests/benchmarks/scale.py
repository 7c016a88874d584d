"""How fast and how lean on a whole ROC: 30,000 students x 40 weeks x 25 lessons, 30 million lines.

    python -m tests.benchmarks.scale                     makes the ROC in a temporary folder, then everything
    python -m tests.benchmarks.scale --folder DIR        keeps the ROC in DIR, or uses the one that is there
    python -m tests.benchmarks.scale --only ingest day   some of: ingest marts way day pages

Every measurement runs in a process of its own, so its peak memory is its own (imports included), with the files in the
page cache. What is compared runs in turns and the best of each counts; all ratios come from one run on one
machine. Beside the seconds stand the processor seconds, which say more when others use the machine. A verdict is
about the ratio of seconds.

ingest  every file to validated Parquet in an empty store, against DuckDB's bare typed scan of the attendance and
        notices files: all columns typed and forced into a sum, nothing checked, nothing written.
marts   marts, progress, class growth, steps and the build file, with no week kept from before, against a bare Parquet
        scan of the validated lessons with all columns forced into a sum.
way     from files to marts, against `pandas_way`, which does less: no class growth, no steps. Figures compared exactly.
        Past the time limit pandas is measured again on the last weeks only, and Groeilijn with it.
day     one day delivered later to a store with everything before it, against a full rebuild that includes the day;
        all marts compared to the bit.
pages   the questions behind each page, asked of `api` as the dashboard asks them, without the dashboard's cache: 100
        random classes or students, each as tandem and as teamleider; once warmed up.
"""

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import duckdb
import polars as pl

from pipelines import api, registry
from pipelines.api import Build, Viewer
from pipelines.build import build
from pipelines.deliveries import take_in
from pipelines.settings import Settings
from pipelines.store import Store
from pipelines.synthetic import write_extra_day, write_sample

SEED: Final = 2024
STUDENTS: Final = 30_000
LONGEST: Final = 360
"""Seconds; pandas is measured on fewer weeks when all take longer."""
FEWER_WEEKS: Final = 10

Answer = dict[str, Any]


# --- what is measured, each in a process of its own ----------------------------------------------------------------


@dataclass
class Watch:
    """Seconds and processor seconds of the block it is around."""

    seconds: float = 0.0
    processor: float = 0.0

    def __enter__(self) -> "Watch":
        self.seconds, self.processor = time.perf_counter(), time.process_time()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self.seconds
        self.processor = time.process_time() - self.processor


def _forced(columns: dict[str, str]) -> str:
    """Expressions that need every value of every column, and little else."""
    forced = []
    for name, kind in columns.items():
        if kind == "DATE":
            forced.append(f"sum({name} - DATE '2000-01-01')")
        else:
            forced.append(f"sum(strlen({name}))" if kind == "VARCHAR" else f"sum({name})")
    return ", ".join(forced)


def scan_files(inbox: Path) -> tuple[Watch, Answer]:
    """DuckDB's bare typed scan of all attendance and notices files."""
    small, day, text = "SMALLINT", "DATE", "VARCHAR"
    kinds = ["INTEGER", day, small, day, small, small, small, text, text, text]
    with duckdb.connect() as connection, Watch() as watch:
        for name, n_fields, encoding in (("waarneming", 10, "utf-8"), ("absentiemelding", 9, "latin-1")):
            columns = {f"c{place}": kind for place, kind in enumerate(kinds[:n_fields])}
            files = [str(path) for path in sorted(inbox.glob(f"eduarte_{name}_*.csv"))]
            connection.execute(
                f"SELECT {_forced(columns)} FROM read_csv({files}, columns={columns}, auto_detect=false, "
                f"header=false, delim=';', quote='', escape='', dateformat='%Y%m%d', encoding='{encoding}')"
            ).fetchall()
    return watch, {}


def ingest(inbox: Path, store: Path) -> tuple[Watch, Answer]:
    """Every file in the inbox into an empty store."""
    sources = _settings(inbox, store).sources(registry.sources())
    opened = Store(store)
    with Watch() as watch:
        deliveries = take_in(inbox, opened, sources, "benchmark")
    assert not any(d.refused_why or d.n_rejected for d in deliveries)
    return watch, {"n_lessons": sum(d.n_validated for d in deliveries if d.source == "attendance")}


def scan_lessons(store: Path) -> tuple[Watch, Answer]:
    """DuckDB's bare scan of the validated lessons."""
    files = [str(path) for path in sorted((store / "validated" / "attendance").rglob("*.parquet"))]
    with duckdb.connect() as connection:
        described = connection.execute(f"DESCRIBE FROM read_parquet({files[:1]})").fetchall()
        kinds = {name: kind if kind in {"DATE", "VARCHAR"} else "number" for name, kind, *_ in described}
        kinds |= {name: "VARCHAR" for name, kind, *_ in described if kind.startswith("ENUM")}
        query = f"SELECT {_forced(kinds)} FROM read_parquet({files})"
        with Watch() as watch:
            connection.execute(query).fetchall()
    return watch, {}


def make_build(inbox: Path, store: Path) -> tuple[Watch, Answer]:
    """A build from whatever the store holds already."""
    with Watch() as watch:
        build(_settings(inbox, store))
    return watch, {}


def in_pandas(inbox: Path, folder: Path) -> tuple[Watch, Answer]:
    """The whole way in pandas."""
    from tests.benchmarks import pandas_way

    with Watch() as watch:
        pandas_way.make_marts(inbox, folder)
    return watch, {}


def pages(store: Path, visits: int) -> tuple[Watch, Answer]:
    """Visit every page for random classes and students; milliseconds per page, and of each question on it."""
    opened = api.open_build(store)
    assert opened is not None
    with Watch() as watch:
        took = {page: _visited(opened, page, visits) for page in PAGES}
    return watch, took


def compare_pandas(store: Path, folder: Path) -> tuple[Watch, Answer]:
    """Name the marts in which a figure differs from pandas, and count the figures compared."""
    opened = api.open_build(store)
    assert opened is not None
    differing: list[str] = []
    n_figures = 0
    with Watch() as watch:
        for mart in ("student_day", "student_week", "class_week", "student_progress"):
            whole = None if mart in {"student_day", "student_week"} else opened.ask(f"FROM marts.{mart}")
            for file in sorted(folder.glob(f"{mart}/*.parquet")) or [folder / f"{mart}.parquet"]:
                theirs = pl.read_parquet(file)
                ours = _of_week(opened, mart, file.stem) if whole is None else whole
                if mart == "class_week":
                    ours = ours.filter(pl.col("week_start").cast(pl.String) == file.stem)
                n_figures += ours.height * ours.width
                if not same_figures(ours, theirs):
                    differing.append(f"{mart} {file.stem}")
    return watch, {"differing": differing, "n_figures": n_figures}


def same_figures(ours: pl.DataFrame, theirs: pl.DataFrame) -> bool:
    """Whether a mart and its pandas counterpart hold exactly the same figures, whatever the order of the rows."""
    if set(ours.columns) != set(theirs.columns) or ours.height != theirs.height:
        return False
    theirs = theirs.select(ours.columns).with_columns(pl.selectors.float().fill_nan(None)).cast(ours.schema)
    key = [name for name in ("class_id", "enrolment_key", "date", "week_start") if name in ours.columns]
    return ours.sort(key).equals(theirs.sort(key))


def compare_builds(store: Path, other: Path) -> tuple[Watch, Answer]:
    """Name the marts that are not the same to the bit, row order included.

    When a step became known is left out: that tells of the builds before, and a build from nothing has none.
    """
    one, two = api.open_build(store), api.open_build(other)
    assert one is not None
    assert two is not None
    listed = "SELECT DISTINCT table_name FROM information_schema.tables WHERE table_schema = 'marts'"
    marts = sorted({name for opened in (one, two) for (name,) in opened.ask(listed).iter_rows()})
    differing: list[str] = []
    with Watch() as watch:
        for mart in marts:
            if mart in {"student_day", "student_week"}:
                weeks = one.ask(f"SELECT DISTINCT week_start FROM marts.{mart} ORDER BY 1").get_column("week_start")
                pairs = [(_of_week(one, mart, str(week)), _of_week(two, mart, str(week))) for week in weeks]
            else:
                a, b = (o.ask(f"FROM marts.{mart}").drop("known_at", strict=False) for o in (one, two))
                pairs = [(a, b)]
            if not all(a.equals(b) and a.schema == b.schema for a, b in pairs):
                differing.append(mart)
    return watch, {"differing": differing, "marts": marts}


def _of_week(opened: Build, mart: str, week: str) -> pl.DataFrame:
    return opened.ask(f"FROM marts.{mart} WHERE week_start = ?::DATE", [week])


def _settings(inbox: Path, store: Path) -> Settings:
    """Settings with one secret for all stores in a folder: another secret would have every file read again."""
    return Settings(inbox=inbox, store=store, secret_file=store.with_name("persons.key"))


# --- the questions behind each page --------------------------------------------------------------------------------

Ask = Callable[..., pl.DataFrame]


def klas(ask: Ask, until: Any, class_key: str, student_key: str) -> None:
    """What the page Klas asks."""
    from dashboard.panels.klas import WEEK_COLUMNS

    own = partial(ask, "students", class_key=class_key)
    ask("classes")
    ask("class_figures", "class_progress", class_key=class_key)
    own("placement", columns=("is_current", "end_date"))
    own("student")
    own("student_progress", latest=True)
    own("student_week", columns=WEEK_COLUMNS)
    own("student_step")
    own("student_step", since=until - timedelta(weeks=8))
    own("student_duty", since=until - timedelta(weeks=4), latest=True)


def groeilijn(ask: Ask, until: Any, class_key: str, student_key: str) -> None:
    """What the page Groeilijn asks."""
    from dashboard.panels.groeilijn import DAY_COLUMNS, WEEK_COLUMNS, lessons_since

    ask("classes")
    ask("students", "placement", class_key=class_key, columns=("is_current", "end_date"))
    ask("students", "student", class_key=class_key)
    ask("students", "student_progress", class_key=class_key, student_key=student_key, latest=True)
    ask("students", "placement", class_key=class_key, student_key=student_key)
    ask("students", "student_week", student_key=student_key, since=None, columns=WEEK_COLUMNS)
    ask("students", "student_step", student_key=student_key, since=None, columns=None)
    days = ask("students", "student_day", student_key=student_key, since=None, columns=DAY_COLUMNS)
    ask("students", "student_lesson", student_key=student_key, since=lessons_since(days, until))


def gegevens(ask: Ask, until: Any, class_key: str, student_key: str) -> None:
    """What the page Gegevens asks for who looks after the deliveries."""
    ask("deliveries")
    ask("rejected")
    ask("coverage")


def zo_rekenen_we(ask: Ask, until: Any, class_key: str, student_key: str) -> None:
    """What the page Zo rekenen we asks: nothing of the build."""
    api.definitions()


PAGES: Final = {page.__name__: page for page in (klas, groeilijn, gegevens, zo_rekenen_we)}


def _visited(opened: Build, page: str, visits: int) -> dict[str, list[float]]:
    """Milliseconds of each visit to a page, and of each question in it, after a first visit that is not counted."""
    chosen = opened.ask(
        "SELECT c.class_id, c.team, c.class_key, s.student_key FROM marts.placement AS p "
        'JOIN marts."class" AS c USING (class_id) JOIN marts.student AS s USING (student_id) '
        f"WHERE p.is_current ORDER BY hash(s.student_id), s.student_id LIMIT {visits + 1}"
    )
    took: dict[str, list[float]] = {"": []}

    def ask(viewer: Viewer, question: str, *arguments: object, **options: object) -> pl.DataFrame:
        with Watch() as watch:
            answer: pl.DataFrame = getattr(api, question)(opened, viewer, *arguments, **options)
        took.setdefault(" ".join((question, *map(str, arguments))), []).append(1000 * watch.seconds)
        return answer

    for number, (class_id, team, class_key, student_key) in enumerate(chosen.iter_rows()):
        viewers = (
            Viewer("tandem", frozenset({"tandem"}), class_ids=frozenset({class_id})),
            Viewer("teamleider", frozenset({"teamleider"}), teams=frozenset({team})),
        )
        for viewer in (Viewer("beheer", frozenset({"beheer"})),) if page == "gegevens" else viewers:
            with Watch() as watch:
                PAGES[page](partial(ask, viewer), opened.data_until, class_key, student_key)
            took[""].append(1000 * watch.seconds)
        if number == 0:
            took = {"": []}
    return took


# --- one process for each measurement ------------------------------------------------------------------------------

MEASURED: Final[dict[str, Callable[..., tuple[Watch, Answer]]]] = {
    work.__name__: work
    for work in (scan_files, ingest, scan_lessons, make_build, in_pandas, pages, compare_pandas, compare_builds)
}


@dataclass(frozen=True)
class Took:
    """What one process took: seconds, processor seconds, peak memory in GB; and its answer."""

    seconds: float
    processor: float
    peak: float
    answer: Answer

    def __str__(self) -> str:
        return f"{self.seconds:.2f} s ({self.processor:.2f} cpu)"


def measure(work: str, *arguments: object, longest: float = 900) -> Took:
    """Measure `work` in a process of its own. Raises subprocess.TimeoutExpired."""
    command = [sys.executable, "-m", "tests.benchmarks.scale", "--measure", work, *map(str, arguments)]
    root = Path(__file__).parents[2]
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, text=True, check=True, timeout=longest)
    return Took(**json.loads(done.stdout.splitlines()[-1]))


def _measured(work: str, arguments: list[str]) -> None:
    """Do the work in this process and print what it took."""
    watch, answer = MEASURED[work](*(int(word) if word.isdigit() else Path(word) for word in arguments))
    print(json.dumps({"seconds": watch.seconds, "processor": watch.processor, "peak": _peak(), "answer": answer}))


def _peak() -> float:
    """Peak memory of this process in GB; the kernel's own figure, as getrusage remembers the parent's."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (line for line in status.read_text("utf-8").splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 2**20
    peak = float("nan")
    if sys.platform != "win32":
        import resource

        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**30 if sys.platform == "darwin" else 2**20)
    return peak


def _best(found: Sequence[Took]) -> Took:
    return min(found, key=lambda took: took.seconds)


# --- the table -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One goal: what was found, the most (or least) it may be, and where the figure comes from."""

    what: str
    found: float
    goal: float
    unit: str
    source: str = ""
    is_least: bool = False

    @property
    def is_met(self) -> bool:
        return self.found >= self.goal if self.is_least else self.found <= self.goal

    def __str__(self) -> str:
        sign = ">=" if self.is_least else "<="
        found, goal = f"{self.found:.3g} {self.unit}", f"{sign} {self.goal:g} {self.unit}"
        verdict = "met" if self.is_met else "NOT MET"
        return f"{self.what:<48} | {found:>10} | {goal:>10} | {verdict:<7} | {self.source}".rstrip()


HEAD: Final = f"{'':<48} | {'found':>10} | {'goal':>10} | {'':<7} | best of runs in turn, Groeilijn / other"


class Benchmark:
    """All parts on one ROC, in a folder that is thrown away afterwards."""

    def __init__(self, roc: Path, work: Path, students: int, weeks: int | None, rounds: int, visits: int) -> None:
        self.work = work
        self.visits = visits
        self.rounds = rounds
        self.day = write_extra_day(work / "day", seed=SEED, students=students)
        self.before = self._linked("before", roc, weeks)
        self.inbox = self._linked("inbox", roc, weeks, *self.day)
        self.roc = roc
        self.full: list[Took] = []
        for path in self.inbox.iterdir():
            with path.open("rb") as file:
                while file.read(1 << 22):
                    pass

    def _linked(self, name: str, roc: Path, weeks: int | None, *more: Path) -> Path:
        """Make an inbox of links to the files of the last `weeks` weeks, or of all, and the files in `more`."""
        folder = self.work / name
        folder.mkdir()
        names = sorted({path.stem.rpartition("_")[2] for path in roc.glob("eduarte_waarneming_*.csv")})
        dropped = set(names[:-weeks] if weeks else ())
        for path in (*roc.glob("*.csv"), *more):
            if path.stem.rpartition("_")[2] not in dropped:
                os.link(path, folder / path.name)
        return folder

    def _empty_store(self, name: str) -> Path:
        """Make a store with nothing in it but the secret all stores here share, so that keys are the same."""
        shutil.rmtree(self.work / name, ignore_errors=True)
        store = Store(self.work / name)
        shared = Store(self.work / "shared")
        shared.secret()
        shutil.copy(shared.root / "secret.key", store.root)
        return store.root

    def _build_in_full(self, inbox: Path, name: str) -> Took:
        return measure("make_build", inbox, self._empty_store(name))

    def _full(self) -> Path:
        """Build everything from nothing once more, and give the store."""
        self.full.append(self._build_in_full(self.inbox, "full"))
        return self.work / "full"

    @property
    def store(self) -> Path:
        """A store with a complete build."""
        return self.work / "full" if self.full else self._full()

    def ingest(self) -> list[Line]:
        ours, scans = [], []
        for _ in range(self.rounds):
            scans.append(measure("scan_files", self.inbox))
            ours.append(measure("ingest", self.inbox, self._empty_store("ingest")))
        shutil.rmtree(self.work / "ingest")
        own, scan = _best(ours), _best(scans)
        n_lessons = own.answer["n_lessons"] / 1e6
        return [
            Line("ingest / bare typed scan", own.seconds / scan.seconds, 2.0, "x",
                 f"{own} / {scan}; {n_lessons:.2f} M lessons"),
            Line("ingest, peak memory", max(took.peak for took in ours), 1.0, "GB"),
        ]  # fmt: skip

    def marts(self) -> list[Line]:
        ours, scans = [], []
        for _ in range(self.rounds):
            scans.append(measure("scan_lessons", self.store))
            shutil.rmtree(Store(self.store).weeks)
            shutil.rmtree(Store(self.store).builds)
            ours.append(measure("make_build", self.inbox, self.store))
        own, scan = _best(ours), _best(scans)
        return [
            Line("marts, progress, steps / bare Parquet scan", own.seconds / scan.seconds, 25, "x", f"{own} / {scan}"),
            Line("marts, progress, steps, peak memory", max(took.peak for took in ours), 1.5, "GB"),
        ]  # fmt: skip

    def way(self) -> list[Line]:
        _ = self.store
        try:
            return self._way("files to marts", self.inbox, self.full, self._full)
        except subprocess.TimeoutExpired:
            print(f"pandas took more than {LONGEST} seconds; measured on the last {FEWER_WEEKS} weeks instead")
        inbox = self._linked("fewer", self.roc, FEWER_WEEKS, *self.day)
        ours: list[Took] = []

        def again() -> Path:
            ours.append(self._build_in_full(inbox, "fewer_store"))
            return self.work / "fewer_store"

        again()
        return self._way(f"files to marts, last {FEWER_WEEKS} weeks only", inbox, ours, again)

    def _way(self, what: str, inbox: Path, ours: list[Took], again: Callable[[], Path]) -> list[Line]:
        """Measure pandas, ourselves once more, and compare; `ours` holds the runs so far."""
        folder = self.work / "pandas"
        shutil.rmtree(folder, ignore_errors=True)
        theirs = measure("in_pandas", inbox, folder, longest=LONGEST)
        compared = measure("compare_pandas", again(), folder).answer
        shutil.rmtree(folder)
        own = _best(ours)
        differing = compared["differing"]
        return [
            Line(f"{what}: pandas / Groeilijn", theirs.seconds / own.seconds, 7, "x",
                 f"{own} / {theirs}; peak {own.peak:.2f} / {theirs.peak:.2f} GB", is_least=True),
            Line(f"{what}: marts that differ", len(differing), 0, "",
                 f"{compared['n_figures'] / 1e6:.1f} M figures compared. {', '.join(differing[:5])}"),
        ]  # fmt: skip

    def one_day(self) -> list[Line]:
        known = self._empty_store("known")
        measure("make_build", self.before, known)
        ours = []
        for _ in range(self.rounds):
            _ = self._full()
            shutil.rmtree(self.work / "later", ignore_errors=True)
            later = shutil.copytree(known, self.work / "later")
            ours.append(measure("make_build", self.inbox, later))
        compared = measure("compare_builds", later, self.store).answer
        shutil.rmtree(known)
        shutil.rmtree(later)
        own, full = _best(ours), _best(self.full)
        differing = compared["differing"]
        return [
            Line("one more day / full rebuild", own.seconds / full.seconds, 0.15, "x", f"{own} / {full}"),
            Line("one more day: marts that differ", len(differing), 0, "",
                 f"{len(compared['marts'])} marts compared to the bit. {', '.join(differing)}"),
        ]  # fmt: skip

    def pages(self) -> list[Line]:
        lines = []
        for page, took in measure("pages", self.store, self.visits).answer.items():
            whole = took.pop("")
            slowest = max(took, key=lambda question: _share_of(took[question], 0.95), default=None)
            source = f"p50 {_share_of(whole, 0.5):.1f} ms, {len(whole)} visits"
            if slowest:
                source += f"; slowest of {len(took)} questions: {slowest}, p95 {_share_of(took[slowest], 0.95):.1f} ms"
            lines.append(Line(f"all questions of page {page}, p95", _share_of(whole, 0.95), 50, "ms", source))
        return lines


def _share_of(values: list[float], share: float) -> float:
    """The value under which this share of the values lies."""
    return sorted(values)[int(share * (len(values) - 1))]


PARTS: Final = {
    "ingest": Benchmark.ingest, "marts": Benchmark.marts, "way": Benchmark.way, "day": Benchmark.one_day,
    "pages": Benchmark.pages,
}  # fmt: skip


def run(
    students: int, folder: Path | None, weeks: int | None, parts: Sequence[str], rounds: int, visits: int
) -> list[Line]:
    """Measure the parts and print the table as it grows; everything but a named `folder` is removed afterwards."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "pandas", "numpy", "pyarrow"))
    print(f"{os.cpu_count()} cores{load}, {platform.system()} {platform.machine()}, Python {platform.python_version()}")
    print(libraries)
    with tempfile.TemporaryDirectory(prefix="scale-", dir=folder.parent if folder else None) as name:
        work = Path(name)
        roc = folder or work / "roc"
        if not any(roc.glob("eduarte_waarneming_*.csv")):
            print(f"making a ROC of {students} students")
            write_sample(roc, seed=SEED, students=students)
        benchmark = Benchmark(roc, work, students, weeks, rounds, visits)
        kept = f"the last {weeks} weeks" if weeks else "40 weeks"
        print(f"{students} students, {kept}, {len(list(benchmark.inbox.iterdir()))} files")
        print(HEAD, flush=True)
        lines: list[Line] = []
        for part in parts:
            found = PARTS[part](benchmark)
            print(*found, sep="\n", flush=True)
            lines += found
    return lines


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--students", type=int, default=STUDENTS)
    parser.add_argument("--folder", type=Path, help="keep the ROC here, or use the one that is here")
    parser.add_argument("--weeks", type=int, help="only the last so many school weeks")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--rounds", type=int, default=3, help="runs of what is cheap; the best counts")
    parser.add_argument("--visits", type=int, default=100, help="classes or students for whom each page is visited")
    parser.add_argument("--measure", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        _measured(given.measure[0], given.measure[1:])
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    started = time.perf_counter()
    lines = run(given.students, given.folder, given.weeks, given.only, given.rounds, given.visits)
    missed = [line.what for line in lines if not line.is_met]
    print(
        f"{time.perf_counter() - started:.0f} seconds. " + (f"Not met: {', '.join(missed)}" if missed else "All met.")
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
