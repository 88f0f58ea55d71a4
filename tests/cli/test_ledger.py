"""``hongtou show --corrections``: the whole ledger, readable by people and by machines."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import hongtou
from hongtou.cli.ingesting import _show_next, _show_summary
from hongtou.model import Correction, CorrectionState, Evidence, Finding, RawSpan, Span
from hongtou.store import open_store
from tests.cli.test_cli import run
from tests.store.makers import RAW, notice

NUMBER = "甲银发〔2021〕7号"


def line(
    before: str,
    after: str,
    rule: str,
    state: CorrectionState,
    confidence: float,
    *evidence: Evidence,
) -> Correction:
    start = RAW.index(before)
    return Correction(
        RawSpan(start, start + len(before)), before, after, rule, "形近且成词", state, confidence,
        evidence,
    )  # fmt: skip


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notice whose ledger holds a line of every state, of which two concern form only."""
    tagged = notice()
    bundle = tagged.outline.bundle
    shape = Evidence("shape", 2.25, "“理”与“埋”形近")
    against = Evidence("sibling", -0.5, "另一份文件写作“埋”")
    lines = (
        *(replace(c, rule=rule) for c, rule in
          zip(bundle.clean.corrections, ("number-bracket", "full-width"), strict=True)),
        line("理", "埋", "misread-character", "proposed", 0.75, shape, against),
        line("县支行：\n", "县支行，\n", "my-own-rule", "rejected", 0.4),
    )  # fmt: skip
    finding = Finding("clean.damaged", "此行疑似残缺", Span(0, 6))
    clean = replace(
        bundle.clean, corrections=tuple(sorted(lines, key=lambda c: c.span)), findings=(finding,)
    )
    path = tmp_path_factory.mktemp("ledger") / "k.db"
    with open_store(path) as store:
        store.write_source(replace(bundle, clean=clean), (tagged,), version="1")
    return path


def test_the_sheet_holds_all_that_is_known_of_a_correction(db: Path) -> None:
    with hongtou.open(db) as kb:
        rows = {row.rule: row for row in kb.show(NUMBER).corrections}
    row = rows["misread-character"]
    assert (row.rule_name, row.kind, row.state, row.confidence) == (
        "误识的字", "words", "proposed", 0.75,
    )  # fmt: skip
    assert (row.path, row.left[-3:], row.right[:3]) == ("一", "加强管", "。各县")
    assert [(e.kind, e.weight) for e in row.evidence] == [("shape", 2.25), ("sibling", -0.5)]
    bracket = rows["number-bracket"]
    assert (bracket.path, bracket.kind, bracket.confidence) == ("", "form", 1.0)
    assert (bracket.clean_start, bracket.clean_end) == (3, 9)
    assert len({row.correction_id for row in rows.values()}) == 4


def test_the_ledger_for_people(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", NUMBER, "--corrections", "--db", db) == 0
    said = capsys.readouterr().out
    assert "勘误 4 处：已改 2，待定 1，已驳回 1" in said
    assert "误识的字  待定  把握 75.0%" in said
    assert "    一、加强管【理 → 埋】。各县支行应当于2021…" in said
    assert "    依据：形近 +2.2（“理”与“埋”形近）\n" in said
    assert "    反证：相同段落 -0.5（另一份文件写作“埋”）\n" in said
    assert "my-own-rule  已驳回  把握 40.0%" in said
    assert "不改变字词，只计数（2）" in said
    assert "hongtou review accept " in said
    assert "〔2021〕 →" not in said and "2021】" not in said


def test_the_ledger_with_every_line(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", NUMBER, "--corrections", "--all", "--db", db) == 0
    said = capsys.readouterr().out
    assert "正文  文号括号  已改\n    甲银发【[2021] → 〔2021〕】7号" in said
    assert "【％ → %】" in said
    assert "只计数" not in said and "--all" not in said


def test_the_ledger_for_machines(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", NUMBER, "--corrections", "--json", "--db", db) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["document"]["number"] == NUMBER
    assert len(told["corrections"]) == 4
    proposal = next(c for c in told["corrections"] if c["state"] == "proposed")
    assert proposal["evidence"][0] == {"kind": "shape", "weight": 2.25, "note": "“理”与“埋”形近"}
    assert proposal["correction_id"] and proposal["start"] < proposal["end"]


def test_what_reviewers_type_stands_on_the_sheet(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("show", NUMBER, "--db", db) == 0
    said = capsys.readouterr().out
    with hongtou.open(db) as kb:
        sheet = kb.show(NUMBER)
    shown = [c for c in sheet.corrections if c.kind == "words"]
    assert len(shown) == 2
    assert all(c.correction_id and c.correction_id in said for c in shown)
    assert all(f.finding_id and f.finding_id in said for f in sheet.findings)
    assert "其中空白、标点与版式 2" in said


def test_the_summary_counts_what_waits_for_a_reviewer(db: Path) -> None:
    with hongtou.open(db) as kb:
        summary = kb.summary()
    counted = (summary.corrections, summary.corrections_of_form, summary.corrections_proposed)
    assert counted == (0, 2, 1)
    assert (summary.findings, summary.findings_open, summary.damaged) == (4, 4, 1)
    assert summary.conflicts == 0


def test_an_ingest_says_what_to_type_next(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with hongtou.open(db) as kb:
        summary = kb.summary()
    _show_summary(summary, db)
    _show_next(None, summary, db)
    said = capsys.readouterr().out
    assert "字词 0 处，空白、标点与版式 2 处，另有 1 处待定" in said
    assert "4 处，其中文字残缺 1 处" in said
    assert f"hongtou review list --db {db}" in said
    quiet = replace(summary, corrections_proposed=0, findings=3, findings_open=0, conflicts=2)
    _show_summary(replace(quiet, damaged=0), db)
    said = capsys.readouterr().out
    assert "0 处；另有 3 处已审校" in said and "2 个决定与现在的文字对不上" in said
    _show_next(None, replace(quiet, conflicts=0), db)
    assert "review" not in capsys.readouterr().out
