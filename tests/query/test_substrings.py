"""A word finds exactly what a plain scan of the stored text finds, whatever characters it has."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hongtou
from hongtou import KnowledgeBase
from hongtou.query.searching.search import matching_segments
from hongtou.store import fold, open_store

CORPUS = Path(__file__).resolve().parents[2] / "corpus"

# What is rare in notices and yet may stand in one: full width, marks alone, rare and new
# characters, private ones, combining and invisible ones, other alphabets, signs of SQL and FTS5.
INVENTED = (
    "一、２０２１年Ａ类、Ｂ类机构的ＬＰＲ加点不得超过５０个ＢＰ（含）。",
    "《》《关于〈试行办法〉的批复》「」『』——……·",
    "镕㛃𠮷𰻝龘堃昇䶮 生僻字人名：张㛃、李𠮷、王堃。",
    "3.5％，10‰，±0.25%，≥2，①②⑩，Ⅱ、Ⅲ类户，㎡，℃，½。",
    "NEAR(\"展期\" AND '贷款' OR NOT *) -1; DROP TABLE x; %_\\ {a} [b] ^c :d +e",
    "Green Bond、green bond、\uff27\uff52\uff45\uff45\uff4e\u3000\uff22\uff4f\uff4e\uff44"
    " 与 绿色 债券\n换行之后 仍是一条",
    "Café、naïve、Ἀθήνα、ΣΊΣΥΦΟΣ、Straße、İstanbul、ﬁn、한국은행、ｶﾅ",
    "\ue000私\uf8ff用\U000f1234字 零\u200b宽\ufeff连\u00ad字 方\u202e向 组\u0301合",
    "——\n——\n——",
    "。",
    "款",
    "\U0001f4b0\U0001f3e6",
    "电话：0371-6666 8888，邮箱：a_b-c@example.cn，网址：https://example.cn/?q=1&r=2#三",
    "| 项目 | 限额 |\n|---|---|\n| 单户 | 5 万元 |",
)


@pytest.fixture(scope="module")
def shelves(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    db = tmp_path_factory.mktemp("substrings") / "k.db"
    papers = [paper.read_text("utf-8") for paper in sorted(CORPUS.glob("*.txt"))]
    passages = [passage for paper in papers for passage in paper.split("\n\n") if passage.strip()]
    assert len(passages) > 150
    write_segments(db, [*INVENTED, *passages])
    with hongtou.open(db) as kb:
        yield kb


def write_segments(db: Path, texts: Sequence[str]) -> None:
    """A paper whose articles are ``texts``; the first holds the second, which is not its own."""
    with open_store(db) as store:
        store.db.table("documents").insert({"document_id": "d", "role": "main"})
        for number, text in enumerate(texts):
            whole = text + (texts[1] if number == 0 and len(texts) > 1 else "")
            store.db.table("segments").insert(
                {"segment_id": f"d#{number}", "document_id": "d", "number": number,
                 "kind": "item", "path": "", "level": 0, "label": "", "text": whole, "start": 0,
                 "end": len(whole), "own_end": len(text)}
            )  # fmt: skip
        store.rebuild_index()


def own_texts(connection: sqlite3.Connection) -> dict[str, str]:
    """What every segment says before its first child, folded as a search folds it."""
    rows = connection.execute("SELECT segment_id, text, own_end - start FROM segments")
    return {key: fold(text[:length]) for key, text, length in rows}


def scan(own: dict[str, str], text: str) -> set[str]:
    """A plain scan: every word between white space stands somewhere in the text, like LIKE."""
    words = fold(text).split()
    return {key for key, said in own.items() if words and all(w in said for w in words)}


def test_a_thousand_substrings_find_what_a_scan_finds(shelves: KnowledgeBase) -> None:
    own = own_texts(shelves.connection)
    stored = [
        text[:length]
        for text, length in shelves.connection.execute(
            "SELECT text, own_end - start FROM segments ORDER BY segment_id"
        )
    ]
    chance = random.Random(5)
    for turn in range(1_000):
        # Invented texts are few, and it is they that are difficult: every other turn.
        text = chance.choice(INVENTED if turn % 2 else stored)
        start = chance.randrange(len(text)) if text else 0
        part = text[start : start + chance.randint(1, 12)]
        found = set(matching_segments(shelves.connection, part))
        assert found == scan(own, part), repr(part)
        assert found or not part.strip(), repr(part)


def test_strings_that_do_not_occur(shelves: KnowledgeBase) -> None:
    own = own_texts(shelves.connection)
    letters = sorted({*"".join(own.values())} - set(" \n\t"))
    chance = random.Random(6)
    for _ in range(300):
        part = "".join(chance.choices(letters, k=chance.randint(1, 12)))
        assert set(matching_segments(shelves.connection, part)) == scan(own, part), repr(part)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("《》", {1}),  # marks alone; the first article holds the second, but not as its own
        ("——", {1, 8}),
        ("。", {0, 2, 3, 9}),
        ("展期 贷款", {4}),  # a space: both words, in any order
        ("贷款 展期", {4}),
        ("展期贷款", set()),
        ("后 仍是", {5}),
        ("Bond\n换行", {5}),  # a line end is a space too
        ("lpr", {0}),
        ("\uff4c\uff50\uff52", {0}),
        ("%_\\", {4}),  # no wildcards
        ("\U0001f4b0", {11}),
        ("𰻝", {2}),
        (" ", set()),
    ],
)
def test_what_is_a_word(shelves: KnowledgeBase, text: str, numbers: set[int]) -> None:
    found = matching_segments(shelves.connection, text)
    assert {key for key in found if int(key.removeprefix("d#")) < len(INVENTED)} == {
        f"d#{number}" for number in numbers
    }


@given(texts=st.lists(st.text(max_size=12), min_size=1, max_size=5), data=st.data())
@settings(max_examples=60, deadline=None)
def test_any_text_at_all(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], data: st.DataObject
) -> None:
    texts = ["".join(c for c in text if c != "\0") for text in texts]  # as notices are read
    db = tmp_path_factory.mktemp("any") / "k.db"
    write_segments(db, texts)
    source = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(source)))
    part = data.draw(st.one_of(st.just(source[start:]), st.text(max_size=3)))
    with hongtou.open(db) as kb:
        wanted = "".join(c for c in part if c != "\0")
        assert set(matching_segments(kb.connection, part)) == scan(own_texts(kb.connection), wanted)
