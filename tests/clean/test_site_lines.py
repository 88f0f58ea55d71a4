"""Lines of a site in a copied text, and signatures glued to the last sentence."""

import pytest

from hongtou.clean import clean
from tests.support import transcript_of

PAPER = "某县人民政府关于做好某事的通知\n某政发〔2020〕9号\n各乡镇人民政府：\n请认真执行。"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("首页 > 政务公开 > 文件\n" + PAPER, PAPER),
        (PAPER + "\n【打印】 【关闭】\n上一篇：某县人民政府关于表彰的决定", PAPER),
        ("文号：某政发〔2020〕9号\n" + PAPER, "文号：某政发〔2020〕9号\n" + PAPER),
        ("您现在的位置： 网站首页 >> 文件\n" + PAPER, PAPER),
        (PAPER + "\n首页 > 公开\n一、要抓好落实。", PAPER + "\n首页>公开\n一、要抓好落实。"),
        ("大\n中\n小\n" + PAPER, "大\n中\n小\n" + PAPER),  # sizes of enterprises
    ],
)
def test_lines_of_a_site_go(raw: str, expected: str) -> None:
    assert clean(transcript_of(raw)).text == expected


@pytest.mark.parametrize(
    ("raw", "lines"),
    [
        (
            "请遵照执行。某县交通局2022年6月7日某县交通局办公室2022年6月7日印发",
            ["请遵照执行。", "某县交通局", "2022年6月7日", "某县交通局办公室2022年6月7日印发"],
        ),
        ("请遵照执行。某县教育局 某县财政局2022年6月7日",
         ["请遵照执行。", "某县教育局 某县财政局", "2022年6月7日"]),
        ("某县交通局 2022年6月7日", ["某县交通局", "2022年6月7日"]),
        ("某县交通局办公室 2022年6月7日印发", ["某县交通局办公室2022年6月7日印发"]),
        ("某局关于做好甲事的通知某自然资发〔2022〕19号",
         ["某局关于做好甲事的通知", "某自然资发〔2022〕19号"]),
        ("各县区财政局：为规范资金管理，现通知如下：\n一、严格审批。",
         ["各县区财政局：", "为规范资金管理，现通知如下：", "一、严格审批。"]),
        ("附件：甲局关于乙事的通知某发〔2022〕1号", ["附件：甲局关于乙事的通知某发〔2022〕1号"]),
        ("主要目标：为规范管理，到2022年底完成。", ["主要目标：为规范管理，到2022年底完成。"]),
        ("本次清理已完成。截至2022年6月7日", ["本次清理已完成。截至2022年6月7日"]),
    ],
)  # fmt: skip
def test_signatures_behind_the_last_sentence(raw: str, lines: list[str]) -> None:
    assert clean(transcript_of(raw)).text.split("\n") == lines


def test_a_city_made_of_a_county_is_no_misread_city() -> None:
    paper = "彬州市人民政府文件\n彬政发〔2020〕3号\n彬州市人民政府关于备耕的通知\n各镇人民政府："
    assert clean(transcript_of(paper)).text == paper
