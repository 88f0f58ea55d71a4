"""Commands that ask: search, obligations, chain."""

import csv
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import FORCES, MOST, db_option, filter_options, json_option
from hongtou.cli.screen import echo, echo_json, highlighted, short, table

if TYPE_CHECKING:
    from hongtou.query import Duty, Hit

    _Found = TypeVar("_Found", bound=Hit | Duty)

__all__ = ["chain", "obligations", "search"]

# What makes a spreadsheet compute a cell instead of showing it (OWASP, CSV Injection).
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@click.command(cls=Command)
@click.argument("text", metavar="文字")
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

    词之间用空格隔开表示都要出现。加 --bearer 或 --force 时只返回义务。

    示例：hongtou search 再贷款 --force must
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        hits = kb.search(text, **filters, limit=limit)
        suggestions = () if hits else kb.suggest(text)
    if as_json:
        echo_json(hits)
    else:
        _show_hits(hits, text.split())
    if not hits:
        hint = "；试试：" + "、".join(suggestions) if suggestions else ""
        click.echo(f"没有找到“{text}”{hint}", err=True)
    elif len(hits) == limit and not as_json:
        click.echo(f"只显示前 {limit} 条；用 --limit 看更多", err=True)


def _show_hits(hits: "Sequence[Hit]", words: Sequence[str]) -> None:
    from rich.text import Text

    for number, (hit, *copies) in enumerate(_copies_together(hits), 1):
        document = hit.document
        ghost = "（未入库）" if document.role == "ghost" else ""
        place = (document.name + ghost, hit.path, document.date or "", _page(hit))
        echo(Text(f"{number}. " + "  ".join(filter(None, place)), style="bold"))
        echo(highlighted(f"   {hit.quote}", words))
        for owed in dict.fromkeys(map(_owed, hit.duties)):
            echo(Text(f"   └ {owed}", style="cyan"))
        if copies:
            files = (f"{copy.document.file or ''}  {_page(copy)}".strip() for copy in copies)
            echo(Text(f"   同文另见：{'；'.join(files)}", style="dim"))


def _page(found: "Hit | Duty") -> str:
    return f"第 {found.page} 页" if found.page and found.box else ""


def _copies_together(found: "Sequence[_Found]") -> "Iterator[tuple[_Found, ...]]":
    """What copies of one paper say in the same words is said once, in the place of the first."""
    together: dict[object, list[_Found]] = {}
    nth: Counter[object] = Counter()  # a paper may say the same twice in one article
    for item in found:
        number = item.document.number
        said: tuple[object, ...] = (id(item),)
        if number:
            said = (number, item.path, *_words(item))
        here = (item.document.document_id, said)
        together.setdefault((*said, nth[here]), []).append(item)
        nth[here] += 1
    return map(tuple, together.values())


def _words(found: "Hit | Duty") -> tuple[str | None, ...]:
    bearer, force = getattr(found, "bearer", None), getattr(found, "force", None)
    return "".join(found.quote.split()), bearer, force


@click.command(cls=Command)
@click.argument("text", metavar="[文字]", default="")
@click.option(
    "--for", "for_", metavar="机构", help="约束某类机构的义务，含点名更大类别的，如 村镇银行。"
)
@filter_options
@click.option(
    "--limit", type=click.IntRange(1, MOST), metavar="条", help="最多显示几条，默认全部。"
)
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV（可用 Excel 打开）。")
@db_option
@json_option
def obligations(
    text: str, for_: str | None, limit: int | None, as_csv: bool, db: Path, as_json: bool,
    **filters: Any,
) -> None:  # fmt: skip
    """责任清单：谁、应当或不得、做什么、到何时。

    示例：hongtou obligations --for 村镇银行 --due-before 2021-12-31
    """
    from hongtou.query import open_knowledge_base

    if as_csv and as_json:
        raise click.UsageError("--csv 与 --json 只能用一个", click.get_current_context())
    with open_knowledge_base(db) as kb:
        duties = kb.obligations(text, **filters, for_=for_, limit=limit)
    if as_json:
        echo_json(duties)
    elif as_csv:
        _write_csv(duties)
    elif duties:
        columns = ("责任主体", "要求", "原文", "期限", "出处")
        rows = [_register_row(*copies) for copies in _copies_together(duties)]
        echo(table(f"责任清单：{len(rows)} 条", columns, rows))
    if not duties:
        click.echo("没有符合条件的义务；可放宽条件，或用 hongtou search 查找原文", err=True)


def _owed(duty: "Duty") -> str:
    return f"{_bearer(duty)} · {FORCES.get(duty.force, duty.force)}"


def _bearer(duty: "Duty") -> str:
    """Who bears the duty; a long list of recipients is named by its first."""
    if duty.bearer is None:
        return "（未写明主体）"
    names = duty.bearer.split("、")
    if duty.bearer_source == "recipients" and len(names) > 2:
        return f"{names[0]} 等 {len(names)} 家收文单位"
    return duty.bearer


def _register_row(duty: "Duty", *copies: "Duty") -> tuple[str, ...]:
    bearer = _bearer(duty)
    if duty.via and duty.via not in bearer:
        bearer += f"（{duty.via}）"
    due = "；".join(d.date or d.text for d in duty.due_dates) or duty.deadline or ""
    where = f"{short(duty.document.name)} {duty.path}".strip()
    if others := {copy.document.document_id for copy in copies} - {duty.document.document_id}:
        where += f"（另有 {len(others)} 份副本）"
    return bearer, FORCES.get(duty.force, duty.force), duty.quote, due, where


def _write_csv(duties: "Sequence[Duty]") -> None:
    # The mark at the beginning tells Excel that this is UTF-8.
    sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ("责任主体", "约束力", "原文", "行为", "条件", "期限", "期限日期", "周期", "发文字号",
         "标题", "条款", "页", "编号")
    )  # fmt: skip
    for duty in duties:
        dates = "；".join(due.date for due in duty.due_dates if due.date)
        cells = (
            duty.bearer, FORCES.get(duty.force, duty.force), duty.quote, duty.action,
            duty.condition, duty.deadline, dates, duty.recurrence, duty.document.number,
            duty.document.title, duty.path, duty.page, duty.obligation_id,
        )  # fmt: skip
        writer.writerow(map(_cell, cells))


def _cell(value: str | int | None) -> str | int | None:
    """A cell that no spreadsheet takes for a formula: ``'`` goes before =, +, -, @, tab and CR."""
    if not isinstance(value, str):
        return value
    # The csv module does not quote a lone CR, which readers take for the end of the row.
    return "'" * value.startswith(FORMULA) + value.replace("\r", " ")


@click.command(cls=Command)
@click.argument("document", metavar="文件")
@click.option(
    "--format",
    "form",
    default="text",
    metavar="格式",
    type=click.Choice(["text", "json", "mermaid", "dot", "graphml"]),
    help="text（默认）、json、mermaid、dot 或 graphml。",
)
@db_option
@json_option
def chain(document: str, form: str, db: Path, as_json: bool) -> None:
    """转发链：上游与下游、日期、相隔天数、未入库的文件、要求转发而未见下级文件的。

    文件可用任何写法的发文字号、文件编号，或标题中唯一的一部分来指。

    示例：hongtou chain 忻银发[2021]49号 --format mermaid
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        found = kb.chain(document)
    writers = {
        "text": found.to_text, "json": found.to_json, "mermaid": found.to_mermaid,
        "dot": found.to_dot, "graphml": found.to_graphml,
    }  # fmt: skip
    click.echo(writers["json" if as_json else form]())
