from pathlib import Path

import pytest

import hongtou
from hongtou.run import ingest

RULES = (
    "再贷款操作办法\n第一章　总则\n第一条　为了规范再贷款操作，制定本办法。\n"
    "第二条　本办法所称再贷款，是指支农再贷款和支小再贷款。\n借款人应当按月报送台账。\n"
    "第二章　管理\n第三条　申请再贷款应当提交下列材料：\n（一）申请书；\n（二）财务报表；\n"
    "（三）用途说明。\n第四条　本办法自2021年7月1日起施行。\n"
)
RELOAN, FUNDS, OLD = (
    "关于加强再贷款管理的通知",
    "关于规范支农资金使用的通知",
    "关于开展现金检查的通知",
)
YEARLY, ISSUING = "关于做好年度报表工作的通知", "关于印发《再贷款操作办法》的通知"
BRANCH = "中国人民银行太原中心支行"
# Number and title of what is held and cited by both.
HELD = {
    "并银发〔2021〕31号": RELOAN, "并银发〔2021〕13号": FUNDS, "并银发〔2020〕45号": OLD,
    "并银发〔2020〕5号": YEARLY, "并银发〔2021〕5号": YEARLY, "并银发〔2021〕60号": ISSUING,
}  # fmt: skip
BODIES = {
    "并银发〔2021〕31号": "各行应当每月核对再贷款台账，并落实《关于改进支付服务的通知》"
    "（并银发〔2019〕77号）。",
    "并银发〔2021〕13号": "各行应当专款专用。《"
    + OLD
    + "》（并银发〔2020〕45号）、《再贷款操作办法》"
    "（并银发〔2015〕8号印发）同时废止。",
    "并银发〔2020〕45号": "各行应当每季度开展现金检查。",
    "并银发〔2020〕5号": "各行应当在1月底前报送2020年度报表。",
    "并银发〔2021〕5号": "各行应当在1月底前报送2021年度报表。",
    "并银发〔2021〕60号": "现将《再贷款操作办法》印发给你们，请遵照执行。",
}


def notice(number: str, title: str, body: str) -> str:
    year = number[number.index("〔") + 1 :][:4]
    return (
        f"{BRANCH}文件\n{number}\n{BRANCH}{title}\n各中心支行：\n{body}\n"
        f"{BRANCH}\n{year}年6月10日\n"
    )


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verifying") / "papers"
    folder.mkdir()
    for at, (number, title) in enumerate(HELD.items()):
        text = notice(number, title, BODIES[number])
        text += f"附件\n{RULES}" if title == ISSUING else ""
        (folder / f"{at}.txt").write_text(text, "utf-8")
    path = folder.parent / "hongtou.db"
    # The tagger loads outside of any bound on time, which a busy machine might not keep.
    hongtou.process(folder / "0.txt")
    report = ingest([folder], db=path, extracted=None)
    assert [o.message for o in report.outcomes if o.status != "done"] == []
    return path
