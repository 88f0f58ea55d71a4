"""Exports: a DocBin that spaCy reads and trains on, JSON lines, CSV tables; without contacts."""

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc, DocBin
from spacy.training import Example

import hongtou
from hongtou.errors import ExportError, LookupFailedError
from hongtou.query import KnowledgeBase
from hongtou.query.contacts import contact_mask
from hongtou.query.filters import Filters
from hongtou.query.whole import read_documents
from hongtou.run import ingest
from hongtou.run.export import article_doc, export, export_docs
from hongtou.tag.views import GROUPS, render_doc

CORPUS = Path(__file__).parents[2] / "corpus"
NAME, PHONE, MAIL = "钱小文", "0990-6123457", "qian.xw@example.cn"
PAPER = f"""某县支行文件
某银发〔2022〕8号
某县支行关于报送台账的通知
各村镇银行：
一、各村镇银行应当于2022年6月30日前报送台账，单户贷款不得超过10万元。
二、申请人应当符合下列条件：
（一）注册资本不低于5000万元；
（二）近两年无违法记录。
三、数据口径由{NAME}解释，材料发至{MAIL}。办理时：
（一）应当双人复核；
余额另册登记，不得涂改超过3处。
四、=1+1不得作为公式填报。
某县支行
2022年3月1日
联系人：{NAME}　　联系电话：{PHONE}
"""


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")
    (folder / "通知.txt").write_text(PAPER, "utf-8")
    path = folder / "k.db"
    ingest([folder / "通知.txt", *CORPUS.glob("*.txt")], db=path, extracted=None)
    return path


@pytest.fixture
def kb(db: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(db) as opened:
        yield opened


def read_back(path: Path) -> list[Doc]:
    """As a stranger reads it, with nothing of ours."""
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


@pytest.mark.parametrize("unit", ["article", "document"])
def test_a_docbin_reads_back_with_every_find(kb: KnowledgeBase, tmp_path: Path, unit: str) -> None:
    made = export(kb, "docbin", tmp_path / "a.spacy", unit=unit, with_contacts=True)  # type: ignore[arg-type]
    docs = read_back(tmp_path / "a.spacy")
    assert len(docs) == made.rows > 4 and not list(tmp_path.glob("*.part"))
    for table in ("obligations", "quantities", "deadlines"):
        rows = kb.connection.execute(f"SELECT document_id, start, end, text FROM {table}")
        told = {
            (d.user_data["document_id"], d.user_data["start"] + s.start_char,
             d.user_data["start"] + s.end_char, s.text)
            for d in docs for s in d.spans[table]
        }  # fmt: skip
        # A blank inside a span may be printed as part of a token, never lost.
        assert {tuple(row) for row in rows} == told
    assert all(set(doc.spans) == set(GROUPS) for doc in docs)
    assert {ent.label_ for doc in docs for ent in doc.ents} >= {"quantity", "deadline"}
    clean = dict(kb.connection.execute(
        "SELECT d.document_id, t.clean FROM documents d JOIN texts t USING (file_sha256)"
    ).fetchall())  # fmt: skip
    for doc in docs:
        about = doc.user_data
        assert clean[about["document_id"]][about["start"] : about["end"]] == doc.text


def test_articles_name_their_document_and_their_path(kb: KnowledgeBase) -> None:
    docs = list(export_docs(kb, "某银发[2022]8号"))
    paths = [doc.user_data["path"] for doc in docs]
    assert {"一", "三", "四"} <= set(paths)
    first = docs[paths.index("一")]
    assert first.user_data["document_number"] == "某银发〔2022〕8号"
    assert [s.label_ for s in first.spans["deadlines"]] == ["deadline"]
    whole = list(export_docs(kb, "某银发[2022]8号", unit="document"))
    assert len(whole) == 1 and {s.label_ for s in whole[0].spans["parties"]} >= {"main_recipient"}


@pytest.mark.parametrize("pipe", ["ner", "spancat"])
def test_spacy_trains_on_it(kb: KnowledgeBase, tmp_path: Path, pipe: str) -> None:
    export(kb, "docbin", tmp_path / "a.spacy")
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "char"}}})
    sizes = {"@misc": "spacy.ngram_range_suggester.v1", "min_size": 2, "max_size": 8}
    own = {"spans_key": "quantities", "suggester": sizes} if pipe == "spancat" else {}
    nlp.add_pipe(pipe, config=own)
    docs = [doc for doc in read_back(tmp_path / "a.spacy") if doc.ents and len(doc) < 120][:8]
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    optimizer = nlp.initialize(lambda: examples)
    losses: list[dict[str, float]] = []
    for _ in range(20):
        losses.append({})
        for example in examples:
            nlp.update([example], sgd=optimizer, losses=losses[-1])
    assert docs and losses[-1][pipe] < losses[0][pipe] / 2


def test_a_folder_holds_parts(
    kb: KnowledgeBase, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hongtou.run.exporting.docbin._DOCS_A_PART", 7)
    (tmp_path / "训练").mkdir()
    (tmp_path / "训练" / "part-0999.spacy").write_bytes(b"stale")
    made = export(kb, "docbin", tmp_path / "训练")
    parts = sorted((tmp_path / "训练").iterdir())
    assert [str(p) for p in parts] == list(made.paths) and len(parts) > 1
    assert sum(len(read_back(part)) for part in parts) == made.rows
    assert max(len(read_back(part)) for part in parts) == 7


def test_json_lines_hold_all_rows(kb: KnowledgeBase) -> None:
    file = io.StringIO()
    made = export(kb, "jsonl", file, with_contacts=True)
    said = [json.loads(line) for line in file.getvalue().splitlines()]
    assert len(said) == made.documents + made.ghosts
    held = [document for document in said if document["role"] != "ghost"]
    assert len(held) == made.documents and made.ghosts > 0
    for table in ("parties", "segments", "obligations", "quantities", "deadlines", "citations"):
        (held,) = kb.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
        assert sum(len(document[table]) for document in said) == held > 0
    (items,) = kb.connection.execute("SELECT count(*) FROM obligation_items").fetchone()
    assert sum(len(o["items"]) for document in said for o in document["obligations"]) == items
    for document in said:
        for duty in document["obligations"]:
            start, end = (duty[c] - document["start"] for c in ("start", "end"))
            assert document["text"][start:end] == duty["text"]


def test_csv_has_a_file_a_table_and_no_formula(kb: KnowledgeBase, tmp_path: Path) -> None:
    export(kb, "csv", tmp_path / "tables")
    with (tmp_path / "tables" / "obligations.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    (held,) = kb.connection.execute("SELECT count(*) FROM obligations").fetchone()
    assert len(rows) == held
    columns = [row["name"] for row in kb.connection.execute("PRAGMA table_info(obligations)")]
    assert list(rows[0]) == columns
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
    assert any("1+1不得" in cell or "=1+1" in cell for cell in cells)
    export(kb, "csv", tmp_path / "tables.zip")
    with zipfile.ZipFile(tmp_path / "tables.zip") as archive:
        for name in archive.namelist():
            assert archive.read(name) == (tmp_path / "tables" / name).read_bytes()
        assert len(archive.namelist()) == len(list((tmp_path / "tables").iterdir())) == 13


@pytest.mark.parametrize(("form", "name"), [
    ("docbin", "a.spacy"), ("jsonl", "a.jsonl"), ("csv", "a.zip"),
])  # fmt: skip
def test_the_same_knowledge_base_gives_the_same_bytes(
    kb: KnowledgeBase, tmp_path: Path, form: str, name: str
) -> None:
    made = []
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
        export(kb, form, tmp_path / folder / name)  # type: ignore[arg-type]
        made.append((tmp_path / folder / name).read_bytes())
    assert made[0] == made[1]


def test_contacts_are_blotted_out_everywhere_and_offsets_stay(
    kb: KnowledgeBase, tmp_path: Path
) -> None:
    export(kb, "docbin", tmp_path / "a.spacy", documents=["某银发〔2022〕8号"], unit="document")
    export(kb, "jsonl", tmp_path / "a.jsonl", documents=["某银发〔2022〕8号"])
    export(kb, "csv", tmp_path / "csv", documents=["某银发〔2022〕8号"])
    lines = (tmp_path / "a.jsonl").read_text("utf-8")
    tables = "".join(p.read_text("utf-8-sig") for p in (tmp_path / "csv").iterdir())
    (doc,) = read_back(tmp_path / "a.spacy")
    for said in (lines, tables, doc.text):
        for secret in (NAME, PHONE, MAIL, PHONE.partition("-")[2]):
            assert secret not in said
    document = json.loads(lines)
    assert document["contact"] in (None, "＊" * len(NAME))
    for row in (*document["obligations"], *document["segments"]):
        start, end = (row[c] - document["start"] for c in ("start", "end"))
        assert document["text"][start:end] == row["text"]
    plain = export_docs(kb, "某银发〔2022〕8号", unit="document", with_contacts=True)
    assert NAME in next(plain).text


@pytest.mark.parametrize(("text", "secrets"), [
    ("联系人：赵大明联系电话：66190001", ["赵大明", "66190001"]),
    ("联系人及联系方式：某司：孙　立、周文 010—66190002", ["孙　立", "周文", "010—66190002"]),
    ("打字：吴方　校对：郑一", ["吴方", "郑一"]),
    ("联系方式：某司：孙立66190002；某行：李大明电话：66190003",
     ["孙立", "66190002", "李大明", "66190003"]),
    ("联系人：人民银行支付结算司。人民银行应当公告。经办人（签字）：日期：", []),
    ("由钱小文（电话：0990-6123457）负责解释", ["钱小文", "0990-6123457"]),
    ("请与郑一（13800000000）联系", ["郑一", "13800000000"]),
    ("由支付司（电话：010-66190004）解释；向付行（电话66190005）报告",
     ["010-66190004", "66190005"]),
    ("举报电话：12378；邮箱 a.b@c.gov.cn", ["a.b@c.gov.cn"]),
    ("手机13800000000，资金12345678元", ["13800000000"]),
    ("注册资本80000000元，文号〔2021〕6号", []),
])  # fmt: skip
def test_what_counts_as_contact_data(text: str, secrets: list[str]) -> None:
    expected = text
    for secret in secrets:
        expected = expected.replace(secret, "＊" * len(secret))
    assert contact_mask([text], []).of(text) == expected


def test_filters_and_what_is_not_held(kb: KnowledgeBase, tmp_path: Path) -> None:
    file = io.StringIO()
    export(kb, "jsonl", file, filters=Filters(year=2022))
    assert [json.loads(line)["year"] for line in file.getvalue().splitlines()] == [2022]
    with pytest.raises(LookupFailedError):
        export(kb, "jsonl", file, documents=["某发〔1999〕9号"])
    with pytest.raises(ExportError, match="没有符合条件"):
        export(kb, "jsonl", file, filters=Filters(year=1999))
    with pytest.raises(LookupFailedError, match=r"有的是：.*一"):
        article_doc(kb, "某银发〔2022〕8号", "九十九")


@pytest.mark.parametrize("form", ["docbin", "jsonl", "csv"])
def test_a_target_that_cannot_be_written(kb: KnowledgeBase, tmp_path: Path, form: str) -> None:
    target = tmp_path / "没有" / "a.spacy"
    with pytest.raises(ExportError, match=r"无法写入.*--out"):
        export(kb, form, target)  # type: ignore[arg-type]


def test_a_broken_export_leaves_the_former_file(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.jsonl"
    target.write_text("former", "utf-8")
    monkeypatch.setattr("hongtou.run.exporting.lines.json.dumps", lambda *_, **__: 1 / 0)
    with hongtou.open(db) as kb, pytest.raises(ZeroDivisionError):
        export(kb, "jsonl", target)
    assert target.read_text("utf-8") == "former"


def test_progress_is_told(kb: KnowledgeBase) -> None:
    told: list[tuple[int, int]] = []
    made = export(kb, "jsonl", io.StringIO(), on_progress=lambda *now: told.append(now))
    total = made.documents + made.ghosts
    assert told == [(n, total) for n in range(1, total + 1)]


def test_documents_pass_one_by_one(db: Path) -> None:
    """Rows are read when they are wanted: what is deleted meanwhile is no error."""
    with closing(sqlite3.connect(db)) as connection:
        connection.row_factory = sqlite3.Row
        wholes = read_documents(connection)
        next(wholes)
        connection.execute("DELETE FROM documents")
        assert list(wholes) == []
        connection.rollback()


def test_the_picture_shows_labels_and_adds_no_blanks(kb: KnowledgeBase) -> None:
    doc = article_doc(kb, "某银发〔2022〕8号", "一")
    html = render_doc(doc, title="某银发〔2022〕8号 一 <b>", page=True)
    for label in ("应当", "不得", "限额", "期限", "主体"):
        assert f">{label}</span>" in html
    assert "#ff8a80" in html and "&lt;b&gt;" in html and "<b>" not in html
    shown = re.sub(r"<style.*?</style>|<title>.*?</title>", "", html)
    shown = re.sub(r'<span style="background[^>]*>(?:[^<]*</span>)?', "", shown)
    text = re.sub(r"\s*<[^>]*>\s*", "", shown)
    assert doc.text.split("。")[0] in text
