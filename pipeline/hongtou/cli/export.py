"""``hongtou export``: documents with all that was found in them, for other programs."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option
from hongtou.cli.screen import echo_json

__all__ = ["export"]

# Where the result goes without --out; what is one text goes to standard output.
TARGETS: Final = {
    "docbin": Path("hongtou.spacy"), "csv": Path("hongtou-csv"), "akn": Path("hongtou-akn"),
    "gbt33480": Path("hongtou-gbt33480"),
}  # fmt: skip
WRITTEN: Final = {
    "docbin": "段（Doc）", "jsonl": "行", "csv": "行", "akn": "个 XML 文件", "jsonld": "个节点",
    "gbt33480": "个 XML 文件", "graphml": "个节点",
}  # fmt: skip


@click.command(cls=Command)
@click.argument("documents", metavar="[文件]…", nargs=-1)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(WRITTEN)),
    required=True,
    metavar="格式",
    help=f"{'、'.join(WRITTEN)} 之一，见上。",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="路径",
    help="写到哪里，见上；不给时，一份文本的写到标准输出，其余写到当前目录。",
)
@click.option("--authority", metavar="机关", help="发文机关（名称的一部分）或机关代字。")
@click.option("--year", type=click.IntRange(1, 9999), metavar="年", help="文号或成文日期的年份。")
@click.option("--type", "type", metavar="文种", help="文种，如 通知、意见、办法。")
@click.option(
    "--unit",
    type=click.Choice(["article", "document"]),
    default="article",
    metavar="单位",
    help="docbin 中一个 Doc 是一条（article，默认）还是一份文件（document）。",
)
@click.option("--base", default="", metavar="开头", help="jsonld 中标识的开头，默认 urn:hongtou:。")
@click.option("--with-contacts", is_flag=True, help="保留联系人和电话；默认以＊代替。")
@db_option
@json_option
def export(
    documents: tuple[str, ...], form: Any, out: Path | None, unit: Any, base: str,
    with_contacts: bool, db: Path, as_json: bool, **filters: Any,
) -> None:  # fmt: skip
    """导出文件及其中的义务、数量、期限、引用，供其他程序使用；联系人和电话以＊代替。

    docbin 供 spaCy 训练（.spacy 文件或目录）；csv 每个表一个文件（目录或 .zip）。

    jsonl 每份文件一行；jsonld 为 ELI 与 schema.org 关联数据；graphml 为引用关系图（各为一份文本）。

    akn 为 Akoma Ntoso 3.0，gbt33480 为公文元数据，每份文件一个 XML（目录或 .zip）。

    不给文件则导出全部。文件可用任何写法的发文字号、文件编号，或标题中唯一的一部分来指。

    示例：hongtou export --format akn --year 2021 --out 归档.zip
    """
    from hongtou.query import open_knowledge_base
    from hongtou.query.filters import Filters
    from hongtou.run.export import export as run_export

    target = out or TARGETS.get(form)
    if target is None and as_json:
        raise click.UsageError(f"--json 报告写了什么，与写到标准输出的 {form} 不能同用；请加 --out")
    with open_knowledge_base(db) as kb, _progress(shown=target is not None) as tell:
        made = run_export(
            kb, form, target or sys.stdout, documents=documents, filters=Filters(**filters),
            unit=unit, with_contacts=with_contacts, base=base, on_progress=tell,
        )  # fmt: skip
    for warning in made.warnings:
        click.echo(f"注意：{warning}", err=True)
    if as_json:
        echo_json(made)
    elif target is not None:
        where = made.paths[0] if len(made.paths) == 1 else f"{target}（{len(made.paths)} 个文件）"
        cited = f"（另有 {made.ghosts} 份只见引用、未入库）" if made.ghosts else ""
        click.echo(f"已写入 {where}：{made.documents} 份文件{cited}，{made.rows} {WRITTEN[form]}")


@contextmanager
def _progress(*, shown: bool) -> Iterator[Callable[[int, int], None] | None]:
    """A bar with remaining time on standard error, if a person is looking."""
    if not shown or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("导出", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
