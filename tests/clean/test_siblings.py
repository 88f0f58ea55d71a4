"""What papers with the same passage may say, and where text is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.clean.repair.alignment import SEED, blocks_of, solid
from hongtou.clean.repair.attested import with_attested
from hongtou.clean.repair.candidate import Candidate, whole
from hongtou.clean.repair.damage import find_damage
from hongtou.model import CleanText, Evidence, Knowledge, Sibling, Span, undo
from tests.support import transcript_of

HEAD = "关于做好小微企业金融服务工作的通知\n各银行业金融机构：\n"
SAME = (
    "各银行机构要根据自身经营特点和经营成本实际，合理将知识产权、企业股权、应收账款、土地承包经营权"
    "等纳入风险缓释范畴，推动解决传统实物资产抵质押种类少、门槛高的问题。普惠型小微企业贷款不良率在"
    "容忍度以内的分支机构，可免予追责，容忍度标准由各机构自行确定。"
)


def cleaned(text: str, *siblings: str, **more: object) -> CleanText:
    held = tuple(Sibling(f"{n:064x}", f"{n}.txt", words) for n, words in enumerate(siblings))
    return clean(transcript_of(text), knowledge=Knowledge(held, **more))  # type: ignore[arg-type]


def repairs(result: CleanText) -> list[tuple[str, str, str, str]]:
    return [
        (c.rule, c.before, c.after, c.state) for c in result.corrections
        if any(item.kind == "sibling" for item in c.evidence)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("read", "printed", "rule"),
    [
        ("门槛高的间题", "门槛高的问题", "misread-character"),  # both finders know it
        ("容忍1度以内", "容忍度以内", "stray-character"),
        ("知识∴产权", "知识产权", "stray-character"),
    ],
)
def test_a_sibling_repairs(read: str, printed: str, rule: str) -> None:
    result = cleaned(HEAD + SAME.replace(printed, read), HEAD + SAME)
    assert result.text == HEAD + SAME
    assert [(r[0], r[3]) for r in repairs(result)] == [(rule, "applied")]
    assert undo(result.text, result.corrections) == HEAD + SAME.replace(printed, read)


@pytest.mark.parametrize(
    ("here", "there"),
    [
        (
            "小微企业贷款增长30%以上，并于2021年6月底前完成",
            "小微企业贷款增长20%以上，并于2021年9月底前完成",
        ),
        ("潢川县各银行机构要高度重视此项工作", "潢州县各银行机构要高度重视此项工作"),
        ("我县各银行机构要高度重视此项工作", "我市各银行机构要高度重视此项工作"),
        ("对本地区三家机构开展现场检查并通报结果", "对本地区二家机构开展现场检查并通报结果"),
        ("应当按照法律法规的规定从严处理", "应当依照法律法规的规定从严处理"),
        ("应当向中国银监会报告资产质量情况", "应当向中国保监会报告资产质量情况"),
        ("由县人民政府金融办公室负责解释说明", "由县人民政府财政办公室负责解释说明"),
        ("由5个部门组成联合工作组开展检查", "由个部门组成联合工作组开展检查"),
        ("贷款期限最长不超过3年期的执行优惠利率", "贷款期限最长不超过年期的执行优惠利率"),
    ],
)
def test_real_differences_stay(here: str, there: str) -> None:
    text = f"{HEAD}{SAME}\n{here}。{SAME}"
    result = cleaned(text, f"{HEAD}{SAME}\n{there}。{SAME}")
    assert result.text == text
    assert repairs(result) == []


def test_a_sibling_that_reads_alike_speaks_against() -> None:
    text = HEAD + SAME.replace("门槛高的问题", "门槛高的间题")
    alone = cleaned(text, HEAD + SAME)
    both = cleaned(text, HEAD + SAME, text)
    assert alone.corrections[-1].confidence > both.corrections[-1].confidence


TORN = (
    "各机构要根据小微企业实际经营状况，结合所属行业资金需求特点，合理设置贷款到期期限，"
    "积极满足需求。"
)


@pytest.mark.parametrize(
    ("torn", "lost"),
    [
        (TORN.replace("金需求特点，合理设置贷款到", "\n"), "金需求特点，合理设置贷款到"),
        (TORN.replace("金需求特点，合理设置贷款到", ""), "金需求特点，合理设置贷款到"),  # joined
    ],
)
def test_what_is_lost_is_proposed_and_never_text(torn: str, lost: str) -> None:
    text = f"{HEAD}{SAME}\n{torn}\n{SAME}"
    result = cleaned(text, f"{HEAD}{SAME}\n{TORN}\n{SAME}")
    proposed = [c for c in result.corrections if c.rule == "lost-passage"]
    assert [(c.after, c.state) for c in proposed] == [(lost, "proposed")]
    assert "0.txt" in proposed[0].reason
    assert lost not in result.text
    found = [f for f in result.findings if f.code == "clean.damaged"]
    assert [("资" in f.message, "期期限" in f.message) for f in found] == [(True, True)]


def test_garbled_characters_are_found_and_what_fits_is_proposed() -> None:
    text = HEAD + SAME + "要加强金融服务。各机构要改进金融服务，提升受灾群体金鞠昆务∴\n二、其他要求"
    result = cleaned(text)
    [proposal] = [c for c in result.corrections if c.rule == "garbled-phrase"]
    assert (proposal.before, proposal.after, proposal.state) == (
        "金鞠昆务∴",
        "金融服务",
        "proposed",
    )
    assert "金鞠昆务∴" in result.text
    assert any("金鞠昆务" in f.message for f in result.findings)


BODY = "各单位要按照统一部署认真抓好落实，切实提高管理水平。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BODY}\n根据企业实际状况，结合行业资\n期期限，积极满足需求。", ["结合行业资\n期期限"]),
        (f"{BODY}要做好检查，格严扭\n二、任务\n{BODY}", ["格严扭"]),
        (f"{BODY}\n乍办公室中", ["乍办公室中"]),
        (f"{BODY}\n发推广力度，\n四、任务\n{BODY}", ["发推广力度，"]),
        # Look-alikes: headings, names, dates, rows of forms, mottos, mentions of contacts.
        (f"一、提高认识，加强领导\n{BODY}", []),
        (f"{BODY}\n某某县人民政府办公室\n2021年3月5日", []),
        (f"{BODY}\n申请人类别\n拒绝开户\n停止办理业务已满三个工作日的客户", []),
        (f"{BODY}\n联系人：朱焕启，联系电话：12345678。", []),
        ("某某县人民政府文件\n某政〔2021〕5号\n关于做好防汛、抗旱工作的通知\n各乡镇：", []),
        (f"{BODY}\n附件：1.名单，2.表格", []),
    ],
)
def test_damage(text: str, expected: list[str]) -> None:
    found = find_damage(text, [Span(0, len(text))])
    assert [f.span.of(text) for f in found if f.span] == expected
    assert {f.code for f in found} <= {"clean.damaged"}


def test_what_was_typed_is_not_garbled() -> None:
    text = f"{BODY}格严扭昆务。"
    assert find_damage(text, [Span(0, len(text))]) != []
    assert find_damage(text, []) == []


def test_attested_words_speak_for_and_against() -> None:
    text = "完善敢贷愿贷内部机制"
    candidate = Candidate(3, 4, "货", "misread-character", "", (Evidence("shape", 3.0, ""),))
    for counts, sign in (({"敢贷愿贷": 3}, -1), ({"敢货愿贷": 3}, 1), ({}, 0)):
        [heard] = with_attested(whole(text, Knowledge(counts=counts)), [candidate])
        weight = sum(item.weight for item in heard.evidence) - 3.0
        assert (weight > 0) - (weight < 0) == sign, counts


LETTERS = st.text(alphabet="甲乙丙丁 \n，", max_size=60)


@given(LETTERS, LETTERS, LETTERS)
def test_blocks_are_equal_and_in_order(head: str, shared: str, tail: str) -> None:
    here, there = solid(head + shared + tail), solid(tail + shared + head)
    blocks = blocks_of(here.text, there.text)
    end = 0
    for block in blocks:
        assert block.start >= end and block.length >= SEED
        assert here.text[block.start : block.end] == there.text[block.other : block.other_end]
        end = block.end


@given(LETTERS, LETTERS, st.lists(LETTERS, max_size=3))
def test_any_siblings_can_be_heard(text: str, more: str, others: list[str]) -> None:
    result = cleaned(text + SAME + more, *others, SAME[::-1], SAME)
    assert undo(result.text, result.corrections) == text + SAME + more


def test_long_repetitions_take_no_more_than_linear_time() -> None:
    cleaned("银行" * 20_000, "银行" * 20_000, "行银" * 5_000)
