"""Questions of officers and analysts: one command each, the right quote, under three seconds."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from hongtou.run import ingest
from tests.questions import LINEAGE, NATIONAL, QUESTIONS, Question

ROOT = Path(__file__).resolve().parent.parent

# CPU seconds from the start of the interpreter to its end; the clock on the wall of a busy machine
# says nothing.
SECONDS = 3.0


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("questions") / "hongtou.db"
    assert ingest([ROOT / "corpus"], db=path, extracted=None).exit_code == 0
    return path


def ask(db: Path, *command: str, code: int = 0) -> tuple[str, float]:
    """What ``hongtou`` writes, and the CPU seconds that it took."""
    before = os.times()
    done = subprocess.run(
        [sys.executable, "-m", "hongtou", *command, "--db", str(db), "--json"],
        capture_output=True, encoding="utf-8", env={**os.environ, "PYTHONUTF8": "1"}, check=False,
    )  # fmt: skip
    after = os.times()
    assert done.returncode == code, done.stderr
    spent = after.children_user + after.children_system
    return done.stdout, spent - before.children_user - before.children_system


def quotes(value: Any) -> Iterator[tuple[str, str]]:
    """Every quote of an answer with the number and title of its paper, in order, no blanks."""
    if isinstance(value, dict):
        if "quote" in value and value.get("document"):
            paper = value["document"]
            name = f"{paper['number'] or ''}{paper['title'] or ''}"
            yield "".join(name.split()), "".join((value["quote"] or "").split())
        for part in value.values():
            yield from quotes(part)
    elif isinstance(value, list):
        for part in value:
            yield from quotes(part)


@pytest.mark.parametrize("question", (*QUESTIONS, *LINEAGE), ids=lambda question: question.asked)
def test_one_command_answers(db: Path, question: Question) -> None:
    said, seconds = ask(db, *question.command, code=question.code)
    found = list(quotes(json.loads(said)))
    for paper, words in question.answers:
        assert any(paper in name and words in quote for name, quote in found), words
    assert all(words in said for words in question.says), question.says
    assert not any(words in quote for words in question.never for _, quote in found)
    if question.first:
        assert question.answers[0][1] in found[0][1]
    assert seconds < SECONDS


def test_the_cap_is_out_of_force_since_2026(db: Path) -> None:
    single, *_ = QUESTIONS
    said, _ = ask(db, *single.command[:-1], "2026-01-01")
    assert json.loads(said) == []
    said, _ = ask(db, *single.command[:4], "--not-in-force", "--on", "2026-01-01")
    assert {name.startswith(NATIONAL) for name, _ in quotes(json.loads(said))} == {True}
    assert '"expired"' in said
