"""Judging the tagger by hand: draw clauses and sentences at random, score them against truth.

``python -m benchmarks.judged draw FOLDER OUT --seed 7`` writes ``digits.jsonl`` (clauses with
digits) and ``modals.jsonl`` (sentences with a modal word), each with what stands around it and
nothing of what the tagger says. A reader writes ``quantities_truth.jsonl`` and
``obligations_truth.jsonl`` beside them; ``python -m benchmarks.judged score FOLDER OUT`` then
prints precision, recall and F1, each slot, and every miss.
"""

import argparse
import json
import random
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from benchmarks.judged_scoring import Tally, score_obligations, score_quantities

from hongtou.clean import clean
from hongtou.model import Outline, Span, TaggedDocument
from hongtou.read import open_source, read
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from hongtou.tag.places import frame_spans, inside_any

MODAL: Final = re.compile(
    r"应|须|必须|不得|严禁|禁止|可以|可|鼓励|要|确保|原则上|力争|努力|不准|支持|引导"
)
SENTENCE: Final = re.compile(r"[^。！？\n]+[。！？]?")
CLAUSE: Final = re.compile(r"[^，。；：！？\n]+")
SHORTEST: Final = 6  # characters of a sentence worth judging
AROUND: Final = 220  # characters before it that a reader sees


@dataclass(frozen=True)
class Item:
    """A clause or sentence to judge; offsets are in the clean text of its file."""

    id: str
    file: str
    document: int
    start: int
    end: int
    sentence: str
    path: str
    before: str
    recipients: tuple[str, ...]
    clause: str | None = None
    clause_start: int | None = None
    clause_end: int | None = None


@lru_cache(maxsize=512)
def read_paper(path: Path) -> tuple[TaggedDocument, ...]:
    """The tagged documents of one file."""
    bundle = split(clean(read(open_source(path))))
    return tuple(tag(segment(bundle, document)) for document in bundle.documents)


def sentences(outline: Outline) -> Iterator[tuple[str, Span]]:
    """Path and place of every sentence of the articles."""
    frame = frame_spans(outline)
    for index, part in enumerate(outline.segments):
        own = outline.own_span(index)
        for match in SENTENCE.finditer(outline.text, own.start, own.end):
            if not inside_any(frame, match.start()):
                yield part.path, Span(match.start(), match.end())


def pools(folder: Path) -> dict[str, list[Item]]:
    """All clauses with digits and all sentences with modals of a folder of texts."""
    found: dict[str, list[Item]] = {"digits": [], "modals": []}
    for file in sorted(folder.glob("*.txt")):
        for number, tagged in enumerate(read_paper(file)):
            text = tagged.outline.text
            to = tuple(p.name for p in tagged.parties if p.role == "main_recipient")
            for path, span in sentences(tagged.outline):
                before = text[max(0, span.start - AROUND) : span.start]
                said = span.of(text)
                item = (file.name, number, span.start, span.end, said, path, before, to)
                if MODAL.search(said) and span.length >= SHORTEST:
                    found["modals"].append(Item("", *item))
                for clause in CLAUSE.finditer(text, span.start, span.end):
                    if re.search(r"\d", clause[0]):
                        where = (clause[0], clause.start(), clause.end())
                        found["digits"].append(Item("", *item, *where))
    return found


def draw(folder: Path, out: Path, seed: int, size: int) -> None:
    """Write a random sample of each kind."""
    out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(seed)
    for kind, pool in pools(folder).items():
        chosen = chance.sample(pool, min(size, len(pool)))
        chosen.sort(key=lambda item: (item.file, item.start, item.clause_start or 0))
        lines = (
            json.dumps({**asdict(item), "id": f"{kind[0]}{rank:03d}"}, ensure_ascii=False)
            for rank, item in enumerate(chosen, start=1)
        )
        (out / f"{kind}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{kind}: {len(chosen)} of {len(pool)}")


def rows(path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a file by their id."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, filter(None, lines))}


def placed(
    item: dict[str, Any], papers: tuple[TaggedDocument, ...]
) -> tuple[dict[str, Any], TaggedDocument]:
    """The item where its sentence stands now: a newer ``clean`` may have moved it."""
    tagged = papers[min(item["document"], len(papers) - 1)]
    text, said = tagged.outline.text, item["sentence"]
    places = [match.start() for match in re.finditer(re.escape(said), text)]
    if item["start"] in places or not places:
        return item, tagged
    moved = min(places, key=lambda at: abs(at - item["start"])) - item["start"]
    offsets = ("start", "end", "clause_start", "clause_end")
    shifted = {name: item[name] + moved for name in offsets if item.get(name) is not None}
    return {**item, **shifted}, tagged


def score(folder: Path, out: Path) -> None:
    """Compare what the tagger says with the truth and print every difference."""
    for kind, name, compare in (
        ("digits", "quantities", score_quantities),
        ("modals", "obligations", score_obligations),
    ):
        truth = out / f"{name}_truth.jsonl"
        if not truth.exists():
            continue
        items, tally = rows(out / f"{kind}.jsonl"), Tally()
        for key, wanted in sorted(rows(truth).items()):
            item, tagged = placed(items[key], read_paper(folder / items[key]["file"]))
            compare(item, wanted, tagged, tally)
        print(tally.table(name))


def main() -> None:
    """Draw or score."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("draw", "score"))
    parser.add_argument("folder", type=Path, help="folder of texts")
    parser.add_argument("out", type=Path, help="where the sample and its truth lie")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--size", type=int, default=150)
    given = parser.parse_args()
    if given.what == "draw":
        draw(given.folder, given.out, given.seed, given.size)
    else:
        score(given.folder, given.out)


if __name__ == "__main__":
    main()
