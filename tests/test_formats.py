"""The same notice as text, PDF, OFD, Word and web page says the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from hongtou.clean import clean
from hongtou.read import open_source, read
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from tests.press import Notice, Style, Table, TableCell, guess_notice, lay_out
from tests.press.docx import to_docx
from tests.press.flow import to_text
from tests.press.html import to_html
from tests.press.ofd import to_ofd
from tests.press.pdf import to_pdf
from tests.support import transcript_of
from tests.test_printed_lines import NOTICES, _documents, _facts

FORMATS: dict[str, Callable[[Notice], bytes]] = {
    "pdf": lambda notice: to_pdf(lay_out(notice)),
    "ofd": lambda notice: to_ofd(lay_out(notice)),
    "docx": to_docx,
    "html": to_html,
}
# Corpus, several papers in one file, joint papers, a regulation, 此页无正文, a wide imprint, bars.
WANTED = ("忻银", "赣银", "h04", "h05", "h12", "h13", "h28", "06_", "18_", "19_", "08_", "24_")
SOME = [path for path in NOTICES if path.name.startswith(WANTED)]
TASKS = Table(
    tuple(
        tuple(TableCell(cell) for cell in row)
        for row in (
            ("序号", "指标", "要求"),
            ("1", "贷款余额", "不得低于5000万元"),
            ("2", "报送", "各银行应当按月报送统计表，不得迟报"),
        )
    ),
    (0.2, 0.3, 0.5),
)
JOINT = Notice(
    mark=("中国人民银行某某市中心支行", "某某市财政局", "某某市地方金融监督管理局"),
    mark_suffix="文件",
    corner=("000012", "特急"),
    number="某银发〔2021〕12号",
    title=("某某市财政局等三部门关于加强小微企业金融服务工作的通知",),
    recipients="各县（市、区）人民政府，市直有关部门，人民银行各县（市）支行，各银行业金融机构：",
    body=(
        "为贯彻落实上级部署，进一步加强小微企业金融服务，现就有关事项通知如下：",
        "一、提高认识",
        "各银行业金融机构要加强组织领导，确保2021年末贷款余额不低于5000万元。",
        "二、强化落实",
        TASKS,
        "请各单位认真贯彻执行，执行中遇到的问题请及时报告。",
    ),
    attachment_note=("附件：1.小微企业金融服务工作任务分工及完成时限一览表", "　　　2.统计表"),
    signatures=("中国人民银行某某市中心支行", "某某市财政局", "某某市地方金融监督管理局"),
    date="2021年5月28日",
    imprint=(
        ("抄送：中国人民银行某省分行，某省财政厅，某省地方金融监督管理局。", ""),
        ("中国人民银行某某市中心支行办公室", "2021年5月29日印发"),
    ),
)


@pytest.mark.parametrize("path", SOME, ids=lambda path: path.stem)
def test_formats_say_the_same(path: Path, tmp_path: Path) -> None:
    notice = guess_notice(read(open_source(path)).text)
    typed = tmp_path / "notice.txt"
    typed.write_text(to_text(notice), "utf-8")
    expected = list(_facts(_documents(read(open_source(typed)))))
    for suffix, printed in FORMATS.items():
        file = tmp_path / f"notice.{suffix}"
        file.write_bytes(printed(notice))
        assert list(_facts(_documents(read(open_source(file))))) == expected, suffix


def test_a_joint_paper_with_a_table(tmp_path: Path) -> None:
    found = {}
    for suffix, printed in FORMATS.items():
        file = tmp_path / f"notice.{suffix}"
        file.write_bytes(printed(JOINT))
        transcript = read(open_source(file))
        found[suffix] = list(_facts(_documents(transcript)))
        bundle = split(clean(transcript))
        tagged = tag(segment(bundle, bundle.documents[0]))
        paths = {tagged.outline.segments[o.segment].path for o in tagged.obligations}
        assert {"二", "表1/2/3", "表1/3/3"} & paths == {"表1/2/3", "表1/3/3"}, suffix
    (facts,) = found["docx"]
    assert facts["values"]["urgency"] == "特急"
    assert [p[:2] for p in facts["parties"] if p[0] == "issuing_authority"] == [
        ("issuing_authority", 1), ("issuing_authority", 2), ("issuing_authority", 3),
    ]  # fmt: skip
    for suffix in FORMATS:
        assert found[suffix] == found["docx"], suffix


@pytest.mark.parametrize(
    "style",
    [
        Style(blank_page_mark=True),
        Style(margin_note="装订线"),
        Style(margin_note="内部资料注意保存"),
        Style(page_numbers=False),
    ],
    ids=["blank-page", "binding-line", "margin-note", "no-numbers"],
)
def test_what_a_page_adds_changes_nothing(style: Style, tmp_path: Path) -> None:
    notice = guess_notice(read(open_source(SOME[0])).text)
    file = tmp_path / "notice.pdf"
    file.write_bytes(to_pdf(lay_out(notice, style)))
    expected = list(_facts(_documents(transcript_of(to_text(notice)))))
    assert list(_facts(_documents(read(open_source(file))))) == expected
