"""store: the knowledge base, one SQLite file; the only room that knows its tables."""

from hongtou.store.bigrams import bigram_query, bigrams
from hongtou.store.connection import open_readonly

__all__ = ["bigram_query", "bigrams", "open_readonly"]
