"""Write a model of characters for KenLM from clean texts, for pycorrector in ``bench_clean.py``.

Its own models are downloads of 20 MB to 3 GB; this is the same kind (n-grams of characters), learnt
from texts at hand, with Witten-Bell smoothing (Witten and Bell 1991).

    python -m benchmarks.write_arpa notices/ --split train -o characters.arpa
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from math import log10
from pathlib import Path
from typing import Final

from tests.noise.splits import SPLITS, texts_of

ORDER: Final = 3
Gram = tuple[str, ...]


def count(lines: Iterable[str]) -> list[Counter[Gram]]:
    """How often each n-gram occurs, by its length less one."""
    counts: list[Counter[Gram]] = [Counter() for _ in range(ORDER)]
    for line in lines:
        tokens = ("<s>", *(c for c in line if not c.isspace()), "</s>")
        for order in range(ORDER):
            counts[order].update(tokens[i : i + order + 1] for i in range(len(tokens) - order))
    del counts[0]["<s>",]
    return counts


def weigh(counts: list[Counter[Gram]]) -> Iterator[list[tuple[float, Gram, float]]]:
    """For each length: log10 of the probability, n-gram, log10 of the weight of backing off."""
    followers = [_followers(grams) for grams in counts]
    total, kinds = sum(counts[0].values()), len(counts[0])
    even = 1 / (kinds + 1)
    known = {gram: (n + kinds * even) / (total + kinds) for gram, n in counts[0].items()}
    known["<unk>",] = kinds * even / (total + kinds)
    for order in range(ORDER):
        if order:
            shorter, known = known, {}
            for gram, n in counts[order].items():
                kinds, total = followers[order][gram[:-1]]
                known[gram] = (n + kinds * shorter[gram[1:]]) / (total + kinds)
        after = followers[order + 1] if order + 1 < ORDER else {}
        rows = [(log10(p), gram, _backing_off(after, gram)) for gram, p in known.items()]
        if not order:
            rows.append((-99.0, ("<s>",), _backing_off(after, ("<s>",))))
        yield rows


def _followers(grams: Counter[Gram]) -> dict[Gram, tuple[int, int]]:
    """For each history: how many different characters follow, and how many in all."""
    found: dict[Gram, list[int]] = defaultdict(lambda: [0, 0])
    for gram, n in grams.items():
        found[gram[:-1]][0] += 1
        found[gram[:-1]][1] += n
    return {history: (kinds, total) for history, (kinds, total) in found.items()}


def _backing_off(after: dict[Gram, tuple[int, int]], gram: Gram) -> float:
    kinds, total = after.get(gram, (0, 0))
    return log10(kinds / (kinds + total)) if kinds else 0.0


def write(rows: list[list[tuple[float, Gram, float]]], path: Path) -> None:
    with path.open("w", encoding="utf-8") as stream:
        stream.write("\\data\\\n")
        for order, grams in enumerate(rows, start=1):
            stream.write(f"ngram {order}={len(grams)}\n")
        for order, grams in enumerate(rows, start=1):
            stream.write(f"\n\\{order}-grams:\n")
            for logarithm, gram, cost in grams:
                tail = f"\t{cost:.5f}" if order < ORDER else ""
                stream.write(f"{logarithm:.5f}\t{' '.join(gram)}{tail}\n")
        stream.write("\n\\end\\\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", type=Path, nargs="+", help="folders of clean notices")
    parser.add_argument("--split", choices=SPLITS, default="all")
    parser.add_argument("-o", "--out", type=Path, required=True)
    given = parser.parse_args()
    lines = (
        line for path in texts_of(given.texts, given.split)
        for line in path.read_text("utf-8").splitlines()
    )  # fmt: skip
    rows = list(weigh(count(lines)))
    write(rows, given.out)
    print(f"{given.out}: {', '.join(str(len(grams)) for grams in rows)} n-grams")


if __name__ == "__main__":
    main()
