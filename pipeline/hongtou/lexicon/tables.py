"""Reading the CSV files of this folder."""

import csv
from functools import lru_cache
from importlib.resources import files

from hongtou.errors import LexiconError


@lru_cache
def read_table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/NAME.csv``, each a mapping from column to stripped text.

    Raises:
        LexiconError: If the file is missing, a row is short, or a row names no ``source``.
    """
    try:
        lines = files(__package__).joinpath(f"{name}.csv").read_text("utf-8").splitlines()
    except FileNotFoundError as error:
        raise LexiconError(f"词表 {name}.csv 不存在，请重新安装 hongtou") from error
    rows = []
    for number, row in enumerate(csv.DictReader(lines), start=2):
        if None in row or None in row.values() or not row.get("source"):
            raise LexiconError(f"词表 {name}.csv 第 {number} 行缺列或没有 source：{row}")
        rows.append({key: value.strip() for key, value in row.items()})
    return tuple(rows)
