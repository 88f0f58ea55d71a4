"""题注: number and day of papers that are printed without head and signature."""

from datetime import date

import pytest

from hongtou.clean import clean
from hongtou.model import TaggedDocument
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from tests.support import transcript_of

TEXT = "第一章　总则\n第一条　为了加强管理，制定本办法。\n第二条　各行应当遵守本办法。"


def _tagged(note: str, title: str = "个人住房贷款管理办法") -> TaggedDocument:
    bundle = split(clean(transcript_of(f"{title}\n{note}\n{TEXT}")))
    return tag(segment(bundle, bundle.documents[0]))


@pytest.mark.parametrize(
    ("note", "day"),
    [
        ("（1998年5月9日银发〔1998〕190号文颁布自1998年5月9日起施行）", date(1998, 5, 9)),
        ("（1998年5月9日银发〔1998〕190号文印发）", date(1998, 5, 9)),
        ("(2005年8月18日中国人民银行令〔2005〕第3号公布自2005年10月1日起施行)", date(2005, 8, 18)),
        ("（1992年12月11日中华人民共和国国务院令第107号发布"
         "根据2011年1月8日《国务院关于废止和修改部分行政法规的决定》修订）", date(1992, 12, 11)),
        ("（1996年1月29日中华人民共和国国务院令第193号发布，根据1997年1月14日《国务院关于修改"
         "〈中华人民共和国外汇管理条例〉的决定》修订，2008年8月1日国务院第20次常务会议修订通过）",
         date(2008, 8, 1)),
        ("（2003年10月28日第十届全国人民代表大会常务委员会第五次会议通过，"
         "2012年12月28日第十一届全国人民代表大会常务委员会第三十次会议修订）", date(2012, 12, 28)),
        # Look-alikes: the day on which it takes effect, the day of a decision.
        ("（自2005年10月1日起施行）", None),
        ("（根据2011年1月8日《国务院关于废止和修改部分行政法规的决定》修订）", None),
    ],
)  # fmt: skip
def test_day_of_the_edition(note: str, day: date | None) -> None:
    found = _tagged(note).metadata.document_date
    assert (found.value if found else None) == day


def test_the_notice_that_issued_the_paper_is_cited() -> None:
    tagged = _tagged("（1998年5月9日银发〔1998〕190号文颁布）")
    assert tagged.metadata.number is None
    assert [c.number.normal for c in tagged.citations if c.number] == ["银发〔1998〕190号"]


@pytest.mark.parametrize(("verb", "effective"), [("公布", date(2020, 6, 20)), ("通过", None)])
def test_the_day_of_the_meeting_is_not_that_of_publication(
    verb: str, effective: date | None
) -> None:
    note = f"（2020年6月20日某某局第三次会议{verb}）"
    raw = f"某某管理办法\n{note}\n{TEXT}\n第三条　本办法自公布之日起施行。"
    bundle = split(clean(transcript_of(raw)))
    found = tag(segment(bundle, bundle.documents[0])).metadata.effective_date
    assert (found.value if found else None) == effective


def test_what_the_signature_says_comes_first() -> None:
    raw = (
        "中国人民银行文件\n银发〔2001〕7号\n个人住房贷款管理办法\n（1998年5月9日银发〔1998〕190号"
        f"文颁布）\n{TEXT}\n中国人民银行\n2001年2月3日"
    )
    bundle = split(clean(transcript_of(raw)))
    found = tag(segment(bundle, bundle.documents[0])).metadata.document_date
    assert found is not None
    assert found.value == date(2001, 2, 3)
