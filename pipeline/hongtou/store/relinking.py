"""Making links anew: all of them, or those that what changed since may concern."""

import sqlite3
from typing import Final, Protocol

from hongtou.model import NOTHING_ELSEWHERE, CitationCard, DocumentCard, Elsewhere, LinkSet
from hongtou.store import authority_rows, link_keys, link_log
from hongtou.store.link_rows import citation_cards, document_cards, write_answers, write_links
from hongtou.store.neighbourhood import read_neighbourhood
from hongtou.store.sharers import with_sharers

# Where more files changed, and more than a tenth of all, everything is as quickly linked anew.
MANY: Final = 500


class Linker(Protocol):
    """The room ``link``; the store does not know which."""

    def __call__(
        self,
        documents: tuple[DocumentCard, ...],
        citations: tuple[CitationCard, ...],
        elsewhere: Elsewhere = NOTHING_ELSEWHERE,
    ) -> LinkSet:
        """What these citations mean."""


def is_due(connection: sqlite3.Connection, version: str) -> bool:
    """Whether something changed since links were made, or the rules by which they are."""
    return link_log.is_stale(connection) or not link_log.is_current(connection, version)


def make_links(connection: sqlite3.Connection, link: Linker, version: str) -> None:
    """Bring all links up to date; to be called inside a transaction.

    The tables hold the same afterwards, whether all citations were answered or only those that
    what changed may concern.
    """
    if not link_log.is_current(connection, version):
        link_keys.fill(connection)
        _link_all(connection, link, version)
    elif _many(connection):
        _link_all(connection, link, version)
    else:
        near = read_neighbourhood(connection)
        answers = link(near.documents, near.citations, near.elsewhere)
        write_answers(connection, answers, near.ghosts)
        authority_rows.update_authority_codes(connection)
        link_log.clear(connection, version)


def _link_all(connection: sqlite3.Connection, link: Linker, version: str) -> None:
    citations = with_sharers(connection, citation_cards(connection))
    write_links(connection, link(document_cards(connection), citations), version)


def _many(connection: sqlite3.Connection) -> bool:
    changed = len(link_log.noted(connection, "file"))
    files = connection.execute("SELECT count(*) FROM files").fetchone()[0]
    return changed > MANY and changed * 10 > int(files)
