"""Laws of tags over notices put together at random: the span of each tag quotes what it says."""

import re
import unicodedata

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hongtou.clean import clean
from hongtou.model import TaggedDocument
from hongtou.notation.document_numbers import read_document_number
from hongtou.segment import segment
from hongtou.split import split
from hongtou.tag import tag
from tests.support import transcript_of

HEADS = st.sampled_from([
    "某局文件\n某发〔2022〕7号\n某局关于落实《某指导意见》的通知\n各银行机构、各分局：\n",

    "国家某局\n财政部文件\n某发[2021]12号\n国家某局 财政部关于印发《某办法》的通知\n各财政厅：\n",
    "关于做好某项工作的通知\n各单位：\n",
    "国家某局令\n（2019）第 3 号\n",
    "",
])  # fmt: skip
SUBJECTS = st.sampled_from(
    ["各银行机构", "各分局", "商业银行", "县财政局", "监管部门", "", "借款人"]
)
DUTIES = st.sampled_from([
    "应当按月报送情况", "要加强管理", "不得违规收费", "可以适当放宽条件", "原则上采用质押方式",
    "鼓励开展创新",
    "力争覆盖率达到85%以上", "于5月底前完成", "应在收到申请之日起15个工作日内答复",
    "严禁抽贷、断贷",
])  # fmt: skip
LIMITS = st.sampled_from([
    "单户贷款不得超过10万元", "不良率不高于各项贷款不良率3个百分点以内", "至少支持200户",
    "5万元（含）以下",
    "年龄在18周岁—65周岁之间", "每亿元再贷款至少支持50户", "增速高于去年同期水平",
    "最多可展期4次", "注册资本十亿元以上",
    "利率不超过1年期LPR", "比例为20%至30%", "权重占比在10%以上",
])  # fmt: skip
CITED = st.sampled_from([
    "根据《中华人民共和国商业银行法》", "按照《某管理办法》（某发〔2020〕1号）",
    "《某规定》同时废止",
    "为落实《某意见》（国发〔2019〕3号）要求", "请将本通知转发至辖内各机构",
])  # fmt: skip
SENTENCES = st.builds(
    lambda who, what, limit, cited: f"{cited}，{who}{what}，{limit}。",
    SUBJECTS,
    DUTIES,
    LIMITS,
    CITED,
)
LABELS = ("一、", "二、", "三、", "（一）", "（二）", "1.", "")
FOOTS = st.sampled_from(
    ["", "附件：1.某表\n2.某办法\n某局\n2022年3月8日", "某局办公室2022年3月9日印发"]
)


@st.composite
def notices(draw: st.DrawFn) -> str:
    lines = draw(st.lists(st.tuples(st.sampled_from(LABELS), SENTENCES), min_size=1, max_size=6))
    return draw(HEADS) + "\n".join(a + b for a, b in lines) + "\n" + draw(FOOTS)


def _tagged(raw: str) -> list[TaggedDocument]:
    bundle = split(clean(transcript_of(raw)))
    return [tag(segment(bundle, document)) for document in bundle.documents]


def _squeezed(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_spans_quote(raw: str) -> None:
    for tagged in _tagged(raw):
        _parties_and_metadata_quote(tagged)
        _provisions_quote(tagged)
        _citations_quote(tagged)


def _parties_and_metadata_quote(tagged: TaggedDocument) -> None:
    text = tagged.outline.text
    for party in tagged.parties:
        assert party.span is not None
        assert _squeezed(party.span.of(text)) == _squeezed(party.name)
    metadata = tagged.metadata
    if metadata.number is not None:
        said = read_document_number(metadata.number.span.of(text))
        assert said is not None
        assert (said.year, said.serial) == (metadata.number.year, metadata.number.serial)
    for value in (metadata.title, metadata.document_type, metadata.openness, metadata.contact,
                  *metadata.attachments):  # fmt: skip
        assert value is None or _squeezed(value.value) in _squeezed(value.span.of(text))
    for day in (metadata.document_date, metadata.print_date):
        assert day is None or str(day.value.year) in day.span.of(text)


def _provisions_quote(tagged: TaggedDocument) -> None:
    outline, text = tagged.outline, tagged.outline.text
    for obligation in tagged.obligations:
        assert outline.segments[obligation.segment].span.contains(obligation.span)
        assert obligation.span.of(text) == obligation.span.of(text).strip("，。：； \n")
        if obligation.bearer_span is not None and obligation.bearer_source == "explicit":
            assert obligation.bearer_span.of(text) == obligation.bearer
    for quantity in tagged.quantities:
        assert outline.segments[quantity.segment].span.contains(quantity.span)
        quote = quantity.span.of(text)
        # Values below a thousand are printed as they are: no 万 or 亿 multiplies them.
        if quantity.value is not None and quantity.value < 1000 and re.search(r"\d", quote):
            assert f"{quantity.value.normalize():f}" in quote
        if quantity.baseline is not None:
            assert quantity.baseline in text
        assert quantity.condition is None or 0 <= quantity.condition < len(tagged.quantities)
        if quantity.obligation is not None:
            assert 0 <= quantity.obligation < len(tagged.obligations)
    for deadline in tagged.deadlines:
        assert outline.segments[deadline.segment].span.contains(deadline.span)


def _citations_quote(tagged: TaggedDocument) -> None:
    text = tagged.outline.text
    for citation in tagged.citations:
        quote = _squeezed(citation.span.of(text))
        assert citation.title is None or _squeezed(citation.title) in quote
        assert citation.number is None or str(citation.number.serial) in quote


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(notices())
def test_running_twice_changes_nothing(raw: str) -> None:
    assert _tagged(raw) == _tagged(raw)
    cleaned = clean(transcript_of(raw)).text
    assert clean(transcript_of(cleaned)).text == cleaned
