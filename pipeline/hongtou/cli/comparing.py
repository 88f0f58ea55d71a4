"""``hongtou compare``: which papers set other numbers for the same thing."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from hongtou.cli.answers import page_of
from hongtou.cli.chinese import Command
from hongtou.cli.options import MOST, db_option, filter_options, json_option, words_argument
from hongtou.cli.screen import echo, echo_json

if TYPE_CHECKING:
    from hongtou.query import Comparison, Duty

__all__ = ["compare"]

VERDICTS: Final = {"same": "相同", "tighter": "收紧", "looser": "放宽", "different": "不同",
                   "apart": "条件不同"}  # fmt: skip
# Where no date tells which paper is newer.
UNDATED: Final = {"tighter": "甲严于乙", "looser": "甲宽于乙"}
COLOURS: Final = {"tighter": "red", "looser": "green", "different": "yellow", "apart": "dim"}


@click.command(cls=Command)
@words_argument(required=False)
@click.option("--for", "for_", metavar="机构", help="只比约束某类机构的义务，如 村镇银行。")
@filter_options
@click.option("--differing", is_flag=True, help="只列数值不同的，相同的不列。")
@click.option(
    "--all", "every", is_flag=True, help="文字相近而条件、范围或主体不同的也列出，不作比较。"
)
@click.option(
    "--limit", type=click.IntRange(1, MOST), metavar="对", help="最多显示几对，默认全部。"
)
@db_option
@json_option
def compare(
    text: str, for_: str | None, differing: bool, every: bool, limit: int | None, db: Path,
    as_json: bool, **filters: Any,
) -> None:  # fmt: skip
    """对比：不同文件对同一事项的数量要求是相同、收紧还是放宽，附原文。

    两份文件的义务都须符合所给条件；同一文件的副本不互相比较。

    示例：hongtou compare 余额 --unit 元 --differing
    """
    from hongtou.query import open_knowledge_base

    with open_knowledge_base(db) as kb:
        if for_ is not None:
            kb.check_institution(for_)
        pairs = kb.compare(text, for_=for_, every=every, **filters)
    pairs = tuple(pair for pair in pairs if not differing or pair.verdict != "same")[:limit]
    if as_json:
        echo_json(pairs)
    elif pairs:
        _show(pairs)
    if not pairs:
        hint = "" if every else "；加 --all 看文字相近而条件不同的"
        click.echo(f"没有可比较的数量要求{hint}", err=True)


def _show(pairs: "Sequence[Comparison]") -> None:
    from rich.text import Text

    from hongtou.query.register.words import amount_words

    counts = Counter(VERDICTS[pair.verdict] for pair in pairs)
    echo(f"对比：{len(pairs)} 对（{'、'.join(f'{n} {counts[n]}' for n in dict.fromkeys(counts))}）")
    for number, pair in enumerate(pairs, 1):
        verdict = VERDICTS[pair.verdict] if pair.dated else UNDATED.get(pair.verdict)
        numbers = [amount_words(pair.newer_amount), amount_words(pair.older_amount)]
        said = (
            numbers[0]
            if pair.verdict == "same"
            else (" ← " if pair.dated else " ｜ ").join(numbers)
        )
        reason = f"（{pair.reason}）" if pair.verdict in ("apart", "different") else ""
        echo("", Text(f"{number}. {verdict or VERDICTS[pair.verdict]}：{said}{reason}",
                      style=COLOURS.get(pair.verdict, "bold")))  # fmt: skip
        names = ("新", "旧") if pair.dated else ("甲", "乙")
        for name, duty in zip(names, (pair.newer, pair.older), strict=True):
            echo(f"   {name}  {_place(duty)}", f"       {duty.quote}")


def _place(duty: "Duty") -> str:
    """Where a side stands: ``银发〔2018〕16号  二/（三）  2018-01-12  第 2 页``."""
    document = duty.document
    return "  ".join(filter(None, (document.name, duty.path, document.date, page_of(duty))))
