"""Patterns of the user's own: what is an obligation, and what only looks like one, as data.

``patterns.csv`` holds regular expressions, ``patterns.jsonl`` token patterns as spaCy writes them
(one token a character). Ours is empty: rules of the house are in ``tag``; users add theirs in the
folder HONGTOU_LEXICON.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, Literal, cast, get_args

from hongtou.errors import LexiconError
from hongtou.lexicon.overlay import (
    TOKEN_PATTERNS,
    Table,
    own_files,
    own_folder,
    own_rows,
)
from hongtou.model import Force

PatternKind = Literal["obligation", "none"]

# A longer one is a program, and nobody can check what it finds.
_LONGEST: Final = 1_000
_MOST_TOKENS: Final = 100
# Characters that a token pattern may ask for, repeats counted: {"OP": "{0,40}"} is 40.
_MOST_STEPS: Final = 300
_COUNTED: Final = re.compile(r"\{(?P<least>\d{0,4})(?P<to>,(?P<most>\d{0,4}))?\}")
_PLAIN_REPEATS: Final = {"!": (1, 1), "?": (0, 1), "*": (0, None), "+": (1, None)}
_KEYS: Final = ("id", "label", "force", "pattern", "source")
_SHAPE: Final = Table(("name", "kind", "force", "regex", "source"), ())
_LITERAL: Final = ("TEXT", "ORTH", "LOWER")

Token = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern of a list: what it is called, what it says, and how it looks."""

    name: str
    kind: PatternKind
    force: Force | None  # None for what is no obligation
    where: str  # file and line, for messages
    regex: str | None = None
    tokens: tuple[Token, ...] = ()  # of spaCy's Matcher, one a character

    @property
    def anchor(self) -> str:
        """The longest run of characters that every match of a token pattern holds."""
        best = run = ""
        for token in self.tokens:
            plain = token["TEXT"] if set(token) == {"TEXT"} else None
            run = run + plain if isinstance(plain, str) else ""
            best = max(best, run, key=len)
        return best


def read_patterns() -> tuple[Pattern, ...]:
    """The patterns of the user's own, those of ``patterns.csv`` first, in the order of the files.

    Raises:
        LexiconError: For the first mistake, with file, line and the way out.
    """
    return _read(own_folder())


@lru_cache
def _read(folder: Path | None) -> tuple[Pattern, ...]:
    if folder is None:
        return ()
    found = [_from_row(where, row) for where, row in own_rows("patterns", _SHAPE)]
    for path in own_files():
        if path.name == TOKEN_PATTERNS:
            found += _from_lines(path)
    seen: dict[str, str] = {}
    for pattern in found:
        if pattern.name in seen:
            raise LexiconError(
                f"{pattern.where}：名称“{pattern.name}”已用于 {seen[pattern.name]}；请另取名称"
            )
        seen[pattern.name] = pattern.where
    return tuple(found)


def _from_row(where: str, row: Mapping[str, str]) -> Pattern:
    regex = row["regex"]
    if not regex or len(regex) > _LONGEST:
        said = f"超过 {_LONGEST} 字" if regex else "为空"
        raise LexiconError(
            f"{where}：regex {said}；请写一个正则表达式，如 实行(?P<action>限额管理)"
        )
    kind, force = _meaning(where, row["kind"], row["force"], "kind")
    return Pattern(row["name"], kind, force, where, regex)


def _from_lines(path: Path) -> Iterator[Pattern]:
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise LexiconError(f"{path}：不是 UTF-8 编码；请另存为 UTF-8") from error
    for number, line in enumerate(lines, start=1):
        where = f"{path} 第 {number} 行"
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError) as error:  # the latter from [[[[…
            raise LexiconError(f"{where}：不是 JSON（{error}）；每行须是一个 {{…}}") from error
        if not isinstance(said, dict):
            raise LexiconError(f"{where}：每行须是一个 {{…}}，如 {_example()}")
        yield _from_object(where, said)


def _from_object(where: str, said: dict[str, Any]) -> Pattern:
    if strange := [key for key in said if key not in _KEYS]:
        raise LexiconError(f"{where}：不认识的键 {'、'.join(strange)}；可用 {'、'.join(_KEYS)}")
    for key in ("id", "label", "source"):
        if not isinstance(said.get(key), str) or not said[key].strip():
            raise LexiconError(f"{where}：缺 {key}；如 {_example()}")
    kind, force = _meaning(where, said["label"], str(said.get("force") or ""), "label")
    pattern = Pattern(
        said["id"].strip(), kind, force, where, tokens=tuple(_tokens(where, said.get("pattern")))
    )
    if not pattern.anchor:
        raise LexiconError(
            f'{where}：句式中至少要有一个写明的字，如 {{"TEXT": "限"}}；否则每句都要试，太慢'
        )
    if sum(map(_steps, pattern.tokens)) > _MOST_STEPS:
        raise LexiconError(
            f"{where}：各 OP 的重复次数合计超过 {_MOST_STEPS}；"
            '请改小 {n,m} 的上限，或用 "*"、"+"（不限次数）'
        )
    return pattern


def repeats_of(token: Token) -> tuple[int, int | None]:
    """How often a token may come, at least and at most: ``{"OP": "{0,40}"}`` is (0, 40).

    None is without end, as for ``*``.

    Raises:
        ValueError: If that is no operator of spaCy.
    """
    said = token.get("OP")
    if said is None:
        return 1, 1
    if said in _PLAIN_REPEATS:
        return _PLAIN_REPEATS[said]
    counted = _COUNTED.fullmatch(said)
    if counted is None or not (counted["least"] or counted["most"]):
        raise ValueError(said)
    least = int(counted["least"] or 0)
    if not counted["to"]:
        return least, least
    most = int(counted["most"]) if counted["most"] else None
    if most is not None and most < least:
        raise ValueError(said)
    return least, most


def _steps(token: Token) -> int:
    least, most = repeats_of(token)
    return max(1, least) if most is None else most


def _check_repeats(where: str, token: Token) -> None:
    said = token.get("OP")
    try:
        if said is not None and not isinstance(said, str):
            raise ValueError(said)
        repeats_of(token)
    except ValueError as error:
        raise LexiconError(
            f'{where}：OP 不能是“{said}”；可用 "!"、"?"、"*"、"+"、"{{2}}"、"{{0,20}}"'
        ) from error


def _tokens(where: str, said: object) -> Iterator[Token]:
    """One token a character: ``{"TEXT": "限额"}`` and the string ``"限额"`` are two."""
    if isinstance(said, str):
        said = [{"TEXT": said}]
    if not isinstance(said, list) or not 0 < len(said) <= _MOST_TOKENS:
        raise LexiconError(f"{where}：pattern 须是 1 至 {_MOST_TOKENS} 个 {{…}}，如 {_example()}")
    for token in said:
        if not isinstance(token, dict):
            raise LexiconError(f'{where}：pattern 中每个字符写作 {{…}}，如 {{"TEXT": "限"}}')
        _check_repeats(where, token)
        literal = [key for key in token if key in _LITERAL and isinstance(token[key], str)]
        word = token[literal[0]] if literal else ""
        if len(word) > 1 and set(token) - {literal[0]}:
            raise LexiconError(
                f"{where}：“{word}”有 {len(word)} 个字，一个 {{…}} 只对应一个字；"
                "带 OP 等条件时请逐字写"
            )
        if len(word) > 1:
            yield from ({"TEXT": character} for character in word)
        elif set(token) == {"ORTH"}:  # an old name for the same
            yield {"TEXT": word}
        else:
            yield dict(token)


def _meaning(where: str, kind: str, force: str, column: str) -> tuple[PatternKind, Force | None]:
    if kind not in get_args(PatternKind):
        choices = "obligation（是义务）或 none（不是义务）"
        raise LexiconError(f"{where}：{column} 不能是“{kind}”；只能是 {choices}")
    if kind == "none":
        return "none", None
    if force not in get_args(Force):
        raise LexiconError(f"{where}：force 不能是“{force}”；可用 {'、'.join(get_args(Force))}")
    return "obligation", cast(Force, force)


def _example() -> str:
    return (
        '{"id": "限额管理", "label": "obligation", "force": "must", '
        '"pattern": [{"TEXT": "实行"}, {"TEXT": "限额"}], "source": "内控部"}'
    )
