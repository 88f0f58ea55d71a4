"""Papers that are cited and not held: one ghost for each number or, without number, each title."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import sha256

from hongtou.link.authorship import who_issued
from hongtou.model import Absent, CitationCard, Ghost
from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.notation.titles import title_key


def find_ghosts(
    citations: Sequence[CitationCard], elsewhere: Iterable[Absent]
) -> tuple[dict[str, str], tuple[Ghost, ...], tuple[tuple[Absent, str], ...]]:
    """Which ghost each of ``citations`` means, what is known of these ghosts, and who moves.

    A title joins the ghost of its number where all citations that name both give it one number.

    Args:
        citations: Of papers that are not held.
        elsewhere: Citations of such papers that share a title or a ghost with them.

    Returns:
        citation_id -> ghost; the ghosts that are cited, in order; citations elsewhere that lead
        to another ghost now.
    """
    numbers_of: dict[str, set[str]] = defaultdict(set)
    others = tuple(elsewhere)
    items: tuple[CitationCard | Absent, ...] = (*citations, *others)
    for item in items:
        number, title = _keys(item)
        if number and title:
            numbers_of[title].add(number)
    named: dict[str, Counter[tuple[str | None, str | None]]] = defaultdict(Counter)
    ghost_of: dict[str, str] = {}
    for citation in citations:
        ghost_id = _ghost_of(citation, numbers_of, citation.text)
        ghost_of[citation.citation_id] = ghost_id
        named[ghost_id][citation.number, citation.title] += 1
    moved = []
    for other in others:
        ghost_id = _ghost_of(other, numbers_of, "") or other.ghost_id
        if ghost_id != other.ghost_id:
            moved.append((other, ghost_id))
        named[ghost_id][other.number, other.title] += other.count
    ghosts = tuple(_ghost(ghost_id, named[ghost_id]) for ghost_id in sorted(named))
    return ghost_of, ghosts, tuple(moved)


def _keys(item: CitationCard | Absent) -> tuple[str, str]:
    return (
        number_key(item.number) if item.number else "",
        title_key(item.title) if item.title else "",
    )


def _ghost_of(item: CitationCard | Absent, numbers_of: dict[str, set[str]], words: str) -> str:
    number, title = _keys(item)
    known = numbers_of.get(title, set()) if title else set()
    key = number or (next(iter(known)) if len(known) == 1 else title) or words
    return "ghost-" + sha256(key.encode()).hexdigest()[:12] if key else ""


def _ghost(ghost_id: str, named: Counter[tuple[str | None, str | None]]) -> Ghost:
    """A ghost under the number and the title that most citations give it."""
    numbers, titles = Counter[str](), Counter[str]()
    for (number, title), count in named.items():
        numbers.update({number: count} if number else {})
        titles.update({title: count} if title else {})
    number, title = _commonest(numbers), _commonest(titles)
    read = read_document_number(number) if number else None
    issuing = who_issued(read, title)
    known = (issuing.name, issuing.level, issuing.region) if issuing else (None, None, None)
    return Ghost(ghost_id, read.normal if read else number, title, *known)


def _commonest(counts: Counter[str]) -> str | None:
    return min(counts, key=lambda text: (-counts[text], -len(text), text)) if counts else None
