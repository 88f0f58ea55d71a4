"""Print clean notices, wear them, recognise them, and write what was printed beside what was read.

    python -m tests.noise notices/ -o pairs.jsonl --grades fax copied-fax --engines auto tiny
    python -m tests.noise notices/ -o pairs.jsonl --channel 0.02          # drawn, not recognised

Each line of the output is a JSON object: file, page, line, grade, engine, kind of line, truth,
read, confidences, under_seal, sealed, alternatives.
"""

import argparse
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.noise.channel import Channel, Rates
from tests.noise.counting import edits, normal
from tests.noise.grades import GRADES
from tests.noise.pairs import LinePair, write_pairs
from tests.noise.records import recognise_texts
from tests.press import guess_notice, lay_out


def main(words: Sequence[str] | None = None) -> None:
    """Write pairs of all texts and say how many characters went wrong."""
    given = _parser().parse_args(words)
    paths = [
        path
        for named in given.texts
        for path in (sorted(named.glob("*.txt")) if named.is_dir() else [named])
    ]
    characters: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for batch in _batches(paths, given):
        write_pairs(batch, given.out)
        for pair in batch:
            place = f"{pair.engine} {pair.grade}"
            truth, read = normal(pair.truth), normal(pair.read)
            characters[place] += len(truth)
            errors[place] += len(edits(truth, read))
    for place, count in characters.items():
        print(f"{place}: {count} characters, {errors[place] / max(count, 1):.2%} wrong")


def _batches(paths: Sequence[Path], given: argparse.Namespace) -> Iterator[Sequence[LinePair]]:
    if given.channel is None:
        records = recognise_texts(
            paths, grades=given.grades, engines=given.engines, pages=given.pages, keep=given.keep
        )
        yield from (record.pairs for record in records)
        return
    channel = Channel(given.seed, Rates(substituted=given.channel))
    for path in paths:
        printed = lay_out(guess_notice(path.read_text("utf-8")))[: given.pages]
        yield tuple(_drawn(channel, path.name, (line.text for p in printed for line in p.lines)))


def _drawn(channel: Channel, file: str, lines: Iterable[str]) -> Iterator[LinePair]:
    for number, line in enumerate(lines):
        yield channel.pair(line, file=file, line=number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.noise", description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )  # fmt: skip
    parser.add_argument("texts", type=Path, nargs="+", help="files or folders of clean notices")
    parser.add_argument("-o", "--out", type=Path, required=True, help="JSON lines, appended")
    parser.add_argument("--grades", nargs="+", choices=list(GRADES), default=["scan", "fax"],
                        metavar="GRADE", help=f"of wear: {', '.join(GRADES)}")  # fmt: skip
    parser.add_argument("--engines", nargs="+", default=["auto"], help="recognisers to read with")
    parser.add_argument("--pages", type=int, default=2, help="of each notice, from the first on")
    parser.add_argument("--keep", type=Path, help="folder that keeps what was recognised")
    parser.add_argument("--channel", type=float, metavar="RATE",
                        help="draw misreads at this rate instead of recognising")  # fmt: skip
    parser.add_argument("--seed", type=int, default=0, help="of the misreads that are drawn")
    return parser


if __name__ == "__main__":
    main()
