"""A knowledge base made of pressed chains against the truth: numbers, edges, gaps.

An edge is right if the child names the paper in that relation, and the answer leads to it: to any
held copy of it, or, where it was never held, to the ghost of its number or title.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hongtou import KnowledgeBase
from hongtou.notation.document_numbers import number_key
from hongtou.notation.titles import title_key
from tests.chain_press.truth import Chain, Edge, Paper

# child, parent, relation, status
Arrow = tuple[str, str, str, str]
PASSING = ("forwards", "relays", "issues")


@dataclass
class Tally:
    """What was right, what was said and is not true, what is true and was not said."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        return self.right / max(1, self.right + len(self.missed))

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def row(self, name: str) -> str:
        return (
            f"| {name} | {self.precision:.4f} | {self.recall:.4f} | {self.f1:.4f} | "
            f"{self.right} | {len(self.wrong)} | {len(self.missed)} |"
        )


class Names:
    """Which paper a document of the knowledge base is."""

    def __init__(self, kb: KnowledgeBase, chains: Sequence[Chain]) -> None:
        self.papers = {paper.name: paper for chain in chains for paper in chain.papers}
        at = {place: p.name for p in self.papers.values() for place in p.places}
        numbers, titles = _keys(self.papers.values())
        rows = kb.connection.execute(
            "SELECT d.document_id, f.name AS file, d.ordinal, d.role, d.document_number,"
            " d.title FROM documents d LEFT JOIN files f ON f.sha256 = d.file_sha256"
        )
        self.of: dict[str, str] = {}
        self.numbers: dict[str, str | None] = {}
        for row in rows:
            key, number, title = row["document_id"], row["document_number"], row["title"]
            if row["role"] != "ghost":
                name = at.get((row["file"], row["ordinal"]))
                self.of[key] = name or f"?{row['file']}#{row['ordinal']}"
                self.numbers[key] = number
            elif number:
                self.of[key] = numbers.get(number_key(number), f"?{number}")
            else:
                self.of[key] = titles.get(title_key(title or ""), f"?{title}")

    def held(self) -> dict[str, str]:
        """A document of each paper that was found, the first of its copies."""
        ids: dict[str, str] = {}
        for key in sorted(self.numbers):
            ids.setdefault(self.of[key], key)
        return ids


def _keys(papers: Iterable[Paper]) -> tuple[dict[str, str], dict[str, str]]:
    numbers: dict[str, str] = {}
    titles: dict[str, str] = {}
    for paper in papers:
        if paper.number:
            numbers[number_key(paper.number)] = paper.name
        # Two papers of one title, as the same wish each year, cannot be told by it.
        key = title_key(paper.title)
        titles[key] = paper.name if key not in titles else "?" + paper.title
    return numbers, titles


def score_numbers(names: Names) -> Tally:
    """Own numbers of held papers; a wrong one counts as wrong and as missed."""
    tally = Tally()
    for key, found in names.numbers.items():
        name = names.of[key]
        paper = names.papers.get(name)
        true = paper.number if paper else None
        same = found is not None and true is not None and number_key(found) == number_key(true)
        if same:
            tally.right += 1
        else:
            if found is not None:
                tally.wrong.append(f"{name}: {found}, in truth {true}")
            if true is not None:
                tally.missed.append(f"{name}: {true}, found {found}")
    held = set(names.of.values())
    for paper in names.papers.values():
        if paper.places and paper.name not in held:
            tally.missed.append(f"{paper.name}: not found in {paper.places}")
    return tally


def score_edges(kb: KnowledgeBase, names: Names, chains: Sequence[Chain]) -> dict[str, Tally]:
    """All edges; those that pass a paper on or carry it out; those that resolve."""
    found, texts = _found(kb, names)
    edges = [edge for chain in chains for edge in chain.edges]
    beside = {pair for chain in chains for pair in chain.beside}
    whole, chain_only, resolved = Tally(), Tally(), Tally()
    true: set[Arrow] = set()
    seen: set[tuple[str, tuple[str, ...], str, str]] = set()
    for edge in edges:
        arrows = {(edge.child, p, edge.relation, edge.status) for p in edge.parents}
        true |= arrows
        key = (edge.child, edge.parents, edge.relation, edge.status)
        if key in seen:
            continue
        seen.add(key)
        hit = bool(arrows & found)
        for tally in _tallies(edge.relation, edge.status, whole, chain_only, resolved):
            if hit:
                tally.right += 1
            else:
                tally.missed.append(_missed(edge, found))
    pairs = {(child, parent) for child, parent, _, _ in true}
    for arrow in sorted(found - true):
        child, parent, relation, status = arrow
        if relation not in PASSING and ((child, parent) in beside or (child, parent) in pairs):
            continue
        for tally in _tallies(relation, status, whole, chain_only, resolved):
            tally.wrong.append(f"{arrow}: {texts[arrow]}")
    return {"edges": whole, "of chains": chain_only, "resolved": resolved}


def _tallies(
    relation: str, status: str, whole: Tally, chain_only: Tally, resolved: Tally
) -> list[Tally]:
    tallies = [whole]
    if relation in (*PASSING, "implements"):
        tallies.append(chain_only)
    if status == "resolved":
        tallies.append(resolved)
    return tallies


def _found(kb: KnowledgeBase, names: Names) -> tuple[set[Arrow], dict[Arrow, str]]:
    found: set[Arrow] = set()
    texts: dict[Arrow, str] = {}
    for row in kb.connection.execute(
        "SELECT document_id, target_document_id, relation, status, text, title,"
        " document_number FROM citations ORDER BY citation_id"
    ):
        target = row["target_document_id"]
        parent = names.of[target] if target else f"?{row['document_number'] or row['title']}"
        arrow = (names.of[row["document_id"]], parent, row["relation"], row["status"])
        found.add(arrow)
        texts.setdefault(arrow, row["text"])
    return found, texts


def _missed(edge: Edge, found: set[Arrow]) -> str:
    near = sorted(a for a in found if a[0] == edge.child and a[1] in edge.parents)
    said = "; ".join(f"{a[2]} {a[3]}" for a in near) or "nothing"
    return f"{edge.child} {edge.relation} {edge.parents} {edge.status}, said {said}: {edge.cited}"


def score_gaps(kb: KnowledgeBase, names: Names, chains: Sequence[Chain]) -> Tally:
    """Wishes that nobody answers, asked of the chain of each paper that has a wish."""
    tally = Tally()
    ids = names.held()
    wishes = [wish for chain in chains for wish in chain.requests]
    answers = Counter(wish.answer for wish in wishes)
    for wish in wishes:
        key = ids.get(wish.paper)
        if wish.answer == "unclear":
            continue
        said = key is not None and any(
            names.of[gap.document.document_id] == wish.paper for gap in kb.chain(key).unanswered
        )
        if said and wish.answer == "none":
            tally.right += 1
        elif said:
            tally.wrong.append(f"{wish.paper}: {wish.wish}")
        elif wish.answer == "none":
            tally.missed.append(f"{wish.paper}: {wish.wish}")
    if not answers:
        tally.missed.append("no wishes at all")
    return tally
