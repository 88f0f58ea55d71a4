from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou
from hongtou import KnowledgeBase
from tests.query.shelf import make_shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shelf(tmp_path_factory.mktemp("shelf") / "hongtou.db")


@pytest.fixture
def kb(shelf: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(shelf) as opened:
        yield opened
