"""Regions: places in names, where a paper holds, and what is asked for by place."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hongtou
from hongtou import KnowledgeBase
from hongtou.errors import AmbiguousError, LookupFailedError
from hongtou.lexicon import read_table
from hongtou.lexicon.places import find_places, leading_place, place_name, place_path
from hongtou.query.binding.regions import _region, path_to, place_of
from hongtou.store import open_store

CODES = sorted(row["code"] for row in read_table("places") if place_path(row["code"]))


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("江西省南昌市人民政府", "江西省 南昌市"),
        ("中国人民银行南昌中心支行", "南昌市"),
        ("国家外汇管理局江西省分局", "江西省"),
        ("信丰县扶贫办公室", "信丰县"),
        ("南京市鼓楼区财政局", "南京市 鼓楼区"),
        ("上饶地区行署", "上饶市"),  # its former name
        ("内蒙古银保监局", "内蒙古自治区"),
        # look-alikes: words that are also names of counties
        ("自然资源部", ""), ("人力资源和社会保障部", ""), ("公安部", ""),
        ("鼓楼区财政局", ""),  # one of four
    ],
)  # fmt: skip
def test_places_in_names(name: str, places: str) -> None:
    assert " ".join(place_name(place.code) for place in find_places(name)) == places


def test_a_place_inside_another_is_the_one_there() -> None:
    assert leading_place("福州市鼓楼区某某村镇银行") == ("350102", 6)
    assert leading_place("开封市鼓楼区") == ("410204", 6)
    assert leading_place("各村镇银行") == (None, 0)


@given(st.sampled_from(CODES))
def test_paths_lead_to_a_province(code: str) -> None:
    path = place_path(code)
    assert len(path) <= 3 and path[-1].endswith("0000")
    # Whatever lies in a place lies in all that it lies in.
    assert all(place_path(above) == path[at:] for at, above in enumerate(path))


@pytest.mark.parametrize(
    ("authorities", "code", "title", "recipients", "region"),
    [
        ("信丰县人民政府", None, None, None, "信丰县"),
        (None, "赣银保监发", None, None, "江西省"),
        # A central sub-branch in a capital served its province.
        ("中国人民银行南昌中心支行", None, None, None, "江西省"),
        (None, "并银发", None, None, "山西省"),
        (None, "并政发", None, None, "太原市"),
        (None, None, "江西省小额贷款公司管理办法", None, "江西省"),
        (None, None, None, "信丰县各银行机构", "信丰县"),
        ("中国人民银行沈阳分行", None, None, None, "辽宁省 吉林省 黑龙江省"),
        ("江西银保监局|江西省财政厅", "赣银保监发", None, None, "江西省"),
        ("中国人民银行", "银发", None, "各省农村信用社", "0"),
        (None, "国办发", None, None, "0"),
        (None, "京东发", None, None, "0"),  # 京 begins no code here
        ("上海票据交易所", None, None, None, "0"),  # sits in 上海, serves the country
        (None, None, "中华人民共和国票据法", None, "0"),
        (None, None, "小额贷款管理办法", None, ""),
        (None, None, None, "信丰县各银行|兴国县各银行", ""),
    ],
)
def test_where_a_paper_comes_from(
    authorities: str | None,
    code: str | None,
    title: str | None,
    recipients: str | None,
    region: str,
) -> None:
    found = _region(authorities, code, title, recipients)
    named = found if found in ("", "0") else " ".join(map(place_name, found.split("|")))
    assert named == region


@pytest.mark.parametrize(
    ("region", "path"),
    [
        ("360100", "南昌市"), ("360000", "南昌市 江西省"), ("0", "南昌市 江西省 全国"),
        ("", "南昌市 江西省 地域未载明"), ("360722", ""), ("140000", ""),
        ("140000|360000", "南昌市 江西省"), ("360000|0", "南昌市 江西省"),
    ],
)  # fmt: skip
def test_the_way_to_a_place(region: str, path: str) -> None:
    assert path_to(region, place_of("南昌")) == tuple(path.split())


@given(st.sampled_from(CODES), st.sampled_from(CODES))
def test_a_paper_holds_where_its_region_does(region: str, place: str) -> None:
    path = path_to(region, place)
    assert bool(path) == (region in place_path(place))
    assert not path or path[-1] == place_name(region)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("江西", "360000"), ("江西省", "360000"), ("南昌", "360100"), ("江西省南昌市", "360100"),
        ("南京市鼓楼区", "320106"), ("襄樊", "420600"), ("内蒙古", "150000"), ("吉林", "220000"),
        ("吉林市", "220200"), ("海淀区", "110108"), (" 南 昌 ", "360100"),
    ],
)  # fmt: skip
def test_place_asked_for(name: str, code: str) -> None:
    assert place_of(name) == code


def test_unknown_and_ambiguous_places_are_refused_with_a_way_out() -> None:
    with pytest.raises(LookupFailedError, match=r"相近：.*南昌市"):
        place_of("南唱")
    with pytest.raises(AmbiguousError, match=r"有 4 处：江苏省南京市鼓楼区、.*请写明上级地名"):
        place_of("鼓楼区")
    with pytest.raises(LookupFailedError, match="请用省、市、县的名称"):
        place_of("")


PAPERS = {
    "a": ("江西银保监局", "2021-03-01"), "b": ("信丰县人民政府", "2021-04-01"),
    "c": ("中国人民银行", "2021-05-01"), "d": ("南昌市财政局", "2020-01-01"),
    "e": ("山西省财政厅", "2021-06-01"), "f": (None, "2021-07-01"),
}  # fmt: skip


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("regions") / "hongtou.db"
    text = "各村镇银行应当报送。"
    with open_store(path) as store:
        for key, (authority, day) in PAPERS.items():
            sha, document = key * 64, f"{key * 12}-0"
            span = {"text": text, "start": 0, "end": len(text)}
            rows: dict[str, list[dict[str, object]]] = {
                "files": [{"sha256": sha, "name": f"{key}.txt", "path": f"{key}.txt",
                           "status": "done", "version": "0"}],
                "texts": [{"file_sha256": sha, "raw": text, "clean": text}],
                "documents": [{"document_id": document, "file_sha256": sha, "ordinal": 0,
                               "role": "main", "title": "关于报送的通知", "document_date": day,
                               "start": 0, "end": len(text)}],
                "segments": [{"segment_id": f"{document}#1", "document_id": document, "number": 0,
                              "kind": "paragraph", "path": "", "level": 0, "label": "",
                              "own_end": len(text), **span}],
                "obligations": [{"obligation_id": f"{document}#o1", "document_id": document,
                                 "segment_id": f"{document}#1", "bearer": "各村镇银行",
                                 "bearer_source": "explicit", "force": "must", "action": "报送",
                                 **span}],
                "parties": [] if authority is None else [
                    {"document_id": document, "role": "issuing_authority", "rank": 1,
                     "name": authority, "organisation": authority}],
            }  # fmt: skip
            for table, content in rows.items():
                store.db.table(table).insert_all(content)
        store.rebuild_index()
    return path


def asked(kb: KnowledgeBase, **filters: str) -> list[tuple[str, str]]:
    duties = kb.obligations(for_="村镇银行", **filters)  # type: ignore[arg-type]
    return [(duty.document.document_id[0], " ".join(duty.region)) for duty in duties]


def test_region_lists_what_binds_there_nearest_first(papers: Path) -> None:
    with hongtou.open(papers) as kb:
        assert asked(kb, region="南昌") == [
            ("d", "南昌市"), ("a", "南昌市 江西省"), ("c", "南昌市 江西省 全国"),
            ("f", "南昌市 江西省 地域未载明"),
        ]  # fmt: skip
        assert [key for key, _ in asked(kb, region="信丰县")] == ["b", "a", "c", "f"]
        assert [key for key, _ in asked(kb, region="江西")] == ["a", "c", "f"]
        limited = kb.obligations(region="南昌", limit=1)
        assert [duty.document.document_id[0] for duty in limited] == ["d"]
        hits = kb.search("报送", region="山西")
        assert {hit.document.document_id[0] for hit in hits} == {*"cef"}


def test_issued_in_counts_places_below(papers: Path) -> None:
    with hongtou.open(papers) as kb:
        assert [key for key, _ in asked(kb, issued_in="江西")] == ["b", "a", "d"]
        assert [key for key, _ in asked(kb, issued_in="南昌")] == ["d"]
        assert asked(kb, issued_in="湖南") == []
        assert [key for key, _ in asked(kb, issued_in="江西", region="南昌")] == ["d", "a"]


def test_places_are_refused_before_anything_is_asked(papers: Path) -> None:
    with hongtou.open(papers) as kb, pytest.raises(LookupFailedError):
        kb.obligations(region="不存在的地方")
