"""``hongtou institutions``: which classes of institutions there are, and who includes whom."""

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from hongtou.cli.chinese import Command
from hongtou.cli.options import db_option, json_option
from hongtou.cli.screen import echo, echo_json, grid
from hongtou.errors import StoreError

if TYPE_CHECKING:
    from rich.tree import Tree

    from hongtou.query.binding.institutions import InstitutionCard

__all__ = ["institutions"]

KINDS: Final = {"class": "类别", "role": "角色", "named": "单家机构", "person": "个人"}


@click.command(cls=Command)
@click.argument("name", metavar="[机构]", default="")
@db_option
@json_option
def institutions(name: str, db: Path, as_json: bool) -> None:
    """机构类别：归入哪些类别、包括哪些类别、依据什么；不给名称时列出全部。

    obligations --for 即按这张表判断一份文件约束谁；有知识库时，顺带数出库中约束它的义务。

    责任清单“适用方式”：角色，它可担任的，如开户银行；限定，附条件的，如符合条件的银行；
    个别机构，只点名一家；限某地，只在该地；分支机构、总部、内设机构、所属人员，是它的一部分。

    示例：hongtou institutions 村镇银行
    """
    from hongtou.query.binding.institutions import all_institutions, institution_card

    if not name.strip():
        cards = all_institutions()
        if as_json:
            echo_json(cards)
        else:
            echo(_whole(cards))
        return
    card = institution_card(name)
    if as_json:
        echo_json(card)
    else:
        _show(card, _count(card, db))


def _count(card: "InstitutionCard", db: Path) -> int | None:
    """How many obligations bind the class, where a knowledge base is at hand."""
    from hongtou.query import open_knowledge_base

    try:
        with open_knowledge_base(db) as kb:
            return kb.count_binding(card.asked)
    except StoreError:  # the tree is as good without a count
        return None


def _show(card: "InstitutionCard", duties: int | None) -> None:
    told = f"{duties} 条义务；查看：hongtou obligations --for {card.asked}"
    also = {card.name, *card.other_names}
    asked = "" if card.asked in also else f"（{card.asked} 属此）"
    echo(
        grid(
            (
                ("名称", card.name + asked),
                ("性质", KINDS[card.kind]),
                ("其他名称", "、".join(card.other_names)),
                ("说明", card.note),
                ("依据", card.source),
                ("可任此角色的", "、".join(card.role_of)),
                ("可担任", "、".join(card.may_act_as)),
                ("库中约束它的", None if duties is None else told),
            )
        )
    )
    sources: dict[str, int] = {}
    for title, ways in (("归入", card.within), ("包括", card.includes)):
        if ways:
            echo("", _tree(title, ways, sources))
    if sources:
        echo("", *(f"[{number}] {source}" for source, number in sources.items()))


def _tree(title: str, ways: Iterable[tuple[str, ...]], sources: dict[str, int]) -> "Tree":
    """Ways that begin at one class as a tree; ``sources`` numbers the laws that say so."""
    from rich.tree import Tree

    from hongtou.query.binding.institutions import source_of

    tree = Tree(title, guide_style="dim")
    branches: dict[tuple[str, ...], Tree] = {(): tree}
    for way in sorted(ways, key=len):
        for at in range(1, len(way)):
            steps = way[1 : at + 1]
            if steps not in branches:
                number = sources.setdefault(source_of(steps[-1]), len(sources) + 1)
                branches[steps] = branches[steps[:-1]].add(f"{steps[-1]} [{number}]")
    return tree


def _whole(cards: "Iterable[InstitutionCard]") -> "Tree":
    """All classes, each once, below the first class that includes it."""
    from rich.tree import Tree

    tree = Tree("机构类别", guide_style="dim")
    branches: dict[str, Tree] = {}
    waiting = {card.name: card for card in cards if card.kind != "role"}
    while waiting:
        for card in tuple(waiting.values()):
            first = next((way[1] for way in card.within), None)
            if first is None or first in branches:
                branches[card.name] = (branches[first] if first else tree).add(card.name)
                del waiting[card.name]
    roles = tree.add("角色（一家机构可兼任）")
    for card in cards:
        if card.kind == "role":
            roles.add(f"{card.name} ← {'、'.join(card.role_of)}")
    return tree
