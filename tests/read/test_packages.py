"""Zip packages: what a hostile or careless maker can do to one, and what comes of it."""

import io
import stat
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hongtou.errors import (
    EncryptedFileError,
    OversizeError,
    PackageError,
    ReadError,
    UnsafeXmlError,
)
from hongtou.read.packages import PackageLimits, open_package
from hongtou.read.xml_parts import child, local_name, parse_xml, text_of


def zip_of(path: Path, members: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def raw_named(path: Path, name: bytes, content: bytes = b"x") -> Path:
    """A zip whose single member has this very name, without the UTF-8 flag."""
    stand_in = "N" * len(name)
    zip_of(path, {stand_in: content})
    path.write_bytes(path.read_bytes().replace(stand_in.encode(), name))
    return path


def test_reads_members_as_they_are(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"OFD.xml": b"<a/>", "Doc_0/Document.xml": b"<b/>"})
    with open_package(path) as package:
        assert [member.name for member in package.members] == ["OFD.xml", "Doc_0/Document.xml"]
        assert package.read("OFD.xml") == b"<a/>"
        assert package.refused == ()


@pytest.mark.parametrize(
    ("base", "location", "found"),
    [
        ("OFD.xml", "Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("OFD.xml", "/Doc_0/Document.xml", "Doc_0/Document.xml"),
        ("OFD.xml", "doc_0\\document.XML", "Doc_0/Document.xml"),
        ("Doc_0/Document.xml", "Pages/Content.xml", "Doc_0/Pages/Content.xml"),
        ("Doc_0/Document.xml", "./Pages/Content.xml", "Doc_0/Pages/Content.xml"),
        ("Doc_0/Pages/Content.xml", "../Document.xml", "Doc_0/Document.xml"),
        ("Doc_0/Document.xml", "Doc_0/Pages/Content.xml", "Doc_0/Pages/Content.xml"),
        ("Doc_0/Document.xml", "../../../etc/passwd", None),
        ("Doc_0/Document.xml", "", None),
        ("Doc_0/Document.xml", "Pages", None),
    ],
)
def test_locations(tmp_path: Path, base: str, location: str, found: str | None) -> None:
    members = {"Doc_0/Document.xml": b"", "Doc_0/Pages/Content.xml": b"", "OFD.xml": b""}
    with open_package(zip_of(tmp_path / "a.zip", members)) as package:
        member = package.resolve(base, location)
        assert (member.name if member else None) == found


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_are_repaired(tmp_path: Path, encoding: str) -> None:
    path = raw_named(tmp_path / "a.zip", "通知/附件.txt".encode(encoding))
    with open_package(path) as package:
        assert [member.name for member in package.members] == ["通知/附件.txt"]
        assert package.read("通知/附件.txt") == b"x"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../out.txt", "包外"),
        ("a/../../out.txt", "包外"),
        ("..\\out.txt", "包外"),
        ("/etc/passwd", "绝对"),
        ("C:\\out.txt", "绝对"),
        ("c:out.txt", "绝对"),
        ("a\0b.txt", "空字符"),
    ],
)
def test_names_that_lead_astray_are_refused(tmp_path: Path, name: str, reason: str) -> None:
    path = raw_named(tmp_path / "a.zip", name.encode())
    with open_package(path) as package:
        assert package.members == ()
        assert [why for _, why in package.refused if reason in why]


@pytest.mark.parametrize("name", ["a..b.txt", "...", "通知..txt", "C/a.txt", "附:b.txt"])
def test_names_that_only_look_so_are_taken(tmp_path: Path, name: str) -> None:
    with open_package(zip_of(tmp_path / "a.zip", {name: b"x"})) as package:
        assert package.read(name) == b"x"


def test_symbolic_links_are_refused(tmp_path: Path) -> None:
    info = zipfile.ZipInfo("link.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    with open_package(tmp_path / "a.zip") as package:
        assert package.refused == (("link.txt", "是符号链接，不是文件"),)


def test_encrypted_members(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"x" * 20})
    content = bytearray(path.read_bytes())
    content[6] |= 1  # general purpose flag of the local header
    content[content.rfind(b"PK\x01\x02") + 8] |= 1  # and of the directory
    path.write_bytes(content)
    with open_package(path) as package, pytest.raises(EncryptedFileError, match="密码"):
        package.read("a.txt")


def test_a_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": bytes(8 << 20)})
    with open_package(path) as package, pytest.raises(OversizeError, match="炸弹"):
        package.read("a.txt")


def test_a_directory_that_lies_about_sizes_changes_nothing(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": bytes(8 << 20)})
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = (10).to_bytes(4, "little")  # unpacked size
    path.write_bytes(content)
    with open_package(path) as package:
        with pytest.raises(ReadError) as caught:
            package.read("a.txt")
        assert isinstance(caught.value, OversizeError | PackageError)


def test_all_members_together_are_limited(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {f"{n}.txt": zlib.compress(bytes(n)) * 500 for n in range(9)})
    limits = PackageLimits(total_bytes=20_000, total_ratio=0)
    with open_package(path, limits=limits) as package, pytest.raises(OversizeError):
        for member in package.members:
            package.read(member.name)


def test_too_many_members(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {f"{n}.txt": b"" for n in range(30)})
    with (
        pytest.raises(OversizeError, match="30 个"),
        open_package(path, limits=PackageLimits(members=29)),
    ):
        pass


def test_a_64_bit_directory_that_is_too_long_is_not_built(tmp_path: Path) -> None:
    content = zip_of(tmp_path / "a.zip", {"a.txt": b"x"}).read_bytes()
    at = content.rfind(b"PK\x05\x06")
    many = (10**9).to_bytes(8, "little")
    record = b"PK\x06\x06" + (44).to_bytes(8, "little") + bytes(12) + many * 2 + many + bytes(8)
    locator = b"PK\x06\x07" + bytes(4) + at.to_bytes(8, "little") + b"\1\0\0\0"
    (tmp_path / "a.zip").write_bytes(content[:at] + record + locator + content[at:])
    with pytest.raises(OversizeError, match="1000000000 个"), open_package(tmp_path / "a.zip"):
        pass


def test_a_false_end_inside_the_end_changes_nothing(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {f"{n}.txt": b"" for n in range(30)})
    content = bytearray(path.read_bytes())
    content[-6:-2] = b"PK\x05\x06"  # where the offset of the directory stands
    path.write_bytes(content)
    with (
        pytest.raises(OversizeError, match="30 个"),
        open_package(path, limits=PackageLimits(members=29)),
    ):
        pass


def test_what_is_read_again_counts_once(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"abc" * 1000})
    limits = PackageLimits(total_bytes=4000, total_ratio=0)
    with open_package(path, limits=limits) as package:
        assert {package.read("a.txt") for _ in range(9)} == {b"abc" * 1000}


def test_methods_that_unpack_without_bound_are_refused(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "a.zip", {"a.txt": b"x"}, method=zipfile.ZIP_BZIP2)
    with open_package(path) as package, pytest.raises(PackageError, match="压缩方法"):
        package.read("a.txt")


@given(cut=st.integers(0, 400), flips=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255))))
def test_damage_ends_in_a_read_error(
    tmp_path_factory: pytest.TempPathFactory, cut: int, flips: list[tuple[int, int]]
) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", b"<a/>" * 50)
        archive.writestr("附件/文.txt", b"abc" * 50)
    content = bytearray(made.getvalue())
    for at, value in flips:
        content[at % len(content)] = value
    path = tmp_path_factory.mktemp("damage") / "a.zip"
    path.write_bytes(content[: len(content) - cut % len(content)])
    try:
        with open_package(path) as package:
            for member in package.members:
                package.read(member.name)
    except ReadError as error:
        assert str(error).startswith(str(path))


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>"""
EXTERNAL = b"""<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>"""
PARAMETER = b"""<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>"""


@pytest.mark.parametrize("content", [BOMB, EXTERNAL, PARAMETER, BOMB.decode().encode("utf-16")])
@pytest.mark.parametrize("lenient", [False, True])
def test_doctypes_are_refused(content: bytes, lenient: bool) -> None:
    with pytest.raises(UnsafeXmlError, match=r"^a\.ofd：.*OFD\.xml"):
        parse_xml(content, path="a.ofd", part="OFD.xml", lenient=lenient)


@pytest.mark.parametrize("content", [
    b"<a>" * 300 + b"</a>" * 300,
    b"<a>" + b"<b/>" * 3_000_001 + b"</a>",
])  # fmt: skip
def test_deep_or_crowded_xml_is_refused(content: bytes) -> None:
    with pytest.raises(OversizeError):
        parse_xml(content, path="a.ofd", part="OFD.xml", lenient=True)


@pytest.mark.parametrize("content", [b"", b"no xml", b"<a><b></a>", b"<a>&nbsp;</a>", b"\xff" * 9])
def test_what_is_no_xml_is_refused(content: bytes) -> None:
    with pytest.raises(PackageError, match="XML"):
        parse_xml(content, path="a.ofd", part="OFD.xml")


@pytest.mark.parametrize("content", [
    '<?xml version="1.0" encoding="GBK"?><a><b>银发〔2021〕1号</b></a>'.encode("gbk"),
    '<?xml version="1.0" encoding="UTF-8"?><a><b>银发〔2021〕1号</b></a>'.encode("gb18030"),
    "<a><b>银发〔2021〕1号</b></a>".encode("utf-16"),
    "\ufeff<a><b>银发〔2021〕1号</b></a>".encode(),
])  # fmt: skip
def test_encodings(content: bytes) -> None:
    root = parse_xml(content, path="a", part="b")
    assert text_of(child(root, "b")) == "银发〔2021〕1号"


@pytest.mark.parametrize("content", [
    "<ofd:a><ofd:b x:c='1'>文</ofd:b></ofd:a>",
    "<:a xmlns:=''><:b>文</:b></:a>",
    "<a><b>文\x0b</b></a>",
    "<o:a xmlns:o='urn:odd'><o:b>文</o:b></o:a>",
])  # fmt: skip
def test_what_producers_get_wrong_is_mended_on_request(content: str) -> None:
    root = parse_xml(content.encode(), path="a", part="b", lenient=True)
    assert local_name(root) == "a"
    assert text_of(child(root, "b")) == "文"
