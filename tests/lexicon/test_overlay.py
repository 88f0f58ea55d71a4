"""Lists of the user's own: added, replaced, refused with file, line and way out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hongtou.errors import LexiconError
from hongtou.lexicon import ENVIRONMENT, check_own_lists, read_patterns, read_table
from hongtou.lexicon.overlay import key_of, read_shipped
from hongtou.run.version import pipeline_version

UNITS = "unit,canonical,dimension,factor,not_before,source\n"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "词表"
    folder.mkdir()
    monkeypatch.setenv(ENVIRONMENT, str(folder))
    return folder


def test_without_a_folder_lists_are_as_shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ENVIRONMENT, raising=False)
    assert len(read_table("force_words")) == len(read_shipped("force_words").rows)
    assert check_own_lists() == 0 and read_patterns() == ()


def test_a_row_is_added_and_a_row_of_the_same_key_replaced(own: Path) -> None:
    (own / "force_words.csv").write_text(
        "word,force,source\n一律,must,内控手册第3条\n可以,none,内控手册第4条\n", "utf-8"
    )
    table = {row["word"]: row["force"] for row in read_table("force_words")}
    assert table["一律"] == "must" and table["可以"] == "none" and table["应当"] == "must"
    assert check_own_lists() == 1


def test_the_mark_and_empty_lines_of_excel_do_no_harm(own: Path) -> None:
    text = UNITS + "亩次,亩次,area,1,,某办法\n,,,,,\n"
    (own / "units.csv").write_text(text, "utf-8-sig", newline="\r\n")
    assert read_table("units")[-1]["unit"] == "亩次"


def test_columns_that_ours_leaves_empty_may_be_left_out(own: Path) -> None:
    (own / "institutions.csv").write_text(
        "name,wider,kind,source\n某类新机构,商业银行,class,甲\n", "utf-8"
    )
    row = read_table("institutions")[-1]
    assert (row["name"], row["wider"], row["same_as"]) == ("某类新机构", "商业银行", "")


@pytest.mark.parametrize(("name", "key"), [
    ("institutions", ("name",)),
    ("force_words", ("word",)),
    ("bearer_words", ("word", "kind")),
    ("relations", ("cue", "position")),
    ("units", ("unit",)),
    ("comparators", ("phrase",)),
    ("recurrences", ("phrase",)),
    ("authorities", ("name",)),
])  # fmt: skip
def test_keys_of_the_lists_that_users_extend(name: str, key: tuple[str, ...]) -> None:
    assert key_of(read_shipped(name)) == key


@pytest.mark.parametrize(("name", "text", "said"), [
    ("force_word.csv", "word,force,source\n", ["force_word.csv", "force_words.csv"]),
    ("force_words.csv", "word,force\n一律,must\n", ["第 1 行", "source"]),
    ("force_words.csv", "word,force,source,备注\n一律,must,甲,乙\n", ["第 1 行", "备注"]),
    ("force_words.csv", "word,force,source\n一律,must,\n", ["第 2 行", "source"]),
    ("force_words.csv", "word,force,source\n一律,must,甲\n一概,muss,甲\n", ["第 3 行", "muss"]),
    ("force_words.csv", "word,force,source\n一律,must,甲,乙\n", ["第 2 行", "双引号"]),
    ("force_words.csv", "word,force,source\n,must,甲\n", ["第 2 行", "word"]),
    ("units.csv", UNITS + "担,担,weight,五十,,甲\n", ["第 2 行", "factor", "五十"]),
    ("units.csv", UNITS + "担,担,weight,nan,,甲\n", ["第 2 行", "factor", "nan"]),
    ("units.csv", UNITS + '担,"担,weight,1,,甲\n' + "石" * 140_000, ["双引号", "units.csv"]),
    ("patterns.jsonl", "[" * 100_000, ["第 1 行", "JSON"]),
    ("patterns.csv", "name,kind,force,regex,source\n甲,duty,must,甲,乙\n", ["第 2 行", "duty"]),
    ("patterns.csv", "name,kind,force,regex,source\n甲,obligation,,甲,乙\n", ["force"]),
    ("patterns.csv", "name,kind,force,regex,source\n甲,none,,,乙\n", ["regex", "空"]),
])  # fmt: skip
def test_mistakes_are_told_with_file_line_and_way_out(
    own: Path, name: str, text: str, said: list[str]
) -> None:
    (own / name).write_text(text, "utf-8")
    with pytest.raises(LexiconError) as caught:
        check_own_lists()
        read_patterns()
    assert str(own) in str(caught.value)
    assert all(words in str(caught.value) for words in said), caught.value


def test_a_list_saved_by_excel_in_gbk_says_how_to_save_it(own: Path) -> None:
    (own / "force_words.csv").write_bytes("word,force,source\n一律,must,甲\n".encode("gb18030"))
    with pytest.raises(LexiconError, match="CSV UTF-8"):
        check_own_lists()


def test_a_missing_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT, str(tmp_path / "没有"))
    with pytest.raises(LexiconError, match=r"没有.*HONGTOU_LEXICON"):
        read_table("force_words")


def test_the_version_follows_the_lists(own: Path) -> None:
    versions = []
    for force in ("must", "should"):
        (own / "force_words.csv").write_text(f"word,force,source\n一律,{force},甲\n", "utf-8")
        pipeline_version.cache_clear()
        versions.append(pipeline_version())
    (own / "force_words.csv").unlink()
    pipeline_version.cache_clear()
    versions.append(pipeline_version())
    pipeline_version.cache_clear()
    assert len(set(versions)) == 3


def test_ingest_takes_the_lists_and_reads_again_when_they_change(tmp_path: Path) -> None:
    """A word of the user's own makes an obligation; the file is tagged again by itself."""
    paper = tmp_path / "通知.txt"
    paper.write_text("某局关于印章管理的通知\n各支行：\n一、印章一律双人保管。\n", "utf-8")
    own = tmp_path / "own"
    own.mkdir()

    def hongtou(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "hongtou", *arguments, "--db", str(tmp_path / "k.db")]
        return subprocess.run(command, capture_output=True, encoding="utf-8",
                              env={**os.environ, "PYTHONUTF8": "1"}, check=False)  # fmt: skip

    (own / "force_words.csv").write_text("word,force,source\n一律,none,甲\n", "utf-8")
    first = hongtou("ingest", str(paper), "--lexicon", str(own), "--json")
    assert first.returncode == 0, first.stderr
    before = hongtou("obligations", "双人保管", "--json").stdout
    (own / "force_words.csv").write_text("word,force,source\n一律,must,甲\n", "utf-8")
    assert hongtou("ingest", str(paper), "--lexicon", str(own)).returncode == 0
    after = hongtou("obligations", "双人保管", "--json").stdout
    assert "双人保管" not in before and "双人保管" in after

    (own / "force_words.csv").write_text("word,force,source\n一律,muss,甲\n", "utf-8")
    broken = hongtou("ingest", str(paper), "--lexicon", str(own))
    assert broken.returncode == 3 and "第 2 行" in broken.stderr
    assert "Traceback" not in broken.stderr
