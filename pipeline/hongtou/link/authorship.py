"""Whose paper a cited title means: 中国人民银行关于… is not 中国人民银行太原中心支行关于…."""

import re
from functools import lru_cache
from typing import Final

from hongtou.model import DocumentCard, DocumentNumber
from hongtou.notation.authorities import split_authorities
from hongtou.notation.authority_codes import ORDER_ENDINGS
from hongtou.notation.registry import Authority, authority_named, authority_of_code, in_one_line
from hongtou.notation.titles import title_key

_VERB: Final = re.compile(r"关于|转发|批转|印发|发布|公布")
_BRANCH: Final = re.compile(r"支行|分行|分局|中心|监管组|营业管理部|总部|[省市县区州]")


def authorities_of(card: DocumentCard) -> tuple[str, ...]:
    """The authority in the title, all issuing authorities in a row, the first of them alone."""
    issuing_authorities = ["".join(name.split()) for name in card.issuing_authorities]
    names = [
        authority_in(card.title or ""), "".join(issuing_authorities), *issuing_authorities[:1],
    ]  # fmt: skip
    return tuple(dict.fromkeys(name for name in names if name))


@lru_cache(maxsize=1 << 16)
def authority_in(title: str) -> str:
    """The authority that a title begins with: 中国人民银行 of 中国人民银行关于…, or ``""``."""
    plain = re.sub(r"[\s《》〈〉<>]", "", title)
    at = plain.find("关于")
    return plain[:at] if at > 0 and title_key(plain).startswith("关于") else ""


@lru_cache(maxsize=1 << 16)
def heading_authority(title: str) -> str:
    """Who stands at the head of a title, also before 转发: 某分行 of 某分行转发《…》的通知."""
    plain = re.sub(r"[\s《》〈〉<>]", "", title)
    verb = _VERB.search(plain)
    return plain[: verb.start()] if verb else ""


def may_be_of(authority: str, names: tuple[str, ...]) -> bool:
    """Whether a paper that may be cited by ``names`` may be of ``authority``; none fits all."""
    return not names or any(_one_name(authority, name) for name in names)


@lru_cache(maxsize=1 << 16)
def _one_name(one: str, other: str) -> bool:
    if one == other or in_one_line(one, other):  # 银监会's paper cited as 银保监会's
        return True
    if authority_named(one) is not None and authority_named(other) is not None:
        return False
    short, long = sorted((one, other), key=len)
    if not set(short) <= set(long):
        return False
    # What the longer name adds must not be a branch or a place: 支行, 太原, 省.
    added = re.sub(f"[{re.escape(short)}]", "", long)
    return not (_BRANCH.search(long) and not _BRANCH.search(short)) or len(added) <= 1


def who_issued(number: DocumentNumber | None, title: str | None) -> Authority | None:
    """Who issued a paper of which only number and title are known, by the registry."""
    found = None
    if number is not None:
        found = _of_code(number)
    named = split_authorities(authority_in(title)) if title and found is None else ()
    return found or (authority_named(named[0]) if named else None)


def _of_code(number: DocumentNumber) -> Authority | None:
    """中国人民银行令 is the code of an order; before its ending stands the authority's name."""
    code = number.authority_code
    for ending in ORDER_ENDINGS:
        if code.endswith(ending) and len(code) > len(ending):
            return authority_named(split_authorities(code.removesuffix(ending))[0])
    return authority_of_code(code, number.year)
