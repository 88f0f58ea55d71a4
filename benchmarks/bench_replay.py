"""Do decisions survive another recogniser and other rules? ``python -m benchmarks.bench_replay``.

Notices of the corpus are printed, worn and read by the tiny weights; decisions are scripted on what
the rules made of it. Then the same pages are read by the small weights, cleaned with other rules,
and every decision is made again.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from tests.clean.scripted import Judged, judge, scripted
from tests.press import guess_notice, lay_out, text_of
from tests.press.corpus import scanned_pdf

from hongtou.clean import RULES, clean
from hongtou.clean.anchors import squeezed
from hongtou.model import Transcript
from hongtou.read import ReadOptions, open_source, read

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
# Without them digits stay wide, brackets square and places misspelt.
DROPPED = ("narrow_digits", "repair_number_brackets", "repair_place_names", "drop_page_numbers")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--decisions", type=int, default=500)
    parser.add_argument("--first", default="tiny")
    parser.add_argument("--then", default="small")
    parser.add_argument("--ways", default="scan,fax")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    ways = given.ways.split(",")
    notices = sorted(CORPUS.glob("*.txt"))
    each = -(-given.decisions // (len(notices) * len(ways)))
    total, rows = Judged(0, 0, 0, 0, 0, 0), []
    for number, notice in enumerate(notices):
        pages = lay_out(replace(guess_notice(notice.read_text("utf-8")), following=()))
        truth = squeezed(text_of(pages))
        for way in ways:
            pdf = scanned_pdf(pages, way=way, seed=number)
            first, then = read_by((given.first, given.then), pdf)
            judged, why = replayed(first, then, truth, most=each, seed=number)
            rows.append({"notice": notice.name, "way": way, **asdict(judged), "why": why})
            sys.stdout.write(f"{notice.name[:20]} {way}: {judged} {why}\n")
            total += judged
    taken = total.replayed + total.conflicts + total.superseded + total.lost
    sys.stdout.write(
        f"{given.first} -> {given.then}: {taken} decisions, {total.replayed / taken:.2%} replayed,"
        f" {total.conflicts} conflicts, {total.lost} lost, {total.misplaced} misplaced\n"
    )
    if given.json:
        given.json.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")


def read_by(engines: Sequence[str], pdf: bytes) -> list[Transcript]:
    """The same paper as several recognisers read it."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        source = open_source(Path(file.name))
        return [read(source, options=ReadOptions(ocr="always", engine=e)) for e in engines]


def replayed(
    first: Transcript, then: Transcript, truth: str, *, most: int, seed: int
) -> tuple[Judged, list[str]]:
    """Decisions on one reading made again on another, with other rules."""
    decisions = scripted(clean(first), truth, most=most, seed=seed)
    rules = tuple(rule for rule in RULES if rule.__name__ not in DROPPED)
    again = clean(then, rules=rules, decisions=decisions)
    by_id = {d.decision_id: d for d in decisions}
    why = [
        f"{by_id[o.decision_id].verdict} {by_id[o.decision_id].anchor.quote!r}"
        f"→{by_id[o.decision_id].replacement!r}: {o.why}"
        for o in again.outcomes if o.kind == "conflict"
    ]  # fmt: skip
    return judge(decisions, again), why


if __name__ == "__main__":
    main()
