"""One line repaired on its own, without a file and without a knowledge base."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from hongtou.clean import repairs, widths
from hongtou.clean.draft import Draft, Rule
from hongtou.clean.repair import find_repairs, marks, whole
from hongtou.model import Correction, RawSpan

_BLANK: Final = re.compile(r"[^\S\n]")


class CleanedLine(NamedTuple):
    """A line with its misread characters repaired, and the corrections that did so.

    Positions are those of the line as given; proposed corrections leave the text as it is.
    """

    text: str
    corrections: tuple[Correction, ...]


# Marks and labels first: they hide the words beside them.
_RULES: Final[tuple[Rule, ...]] = (
    widths.repair_digit_letters,
    widths.repair_range_dash,
    widths.repair_han_zeros,
    marks.repair_broken_brackets,
    marks.repair_line_label,
    marks.repair_lead_in,
    repairs.repair_variants,
    repairs.repair_comparators,
    repairs.repair_title_frame,
    repairs.repair_place_names,
)


def clean_line(line: str) -> CleanedLine:
    """Repair the misread characters of one line; widths and spaces stay as they are.

    A recogniser's slips are repaired where the evidence within the line decides; what it only
    suggests is among the corrections with the state ``proposed``. Any string is accepted.

    Example:
        >>> clean_line("持续捉升小微信用贷款占比,现通知如下‥").text
        '持续提升小微信用贷款占比,现通知如下：'
        >>> [(c.before, c.after, c.state) for c in clean_line("化解风险恩想").corrections]
        [('恩', '思', 'applied')]
    """
    places = [at for at, character in enumerate(line) if not _BLANK.match(character)]
    draft = Draft("".join(line[at] for at in places))
    for rule in _RULES:
        draft.apply(rule(draft.text))
    draft.apply(find_repairs(whole(draft.text)).edits)
    corrections = tuple(_placed(line, places, draft.corrections()))
    return CleanedLine(_applied(line, corrections), corrections)


def _placed(
    line: str, places: Sequence[int], corrections: Iterable[Correction]
) -> Iterator[Correction]:
    """Corrections of the line without spaces where they belong in ``line``.

    One that reaches over a space is left out: what is to become of the space nobody can say.
    """
    for correction in corrections:
        start, end = correction.span.start, correction.span.end
        first = places[start] if start < len(places) else len(line)
        last = places[end - 1] + 1 if end > start else first
        if last - first == end - start:
            yield replace(correction, span=RawSpan(first, last))


def _applied(line: str, corrections: Iterable[Correction]) -> str:
    parts: list[str] = []
    at = 0
    for correction in corrections:
        if correction.effective:
            parts += (line[at : correction.span.start], correction.after)
            at = correction.span.end
    return "".join((*parts, line[at:]))
