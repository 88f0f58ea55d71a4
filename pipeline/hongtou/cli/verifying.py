"""``hongtou verify``: every citation in a text or a file against the knowledge base."""

import os
import sys
from collections import Counter
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option, reading_options
from hongtou.cli.screen import UNSEEN, echo, echo_json
from hongtou.errors import EncodingError

if TYPE_CHECKING:
    from hongtou.query.verifying.results import CheckedCitation, Verification

__all__ = ["verify"]

# Exit code where a citation is not in order; the others are those of all commands.
NOT_IN_ORDER: Final = 2
COLOURS: Final = {"held": "green", "unconfirmed": "yellow", "ghost": "yellow", "near": "yellow",
                  "unknown": "yellow"}  # fmt: skip
# What people type as a path, and what no text of a notice holds.
PATH_LIKE: Final = frozenset({".txt", ".pdf", ".docx", ".doc", ".ofd", ".wps", ".html", ".htm",
                              ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".md", ".rtf"})  # fmt: skip
LONGEST_PATH: Final = 1024


@click.command(cls=Command)
@click.argument("text", metavar="文字或文件")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), metavar="日期",
    help="按哪一天看所引文件是否有效，如 2024-01-01；默认今天。",
)  # fmt: skip
@reading_options
@db_option
@json_option
def verify(
    text: str, on: datetime | None, ocr: Literal["auto", "always", "never"], engine: str,
    weights: Path | None, db: Path, as_json: bool,
) -> int:  # fmt: skip
    """核对引用：一段文字或一份文件里引用的文号、标题、条款，与知识库是否相符。

    文件可以是能入库的任何格式；- 从标准输入读文字。什么都不写入知识库。

    退出码：0 全部相符，或没有引用；2 至少一处不符、不在库或无法确认；3 无法核对。

    示例：hongtou verify '根据银发〔2021〕63号第三条'，hongtou verify 稿件.docx
    """
    from hongtou.read import ReadOptions
    from hongtou.run.verifying import verify as check

    day = on.date() if on else None
    options = ReadOptions(ocr=ocr, engine=engine, weights=weights)
    found = check(_given(text), db=db, on=day, options=options)
    if as_json:
        citations = [
            {**asdict(citation), "words": citation.words, "in_order": citation.in_order}
            for citation in found.citations
        ]
        echo_json({"in_order": found.in_order, "name": found.name, "on": found.on,
                   "citations": citations})  # fmt: skip
    else:
        _show(found)
    return 0 if found.in_order else NOT_IN_ORDER


def _given(text: str) -> str | Path:
    """The text itself, or the file that it names."""
    if text == "-":
        return _piped()
    if not text.strip():
        raise click.UsageError("没有要核对的文字；请给出一段文字或一个文件")
    path = Path(text)
    if len(os.fsencode(text)) <= LONGEST_PATH and "\n" not in text and "\0" not in text:
        if path.is_file():
            return path
        if path.is_dir():
            raise click.UsageError(f"{text}：这是一个目录；请逐份核对")
        if path.suffix.lower() in PATH_LIKE:
            raise click.UsageError(f"{text}：没有这个文件；请检查路径")
    return text


def _piped() -> str:
    content = sys.stdin.buffer.read()
    from hongtou.read.encodings import decode

    try:
        return decode(content).text
    except EncodingError as error:
        raise EncodingError(f"标准输入：{error}") from error


def _show(found: "Verification") -> None:
    if not found.citations:
        echo(f"{found.name}：没有发现对文件的引用（文号、《标题》）")
        return
    counts = Counter(citation.words for citation in found.citations)
    said = "；".join(f"{words} {count} 处" for words, count in counts.most_common())
    echo(f"{found.name}：{len(found.citations)} 处引用：{said}")
    for number, citation in enumerate(found.citations, 1):
        _show_citation(number, citation)


def _show_citation(number: int, citation: "CheckedCitation") -> None:
    from rich.text import Text

    head = f"{number}. {citation.words}  第 {citation.line} 行"
    echo("", Text(head, style=COLOURS.get(citation.verdict, "red")))
    quote = " ".join(citation.quote.split())
    provision = citation.provision or ""
    cited = quote if quote.endswith(provision) else f"{quote}  {provision}"
    echo(f"   文中  {UNSEEN.sub('�', cited)}")
    if citation.document is not None and citation.document.role != "ghost":
        ref = citation.document
        title = f"《{ref.title}》" if ref.title else ""
        echo(f"   库中  {ref.number or ''}{title}  {ref.date or ''}".rstrip())
    if citation.verdict != "held":
        echo(f"   说明  {citation.message}")
    for warning in citation.warnings:
        echo(Text(f"   注意  {warning}", style="yellow"))
