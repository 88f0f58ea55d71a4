"""Finds as others see them: spaCy Docs to train on, and a picture of an article by displaCy.

One token a character, as in the tagging pipeline, so that no span is lost.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hongtou.model.labels import FORCES

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Span

__all__ = ["GROUPS", "Mark", "blank_pipeline", "doc_of", "read_docs", "render_doc", "write_docs"]

# Keys of doc.spans, and what the labels of their spans are.
GROUPS: Final = {
    "obligations": "force: must, must_not, …",
    "quantities": "role: limit, scope, fact",
    "deadlines": "deadline",
    "citations": "relation: cites, forwards, …",
    "parties": "role: issuing_authority, main_recipient, …",
    "bearers": "bearer, where the text names one",
}
# Groups that become entities (doc.ents), with their label; the longest of overlapping ones stays.
_ENTITIES: Final = {"quantities": "quantity", "deadlines": "deadline", "citations": "citation"}
# Red forbids, blue demands, green permits: as traffic signs. Text on them is black.
_FORCE_COLOURS: Final = {
    "must": "#8ab8ff", "must_not": "#ff8a80", "should": "#b3c7ff", "strive": "#d3c4ff",
    "encourage": "#a5e0b0", "may": "#c5e8a0",
}  # fmt: skip
_LABELS: Final = {
    **FORCES,
    "limit": "限额", "scope": "范围", "fact": "数字",  # short: neighbours stand close
    "deadline": "期限", "bearer": "主体",
}  # fmt: skip
_COLOURS: Final = {
    **{FORCES[force]: colour for force, colour in _FORCE_COLOURS.items()},
    "限额": "#ffd54f", "范围": "#ffecb3", "数字": "#eeeeee",
    "期限": "#ffab66", "主体": "#cfd8dc", "引文": "#d7ccc8",
}  # fmt: skip
_SHOWN: Final = "hongtou"
# displaCy writes a blank behind each token, for languages that have some, and sets marked tokens
# in bold and in blocks of different height. These are its own templates without that.
_MARKED: Final = '<span style="display: inline-block; position: relative; '
_TEMPLATE: Final = {
    "span": (
        _MARKED
        + 'height: {total_height}px; vertical-align: top">{text}{span_slices}{span_starts}</span>'
    ),
    "slice": (
        '<span style="background: {bg}; top: {top_offset}px; height: 4px; left: 0;'
        ' width: 100%; position: absolute"></span>'
    ),
    "start": (
        '<span style="background: {bg}; top: {top_offset}px; height: 4px; left: 0; width: 100%;'
        ' position: absolute"><span style="background: {bg}; z-index: 10; color: #000; top: -0.5em;'
        " padding: 1px 3px; position: absolute; font-size: 0.65em; line-height: 1.1;"
        ' border-radius: 3px; white-space: nowrap">{label}{kb_link}</span></span>'
    ),
}


_PAGE: Final = (
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>{}</title></head>'
    '<body style="font-family: sans-serif">{}</body></html>\n'
)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found in a text: where, what, and under which key of ``doc.spans``."""

    start: int  # in characters of the text
    end: int
    label: str  # must, limit, deadline, cites, main_recipient
    group: str  # one of GROUPS


@lru_cache(maxsize=1)
def blank_pipeline() -> "Language":
    """``spacy.blank("zh")`` with one token a character: it reads back what is exported."""
    import spacy

    from hongtou.tag.tokens import CharacterTokenizer

    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    return nlp


def doc_of(text: str, marks: Iterable[Mark], about: Mapping[str, str | int | None]) -> "Doc":
    """A Doc with the finds in ``doc.spans`` and ``doc.ents``.

    Args:
        text: The text of an article or a document.
        marks: What was found in it; what reaches beyond it is left out.
        about: What ``doc.user_data`` is to tell: document_id, document_number, path, start.
    """
    from spacy.util import filter_spans

    doc = blank_pipeline().make_doc(text)
    doc.user_data.update(about)
    spans: dict[str, list[Span]] = {group: [] for group in GROUPS}
    for mark in sorted(set(marks), key=lambda m: (m.start, m.end, m.group, m.label)):
        # A span at whose edge a blank stands is as long as its characters.
        span = doc.char_span(mark.start, mark.end, label=mark.label, alignment_mode="contract")
        if span is not None and mark.end <= len(text):
            spans[mark.group].append(span)
    entities = [
        doc.char_span(span.start_char, span.end_char, label=label)
        for group, label in _ENTITIES.items()
        for span in spans[group]
    ]
    doc.ents = filter_spans([span for span in entities if span is not None])
    for group, found in spans.items():
        doc.spans[group] = found
    return doc


def write_docs(docs: Iterable["Doc"], path: Path) -> int:
    """Write Docs as a DocBin (``.spacy``), which ``spacy train`` reads; how many there were."""
    from spacy.tokens import DocBin

    held = DocBin(store_user_data=True)
    with _without_plugins():
        for doc in docs:
            held.add(doc)
    held.to_disk(path)
    return len(held)


@contextmanager
def _without_plugins() -> Iterator[None]:
    """Keep srsly from looking for encoders of other packages at each of seven packs a Doc.

    It asks importlib.metadata anew every time: 28 of 31 ms a Doc. What we pack is plain.
    """
    from srsly.msgpack import msgpack_encoders

    before = msgpack_encoders.entry_points
    msgpack_encoders.entry_points = False
    try:
        yield
    finally:
        msgpack_encoders.entry_points = before


def read_docs(path: Path) -> "Sequence[Doc]":
    """The Docs of a DocBin."""
    from spacy.tokens import DocBin

    held = DocBin().from_disk(path)
    return list(held.get_docs(blank_pipeline().vocab))


def render_doc(doc: "Doc", *, title: str | None = None, page: bool = False) -> str:
    """HTML that shows what was found in a Doc: Chinese labels, a colour a force.

    Args:
        doc: A Doc of ``doc_of``, or one that our pipeline has annotated.
        title: A heading above the text, such as number and path of the article.
        page: Whether to write a whole page instead of a piece for a notebook.
    """
    from spacy import displacy

    spans = []
    for group in GROUPS:
        for span in doc.spans.get(group, ()):
            label = "引文" if group == "citations" else _LABELS.get(span.label_)
            if label is not None:
                spans.append((span.start_char, span.end_char, label))
    tokens, shown = _pieces(doc.text, spans)
    markup = displacy.render(
        {"text": doc.text, "spans": shown, "tokens": tokens},
        style="span", manual=True, jupyter=False,
        options={"colors": _COLOURS, "template": _TEMPLATE, "top_offset": 36,
                 "span_label_offset": 14, "top_offset_step": 15},
    )  # fmt: skip
    markup = markup.replace(f" {_MARKED}", _MARKED)
    heading = f'<div style="font-weight: bold">{escape(title)}</div>' if title else ""
    figure = f'<figure style="margin: 1em; font-size: 16px">{heading}{markup}</figure>'
    return _PAGE.format(escape(title or "红头"), figure) if page else figure


def _pieces(
    text: str, spans: Sequence[tuple[int, int, str]]
) -> tuple[list[str], list[dict[str, str | int]]]:
    """Tokens as displaCy is to show them, and the spans over them.

    Marked text goes character by character, so that lines can break in it; what stands between is
    one piece, behind which displaCy's blank can be taken away.
    """
    marked = [False] * len(text)
    for start, end, _ in spans:
        marked[start:end] = [True] * (end - start)
    tokens: list[str] = []
    token_of: list[int] = []
    for at, character in enumerate(text):
        if at and not marked[at] and not marked[at - 1]:
            tokens[-1] += character
        else:
            tokens.append(character)
        token_of.append(len(tokens) - 1)
    shown: list[dict[str, str | int]] = [
        {"start_token": token_of[start], "end_token": token_of[end - 1] + 1, "label": label}
        for start, end, label in spans
    ]
    return tokens, shown
