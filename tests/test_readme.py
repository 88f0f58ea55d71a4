"""What the READMEs and notes say to type works, and prints what they say it prints."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from hongtou.cli.main import hongtou

ROOT = Path(__file__).resolve().parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh.md"]
PAPERS = [*READMES, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    (folder / "tests" / "gold").mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "gold" / "seeds.json", folder / "tests" / "gold")
    return folder


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


@pytest.mark.parametrize("readme", READMES, ids=lambda path: path.name)
def test_examples(readme: Path, desk: Path) -> None:
    shutil.rmtree(desk / "extracted", ignore_errors=True)
    environment = {k: v for k, v in os.environ.items() if k not in ("HONGTOU_DB", "COLUMNS")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    said, examples = "", 0
    for language, content in BLOCK.findall(readme.read_text("utf-8")):
        if language in ("sh", "python"):
            command = ["bash", "-euo", "pipefail", "-c", content]
            if language == "python":
                command = [sys.executable, "-c", content]
            done = subprocess.run(
                command, cwd=desk, env=environment, capture_output=True, text=True, check=False
            )
            assert done.returncode == 0, f"{content}\n{done.stdout}\n{done.stderr}"
            said, examples = squeezed(done.stdout), examples + 1
        elif language == "text":
            for line in map(squeezed, content.splitlines()):
                assert line in said, f"{line!r} is not in the output:\n{said}"
    assert examples >= 5


@pytest.mark.parametrize("paper", PAPERS, ids=lambda path: path.name)
def test_commands_and_files_exist(paper: Path) -> None:
    text = paper.read_text("utf-8")
    for name in re.findall(r"`hongtou ([a-z]+)", text):
        assert name in hongtou.commands
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z-]+)", text):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for link in re.findall(r"\]\(([^)#:]+)\)", text):
        assert (paper.parent / link).exists(), link


def test_the_twins_agree() -> None:
    blocks = [BLOCK.findall(readme.read_text("utf-8")) for readme in READMES]
    for (first, english), (second, chinese) in zip(*blocks, strict=True):
        assert first == second
        if first in ("sh", "text"):
            assert english == chinese
