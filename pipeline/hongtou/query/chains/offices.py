"""Of which level and region a paper is, and whom a wish to pass it on asks."""

import json
import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from hongtou.lexicon import read_table
from hongtou.lexicon.places import leading_place
from hongtou.notation.document_numbers import read_document_number
from hongtou.notation.registry import (
    authority_named,
    authority_of_code,
    in_one_line,
    level_of,
    region_of,
    same_authority,
)
from hongtou.query.results import DocumentRef

__all__ = ["Office", "Party", "answers", "office_of", "parties_asked", "read_offices"]

# Nobody who is asked has more letters; a wish may quote half a page.
_LONGEST: Final = 60
_ENDING: Final = re.compile(
    r"(?:银行|支行|分行|总行|总部|管理部|机构|[局厅委部署社府院司办会行处所中队]|公司|单位|组)"
    r"(?:（[^（）]{1,8}）)?$"
)
# A comma, a semicolon or 和 between two of those asked; not those in brackets.
_BETWEEN: Final = re.compile(r"[、，；,;]|(?<=[行局部厅会社])(?:以及|及|和)(?=[各\u4e00-\u9fff])")
# A class of offices and not one of them.
_CLASS: Final = re.compile(
    r"^(?:各|有关|相关|所[辖属]|辖[内区]|下[辖属])|[各]|分支机构|分支行|省级|市级|县级|省会|副省级"
    r"|省一级|以上|单位|部门"
)
# What stands in the name of a class tells its levels; 县（市） is one, 副省级城市 is a city.
_LEVELS: Final = (
    ("county", re.compile(r"县|旗|监管组|[各市]区(?!域)")),
    ("municipal", re.compile(
        r"(?:设区|[各地级省内]|副省级城|计划单列|地（)市|市级|市中心支行|州|盟|(?:银监|保监)分局")),
    ("provincial", re.compile(
        r"省(?!内|辖|直管|级城)|自治区|直辖市|首府|总部|营业管理部|(?:银监|保监|证监|监管)局")),
)  # fmt: skip
_BESIDE: Final = re.compile(r"县（[^）]{1,3}）|（[^）]{0,20}）|副省级")
# The form of an office that must be the same: 各分行 are no 中心支行.
_FORMS: Final = ("总部", "营业管理部", "中心支行", "支行", "分行", "分局", "监管组")
_FORM: Final = re.compile(rf"(?<!分)({'|'.join(_FORMS)})(?:（[^）]*）)?$")
# What is a branch of somebody, so that it may take the name of the one before it.
_BRANCH: Final = re.compile(
    rf"(?:{'|'.join(_FORMS)}|分支行|分支机构|下级行|派出机构|[各下]级机构|^各行|^支局|^各局)(?:（[^）]*）)?$"
)
# What stands before the kind in the name of a class: 各乡镇卫生院, 各中心学校.
_SCOPE: Final = re.compile(
    r"^(?:各|有关|相关|所[辖属]|辖[内区]|下[辖属])+(?:乡镇|街道|[乡镇县市区旗]|、|（[^）]*）)*"
)
_ANYBODY: Final = re.compile(r"(?:单位|部门)$")


@dataclass(frozen=True, slots=True)
class Office:
    """Who issued a paper: ``中国人民银行忻州市中心支行``, municipal, 山西省忻州市."""

    names: tuple[str, ...]
    level: str | None
    region: str | None


@dataclass(frozen=True, slots=True)
class Party:
    """Whom a wish asks: ``人民银行各县（市）支行``, a class of level county."""

    name: str  # as printed
    standing: str  # of a single office: 中国人民银行深圳市中心支行
    body: str | None  # of which it is a branch: 中国人民银行
    levels: frozenset[str]  # empty: any
    form: str | None  # 支行
    is_class: bool


def read_offices(
    connection: sqlite3.Connection, papers: Mapping[str, tuple[DocumentRef, Sequence[str]]]
) -> dict[str, Office]:
    """The office of each paper, given with the names of its authorities."""
    offices = {key: office_of(names, document) for key, (document, names) in papers.items()}
    unknown = [key for key, office in offices.items() if office.level is None]
    for row in connection.execute(
        "SELECT document_id, authority, level, region FROM ghosts WHERE level IS NOT NULL"
        " AND document_id IN (SELECT value FROM json_each(?))",
        (json.dumps(unknown),),
    ):
        names = offices[row["document_id"]].names or (row["authority"],)
        offices[row["document_id"]] = Office(names, row["level"], row["region"])
    return offices


def office_of(names: Sequence[str], document: DocumentRef) -> Office:
    """The office that issued ``document``: by its authorities, else by its number."""
    for name in names:
        if (level := level_of(name)) is not None:
            return Office(tuple(names), level, region_of(name))
    known = _authority_of(document.number) if document.number else None
    if known is not None:
        return Office(tuple(names) or (known[0],), known[1], known[2])
    return Office(tuple(names), None, None)


@lru_cache(maxsize=65536)
def _authority_of(number: str) -> tuple[str, str, str | None] | None:
    """Name, level and region of the authority of a number: 忻银发〔2021〕49号."""
    read = read_document_number(number)
    known = authority_of_code(read.authority_code) if read else None
    return (known.name, known.level, known.region) if known else None


def parties_asked(forwarder: str, by: Office) -> tuple[Party, ...]:
    """Those whom a wish names, one by one: 上海总部，各分行、营业管理部 are three.

    What a name leaves out it takes from the one before it, and the first from the paper: 各分行
    behind 人民银行上海总部 are those of 人民银行.
    """
    parties: list[Party] = []
    body = _body("".join(by.names[:1]))
    for name in _names(forwarder):
        inherits = _body(name) is None and _BRANCH.search(name) is not None
        own = body if inherits else _body(name)
        body = own or body
        # 深圳市中心支行 behind 各分行 of 人民银行 is one office.
        known = authority_named(f"{own}{name}" if inherits and own else name)
        placed = leading_place(name)[0] is not None  # 合阳农村信用合作联社 is in no list
        one = (known is not None or placed) and not _CLASS.search(name)
        form = _FORM.search(name)
        standing = known.name if known is not None and one else name
        parties.append(
            Party(name, standing, own, _levels(name), form[1] if form else None, not one)
        )
    return tuple(dict.fromkeys(parties))


def _levels(name: str) -> frozenset[str]:
    """The levels of a class: 县（市）支行 of counties; none where it goes on: 市级以上."""
    if "以上" in name:
        return frozenset()
    bare = _BESIDE.sub(lambda m: "县" if m[0].startswith("县") else "", name)
    if "省会" in bare:
        return frozenset({"provincial"})
    cities = {"municipal"} if "副省级" in name else set()
    return frozenset(cities | {level for level, words in _LEVELS if words.search(bare)})


def answers(party: Party, asking: Office, child: Office) -> bool:
    """Whether a paper of ``child`` is one by ``party``, asked by ``asking``."""
    if any(same_authority(party.standing, name) for name in child.names):
        return True
    if not party.is_class:
        return any(in_one_line(party.standing, name) for name in child.names)
    if party.body is None and not party.levels and not _ANYBODY.search(party.name):
        kind = _SCOPE.sub("", party.name)
        named = len(kind) > 2 and any(name.endswith(kind) for name in child.names)
        return named and _inside(child, asking)
    if party.body is not None and party.body not in {_body(name) for name in child.names}:
        return False
    if party.levels and child.level not in party.levels:
        return False
    if party.form and not party.levels and not _formed(party.form, child.names):
        return False
    return _inside(child, asking)


def _formed(form: str, names: Sequence[str]) -> bool:
    return any((match := _FORM.search(name)) is not None and match[1] == form for name in names)


def _inside(child: Office, asking: Office) -> bool:
    """Whether an office lies where another one speaks for; what is not known speaks not against it.

    阳谷县阿城镇人民政府 lies in 阳谷县, though 阿城 is a district elsewhere.
    """
    if child.region is None or asking.region is None:
        return True
    wider = asking.region.split("、")  # an office may speak for several provinces
    return any(
        child.region.startswith(region) or any(_begins_with(name, region) for name in child.names)
        for region in wider
    )


def _begins_with(name: str, region: str) -> bool:
    """Whether a name begins with the last place of a region: 阳谷县 of 山东省聊城市阳谷县."""
    return any(region.endswith(name[:length]) for length in range(2, min(len(name), 9)))


def _names(forwarder: str) -> list[str]:
    """The single names of a list; what a part has no end of it shares with the next.

    大连、青岛、深圳市中心支行 are three offices; 各省、自治区、直辖市银监局 are one class.
    """
    names: list[str] = []
    pending: list[str] = []
    for piece in _pieces(forwarder):
        if not _ENDING.search(piece):
            pending.append(piece)
            continue
        places = [leading_place(part) for part in (*pending, piece)]
        if pending and all(places[at] == (places[at][0], len(part)) and places[at][0]
                           for at, part in enumerate(pending)):  # fmt: skip
            end = piece[places[-1][1] :]
            names += [f"{part}{end}" for part in pending]
            names.append(piece)
        else:
            names.append("、".join((*pending, piece)))
        pending = []
    names += ["、".join(pending)] if pending else []
    return [name[:_LONGEST] for name in names]


def _pieces(forwarder: str) -> list[str]:
    """What stands between commas and 和, those in brackets left alone."""
    cuts = {m.start(): m.end() for m in _BETWEEN.finditer(forwarder)}
    pieces, depth, at, start = [], 0, 0, 0
    while at < len(forwarder):
        depth += (forwarder[at] == "（") - (forwarder[at] == "）")
        if at in cuts and depth <= 0:
            pieces.append(forwarder[start:at])
            start = at = cuts[at]
        else:
            at += 1
    return [piece for piece in (*pieces, forwarder[start:]) if piece]


@lru_cache(maxsize=16384)
def _body(name: str) -> str | None:
    """Of which body an office is, by the first word that tells: 银保监分局 is of 金融监管总局."""
    found = [(name.find(row["word"]), row["body"]) for row in read_table("office_kinds")
             if row["word"] in name]  # fmt: skip
    return min(found)[1] if found else None
