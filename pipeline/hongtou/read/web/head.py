"""What a site prints around a paper: its title, and the table of 索引号、发文机关、文号."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.read.web.tags import tags
from hongtou.read.web.tree import Node, Page, selectors

_BLANKS: Final = re.compile(r"[\s\u3000\u00a0\u200b\ufeff]+")
# "某通知_某市人民政府", "某通知 - 政策文件 - 某局": the site's name behind the title.
_SITE_SUFFIX: Final = re.compile(
    r"\s*[_|｜]\s*|\s+[-–—]+\s*|\s*[-–—]+\s+|--+|(?<=[知见定告报复函法则案])-"
)
_LEAST_TITLE: Final = 6  # characters
_LONGEST_TITLE: Final = 260
_LONGEST_VALUE: Final = 300
# So many labels make a table of metadata; two are the line "发布日期 … 来源 …" of an article.
_LEAST_LABELS: Final = 3
# With one of these a label goes that has no value yet.
_ROWS: Final = frozenset({"tr", "table", "ul", "li", "dl", "p", "h1", "h2", "h3", "br"})
_EDGES: Final = " \t\r\n\f\v\u3000\u00a0\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the table: ``("索引号", "000014349/2024-00012")``."""

    label: str
    value: str
    apart: bool = False  # the value stands in another block than the label


def squeeze(text: str) -> str:
    """Text without any blanks, for comparison."""
    return _BLANKS.sub("", text)


def find_title(page: Page, entries: tuple[Entry, ...]) -> str:
    """The title as the page shows it, else as its head names it; "" if there is none."""
    named = page.meta("ArticleTitle") or _without_site(page.title)
    stated = next((e.value for e in entries if e.label in {"标题", "名称"}), "")
    wanted = squeeze(stated or named)
    for selector in selectors("title"):
        for node in page.find(selector):
            text = squeeze(_flat(page, node))
            if len(text) < _LEAST_TITLE or len(text) > _LONGEST_TITLE:
                continue
            if text in wanted or wanted in text or text in squeeze(page.title):
                return text
    found = stated or named
    return found if len(squeeze(found)) >= _LEAST_TITLE else ""


def _without_site(title: str) -> str:
    """A browser title without the name of the site behind it."""
    parts = [part.strip() for part in _SITE_SUFFIX.split(title) if part and part.strip()]
    long = [part for part in parts if len(part) >= _LEAST_TITLE]
    return max(long[:2], key=len) if long else title.strip()


def _flat(page: Page, node: Node) -> str:
    return "".join(step.text for step in page.walk(node) if step.kind == "text")


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    """A label of ``site_labels.csv``, its characters perhaps spread, at the begin of a text."""
    names = sorted((row["label"] for row in read_table("site_labels")), key=len, reverse=True)
    spread = ("[\\s\u3000\u00a0]*".join(map(re.escape, name)) for name in names)
    return re.compile(rf"[\[【]?({'|'.join(spread)})[\]】]?[\s\u3000\u00a0]*([：:]|$)")


@lru_cache(maxsize=1)
def _inner_labels() -> re.Pattern[str]:
    names = sorted((row["label"] for row in read_table("site_labels")), key=len, reverse=True)
    return re.compile(rf"(?<=[\s\u3000\u00a0])({'|'.join(map(re.escape, names))})[\s\u3000]*[：:]")


@dataclass
class _Collector:
    entries: list[Entry] = field(default_factory=list)
    label: str = ""
    value: list[str] = field(default_factory=list)
    apart: bool = False

    def close(self) -> None:
        """The value of the open label is complete."""
        value = " ".join("".join(self.value).split())
        if self.label and value and len(value) <= _LONGEST_VALUE:
            self.entries.append(Entry(self.label, value, self.apart))
        self.label, self.value, self.apart = "", [], False

    def edge(self, tag: str) -> None:
        """A block begins or ends: a value ends with it, an open label with its row."""
        if "".join(self.value).strip() or tag in _ROWS:
            self.close()
        elif self.label:
            self.apart = True

    def take(self, text: str) -> None:
        """A piece of text: a label, several with their values, or more of a value."""
        text = text.strip(_EDGES) if not self.value else text
        while (match := _labels().match(text.strip(_EDGES))) is not None:
            self.close()
            self.label = squeeze(match[1])
            rest = text.strip(_EDGES)[match.end() :]
            inner = _inner_labels().search(rest)
            if inner is None:
                self.value.append(rest)
                return
            self.value.append(rest[: inner.start()])
            text = rest[inner.start() :]
        if self.label:
            self.value.append(text)


def find_entries(page: Page, body: tuple[Node, ...]) -> tuple[Entry, ...]:
    """The table of metadata outside of ``body``; nothing where fewer than three labels stand."""
    if page.root is None:
        return ()
    collector = _Collector()
    inside: int | None = None
    starts = {node.mem_id for node in body}
    for kind, node, tag, text in page.walk(page.root):
        if inside is not None:
            inside = None if kind == "out" and node.mem_id == inside else inside
        elif kind == "text":
            if text.strip(_EDGES):
                collector.take(text)
        elif kind == "in" and node.mem_id in starts:
            inside = node.mem_id
            collector.close()
        elif tag in tags("block") or tag == "br":
            collector.edge(tag)
    collector.close()
    return _told(collector.entries)


def _told(entries: list[Entry]) -> tuple[Entry, ...]:
    """Each label once. A value apart from its label is believed where that is the custom."""
    near = sum(not entry.apart for entry in entries)
    if 2 * near > len(entries):
        entries = [entry for entry in entries if not entry.apart]
    found: dict[str, Entry] = {}
    for entry in entries:
        found.setdefault(entry.label, entry)
    return tuple(found.values()) if len(found) >= _LEAST_LABELS else ()
