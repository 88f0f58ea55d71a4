"""Reading the CSV files of this folder, with the rows of the user's own lists."""

from functools import lru_cache
from pathlib import Path

from hongtou.lexicon.overlay import overlaid, own_folder, own_rows, read_shipped


def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/NAME.csv``, each a mapping from column to stripped text.

    Rows of a list of the same name in the folder HONGTOU_LEXICON replace and add to them. Lists
    are read once; the folder is to be named before.

    Raises:
        LexiconError: If the file is missing, a row is short, or a row names no ``source``.
    """
    return _read(name, own_folder())


@lru_cache
def _read(name: str, folder: Path | None) -> tuple[dict[str, str], ...]:
    shipped = read_shipped(name)
    if folder is None:
        return tuple(row for _, row in shipped.rows)
    return tuple(overlaid(shipped, own_rows(name, shipped)))
