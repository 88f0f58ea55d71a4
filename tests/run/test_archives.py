"""Archives: every file inside is a file of its own, once, whatever else holds it."""

import zipfile
from itertools import permutations
from pathlib import Path

import pytest

from tests.run.test_ingest import NOTICES, content, files_below, query, run, untouchable


def pack(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in members.items():
            # With a date, so that the same members make the same bytes.
            archive.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), text)
    return path


def outcomes(report: object) -> dict[str, str]:
    found = {}
    for outcome in report.outcomes:  # type: ignore[attr-defined]
        found[outcome.path.partition("in/")[2] or Path(outcome.path).name] = outcome.status
    return found


@pytest.fixture
def box(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def test_members_are_files_with_a_way_to_them(box: Path, tmp_path: Path) -> None:
    pack(box / "通知.zip", {"附件/甲.txt": NOTICES["甲.txt"], "乙.txt": NOTICES["乙.txt"]})
    report = run(box, into=tmp_path)
    assert [(Path(o.path).name, o.status) for o in report.outcomes] == [
        ("通知.zip", "done"), ("甲.txt", "done"), ("乙.txt", "done"),
    ]  # fmt: skip
    assert report.outcomes[0].message == "压缩包，2 份文件"
    assert report.outcomes[1].path == f"{box}/通知.zip/附件/甲.txt"
    assert query(tmp_path, "SELECT name, path FROM files WHERE reader <> 'archive' ORDER BY 1") == [
        ("乙.txt", f"{box}/通知.zip/乙.txt"), ("甲.txt", f"{box}/通知.zip/附件/甲.txt"),
    ]  # fmt: skip
    assert query(tmp_path, "SELECT count(*) FROM members") == [(2,)]
    assert query(tmp_path, "SELECT count(*) FROM citations WHERE status = 'resolved'") == [(1,)]
    before = content(tmp_path)
    again = run(box, into=tmp_path, rooms=untouchable())
    assert outcomes(again) == {"通知.zip": "unchanged"}
    assert content(tmp_path) == before
    forced = run(box, into=tmp_path, force=True)
    assert [o.status for o in forced.outcomes] == ["done"] * 3
    tagged = run(box, into=tmp_path, from_room="tag")
    assert [o.status for o in tagged.outcomes] == ["done"] * 3
    assert content(tmp_path) == before


def test_a_bad_member_is_a_row_of_its_own(box: Path, tmp_path: Path) -> None:
    inner = pack(tmp_path / "inner.zip", {"丙.txt": "丙银发〔2019〕3号\n关于贴息的通知\n"})
    pack(
        box / "通知.zip",
        {"空.txt": b"", "../逃.txt": "x", "甲.txt": NOTICES["甲.txt"], "缺陷.txt": "坏通知",
         "内.zip": inner.read_bytes()},
    )  # fmt: skip
    report = run(box, into=tmp_path)
    found = outcomes(report)
    assert found["通知.zip/甲.txt"] == found["通知.zip/内.zip/丙.txt"] == "done"
    assert found["通知.zip/空.txt"] == found["通知.zip/缺陷.txt"] == "failed"
    assert [s for name, s in found.items() if "逃" in name] == ["failed"]
    assert report.exit_code == 2
    assert not list(tmp_path.rglob("逃*"))
    assert all("hongtou-" not in o.message for o in report.outcomes), "a temporary path is shown"
    again = run(box, into=tmp_path)  # what failed is tried again, what is held is not
    assert outcomes(again)["通知.zip/甲.txt"] == "unchanged"
    assert outcomes(again)["通知.zip/空.txt"] == "failed"


def test_a_damaged_archive(box: Path, tmp_path: Path) -> None:
    whole = pack(tmp_path / "x.zip", {"甲.txt": NOTICES["甲.txt"]}).read_bytes()
    (box / "半.zip").write_bytes(whole[: len(whole) // 2])
    (box / "甲.txt").write_text(NOTICES["甲.txt"], encoding="utf-8")
    report = run(box, into=tmp_path)
    assert outcomes(report) == {"半.zip": "failed", "甲.txt": "done"}
    assert "半.zip" not in report.outcomes[0].message  # the row has the path


def test_temporary_files_go(box: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    pack(box / "通知.zip", {"甲.txt": NOTICES["甲.txt"], "乙.txt": NOTICES["乙.txt"]})
    pack(box / "坏.zip", {"缺陷.txt": "坏通知"})
    run(box, into=tmp_path)
    assert list((tmp_path / "tmp").iterdir()) == []

    def stop(progress: object) -> None:
        if progress.done == 3:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(box, into=tmp_path, force=True, on_progress=stop)
    assert list((tmp_path / "tmp").iterdir()) == []


def test_copies_inside_and_outside_in_any_order(box: Path, tmp_path: Path) -> None:
    pack(box / "a.zip", {"甲.txt": NOTICES["甲.txt"], "乙.txt": NOTICES["乙.txt"]})
    pack(box / "b.zip", {"另/甲.txt": NOTICES["甲.txt"], "两.txt": NOTICES["两.txt"]})
    (box / "c.zip").write_bytes((box / "a.zip").read_bytes())
    (box / "0.txt").write_text(NOTICES["甲.txt"], encoding="utf-8")
    seen = []
    for order in permutations(sorted(box.iterdir())):
        into = tmp_path / f"x{len(seen)}"
        into.mkdir()
        run(*order, into=into, extracted=None)
        seen.append(content(into))
    assert all(found == seen[0] for found in seen)
    kept = {str(row[2]).partition("in/")[2] for row in seen[0]["files"]}
    assert kept == {"0.txt", "a.zip", "a.zip/乙.txt", "b.zip", "b.zip/两.txt"}


def test_edited_is_as_if_it_had_always_been_so(box: Path, tmp_path: Path) -> None:
    edited, fresh = tmp_path / "edited", tmp_path / "fresh"
    edited.mkdir()
    fresh.mkdir()
    pack(box / "通知.zip", {"甲.txt": NOTICES["甲.txt"], "乙.txt": NOTICES["乙.txt"], "丙": "丙"})
    run(box, into=edited)
    pack(box / "通知.zip", {"甲.txt": NOTICES["无.txt"], "乙.txt": NOTICES["乙.txt"]})
    report = run(box, into=edited)
    assert outcomes(report)["通知.zip/乙.txt"] == "unchanged"
    run(box, into=fresh)
    assert content(edited) == content(fresh)
    assert files_below(edited / "out") == files_below(fresh / "out")


def test_killed_and_resumed(box: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir()
    broken.mkdir()
    pack(box / "通知.zip", dict(NOTICES))
    run(box, into=whole)

    def die(progress: object) -> None:
        if progress.done == 3:  # type: ignore[attr-defined]
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(box, into=broken, on_progress=die)
    report = run(box, into=broken)
    assert report.count("unchanged") == 2
    assert report.count("done") == 3
    assert content(broken) == content(whole)
