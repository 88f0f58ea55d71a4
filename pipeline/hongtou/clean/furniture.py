"""Lines that extraction glued together: imprint, signing date, recipients, labels.

Titles and headings of chapters are in ``headings``.
"""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.clean.draft import Edit
from hongtou.clean.headings import glued_headings
from hongtou.lexicon import organisation_suffixes
from hongtou.model import Span
from hongtou.notation.characters import HAN
from hongtou.notation.labels import LabelKind, read_label, write_label
from hongtou.notation.lines import is_salutation, lines_of

# Labels of the imprint and of the lines around it; glued lines are cut before each.
_IMPRINT_LABEL: Final = re.compile(
    r"(?<=[^\n（(“《、，：])(?=(?:主题词|抄送|抄报|内部发送|内部抄送|主送|分送|联系人及电话|联系人|打字|校对"
    r"|信息公开选项|(?:信息)公开属性|(?<!信息)公开属性|公开方式)[:：]|(?<!内部)发送[:：])"
)
_ATTACHMENT_LABEL: Final = re.compile(r"(?<=[。）”])(?=附件?[:：](?!）))")
_PRINTED: Final = re.compile(
    rf"(?<=份）)(?=[{HAN}]{{3,30}}\d{{4}}年)"
    r"|(?<=日印发)(?=[（(]?共印|附件|附[:：]|[^\n，。；）)]{4,40}$)",
    re.M,
)
_COPIES: Final = re.compile(r"(?<=日印发)(?=（?共印)")

_TEN = "[一二三四五六七八九十]{1,3}"
_HAN_DATE = rf"[一二][〇○O0零一二三四五六七八九]{{3}}年{_TEN}月{_TEN}日"
# "…管理规定二〇〇七年四月六日" at the end of a line: the document date of a notice.
_SIGNING_DATE: Final = re.compile(
    rf"(?<=[{HAN}》）。](?<![于自从至到在以截的年月日和即是为与]))(?={_HAN_DATE}$)", re.M
)
# "…，请遵照执行。某局2022年6月7日某局办公室2022年6月7日印发": signature, date and imprint behind
# the last sentence; "某局 2022年6月7日": the two alone on a line.
_DAY: Final = r"\d{4} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日"
_NAMES: Final = rf"[{HAN} \u3000]"
_SIGNED: Final = re.compile(
    rf"(?:(?<=。)|^)(?P<names>{_NAMES}{{4,80}}?)(?P<day>{_DAY})"
    rf"(?P<printer>{_NAMES}{{4,40}}?{_DAY}印发)?[ \u3000]*$",
    re.M,
)
# "…关于X的通知各分行、各支行：": title and recipients in one line.
_GLUED_RECIPIENTS: Final = re.compile(
    r"^[^。：\n]{0,80}关于[^。：\n]{2,150}的(?:通知|(?:指导|实施)?意见|决定|公告|通告|通报|批复)"
    r"(?=[^》）的\n。：][^\n。：]{1,800}：$)",
    re.M,
)
# "某局关于X的通知为规范…，…。": title and first sentence in one line.
_GLUED_BODY: Final = re.compile(
    r"^[^。，；：\n]{6,120}关于[^。，；：\n]{2,120}的通知(?=(?:为|根据|现将|现就|近年来|按照|依据)[^\n]{20})",
    re.M,
)
# "…的通知某自然资发〔2022〕19号": the number behind the title that should stand above it.
_GLUED_NUMBER: Final = re.compile(
    rf"^(?![附《（\d])[^。：\n]{{6,160}}的(?:通知|函|意见|通报)(?=[{HAN}]{{2,12}}〔\d{{4}}〕第?\d+号$)",
    re.M,
)
# "各县区自然资源局：为规范临时用地管理，…": recipients and first sentence in one line.
_GLUED_SENTENCE: Final = re.compile(
    r"^([^。：\n]{3,300}：)(?=(?:为|根据|按照|现将|现就|近年来|近期|经)[^\n]{10,}[。：]$)", re.M
)


def cut_glued_lines(text: str) -> Iterator[Edit]:
    """A line break before imprint labels, signing dates and recipients that lost theirs."""
    places: set[int] = set()
    for pattern in (_IMPRINT_LABEL, _ATTACHMENT_LABEL, _PRINTED, _SIGNING_DATE):
        places |= {match.start() for match in pattern.finditer(text)}
    for pattern in (_GLUED_BODY, _GLUED_RECIPIENTS):
        places |= {match.end() for match in pattern.finditer(text)}
    places |= {m.end() for m in _GLUED_NUMBER.finditer(text)}
    places |= {m.end() for m in _GLUED_SENTENCE.finditer(text) if is_salutation(m[1])}
    places |= set(_signatures(text))
    places |= set(_glued_labels(text))
    places |= set(glued_headings(text))
    places -= {match.start() for match in _COPIES.finditer(text)}
    for place in sorted(places):
        if not _keeps_company(text, place):
            yield Edit(place, place, "\n", "glued-line", "版记、署名等各自成行")


def _signatures(text: str) -> Iterator[int]:
    """Where a signature begins behind the last sentence, and what stands behind it."""
    for match in _SIGNED.finditer(text):
        names = match["names"].split()
        if not names or not all(organisation_suffixes().ends_name(name) for name in names):
            continue  # 。截至2022年6月7日
        if match.start() and text[match.start() - 1] == "。":
            yield match.start()
        yield match.start("day")
        if match["printer"]:
            yield match.start("printer")


def _glued_labels(text: str) -> Iterator[int]:
    """Where a line goes on with the next label behind a full stop: （二）…。（三）…."""
    article = 0
    for line in lines_of(text, Span(0, len(text))):
        label = read_label(line.text)
        kind: LabelKind = "article"
        if label is not None and label.kind in ("han", "han_paren", "article"):
            kind = label.kind
            article = label.ordinal if kind == "article" else article
        elif article == 0:
            continue
        at, ordinal = 0, article if kind == "article" or label is None else label.ordinal
        while (place := _next_label(line.text, kind, ordinal + 1, at)) is not None:
            at, ordinal = place, ordinal + 1
            article = ordinal if kind == "article" else article
            yield line.span.start + at


def _next_label(line: str, kind: LabelKind, ordinal: int, at: int) -> int | None:
    """Where the label with this number stands behind a full stop, from ``at`` on."""
    # An article's label is believed with a space behind it: 第四条规定的… is a reference.
    gap = "[ 　]" if kind == "article" else ""
    found = re.compile(f"。(?={write_label(kind, ordinal)}{gap})").search(line, at)
    return found.end() if found else None


def _keeps_company(text: str, place: int) -> bool:
    """Whether the label belongs on the line of the one before it: 联系人：… 校对：…."""
    if not text.startswith(("校对", "打字"), place):
        return False
    line_start = text.rfind("\n", 0, place) + 1
    return text.startswith(("联系人", "打字"), line_start)
