"""``hongtou search``: articles and obligations that hold the words."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from hongtou.cli.answers import owed, page_of
from hongtou.cli.chinese import Command
from hongtou.cli.options import MOST, db_option, filter_options, json_option, words_argument
from hongtou.cli.screen import echo, echo_json, highlighted

if TYPE_CHECKING:
    from hongtou.query import Hit, KnowledgeBase

__all__ = ["search"]


@click.command(cls=Command)
@words_argument(required=True)
@filter_options
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=20,
    metavar="条",
    help="最多显示几条，默认 20。",
)
@db_option
@json_option
def search(text: str, limit: int, db: Path, as_json: bool, **filters: Any) -> None:
    """全文检索：条款与义务，附原文。

    词之间用空格隔开表示都要出现，词内的标点也算。发文字号可用任何写法，先列该文件，再列引用它的
    条款。加 --bearer、--force 或 --recurring 时只返回义务。

    示例：hongtou search 再贷款 --force must，hongtou search 银发[2021]63号
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        hits = kb.search(text, **filters, limit=limit)
        hint = "" if hits else _hint(kb, text)
    if as_json:
        echo_json(hits)
    else:
        _show_hits(hits)
    if not hits:
        click.echo(f"没有找到“{text}”{hint}", err=True)
    elif len(hits) == limit and not as_json:
        click.echo(f"只显示前 {limit} 条；用 --limit 看更多", err=True)


def _hint(kb: "KnowledgeBase", text: str) -> str:
    """What to do where nothing was found: drop the filters, or look for other words."""
    if kb.search(text, limit=1):
        return "；不加其他条件时有结果，可放宽条件"
    words = kb.suggest(text)
    beside = kb.related(*words) if words else ()
    tries = "；试试：" + "、".join(words) if words else ""
    return tries + ("；相关的词：" + "、".join(beside) if beside else "")


def _show_hits(hits: "Sequence[Hit]") -> None:
    from rich.text import Text

    from hongtou.query.copies import copies_together

    for number, (hit, *copies) in enumerate(copies_together(hits), 1):
        document = hit.document
        ghost = "（未入库）" if document.role == "ghost" else ""
        place = (document.name + ghost, hit.path, document.date or "", page_of(hit))
        echo(Text(f"{number}. " + "  ".join(filter(None, place)), style="bold"))
        echo(highlighted(hit.quote, hit.marks, indent=3))
        for words_of_duty in dict.fromkeys(map(owed, hit.duties)):
            echo(Text(f"   └ {words_of_duty}", style="cyan"))
        if copies:
            files = (f"{copy.document.file or ''}  {page_of(copy)}".strip() for copy in copies)
            echo(Text(f"   同文另见：{'；'.join(files)}", style="dim"))
