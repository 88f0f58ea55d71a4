"""Citations of any text against the knowledge base: verdicts, texts of all kinds, laws."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hongtou
from hongtou.cli.main import main
from hongtou.errors import MissingDatabaseError
from hongtou.model import DocumentNumber, Span
from hongtou.query.verifying.nearness import difference_of_numbers
from hongtou.query.verifying.provisions import items_of, paragraphs_of, read_steps
from hongtou.query.verifying.results import VERDICTS, CheckedCitation
from tests.query.verifying.conftest import BRANCH, FUNDS, HELD, OLD, RELOAN, YEARLY, notice

DAY = date(2021, 12, 1)


def only(db: Path, text: str) -> CheckedCitation:
    (found,) = hongtou.verify(text, db=db, on=DAY).citations
    return found


@pytest.mark.parametrize(
    ("text", "verdict", "said"),
    [
        # both, in several spellings
        (f"根据《{RELOAN}》（并银发〔2021〕31号），", "held", "文号、标题都相符"),
        (f"按照{BRANCH}《{RELOAN}》（并银发[2021]31号）", "held", "相符"),
        (f"《{BRANCH}{RELOAN}》（并银发〔2021〕031号）", "held", "相符"),
        ("《再贷款操作办法》（并银发〔2021〕60号）", "held", "相符"),  # what the notice issues
        # one of both
        ("并银发〔2021〕31号", "held", "文号相符"),
        (f"《{RELOAN}》", "held", "标题相符"),
        (RELOAN, "held", "标题相符"),  # copied from a list
        ("请看并银发（2021）31号文，谢谢。", "held", "文号相符"),
        # partly
        ("《关于加强现金管理的通知》（并银发〔2021〕31号）", "title-differs", RELOAN),
        (f"《{RELOAN}》（并银发〔2021〕32号）", "number-differs", "序号差一个数字：32 ↔ 31"),
        (f"《{FUNDS}》（并银发〔2021〕31号）", "contradictory", "指向不同的文件"),
        (f"《{FUNDS}》（并银发〔2022〕13号）", "number-differs", "年份相差一年"),
        (f"《{RELOAN}》（并银发2021年31号）", "held", "相符"),  # typed by a person
        (f"《{RELOAN}》（并银发(202l)3l号）", "unconfirmed", "无法辨认"),  # twice misread
        (f"《{RELOAN}》（井银发〔2021〕31号）", "number-differs", "并银发〔2021〕31号"),
        # several
        (f"《{YEARLY}》", "ambiguous", "有 2 份"),
        (f"《{YEARLY}》（并银发〔2021〕5号）", "held", "相符"),
        # not held
        ("并银发〔2020〕54号", "near", "序号数字对调：54 ↔ 45"),
        ("并银函〔2020〕45号", "near", "机关代字"),
        ("《关于加强再贷款管理工作的通知》", "near", "标题相似"),
        ("财金〔2008〕912号", "unknown", "没有相近的"),
        ("《关于改进支付服务的通知》（并银发〔2019〕77号）", "ghost", "并银发〔2021〕31号"),
        ("《关于改进清算服务的通知》（并银发〔2019〕77号）", "ghost", "与文中不同"),
        ("《再贷款操作办法》（并银发〔2015〕8号）", "number-differs", "或是另一版本"),
        ("《再贷款操作办法》（并银发〔2014〕8号）", "number-differs", "并银发〔2021〕60号"),
        # provisions
        ("《再贷款操作办法》第三条第（三）项", "held", "相符"),
        ("《再贷款操作办法》第二条第二款", "held", "相符"),
        ("《再贷款操作办法》第九条", "provision-missing", "没有第9条（最末为第4条）"),
        ("《再贷款操作办法》第二条第三款", "provision-missing", "只有 2 款"),
        ("《再贷款操作办法》第三条第（四）项", "provision-missing", "只有 3 项"),
        (f"《{RELOAN}》（并银发〔2021〕31号）第三条", "provision-missing", "没有以“条”编号"),
        # who is said to have written it
        (f"中国证监会《{RELOAN}》（并银发〔2021〕31号）", "authority-differs", "中国证监会"),
        (f"人民银行太原中心支行《{RELOAN}》（并银发〔2021〕31号）", "held", "相符"),
    ],
)
def test_verdicts(db: Path, text: str, verdict: str, said: str) -> None:
    found = only(db, text)
    assert (found.verdict, said in found.message) == (verdict, True), found
    assert found.in_order == (verdict == "held") and found.words == VERDICTS[found.verdict]


def test_what_is_meant_is_shown(db: Path) -> None:
    found = only(db, f"《{FUNDS}》（并银发〔2021〕31号）")
    assert found.document is not None and found.document.number == "并银发〔2021〕31号"
    assert [other.number for other in found.others] == ["并银发〔2021〕13号"]
    ghost = only(db, "并银发〔2019〕77号")
    assert [cited.document.number for cited in ghost.cited_by] == ["并银发〔2021〕31号"]
    assert ghost.cited_by[0].title == "关于改进支付服务的通知"
    near = only(db, "并银发〔2020〕54号").near
    assert near[0].document.number == "并银发〔2020〕45号" and 0 < near[0].likeness < 1


@pytest.mark.parametrize(
    ("cited", "meant"),
    [
        ("并银发〔2021〕6号", "并银发〔2021〕5号"),
        ("并银发〔2020〕6号", "并银发〔2020〕5号"),
        ("并银发〔2021〕8号", "并银发〔2021〕5号"),
    ],
)
def test_of_one_title_the_nearest_number_is_meant(db: Path, cited: str, meant: str) -> None:
    found = only(db, f"《{YEARLY}》（{cited}）")
    assert found.verdict == "number-differs"
    assert found.document is not None and found.document.number == meant
    assert f"库中该标题的文号是{meant}、" in found.message


def test_what_is_not_in_force_is_a_warning(db: Path) -> None:
    text = f"《{OLD}》（并银发〔2020〕45号）"
    (before,) = hongtou.verify(text, db=db, on=date(2020, 12, 1)).citations
    assert before.in_order and before.warnings == ()
    (after,) = hongtou.verify(text, db=db, on=DAY).citations
    assert (
        after.in_order
        and "已废止" in after.warnings[0]
        and "并银发〔2021〕13号" in after.warnings[0]
    )
    (repealed,) = hongtou.verify(text + "同时废止。", db=db, on=DAY).citations
    assert repealed.warnings == ()  # who repeals it knows


ARTICLE = (
    "记者从太原获悉，近期多项政策出台。\n"
    f"《{RELOAN}》（并银发〔2021〕31号）要求各行核对台账；\n"
    f"《{FUNDS}》（并银发〔2021〕31号）则强调专款专用。\n"
)
CONTRACT = (
    "借款合同\n甲方：某商业银行　乙方：某公司\n"
    "第一条　甲方依据《再贷款操作办法》（以下简称《办法》）发放贷款。\n"
    "第二条　乙方应当遵守《办法》第二条第二款、第九条的规定。\n"
)
MAIL = "张主任：\n　　您好！并银发〔2021〕13号文已收到，《人民日报》也登了。\n此致\n李四\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ARTICLE, [(2, "held"), (3, "contradictory")]),
        (CONTRACT, [(3, "held"), (4, "provision-missing")]),
        (MAIL, [(2, "held")]),
        ("今天天气很好。", []),
        ("", []),
        (" \n\u3000\u200b\n", []),
    ],
)
def test_texts_of_all_kinds(db: Path, text: str, expected: list[tuple[int, str]]) -> None:
    found = hongtou.verify(text, db=db, on=DAY)
    assert [(c.line, c.verdict) for c in found.citations] == expected
    assert all(found.text[c.start : c.end] == c.quote for c in found.citations)
    assert found.in_order == all(verdict == "held" for _, verdict in expected)


def test_a_notice_does_not_cite_itself(db: Path, tmp_path: Path) -> None:
    draft = tmp_path / "稿件.txt"
    body = f"根据《{RELOAN}》（并银发[2021]31号），现通知如下。"
    draft.write_text(notice("并银发〔2021〕99号", "关于转发工作的通知", body), "utf-8")
    found = hongtou.verify(draft, db=db, on=DAY)
    assert found.name == "稿件.txt"
    assert [(c.number, c.verdict) for c in found.citations] == [("并银发〔2021〕31号", "held")]


def test_a_held_file_is_no_witness_for_itself(db: Path) -> None:
    held = next((db.parent / "papers").glob("0.txt"))
    (found,) = hongtou.verify(held, db=db, on=DAY).citations
    assert (found.number, found.verdict) == ("并银发〔2019〕77号", "unknown")


def test_all_that_is_held_is_in_order(db: Path) -> None:
    text = "".join(f"依据《{title}》（{number}）办理。\n" for number, title in HELD.items())
    found = hongtou.verify(text, db=db, on=DAY)
    assert [c.number for c in found.citations] == list(HELD)
    assert found.in_order


PAIRS = sorted(HELD.items())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(pair=st.sampled_from(PAIRS), at=st.integers(0, 5), digit=st.sampled_from("123456789"))
def test_another_digit_is_never_in_order(
    db: Path, pair: tuple[str, str], at: int, digit: str
) -> None:
    number, title = pair
    places = [place for place, character in enumerate(number) if character.isdigit()]
    place = places[at % len(places)]
    other = number[:place] + digit + number[place + 1 :]
    if other == number or (other in HELD and HELD[other] == title) or "〔20" not in other:
        return
    for found in hongtou.verify(f"根据《{title}》（{other}）", db=db, on=DAY).citations:
        assert not found.in_order


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    text=st.text(
        st.sampled_from("《》〈〉（）〔〕[]2021年第号条款项并银发令、，。\n \0\ud800“办法”%'\"")
    )
)
def test_any_string_is_answered(db: Path, text: str) -> None:
    found = hongtou.verify(text, db=db, on=DAY)
    for citation in found.citations:
        assert found.text[citation.start : citation.end] == citation.quote
        assert 1 <= citation.line <= found.text.count("\n") + 1


@pytest.mark.parametrize(
    ("cited", "held", "reason"),
    [
        (("银发", 2021, 64), "银发〔2021〕63号", "序号差一个数字：64 ↔ 63"),
        (("银发", 2021, 36), "银发〔2021〕63号", "序号数字对调：36 ↔ 63"),
        (("银发", 2020, 63), "银发〔2021〕63号", "年份相差一年：2020 ↔ 2021"),
        (("银发", 2012, 63), "银发〔2021〕63号", "年份数字对调：2012 ↔ 2021"),
        (("银办发", 2021, 63), "银发〔2021〕63号", "机关代字：银办发 ↔ 银发"),
        (("银发", 2021, 63), "银发〔2021〕63号", None),
        (("银发", 2020, 64), "银发〔2021〕63号", None),  # two slips
        (("财金", 2021, 63), "银发〔2021〕63号", None),
    ],
)
def test_slips(cited: tuple[str, int, int], held: str, reason: str | None) -> None:
    assert difference_of_numbers(DocumentNumber(Span(0, 0), *cited), held) == reason


@pytest.mark.parametrize(
    ("provision", "steps"),
    [
        ("第八条第二款", [("条", 8), ("款", 2)]),
        ("第三条、第五条第（二）项", [("条", 3), ("条", 5), ("项", 2)]),
        ("第三至五条", [("条", 3), ("条", 5)]),
        ("第八条之一", []),
        ("第十二章", []),
    ],
)
def test_steps_of_a_provision(provision: str, steps: list[tuple[str, int]]) -> None:
    assert [(step.unit, step.ordinal) for step in read_steps(provision)] == steps


def test_paragraphs_and_items() -> None:
    article = "第三条　甲：\n（一）乙；\n（二）丙。\n丁戊。"
    assert (paragraphs_of(article), items_of(article)) == (2, 2)


def run(*arguments: object) -> int:
    with pytest.raises(SystemExit) as leaving:
        main([str(argument) for argument in arguments])
    assert isinstance(leaving.value.code, int)
    return leaving.value.code


def test_command_line(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("verify", "并银发〔2021〕31号", "--db", db) == 0
    assert "相符" in capsys.readouterr().out
    assert run("verify", ARTICLE, "--db", db, "--json") == 2
    found = json.loads(capsys.readouterr().out)
    assert [c["verdict"] for c in found["citations"]] == ["held", "contradictory"]
    assert found["in_order"] is False
    draft = tmp_path / "a.txt"
    draft.write_text("没有引用的稿件。", "utf-8")
    assert run("verify", draft, "--db", db) == 0
    assert "没有发现对文件的引用" in capsys.readouterr().out


def test_the_first_line_counts_verdicts_and_a_provision_is_said_once(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "按并银发〔2019〕77号第三条、并银发〔2020〕54号和并银发〔2021〕31号，"
    assert run("verify", text, "--db", db) == 2
    said = capsys.readouterr().out
    first = "文字：3 处引用：未入库，只见于他文引用 1 处；不在库，有相近的 1 处；相符 1 处"
    assert said.splitlines()[0] == first
    assert "文中  并银发〔2019〕77号第三条\n" in said


def test_text_from_a_pipe(
    db: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    piped = io.TextIOWrapper(io.BytesIO(ARTICLE.encode("gb18030")))
    monkeypatch.setattr("sys.stdin", piped)
    assert run("verify", "-", "--db", db) == 2
    assert "互相矛盾" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("given_", "code"), [("没有的.docx", 1), (".", 1), ("-" * 3, 1), ("文" * 5000, 0), (" ", 1)]
)
def test_what_is_no_file(db: Path, given_: str, code: int) -> None:
    assert run("verify", given_, "--db", db) == code


def test_without_a_knowledge_base(tmp_path: Path) -> None:
    with pytest.raises(MissingDatabaseError):
        hongtou.verify("并银发〔2021〕31号", db=tmp_path / "none.db")
    assert run("verify", "并银发〔2021〕31号", "--db", tmp_path / "none.db") == 3
