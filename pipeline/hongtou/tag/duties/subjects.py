"""Where the subject of a clause ends: behind the head of a name that something else follows."""

import re
from collections.abc import Iterator
from typing import Final

from hongtou.tag.duties.agents import MAX_NAME, Head, agent_patterns, follows, heads

# 托管人在为投资者办理…时: the adjunct begins behind the first name.
_ADJUNCT: Final = "在应按如自于根依通经因以认"
# 市县公安局禁毒办: nothing but a name, although its last character says little.
_MAX_WHOLE: Final = 16
_MAX_CUT: Final = 9
# 在管理人的职责终止期间，…: a time; 在境内经营的机构 is a name.
_WHILE: Final = re.compile(r"在[^，。；：\n]*(?:时|期间|后|前|过程中)(?:，|\Z)")
# 协议清算行, 登记中心, 外汇分局: what they have or do is theirs. 银行|账户 says less.
_ORGANISATION: Final = re.compile(
    r"[^的自与在从向对经或]{2,6}(?:(?<!银)行|机构|公司|中心|交易所|协会|局|部门|法院|人员)\Z"
)
_JOINED: Final = re.compile(r"[、和及与或]|以及|公司|法人|系统|代码|名称|类")


def subject_ends(
    text: str, start: int, stop: int, end: int, *, supposed: bool = False
) -> Iterator[int]:
    """Where the subject that begins at ``start`` may end, the likeliest first.

    What is ``supposed`` is a clause with a verb, never only a name: 若|汇款机构|无法提供给…的机构.
    """
    patterns = agent_patterns()
    if patterns.no_agent.match(text, start, end) or _WHILE.match(text, start, end):
        return
    ends: list[int] = []  # something that ends a subject follows
    cut = owner = None
    whole = False
    for head in heads(text, start, min(end + 4, start + 2 * MAX_NAME)):
        if head.end >= stop:
            whole = head.end == stop and is_whole(head, start)
            break
        if head.end - start > MAX_NAME:
            break
        if cut is None and _cuts(text, start, head):
            cut = head.end
        if not head.bare and follows(text, head.end):
            ends.append(head.end)
        if owner is None and not head.bare and text.startswith("的", head.end):
            owner = head.end
    first = ends[0] if ends else None
    if cut is not None and (first is None or first >= cut or not _adjoins(text, first, stop)):
        yield cut
    if whole and not (first is not None and (supposed or _deed_follows(text, first, stop))):
        yield stop
    yield from ends
    if whole:
        yield stop
    if owner is not None:
        yield owner
    possessor = _possessor(text, start, stop) or measured_owner(text, start, stop)
    if possessor is not None:
        yield possessor


def is_whole(head: Head, start: int) -> bool:
    """Whether the words up to ``head`` are nothing but a name."""
    return head.end - start <= (_MAX_WHOLE if head.bare else MAX_NAME)


def first_subject(text: str, start: int, end: int) -> int | None:
    """Where the first name in ``start..end`` that something follows ends."""
    if agent_patterns().no_agent.match(text, start, end):
        return None
    for head in heads(text, start, end):
        if head.end - start > MAX_NAME:
            break
        if not head.bare and follows(text, head.end):
            return head.end
    return None


def _possessor(text: str, start: int, stop: int) -> int | None:
    """商业银行|授信岗位设置: whose thing it is; also 协议清算行|核押后, a verb no list knows."""
    owner = agent_patterns().owner.match(text, start, stop)
    if owner is not None:
        return owner.end()
    head = next(heads(text, start, stop), None)
    if head is None or head.bare or head.end >= stop or _JOINED.match(text, head.end):
        return None
    first = text.rfind("的", start, head.end) + 1 or start
    return head.end if _ORGANISATION.match(text, first, head.end) else None


def measured_owner(text: str, start: int, end: int) -> int | None:
    """各行社|涉农贷款占比不低于…: whose measure is limited."""
    found = agent_patterns().measured.match(text, start, end)
    return found.end() if found else None


def _cuts(text: str, start: int, head: Head) -> bool:
    """县财政|对评优机构…: a preposition ends the subject, unless 的 makes it an attribute."""
    if head.bare and head.end - start > _MAX_CUT:
        return False
    cut = agent_patterns().cutter.length_at(text, head.end) > 0
    return cut and follows(text, head.end) and text.find("的", start, head.end) < 0


def _adjoins(text: str, at: int, stop: int) -> bool:
    return text[at] in _ADJUNCT or _deed_follows(text, at, stop)


def _deed_follows(text: str, at: int, stop: int) -> bool:
    """征信机构|申请设立分支机构: a verb follows, and no 的 makes it an attribute."""
    return agent_patterns().deed.length_at(text, at) > 0 and text.find("的", at, stop) < 0
