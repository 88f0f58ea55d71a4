"""What people and machines see: tables that fit the terminal, JSON without a table around it."""

import dataclasses
import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

__all__ = ["echo", "echo_json", "grid", "highlighted", "short", "table"]

# Columns where no terminal says how wide it is: files and pipes.
WIDE: Final = 110

# Names of files may carry orders to the terminal, or turn what stands behind them around.
UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def echo(*parts: "RenderableType") -> None:
    """Write text and tables to standard output; colours only on a terminal."""
    from rich.console import Console
    from rich.text import Text

    # Written to a string first: click takes care of encodings and of broken pipes.
    terminal = sys.stdout.isatty()
    width = shutil.get_terminal_size((WIDE, 24)).columns
    page = StringIO()
    console = Console(
        file=page, width=width, force_terminal=terminal, highlight=False, emoji=False, markup=False,
        legacy_windows=False,
    )  # fmt: skip
    for part in parts:
        # In a file or a pipe a line stays a line, so that it can be searched.
        console.print(part, soft_wrap=not terminal and isinstance(part, str | Text))
    lines = (line.rstrip() for line in page.getvalue().split("\n"))
    click.echo("\n".join(lines), nl=False)


def echo_json(value: Any) -> None:
    """Write one JSON document; dataclasses become objects."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=_plain))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> "RenderableType":
    """A table with Chinese column titles; an empty cell for ``None``."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        made.add_column(column, overflow="fold")
    for row in rows:
        made.add_row(*(_cell(value) for value in row))
    return made


def grid(rows: Iterable[tuple[str, Any]]) -> "RenderableType":
    """Names and values side by side, empty values left out."""
    from rich.table import Table

    made = Table.grid(padding=(0, 2))
    made.add_column(no_wrap=True)
    made.add_column(overflow="fold")
    for name, value in rows:
        if value not in (None, "", ()):
            made.add_row(name, _cell(value))
    return made


def highlighted(text: str, marks: Iterable[tuple[int, int]], *, indent: int = 0) -> "Text":
    """``text`` behind ``indent`` blanks, with the places of ``marks`` in bold, for a terminal."""
    from rich.text import Text

    marked = Text(" " * indent + text)
    for start, end in marks:
        marked.stylize("bold red", start + indent, end + indent)
    return marked


def short(text: str, most: int = 24) -> str:
    """A title as it fits into a column: its beginning and its end."""
    return text if len(text) <= most else f"{text[: most - 9]}…{text[-8:]}"


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return value if hasattr(value, "__rich_console__") else UNSEEN.sub("�", str(value))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    convert: Callable[[Any], Any] = str
    return convert(value)
