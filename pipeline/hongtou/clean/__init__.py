"""Transcript → CleanText: what paper and tools added goes, what was misread is repaired.

Every change is a correction in the ledger, made in raw positions when the rule fires; the clean
text follows from the ledger and undoing it gives the transcript back.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from hongtou.clean import furniture, pages, printed, repairs, residue, site, spaces, widths, wraps
from hongtou.clean.draft import Draft, Edit, Rule
from hongtou.clean.line import CleanedLine, clean_line
from hongtou.clean.repair import FINDERS, Finder, find_repairs
from hongtou.clean.repair.damage import find_damage
from hongtou.clean.repair.lost import is_lost_passage
from hongtou.clean.replay import replay
from hongtou.clean.scenes import doubted_spans, scene_of
from hongtou.clean.tables import Fences, set_cells_apart
from hongtou.model import NO_KNOWLEDGE, CleanText, Decision, Finding, Knowledge, Span, Transcript

__all__ = ["FINDERS", "RULES", "CleanedLine", "Edit", "Rule", "clean", "clean_line"]

# Order: first what no reader should see, since it hides line heads; digits before page numbers,
# which hold them; lines of print are joined while their indents stand, between two repairs of
# number brackets, since a number may be a line or be broken by one; brackets and marks before
# spaces, which lean on them; cutting glued lines before joining what has no indents.
RULES: Final[tuple[Rule, ...]] = (
    residue.normalise_line_ends,
    residue.drop_invisible,
    residue.drop_markdown,
    widths.narrow_digits,
    widths.repair_digit_letters,
    site.drop_site_lines,
    pages.drop_page_numbers,
    widths.repair_number_brackets,
    printed.join_printed_lines,
    widths.repair_number_brackets,
    widths.widen_marks,
    spaces.drop_stray_spaces,
    widths.repair_range_dash,
    widths.repair_han_zeros,
    widths.unify_han_zeros,
    widths.repair_first_label,
    widths.repair_digit_label,
    widths.repair_lead_in,
    repairs.repair_variants,
    repairs.repair_comparators,
    repairs.repair_title_frame,
    repairs.repair_place_names,
    furniture.cut_glued_lines,
    wraps.join_broken_lines,
    wraps.drop_blank_lines,
)


def clean(
    transcript: Transcript,
    *,
    rules: Sequence[Rule] = RULES,
    finders: Sequence[Finder] = FINDERS,
    knowledge: Knowledge = NO_KNOWLEDGE,
    decisions: Sequence[Decision] = (),
) -> CleanText:
    """Apply ``rules`` in order, then what ``finders`` found; return the text with its ledger.

    ``knowledge`` is what other papers say that share passages with this one, ``decisions`` what
    reviewers said of it.

    The clean text holds one paragraph a line, no blank lines, no spaces between 汉字, half-width
    digits and full-width marks beside 汉字, and 〔〕 in document numbers.
    """
    draft, fences = Draft(transcript.text), Fences(transcript.text, transcript.tables)
    shaped = [*set_cells_apart(transcript), *pages.drop_margin_notes(transcript)]
    draft.apply(fences.follow(sorted(shaped, key=lambda edit: edit.start)))
    for rule in rules:
        draft.apply(fences.admit(draft.text, rule(draft.text)))
    edits = find_repairs(scene_of(transcript, draft, knowledge), finders=finders).edits
    draft.apply(_admitted(fences, draft.text, edits))
    text = replay(CleanText(transcript, draft.corrections()), decisions)
    lost = [text.to_clean(c.span) for c in text.corrections if is_lost_passage(c)]
    damage = find_damage(text.text, doubted_spans(text), lost)
    return replace(text, findings=(*transcript.findings, *_doubts(text), *damage))


def _admitted(fences: Fences, text: str, edits: Sequence[Edit]) -> Sequence[Edit]:
    """The edits that leave tables in their shape, and all that only propose."""
    applied = fences.admit(text, [edit for edit in edits if edit.state == "applied"])
    proposed = [edit for edit in edits if edit.state == "proposed"]
    return sorted((*applied, *proposed), key=lambda edit: (edit.start, edit.end))


def _doubts(text: CleanText) -> Iterator[Finding]:
    """The reader's doubts where they show in the clean text, in order.

    What was removed, as a page number, needs no look; neighbours of one kind, as a seal over a
    wrapped sentence makes them, become one.
    """
    shown = sorted((text.to_clean(f.span), f.code, f.message) for f in text.transcript.raw_findings)
    held: dict[tuple[str, str], Span] = {}
    for span, code, message in shown:
        before = held.get((code, message))
        if not span.of(text.text).strip():
            continue
        if before is not None and span.start <= before.end:
            span = Span(before.start, max(before.end, span.end))
        elif before is not None:
            yield Finding(code, message, before)
        held[code, message] = span
    for (code, message), span in held.items():
        yield Finding(code, message, span)
