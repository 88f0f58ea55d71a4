"""``hongtou diff``: what a notice changed of the paper above it, clause by clause."""

from pathlib import Path
from typing import Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option

__all__ = ["diff"]

# As query.differing has them: that module is not loaded for --help.
VERDICTS: Final = {"relayed": "照转", "reworded": "改写", "tightened": "收紧", "loosened": "放宽",
                   "mixed": "有紧有松", "added": "新增", "dropped": "未转",
                   "passed_on": "随文转发"}  # fmt: skip


def _verdicts(
    _context: click.Context, _option: click.Parameter, words: str | None
) -> tuple[str, ...]:
    """``tightened,放宽`` -> ("tightened", "loosened")."""
    if words is None:
        return ()
    by_name = {name: verdict for verdict, name in VERDICTS.items()}
    wanted = [word.strip() for word in words.replace("，", ",").replace("、", ",").split(",")]
    found = tuple(by_name.get(word, word) for word in wanted if word)
    for verdict in found:
        if verdict not in VERDICTS:
            raise click.BadParameter(
                f"没有“{verdict}”（可用：{'、'.join(f'{v} {n}' for v, n in VERDICTS.items())}）"
            )
    return found


@click.command(cls=Command)
@click.argument("child", metavar="下级文件")
@click.argument("parent", metavar="[上级文件]", required=False)
@click.option(
    "--format",
    "form",
    default="text",
    metavar="格式",
    type=click.Choice(["text", "json", "html"]),
    help="text（默认）、json 或 html（可打印的对照页）。",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="文件",
    help="写到文件；不写则输出到屏幕。",
)
@click.option(
    "--only",
    callback=_verdicts,
    metavar="结论",
    help="只列某些结论，如 收紧,放宽 或 tightened,loosened。",
)
@db_option
@json_option
def diff(
    child: str, parent: str | None, form: str, out: Path | None, only: tuple[str, ...], db: Path,
    as_json: bool,
) -> None:  # fmt: skip
    """逐条对比：下级文件对上级文件的条款照转、改写、收紧、放宽、新增还是未转，附理由与原文。

    不写上级文件时，与它转发、批转、印发的文件比较，没有则与它落实的文件比较。

    示例：hongtou diff 忻银发[2021]49号，hongtou diff 忻银发[2021]49号 --format html --out 对照.html
    """
    from hongtou.query import open_knowledge_base
    from hongtou.query.targets import check_target, written_beside

    with open_knowledge_base(db) as kb:
        found = kb.diff(child, parent)
        if only:
            found = found.only(only)
        form = "json" if as_json else form
        text = {"text": found.to_text, "json": found.to_json, "html": found.to_html}[form]()
        if out is None:
            click.echo(text)
            return
        check_target(kb.connection, out)
        with written_beside(out) as part:
            part.write_text(text + "\n", encoding="utf-8")
    click.echo(f"已写入 {out}", err=True)
