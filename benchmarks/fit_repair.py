"""Fit what each kind of evidence weighs: ``pipeline/hongtou/lexicon/repair_weights.csv``.

Learnt from lines that were really recognised, beside what was printed (``python -m tests.noise``
writes them), and from clean sentences, as they are and with one look-alike put in. The texts are
halved by the SHA-1 of their names: the language model that counted one half, and the statutes,
weighs the lines of the other half, so no line is known by heart; and misreadings are counted
on the half that is not weighed. Of foreign texts, which neither
half holds, a mistake counts sixfold: repair must stay away from what it does not know.

    python -m benchmarks.fit_repair --texts NOTICES --statutes LAWS --foreign RULES \
        --pairs train.jsonl [--write]

It prints the weights and how often a clean character would be changed at each probability.
"""

import argparse
import csv
import hashlib
import math
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

import numpy as np
from benchmarks.count_ngrams import count, official_rows, paragraphs
from tests.noise.pairs import read_pairs
from tests.noise.splits import texts_of

from hongtou.clean.repair.candidate import Scene, whole
from hongtou.clean.repair.language import LanguageModel
from hongtou.clean.repair.misread import measures, weigh
from hongtou.clean.repair.readings import is_han
from hongtou.clean.repair.weights import weights
from hongtou.lexicon import NgramCounts, general_pairs, similar_glyphs
from hongtou.model import Span

ROOT: Final = Path(__file__).resolve().parent.parent

TARGET: Final = ROOT / "pipeline/hongtou/lexicon/repair_weights.csv"
SOURCE: Final = "benchmarks/fit_repair.py"
LEAST: Final = (1, 3, 6, 12)  # as count_ngrams.py leaves out what is rare
NOTICES: Final = 3  # times that notices count beside statutes
KEPT: Final = frozenset({"elsewhere"})  # a line says nothing of the rest of its text
CARE: Final = {"clean": 2.0, "foreign": 6.0, "real": 1.0, "put in": 0.3, "put in foreign": 0.6}
STEPS: Final = 400
CURVE: Final = (0.5, 0.8, 0.9, 0.95, 0.97)


@dataclass(frozen=True, slots=True)
class Site:
    """A place in doubt: what was measured of each reading, and which one was printed."""

    group: str
    rows: list[dict[str, float]]
    right: int  # -1: the character that was read


@dataclass(frozen=True, slots=True)
class Known:
    """A line to weigh, and what was printed where it was misread (None: cannot be told)."""

    group: str
    scene: Scene
    printed: Mapping[int, str | None]


def half(name: str) -> int:
    """0 or 1, by the name of a file alone, and not the bit that keeps a file back."""
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) // 4 % 2


def model_of(notices: Iterable[Path], statutes: Path) -> LanguageModel:
    """The language model of some notices and of the statutes."""
    counts = count(paragraphs(statutes), len(LEAST))
    for path in notices:
        for ngram, number in count(paragraphs(path), len(LEAST)).items():
            counts[ngram] += number * NOTICES
    totals: dict[str, int] = {}
    lines: dict[str, str] = {}
    for row in official_rows(counts, list(LEAST)):
        context, total, followers = row.split("\t")
        totals[context], lines[context] = int(total), followers
    return LanguageModel(NgramCounts(totals, lines), general_pairs())


def sentences(paths: Iterable[Path], characters: int) -> list[str]:
    """Sentences of the texts without blanks, picked at random, no one twice."""
    found = {
        sentence
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        for sentence in re.findall("[^。；]{7,}[。；]?", re.sub(r"\s", "", line))
    }
    picked, total = [], 0
    for sentence in random.Random(1).sample(sorted(found), len(found)):
        picked.append(sentence)
        total += len(sentence)
        if total >= characters:
            break
    return picked


def spoilt(lines: Sequence[str], group: str) -> Iterator[Known]:
    """Each line with one character taken for another that looks like it."""
    chance, alike = random.Random(2), similar_glyphs()
    for line in lines:
        places = [at for at, character in enumerate(line) if character in alike]
        if places:
            at = chance.choice(places)
            read = chance.choice(alike[line[at]][:8])
            yield Known(group, whole(line[:at] + read + line[at + 1 :]), {at: line[at]})


def recognised(paths: Iterable[Path], wanted: int) -> Iterator[Known]:
    """Really recognised lines of one half of the texts, each once."""
    seen: set[tuple[str, str]] = set()
    for path in paths:
        for pair in read_pairs(path):
            truth = re.sub(r"\s", "", pair.truth)
            if not truth or half(pair.file) != wanted or (pair.read, truth) in seen:
                continue
            seen.add((pair.read, truth))
            given = {at: others for at, others in enumerate(pair.alternatives) if others}
            scene = Scene(
                pair.read, (Span(0, len(pair.read)),), recognised=bool(given), readings=given
            )
            yield Known("real", scene, _printed(pair.read, truth))


def _printed(read: str, truth: str) -> dict[int, str | None]:
    found: dict[int, str | None] = {}
    blocks = SequenceMatcher(None, read, truth, autojunk=False).get_opcodes()
    for kind, a, b, c, d in blocks:
        for offset in range(b - a if kind != "equal" else 0):
            pair = read[a + offset] + truth[c + offset] if b - a == d - c else ""
            found[a + offset] = pair[1] if pair and all(map(is_han, pair)) else None
    return found


def sites(
    lines: Iterable[Known], language: LanguageModel, taken: Counter[str], read: Counter[str]
) -> Iterator[Site]:
    """The places in doubt of the lines; ``read`` counts their characters by group.

    ``taken`` has how often each was read as another (``"恩思"``) in texts that are not weighed.
    """
    for line in lines:
        read[line.group] += len(line.scene.text)
        for at, readings in weigh(line.scene, language).items():
            printed = line.printed.get(at, "")
            if not readings or printed is None:
                continue
            rows = []
            for reading in readings:
                times = taken[reading.read + reading.after]
                rows.append(measures(reading) | {"confused": math.log1p(times)})
            afters = [reading.after for reading in readings]
            yield Site(line.group, rows, afters.index(printed) if printed in afters else -1)


def fit(found: Sequence[Site], known: Mapping[str, float]) -> dict[str, float]:
    """Weights under which what was printed is likeliest, from those that stand now."""
    names = sorted({name for site in found for row in site.rows for name in row})
    most = max(len(site.rows) for site in found)
    values = np.zeros((len(found), most, len(names)))
    there, right = np.zeros((len(found), most), bool), np.full(len(found), -1)
    care = np.array([CARE[site.group] for site in found])
    for number, site in enumerate(found):
        there[number, : len(site.rows)], right[number] = True, site.right
        for k, row in enumerate(site.rows):
            values[number, k] = [row.get(name, 0.0) for name in names]
    spread = values[there].std(0)
    spread = np.where(spread > 0, spread, 1.0)
    free = np.array([name not in KEPT for name in names])
    chosen = np.array([known[name] for name in names]) * spread
    mean, square = np.zeros(len(names)), np.zeros(len(names))
    rows = np.flatnonzero(right >= 0)
    for step in range(1, STEPS + 1):
        odds = np.where(there, values / spread @ chosen, -1e9)
        top = np.maximum(odds.max(1, keepdims=True), 0.0)
        share = np.exp(odds - top)
        share /= share.sum(1, keepdims=True) + np.exp(-top)
        share[rows, right[rows]] -= 1.0
        slope = np.einsum("n,nk,nkf->f", care, share, values / spread) / care.sum() * free
        mean, square = 0.9 * mean + 0.1 * slope, 0.999 * square + 0.001 * slope**2
        rate = 0.1 if step < STEPS * 3 // 4 else 0.02
        ahead = mean / (1 - 0.9**step)
        chosen -= rate * ahead / (np.sqrt(square / (1 - 0.999**step)) + 1e-9)
    return dict(zip(names, (chosen / spread).round(3).tolist(), strict=True))


def curve(found: Sequence[Site], chosen: Mapping[str, float], read: Counter[str]) -> Iterator[str]:
    """For each probability and group: changes a clean character, or misreadings put right."""
    for least in CURVE:
        right, wrong = Counter[str](), Counter[str]()
        for site in found:
            odds = np.array([sum(chosen[n] * v for n, v in row.items()) for row in site.rows])
            best = int(odds.argmax())
            share = np.exp(odds[best]) / (1 + np.exp(odds).sum())
            if share >= least:
                (right if best == site.right else wrong)[site.group] += 1
        parts = (f"{g} {right[g]} right {wrong[g]} wrong of {n}" for g, n in read.items())
        yield f"{least}: " + "; ".join(parts)


def misread(lines: Iterable[Known]) -> Counter[str]:
    """How often each character was read as another: ``{"恩思": 3}``."""
    return Counter(
        line.scene.text[at] + printed
        for line in lines
        for at, printed in line.printed.items()
        if printed
    )


def sites_of(options: argparse.Namespace, read: Counter[str]) -> Iterator[Site]:
    """Places in doubt, each weighed by what was learnt without it."""
    notices = texts_of([options.texts], "train")
    foreign = sentences(sorted(options.foreign.rglob("*.*")), 30_000)
    real = [list(recognised(options.pairs, wanted)) for wanted in (0, 1)]
    for wanted in (0, 1):
        own, other = (
            [path for path in notices if half(path.name) == part] for part in (wanted, 1 - wanted)
        )
        clean, strange = sentences(own, 30_000), foreign[wanted::2]
        lines = [
            *(Known("clean", whole(line), {}) for line in clean),
            *(Known("foreign", whole(line), {}) for line in strange),
            *spoilt(clean[:400], "put in"),
            *spoilt(strange[:250], "put in foreign"),
            *real[wanted],
        ]
        language = model_of(other, options.statutes)
        yield from sites(lines, language, misread(real[1 - wanted]), read)


def main() -> int:
    """Fit, print, and write where asked to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("texts", "statutes", "foreign"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--pairs", type=Path, nargs="+", required=True)
    parser.add_argument("--write", action="store_true", help="change the table of weights")
    options = parser.parse_args()
    read: Counter[str] = Counter()
    found = list(sites_of(options, read))
    chosen = dict(weights()) | fit(found, weights())
    for line in curve(found, chosen, read):
        print(line)
    for name, weight in chosen.items():
        print(f"{name}\t{weights()[name]}\t{weight}")
    if options.write:
        with TARGET.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["name", "weight", "source"])
            writer.writerows([name, weight, SOURCE] for name, weight in chosen.items())
    return 0


if __name__ == "__main__":
    sys.exit(main())
