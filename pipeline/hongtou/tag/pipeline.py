"""The pipeline: components that read what the ones before them found.

Add your own behind them and pass the pipeline on::

    nlp = build_pipeline()
    nlp.add_pipe("my_component")
    tag(outline, pipeline=nlp)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from hongtou.errors import HongtouError
from hongtou.model import Metadata, Outline, Party, Span, TaggedDocument
from hongtou.tag.citing.citations import find_citations
from hongtou.tag.citing.forwarding import find_forwarding_requests
from hongtou.tag.duties.obligations import find_obligations
from hongtou.tag.figures.quantities import find_quantities
from hongtou.tag.metadata import read_metadata
from hongtou.tag.parties import find_parties
from hongtou.tag.patterns import find_pattern_duties
from hongtou.tag.places import frame_spans
from hongtou.tag.times.deadlines import find_deadlines
from hongtou.tag.times.reference_dates import paper_days

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_KEY: Final = "hongtou"

Step = Callable[[TaggedDocument], TaggedDocument]

# Characters of a document. spaCy stops at a million, for parsers that we do not use.
LONGEST: Final = 4_000_000


def build_pipeline() -> Language:
    """A blank ``zh`` pipeline, one token a character, with our components in order.

    The character tokenizer loses no span, word tokens lose one term in nine (measured on four
    notices); it needs no model and no dictionary.
    """
    import spacy
    from spacy.language import Language

    from hongtou.tag.tokens import CharacterTokenizer

    config = {"nlp": {"tokenizer": {"segmenter": "char"}}}
    nlp = spacy.blank("zh", config=config)
    nlp.tokenizer = CharacterTokenizer(nlp.vocab)
    nlp.max_length = LONGEST
    for name, step in STEPS:
        Language.component(f"hongtou_{name}", func=_component(name, step))
        nlp.add_pipe(f"hongtou_{name}")
    return nlp


def tag(outline: Outline, *, pipeline: Language | None = None) -> TaggedDocument:
    """Run the pipeline over one document and return its tags.

    Raises:
        HongtouError: If a component of the caller took our tags away.
    """
    nlp = pipeline if pipeline is not None else _shared_pipeline()
    doc = nlp.make_doc(outline.document.span.of(outline.text))
    doc.user_data[_KEY] = TaggedDocument(outline, Metadata())
    for _, component in nlp.pipeline:
        doc = component(doc)
    return tags_of(doc)


def tags_of(doc: Doc) -> TaggedDocument:
    """The tags that our components left on a ``Doc``."""
    tagged = doc.user_data.get(_KEY)
    if not isinstance(tagged, TaggedDocument):
        raise HongtouError("Doc 中没有红头的标注：请用 hongtou.tag.tag 生成")
    return tagged


@lru_cache
def _shared_pipeline() -> Language:
    return build_pipeline()


def _add_metadata(tagged: TaggedDocument) -> TaggedDocument:
    parties = find_parties(tagged.outline)
    metadata = read_metadata(tagged.outline, parties)
    return replace(tagged, parties=parties, metadata=metadata)


def _add_citations(tagged: TaggedDocument) -> TaggedDocument:
    metadata = tagged.metadata
    citations = find_citations(tagged.outline, own_number=metadata.number, title=metadata.title)
    requests = find_forwarding_requests(tagged.outline, tagged.parties)
    return replace(tagged, citations=citations, forwarding_requests=requests)


def _add_obligations(tagged: TaggedDocument) -> TaggedDocument:
    recipients: list[Party] = [p for p in tagged.parties if p.role == "main_recipient"]
    return replace(tagged, obligations=find_obligations(tagged.outline, recipients))


def _add_patterns(tagged: TaggedDocument) -> TaggedDocument:
    return replace(tagged, obligations=find_pattern_duties(tagged))


def _add_quantities(tagged: TaggedDocument) -> TaggedDocument:
    masked = [*frame_spans(tagged.outline), *(c.span for c in tagged.citations)]
    if tagged.metadata.number is not None:
        masked.append(tagged.metadata.number.span)
    found = find_quantities(tagged.outline, tagged.obligations, masked=sorted(masked))
    return replace(tagged, quantities=found)


def _add_deadlines(tagged: TaggedDocument) -> TaggedDocument:
    days = paper_days(tagged.outline, tagged.metadata)
    found = find_deadlines(tagged.outline, tagged.obligations, days=days)
    words: dict[int, str] = {}  # of the first deadline of each obligation
    for deadline in found:
        if deadline.obligation is not None:
            words.setdefault(deadline.obligation, deadline.span.of(tagged.outline.text))
    duties = tuple(
        replace(duty, deadline=words.get(index)) for index, duty in enumerate(tagged.obligations)
    )
    return replace(tagged, obligations=duties, deadlines=found)


# Metadata first: citations must know the paper's own number, obligations its recipients;
# patterns of the user's own take from and add to them; quantities and deadlines look up the
# obligation that they belong to.
STEPS: Final[tuple[tuple[str, Step], ...]] = (
    ("metadata", _add_metadata),
    ("citations", _add_citations),
    ("obligations", _add_obligations),
    ("patterns", _add_patterns),
    ("quantities", _add_quantities),
    ("deadlines", _add_deadlines),
)


def _component(name: str, step: Step) -> Callable[[Doc], Doc]:
    """A spaCy component around a step; it also shows what the step found in ``doc.spans``."""

    def component(doc: Doc) -> Doc:
        tagged = step(tags_of(doc))
        doc.user_data[_KEY] = tagged
        base = tagged.outline.document.span.start
        group = "obligations" if name == "patterns" else name
        doc.spans[group] = [
            span
            for where, label in _shown(group, tagged)
            if (span := doc.char_span(where.start - base, where.end - base, label=label))
        ]
        return doc

    return component


def _shown(name: str, tagged: TaggedDocument) -> Iterable[tuple[Span, str]]:
    """What ``doc.spans[name]`` holds: spans with labels, inside the document's own span."""
    shown: list[tuple[Span, str]]
    if name == "metadata":
        shown = [(e.span, e.kind) for e in tagged.outline.elements]
    elif name == "citations":
        shown = [(c.span, c.relation) for c in tagged.citations]
    elif name == "obligations":
        shown = [(o.span, o.force) for o in tagged.obligations]
    elif name == "quantities":
        shown = [(q.span, q.role) for q in tagged.quantities]
    else:
        shown = [(d.span, "deadline") for d in tagged.deadlines]
    inside = tagged.outline.document.span
    return [s for s in shown if inside.contains(s[0])]
