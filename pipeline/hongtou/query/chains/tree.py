"""A chain as a tree of lines for people: dates, lags, levels, and what is missing."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from hongtou.model.labels import LEVELS, RELATIONS
from hongtou.query.chains.parts import (
    ROLES,
    Asked,
    AskedParty,
    ChainLink,
    ChainNode,
)
from hongtou.query.chains.shape import lag_between
from hongtou.query.xml_text import without_forbidden

if TYPE_CHECKING:
    from hongtou.query.chains.chain import Chain

__all__ = [
    "hidden_words", "lag_words", "link_words", "missing_words", "node_facts", "open_parties",
    "write_text",
]  # fmt: skip

# Deeper than this a branch no longer moves to the right: 10,000 generations stay readable.
DEEPEST: Final = 24

# Doubtful links whose reasons are told below the tree.
DOUBTS: Final = 10

UNPRINTED: Final = re.compile(r"[\r\n\t\v\f\x85\u2028\u2029]")


def write_text(chain: "Chain") -> str:
    """A tree, the highest paper first, each child under what it passes on."""
    lines = _branches(chain)
    if chain.links:
        lines.append(_sum(chain))
    else:
        lines.append("（没有上下游：它不转发、批转或印发别的文件，也没有文件转发它）")
    for circle in chain.circles:
        lines.append(f"⚠ 成环，其中必有一处引用有误：{circle.words}")
    lines += _doubts(chain)
    for wish in chain.asked:
        lines += _wish(wish)
    # What a title holds must neither break a line nor steer a terminal.
    return "\n".join(without_forbidden(UNPRINTED.sub(" ", line)) for line in lines)


def _doubts(chain: "Chain") -> list[str]:
    """Why a link is no fact: ``⚠ 存疑：甲发〔2021〕1号 转发 乙发〔2021〕2号？标题相同，…``."""
    names = {node.document.document_id: node.document.name for node in chain.nodes}
    lines = dict.fromkeys(
        f"⚠ 存疑：{names[link.child]} {RELATIONS[link.relation]} {names[link.parent]}？"
        f"{link.evidence or ''}"
        for link in chain.links
        if link.doubtful
    )
    more = [f"   另有 {len(lines) - DOUBTS} 处存疑，见 --json"] if len(lines) > DOUBTS else []
    return [*list(lines)[:DOUBTS], *more]


def _wish(wish: Asked) -> list[str]:
    """What became of one wish to pass a paper on."""
    names = "、".join(party.name for party in open_parties(wish))
    to = f" → {wish.to}" if wish.to else ""
    if not names:
        return []
    seen = sum(len(party.children) for party in wish.parties)
    some = f"（其他被要求者已见 {seen} 份）" if seen else ""
    others = f"；另有 {len(wish.others)} 份由未被点名的机关转发" if wish.others else ""
    return [
        f"⚠ 要求转发而未见下级文件：{names}{to}{some}{others}",
        f"   {wish.document.name}：“{wish.quote}”",
    ]


def _branches(chain: "Chain") -> list[str]:
    """The lines of all trees; a paper that stands in several is written out once."""
    nodes = {node.document.document_id: node for node in chain.nodes}
    below: dict[str, list[ChainLink]] = defaultdict(list)
    for link in sorted(
        chain.links, key=lambda x: (nodes[x.child].document.date or "9999", x.child)
    ):
        below[link.parent].append(link)
    missing: dict[str, list[str]] = defaultdict(list)
    for wish in chain.asked:
        missing[wish.document.document_id] += map(missing_words, open_parties(wish))
    lines: list[str] = []
    seen: set[str] = set()
    for top in _tops(chain):
        todo = [] if top in seen else [_Branch(top, None, "", "")]
        while todo:
            here = todo.pop()
            again = here.key is None or here.key in seen
            lines += _lines_of(here, nodes, chain.root.document_id, again=again)
            if here.key is None or again:
                continue
            seen.add(here.key)
            rest = [f"☐ {words}" for words in missing[here.key]]
            rest += [f"… {words}" for words in hidden_words(nodes[here.key])]
            items = [(link.child, link, "") for link in below[here.key]]
            todo += _below(here, [*items, *((None, None, words) for words in rest)])
    return lines


@dataclass(frozen=True, slots=True)
class _Branch:
    """A line to write: a paper, or words where ``key`` is None."""

    key: str | None
    link: ChainLink | None
    lead: str  # what stands before the first line
    rest: str  # what stands before those after it
    words: str = ""


def _below(
    here: _Branch, items: Sequence[tuple[str | None, ChainLink | None, str]]
) -> list[_Branch]:
    """What stands under a paper, the last first, as a stack wants it."""
    lead = here.rest if len(here.rest) < DEEPEST * 3 else ""
    return [
        _Branch(key, link, lead + ("├─ " if at else "└─ "), lead + ("│  " if at else "   "), words)
        for at, (key, link, words) in enumerate(reversed(items))
    ]


def _lines_of(
    here: _Branch, nodes: Mapping[str, ChainNode], root: str, *, again: bool
) -> list[str]:
    if here.key is None:
        return [here.lead + here.words]
    node = nodes[here.key]
    document = node.document
    facts = [document.name + ROLES[document.role], *node_facts(node)]
    how = f"{link_words(here.link)}：" if here.link else ""
    star = "▶ " if here.key == root else ""
    if again:
        return [f"{here.lead}{how}{star}{facts[0]}（见上）"]
    lines = [f"{here.lead}{how}{star}{'  '.join(facts)}"]
    if document.title and document.title != document.name:
        lines.append(f"{here.rest}《{document.title}》")
    return lines


def _tops(chain: "Chain") -> list[str]:
    """Papers that name none of the others; then all others, for circles have no top."""
    children = {link.child for link in chain.links}
    order = sorted(chain.nodes, key=lambda n: (n.tier, n.document.date or "9999"))
    keys = [node.document.document_id for node in order]
    return [key for key in keys if key not in children] + [key for key in keys if key in children]


def node_facts(node: ChainNode) -> list[str]:
    """Date, days from the top, level and copies: ``2021-05-28``, ``第 3 天``, ``市级``."""
    facts = [node.document.date or ""]
    if node.days_from_top:
        facts.append(f"第 {node.days_from_top} 天")
    facts.append(LEVELS.get(node.level or "", ""))
    if node.copies:
        facts.append(f"另有 {len(node.copies)} 份")
    return [fact for fact in facts if fact]


def link_words(link: ChainLink) -> str:
    """How and when: ``转发（3 天后）``, ``落实（存疑）``, ``转发（早 2 天）``."""
    notes = ["存疑"] if link.doubtful else []
    notes += [words for words in (lag_words(link.lag_days), skipped_words(link)) if words]
    return RELATIONS[link.relation] + (f"（{'，'.join(notes)}）" if notes else "")


def lag_words(lag: int | None) -> str:
    """``3 天后``, ``同日``, ``早 2 天``; nothing where a date is missing."""
    if lag is None:
        return ""
    if not lag:
        return "同日"
    return f"{lag} 天后" if lag > 0 else f"早 {-lag} 天"


def skipped_words(link: ChainLink) -> str:
    """``未见省级文件`` where the centre's paper is passed on by a city."""
    return f"未见{'、'.join(LEVELS[level] for level in link.skipped)}文件" if link.skipped else ""


def open_parties(wish: Asked) -> list[AskedParty]:
    """Those asked of whom nobody has passed the paper on, as far as is held."""
    return [party for party in wish.parties if party.answer == "open"]


def missing_words(party: AskedParty) -> str:
    """``未见：各县支行``, ``未见：各分行（有 2 份落实文件）``."""
    own = f"（有 {len(party.implementing)} 份落实文件）" if party.implementing else ""
    return f"未见：{party.name}{own}"


def hidden_words(node: ChainNode) -> list[str]:
    """``还有 4950 份`` where more papers carry it on than are shown."""
    return [f"还有 {node.omitted} 份下级文件"] if node.omitted else []


def _sum(chain: "Chain") -> str:
    """How many papers, how many of them are not held, from when to when."""
    roles = Counter(node.document.role for node in chain.nodes)
    days = sorted(node.document.date for node in chain.nodes if node.document.date)
    ghosts = f"，其中 {roles['ghost']} 份未入库" if roles["ghost"] else ""
    last = lag_between(days[0], days[-1]) if days else None
    span = f"，{days[0]} 至 {days[-1]}，历时 {last} 天" if last else ""
    return f"共 {len(chain.nodes)} 份文件{ghosts}{span}"
