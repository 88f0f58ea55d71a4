import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import EncodingError
from hongtou.read.encodings import PLAUSIBLE, Decoded, decode, plausibility

SENTENCES = (
    "现将《关于进一步落实好再贷款政策的通知》转发给你们，请认真贯彻执行。",
    "一、提高政治站位，压实工作责任",
    "贷款利率不得超过1年期LPR加50个基点，单户贷款余额不超过10万元。",
    "忻银发〔2021〕49号",
    "各银行机构要于每季度末月15日前报送工作情况。\r\n联系人：李某某　电话：0000-1234567",
)
TRADITIONAL = (
    "為落實好過渡期小額信貸工作，現將有關事項通知如下：",
    "各銀行機構應當加強貸款用途監測，不得將貸款資金用於非生產領域。",
    "請於每季度末月15日前報送工作情況。",
)
PROSE = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6).map("\n".join)


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be", "utf-8"])
@pytest.mark.parametrize("text", SENTENCES)
def test_one_sentence_is_enough(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == Decoded(text, encoding)


@given(PROSE, st.sampled_from(["utf-8", "gb18030", "utf-16-le", "utf-16-be"]))
def test_round_trip(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)).text == text


@given(st.text(alphabet="的一是在不了有和人这中大为上个国我以要他", min_size=6, max_size=80))
def test_round_trip_of_any_common_characters(text: str) -> None:
    assert decode(text.encode("utf-8")).text == text
    # The known limit of strict UTF-8 first: 一一一一 in GB18030 is valid UTF-8 too, four Cyrillic
    # letters. It takes a text in which every single character is such a pair.
    if not is_utf8(text.encode("gb18030")):
        assert decode(text.encode("gb18030")).text == text


def is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


@given(st.lists(st.sampled_from(TRADITIONAL), min_size=1, max_size=5).map("\r\n".join))
def test_round_trip_of_big5(text: str) -> None:
    decoded = decode(text.encode("big5"))
    assert (decoded.text, decoded.encoding) == (text, "big5hkscs")


@given(st.text(min_size=1).filter(lambda t: not t.startswith("\ufeff")))
def test_a_byte_order_mark_settles_it(text: str) -> None:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
    ):
        try:
            decoded = decode(mark + text.encode(encoding))
        except EncodingError:
            continue  # control characters and unassigned ones are no text
        assert decoded.text == text


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1))
def test_any_utf8_text_without_controls_comes_back(text: str) -> None:
    assert decode(text.encode()).text == text


def test_invisible_characters_and_line_ends_stay() -> None:
    text = "第一条\u200b　为了\r\n规范\x0c管理，制定本办法。\ufeff"
    assert decode(text.encode()).text == text
    assert decode(text.encode("gb18030")).text == text


def test_utf16_of_plain_ascii() -> None:
    assert decode("No. 49 (2021)\n".encode("utf-16-le")).encoding == "utf-16-le"


def test_western_text_is_left_to_the_library() -> None:
    text = "Résumé of the meeting, held in the café of the bank; naïve questions were asked. " * 3
    assert "meeting, held in" in decode(text.encode("cp1252")).text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (bytes(range(256)) * 8, "控制字节"),
        (b"\x00" * 64, "控制字节"),
        ("贷款".encode() * 20 + "贷".encode()[:2], "截断"),  # cut in the middle of a character
        (codecs.BOM_UTF8 + b"\xff\xff", "标明编码"),
        (codecs.BOM_UTF16_LE + b"\x00\xd8", "标明编码"),
        (codecs.BOM_UTF8 + b"\x00\x01\x02\x03", "不是文字"),
    ],
)
def test_junk_is_refused_with_the_reason(content: bytes, reason: str) -> None:
    with pytest.raises(EncodingError, match=reason):
        decode(content)


@given(st.binary(min_size=400, max_size=600))
def test_random_bytes_never_crash(content: bytes) -> None:
    try:
        decoded = decode(content)
    except EncodingError as error:
        assert str(error)
    else:
        assert decoded.text or not content


def test_score() -> None:
    assert plausibility(SENTENCES[0]) == 1.0
    assert plausibility(SENTENCES[0].encode("gb18030").decode("utf-16-le", "ignore")) < PLAUSIBLE
    assert plausibility("plain") == 1.0
