"""Places where text is missing: lines torn under a seal, characters that make no text, residue.

They are found and never filled in. What a sibling has at such a place becomes a proposal
(``lost.py``); these functions need no sibling.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.clean.repair.language import LanguageModel, language_model
from hongtou.clean.repair.words import covering_word
from hongtou.clean.wraps import COMMA_OR_STOP, NUMBER_LINE, TERMINAL, TextLine, begins_own, lines_in
from hongtou.model import Finding, Span
from hongtou.notation.characters import HAN
from hongtou.notation.labels import read_label

CODE: Final = "clean.damaged"

# A torn paragraph takes no more lines than a seal is high: 42 mm at most, 12 lines of body type.
_MOST_LINES: Final = 12
# Shorter ones are headings; half a line is 14 characters.
_LEAST_CUT_OFF: Final = 14
# A stamp or a name cut in two leaves a few characters behind the last sentence, on a few lines.
_RESIDUE_WIDTH: Final = 10
_RESIDUE_LINES: Final = 3
# Characters in a row that no dictionary has as parts of words, with nats that each costs on the
# average. Three of them are often a name; with a speck of dirt among them they are none.
_GARBLED: Final = 4
_GARBLED_WITH_SPECK: Final = 3
_GARBLED_COST: Final = 12.5
_LONGEST_GARBLED: Final = 12
_SHOWN: Final = 14
_CONTACT: Final = re.compile("联系|电话|传真|邮编|校对|签发|附件")
# 凤政办秘〔2022〕19号 is a document number, 云溪县 a place.
_CODE_OR_PLACE: Final = re.compile(r"[〔\[（(【]\s?\d{4}|(?<=[县市区镇乡村旗州盟局])")
_CLAUSE: Final = re.compile(r"[，。；：！？]")
# What is torn ends with a 汉字 or a comma; figures, letters and brackets end rows of forms.
_STOPS: Final = re.compile(f"[{HAN}，、∴∵‥]$")
# Marks that cannot begin a line (GB/T 15834—2011, 5.1).
_NO_BEGINNING: Final = "，。；：？！、…）》”’"
# Signs that notices do not use and recognisers see in specks of dirt.
_SPECKS: Final = frozenset("∴∵‥※§△▽◇◆■□▲▼◢◣◤◥^~|")
_HAN_ONE: Final = re.compile(f"[{HAN}]")


@dataclass(frozen=True, slots=True)
class TornPassage:
    """Lines of one paragraph or several that do not follow from one another.

    Each line but the last, and the last one too if ``open_ended``, stops in the middle.
    """

    lines: tuple[TextLine, ...]
    open_ended: bool

    @property
    def start(self) -> int:
        """Where the first line begins."""
        return self.lines[0].start

    @property
    def end(self) -> int:
        """Where the last line ends."""
        return self.lines[-1].end


def find_damage(text: str, doubted: Sequence[Span], lost: Sequence[Span] = ()) -> list[Finding]:
    """A finding for each place that is torn, garbled or left over, in order.

    Args:
        text: The clean text, so whatever could be joined has been joined.
        doubted: What may be garbled; the other characters were typed.
        lost: Where siblings have more.
    """
    found = [*_torn(text), *_residue(text)]
    for span in lost:
        if not any(f.span is not None and _meets(f.span, span) for f in found):
            found.append(_seam(text, span))
    taken = [finding.span for finding in found if finding.span is not None]
    garbled = find_garbled(text, language_model(), doubted) if doubted else ()
    for span in garbled:
        if not any(span.overlaps(other) for other in taken):
            message = f"“{span.of(text)}”不成词句，疑为误识，请对照原件"
            found.append(Finding(CODE, message, span))
    return sorted(found, key=lambda finding: finding.span or Span(0, 0))


def torn_passages(text: str) -> Iterator[TornPassage]:
    """Lines of body text that begin or stop in the middle: torn, or covered by a seal."""
    lines = lines_in(text)
    at = 0
    while at < len(lines):
        if not _stops_short(lines, at):
            at += 1
            continue
        last = at
        while last - at < _MOST_LINES and _goes_on(lines, last + 1):
            last += 1
            if TERMINAL.search(lines[last].text):
                break
        yield TornPassage(tuple(lines[at : last + 1]), not TERMINAL.search(lines[last].text))
        at = last + 1


def find_garbled(text: str, language: LanguageModel, doubted: Iterable[Span]) -> Iterator[Span]:
    """Characters in a row that make no words and that no notice has in such a row."""
    areas = list(doubted)
    costs = language.surprises(text) if areas else []
    # The dearest of them costs the average at least: few places need a closer look.
    dear = [at for at, cost in enumerate(costs) if cost >= _GARBLED_COST]
    for area in areas:
        done = area.start
        for at in dear[bisect_left(dear, area.start) : bisect_left(dear, area.end)]:
            if at < done or not _is_wordless(text, at):
                continue
            start, done = _wordless(text, at, area)
            if _is_garbled(text, start, done, costs):
                yield Span(start, done)


def _is_garbled(text: str, start: int, end: int, costs: Sequence[float]) -> bool:
    size = end - start
    specks = not _SPECKS.isdisjoint(text[start:end])
    return (
        (_GARBLED_WITH_SPECK if specks else _GARBLED) <= size <= _LONGEST_GARBLED
        and sum(costs[start:end]) >= _GARBLED_COST * size
        and not _CODE_OR_PLACE.match(text, end)
        and not _CONTACT.search(text[text.rfind("\n", 0, start) + 1 : end])
    )


def _torn(text: str) -> Iterator[Finding]:
    """A finding for each place at which a torn passage does not go on."""
    for passage in torn_passages(text):
        lines = passage.lines
        for index, line in enumerate(lines):
            following = lines[index + 1] if index + 1 < len(lines) else None
            if following is None and not passage.open_ended:
                break
            start = line.start + _last_clause(line.text)
            end = line.end if following is None else following.start + _first_clause(following.text)
            tail = text[max(start, line.end - _SHOWN) : line.end]
            if following is None:
                message = f"“{tail}”之后文字残缺，请对照原件"
            else:
                head = text[following.start : min(end, following.start + _SHOWN)]
                message = f"“{tail}”与“{head}”不相连，其间疑有缺字，请对照原件"
            yield Finding(CODE, message, Span(start, end))


def _seam(text: str, span: Span) -> Finding:
    """A place that shows no tear, but other papers have more there."""
    start = max(text.rfind("\n", 0, span.start) + 1, span.start - _SHOWN // 2)
    line_end = text.find("\n", span.end)
    end = min(line_end if line_end >= 0 else len(text), span.end + _SHOWN // 2)
    message = f"“{text[start:end]}”前后不成词句，其间疑有缺字，请对照原件"
    return Finding(CODE, message, Span(start, end))


def _meets(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _residue(text: str) -> Iterator[Finding]:
    """What stands behind the last sentence and is neither a name nor a date."""
    lines = lines_in(text)
    first = len(lines)
    while first > 0 and len(lines) - first < _RESIDUE_LINES and _is_residue(lines[first - 1]):
        first -= 1
    if not 0 < first < len(lines) or not TERMINAL.search(lines[first - 1].text):
        return
    for line in lines[first:]:
        message = f"文末“{line.text}”疑为印章或落款的残迹，请对照原件"
        yield Finding(CODE, message, Span(line.start, line.end))


def _is_residue(line: TextLine) -> bool:
    short = line.width <= _RESIDUE_WIDTH and not TERMINAL.search(line.text)
    return short and not begins_own(line) and _HAN_ONE.search(line.text) is not None


def _stops_short(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a line of text without a label ends without the end of a sentence."""
    line = lines[at]
    if read_label(line.text) or TERMINAL.search(line.text) or begins_own(line):
        return False
    if NUMBER_LINE.match(line.text) or (at and "\t" in lines[at - 1].text):
        return False
    ends_later = at + 1 < len(lines) and lines[at + 1].text[0] in _NO_BEGINNING
    if ends_later or _STOPS.search(line.text) is None:
        return False
    return COMMA_OR_STOP.search(line.text) is not None or _is_cut_off(lines, at)


def _is_cut_off(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a long line without a comma stands within body text, as the rest of a torn one."""
    if not 0 < at < len(lines) - 1 or lines[at].width < _LEAST_CUT_OFF:
        return False
    return (
        lines[at - 1].text.endswith("。")
        and _is_text(lines, at + 1)
        and COMMA_OR_STOP.search(lines[at + 1].text) is not None
    )


def _goes_on(lines: Sequence[TextLine], at: int) -> bool:
    """Whether a line may be a further part of a torn passage: it or the next one has a clause.

    Rows of a form have none for lines on end.
    """
    if not _is_text(lines, at):
        return False
    has_clause = COMMA_OR_STOP.search(lines[at].text) is not None
    return has_clause or (
        _is_text(lines, at + 1) and COMMA_OR_STOP.search(lines[at + 1].text) is not None
    )


def _is_text(lines: Sequence[TextLine], at: int) -> bool:
    if at >= len(lines) or (
        not _STOPS.search(lines[at].text) and not TERMINAL.search(lines[at].text)
    ):
        return False
    line = lines[at]
    return not (begins_own(line) or NUMBER_LINE.match(line.text) or read_label(line.text))


def _last_clause(line: str) -> int:
    """Where the last clause of a line begins."""
    marks = [match.end() for match in _CLAUSE.finditer(line) if match.end() < len(line)]
    return marks[-1] if marks else 0


def _first_clause(line: str) -> int:
    """Where the first clause of a line ends, its mark left out."""
    match = _CLAUSE.search(line)
    return match.start() if match else len(line)


def _wordless(text: str, at: int, area: Span) -> tuple[int, int]:
    """The range of 汉字 and specks around ``at`` in which no word of the dictionary is."""
    start, end = at, at + 1
    while start > area.start and _is_wordless(text, start - 1):
        start -= 1
    while end < area.end and _is_wordless(text, end):
        end += 1
    return start, end


def _is_wordless(text: str, at: int) -> bool:
    if text[at] in _SPECKS:
        return True
    return _HAN_ONE.match(text[at]) is not None and not covering_word(text, at)[1]
