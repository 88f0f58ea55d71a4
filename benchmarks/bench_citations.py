"""Citation finding in MB of UTF-8 a CPU second, beside eyecite on English text.

``python -m benchmarks.bench_citations [FOLDER]`` reads the text notices of ``corpus`` or of FOLDER,
cleans and segments them, and then times only what finds citations: ``find_citations`` (mentions,
short names, relations, once per segment) and ``find_mentions`` alone. eyecite, where it is
installed (``pip install 'hongtou[bench]'``), reads paragraphs with real reporter citations in the
same process, with its own ways of finding: Aho-Corasick, and Hyperscan where that is installed.
The languages differ, so the figures tell the cost of a megabyte, not who finds more.
"""

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from hongtou.clean import clean
from hongtou.model import Metadata, Outline
from hongtou.read import open_source, read
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag.citing.citations import find_citations
from hongtou.tag.citing.mentions import find_mentions
from hongtou.tag.metadata import read_metadata
from hongtou.tag.parties import find_parties

ROOT: Final = Path(__file__).resolve().parent.parent
# What eyecite's authors publish for their two ways of finding, in MB a second.
PUBLISHED: Final = {"Aho-Corasick": 0.14, "Hyperscan": 0.65}
GOAL: Final = 10 * PUBLISHED["Hyperscan"]
ROUNDS: Final = 3
SHORTEST_RUN: Final = 0.5  # CPU seconds a round: shorter ones measure the clock
ENGLISH: Final = 60_000  # characters
# One citation a kilobyte: denser than notices, thinner than most opinions.
SENTENCES_A_CITATION: Final = 11

CASES: Final = (
    "Roe v. Wade, 410 U.S. 113, 120 (1973)", "Miranda v. Arizona, 384 U.S. 436 (1966)",
    "Brown v. Board of Education, 347 U.S. 483, 495 (1954)", "384 F.2d 102 (2d Cir. 1967)",
    "Int'l Shoe Co. v. Washington, 326 U.S. 310 (1945)", "People v. Collins, 68 Cal. 2d 319 (1968)",
    "Palsgraf v. Long Island R.R. Co., 248 N.Y. 339, 162 N.E. 99 (1928)", "42 U.S.C. § 1983",
    "Marbury v. Madison, 5 U.S. (1 Cranch) 137 (1803)", "Id. at 122", "410 U.S., at 153",
    "Gideon v. Wainwright, 372 U.S. 335, 344 (1963)", "Smith, 99 S. Ct. 2577, 61 L. Ed. 2d 220",
)  # fmt: skip
SENTENCES: Final = (
    "The district court granted summary judgment and the appellant filed a timely notice.",
    "We review the legal conclusions of the lower court de novo and its findings for clear error.",
    "The statute does not define the term, and its ordinary meaning controls the question.",
    "Counsel raised the objection at trial, where it was overruled without further discussion.",
    "Nothing in the record suggests that the parties intended a different reading of the clause.",
)


@dataclass(frozen=True)
class Speed:
    """One line of the table."""

    name: str
    megabytes: float  # a CPU second
    citations: int
    kilobytes: float  # of the text


def outlines_of(folder: Path) -> list[tuple[Outline, Metadata]]:
    """The documents of all text notices below ``folder``, with what their heads say."""
    found = []
    for path in sorted(folder.rglob("*.txt")):
        bundle = split(clean(read(open_source(path))))
        for document in bundle.documents:
            outline = segment(bundle, document)
            found.append((outline, read_metadata(outline, find_parties(outline))))
    return found


def measure(name: str, size: int, work: Callable[[], int]) -> Speed:
    """The median speed of ``work``, which reads ``size`` bytes and tells how many it found."""
    count = work()  # reads lists and compiles patterns
    start = time.process_time()
    work()
    times = max(1, round(SHORTEST_RUN / max(time.process_time() - start, 1e-6)))
    seconds = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(times):
            work()
        seconds.append((time.process_time() - start) / times)
    return Speed(name, size / 1e6 / statistics.median(seconds), count, size / 1e3)


def hongtou_speeds(papers: Sequence[tuple[Outline, Metadata]]) -> list[Speed]:
    """Citations of outlines, and mentions of their texts."""
    size = sum(len(o.document.span.of(o.text).encode()) for o, _ in papers)

    def citations() -> int:
        return sum(len(find_citations(o, own_number=m.number, title=m.title)) for o, m in papers)

    def mentions() -> int:
        spans = ((o.text, o.document.span) for o, _ in papers)
        return sum(len(find_mentions(text, span.start, span.end)) for text, span in spans)

    return [
        measure("红头 find_citations", size, citations),
        measure("红头 find_mentions", size, mentions),
    ]


def english_text(characters: int = ENGLISH) -> str:
    """Paragraphs with a real reporter citation in each kilobyte, the same every time."""
    draw = random.Random(1)
    parts: list[str] = []
    size = 0
    while size < characters:
        words = [draw.choice(SENTENCES) for _ in range(SENTENCES_A_CITATION)]
        words.insert(draw.randrange(1, SENTENCES_A_CITATION), f"See {draw.choice(CASES)}.")
        parts.append(" ".join(words))
        size += len(parts[-1]) + 1
    return "\n".join(parts)


def eyecite_speeds() -> list[Speed]:
    """Speeds of eyecite on the English text, for each way of finding that is installed."""
    try:
        from eyecite import get_citations
        from eyecite.tokenizers import AhocorasickTokenizer, HyperscanTokenizer
    except ImportError:
        return []
    text = english_text()
    ways: dict[str, Any] = {"Aho-Corasick": AhocorasickTokenizer()}
    with tempfile.TemporaryDirectory() as cache:
        try:
            import hyperscan  # noqa: F401 - whether it is there
        except ImportError:
            pass
        else:
            ways["Hyperscan"] = HyperscanTokenizer(cache_dir=cache)
        return [
            measure(
                f"eyecite {name}", len(text.encode()),
                lambda way=way: len(get_citations(text, tokenizer=way)),
            )
            for name, way in ways.items()
        ]  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 if the goal is missed."""
    folder = Path(arguments[0]) if arguments else ROOT / "corpus"
    ours, theirs = hongtou_speeds(outlines_of(folder)), eyecite_speeds()
    for speed in (*ours, *theirs):
        sys.stdout.write(
            f"{speed.name:<24}{speed.megabytes:8.2f} MB/CPU s"
            f"{speed.citations:8} citations in {speed.kilobytes:8.0f} kB\n"
        )
    published = ", ".join(f"{name} {figure}" for name, figure in PUBLISHED.items())
    sys.stdout.write(f"eyecite, published: {published} MB/s; goal: {GOAL:.1f}\n")
    if not theirs:
        sys.stdout.write("eyecite is not installed: pip install 'hongtou[bench]'\n")
    return 0 if ours[0].megabytes >= GOAL else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
