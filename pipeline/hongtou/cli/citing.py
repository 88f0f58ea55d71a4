"""Which papers a paper cites, as ``hongtou show`` lists them, and why a link is in doubt."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from hongtou.cli.screen import UNSEEN, table
from hongtou.model.labels import RELATIONS

if TYPE_CHECKING:
    from rich.console import RenderableType

    from hongtou.query.sheet import CitationRow, SignalRow

__all__ = ["cited_papers"]

STATUSES: Final = {"resolved": "已找到", "ghost": "未入库", "ambiguous": "不唯一",
                   "disputed": "有出入"}  # fmt: skip
DOUBTFUL: Final = ("ambiguous", "disputed")
# What speaks for a paper, each for itself.
KINDS: Final = {"number": "文号", "title": "标题", "text": "原文"}
# Candidates that are named for one citation; a title may be that of a paper every year.
NAMED: Final = 6


def cited_papers(citations: "Sequence[CitationRow]") -> "list[RenderableType]":
    """A line for each paper, not for each mention; then the mentions that are in doubt."""
    papers: dict[tuple[str, str | None, str | None], list[CitationRow]] = {}
    for c in citations:
        key = (c.relation, c.target_id or c.number or c.title, c.status)
        papers.setdefault(key, []).append(c)
    rows = [
        (RELATIONS.get(first.relation, first.relation), _number(first), first.title,
         STATUSES.get(first.status or "", first.status), _joined(c.provision for c in said),
         len(said) if len(said) > 1 else None, _joined(f"第{c.page}页" for c in said if c.page))
        for said in papers.values()
        for first in [max(said, key=lambda c: bool(c.title))]
    ]  # fmt: skip
    columns = ("关系", "文号", "标题", "状态", "所引条款", "次数", "页")
    used = [at for at in range(len(columns)) if at < 4 or any(row[at] for row in rows)]
    made: list[RenderableType] = [
        table(
            f"引用（{len(citations)}）",
            [columns[at] for at in used],
            ([row[at] for at in used] for row in rows),
        )
    ]
    doubtful = [c for c in citations if c.status in DOUBTFUL]
    if doubtful:
        lines = [f"存疑的引用（{len(doubtful)}），不作为事实："]
        lines += (line for c in doubtful for line in _doubt(c))
        made.append("\n".join(lines) + "\n")
    return made


def _number(citation: "CitationRow") -> str | None:
    """As it is cited, else that of the paper found; a paper without one goes by its title."""
    target = citation.target
    return citation.number or (target if target and target.endswith("号") else None)


def _joined(words: "Iterable[str | None]") -> str:
    return "、".join(dict.fromkeys(word for word in words if word))


def _doubt(citation: "CitationRow") -> "Iterator[str]":
    """The words of the paper, why nothing is decided, and what each kind of evidence says."""
    place = "  ".join(filter(None, (citation.path, f"第{citation.page}页" * bool(citation.page))))
    head = " ".join(citation.quote.split()) + (f"（{place}）" if place else "")
    yield UNSEEN.sub("�", f"  · {head}")
    yield UNSEEN.sub("�", f"    {STATUSES[citation.status or '']}：{citation.evidence}")
    for signal in citation.signals[:NAMED]:
        yield UNSEEN.sub("�", f"    {_signal(signal)}")
    if len(citation.signals) > NAMED:
        yield f"    另有 {len(citation.signals) - NAMED} 项，见 --json"


def _signal(signal: "SignalRow") -> str:
    ref = signal.document
    title = f"《{ref.title}》" if ref.title and ref.title != ref.number else ""
    name = f"{ref.number or ''}{title}" or ref.document_id
    day = f"（{ref.date}）" if ref.date else ""
    return f"{KINDS.get(signal.kind, signal.kind)}指向 {name}{day}：{signal.evidence}"
