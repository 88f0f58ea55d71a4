"""What is a clause, and what is frame, heading or signature."""

import pytest

from hongtou.query.differing.clauses import LONGEST, Article, clauses_of, is_frame


@pytest.mark.parametrize("text", [
    "现将《中国人民银行太原中心支行关于进一步落实好再贷款政策的通知》转发给你们，并提出如下要求，请一并遵照执行。",
    "人民银行制定了《黄金租借业务管理暂行办法》，现印发给你们，请遵照执行。",
    "为规范黄金市场，现就有关事项通知如下：", "现公告如下：", "特此通知。", "请遵照执行。",
    "请结合实际认真贯彻执行。", "附件：1.申报表", "（此件公开发布）", "联系人：某某，电话：",
])  # fmt: skip
def test_frame(text: str) -> None:
    assert is_frame(text)


@pytest.mark.parametrize("text", [
    "各行应将本办法印发至辖内营业网点，并组织专题培训。",  # asks that it be handed on: a duty
    "现金收付业务应当双人复核，长短款如数登记。", "本办法自发布之日起施行。",
    "请各支行于6月30日前将报告报送分行。", "现有存量业务到期后不再续作。",
    "严格执行扶贫再贷款展期规定，对2021年之前发放的扶贫再贷款可实施展期。",
])  # fmt: skip
def test_look_alike_of_frame(text: str) -> None:
    assert not is_frame(text)


def article(
    text: str, label: str = "", heading: str | None = None, *, leaf: bool = True
) -> Article:
    at = text.index(heading) if heading else None
    end = at + len(heading) if heading and at is not None else None
    return Article("d", label.strip("、"), label, heading,
                   None if at is None else at + 100, None if end is None else end + 100,
                   text, 100, leaf)  # fmt: skip


@pytest.mark.parametrize(("one", "expected"), [
    (article("（二）增强普惠性。对1-7级机构加大支持。对8级机构采取质押。", "（二）", "增强普惠性"),
     ["对1-7级机构加大支持。", "对8级机构采取质押。"]),
    (article("（二）贷款金额：原则上5万元（含）以下。", "（二）", "贷款金额"),
     ["贷款金额：原则上5万元（含）以下。"]),
    # A sentence that stands where a heading would.
    (article("二、本卡应当免收手续费。优惠期过后视同普通卡。", "二、", "本卡应当免收手续费"),
     ["本卡应当免收手续费。", "优惠期过后视同普通卡。"]),
    (article("第三条　近视率逐年下降。每天锻炼1小时。", "第三条", "近视率逐年下降"),
     ["近视率逐年下降。", "每天锻炼1小时。"]),
    (article("二、加大信贷投放", "二、", "加大信贷投放"), ["加大信贷投放"]),
    (article("二、加大信贷投放", "二、", "加大信贷投放", leaf=False), []),
    (article("他说：“不行。”之后照办。下同。"), ["他说：“不行。”", "之后照办。下同。"]),
    (article("。。。\n　\n"), []), (article(""), []),
])  # fmt: skip
def test_clauses(one: Article, expected: list[str]) -> None:
    clauses = clauses_of([one])
    assert [clause.text for clause in clauses] == expected
    for clause in clauses:
        assert one.text[clause.start - 100 : clause.end - 100] == clause.text


def test_wishes_to_forward_are_left_out() -> None:
    one = article("各行应当自查。请各支行将本通知转发辖内机构。")
    assert [c.text for c in clauses_of([one], [(107, 121)])] == ["各行应当自查。"]


def test_a_page_without_a_full_stop_is_several_clauses() -> None:
    one = article("应当逐笔登记，" * 1000)
    clauses = clauses_of([one])
    assert max(len(clause.text) for clause in clauses) <= LONGEST
    assert "".join(clause.text for clause in clauses) == one.text
