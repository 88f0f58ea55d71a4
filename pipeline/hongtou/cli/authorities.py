"""``hongtou authorities``: whose code a 机关代字 is, and what codes an authority writes."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option
from hongtou.cli.screen import echo, echo_json, table
from hongtou.errors import MissingDatabaseError
from hongtou.model.labels import LEVELS

if TYPE_CHECKING:
    from hongtou.query.authorities import AuthorityCard

__all__ = ["authorities"]

KNOWN_BY: Final = {"registry": "名录", "inferred": "推断", "composed": "组成"}
COLUMNS: Final = ("代字", "机关", "层级", "地域", "起止", "承继机关", "依据", "文件")


@click.command(cls=Command)
@click.argument("name", metavar="[名称或代字]", default="")
@db_option
@json_option
def authorities(name: str, db: Path, as_json: bool) -> None:
    """发文机关：代字属哪个机关，层级、地域、起止、由谁承继；不给名称时列出库中出现的代字。

    依据一栏：名录，有出处的代字；组成，地名简称加类别，如 忻（忻州）和 银发；
    推断，名录没有，按库中文件的发文机关推断。文件一栏：写明该机关的份数/带该代字的份数。
    几地通用的代字逐一列出，不作判断。没有知识库时，只查名录。

    示例：hongtou authorities 忻银发
    """
    cards = _cards(name.strip(), db)
    if as_json:
        echo_json(cards)
        return
    title = (
        f"{name.strip()}：{len(cards)} 项" if name.strip() else f"库中的机关代字：{len(cards)} 个"
    )
    echo(table(title, COLUMNS, map(_row, cards)))
    if any(card.shared for card in cards):
        click.echo("这个代字几地通用，不作判断")
    for source in dict.fromkeys(card.source for card in cards) if name.strip() else ():
        click.echo(f"依据：{source}")


def _cards(name: str, db: Path) -> "tuple[AuthorityCard, ...]":
    from hongtou.query import open_knowledge_base
    from hongtou.query.authorities import find_authorities

    try:
        with open_knowledge_base(db) as kb:
            return kb.authorities(name)
    except MissingDatabaseError:
        if not name:
            raise
        return find_authorities(None, name)


def _row(card: "AuthorityCard") -> tuple[object, ...]:
    years = f"{card.since or ''}–{card.until or ''}"
    known_by = "composed" if card.composed else card.known_by
    counted = f"{card.agreeing}/{card.documents}" if card.documents else ""
    return (
        card.code, card.authority, LEVELS.get(card.level or ""), card.region,
        "" if years == "–" else years, card.successor, KNOWN_BY[known_by], counted,
    )  # fmt: skip
