"""A knowledge base of the corpus, the invented notices and papers made for what they lack."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

import hongtou
from hongtou.query import KnowledgeBase
from hongtou.run import ingest

ROOT = Path(__file__).parents[3]
# What a scan says is read elsewhere; here texts, Word and OFD are enough.
SEEDS = sorted(p for p in (ROOT / "corpus").iterdir() if p.suffix in (".txt", ".docx", ".ofd"))
INVENTED = [ROOT / "tests" / "invented" / name / "notices" for name in ("first", "second")]

NAME, PHONE = "钱小文", "0990-6123457"
REGULATION = f"""某省银行文件
某银发〔2020〕3号
某省银行关于印发《小额贷款管理办法》的通知
各市支行：
现将《小额贷款管理办法》印发给你们，请遵照执行。
某省银行
2020年3月2日
小额贷款管理办法
第一章　总则
第一条　为规范小额贷款，根据《某省金融条例》（某令〔2018〕第6号），制定本办法。
第二条　各村镇银行发放小额贷款，应当符合下列条件：
（一）单户不超过10万元；
1.农户；
2.个体工商户；
（二）期限在3年以内。
贷款逾期的，不得展期。
第二章　附则
第三条　本办法由某省银行解释。联系人：{NAME}，电话{PHONE}。
第四条　本办法自2020年4月1日起施行。《小额贷款暂行办法》（某银发〔2016〕5号）同时废止。
"""
REPEALING = """某省银行文件
某银发〔2022〕9号
某省银行关于废止《小额贷款管理办法》的通知
各市支行：
《某省银行关于印发〈小额贷款管理办法〉的通知》（某银发〔2020〕3号）自2022年7月1日起废止。
某省银行
2022年6月1日
"""
WITH_ANNEX = f"""某市支行文件
某市银发〔2021〕4号
某市支行关于报送台账的通知
各县支行：
请于2021年6月30日前报送台账。
附件：1.台账报送要求
      2.台账格式
某市支行
2021年5月6日
联系人：{NAME}　　联系电话：{PHONE}
附件1
台账报送要求
一、按月报送。
二、不得漏报，漏报不得超过1次。
附件2
台账格式
每户一行，共5列。
"""
# Two names, each told as a contact in one paper of the file and bare in the other.
CARRIED = """某省银行文件
某银发〔2023〕7号
某省银行关于印发《台账管理办法》的通知
各市支行：
现将《台账管理办法》印发给你们，请遵照执行。报表由孙立群审核，不得迟报。
某省银行
2023年3月2日
联系人：周文远　　联系电话：0990-6234567
台账管理办法
第一条　各村镇银行应当按月向周文远报送台账，号码6234567。
第二条　台账由孙立群（电话：0990-6345678）负责解释。
第三条　本办法自2023年4月1日起施行。
"""
CONTACTS = ("周文远", "孙立群", "6234567", "6345678")
HOSTILE = """恶银发〔2021〕1号
某某局关于很长的事项的通知
各单位：
一、应当停止使用，不得超过3次。
某某局
2021年1月2日
"""


@pytest.fixture(scope="session")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exporting")
    papers = {"办法": REGULATION, "废止": REPEALING, "附件": WITH_ANNEX, "恶意": HOSTILE,
              "随文": CARRIED}  # fmt: skip
    for name, paper in papers.items():
        (folder / f"{name}.txt").write_text(paper, "utf-8")
    path = folder / "k.db"
    ingest([*folder.glob("*.txt"), *SEEDS, *INVENTED], db=path, extracted=None)
    return path


@pytest.fixture(scope="session")
def marred(db: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with control characters and half a character, as another program may write them."""
    path = tmp_path_factory.mktemp("marred") / "k.db"
    with closing(sqlite3.connect(db)) as whole, closing(sqlite3.connect(path)) as copy:
        whole.backup(copy)
        for table, column, before, after in (
            ("texts", "clean", "停止使用", "\x07\x0b\ufffe\x01"),
            ("texts", "clean", "各单位", "<b>]"),
            ("documents", "title", "很长的", "\x08]]>\x1f<b>&amp;" + "很长的" * 2_000),
        ):
            sql = f"UPDATE {table} SET {column} = replace({column}, ?, ?)"
            copy.execute(sql, (before, after))
        copy.commit()
    return path


@pytest.fixture
def kb(db: Path) -> Iterator[KnowledgeBase]:
    with hongtou.open(db) as opened:
        yield opened
