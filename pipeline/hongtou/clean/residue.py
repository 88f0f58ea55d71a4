"""What tools leave in a text and no paper shows: control characters, Markdown, HTML breaks."""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.clean.draft import Edit

# Zero-width marks and byte-order marks; soft hyphens; C0 and C1 controls but tab and newline.
_INVISIBLE: Final = re.compile(
    "[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\u0000-\u0008\u000b-\u001f\u007f-\u009f]+"
)
_LINE_END: Final = re.compile("\r\n?|[\u2028\u2029\u0085\u000b\u000c]")

# "## 标题", "> 引文": only before text, since a lone # may be a form field.
_BLOCK_MARK: Final = re.compile(r"^[ \t　]*(?:#{1,6}[ \t]+|#{1,6}(?=[^#\s\d])|>[ \t]+)", re.M)
# A rule of three or more - * _; a page number such as — 3 — holds digits and stays.
_RULE_LINE: Final = re.compile(r"^[ \t]*([-*_])[ \t]*(?:\1[ \t]*){2,}$", re.M)
# **重点** and *重点*: a pair of marks around words, at an edge of a clause; pairs that fill
# a blank (人民币**元) stand between words and stay, and so do products (3*4).
_STRONG: Final = re.compile(
    r"(?P<open>(?<![\d*])\*{1,2})(?=[^\s*])[^*\n]{1,300}(?<=\S)(?P<close>(?P=open))(?![\d*])"
)
_EDGE: Final = re.compile(r"[\s，。；：、（）“”《》]")
_LONE_STRONG: Final = re.compile(
    r"^[ \t]*\*\*(?=[^\s*])(?![^\n]*\*)|(?<=[^\s*])\*\*$(?<!\*\*\*)", re.M
)
_ESCAPE: Final = re.compile(r"\\(?=[#*_\-.>\[\](){}~+!`|])")
_IMAGE: Final = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\s]{0,500}\)")
_BREAK_TAG: Final = re.compile(r"<br\s*/?>", re.I)
# Layout tags that text recognisers write around centred or underlined lines.
_LAYOUT_TAG: Final = re.compile(
    r"</?(?:center|div|span|u|b|i|p|font|strong|em|sub|sup)(?:\s[^<>\n]{0,200})?>", re.I
)


def normalise_line_ends(text: str) -> Iterator[Edit]:
    r"""CR LF, form feeds and Unicode line separators become ``\n``."""
    for match in _LINE_END.finditer(text):
        yield Edit(match.start(), match.end(), "\n", "line-end", "换行符统一")


def drop_invisible(text: str) -> Iterator[Edit]:
    """Byte-order marks, zero-width and control characters go."""
    for match in _INVISIBLE.finditer(text):
        yield Edit(match.start(), match.end(), "", "invisible-character", "不可见字符")


def drop_markdown(text: str) -> Iterator[Edit]:
    """Markdown and HTML marks go; words stay: ``**一、加强学习。**`` -> ``一、加强学习。``."""
    found: list[tuple[int, int, str]] = []
    for match in _STRONG.finditer(text):
        before = text[max(0, match.start() - 1) : match.start()]
        after = text[match.end() : match.end() + 1]
        if not before or not after or _EDGE.match(before) or _EDGE.match(after):
            found += [(*match.span("open"), ""), (*match.span("close"), "")]
    for pattern in (_BLOCK_MARK, _RULE_LINE, _IMAGE, _LONE_STRONG, _ESCAPE, _LAYOUT_TAG):
        found += [(m.start(), m.end(), "") for m in pattern.finditer(text) if m.end() > m.start()]
    found += [(m.start(), m.end(), "\n") for m in _BREAK_TAG.finditer(text)]
    done = 0
    for start, end, after in sorted(found):
        if start >= done:
            yield Edit(start, end, after, "markdown-residue", "排版标记残留")
            done = end
