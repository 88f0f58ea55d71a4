"""Zip intake: what comes out, what is named as a problem, and that nothing leaves the folder."""

import io
import stat
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hongtou.errors import EmptyFileError, OversizeError, PackageError, ReadError
from hongtou.read import open_source, unpack
from hongtou.read.archives import LONGEST_NAME, Unpacked, disk_name
from hongtou.read.packages import PackageLimits


def zipped(members: dict[str, bytes] | list[tuple[str, bytes]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items() if isinstance(members, dict) else members:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def raw_named(name: bytes) -> bytes:
    """A zip whose single member has these bytes for a name, without the UTF-8 flag."""
    stand_in = "N" * len(name)
    return zipped({stand_in: b"x"}).replace(stand_in.encode(), name)


def unpacked(content: bytes, tmp_path: Path, **limits: int) -> Unpacked:
    path = tmp_path / "in.zip"
    path.write_bytes(content)
    return unpack(open_source(path), tmp_path / "into", limits=PackageLimits(**limits))


def names(found: Unpacked) -> list[str]:
    return [name for name, _ in found.members]


def test_files_come_out_with_their_content(tmp_path: Path) -> None:
    found = unpacked(zipped({"通知.txt": b"one", "附件/表.txt": b"two"}), tmp_path)
    assert [(name, path.read_bytes()) for name, path in found.members] == [
        ("通知.txt", b"one"),
        ("附件/表.txt", b"two"),
    ]
    assert [path.name for _, path in found.members] == ["00001-通知.txt", "00002-表.txt"]
    assert found.problems == ()


def test_names_of_chinese_tools(tmp_path: Path) -> None:
    assert names(unpacked(raw_named("附件/通知.txt".encode("gb18030")), tmp_path)) == [
        "附件/通知.txt"
    ]


def test_same_names_are_told_apart(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped([("通知.txt", b"one"), ("通知.txt", b"two")])
    found = unpacked(content, tmp_path)
    assert [(name, path.read_bytes()) for name, path in found.members] == [
        ("通知.txt", b"one"),
        ("通知.txt（2）", b"two"),
    ]


@pytest.mark.parametrize(
    "name",
    ["__MACOSX/._通知.pdf", "a/.DS_Store", "Thumbs.db", "~$通知.docx", "a/.~lock.通知.docx#"],
)
def test_what_systems_leave_behind_is_passed_over(tmp_path: Path, name: str) -> None:
    found = unpacked(zipped({name: b"x", "通知.txt": b"y"}), tmp_path)
    assert names(found) == ["通知.txt"]
    assert found.problems == ()


@pytest.mark.parametrize("name", ["MACOSX/通知.txt", "DS_Store.txt", "~通知.txt", "my desktop.ini"])
def test_look_alikes_of_clutter_come_out(tmp_path: Path, name: str) -> None:
    assert names(unpacked(zipped({name: b"x"}), tmp_path)) == [name]


def nested(depth: int) -> bytes:
    content = zipped({"通知.txt": b"x"})
    for level in range(depth):
        content = zipped({f"{level}.zip": content})
    return content


def test_archives_inside_archives(tmp_path: Path) -> None:
    found = unpacked(nested(3), tmp_path)
    assert names(found) == ["2.zip/1.zip/0.zip/通知.txt"]
    assert sorted(p.name for p in (tmp_path / "into").iterdir()) == ["00004-通知.txt"]


def test_nesting_ends_somewhere(tmp_path: Path) -> None:
    found = unpacked(nested(4), tmp_path)
    assert names(found) == []
    assert [(name, "嵌套" in why) for name, why in found.problems] == [
        ("3.zip/2.zip/1.zip/0.zip", True)
    ]
    assert not any((tmp_path / "into").iterdir())


def test_word_and_ofd_packages_are_papers_not_archives(tmp_path: Path) -> None:
    content = zipped({
        "a.docx": zipped({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}),
        "b.ofd": zipped({"OFD.xml": b"<a/>"}),
    })  # fmt: skip
    assert names(unpacked(content, tmp_path)) == ["a.docx", "b.ofd"]


def test_problems_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../out.txt", b"x")
        archive.writestr(link, "/etc/passwd")
        archive.writestr("bomb.txt", bytes(4 << 20))
        archive.writestr("old.rar", b"Rar!\x1a\x07\x00")
        archive.writestr("run.exe", b"\x7fELF")
        archive.writestr("torn.zip", nested(1)[:40])
        archive.writestr("通知.txt", b"x")
    found = unpacked(made.getvalue(), tmp_path)
    assert names(found) == ["通知.txt"]
    assert [(name, why[:4]) for name, why in found.problems] == [
        ("../out.txt", "文件名指"),
        ("link.txt", "是符号链"),
        ("bomb.txt", "包内“b"),
        ("old.rar", "是RAR"),
        ("run.exe", "是可执行"),
        ("torn.zip", "不是完整"),
    ]
    assert [path.name for path in (tmp_path / "into").iterdir()] == ["00005-通知.txt"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.zip", "into"]


def test_encrypted_members(tmp_path: Path) -> None:
    content = bytearray(zipped({"a.txt": b"secret", "b.txt": b"plain"}))
    content[6] |= 1  # general purpose flag of the first local header
    content[content.find(b"PK\x01\x02") + 8] |= 1  # and of its entry in the directory
    found = unpacked(bytes(content), tmp_path)
    assert names(found) == ["b.txt"]
    [(name, why)] = found.problems
    assert name == "a.txt" and "密码" in why


def test_thousands_of_members(tmp_path: Path) -> None:
    found = unpacked(zipped({f"{n}.txt": b"" for n in range(3000)}), tmp_path)
    assert len(found.members) == 3000
    with pytest.raises(OversizeError, match="3000 个"):
        unpacked(zipped({f"{n}.txt": b"" for n in range(3000)}), tmp_path, members=2999)


def test_nested_archives_share_one_allowance(tmp_path: Path) -> None:
    inner = zipped({f"{n}.txt": bytes(1 << 18) for n in range(8)})
    content = zipped({f"{n}.zip": inner for n in range(8)})
    found = unpacked(content, tmp_path, total_bytes=1 << 20, total_ratio=1, member_ratio=2000)
    written = sum(path.stat().st_size for path in (tmp_path / "into").iterdir())
    assert written <= 1 << 20
    assert found.members and found.problems


def test_nested_archives_share_one_number_of_members(tmp_path: Path) -> None:
    content = zipped({f"{n}.zip": zipped({f"{m}.txt": b"" for m in range(9)}) for n in range(9)})
    found = unpacked(content, tmp_path, members=30)
    assert len(found.members) <= 30
    assert found.problems


def test_an_empty_archive_says_so(tmp_path: Path) -> None:
    with pytest.raises(EmptyFileError, match="没有文件"):
        unpacked(zipped({}), tmp_path)


def test_a_torn_archive_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackageError, match="没有下载完"):
        unpacked(zipped({"a.txt": b"x" * 500})[:-30], tmp_path)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "into").write_bytes(b"a file in its place")
    with pytest.raises(ReadError, match="写不进"):
        unpacked(zipped({"a.txt": b"x"}), tmp_path)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_names_on_disk_are_tame(name: str) -> None:
    made = disk_name(name)
    assert made not in ("", ".", "..")
    assert not set(made) & set('/\\:*?"<>|\0')
    assert len(made.encode()) <= LONGEST_NAME


@settings(max_examples=60, deadline=None)
@given(
    members=st.lists(
        st.tuples(
            st.one_of(
                st.sampled_from(["../x", "/x", "a/../../x", "C:\\x", "..", "a/b", "\\\\host\\x"]),
                st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20),
            ),
            st.one_of(st.binary(max_size=40), st.just(nested(1))),
        ),
        max_size=6,
        unique_by=lambda member: member[0].partition("\0")[0],
    ),
    flips=st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 255)), max_size=6),
)
def test_nothing_is_written_elsewhere(
    tmp_path_factory: pytest.TempPathFactory,
    members: list[tuple[str, bytes]],
    flips: list[tuple[int, int]],
) -> None:
    folder = tmp_path_factory.mktemp("fuzz")
    content = bytearray(zipped(members))
    for at, value in flips:
        content[at % len(content)] = value
    try:
        found = unpacked(bytes(content), folder)
    except ReadError as error:
        assert str(error).startswith(str(folder / "in.zip"))
        found = Unpacked((), ())
    assert {path.name for path in folder.iterdir()} <= {"in.zip", "into"}
    inside = set((folder / "into").iterdir()) if (folder / "into").exists() else set()
    assert {path for _, path in found.members} == inside
    assert all(path.is_file() and not path.is_symlink() for path in inside)
