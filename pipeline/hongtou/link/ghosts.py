"""Papers that are cited and not held: one ghost for each number or, without number, each title."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from hongtou.link.authorship import authority_in, who_issued
from hongtou.model import Absent, CitationCard, Ghost
from hongtou.notation.document_numbers import number_key, read_document_number
from hongtou.notation.registry import standing_name
from hongtou.notation.titles import title_key


@dataclass(frozen=True, slots=True)
class _Named:
    """How a citation names its paper: keys, and the authority that stands in the title."""

    number: str
    title: str
    authority: str


def find_ghosts(
    citations: Sequence[CitationCard], elsewhere: Iterable[Absent]
) -> tuple[dict[str, str], tuple[Ghost, ...], tuple[tuple[Absent, str], ...]]:
    """Which ghost each of ``citations`` means, what is known of these ghosts, and who moves.

    A title joins the ghost of its number where all citations that name both give it one number.
    Titles of two authorities are two papers; one that names none joins the only one.

    Args:
        citations: Of papers that are not held.
        elsewhere: Citations of such papers that share a title or a ghost with them.

    Returns:
        citation_id -> ghost; the ghosts that are cited, in order; citations elsewhere that lead
        to another ghost now.
    """
    others = tuple(elsewhere)
    items: tuple[CitationCard | Absent, ...] = (*citations, *others)
    names = _Names([_named(item.number, item.title) for item in items])
    named: dict[str, Counter[tuple[str | None, str | None]]] = defaultdict(Counter)
    ghost_of: dict[str, str] = {}
    for citation in citations:
        key = names.key(_named(citation.number, citation.title)) or citation.text
        ghost_id = ghost_of[citation.citation_id] = _id_of(key)
        named[ghost_id][citation.number, citation.title] += 1
    moved = []
    for other in others:
        key = names.key(_named(other.number, other.title))
        ghost_id = _id_of(key) if key else other.ghost_id
        if ghost_id != other.ghost_id:
            moved.append((other, ghost_id))
        named[ghost_id][other.number, other.title] += other.count
    ghosts = tuple(_ghost(ghost_id, named[ghost_id]) for ghost_id in sorted(named))
    return ghost_of, ghosts, tuple(moved)


class _Names:
    """Which numbers and authorities the citations of a title give it."""

    def __init__(self, named: Iterable[_Named]) -> None:
        self.authorities: dict[str, set[str]] = defaultdict(set)
        self.numbers: dict[str, set[tuple[str, str]]] = defaultdict(set)  # authority, number
        for name in named:
            if name.title and name.authority:
                self.authorities[name.title].add(name.authority)
            if name.title and name.number:
                self.numbers[name.title].add((name.authority, name.number))

    def key(self, name: _Named) -> str:
        """What a ghost is known by: its number, else its title with the authority in it."""
        if name.number or not name.title:
            return name.number
        known = self.authorities.get(name.title, set())
        authority = name.authority or (next(iter(known)) if len(known) == 1 else "")
        numbers = {
            number
            for of, number in self.numbers.get(name.title, ())
            if not authority or of in ("", authority)
        }
        return next(iter(numbers)) if len(numbers) == 1 else authority + name.title


@lru_cache(maxsize=1 << 16)
def _named(number: str | None, title: str | None) -> _Named:
    authority = authority_in(title) if title else ""
    return _Named(
        number_key(number) if number else "",
        title_key(title) if title else "",
        standing_name(authority) if authority else "",
    )


def _id_of(key: str) -> str:
    return "ghost-" + sha256(key.encode()).hexdigest()[:12]


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
