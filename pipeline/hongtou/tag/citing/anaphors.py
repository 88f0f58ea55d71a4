"""上述通知, 前述办法, 该公告: words that point back to a paper named before."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from hongtou.model import Span
from hongtou.tag.citing.mentions import Mention
from hongtou.tag.citing.provisions import read_provision

# Kinds of papers that are hardly ever anything else; 通知存款, 通知书 are other things.
_SURE: Final = r"通知(?!存款|书|单|义务|函|其|客户|之日)|办法|公告|条例|细则|指引|规程|批复|复函"
# 规定 and 意见 mostly mean what was said, not a paper: only with a provision they are taken.
_UNSURE: Final = r"规定|意见|决定|规则|规范|方案|文件|令|法(?![院律人定规])"
_ANAPHOR: Final = re.compile(
    rf"(?P<word>上述|前述|上列|(?<!应)该)(?:(?P<sure>{_SURE})|(?P<unsure>{_UNSURE}))"
)
# 请…及时将该通知转发至辖区内: the paper itself, which asks to be passed on.
_PASSING: Final = re.compile(r"将\Z")
_ONWARD: Final = re.compile(r"[^，。；\n]{0,12}(?:转发|转知|传达|翻印)")
_BACK: Final = {"该": 160, "上述": 400, "前述": 400, "上列": 400}
_BRACKET: Final = re.compile(r"[（(][^（）()]*[）)]\Z")


def find_anaphors(
    text: str, groups: Sequence[Sequence[Mention]], own: Sequence[Mention], start: int, end: int
) -> list[Mention]:
    """Mentions that point back, each with title and number of the nearest paper of its kind.

    ``groups`` are the mentions before, in their lists; ``own`` those of them that mean the paper
    itself. Where the nearest list holds several of the kind, nobody can tell which is meant, and
    there is no mention; 上述规定 is one only with a provision.
    """
    itself = {id(mention) for mention in own}
    ends = [group[-1].tail for group in groups]
    found = []
    for match in _ANAPHOR.finditer(text, start, end):
        provision = read_provision(text, match.end(), end)
        if match["unsure"] and provision is None:
            continue
        if _PASSING.search(text, start, match.start()) and _ONWARD.match(text, match.end()):
            continue
        kind = match["sure"] or match["unsure"]
        last = bisect_left(ends, match.start() + 1) - 1
        paper = _nearest(groups, last, kind, match.start() - _BACK[match["word"]])
        if paper is None or id(paper) in itself:
            continue
        stop = provision.end if provision else match.end()
        found.append(
            replace(
                paper, span=Span(match.start(), stop), tail=stop, title_span=None,
                provision="".join(provision.of(text).split()) if provision else None,
                named_by="anaphor", antecedent=paper.antecedent or paper,
            )
        )  # fmt: skip
    return found


def _nearest(
    groups: Sequence[Sequence[Mention]], last: int, kind: str, floor: int
) -> Mention | None:
    """The last mention of the kind behind ``floor``, if it stands alone in its list."""
    for at in range(last, -1, -1):
        group = groups[at]
        if group[-1].span.start < floor:
            return None
        fitting = [mention for mention in group if _is_of(mention, kind)]
        if fitting:
            return fitting[0] if len(fitting) == 1 else None
    return None


def _is_of(mention: Mention, kind: str) -> bool:
    if kind == "文件":
        return mention.number is not None
    name = _BRACKET.sub("", mention.title or "")
    if name:
        return name.endswith(kind)
    return mention.number is not None and mention.number.authority_code.endswith(kind)
