"""Text reuse: which papers share passages, which passages, and where they stand."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from hongtou.errors import LookupFailedError
from hongtou.query.copies import are_copies
from hongtou.query.documents import COLUMNS, SOURCE, ref_of
from hongtou.query.places import Places
from hongtou.query.results import DocumentRef
from hongtou.query.reuse.alignment import Alignment, common_passages
from hongtou.query.reuse.index import Index, is_common
from hongtou.query.reuse.lineage import common_sources, copy_ids, is_copy, links_between
from hongtou.query.reuse.main_text import MainText, covered, read_main_text
from hongtou.query.reuse.results import Difference, Quote, Reuse, SharedPassage

__all__ = [
    "Measured",
    "documents_in",
    "held_text",
    "measure",
    "read_reuse",
    "read_sharers",
    "told",
]


@dataclass(frozen=True)
class Measured:
    """Two papers with what they share, before anybody asks where it stands on paper."""

    one: DocumentRef
    other: DocumentRef
    texts: tuple[MainText, MainText]
    passages: tuple[tuple[Alignment, int], ...]  # each with the number of files that hold it
    shared: tuple[int, int]

    @property
    def shares(self) -> tuple[float, float]:
        """Of the 汉字 of each main text, 0 to 1."""
        first, second = self.texts
        return self.shared[0] / max(1, len(first.han)), self.shared[1] / max(1, len(second.han))

    @property
    def is_copy(self) -> bool:
        """Whether both are one paper."""
        return is_copy(self.one, self.other, self.shares)

    @property
    def turned(self) -> "Measured":
        """The same pair with the other paper first."""
        passages = sorted((alignment.swapped, held) for alignment, held in self.passages)
        return Measured(self.other, self.one, self.texts[::-1], tuple(passages), self.shared[::-1])


def read_reuse(
    connection: sqlite3.Connection, places: Places, one: DocumentRef, other: DocumentRef
) -> Reuse:
    """What two papers share, with the place of each passage in both.

    Raises:
        LookupFailedError: If one of them is not held, or both are the same.
    """
    if one.document_id == other.document_id:
        raise LookupFailedError(f"两次给出的是同一份文件：{one.name}（{one.document_id}）")
    texts = held_text(connection, one), held_text(connection, other)
    return told(connection, places, measure(Index(connection), (one, other), texts))


def read_sharers(
    connection: sqlite3.Connection,
    places: Places,
    document: DocumentRef,
    *,
    min_share: float,
    limit: int | None,
) -> tuple[Reuse, ...]:
    """The papers that share passages with ``document``, the largest share first, copies last.

    Papers are found by fingerprints: what shares less than 33 汉字 in a row may be missed.

    Raises:
        LookupFailedError: If the document is not held.
    """
    text, index = held_text(connection, document), Index(connection)
    files = dict.fromkeys((text.file_sha256, *index.files_sharing(text.han)))
    found = []
    for other in documents_in(connection, files):
        there = read_main_text(connection, other.document_id)
        if other.document_id == document.document_id or there is None:
            continue
        measured = measure(index, (document, other), (text, there))
        if measured.shared[0] and max(measured.shares) >= min_share:
            found.append(measured)
    found.sort(key=lambda pair: (pair.is_copy, -max(pair.shares), pair.other.document_id))
    return tuple(
        replace(told(connection, places, pair), copies=copies)
        for pair, copies in copies_once(found)[:limit]
    )


def held_text(connection: sqlite3.Connection, document: DocumentRef) -> MainText:
    """The main text of a paper.

    Raises:
        LookupFailedError: If the paper is only known by citations.
    """
    text = read_main_text(connection, document.document_id)
    if text is None:
        raise LookupFailedError(
            f"{document.name}：未入库，没有正文可比；请先用 hongtou ingest 入库"
        )
    return text


def copies_once(found: Iterable[Measured]) -> list[tuple[Measured, tuple[DocumentRef, ...]]]:
    """Sharers that are copies of one paper, once: the first of them, and the others by name."""
    kept: list[tuple[Measured, tuple[DocumentRef, ...]]] = []
    for pair in found:
        for place, (held, copies) in enumerate(kept):
            if not pair.is_copy and are_copies((held.other, pair.other)):
                kept[place] = held, (*copies, pair.other)
                break
        else:
            kept.append((pair, ()))
    return kept


def measure(
    index: Index, papers: tuple[DocumentRef, DocumentRef], texts: tuple[MainText, MainText]
) -> Measured:
    """What two papers share.

    It does not depend on which of them is asked for: that with the lesser id is read first.
    """
    (one, other), (first, second) = papers, texts
    if other.document_id < one.document_id:
        return measure(index, (other, one), (second, first)).turned
    passages = tuple(
        (a, index.holders(first.han, a)) for a in common_passages(first.han, second.han)
    )
    telling = [a for a, holders in passages if not is_common(holders, a.length)]
    shared = (
        covered((a.one, a.one_end) for a in telling),
        covered((a.other, a.other_end) for a in telling),
    )
    return Measured(one, other, texts, passages, shared)


def told(connection: sqlite3.Connection, places: Places, pair: Measured) -> Reuse:
    """A pair with quotes and places, and with what else ties its papers together."""
    passages = []
    for alignment, holders in pair.passages:
        one = _quote(places, pair.texts[0], alignment.one, alignment.one_end)
        other = _quote(places, pair.texts[1], alignment.other, alignment.other_end)
        common = is_common(holders, alignment.length)
        unlike = tuple(differences(one.text, other.text))
        passages.append(SharedPassage(alignment.length, holders, common, one, other, unlike))
    ones, others = copy_ids(connection, pair.one), copy_ids(connection, pair.other)
    return Reuse(
        pair.one, pair.other, "copy" if pair.is_copy else "reuse", *pair.shares, *pair.shared,
        tuple(passages), links_between(connection, ones, others),
        common_sources(connection, ones, others),
    )  # fmt: skip


def _quote(places: Places, text: MainText, first: int, end: int) -> Quote:
    start, stop = text.span_of(first, end)
    place = places.of(text.file_sha256, start, stop)
    paths = text.paths_of(start, stop)
    return Quote(text.clean[start:stop], paths, start, stop, place.page, place.box)


def differences(one: str, other: str) -> Iterator[Difference]:
    """Where two quotes are not the same, marks and spaces left out of account, in order.

    ``10万元，按月`` and ``20万元按月`` differ in one character.
    """
    first, second = _letters(one), _letters(other)
    codes = Levenshtein.opcodes("".join(c for _, c in first), "".join(c for _, c in second))
    for code in codes:
        if code.tag != "equal":
            yield Difference(
                _reach(first, code.src_start, code.src_end, len(one)),
                _reach(second, code.dest_start, code.dest_end, len(other)),
            )


def _letters(text: str) -> Sequence[tuple[int, str]]:
    return [(at, character) for at, character in enumerate(text) if character.isalnum()]


def _reach(letters: Sequence[tuple[int, str]], first: int, end: int, size: int) -> tuple[int, int]:
    """Where the letters ``[first, end)`` stand in their quote; an empty place where none do."""
    if first < end:
        return letters[first][0], letters[end - 1][0] + 1
    at = letters[first][0] if first < len(letters) else size
    return at, at


def documents_in(connection: sqlite3.Connection, files: Iterable[str]) -> list[DocumentRef]:
    """The documents of some files, by id."""
    wanted = list(files)
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM {SOURCE} WHERE d.file_sha256 IN ({','.join('?' * len(wanted))})"
        " ORDER BY d.document_id",
        wanted,
    )
    return [ref_of(row) for row in rows]
