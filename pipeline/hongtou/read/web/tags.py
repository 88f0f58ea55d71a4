"""Classes of HTML tags, from the list."""

from functools import lru_cache
from typing import Literal

from hongtou.lexicon import read_table

Role = Literal["block", "dropped", "formatting", "nesting"]


@lru_cache(maxsize=4)
def tags(role: Role) -> frozenset[str]:
    """Tags of ``html_tags.csv`` with one role: those that end a line are ``block``."""
    return frozenset(row["tag"] for row in read_table("html_tags") if row["role"] == role)
