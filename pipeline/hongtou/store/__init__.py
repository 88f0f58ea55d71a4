"""store: the knowledge base, one SQLite file; the only room that knows its tables."""

from hongtou.store.bigrams import bigram_query, bigrams, fold
from hongtou.store.connection import open_readonly
from hongtou.store.content import content_of
from hongtou.store.first_readings import FirstReading
from hongtou.store.knowledge import FileStatus, KnownFile, Store, open_store
from hongtou.store.ledger_rows import correction_of, read_ledger
from hongtou.store.places import Member
from hongtou.store.rows import document_id_of

__all__ = [
    "FileStatus",
    "FirstReading",
    "KnownFile",
    "Member",
    "Store",
    "bigram_query",
    "bigrams",
    "content_of",
    "correction_of",
    "document_id_of",
    "fold",
    "open_readonly",
    "open_store",
    "read_ledger",
]
