"""Small makers that tests share: texts become the types that rooms pass on."""

from hongtou.model import (
    Bundle,
    CleanText,
    Document,
    Outline,
    RawSpan,
    Run,
    Segment,
    Source,
    Span,
    Transcript,
)


def transcript_of(text: str, *, sha256: str = "0" * 64) -> Transcript:
    """A transcript of one page, as the text reader gives it."""
    source = Source(sha256, "test.txt", "test.txt", "text/plain", len(text.encode()))
    runs = (Run(RawSpan(0, len(text)), page=1),) if text else ()
    return Transcript(source, text, runs, reader="text/utf-8", pages=1)


def bundle_of(text: str) -> Bundle:
    """A bundle with one main document and no corrections."""
    document = Document(ordinal=0, role="main", span=Span(0, len(text)))
    return Bundle(CleanText(transcript_of(text), ()), (document,))


def outline_of(text: str) -> Outline:
    """An outline in which every line is a paragraph without a label."""
    segments, at = [], 0
    for line in text.splitlines(keepends=True):
        span = Span(at, at + len(line.rstrip("\n")))
        if span.length:
            segments.append(Segment("paragraph", None, "", 0, "", None, None, span))
        at += len(line)
    bundle = bundle_of(text)
    return Outline(bundle, bundle.documents[0], (), tuple(segments))
