"""One citation against all papers: number, title, provision and author, each on its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from hongtou.model import Citation
from hongtou.notation.carried_titles import carried_title_keys
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key
from hongtou.query.results import DocumentRef
from hongtou.query.verifying.authorities import authority_in_title, is_by
from hongtou.query.verifying.holdings import Holdings, Paper, is_bare_title
from hongtou.query.verifying.nearness import (
    difference_of_numbers,
    likeness_of_titles,
    near_numbers,
    near_titles,
)
from hongtou.query.verifying.provisions import missing_provision
from hongtou.query.verifying.results import CitedBy, Near, Verdict

__all__ = ["Judged", "judge"]

# Papers that cite one which is not held, as far as an answer names them.
CITING: Final = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """What one citation is, before its place and its warnings are added."""

    verdict: Verdict
    message: str
    papers: tuple[Paper, ...] = ()  # what is meant; the first of them is shown
    others: tuple[Paper, ...] = ()
    near: tuple[Near, ...] = ()
    cited_by: tuple[CitedBy, ...] = ()
    notes: tuple[str, ...] = ()


def judge(holdings: Holdings, citation: Citation, authority: str | None) -> Judged:
    """The verdict on a citation; ``authority`` is who the text names in front of it."""
    named = authority or authority_in_title(citation.title or "")
    judged = _of_names(holdings, citation, named)
    if judged.verdict != "held" or not judged.papers:
        return judged
    ids = [paper.document_id for paper in _with_parts(holdings, judged.papers)]
    if named is not None and not is_by(holdings.connection, ids, named):
        shown = holdings.ref(judged.papers[0])
        return Judged(
            "authority-differs", f"文中称发文机关为“{named}”，库中{_name(shown)}不是该机关所发",
            judged.papers,
        )  # fmt: skip
    if citation.provision:
        missing = missing_provision(holdings.connection, ids, citation.provision)
        if missing is not None:
            return Judged("provision-missing", missing, judged.papers)
    return judged


def _of_names(holdings: Holdings, citation: Citation, authority: str | None) -> Judged:
    number = citation.number.normal if citation.number else None
    numbered = holdings.numbered(number) if number else []
    titled = holdings.titled(citation.title) if citation.title else []
    held = [paper for paper in numbered if not paper.is_ghost]
    bearing = [paper for paper in titled if not paper.is_ghost]
    if held and citation.title and not is_bare_title(citation.title):
        return _with_both(holdings, citation.title, held, bearing)
    if held:
        return _alone(holdings, held, "文号")
    if attested := [paper for paper in numbered if _bears(paper, citation.title or "")]:
        return _ghost(holdings, citation, attested, bearing)
    if bearing and number:
        return _other_number(holdings, citation, bearing)
    if bearing:
        return _alone(holdings, _of_author(holdings, bearing, authority), "标题")
    if ghosts := [*numbered, *titled]:
        return _ghost(holdings, citation, ghosts)
    return _nearest(holdings, citation)


def _with_both(
    holdings: Holdings, title: str, numbered: Sequence[Paper], bearing: Sequence[Paper]
) -> Judged:
    """A number that is held, and a title."""
    agreeing = [paper for paper in numbered if _bears(paper, title)]
    if agreeing:
        notes = _trial_notes(title, agreeing)
        return Judged("held", "文号、标题都相符", tuple(agreeing), notes=notes)
    first = numbered[0]
    if all(is_bare_title(paper.title) for paper in numbered):
        return Judged("unconfirmed", "文号在库；库中该文没有可比的标题", tuple(numbered))
    alike = likeness_of_titles(title, first)
    shown = f"库中{first.number or ''}的标题是《{first.title}》（相似 {alike:.0%}）"
    if bearing:
        return Judged(
            "contradictory",
            f"{shown}；《{title}》是{_names(holdings.refs(bearing))}，文号和标题指向不同的文件",
            tuple(numbered), tuple(bearing),
        )  # fmt: skip
    return Judged("title-differs", f"文中标题是《{title}》，{shown}", tuple(numbered))


def _bears(paper: Paper, title: str) -> bool:
    key = title_key(title)
    if not paper.title:
        return False
    return title_key(paper.title) == key or key in carried_title_keys(paper.title)


def _trial_notes(title: str, papers: Iterable[Paper]) -> tuple[str, ...]:
    """title_key takes the trial version for the final one; the number tells which it is."""
    trial = "试行" in title or "暂行" in title
    own = [paper for paper in papers if title_key(paper.title or "") == title_key(title)]
    if own and all(("试行" in p.title or "暂行" in p.title) != trial for p in own if p.title):
        return (f"标题的“试行”字样与库中不同：《{own[0].title}》",)
    return ()


def _alone(holdings: Holdings, papers: Sequence[Paper], what: str) -> Judged:
    """A number or a title alone: one paper, with its copies, or several."""
    several = _apart(papers)
    if len(several) > 1:
        names = _names(holdings.refs(several))
        return Judged("ambiguous", f"{what}相同的文件有 {len(several)} 份：{names}", (), several)
    return Judged("held", f"{what}相符", tuple(papers))


def _apart(papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """Papers that are no copies of one another, one of each: by number, else by title."""
    kept: dict[str, Paper] = {}
    ids = {paper.document_id for paper in papers}
    for paper in papers:
        if paper.parent_id in ids:  # a regulation and the notice that carries it
            continue
        number = paper.cited_number
        key = number_key(number) if number else ""
        kept.setdefault(key or title_key(paper.title or paper.document_id), paper)
    unnumbered = [key for key, paper in kept.items() if not paper.cited_number]
    # A web page without its head is a copy of the one paper of that title.
    if len(kept) - len(unnumbered) == 1:
        for key in unnumbered:
            del kept[key]
    return tuple(kept.values())


def _of_author(
    holdings: Holdings, papers: Sequence[Paper], authority: str | None
) -> Sequence[Paper]:
    """Of several papers with one title those by the authority that the text names."""
    if authority is None or len(_apart(papers)) < 2:
        return papers
    theirs = [p for p in papers if is_by(holdings.connection, (p.document_id,), authority)]
    return theirs or papers


def _other_number(holdings: Holdings, citation: Citation, bearing: Sequence[Paper]) -> Judged:
    """A title that is held, with a number that is not."""
    numbers = dict.fromkeys(paper.cited_number for paper in bearing if paper.cited_number)
    cited = citation.number
    if cited is None or not numbers:
        return Judged("unconfirmed", "标题在库；库中该文没有文号可比", tuple(bearing))
    slips = {number: difference_of_numbers(cited, number) for number in numbers}
    said = "；".join(dict.fromkeys(slip for slip in slips.values() if slip))
    # Of several papers with the title the one that is a slip away is meant.
    numbers = dict.fromkeys(sorted(numbers, key=lambda number: slips[number] is None))
    bearing = sorted(bearing, key=lambda paper: not slips.get(paper.cited_number or ""))
    message = f"文中文号是{cited.normal}，库中该标题的文号是{'、'.join(numbers)}"
    message += f"（{said}）" if said else ""
    alike = _cited_by(holdings, "c.document_number = ?", (cited.normal,))
    if alike:
        names = _names(dict.fromkeys(one.document for one in alike))
        message += f"；{names}也引用过文中的文号，或是另一版本"
    return Judged("number-differs", message, tuple(bearing), cited_by=alike)


def _ghost(
    holdings: Holdings, citation: Citation, ghosts: Sequence[Paper], bearing: Sequence[Paper] = ()
) -> Judged:
    """A paper that nobody has seen: who cites it, and under which names.

    ``bearing`` are held papers of that title under other numbers, as of an older edition.
    """
    ids = [ghost.document_id for ghost in ghosts]
    marks = ",".join("?" * len(ids))
    cited_by = _cited_by(holdings, f"c.target_document_id IN ({marks})", ids)
    names = _names(dict.fromkeys(cited.document for cited in cited_by))
    said = [f"该文未入库；引用它的有{names or '（引用已失效）'}"]
    if citation.title and not any(_bears(ghost, citation.title) for ghost in ghosts if ghost.title):
        titles = "、".join(f"《{ghost.title}》" for ghost in ghosts if ghost.title)
        said += [f"它们所引标题是{titles}，与文中不同"] if titles else []
    if citation.number:
        others = [
            ghost.number for ghost in ghosts
            if ghost.number and number_key(ghost.number) != number_key(citation.number)
        ]  # fmt: skip
        said += [f"它们所引文号是{'、'.join(others)}，与文中不同"] if others else []
    if bearing:
        said.append(f"库中同标题的是{_names(holdings.refs(bearing))}")
    return Judged("ghost", "；".join(said), tuple(ghosts), tuple(bearing), cited_by=cited_by)


def _cited_by(holdings: Holdings, where: str, values: Sequence[str]) -> tuple[CitedBy, ...]:
    """Citations in held papers other than the one that is checked."""
    rows = holdings.connection.execute(
        "SELECT c.document_id, c.title, c.document_number, c.text FROM citations c"
        f" JOIN documents d USING (document_id) WHERE d.file_sha256 IS NOT ? AND {where}"
        " ORDER BY c.document_id, c.start",
        (holdings.without, *values),
    )
    return tuple(
        CitedBy(holdings.ref(holdings.by_id[row[0]]), row[1], row[2], row[3]) for row in rows
    )


def _nearest(holdings: Holdings, citation: Citation) -> Judged:
    number, title = citation.number, citation.title
    numbers = near_numbers(holdings, number, title) if number else ()
    titles = near_titles(holdings, title) if title else ()
    if not numbers and not titles:
        return Judged("unknown", "知识库中没有这份文件，也没有相近的")
    said = "；".join(f"{_name(near.document)}（{near.reason}）" for near in (*titles, *numbers))
    return Judged("near", f"知识库中没有这份文件；相近的有{said}", near=(*titles, *numbers))


def _with_parts(holdings: Holdings, papers: Sequence[Paper]) -> list[Paper]:
    """The papers and what they issue in the same file, whose articles may be meant."""
    ids = {paper.document_id for paper in papers}
    return [p for p in holdings.papers if p.document_id in ids or (p.issued and p.parent_id in ids)]


def _names(refs: Iterable[DocumentRef]) -> str:
    names = list(dict.fromkeys(map(_name, refs)))
    return "、".join(names[:CITING]) + (f"等 {len(names)} 份" if len(names) > CITING else "")


def _name(ref: DocumentRef) -> str:
    return (ref.number or "") + (f"《{ref.title}》" if ref.title else "") or ref.document_id
