"""``hongtou keywords``: what papers are about, in a few words each."""

from pathlib import Path

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import MOST, db_option, json_option
from hongtou.cli.screen import echo, echo_json, short, table

__all__ = ["keywords"]


@click.command(cls=Command)
@click.argument("document", metavar="[文件]", required=False)
@click.option(
    "--limit",
    type=click.IntRange(1, MOST),
    default=10,
    metavar="个",
    help="每份文件最多几个词，默认 10。",
)
@db_option
@json_option
def keywords(document: str | None, limit: int, db: Path, as_json: bool) -> None:
    """关键词：一份文件区别于库中其他文件的词；不指明文件时逐份列出。

    示例：hongtou keywords 赣银保监发〔2021〕2号
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        documents = kb.documents() if document is None else (kb.resolve(document),)
        found = [(one, kb.keywords(one.document_id, limit)) for one in documents]
    if as_json:
        echo_json([{"document": one, "keywords": words} for one, words in found])
    elif document is not None:
        click.echo("、".join(found[0][1]))
    else:
        rows = [(short(one.name), one.date, "、".join(words)) for one, words in found]
        echo(table(f"关键词：{len(rows)} 份文件", ("文件", "日期", "关键词"), rows))
    if not any(words for _, words in found):
        click.echo("没有可列的关键词；文件未入库，或正文没有可用的词", err=True)
