"""题注: the day on which a paper was adopted or issued, in the brackets under its title.

Collections of laws print papers without head and signature; the day stands in the note:
（1998年5月9日银发〔1998〕190号文颁布自1998年5月9日起施行）. The number in it is that of the notice
that issued the paper, another paper: it is cited, and it is not the paper's own.
"""

import re
from dataclasses import dataclass
from typing import Final

from hongtou.model import DateValue, Outline, Span
from hongtou.notation.dates import find_dates

# 根据2011年1月8日《…的决定》修订 changes words; 2008年8月1日…会议修订通过 makes a new edition.
_BY_DECISION: Final = re.compile(r"根据\s{0,2}\Z")
# 自2005年10月1日起施行 is no adoption.
_BEGINS: Final = re.compile(r"自\s{0,2}\Z")
_PUBLISHED: Final = re.compile(r"发布|公布|颁布|印发|下发")
_ADOPTED: Final = re.compile(rf"{_PUBLISHED.pattern}|通过|批准|修订")


@dataclass(frozen=True, slots=True)
class Adoption:
    """The day of the edition that is printed."""

    day: DateValue
    published: bool  # 发布, 公布; else 会议通过, and the paper came out on a day not named here


def read_adoption(outline: Outline) -> Adoption | None:
    """What the 题注 says of the edition that is printed; ``None`` without one that has a day.

    （1992年12月11日中华人民共和国国务院令第107号发布根据2011年1月8日《…的决定》修订） has the
    day 1992-12-11: by the decision the paper stayed the same. A paper that a meeting revised
    (2008年8月1日国务院第20次常务会议修订通过) is a new edition of that day.
    """
    adopted = None
    for element in outline.elements_of("adoption_note"):
        for index, (day, stop) in enumerate(_clauses(outline.text, element.span)):
            said = outline.text[day.span.end : stop]
            if _ADOPTED.search(said) and (index == 0 or "修订" in said):
                adopted = Adoption(day, _PUBLISHED.search(said) is not None)
    return adopted


def _clauses(text: str, note: Span) -> list[tuple[DateValue, int]]:
    """Every day of an adoption, with the place up to which is said what happened on it."""
    days = list(find_dates(text, note.start, note.end))
    ends = [*(span.start for span, _ in days[1:]), note.end]
    return [
        (DateValue(day, span), end)
        for (span, day), end in zip(days, ends, strict=True)
        if not _BEGINS.search(text[note.start : span.start])
        and not _BY_DECISION.search(text[note.start : span.start])
    ]
