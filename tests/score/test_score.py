"""A right knowledge base scores 1; every single defect shows up under its field."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from hongtou.errors import GoldError
from hongtou.score import Report, score
from hongtou.store import open_store
from tests.query.shelf import A_TEXT, make_shelf

CHILD = "aaaaaaaaaaaa-0"

GOLD: dict[str, Any] = {
    "about": "…",
    "files": {
        "a.txt": {
            "documents": [
                {
                    "key": "信银发〔2021〕2号", "role": "main", "document_type": "通知",
                    "document_number": "信银发〔2021〕2号", "authority_code": "信银发",
                    "year": 2021, "serial": 2, "document_date": "2021-03-29", "print_date": None,
                    "title": "ＸＸ市分局关于转发《关于做好 小额贷款工作的通知》的通知",
                    "issuing_authorities": ["XX市分局"], "copy_recipients": [],
                    "main_recipients_include": ["各县支行"],
                    "attachments": ["关于做好小额贷款工作的通知"],
                    "outline": ["一", "二"], "inline_items": {"二": ["一是"]},
                    "page_break_joins": ["要在2021年底前完成A类贷款"],
                    "references": [{"relation": "relays", "target": "省银发[2021]6号",
                                    "status": "resolved", "note": "'forwards' is accepted too"}],
                    "quantities": [
                        {"segment": "一", "text": "贷款不得超过10万元", "operator": "<=",
                         "value": 100000, "unit": "元", "value_upper": None, "role": "limit",
                         "bearer": "村镇银行", "force": "must_not"},
                        {"segment": "二", "text": "4次为限", "operator": "<", "value": 4,
                         "unit": "次", "note": "'<=' is accepted", "upper_inclusive": True,
                         "deadline": "2021-12-31", "per": "户", "baseline": "上年",
                         "condition": {"operator": "=", "value": 1, "unit": "年"}},
                    ],
                    "deadlines": [{"segment": "二", "text": "2021年底前", "date": "2021-12-31",
                                   "bearer": "地方法人金融机构"}],
                    "recurrences": [{"segment": "一", "text": "按月报送", "every": "month",
                                     "bearer": "各村镇银行"}],
                    "prohibitions": [{"segment": "一", "text": "不得超过10万元",
                                      "bearer": "各村镇银行"}],
                    "onward_forwarding": {"text": "请各县支行将本通知转发辖内机构",
                                          "by": "各县支行", "to": "辖内机构"},
                    "trap": "…", "unheard_of": 1,
                },
                {
                    "key": "省银发〔2021〕6号", "role": "embedded", "print_date": "2021-03-10",
                    "references": [{"relation": "cites", "target": "赣银监发〔2016〕5号",
                                    "title": "扶贫工作实施意见", "status": "ghost"}],
                    "not_forwarding": True,
                },
            ]
        }
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def right(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = make_shelf(tmp_path_factory.mktemp("right") / "k.db")
    start = A_TEXT.index("4次为限")
    own = A_TEXT.index("完成Ａ类贷款展期")
    base = {"document_id": CHILD, "segment_id": f"{CHILD}#二", "obligation_id": f"{CHILD}#o3"}
    with open_store(path) as store:
        table = store.db.table
        table("parties").insert_all(
            {"document_id": CHILD, "role": "main_recipient", "rank": rank, "name": name,
             "organisation": name} for rank, name in ((1, "各保险公司"), (2, "各县支行"))
        )  # fmt: skip
        table("attachments").insert(
            {"document_id": CHILD, "rank": 1, "title": "关于做好小额贷款工作的通知", "text": "",
             "start": 0, "end": 0}
        )  # fmt: skip
        table("segments").insert(
            {"segment_id": "inline", "document_id": CHILD, "parent_id": f"{CHILD}#二", "number": 9,
             "kind": "inline", "path": "二/一是", "level": 2, "label": "一是", "text": "4次",
             "start": start, "end": start + 2, "own_end": start + 2}
        )  # fmt: skip
        table("quantities").insert_all(
            [{**base, "quantity_id": "q2", "text": "Ａ类", "start": own, "end": own + 3,
              "role": "scope", "operator": "=", "value": 1, "unit": "年"},
             {**base, "quantity_id": "q3", "segment_id": "inline", "text": "4次", "start": start,
              "end": start + 2, "role": "limit", "operator": "<=", "value": 4, "unit": "次",
              "upper_inclusive": 1, "per": "户", "baseline": "上年", "condition_id": "q2"}]
        )  # fmt: skip
    return path


def scored(tmp_path: Path, db: Path, gold: Any, *changes: str) -> Report:
    copy = Path(shutil.copy(db, tmp_path / "k.db"))
    connection = sqlite3.connect(copy)
    for change in changes:
        assert connection.execute(change).rowcount, f"nothing changed: {change}"
    connection.commit()
    connection.close()
    file = tmp_path / "gold.json"
    file.write_text(json.dumps(gold, ensure_ascii=False), encoding="utf-8")
    return score(file, copy)


def failed(report: Report) -> set[str]:
    return {check.field for check in report.misses if "." not in check.field}


def test_a_right_knowledge_base_scores_one(tmp_path: Path, right: Path) -> None:
    report = scored(tmp_path, right, GOLD)
    assert report.misses == ()
    assert report.total.f1 == 1.0
    assert report.missing_files == ()
    assert report.not_scored == ("unheard_of",)
    compared = {s.field for s in report.scores if "." not in s.field}
    assert compared >= {
        "documents", "role", "title", "document_number", "document_date", "print_date",
        "issuing_authorities", "main_recipients", "attachments", "outline", "inline_items",
        "page_break_joins", "references", "not_forwarding", "quantities", "deadlines",
        "recurrences", "prohibitions", "onward_forwarding", "false_joins",
    }  # fmt: skip


D = f"WHERE document_id = '{CHILD}'"
Q1, Q3 = f"WHERE quantity_id = '{CHILD}#q1'", "WHERE quantity_id = 'q3'"
O1, O2, O3 = (f"WHERE obligation_id = '{CHILD}#o{n}'" for n in (1, 2, 3))
C1, C2 = f"WHERE citation_id = '{CHILD}#c1'", "WHERE citation_id = 'aaaaaaaaaaaa-1#c1'"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (f"UPDATE documents SET role = 'embedded' {D}", "role"),
        (f"UPDATE documents SET document_type = '意见' {D}", "document_type"),
        (f"UPDATE documents SET document_number = '信银发[2021]2号' {D}", "document_number"),
        (f"UPDATE documents SET document_number = NULL {D}", "document_number"),
        (f"UPDATE documents SET authority_code = '银发' {D}", "authority_code"),
        (f"UPDATE documents SET year = 2020 {D}", "year"),
        (f"UPDATE documents SET serial = 3 {D}", "serial"),
        (f"UPDATE documents SET title = title || '。' {D}", "title"),
        (f"UPDATE documents SET document_date = '2021-03-28' {D}", "document_date"),
        (f"UPDATE documents SET print_date = '2021-03-29' {D}", "print_date"),
        (f"DELETE FROM parties {D} AND role = 'issuing_authority'", "issuing_authorities"),
        (f"UPDATE parties SET role = 'copy_recipient' {D} AND rank = 2", "main_recipients"),
        (f"UPDATE parties SET role = 'copy_recipient' {D} AND name = '各保险公司'",
         "copy_recipients"),
        (f"DELETE FROM attachments {D}", "attachments"),
        (f"UPDATE segments SET path = '三' {D} AND path = '二'", "outline"),
        (f"UPDATE segments SET kind = 'item', path = '五' {D} AND path = ''", "outline"),
        (f"UPDATE segments SET kind = 'paragraph' {D} AND kind = 'inline'", "inline_items"),
        ("UPDATE texts SET clean = replace(clean, '底前完成', '底'||char(10)||'完成')",
         "page_break_joins"),
        (f"UPDATE citations SET relation = 'cites' {C1}", "references"),
        (f"UPDATE citations SET status = 'ghost' {C1}", "references"),
        (f"UPDATE citations SET target_document_id = 'ghost-1' {C1}", "references"),
        (f"UPDATE citations SET target_document_id = NULL {C1}", "references"),
        (f"DELETE FROM citations {C1}", "references"),
        (f"UPDATE citations SET status = 'resolved' {C2}", "references"),
        ("UPDATE documents SET title = '别的意见' WHERE document_id = 'ghost-1'", "references"),
        ("INSERT INTO citations(citation_id, document_id, relation, text, title, start, end,"
         " status) SELECT 'x', document_id, 'cites', '《别的》', '别的', 0, 4, 'ghost'"
         f" FROM citations {C1}", "references"),
        (f"UPDATE citations SET relation = 'forwards' {C2}", "not_forwarding"),
        (f"UPDATE quantities SET operator = '<' {Q1}", "quantities"),
        (f"UPDATE quantities SET value = 10 {Q1}", "quantities"),
        (f"UPDATE quantities SET value_upper = 10 {Q1}", "quantities"),
        (f"UPDATE quantities SET unit = '万元' {Q1}", "quantities"),
        (f"UPDATE quantities SET role = 'fact' {Q1}", "quantities"),
        (f"UPDATE quantities SET obligation_id = NULL {Q1}", "quantities"),
        (f"UPDATE quantities SET segment_id = '{CHILD}#二' {Q1}", "quantities"),
        (f"UPDATE quantities SET start = 0, end = 3 {Q1}", "quantities"),
        (f"DELETE FROM quantities {Q1}", "quantities"),
        (f"UPDATE quantities SET operator = '>=' {Q3}", "quantities"),
        (f"UPDATE quantities SET per = NULL {Q3}", "quantities"),
        (f"UPDATE quantities SET baseline = '今年' {Q3}", "quantities"),
        (f"UPDATE quantities SET upper_inclusive = 0 {Q3}", "quantities"),
        (f"UPDATE quantities SET condition_id = NULL {Q3}", "quantities"),
        ("UPDATE quantities SET value = 2 WHERE quantity_id = 'q2'", "quantities"),
        ("UPDATE quantities SET role = 'limit' WHERE quantity_id = 'q2'", "quantities"),
        (f"UPDATE obligations SET force = 'must' {O2}", "quantities"),
        (f"UPDATE obligations SET force = 'must' {O2}", "prohibitions"),
        (f"UPDATE obligations SET bearer = '村镇银行分支机构' {O2}", "quantities"),
        (f"UPDATE obligations SET bearer = NULL {O2}", "prohibitions"),
        (f"UPDATE deadlines SET date = '2021-12-30' {D}", "deadlines"),
        (f"UPDATE deadlines SET date = '2021-12-30' {D}", "quantities"),
        (f"UPDATE deadlines SET start = 0, end = 2 {D}", "deadlines"),
        (f"UPDATE obligations SET bearer = NULL {O3}", "deadlines"),
        (f"UPDATE obligations SET recurrence = 'FREQ=YEARLY' {O1}", "recurrences"),
        (f"UPDATE obligations SET recurrence = NULL {O1}", "recurrences"),
        (f"UPDATE obligations SET recurrence = 'FREQ=DAILY' {O3}", "recurrences"),
        (f"UPDATE forwarding_requests SET recipient = NULL {D}", "onward_forwarding"),
        (f"DELETE FROM forwarding_requests {D}", "onward_forwarding"),
        ("UPDATE texts SET clean = replace(clean, char(10) || '二、', '二、')", "false_joins"),
        ("INSERT INTO documents(document_id, file_sha256, ordinal, role) SELECT 'x', file_sha256,"
         f" 7, 'main' FROM documents {D}", "documents"),
        ("DELETE FROM documents WHERE document_id = 'aaaaaaaaaaaa-1'", "documents"),
    ],
)  # fmt: skip
def test_every_defect_shows(tmp_path: Path, right: Path, change: str, field: str) -> None:
    report = scored(tmp_path, right, GOLD, change)
    assert field in failed(report)
    score_of_field = next(s for s in report.scores if s.field == field)
    assert score_of_field.f1 is None or score_of_field.f1 < 1
    assert report.total.f1 is not None and report.total.f1 < 1


def test_an_empty_knowledge_base_scores_nothing(tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db"):
        pass
    report = scored(tmp_path, tmp_path / "empty.db", GOLD)
    assert report.missing_files == ("a.txt",)
    assert report.total.hits == 0


def test_files_are_found_by_origin_and_by_what_they_hold(tmp_path: Path, right: Path) -> None:
    rename = "UPDATE files SET name = 'readable.txt' WHERE name = 'a.txt'"
    origin = "UPDATE files SET origin = 'a.txt' WHERE name = 'readable.txt'"
    assert scored(tmp_path, right, GOLD, rename, origin).misses == ()
    assert scored(tmp_path, right, GOLD, rename).misses == ()


def test_a_glued_heading_is_seen(tmp_path: Path, right: Path) -> None:
    raw = "一、总体要求\n各银行要认真贯彻落实上级各项工作要求，做好工作。\n"
    sql = f"UPDATE texts SET raw = '{raw}', clean = '{{}}' WHERE file_sha256 LIKE 'a%'"
    glued = scored(tmp_path, right, GOLD, sql.format(raw.replace("\n", "")))
    assert "false_joins" in failed(glued)
    apart = scored(tmp_path, right, GOLD, sql.format(raw))
    assert "false_joins" not in failed(apart)


def test_corrections_are_reported_and_scored_only_on_demand(tmp_path: Path, right: Path) -> None:
    def gold(state: dict[str, str]) -> Any:
        entry = {"before": "做好小额", "after": "搞好小额", "certain": True, **state}
        damaged = [{"text": "贴息"}, {"text": "展期"}]
        document = {"key": "信银发〔2021〕2号", "corrections": [entry], "damaged": damaged}
        return {"files": {"a.txt": {"documents": [document]}}}

    at = A_TEXT.index("做好小额")
    values = f"'{'a' * 64}', 1, {at}, {at + 1}, '做', '搞', 'r'"
    columns = "file_sha256, rank, start, end, before, after, rule, state, confidence, reason"
    columns += ", correction_id, evidence"
    add = f"INSERT INTO corrections ({columns}) VALUES ({values}, '{{}}', 1, '', 'x', '[]')"
    mark = f"UPDATE findings SET start = {A_TEXT.index('贴息')}, end = {A_TEXT.index('贴息') + 2}"
    ledger = scored(tmp_path, right, gold({}), mark).ledger
    assert ledger is not None
    assert (ledger.certain_open, ledger.damaged_reported, ledger.damaged_silent) == (1, 1, 1)
    report = scored(tmp_path, right, gold({}), add.format("proposed"))
    assert report.ledger is not None and report.ledger.certain_proposed == 1
    assert "corrections" not in {s.field for s in report.scores}
    demanded = gold({"state": "applied"})
    assert "corrections" in failed(scored(tmp_path, right, demanded, add.format("proposed")))
    assert "corrections" not in failed(scored(tmp_path, right, demanded, add.format("applied")))


def test_order_of_authorities_counts(tmp_path: Path, right: Path) -> None:
    gold = {"files": {"a.txt": {"documents": [
        {"key": "k", "document_number": "信银发〔2021〕2号",
         "main_recipients": ["各县支行", "各保险公司"]}]}}}  # fmt: skip
    assert "main_recipients" in failed(scored(tmp_path, right, gold))


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "{}", "3", '{"files": {}}', '{"files": {"a": {"documents": [{"role": 1}]}}}',
     '[{"title": "x"}]', '{"files": {"a": {"documents": [{"key": "k", "year": "x"}]}}}', "\xff"],
)  # fmt: skip
def test_bad_gold_files(tmp_path: Path, right: Path, content: str) -> None:
    file = tmp_path / "gold.json"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(GoldError, match=r"gold\.json"):
        score(file, right)
    with pytest.raises(GoldError, match="读不到"):
        score(tmp_path / "missing.json", right)
