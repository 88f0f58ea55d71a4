"""Lists of attachments that sites print below the part that holds the paper."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from hongtou.read.web.tags import tags
from hongtou.read.web.tree import Node, Page

# What is linked is a file and not another page.
_FILE: Final = re.compile(
    r"\.(?:pdf|docx?|wps|ofd|rtf|odt|xlsx?|et|csv|pptx?|zip|rar|7z|txt|jpe?g|png|tiff?)(?:[?#]|$)",
    re.IGNORECASE,
)
_LABEL: Final = re.compile(
    r"(?:相关)?附件(?:下载)?[\d一二三四五六七八九十]{0,3}(?:[：:]|$|(?=\s|《))"
)
_BLANKS: Final = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
_LONGEST: Final = 200


@dataclass
class _Collector:
    lines: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    linked: bool = False  # a file is linked on this line
    listing: bool = False  # the lines are those of a list
    pending: str = ""  # a label that stands alone, until a file follows

    def end_line(self) -> None:
        """Judge the line that is complete."""
        text = _BLANKS.sub(" ", "".join(self.parts)).strip()
        linked, self.linked = self.linked, False
        self.parts.clear()
        if not text:
            return
        labelled = _LABEL.match(text) is not None and len(text) <= _LONGEST
        if linked and (labelled or self.listing or self.pending):
            self.lines += [line for line in (self.pending, text) if line]
            self.pending, self.listing = "", True
        else:
            self.pending = text if labelled else ""
            self.listing = False


def attachment_lines(page: Page, body: Iterable[Node]) -> list[str]:
    """The lines after the body that begin with 附件 and link files, and those that go on."""
    end = max((page.extent(node).end for node in body), default=0)
    if page.root is None or page.extent(page.root).end <= end:
        return []
    collector = _Collector()
    for number, (kind, node, tag, text) in enumerate(page.walk(page.root)):
        if number <= end:
            continue
        if kind == "text":
            collector.parts.append(text)
        elif tag == "a":
            if kind == "in" and _FILE.search(node.attributes.get("href") or ""):
                collector.linked = True
        elif tag in tags("block") or tag == "br":
            collector.end_line()
    collector.end_line()
    return collector.lines
