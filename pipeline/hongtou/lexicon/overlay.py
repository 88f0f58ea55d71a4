"""Lists of the user's own: a folder whose files add to, or replace rows of, those of this one.

The environment variable HONGTOU_LEXICON names the folder. Its ``force_words.csv`` has the columns
of ours; a row that is equal in its key (the shortest run of first columns that tells all rows of
our list apart: the word, the name) replaces ours, any other is added behind.
"""

import csv
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from hongtou.errors import LexiconError

ENVIRONMENT: Final = "HONGTOU_LEXICON"
# Only users have patterns as data, so there are no files of ours beside these two.
REGEX_PATTERNS: Final = "patterns.csv"
TOKEN_PATTERNS: Final = "patterns.jsonl"
# Columns whose values the program knows one by one: another one would silently do nothing.
_CLOSED: Final = frozenset(
    {"force", "kind", "operator", "negated", "gap", "position", "relation", "role", "place"}
)

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A list as it stands in a CSV file: its columns, and its rows with their line numbers."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, Row], ...]  # line in the file, from 2


def own_folder() -> Path | None:
    """The folder that HONGTOU_LEXICON names, ``None`` where it names none.

    Raises:
        LexiconError: If there is no such folder.
    """
    named = os.environ.get(ENVIRONMENT, "").strip()
    if not named:
        return None
    folder = Path(named)
    if not folder.is_dir():
        raise LexiconError(
            f"自备词表目录不存在：{folder}；请改正 --lexicon 或环境变量 {ENVIRONMENT}"
        )
    return folder


def own_files() -> tuple[Path, ...]:
    """The lists of the user's own, sorted by name; other kinds of files are nobody's business.

    Raises:
        LexiconError: If the folder is missing or a list has a name that none of ours has.
    """
    folder = own_folder()
    return () if folder is None else tuple(_lists_in(folder))


def check_own_lists() -> int:
    """Read all lists of the user's own, so that a mistake is told before any file is read.

    Returns:
        How many lists there are.

    Raises:
        LexiconError: For the first mistake, with file, line and the way out.
    """
    lists = own_files()
    for path in lists:
        if path.suffix == ".csv" and path.name != REGEX_PATTERNS:
            own_rows(path.stem, read_shipped(path.stem))
    return len(lists)


def own_rows(name: str, shipped: Table) -> tuple[tuple[str, Row], ...]:
    """The user's rows for list ``name``, each with where it stands: ``我的词表/units.csv 第 2 行``.

    Raises:
        LexiconError: If the file cannot be read, lacks a column, or holds a bad value.
    """
    found = [path for path in own_files() if path.name == f"{name}.csv"]
    return tuple(_checked(found[0], shipped)) if found else ()


def overlaid(shipped: Table, own: Sequence[tuple[str, Row]]) -> Iterator[Row]:
    """The rows of a list with the user's own: replaced where the key is equal, else behind."""
    key = key_of(shipped)
    changed = {tuple(row[column] for column in key): row for _, row in own}
    for _, row in shipped.rows:
        yield changed.pop(tuple(row[column] for column in key), row)
    yield from changed.values()


def key_of(table: Table) -> tuple[str, ...]:
    """The shortest run of first columns that tells all rows apart: ``("word", "kind")``."""
    columns = [column for column in table.columns if column != "source"]
    for many in range(1, len(columns)):
        keys = {tuple(row[column] for column in columns[:many]) for _, row in table.rows}
        if len(keys) == len(table.rows):
            return tuple(columns[:many])
    return tuple(columns)


@lru_cache
def read_shipped(name: str) -> Table:
    """Our own list ``NAME.csv``.

    Raises:
        LexiconError: If the file is missing, a row is short, or a row names no ``source``.
    """
    try:
        text = files(__package__).joinpath(f"{name}.csv").read_text("utf-8")
    except FileNotFoundError as error:
        raise LexiconError(f"词表 {name}.csv 不存在，请重新安装 hongtou") from error
    return _parse(text, f"词表 {name}.csv")


def _lists_in(folder: Path) -> list[Path]:
    known = sorted(
        [REGEX_PATTERNS, TOKEN_PATTERNS]
        + [entry.name for entry in files(__package__).iterdir() if entry.name.endswith(".csv")]
    )
    lists = sorted(p for p in folder.iterdir() if p.suffix in (".csv", ".jsonl") and p.is_file())
    for path in lists:
        if path.name not in known:
            near = get_close_matches(path.name, known, n=3, cutoff=0.5) or known
            raise LexiconError(
                f"{path}：没有叫这个名称的词表；相近的有 {'、'.join(near)}；请改名或移走"
            )
    return lists


def _checked(path: Path, shipped: Table) -> Iterator[tuple[str, Row]]:
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LexiconError(
            f"{path}：不是 UTF-8 编码；在 Excel 中请另存为“CSV UTF-8（逗号分隔）”"
        ) from error
    except OSError as error:
        raise LexiconError(f"{path}：无法读取；请检查文件权限") from error
    try:
        _check_head(path, text, shipped)
        table = _parse(text, str(path))
    except csv.Error as error:  # an open quote takes all that follows into one cell
        raise LexiconError(f"{path}：不是 CSV（{error}）；请检查英文双引号是否成对") from error
    closed, numeric = _closed_columns(shipped), _numeric_columns(shipped)
    for line, row in table.rows:
        where = f"{path} 第 {line} 行"
        if not row.get(shipped.columns[0]):
            raise LexiconError(f"{where}：{shipped.columns[0]} 为空；请填写或删去该行")
        for column, values in closed.items():
            if row.get(column, "") not in values:
                choices = "、".join(value or "（空）" for value in sorted(values))
                raise LexiconError(
                    f"{where}：{column} 不能是“{row.get(column, '')}”；可用 {choices}"
                )
        for column in numeric:
            if row.get(column) and not _is_number(row[column]):
                raise LexiconError(f"{where}：{column} 须是数字，不能是“{row[column]}”")
        yield where, {column: row.get(column, "") for column in shipped.columns}


def _check_head(path: Path, text: str, shipped: Table) -> None:
    columns = [column.strip() for column in next(csv.reader(text.splitlines()[:1]), [])]
    missing = [c for c in shipped.columns if c not in (*columns, *_optional_columns(shipped))]
    strange = [column for column in columns if column not in shipped.columns]
    if missing or strange:
        said = f"缺列 {'、'.join(missing)}" if missing else f"不认识的列 {'、'.join(strange)}"
        raise LexiconError(f"{path} 第 1 行：{said}；表头须为 {','.join(shipped.columns)}")


def _optional_columns(shipped: Table) -> tuple[str, ...]:
    """Columns that our own list leaves empty somewhere; a later release may bring more of them."""
    return tuple(c for c in shipped.columns if any(not row[c] for _, row in shipped.rows))


def _closed_columns(shipped: Table) -> Mapping[str, frozenset[str]]:
    """Columns with a closed set of values, and the values that our list has."""
    return {
        column: frozenset(row[column] for _, row in shipped.rows)
        for column in shipped.columns
        if column in _CLOSED and shipped.rows
    }


def _numeric_columns(shipped: Table) -> tuple[str, ...]:
    """Columns in which our list has nothing but numbers: ``factor`` of units."""
    filled = {c: [r[c] for _, r in shipped.rows if r[c]] for c in shipped.columns}
    return tuple(c for c, values in filled.items() if values and all(map(_is_number, values)))


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))  # nan and inf are numbers to Python only
    except ValueError:
        return False


def _parse(text: str, where: str) -> Table:
    reader = csv.DictReader(text.splitlines())
    columns = tuple(column.strip() for column in reader.fieldnames or ())
    reader.fieldnames = columns
    rows = []
    for row in reader:
        if not any(_cells(row)):  # Excel leaves such lines: ,,,
            continue
        short = None in row or None in row.values()
        if short or not row.get("source", "").strip():
            said = "缺列或多列（内容中有逗号时，请用英文双引号括起）" if short else "没有 source"
            raise LexiconError(f"{where} 第 {reader.line_num} 行{said}：{','.join(_cells(row))}")
        rows.append((reader.line_num, {key: value.strip() for key, value in row.items()}))
    return Table(columns, tuple(rows))


def _cells(row: Mapping[str, object]) -> Iterator[str]:
    """The cells of a row as printed; the reader gathers surplus ones in a list."""
    for value in row.values():
        surplus = value if isinstance(value, list) else [value]
        yield from ("" if cell is None else str(cell) for cell in surplus)
