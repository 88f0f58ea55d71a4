from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou
from hongtou import KnowledgeBase
from tests.query.register.shelf import make_full_shelf


@pytest.fixture(scope="session")
def full_shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("register")
    return make_full_shelf(folder / "hongtou.db", folder / "a #1 原件.txt")


@pytest.fixture
def kb(full_shelf: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(full_shelf) as opened:
        yield opened
