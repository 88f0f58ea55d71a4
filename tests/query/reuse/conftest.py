from collections.abc import Iterator
from pathlib import Path

import pytest

import hongtou
from hongtou import KnowledgeBase
from hongtou.run import ingest

CORPUS = Path(__file__).resolve().parents[3] / "corpus"
SEEDS = (
    "潢川-优化小微企业服务的通知-扫描识别.txt",
    "潢川监管组-落实高质量服务小微企业指导意见的通知.txt",
    "赣银保监发2021年2号-转发过渡期脱贫人口小额信贷工作的通知.txt",
    "赣银保监发2021年2号.ofd",
)

# Known to everybody in this base, and shorter than a passage that counts by itself.
FORMULA = "请结合实际认真抓好贯彻落实，执行中遇到的重大情况和问题及时书面报告本局。"
OWN = (
    "县域商户收单业务实行实名登记，特约商户档案逐户建立并保存五年以上备查。",
    "现金服务网点每季度清点残损券，兑换登记簿由两名以上柜员共同签章保管。",
    "农户信用档案每年更新一次，家庭成员、耕地面积和养殖规模逐项核对入库。",
    "反假货币宣传站设在乡镇集市，志愿者由支行和村委会共同推荐并逐人培训。",
    "外汇账户开立前先行核对备案信息，变更经营范围的企业重新提交资料审查。",
    "国库集中支付凭证当日传递，差错凭证次日退回并注明原因由会计主管签收。",
)
# A measure of one office that another one has taken over, with one character misread.
MEASURE = (
    "对申请再贷款的法人机构开展现场核查，核查台账借据、贷款用途和利率执行情况，发现挪用资金的立即"
    "收回并暂停其再贷款资格一年，核查报告在十个工作日以内报送中心支行货币信贷部门存档。"
    "机构负责人对台账真实性负责，拒绝核查或者提供虚假台账的，列入审慎放款名单并抄告监管部门。"
)


def notice(number: int, title: str, body: str, day: int) -> str:
    return (
        f"中国人民银行某州市中心支行文件\n某州银发〔2021〕{number}号\n关于{title}的通知\n"
        f"各县支行：\n一、{title}。{body}\n二、{FORMULA}\n"
        f"中国人民银行某州市中心支行\n2021年6月{day}日\n"
    )


def make_base(folder: Path) -> Path:
    """Seeds, six notices with one formula, two that share a measure, one that cites another."""
    papers = {f"own{n}.txt": notice(10 + n, f"做好第{n}项基础工作", own, 1 + n)
              for n, own in enumerate(OWN)}  # fmt: skip
    papers["first.txt"] = notice(31, "加强再贷款管理", MEASURE, 10)
    papers["second.txt"] = notice(
        32, "规范支农资金使用", MEASURE.replace("借据", "借掘") + OWN[0][:12] + "另有安排。", 20
    )
    papers["third.txt"] = notice(
        33,
        "开展资金检查",
        "按照《关于加强再贷款管理的通知》（某州银发〔2021〕31号），" + MEASURE,
        25,
    )
    folder.mkdir()
    for name, text in papers.items():
        (folder / name).write_text(text, "utf-8")
    # The tagger loads outside of any bound on time, which a busy machine might not keep.
    hongtou.process(folder / "first.txt")
    db = folder / "hongtou.db"
    paths = [*(folder / name for name in papers), *(CORPUS / name for name in SEEDS)]
    report = ingest(paths, db=db, extracted=None)
    assert report.exit_code == 0
    return db


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_base(tmp_path_factory.mktemp("reuse") / "base")


@pytest.fixture
def kb(base: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(base) as opened:
        yield opened
