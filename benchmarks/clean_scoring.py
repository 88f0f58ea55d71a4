"""What repair does to a text whose truth is known: errors before and after, each change judged.

Texts are compared in NFKC without blanks, so that widths, spaces and line breaks count for nothing.
A change is right if the text with it alone is nearer to the truth by all that it changes.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from rapidfuzz.distance import Levenshtein
from tests.noise.counting import normal

from hongtou.lexicon import read_table
from hongtou.model import CleanText, Correction

# A number printed as (2011)第23号: its normal form has 〔〕, which is no misreading of it.
ODD_NUMBER: Final = re.compile(r"[(\[【{](\d{4})[)\]】}](?=第?\d+号)")
ANY_NUMBER: Final = re.compile(r"[(\[【{〔](\d{4})[)\]】}〕](?=第?\d+号)")
# 二O二一年: typed with a letter for the circle of a year.
ODD_ZERO: Final = re.compile(r"(?<=[〇一二三四五六七八九])[O0](?=[O0〇一二三四五六七八九年])")
NUMBER_LINE: Final = re.compile(r"[〔\[（(]\d{4}[〕\]）)]第?\d+号")
MOST_NAMES: Final = 12  # of a joint mark
BLANK_PAGE: Final = "(此页无正文)"  # printed, yet no text
AROUND: Final = 14  # characters shown on either side of a change


@dataclass(frozen=True)
class Change:
    """``before`` at ``start`` of ``text`` becomes ``after``; ``note`` tells how sure and why."""

    text: str
    start: int
    before: str
    after: str
    applied: bool = True
    note: str = ""

    @property
    def made(self) -> str:
        """The text with this change alone."""
        return self.text[: self.start] + self.after + self.text[self.start + len(self.before) :]

    @property
    def size(self) -> int:
        """Edits that it makes; none where only widths or blanks change."""
        return distance(normal(self.before), normal(self.after))

    def __str__(self) -> str:
        left = self.text[max(0, self.start - AROUND) : self.start]
        end = self.start + len(self.before)
        right = self.text[end : end + AROUND]
        shown = f"{left}【{self.before}→{self.after}】{right}".replace("\n", "⏎")
        return f"{shown}  {self.note}".rstrip()


@dataclass
class Tally:
    """Counts of characters; adds up over texts."""

    texts: int = 0
    characters: int = 0
    before: int = 0
    after: int = 0
    right: int = 0
    mended: int = 0  # errors that right changes take away
    proposed_right: int = 0
    proposed_mended: int = 0
    false: list[Change] = field(default_factory=list)
    proposed_false: list[Change] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def __add__(self, other: "Tally") -> "Tally":
        names = self.__dataclass_fields__
        return Tally(**{name: getattr(self, name) + getattr(other, name) for name in names})

    @property
    def precision(self) -> float | None:
        """Of the changes that were applied."""
        return _share(self.right, self.right + len(self.false))

    @property
    def proposed_precision(self) -> float | None:
        """Of the changes that were proposed."""
        total = self.proposed_right + len(self.proposed_false)
        return _share(self.proposed_right, total)

    @property
    def ratio(self) -> float | None:
        """Errors after cleaning to errors before it."""
        return _share(self.after, self.before)

    @property
    def recall(self) -> float | None:
        """Share of the errors that applied changes mend."""
        return _share(self.mended, self.before)

    @property
    def recall_with_proposals(self) -> float | None:
        """Share of the errors that a reviewer who takes what is right has mended."""
        return _share(self.mended + self.proposed_mended, self.before)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def distance(one: str, other: str) -> int:
    """Fewest insertions, deletions and replacements."""
    return int(Levenshtein.distance(one, other))


def judged(truth: str, read: str, result: str, changes: Iterable[Change]) -> Tally:
    """Score one text: what was printed, read, and made of it."""
    plain = comparable(truth)
    true = plain(truth)
    begin = distance(true, plain(read))
    tally = Tally(1, len(true), begin, distance(true, plain(result)))
    for change in changes:
        if not change.size or plain(change.made) == plain(change.text):
            continue
        gain = begin - distance(true, plain(change.made))
        right = gain >= change.size  # more where a bracket found its other half
        if change.applied:
            tally.right += right
            tally.mended += max(gain, 0)
        else:
            tally.proposed_right += right
            tally.proposed_mended += max(gain, 0)
        if not right:
            (tally.false if change.applied else tally.proposed_false).append(change)
    if tally.after:
        tally.missed += missed(true, plain(result))
    return tally


def comparable(truth: str) -> Callable[[str], str]:
    """How texts are made comparable with ``truth``: in NFKC, without blanks.

    Where numbers are printed with brackets other than 〔〕, brackets of numbers count for nothing,
    nor do zeros of years in 汉字 where one is printed as a letter.
    """
    odd_number = ODD_NUMBER.search(normal(truth)) is not None
    odd_zero = ODD_ZERO.search(normal(truth)) is not None

    def plain(text: str) -> str:
        bare = normal(text).replace(BLANK_PAGE, "")
        bare = ANY_NUMBER.sub(r"〔\1〕", bare) if odd_number else bare
        return ODD_ZERO.sub("〇", bare) if odd_zero else bare

    return plain


def in_reading_order(truth: str, read: str) -> str:
    """The truth with 文件 of a joint mark where it was read.

    It stands beside the names, in the middle; whether it is read between or after them is no
    question of repair.
    """
    lines = truth.split("\n")
    end = next((n for n, line in enumerate(lines) if NUMBER_LINE.search(line)), 0)
    own = [n for n in range(min(end, MOST_NAMES)) if lines[n].rstrip().endswith("文件")]
    if end < 2 or len(own) != 1:
        return truth
    names = [*lines]
    names[own[0]] = names[own[0]].rstrip().removesuffix("文件")
    orders = ["\n".join([*names[: n + 1], "文件", *names[n + 1 :]]) for n in range(end)]
    plain = normal(read)
    return min([truth, *orders], key=lambda order: distance(normal(order), plain))


def missed(truth: str, result: str) -> Iterator[str]:
    """What is still wrong: printed and read characters, with those around them."""
    codes = Levenshtein.opcodes(truth, result)
    for code in codes:
        if code.tag != "equal":
            left = truth[max(0, code.src_start - AROUND) : code.src_start]
            right = truth[code.src_end : code.src_end + AROUND]
            printed, read = (
                truth[code.src_start : code.src_end],
                result[code.dest_start : code.dest_end],
            )
            yield f"{left}【{printed}|{read}】{right}"


def repairs_of(text: CleanText) -> tuple[Correction, ...]:
    """Those of a ledger that change what a character says, not how it is laid out."""
    layout = {row["rule"] for row in read_table("correction_rules") if row["kind"] == "layout"}
    return tuple(
        correction
        for correction in text.corrections
        if not layout.issuperset(correction.rule.split("+"))
    )


def without_repairs(text: CleanText) -> CleanText:
    """The same text laid out as paragraphs, with every character as it was read."""
    repairs = set(map(id, repairs_of(text)))
    rest = tuple(c for c in text.corrections if id(c) not in repairs)
    return replace(text, corrections=rest)


def changes_of(text: CleanText) -> Iterator[Change]:
    """The repairs of a ledger as changes of the text without them."""
    base = without_repairs(text)
    for correction in repairs_of(text):
        span = base.to_clean(correction.span)
        # A line break that layout took away may end the span: what is shown is what counts.
        before = base.text[span.start : span.end]
        note = f"{correction.rule} {correction.confidence:.2f}"
        yield Change(base.text, span.start, before, correction.after, correction.effective, note)


def changes_of_line(line: str, corrections: Sequence[Correction]) -> Iterator[Change]:
    """The corrections of ``hongtou.clean_line`` as changes of the line."""
    for c in corrections:
        note = f"{c.rule} {c.confidence:.2f}"
        yield Change(line, c.span.start, c.before, c.after, c.effective, note)
