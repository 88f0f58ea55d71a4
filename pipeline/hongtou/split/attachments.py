"""Where a document without a number begins: the regulation that a notice issues, and its like."""

import re
from typing import Final

from hongtou.lexicon import document_types
from hongtou.notation.labels import read_label
from hongtou.notation.lines import (
    Line,
    attachment_label,
    is_imprint,
    is_printing,
    is_salutation,
    is_title_end,
)
from hongtou.split.headers import Beginning

# 现将《X》印发给你们; 制定了《X》，现予公布; 关于转发《X》的通知; 《X》已经…通过，现予发布.
_NAMED: Final = re.compile(r"《([^《》\n]{4,80}(?:〈[^〈〉\n]{2,60}〉[^《》\n]{0,40})?)》")
_ISSUING: Final = re.compile(r"印发|发布|公布|转发|批转|施行|审议通过|下发|制定|修订")
_LISTED: Final = re.compile(r"^(?:附件?\d{0,2}[：:])?(?:\d{1,2}[.．、])?《?([^《》\n]{4,80}?)》?$")
_NUMBERED: Final = re.compile(r"^\d{1,2}[.．、]")
_LOOSE: Final = re.compile(r"[\s《》〈〉<>（）()“”]")
_ADOPTED: Final = re.compile(r"^（[^）]{6,200}）$")
_BODY_STARTS: Final = ("part", "chapter", "article")
_MAX_TITLE_LINES: Final = 3


def find_attached_beginnings(lines: list[Line], numbered: list[Beginning]) -> list[Beginning]:
    """Beginnings of attached documents that carry no number of their own.

    The title must stand alone on a line (or on up to three), behind the words of the notice that
    name it, with articles or a body of its own below it.
    """
    starts = [b.line for b in numbered] or [0]
    found: list[Beginning] = []
    for position, start in enumerate(starts):
        stop = starts[position + 1] if position + 1 < len(starts) else len(lines)
        begin = 0 if position == 0 else start
        found += _attached_within(lines, begin, stop)
    taken = {b.line for b in numbered}
    return [b for b in found if b.line not in taken]


def _attached_within(lines: list[Line], start: int, stop: int) -> list[Beginning]:
    body = _body_start(lines, start, stop)
    names = _named_titles(lines, start, stop)
    found: list[Beginning] = []
    index = body
    while index < stop:
        size = _title_size(lines, index, stop, names)
        if size and (found or index > body or index > start + 1):
            title = "".join(line.text for line in lines[index : index + size])
            found.append(Beginning(index, None, title, _evidence(lines, index)))
            names.discard(_key(title))
            index += size
        else:
            index += 1
    return found


def _evidence(lines: list[Line], index: int) -> tuple[str, ...]:
    attached = index > 0 and _bare_label(lines[index - 1].text)
    return ("title", "attached") if attached else ("title",)


def _body_start(lines: list[Line], start: int, stop: int) -> int:
    """The line of the first sentence: attached titles stand behind it."""
    for index in range(start, stop):
        text = lines[index].text
        if is_salutation(text):
            return index + 1
        if "。" in text or re.search(r"如下：$", text):
            return index + 1
    return stop


def _named_titles(lines: list[Line], start: int, stop: int) -> set[str]:
    """Keys of the titles that the notice says it issues, forwards or attaches."""
    names: set[str] = set()
    listing = False
    for line in lines[start:stop]:
        label = attachment_label(line.text)
        begins = label is not None and label[1]
        listing = begins or (listing and _NUMBERED.match(line.text) is not None)
        match = _LISTED.match(line.text) if listing else None
        if match is not None:
            names.add(_key(match[1]))
        if _ISSUING.search(line.text):
            names |= {_key(m[1]) for m in _NAMED.finditer(line.text)}
    return names


def _title_size(lines: list[Line], index: int, stop: int, names: set[str]) -> int:
    """How many lines from ``index`` make the title of an attached document; 0 if none."""
    joined = ""
    for size in range(1, _MAX_TITLE_LINES + 1):
        if index + size > stop:
            return 0
        text = lines[index + size - 1].text
        if (
            "。" in text
            or is_imprint(text)
            or is_printing(text)
            or (size == 1 and (read_label(text) or attachment_label(text)))
        ):
            return 0
        joined += text
        if len(joined) > 120:
            return 0
        named = _key(joined) in names
        if not (named or is_title_end(joined)):
            continue
        labelled = index > 0 and _bare_label(lines[index - 1].text)
        if (named or labelled) and _has_body(lines, index + size, stop, joined, named=named):
            return size
    return 0


def _has_body(lines: list[Line], index: int, stop: int, title: str, *, named: bool) -> bool:
    """Whether articles, a salutation or numbered paragraphs follow within a few lines."""
    for line in lines[index : min(stop, index + 4)]:
        if _ADOPTED.match(line.text):
            continue
        label = read_label(line.text)
        if label is not None:
            return label.ordinal == 1 and (named or label.kind in (*_BODY_STARTS, "han"))
        if is_salutation(line.text) or line.text.startswith("目"):
            return True
        if named and "。" in line.text:
            return document_types().ends_title(title)
    return False


def _bare_label(text: str) -> bool:
    """附件 or 附件1 alone on its line; ``附件：…`` only lists."""
    label = attachment_label(text)
    return label is not None and not label[1]


def _key(title: str) -> str:
    """A title without spaces, brackets and quotation marks, as both mentions may differ there."""
    return _LOOSE.sub("", title)
