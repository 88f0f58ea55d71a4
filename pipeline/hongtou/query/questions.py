"""What questions of every kind have at hand: the file, places on paper, names."""

import sqlite3

from hongtou.query.documents import resolve
from hongtou.query.places import Places
from hongtou.query.results import DocumentRef

__all__ = ["Questions"]


class Questions:
    """Questions of one kind are one class; the knowledge base is all of them in one."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.connection = connection
        self._places = Places(connection)

    def resolve(self, document: str) -> DocumentRef:
        """The one document that ``document`` means: number in any spelling, id, part of a title.

        Raises:
            LookupFailedError: If none does.
            AmbiguousError: If several do; the message lists them.
        """
        return resolve(self.connection, document)
