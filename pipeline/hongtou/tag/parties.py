"""Who issues a paper and who receives it (GB/T 9704—2012, 7.2.4, 7.3.2, 7.4.2)."""

import re
from typing import Final

from hongtou.lexicon import organisation_suffixes
from hongtou.model import ElementKind, Outline, Party, PartyRole, Span
from hongtou.notation.authorities import split_authorities
from hongtou.notation.registry import authority_named

_LISTS: Final[tuple[tuple[ElementKind, PartyRole], ...]] = (
    ("main_recipients", "main_recipient"),
    ("copy_recipients", "copy_recipient"),
    ("internal_recipients", "internal_recipient"),
)
_LIST_LABEL: Final = re.compile(r"^[^：\n]{2,8}：")
_LIST_END: Final = re.compile(r"（?共印\d+份）?。?$|[。：；，、\s]+$")
# 各省、自治区、直辖市财政厅（局）: regions in a row share the name of the office behind the last.
_REGION: Final = re.compile(
    r"(?:省|自治区|直辖市|计划单列市|省会（首府）城市|副省级城市|地级市|设区市|[市州县旗区盟])$"
)
_LEVELS: Final = frozenset(("中央", "省", "市", "县", "区", "自治区", "直辖市"))
# The verb that ends the names of the authorities at the head of a title.
_TITLE_VERB: Final = re.compile(
    r"(?:办公厅|办公室)?(?=(?:关于|转发|批转|印发|发布|公布|颁布|修订|修改|调整|废止|贯彻|落实"
    r"|令〔|公告))"
)
# The names of a mark, without 文件, which stands behind them or in the middle of a joint mark.
_MARK_NAME: Final = re.compile(r"(?:文件|(?:公告|令)$)|((?:(?!文件|(?:公告|令)$)\S)+)")
_ORDER: Final = re.compile(r"(?:令|公告)(?=〔|$|\n|（)")


def find_parties(outline: Outline) -> tuple[Party, ...]:
    """Issuing authorities in rank, then main, copy and internal recipients as printed."""
    parties = list(_issuing_authorities(outline))
    for kind, role in _LISTS:
        rank = 0
        for element in outline.elements_of(kind):
            for span in split_names(outline.text, element.span):
                rank += 1
                parties.append(_party(role, rank, outline.text, span))
    return tuple(parties)


def split_names(text: str, span: Span) -> list[Span]:
    """The names of a list of recipients: ``"各银保监局，各省、自治区、直辖市财政厅（局）：…"``.

    Brackets are not split; regions in a row stay together with the office that they share.
    """
    start, end = span.start, span.end
    label = _LIST_LABEL.match(text[start:end])
    if label is not None and label.end() < span.length:
        start += label.end()
    while (tail := _LIST_END.search(text, start, end)) is not None:
        end = tail.start()
    names: list[Span] = []
    depth, begin = 0, start
    for index in range(start, end + 1):
        character = text[index] if index < end else "；"
        depth += (character in "（(") - (character in "）)")
        if character in "，；、,;\n" and (depth <= 0 or index == end):
            name = _trimmed(text, begin, index)
            if name is not None:
                names.append(name)
            begin = index + 1
    return _regions_joined(text, names)


def _regions_joined(text: str, names: list[Span]) -> list[Span]:
    joined: list[Span] = []
    for name in names:
        before = joined[-1] if joined else None
        shares = (
            before is not None
            and text[before.end : name.start].strip() == "、"
            and (_REGION.search(before.of(text)) or before.of(text) in _LEVELS)
            and not organisation_suffixes().ends_name(before.of(text))
            and not name.of(text).startswith(("各", "有关"))
        )
        if shares and before is not None:
            joined[-1] = Span(before.start, name.end)
        else:
            joined.append(name)
    return joined


def _issuing_authorities(outline: Outline) -> list[Party]:
    """From mark, else title, else order number, else signature: the header wins (7.2.4)."""
    text = outline.text
    from_title = _title_authorities(outline)
    spans = _mark_authorities(outline, from_title)
    if not spans and len(from_title) == 1:
        spans = _fuller_in_signature(outline, from_title)
    if not spans:
        spans = from_title or _order_authorities(outline) or _signing_authorities(outline)
    names = [name for span in spans for name in _unglued(text, span)]
    return [_party("issuing_authority", rank, text, span) for rank, span in enumerate(names, 1)]


def _unglued(text: str, span: Span) -> list[Span]:
    """The names inside one: 中国人民银行海关总署 are two authorities."""
    if re.search(r"\s", span.of(text)):
        return [span]
    found, start = [], span.start
    for name in split_authorities(span.of(text)):
        found.append(Span(start, start + len(name)))
        start += len(name)
    return found


def _mark_authorities(outline: Outline, from_title: list[Span]) -> list[Span]:
    text = outline.text
    spans: list[Span] = []
    for mark in outline.elements_of("issuing_authority_mark"):
        for match in re.finditer(r"[^\s]+", mark.span.of(text)):
            start = mark.span.start + match.start()
            for part in _MARK_NAME.finditer(match[0]):
                if part[1]:
                    spans.append(Span(start + part.start(), start + part.end()))
    glued = "".join(span.of(text) for span in spans)
    named = re.sub(r"\s+", "", "".join(span.of(text) for span in from_title))
    if len(from_title) > len(spans) == 1 and glued == named:
        return from_title  # names run together in the mark stand apart in the title
    return [span for span in spans if span.length > 1]


def _title_authorities(outline: Outline) -> list[Span]:
    for title in outline.elements_of("title"):
        text = title.span.of(outline.text)
        verb = _TITLE_VERB.search(text)
        if verb is None or verb.end() < 2:
            return []
        # 《中国人民银行关于…》; 证券公司短期融资券管理办法（中国人民银行公告〔2021〕第10号).
        begin = max(text.rfind(mark, 0, verb.end()) for mark in "《（") + 1
        return _names(outline.text, Span(title.span.start + begin, title.span.start + verb.end()))
    return []


def _order_authorities(outline: Outline) -> list[Span]:
    for element in outline.elements_of("document_number"):
        order = _ORDER.search(element.span.of(outline.text))
        if order is not None and order.start() > 1:
            start = element.span.start
            return _names(outline.text, Span(start, start + order.start()))
    return []


def _signing_authorities(outline: Outline) -> list[Span]:
    found: list[Span] = []
    for element in outline.elements_of("signature"):
        found += _names(outline.text, element.span)
    return found


def _fuller_in_signature(outline: Outline, from_title: list[Span]) -> list[Span]:
    """The signature where it holds the whole name of which a torn title shows the end."""
    short = re.sub(r"\s+", "", from_title[0].of(outline.text))
    signed = _signing_authorities(outline)
    fuller = [s for s in signed if s.of(outline.text).endswith(short) and s.length > len(short)]
    return fuller[:1]


def _names(text: str, span: Span) -> list[Span]:
    """Names of authorities with spaces or line breaks between them; all must end as names."""
    names: list[Span] = []
    begin: int | None = None
    for match in re.finditer(r"\S+", span.of(text)):
        start = span.start + (match.start() if begin is None else begin)
        end = span.start + match.end()
        if organisation_suffixes().ends_name(text[start:end]):
            names.append(Span(start, end))
            begin = None
        elif begin is None:
            begin = match.start()
    return names if begin is None else []


def _trimmed(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if end > start else None


def _party(role: PartyRole, rank: int, text: str, span: Span) -> Party:
    name = re.sub(r"\s+", "", span.of(text))
    known = authority_named(name) if role == "issuing_authority" else None
    organisation = known.name if known else name
    return Party(role, rank, name, organisation, span)
