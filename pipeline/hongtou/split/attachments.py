"""Where a document without a number begins: the regulation that a notice issues, and its like."""

import re
from typing import Final

from hongtou.lexicon import document_types
from hongtou.notation.labels import read_label
from hongtou.notation.lines import (
    Line,
    attachment_label,
    is_date_line,
    is_imprint,
    is_printing,
    is_salutation,
    is_title_end,
)
from hongtou.split.headers import Beginning, first_body_line

# 现将《X》印发给你们; 制定了《X》，现予公布; 关于转发《X》的通知; 《X》已经…通过，现予发布.
_NAMED: Final = re.compile(r"《([^《》\n]{4,80}(?:〈[^〈〉\n]{2,60}〉[^《》\n]{0,40})?)》")
_ISSUING: Final = re.compile(r"印发|发布|公布|转发|批转|施行|审议通过|下发|制定|修订")
_LISTED: Final = re.compile(r"^(?:附件?\d{0,2}[：:])?(?:\d{1,2}[.．、])?《?([^《》\n]{4,80}?)》?$")
_NUMBERED: Final = re.compile(r"^\d{1,2}[.．、]")
_LOOSE: Final = re.compile(r"[\s《》〈〉<>（）()“”]")
_ADOPTED: Final = re.compile(r"^（[^）]{6,200}）$")
_BODY_STARTS: Final = ("part", "chapter", "article")
_MAX_TITLE_LINES: Final = 3
# 财政部关于…的通知（财农〔2019〕185号）: as sites print a paper without its red head.
_OWN_NUMBER: Final = re.compile(r"（[^（）]{1,40}〔\d{4}〕[^（）]{1,12}）$")


def find_attached_beginnings(lines: list[Line], numbered: list[Beginning]) -> list[Beginning]:
    """Beginnings of attached documents that carry no number of their own.

    The title must stand alone on a line (or on up to three), behind the words of the notice that
    name it, with articles or a body of its own below it.
    """
    starts = [b.line for b in numbered]
    if not starts or starts[0] > first_body_line(lines):
        starts = [0, *starts]  # the first paper has no number line: it stands behind its title
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
            joined = "".join(line.text for line in lines[index : index + size])
            title = _OWN_NUMBER.sub("", joined)
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
            or is_date_line(text)
            or attachment_label(text) is not None
            or (size == 1 and read_label(text))
        ):
            return 0
        joined += text
        if len(joined) > 160:
            return 0
        title = _OWN_NUMBER.sub("", joined)
        named = _key(title) in names
        if not (named or is_title_end(title)):
            continue
        # A title with a number of its own behind it, above recipients, heads a paper.
        labelled = title != joined or (index > 0 and _bare_label(lines[index - 1].text))
        if (named or labelled) and _has_body(lines, index + size, stop, title, named=named):
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
    """附件, 附件1 or 附件： alone on its line; ``附件：…`` only lists."""
    label = attachment_label(text.rstrip("： "))
    return label is not None and not label[1]


def _key(title: str) -> str:
    """A title without spaces, brackets and quotation marks, as both mentions may differ there."""
    return _LOOSE.sub("", title)
