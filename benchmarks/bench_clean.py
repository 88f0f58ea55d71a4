"""``make bench-clean``: what repair makes of pages that were really recognised.

Clean notices are printed as GB/T 9704 pages, worn, recognised by our own readers, cleaned, and
compared with what was printed: whole notices by the ledger that an ingest writes, and single lines
by ``hongtou.clean_line``. The printed lines themselves are cleaned too: there nothing is to be
changed. Texts are compared in NFKC without blanks, page numbers and layout left out of account.

    python -m benchmarks.bench_clean --texts notices/ --split bench --grades scan fax
    python -m benchmarks.bench_clean --pycorrector PYTHON --kenlm characters.arpa
"""

import argparse
import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from benchmarks.clean_scoring import (
    Change,
    Tally,
    changes_of,
    changes_of_line,
    in_reading_order,
    judged,
    without_repairs,
)
from tests.noise.grades import GRADES
from tests.noise.pairs import MADE_UP, LinePair
from tests.noise.records import Record, recognise_texts
from tests.noise.splits import SPLITS, texts_of

import hongtou
from hongtou.clean import clean

ROOT: Final = Path(__file__).resolve().parent.parent

OWN: Final = (ROOT / "corpus", ROOT / "tests" / "invented")
SPOILT: Final = ("识别", "ocr")  # texts that are themselves bad recognitions
PLAIN: Final = ("scan", "fax")  # the others are paper that has been through more
MOST_ERRORS: Final = 0.7  # of those before
LEAST_PRECISION: Final = 0.97
MOST_FALSE: Final = 1  # in 10,000 characters of clean text

Tallies = dict[str, Tally]


def records_of(options: argparse.Namespace) -> Iterator[Record]:
    """Records until there are enough pages at each grade."""
    paths = [
        path for path in texts_of(options.texts or OWN, options.split)
        if not any(word in path.stem for word in SPOILT)
    ]  # fmt: skip
    pages: dict[str, int] = defaultdict(int)
    for path in paths:
        grades = [grade for grade in options.grades if pages[grade] < options.most]
        found = recognise_texts(
            [path], grades=grades, engines=[options.engine], pages=options.pages,
            keep=options.keep,
        )  # fmt: skip
        for record in found:
            pages[record.grade] += len(record.truth)
            print(".", end="", file=sys.stderr, flush=True)
            yield record
    print(file=sys.stderr)


def score_notice(record: Record) -> Tally:
    """The whole of a notice through the rules that an ingest follows, less its page numbers."""
    text = clean(record.transcript(page_numbers=False))
    read = without_repairs(text).text
    truth = in_reading_order("\n".join(record.truth), read)
    tally = judged(truth, read, text.text, changes_of(text))
    tally.texts = len(record.truth)
    return tally


def score_line(pair: LinePair) -> Tally:
    """One line as it was read, without those around it."""
    cleaned = hongtou.clean_line(pair.read)
    changes = changes_of_line(pair.read, cleaned.corrections)
    return judged(pair.truth, pair.read, cleaned.text, changes)


def score_printed(pair: LinePair) -> Tally:
    """One line as it was printed: whatever changes is false."""
    cleaned = hongtou.clean_line(pair.truth)
    changes = changes_of_line(pair.truth, cleaned.corrections)
    return judged(pair.truth, pair.truth, cleaned.text, changes)


def score_pycorrector(pairs: Sequence[LinePair], options: argparse.Namespace) -> Tally:
    """The same lines through pycorrector's corrector with an n-gram model, all of it applied."""
    command = [options.pycorrector, str(ROOT / "benchmarks" / "pycorrector_lines.py"),
               str(options.kenlm)]  # fmt: skip
    lines = "".join(json.dumps(pair.read, ensure_ascii=False) + "\n" for pair in pairs)
    done = subprocess.run(command, input=lines, stdout=subprocess.PIPE, text=True,
                          encoding="utf-8", check=True)  # fmt: skip
    total = Tally()
    for pair, answer in zip(pairs, map(json.loads, done.stdout.splitlines()), strict=True):
        changes = [Change(pair.read, at, before, after) for before, after, at in answer["errors"]]
        total += judged(pair.truth, pair.read, answer["target"], changes)
    return total


def printed_lines(records: Iterable[Record]) -> list[LinePair]:
    return [pair for record in records for pair in record.pairs if pair.kind != MADE_UP]


def run(options: argparse.Namespace) -> tuple[list[Record], Tallies, float]:
    records, notices = [], defaultdict(Tally)
    begin = 0.0
    for record in records_of(options):
        records.append(record)
        start = time.process_time()
        notices[record.grade] += score_notice(record)
        begin += time.process_time() - start
    return records, notices, begin


HEAD: Final = ("", "pages or lines", "characters", "errors before", "after", "ratio", "applied",
               "precision", "recall", "proposed", "precision of these",
               "recall with these")  # fmt: skip


def row(name: str, t: Tally) -> str:
    cells = [name, str(t.texts), str(t.characters), f"{t.before} ({_percent(t.before, t)})",
             f"{t.after} ({_percent(t.after, t)})", _decimal(t.ratio),
             str(t.right + len(t.false)), _decimal(t.precision), _decimal(t.recall),
             str(t.proposed_right + len(t.proposed_false)),
             _decimal(t.proposed_precision), _decimal(t.recall_with_proposals)]  # fmt: skip
    return "| " + " | ".join(cells) + " |"


def _percent(errors: int, tally: Tally) -> str:
    return f"{errors / max(tally.characters, 1):.3%}"


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def table(title: str, tallies: Tallies) -> None:
    print(f"\n{title}\n| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    for name, tally in tallies.items():
        print(row(name, tally))
    if len(tallies) > 1:
        print(row("all", sum(tallies.values(), Tally())))


def listed(title: str, lines: Sequence[object], most: int) -> None:
    print(f"\n{title}: {len(lines)}")
    for line in lines[:most]:
        print(f"  {line}")
    if len(lines) > most:
        print(f"  … and {len(lines) - most} more")


def goal(what: str, figure: float | None, met: bool) -> None:
    print(f"{'met' if met else 'NOT MET':8} {what}: {_decimal(figure)}")


def goals(notices: Tallies, lines: Tallies, printed: Tally) -> None:
    plain = [grade for grade in notices if grade in PLAIN]
    for what, tallies in (("notices", notices), ("lines", lines)):
        for which, grades in ((" and ".join(plain), plain), ("all grades", list(tallies))):
            total = sum((tallies[grade] for grade in grades), Tally())
            ratio, precision = total.ratio, total.precision
            goal(f"errors after at most {MOST_ERRORS} of those before ({what}, {which})", ratio,
                 ratio is not None and ratio <= MOST_ERRORS)  # fmt: skip
            goal(f"precision of what is applied at least {LEAST_PRECISION} ({what}, {which})",
                 precision, precision is not None and precision >= LEAST_PRECISION)  # fmt: skip
    false = len(printed.false) * 10_000 / max(printed.characters, 1)
    goal(f"at most {MOST_FALSE} false application in 10,000 characters of clean lines", false,
         false <= MOST_FALSE)  # fmt: skip


def report(options: argparse.Namespace) -> None:
    records, notices, seconds = run(options)
    pairs = printed_lines(records)
    lines: Tallies = defaultdict(Tally)
    for pair in pairs:
        lines[pair.grade] += score_line(pair)
    printed: Tallies = {"as printed": sum(map(score_printed, pairs), Tally())}
    total, clear = sum(notices.values(), Tally()), printed["as printed"]
    print(f"engine {options.engine}, {total.texts} pages of {len(records)} notices; "
          f"{total.characters / max(seconds, 1e-9):.0f} characters a CPU second")  # fmt: skip
    table("Notices, through the rules of an ingest", notices)
    table("Lines, through hongtou.clean_line", lines)
    table("Lines as they were printed", printed)
    if options.pycorrector:
        rivals: Tallies = {}
        for grade in options.grades:
            mine = [pair for pair in pairs if pair.grade == grade]
            rivals[grade] = score_pycorrector(mine, options)
        table(f"The same lines, through pycorrector with {options.kenlm.name}", rivals)
    print()
    goals(notices, lines, clear)
    listed("False in notices", total.false, options.shown)
    listed("False in lines", sum(lines.values(), Tally()).false, options.shown)
    listed("False in printed lines", clear.false, options.shown)
    listed("Proposals that are wrong, in notices", total.proposed_false, options.shown)
    listed("Still wrong in notices 【printed|shown】", total.missed, options.shown)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, nargs="+", help="folders of clean notices; by "
                        "default corpus/ and tests/invented/")  # fmt: skip
    parser.add_argument("--split", choices=SPLITS, default="all")
    parser.add_argument(
        "--grades", nargs="+", choices=list(GRADES), default=["scan", "fax", "faded", "copied-fax"]
    )
    parser.add_argument("--engine", default="auto")
    parser.add_argument("--pages", type=int, default=2, help="of each notice, from the first on")
    parser.add_argument("--most", type=int, default=60, help="pages at each grade")
    parser.add_argument("--keep", type=Path, help="folder that keeps what was recognised")
    parser.add_argument("--shown", type=int, default=40, help="of each list")
    parser.add_argument("--pycorrector", metavar="PYTHON", help="a Python that has pycorrector")
    parser.add_argument("--kenlm", type=Path, help="its model, as write_arpa.py writes one")
    options = parser.parse_args()
    if options.pycorrector and not options.kenlm:
        parser.error("--pycorrector needs --kenlm")
    report(options)


if __name__ == "__main__":
    main()
