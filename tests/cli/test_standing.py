"""效力: shown for a document, asked for with --in-force and --on, known to each duty."""

import json
from pathlib import Path

import pytest

import hongtou
from hongtou.run import ingest
from tests.cli.test_cli import run

OLD = (
    "甲银发〔2015〕7号\n甲市银行关于印发《报表办法》的通知\n各县支行：\n"
    "一、各支行应于6月30日前报送报表。\n二、本通知自印发之日起施行。\n甲市银行\n2015年5月6日\n"
)
NEW = (
    "甲银发〔2021〕9号\n甲市银行关于做好报表工作的通知\n各县支行：\n"
    "一、各支行应自本通知印发之日起10个工作日内报送报表。\n"
    "二、本通知自2021年7月1日起施行，《甲市银行关于印发〈报表办法〉的通知》（甲银发〔2015〕7号）"
    "同时废止。\n甲市银行\n2021年5月6日\n"
)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("standing")
    (folder / "old.txt").write_text(OLD, encoding="utf-8")
    (folder / "new.txt").write_text(NEW, encoding="utf-8")
    assert ingest([folder / "old.txt", folder / "new.txt"], db=folder / "k.db",
                  extracted=None).exit_code == 0  # fmt: skip
    return folder / "k.db"


def test_show_says_what_repealed_a_paper(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("show", "甲银发〔2015〕7号", "--db", db) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "效力已废止（自2021-07-01）：“" in said
    assert "同时废止”（甲银发〔2021〕9号）" in said
    assert run("show", "甲银发〔2021〕9号", "--db", db) == 0
    said = "".join(capsys.readouterr().out.split())
    assert "效力未见废止或失效（自2021-07-01）" in said


@pytest.mark.parametrize(("options", "numbers"), [
    (("--in-force",), ["甲银发〔2021〕9号"]),
    (("--not-in-force",), ["甲银发〔2015〕7号"]),
    (("--on", "2021-06-30"), ["甲银发〔2015〕7号"]),  # the day before
    (("--in-force", "--on", "2021-07"), ["甲银发〔2021〕9号"]),
    ((), ["甲银发〔2015〕7号", "甲银发〔2021〕9号"]),
])  # fmt: skip
def test_only_what_is_in_force(
    db: Path, capsys: pytest.CaptureFixture[str], options: tuple[str, ...], numbers: list[str]
) -> None:
    assert run("obligations", "报表", *options, "--db", db, "--json") == 0
    duties = json.loads(capsys.readouterr().out)
    assert sorted({duty["document"]["number"] for duty in duties}) == numbers


def test_duties_know_their_standing_and_their_deadline(db: Path) -> None:
    with hongtou.open(db) as kb:
        found = {duty.document.number: duty for duty in kb.obligations("报送报表")}
    old, new = found["甲银发〔2015〕7号"], found["甲银发〔2021〕9号"]
    assert (old.standing, new.standing) == ("repealed", "in_force")
    assert (old.deadline, new.deadline) == ("6月30日前", "自本通知印发之日起10个工作日内")
    (due,) = new.due_dates
    assert (due.date, due.event, due.count, due.count_unit) == (
        "2021-05-19", "本通知印发", 10, "个工作日"
    )  # fmt: skip
    assert due.reason == "自成文日期2021年5月6日起10个工作日，依国务院办公厅2021年放假安排"


def test_a_day_that_is_none(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("obligations", "--on", "2021-02-30", "--db", db) == 1
    assert "--on" in capsys.readouterr().err
