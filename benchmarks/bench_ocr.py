"""``make bench-ocr``: recognition beside the raw engines, on printed pages whose text is known.

Each notice is printed as GB/T 9704 pages and degraded three ways; every contestant has a process
of its own and reads each page in turn, so that all see the same machine. Seconds depend on it:
trust the ratios. Text is compared line by line, in NFKC, without spaces; page numbers are left
out for all.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
from benchmarks.ocr_scoring import Score, score_page
from tests.press import guess_notice, lay_out
from tests.press.degrade import Way, degrade

ROOT: Final = Path(__file__).resolve().parent.parent

WAYS: Final[tuple[Way, ...]] = ("clean", "scan", "fax")
RAW: Final = ("raw-paddleocr", "raw-rapidocr")
OURS: Final = ("auto", "small", "tiny", "rapidocr", "paddleocr")


@dataclass
class Contestant:
    """A process and what it has achieved so far."""

    name: str
    process: "subprocess.Popen[str]"
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    overheads: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    megabytes: float = 0.0
    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))

    def answer(self, number: int | None = None) -> Any:
        """What it says to a page's number, or on its own when it is ready."""
        if self.process.stdin is None or self.process.stdout is None:
            raise SystemExit("no pipe to the contestant")
        if number is not None:
            self.process.stdin.write(f"{number}\n")
            self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.name} has died; exit code {self.process.wait()}")
        return json.loads(line)


def start(name: str, folder: Path) -> Contestant:
    command = [sys.executable, str(ROOT / "benchmarks" / "ocr_contestants.py"), name, str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        text=True, encoding="utf-8",
    )  # fmt: skip
    contestant = Contestant(name, process)
    contestant.answer()
    return contestant


def print_pages(texts: Sequence[Path], ways: Sequence[Way], most: int) -> Iterator[tuple[Way, Any]]:
    """Degraded pages, ``most`` of each notice, way by way."""
    for seed, path in enumerate(texts):
        pages = lay_out(guess_notice(path.read_text("utf-8")))[:most]
        for way in ways:
            for degraded in degrade(pages, way, seed=seed):
                yield way, degraded


def run(names: Sequence[str], options: argparse.Namespace, folder: Path) -> list[Contestant]:
    contestants = [start(name, folder) for name in names]
    # One notice of the corpus is itself a bad recognition: nobody printed such characters.
    texts = [path for path in sorted(options.texts.glob("*.txt")) if "识别" not in path.stem]
    texts = texts[: options.notices]
    for number, (way, degraded) in enumerate(print_pages(texts, options.ways, options.pages)):
        path = folder / f"{number}.npz"
        np.savez(path, pixels=degraded.rgb, dpi=degraded.dpi)
        for contestant in contestants:
            if number == 0:
                contestant.answer(number)  # warm: memory is asked for, kernels are made
            answer = contestant.answer(number)
            contestant.seconds.append(answer["seconds"])
            contestant.cpu.append(answer["cpu"])
            contestant.megabytes = max(contestant.megabytes, answer["megabytes"])
            if answer["engine"]:
                contestant.overheads[way].append(answer["seconds"] / answer["engine"] - 1)
            contestant.scores[way] += score_page(degraded.page, answer["pieces"])
        path.unlink()
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    for contestant in contestants:
        contestant.process.kill()
    return contestants


def report(contestants: Sequence[Contestant], ways: Sequence[Way]) -> None:
    head = ["engine", "s/page", "CPU s/page", *(f"error {way}" for way in ways),
            "boxes ≥ 0.5", "flagged", "overhead", "peak MB"]  # fmt: skip
    print(f"{len(contestants[0].seconds)} pages\n| " + " | ".join(head) + " |")
    print("|" + "---|" * len(head))
    for c in contestants:
        total = sum(c.scores.values(), Score())
        overhead = [value for values in c.overheads.values() for value in values]
        cells = [c.name, f"{statistics.mean(c.seconds):.2f}", f"{statistics.mean(c.cpu):.2f}",
                 *(f"{c.scores[way].error:.3%}" for way in ways),
                 f"{total.boxes:.1%}" if c.overheads else "–",
                 f"{total.flagged:.1%}" if c.overheads and total.damaged else "–",
                 f"{statistics.median(overhead):.0%}" if overhead else "–",
                 f"{c.megabytes:.0f}"]  # fmt: skip
        print("| " + " | ".join(cells) + " |")


def goals(contestants: Sequence[Contestant], ways: Sequence[Way]) -> None:
    """Lines that say which goals ``auto`` meets on these pages."""
    by_name = {c.name: c for c in contestants}
    auto = by_name.get("auto")
    if auto is None:
        return

    def line(goal: str, figure: str, met: bool) -> None:
        print(f"{'met' if met else 'NOT MET':8} {goal}: {figure}")

    for name, times in (("raw-paddleocr", 8.0), ("raw-rapidocr", 2.5)):
        if name in by_name:
            other = by_name[name]
            ratio, cpu = (
                statistics.median(x / y for x, y in zip(theirs, mine, strict=True))
                for theirs, mine in ((other.seconds, auto.seconds), (other.cpu, auto.cpu))
            )
            line(f"auto at least {times:g} times the speed of {name}",
                 f"{ratio:.1f} (in CPU time {cpu:.1f})", ratio >= times)  # fmt: skip
    raw = [by_name[name] for name in RAW if name in by_name]
    for way in ways:
        error = auto.scores[way].error
        if way == "clean":
            line("clean error at most 0.05 %", f"{error:.3%}", error <= 0.0005)
        for other in raw:
            share = 0.5 if way == "scan" else 1.0
            theirs = other.scores[way].error
            line(f"{way} error at most {share:g} times that of {other.name}",
                 f"{error:.3%} / {theirs:.3%}", error <= share * theirs)  # fmt: skip
    total = sum(auto.scores.values(), Score())
    line("boxes: overlap at least 0.5 for 95 %", f"{total.boxes:.1%}", total.boxes >= 0.95)
    if total.damaged:
        line("damaged by a seal and flagged: 95 %", f"{total.flagged:.1%}", total.flagged >= 0.95)
    if auto.overheads.get("scan"):
        extra = statistics.median(auto.overheads["scan"])
        line("overhead on scans at most 10 %", f"{extra:.0%}", extra <= 0.10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=ROOT / "corpus", help="folder of notices")
    parser.add_argument("--notices", type=int, default=4)
    parser.add_argument("--pages", type=int, default=2, help="of each notice")
    parser.add_argument("--ways", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--engines", nargs="+", default=[*RAW, *OURS])
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-ocr-") as folder:
        contestants = run(options.engines, options, Path(folder))
    report(contestants, options.ways)
    goals(contestants, options.ways)


if __name__ == "__main__":
    main()
