"""The reader of saved web pages: title, table of metadata, main text, tables."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Final

from hongtou.errors import EmptyFileError
from hongtou.lexicon import read_table
from hongtou.model import RawSpan, Run, Source, Transcript
from hongtou.read.compose import compose
from hongtou.read.page import Glyph, Line, PageContent, ReadOptions
from hongtou.read.sources import bytes_of
from hongtou.read.web.attachments import attachment_lines
from hongtou.read.web.body import DOUBT, Body, find_body
from hongtou.read.web.fallback import extracted_lines
from hongtou.read.web.head import find_entries, find_title, squeeze
from hongtou.read.web.lines import Block, blocks_of
from hongtou.read.web.markup import markup_of, page_in
from hongtou.read.web.tree import Page

_REASON: Final = "网页，没有固定页面"
_TITLE_WITHIN: Final = 800  # characters at the head of a body in which it may say its title
_TITLE_PART: Final = 0.6  # so much of it is enough, from either end
_LEAST_PART: Final = 10
_LONG_LINE: Final = 20  # characters: a line that does not repeat by chance
_REPEATED: Final = 0.8
_NOISE_LINE: Final = 200
# trafilatura is believed if it keeps this share of the prose where we are in doubt.
_BETTER: Final = 0.7


def read_html(source: Source, options: ReadOptions) -> Transcript:
    """A saved page of a site as one flowing page; ``reader`` tells the encoding: ``html/utf-8``.

    Raises:
        EmptyFileError: If the page shows no text, as when a script would have fetched it.
        OversizeError: If it is too large, or nested too deep to be a page.
        EncodingError: If it is text in no known encoding.
        ReadError: If it cannot be read.
    """
    return _read(source, options, bytes_of(source))


def read_mhtml(source: Source, options: ReadOptions) -> Transcript:
    """A page that a browser or Word saved as one MHTML file; errors as of ``read_html``."""
    return _read(source, options, page_in(bytes_of(source), source.path))


def _read(source: Source, options: ReadOptions, content: bytes) -> Transcript:
    markup, encoding = markup_of(content, source.path)
    page = Page(markup)
    body = find_body(page)
    blocks = _paper(page, body, markup) if body is not None else []
    if body is None or not blocks:
        raise EmptyFileError(
            f"{source.path}：网页里没有正文（可能由脚本在打开时载入，或只有图片）；"
            "请在浏览器中打开原网页，等正文出现后再另存，或打印成 PDF"
        )
    findings = (DOUBT,) if body.doubtful else ()
    content_page = PageContent(1, None, None, "flow", _REASON, tuple(blocks), findings)
    if options.on_page is not None:
        options.on_page(1, 1)
    transcript = compose(source, [content_page], reader=f"html/{encoding}")
    return replace(transcript, runs=(Run(RawSpan(0, len(transcript.text)), page=1),))


def _paper(page: Page, body: Body, markup: str) -> list[Block]:
    """Title, metadata, text and attachments; the title once, nothing that the site adds."""
    found = blocks_of(page, body.nodes)
    if body.doubtful:
        lines = extracted_lines(markup)
        found = list(lines) if _prose(lines) > _BETTER * _prose(found) else found
    blocks = _without_repeats(_without_noise(found))
    if not blocks:
        return []
    entries = find_entries(page, body.nodes)
    title = find_title(page, entries)
    above = [_line(f"{entry.label}：{entry.value}") for entry in entries]
    if title and not _says_title(blocks, title):
        above.insert(0, _line(title))
    said = _said(blocks)
    below = [_line(text) for text in attachment_lines(page, body.nodes)]
    return [*above, *blocks, *(line for line in below if squeeze(line.text) not in said)]


def _says_title(blocks: Sequence[Block], title: str) -> bool:
    """Whether the head of a text has the title, which sites cut short or add to."""
    head = _said(blocks[:30])[:_TITLE_WITHIN]
    bare = squeeze(title).rstrip(".…")
    part = max(_LEAST_PART, round(_TITLE_PART * len(bare)))
    return bare[:part] in head or bare[-part:] in head


def _said(blocks: Sequence[Block]) -> str:
    """The text of lines without any blanks, for comparison."""
    return squeeze("".join(block.text for block in blocks if isinstance(block, Line)))


def _prose(blocks: Sequence[Block]) -> int:
    """Sentence marks in lines."""
    return sum(block.text.count(mark) for block in blocks if isinstance(block, Line)
               for mark in "，。；")  # fmt: skip


def _line(text: str) -> Line:
    return Line((Glyph(text, None),))


@lru_cache(maxsize=1)
def _noise() -> dict[str, tuple[re.Pattern[str], ...]]:
    """Patterns of ``web_noise_lines.csv`` by the place where they count."""
    rows = read_table("web_noise_lines")
    return {
        place: tuple(re.compile(row["pattern"]) for row in rows if row["place"] == place)
        for place in ("anywhere", "edge")
    }


def _without_noise(blocks: Sequence[Block]) -> list[Block]:
    """Without buttons and counters, and at both ends without editors' lines and the like."""
    left = [block for block in blocks if not _is_noise(block, "anywhere")]
    while left and _is_noise(left[0], "edge"):
        del left[0]
    while left and _is_noise(left[-1], "edge"):
        del left[-1]
    return left


def _is_noise(block: Block, place: str) -> bool:
    if not isinstance(block, Line) or len(block.text) > _NOISE_LINE:
        return False
    return any(pattern.fullmatch(block.text.strip()) for pattern in _noise()[place])


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """A page may hold the text twice, for screens and for phones: the second copy goes."""
    texts = [squeeze(b.text) if isinstance(b, Line) else "" for b in blocks]
    first: dict[str, int] = {}
    for at, text in enumerate(texts):
        if len(text) < _LONG_LINE:
            continue
        begin = first.setdefault(text, at)
        length = at - begin
        if length and length <= len(texts) - at + 2:
            copy = texts[at : at + length]
            same = sum(a == b for a, b in zip(texts[begin:at], copy, strict=False))
            if same >= _REPEATED * length and sum(map(len, copy)) > 3 * _LONG_LINE:
                while begin and texts[begin - 1] == texts[at - 1]:  # short lines before it
                    begin, at = begin - 1, at - 1
                return blocks[:at] + blocks[at + length :]
    return blocks
