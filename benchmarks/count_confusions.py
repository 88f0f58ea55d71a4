"""Count which characters recognisers take for which: ``pipeline/hongtou/lexicon/confusions.csv``.

Texts of your own and pages of shuffled characters are printed, worn, recognised by our readers and
laid beside what was printed; each confusion is a row with its counts. Pairs of lines that
``python -m tests.noise`` wrote before are counted without reading anything again.

    python -m benchmarks.count_confusions --texts FOLDER            # prints and reads: hours
    python -m benchmarks.count_confusions --pairs pairs.jsonl …     # counts only: seconds
"""

import argparse
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Final

from tests.noise.counting import Counts, count
from tests.noise.grades import GRADES
from tests.noise.pairs import LinePair, read_pairs
from tests.noise.records import (
    recognise_notice,
    recognise_texts,
    shuffled_characters,
)

from hongtou.lexicon import look_alike

ROOT: Final = Path(__file__).resolve().parent.parent

TARGET: Final = ROOT / "pipeline" / "hongtou" / "lexicon" / "confusions.csv"
SOURCE: Final = "benchmarks/count_confusions.py"
SHOWN: Final = 3  # of the places where a confusion was seen


def rows_of(counts: Counts, least: int) -> Iterator[dict[str, str]]:
    """Rows of the table, the most frequent first.

    A confusion counts when it was seen ``least`` times; once is enough where the two look alike.
    """
    totals = {pair: sum(seen.values()) for pair, seen in counts.taken.items()}
    for (printed, read), total in sorted(totals.items(), key=lambda item: (-item[1], item[0])):
        if total < least and not look_alike(printed, read):
            continue
        yield {
            "read": read,
            "printed": printed,
            "count": str(total),
            "of": str(counts.printed[printed]),
            "seen": _seen(counts.taken[printed, read]),
            "source": SOURCE,
        }


def _seen(places: Counter[str]) -> str:
    most = sorted(places.items(), key=lambda item: (-item[1], item[0]))
    shown = [f"{place} {times}" for place, times in most[:SHOWN]]
    return "；".join(shown if len(most) <= SHOWN else [*shown, "…"])


def write(rows: Iterable[dict[str, str]], path: Path) -> int:
    """The table; returns how many rows it has."""
    found = list(rows)
    with path.open("w", encoding="utf-8", newline="") as stream:
        names = ("read", "printed", "count", "of", "seen", "source")
        writer = csv.DictWriter(stream, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)
    return len(found)


def recognised(options: argparse.Namespace) -> Iterator[LinePair]:
    """Pairs of the texts and of shuffled characters, at every grade by every engine."""
    texts = sorted(options.texts.glob("*.txt")) if options.texts else []
    kinds = {"grades": options.grades, "engines": options.engines, "pages": options.pages}
    for record in recognise_texts(texts, keep=options.keep, **kinds):
        yield from record.pairs
    for number in range(options.shuffled):
        notice = shuffled_characters(number)
        for grade in options.grades:
            for engine in options.engines:
                name = f"shuffled-{number}"
                made = recognise_notice(notice, name, grade=grade, engine=engine, pages=1)
                yield from made.pairs if made is not None else ()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, help="folder of clean notices to print")
    parser.add_argument("--pairs", type=Path, nargs="*", default=[], help="counted as they are")
    parser.add_argument("--shuffled", type=int, default=0, help="pages of shuffled characters")
    parser.add_argument("--pages", type=int, default=2, help="of each notice")
    parser.add_argument("--grades", nargs="+", choices=sorted(GRADES), default=sorted(GRADES))
    parser.add_argument("--engines", nargs="+", default=["auto", "tiny"])
    parser.add_argument("--least", type=int, default=2, help="times a confusion must be seen")
    parser.add_argument("--keep", type=Path, help="folder that keeps what was recognised")
    parser.add_argument("-o", "--out", type=Path, default=TARGET)
    options = parser.parse_args()
    held = chain.from_iterable(read_pairs(path) for path in options.pairs)
    counts = count(chain(held, recognised(options)))
    number = write(rows_of(counts, options.least), options.out)
    print(f"{options.out}: {number} confusions in {counts.lines} lines")


if __name__ == "__main__":
    main()
