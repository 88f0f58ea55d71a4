"""``make bench``: how fast Hongtou is on this machine, beside its goals.

CPU seconds for work inside one process, wall seconds for what a user waits for; medians, since a
shared machine's clock swings.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hongtou.clean import FINDERS, clean
from hongtou.read import open_source, read
from hongtou.run import ingest
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import build_pipeline, tag

ROOT: Final = Path(__file__).resolve().parent.parent
CORPUS: Final = ROOT / "corpus"
TEXTS: Final = sorted(CORPUS.glob("*.txt"))
NOISY: Final = sorted(CORPUS.glob("*扫描识别.txt"))

# Enough rounds for a second or two of work; the start of the pipeline is not counted.
ROUNDS: Final = 5
STARTS: Final = 7


@dataclass(frozen=True)
class Measure:
    """One row of the table."""

    name: str
    figure: float
    goal: float
    unit: str
    higher: bool = False  # whether more is better

    @property
    def reached(self) -> bool:
        """Whether the goal is met."""
        return self.figure >= self.goal if self.higher else self.figure <= self.goal


def tagging_speed() -> float:
    """Characters a CPU second from clean text to tagged documents, on one core."""
    texts = [clean(read(open_source(paper))) for paper in TEXTS]
    pipeline = build_pipeline()

    def once() -> None:
        for text in texts:
            bundle = split(text)
            for document in bundle.documents:
                tag(segment(bundle, document), pipeline=pipeline)

    once()  # lists and patterns are loaded on first use
    characters = sum(len(text.text) for text in texts)
    return characters / median_of(once, time.process_time, ROUNDS)


def cleaning_speed(*, repair: bool) -> float:
    """Characters a CPU second from text as read to clean text; of texts that are clean already.

    ``repair`` is whether misread characters are looked for; without it rules of form and layout
    alone are measured.
    """
    transcripts = [read(open_source(paper)) for paper in TEXTS if paper not in NOISY]
    finders = FINDERS if repair else ()

    def once() -> None:
        for transcript in transcripts:
            clean(transcript, finders=finders)

    once()
    characters = sum(len(transcript.text) for transcript in transcripts)
    return characters / median_of(once, time.process_time, ROUNDS)


def ingest_seconds(papers: list[Path]) -> float:
    """Wall seconds of ``hongtou ingest`` into a new knowledge base, start included."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "extracted" / "hongtou.db"
        command = [
            sys.executable,
            "-m",
            "hongtou",
            "ingest",
            *map(str, papers),
            "--db",
            str(target),
        ]
        return median_of(lambda: run(command), time.perf_counter, 1)


def warm_ingest_speed() -> float:
    """Characters a CPU second from files to the knowledge base, everything included."""
    characters = sum(len(paper.read_text("utf-8")) for paper in TEXTS)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder)

        def once() -> None:
            ingest(TEXTS, db=target / "k.db", extracted=target / "extracted", force=True)

        once()
        return characters / median_of(once, time.process_time, ROUNDS)


def start_seconds(*arguments: str) -> float:
    """Wall seconds of a new Python process with ``arguments``."""
    return median_of(lambda: run([sys.executable, *arguments]), time.perf_counter, STARTS)


def median_of(work: Callable[[], object], clock: Callable[[], float], times: int) -> float:
    """Median seconds of ``work`` by ``clock``."""
    taken = []
    for _ in range(times):
        start = clock()
        work()
        taken.append(clock() - start)
    return statistics.median(taken)


def run(command: list[str]) -> None:
    """Run a command that must succeed."""
    subprocess.run(command, check=True, capture_output=True)


def main() -> None:
    """Measure everything and print the table."""
    from hongtou.cli.screen import echo, table

    with_repair, rules = cleaning_speed(repair=True), cleaning_speed(repair=False)
    measures = [
        Measure("text → clean text", with_repair, 50_000, "chars/CPU s", True),
        Measure(
            "the same without repair of misread characters", rules, 150_000, "chars/CPU s", True
        ),
        Measure("what repair takes of it", 100 * (1 - with_repair / rules), 0, "%"),
        Measure("clean text → tagged documents", tagging_speed(), 100_000, "chars/CPU s", True),
        Measure("four texts → knowledge base, new process", ingest_seconds(TEXTS), 5.0, "s"),
        Measure(
            "corpus with scan, PDF, OFD, Word → knowledge base", ingest_seconds([CORPUS]), 0, "s"
        ),
        Measure("files → knowledge base, warm", warm_ingest_speed(), 0, "chars/CPU s", True),
        Measure("import hongtou", start_seconds("-c", "import hongtou"), 0.2, "s"),
        Measure("hongtou --help", start_seconds("-m", "hongtou", "--help"), 0.5, "s"),
    ]
    rows = [
        (
            m.name,
            f"{m.figure:,.0f}" if m.higher else f"{m.figure:.2f}",
            (f"{m.goal:,.0f}" if m.higher else f"{m.goal:.1f}") if m.goal else "—",
            m.unit,
            "yes" if m.reached else "NO",
        )
        for m in measures
    ]
    echo(table("Benchmarks", ("measure", "figure", "goal", "unit", "reached"), rows))


if __name__ == "__main__":
    main()
