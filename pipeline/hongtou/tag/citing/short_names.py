"""Short names that a paper defines: 《储蓄管理条例》（以下简称《条例》）, and their uses."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from hongtou.model import Span
from hongtou.notation.characters import HAN
from hongtou.tag.citing.mentions import Mention
from hongtou.tag.citing.papers import ends_as_document
from hongtou.tag.citing.provisions import read_provision

# （以下简称《办法》）, （银发〔1999〕17号，以下称“管理办法”）, 以下统称《条例》.
_DEFINED: Final = re.compile(
    r"(?:简称|统称|合称|以下称|下称)(?:为|作)?[:：]?"
    r"(?P<mark>[《〈“\"「‘]{0,2})(?P<name>[^《》〈〉“”\"「」‘’（）()，,；;、。：:\n]{1,24})[》〉”\"」’]?"
)
# 《办法》，以下简称《办法》: a definition without a bracket.
_BESIDE: Final = re.compile(r"[，,]\s?(?=(?:以下|下文|下)?(?:简称|统称|称))")
_REACH: Final = 40
_TOGETHER: Final = frozenset({"统称", "合称"})
# 392号文, 63号文件: a paper called by its serial.
_SERIAL_NAME: Final = re.compile(r"[0-9]{1,4}号(?:文件?|令|公告|通知)")
# Words of everyday use are found only in marks: 通知, 条例; 试点办法 is long enough.
_PLAIN_LENGTH: Final = 4
_OPENING: Final = '《〈“"「‘'
_CLOSING: Final = '》〉”"」’'
# The last characters of verbs and prepositions that govern a name: 按照, 根据, 符合, 违反, 执行.
_BEFORE_NAME: Final = frozenset("照据合反行实与和及对按在由了的以守循用到见将")
_HAN_LETTER: Final = re.compile(rf"[{HAN}]")


@dataclass(frozen=True, slots=True)
class ShortName:
    """A name and the papers that it stands for from ``at`` on."""

    name: str
    at: int
    mark: str  # in which it is printed where it is defined: "《", "“" or ""
    papers: tuple[Mention, ...]


def find_short_names(text: str, groups: Sequence[Sequence[Mention]]) -> list[ShortName]:
    """The short names defined right behind mentions, in order.

    ``groups`` are the mentions in their lists: （以下统称《两个办法》） behind the last of a list
    stands for all of them. Institutions and programs (以下简称人民银行) are none, since no paper
    stands before the bracket or the name is not one of a paper.
    """
    found = []
    for group in groups:
        for place, mention in enumerate(group):
            match = _definition(text, mention)
            if match is None:
                continue
            name = "".join(match["name"].split())
            titled = "《" in match["mark"] or "〈" in match["mark"]
            if not titled and not (ends_as_document(name) or _is_serial(name)):
                continue
            together = match[0][:2] in _TOGETHER
            papers = tuple(group[: place + 1]) if together else (mention,)
            mark = "《" if titled else match["mark"][:1]
            found.append(ShortName(name, match.end(), mark, papers))
    return found


def _is_serial(name: str) -> bool:
    return name.endswith("法") or _SERIAL_NAME.fullmatch(name) is not None


def _definition(text: str, mention: Mention) -> re.Match[str] | None:
    """The definition in the brackets behind a mention, or right behind them."""
    first = mention.title_span.end if mention.title_span else mention.span.start
    inside = _DEFINED.search(text, first, mention.tail)
    if inside is not None:
        return inside
    comma = _BESIDE.match(text, mention.tail)
    if comma is None:
        return None
    found = _DEFINED.search(text, comma.end(), comma.end() + _REACH)
    return found if found and found.start() - comma.end() <= 3 else None


def read_uses(
    text: str, mentions: Sequence[Mention], names: Sequence[ShortName], start: int, end: int
) -> list[Mention]:
    """Mentions by a short name, each with title and number of what it stands for.

    《条例》第三条 behind （以下简称《条例》） takes title and number of the paper; a later one
    of the same name holds from there on. A name for several papers gives a mention of each.
    """
    if not names:
        return []
    defined: dict[str, list[ShortName]] = {}
    for name in sorted(names, key=lambda n: n.at):
        defined.setdefault(name.name, []).append(name)
    uses = []
    for mention in mentions:
        held = _holding(defined.get(mention.title or "", ()), mention.span.start)
        if held is not None and mention.number is None and mention.title_span is not None:
            uses += _standing_for(mention, held)
    spans = [m.span for m in mentions]
    for span, held in _plain_uses(text, defined, start, end):
        if not _overlaps(spans, span):
            use = _with_provision(text, Mention(span, held.name, None, tail=span.end), end)
            uses += _standing_for(use, held)
    return sorted(uses, key=lambda mention: mention.span)


def _holding(names: Sequence[ShortName], at: int) -> ShortName | None:
    """The last definition before ``at``."""
    held = None
    for name in names:
        if name.at <= at:
            held = name
    return held


def _standing_for(use: Mention, name: ShortName) -> list[Mention]:
    return [
        replace(
            use, title=paper.title, number=paper.number, named_by="short-name",
            antecedent=paper.antecedent or paper,
        )
        for paper in name.papers
    ]  # fmt: skip


def _plain_uses(
    text: str, defined: dict[str, list[ShortName]], start: int, end: int
) -> list[tuple[Span, ShortName]]:
    """Names that were defined without 《》: “管理办法”, 按照试点办法, 392号文, 条例第三条."""
    words = [name for name, several in defined.items() if any(n.mark != "《" for n in several)]
    if not words:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))
    found = []
    for match in pattern.finditer(text, start, end):
        held = _holding(defined[match[0]], match.start())
        if held is None or held.mark == "《":
            continue
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if before in _OPENING and after in _CLOSING and before and after:
            found.append((Span(match.start() - 1, match.end() + 1), held))
        elif _stands_free(before) and (
            len(match[0]) >= _PLAIN_LENGTH or read_provision(text, match.end(), end)
        ):
            found.append((Span(match.start(), match.end()), held))
    return found


def _stands_free(before: str) -> bool:
    """Whether a name may begin behind ``before``: 按照|试点办法, but not 账户|管理办法."""
    return not _HAN_LETTER.match(before) or before in _BEFORE_NAME


def _with_provision(text: str, use: Mention, end: int) -> Mention:
    found = read_provision(text, use.tail, end)
    if found is None:
        return use
    words = "".join(found.of(text).split())
    span = Span(use.span.start, found.end)
    return replace(use, span=span, provision=words, tail=found.end)


def _overlaps(spans: Sequence[Span], span: Span) -> bool:
    """Whether one of the ordered ``spans`` touches ``span``; spans are short."""
    at = bisect_right(spans, Span(span.end, 10**12))
    return any(other.overlaps(span) for other in spans[max(0, at - 4) : at])
