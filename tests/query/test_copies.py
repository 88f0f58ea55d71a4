import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from hongtou.errors import AmbiguousError
from hongtou.query import KnowledgeBase, open_knowledge_base
from hongtou.run import ingest

NOTICE = (
    "甲银发〔2021〕{serial}号\n甲市银行关于{title}的通知\n"
    "各县支行：\n　　各支行应当按月报送报表{tail}。\n"
)


@pytest.fixture
def kb(tmp_path: Path) -> Iterator[KnowledgeBase]:
    papers = {
        "a.txt": NOTICE.format(serial=7, title="做好报表工作", tail=""),
        "b.txt": NOTICE.format(serial=7, title="做好报衰工作", tail="和说明"),  # a misread copy
        "c.txt": NOTICE.format(serial=8, title="做好报表工作", tail=""),
        "d.txt": NOTICE.format(serial=9, title="加强库房管理", tail=""),
        "e.txt": NOTICE.format(serial=9, title="举办职工运动会", tail=""),  # a number given twice
    }
    for name, text in papers.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    db = tmp_path / "k.db"
    assert ingest([tmp_path / name for name in papers], db=db, extracted=None).exit_code == 0
    with sqlite3.connect(db) as connection:
        connection.execute(
            "INSERT INTO findings (file_sha256, room, code, message)"
            " SELECT sha256, 'read', 'low-confidence', '把握不大' FROM files WHERE name = 'a.txt'"
        )
    with open_knowledge_base(db) as opened:
        yield opened


def test_the_copy_with_fewest_doubts_answers_and_names_the_others(kb: KnowledgeBase) -> None:
    assert kb.resolve("甲银发〔2021〕7号").file == "b.txt"
    assert [copy.file for copy in kb.show("甲银发〔2021〕7号").copies] == ["a.txt"]


def test_one_title_under_two_numbers_is_two_papers(kb: KnowledgeBase) -> None:
    assert kb.show("甲银发〔2021〕8号").copies == ()
    with pytest.raises(AmbiguousError):
        kb.resolve("甲市银行关于做好报表工作的通知")


def test_one_number_with_two_titles_is_two_papers(kb: KnowledgeBase) -> None:
    with pytest.raises(AmbiguousError, match="对应 2 份文件"):
        kb.resolve("甲银发〔2021〕9号")
