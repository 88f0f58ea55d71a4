"""``hongtou chain``: what a paper passes on, who passes it on, and who did not."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import MOST, db_option, json_option
from hongtou.cli.screen import echo, echo_json

if TYPE_CHECKING:
    from hongtou.query.chains.chain import Chain, ChainWords
    from hongtou.query.chains.walk import Direction

__all__ = ["chain"]

FORMATS: Final = ("text", "json", "mermaid", "dot", "graphml", "svg")
# Weaker relations, as query.chains has them: that module is not loaded for --help.
WEAKER: Final = {"implements": "落实", "amends": "修改", "repeals": "废止", "cites": "引用"}


@click.command(cls=Command)
@click.argument("document", metavar="[文件]", required=False)
@click.option("--unanswered", is_flag=True, help="全库：要求转发而未见下级文件的，新的在前。")
@click.option(
    "--format",
    "form",
    default="text",
    metavar="格式",
    type=click.Choice(FORMATS),
    help="text（默认）、json、mermaid、dot、graphml 或 svg（图）。",
)
@click.option("--up", is_flag=True, help="只看上游。")
@click.option("--down", is_flag=True, help="只看下游。")
@click.option(
    "--depth",
    type=click.IntRange(0, MOST),
    metavar="代",
    help="上下各最多几代，默认不限。",
)
@click.option(
    "--also",
    "also",
    multiple=True,
    default=("implements",),
    metavar="关系",
    type=click.Choice([*WEAKER, *WEAKER.values(), "none", "无"]),
    help="除转发、批转、印发外还看：落实（默认）、修改、废止、引用；可重复；无 表示都不看。",
)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=50,
    metavar="份",
    help="每份文件最多列几份下级文件，默认 50；与 --unanswered 同用：最多列几项。",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="写入文件，而不是屏幕。",
)
@db_option
@json_option
def chain(
    document: str | None, unanswered: bool, form: str, up: bool, down: bool, depth: int | None,
    also: tuple[str, ...], limit: int, out: Path | None, db: Path, as_json: bool,
) -> None:  # fmt: skip
    """转发链：上游与下游、日期、相隔天数、未入库的文件、要求转发而未见下级文件的。

    文件可用任何写法的发文字号、文件编号，或标题中唯一的一部分来指。存疑的引用只作提示，不作为
    事实；成环的关系会指出。

    示例：hongtou chain 忻银发[2021]49号 --format svg --out 转发链.svg，hongtou chain --unanswered
    """
    from hongtou.query import open_knowledge_base
    from hongtou.query.targets import check_target, written_beside

    if (document is None) != unanswered or (unanswered and out is not None):
        raise click.UsageError("请给出一份文件，或者用 --unanswered 查全库，不能都给或都不给")
    if document is None:
        _show_unanswered(db, limit, as_json=as_json or form == "json")
        return
    how: ChainWords = {
        "direction": _direction(up, down), "depth": depth, "limit": limit,
        "also": tuple(dict.fromkeys(_relation(n) for n in also if n not in ("none", "无"))),
    }  # fmt: skip
    with open_knowledge_base(db) as kb:
        if out is not None:
            check_target(kb.connection, out)
        found = kb.chain(document, **how)
    written = _written(found, "json" if as_json else form)
    if out is None:
        click.echo(written)
        return
    with written_beside(out) as part:
        part.write_text(written.rstrip("\n") + "\n", encoding="utf-8", newline="\n")
    click.echo(f"已写入 {out}：{len(found.nodes)} 份文件，{len(found.links)} 处关系", err=True)


def _show_unanswered(db: Path, limit: int, *, as_json: bool) -> None:
    """Every wish with its words, as ``chain`` tells it of one paper."""
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        found = kb.unanswered(limit=limit + 1)
    if as_json:
        echo_json(found[:limit])
        return
    for number, wish in enumerate(found[:limit], 1):
        to = f" → {wish.to}" if wish.to else ""
        echo(f"{number}. 未见：{wish.by}{to}")
        echo(f"   {wish.document.name}  {wish.document.date or ''}：“{wish.quote}”")
    if not found:
        click.echo("没有要求转发而未见下级文件的", err=True)
    elif len(found) > limit:
        click.echo(f"只显示前 {limit} 项；用 --limit 看更多", err=True)


def _direction(up: bool, down: bool) -> "Direction":
    return "both" if up == down else "up" if up else "down"


def _relation(name: str) -> str:
    return next((english for english, chinese in WEAKER.items() if chinese == name), name)


def _written(found: "Chain", form: str) -> str:
    writers = {
        "text": found.to_text, "json": found.to_json, "mermaid": found.to_mermaid,
        "dot": found.to_dot, "graphml": found.to_graphml, "svg": found.to_svg,
    }  # fmt: skip
    return writers[form]()
