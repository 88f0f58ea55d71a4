"""Drafts into files, and the truth about them once it is known what is held."""

from random import Random

from tests.chain_press.drafts import Draft
from tests.chain_press.printing import print_draft
from tests.chain_press.truth import Chain, Comparison, Gap, Paper


def file_chain(chance: Random, name: str, drafts: list[Draft], older: list[Draft]) -> Chain:
    """Print what is held and say what is true of it."""
    files: dict[str, str] = {}
    for draft in [*drafts, *older]:
        if draft.alone:
            file = f"{draft.name.replace('/', '-')}.txt"
            files[file] = _with_enclosed(chance, draft, file)
    every = _every(drafts, older)
    held = [d for d in every if d.places]
    edges = dict.fromkeys(edge for d in held for edge in d.edges())
    beside = {(d.name, other.name) for d in held for other in d.beside}
    wishes = [_wish(d, drafts) for d in drafts if d.wish and d.places]
    return Chain(
        name, files, tuple(_paper(d) for d in every), tuple(edges), frozenset(beside),
        tuple(wishes), tuple(w for w in wishes if w.answer == "none"), _comparisons(held),
    )  # fmt: skip


def _with_enclosed(chance: Random, draft: Draft, file: str) -> str:
    """The text of a file; notes the place of each paper in it."""
    text, at, here = "", 0, draft
    while True:
        text += print_draft(chance, here, enclosed=here is not draft)
        here.places.append((file, at))
        at += 1
        if here.regulation is not None:
            here.regulation.places.append((file, at))
            at += 1
        if not here.encloses or here.parent is None:
            return text
        if here is not draft and chance.random() < 0.5:  # a copy without what it enclosed
            return text
        here = here.parent
        text += "\n" + chance.choice(("", "", "附件\n\n", "附件：\n\n"))


def _every(drafts: list[Draft], older: list[Draft]) -> list[Draft]:
    """All papers that are spoken of, each once."""
    found: dict[str, Draft] = {}
    for draft in [*drafts, *older]:
        for one in (draft, *((draft.regulation,) if draft.regulation else ())):
            found.setdefault(one.name, one)
            for mention in one.mentions:
                found.setdefault(mention.target.name, mention.target)
    return list(found.values())


def _paper(draft: Draft) -> Paper:
    return Paper(draft.name, draft.title, draft.number, draft.day, tuple(draft.places))


def _wish(draft: Draft, drafts: list[Draft]) -> Gap:
    """Whether a held paper answers: one that passes it on does, one that carries it out may."""
    children = [d for d in drafts if d.parent is draft and d.places]
    passed = any(child.passes_on for child in children)
    return Gap(draft.name, draft.wish, "held" if passed else "unclear" if children else "none")


def _comparisons(held: list[Draft]) -> tuple[Comparison, ...]:
    return tuple(
        Comparison(d.name, d.parent.speaker.name, tuple(d.pairs))
        for d in held
        if d.pairs and d.parent is not None and d.parent.places
    )
