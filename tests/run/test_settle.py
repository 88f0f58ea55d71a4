"""The second stage: what other papers say reaches files in doubt, in any order, each once."""

import random
import textwrap
from collections.abc import Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import hongtou.run.settle as settle_module
from hongtou.errors import ReaderTimeoutError
from hongtou.model import NO_KNOWLEDGE, CleanText, Decision, Knowledge, Transcript
from hongtou.run import Progress, own_rooms
from hongtou.store import open_store
from hongtou.store.content import Content
from tests.run.test_ingest import content, files_below, query, run

BODY = (
    "各银行机构要立足本县经济发展实际，立足自身金融服务实力和经营优势，开发出适合小微企业信贷需求的"
    "新信贷产品。各银行机构要根据自身经营特点和经营成本实际，合理将知识产权、企业股权、应收账款、"
    "土地承包经营权、政府采购合同等纳入风险缓释范畴，推动解决传统实物资产抵质押种类少、门槛高的问题。"
)
TORN = (
    "各银行业机构要根据小微企业实际经营状况和行业资金需求特点，合理设置贷款到期期限，积极满足中长期"
    "贷款的需求，加大续贷产品开发推广力度，同时做好对其的贷后跟踪与检查，严格把控风险。"
)
OTHER = (
    "关于做好防汛工作的通知\n各乡镇：\n各单位要严格落实值班制度，遇有重大险情及时上报，确保人民群众"
    "生命财产安全。要储备足够的沙袋、编织袋、救生衣等物资，并对重点堤段逐一登记造册。\n"
)
PAPERS = {
    "原件.txt": f"关于优化小微企业服务的通知\n各银行机构：\n{BODY}\n{TORN}\n",
    "转发.txt": f"关于转发优化小微企业服务通知的通知\n各银行机构：\n现转发给你们。\n{BODY}\n",
    # As a recogniser left it: lines of print, 间题 for 问题, and a passage torn under a seal.
    "识别.txt": "关于优化小微企业服务的通知\n各银行机构：\n"
    + "\n".join(textwrap.wrap(BODY.replace("问题", "间题"), 28))
    + "\n各银行业机构要根据小微企业实际经营状况和行业资\n期期限，积极满足中长期贷款的需求，\n"
    + "同时做好对其的贷后跟踪与检查，格严 扭\n",
    "无关.txt": OTHER,
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in PAPERS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


class Counted:
    """The house's rooms; ``known`` lists what was cleaned with the knowledge of others."""

    def __init__(self) -> None:
        self.known: list[str] = []
        self.rooms = replace(own_rooms(), clean=self.clean)

    def clean(
        self,
        transcript: Transcript,
        *,
        knowledge: Knowledge = NO_KNOWLEDGE,
        decisions: Sequence[Decision] = (),
    ) -> CleanText:
        if knowledge is not NO_KNOWLEDGE:
            self.known.append(transcript.source.name)
        return own_rooms().clean(transcript, knowledge=knowledge, decisions=decisions)


def proposals(into: Path) -> list[tuple[object, ...]]:
    return query(
        into, "SELECT name, after FROM corrections JOIN files ON sha256 = file_sha256"
              " WHERE rule = 'lost-passage' AND state = 'proposed' ORDER BY name, start",
    )  # fmt: skip


def test_a_sibling_proposes_what_is_lost(papers: Path, tmp_path: Path) -> None:
    run(papers / "识别.txt", into=tmp_path, rooms=own_rooms())
    assert proposals(tmp_path) == []
    assert query(tmp_path, "SELECT count(*) > 0 FROM findings WHERE code = 'clean.damaged'") == [
        (1,)
    ]
    run(papers / "原件.txt", into=tmp_path, rooms=own_rooms())
    assert proposals(tmp_path) == [
        ("识别.txt", "金需求特点，合理设置贷款到"),
        ("识别.txt", "加大续贷产品开发推广力度，"),
        ("识别.txt", "严格把控风险。"),
    ]
    texts = query(tmp_path, "SELECT clean FROM texts JOIN files ON sha256 = file_sha256"
                            " WHERE name = '识别.txt'")  # fmt: skip
    assert "门槛高的问题" in str(texts)
    assert "加大续贷" not in str(texts)


def test_the_report_says_what_settling_left(papers: Path, tmp_path: Path) -> None:
    report = run(papers, into=tmp_path, rooms=own_rooms())
    [outcome] = [o for o in report.outcomes if o.path.endswith("识别.txt")]
    kept = query(tmp_path, "SELECT outcome FROM files WHERE name = '识别.txt'")
    assert kept == [(outcome.message,)]
    found = "SELECT count(*) FROM findings JOIN files ON sha256 = file_sha256 WHERE room <> 'link'"
    assert query(tmp_path, f"{found} AND name = '识别.txt'") == [(outcome.findings,)]


def test_every_order_and_every_split_gives_the_same_content(papers: Path, tmp_path: Path) -> None:
    seen: list[Content] = []
    for number, order in enumerate(permutations(PAPERS)):
        into = tmp_path / str(number)
        into.mkdir()
        cut = number % len(order)
        for batch in (order[:cut], order[cut:]):
            if batch:
                run(*(papers / name for name in batch), into=into, rooms=own_rooms(),
                    extracted=None)  # fmt: skip
        seen.append(content(into))
    assert all(found == seen[0] for found in seen)
    assert not any(row[-1] for row in seen[0]["first_readings"])  # nothing is left to settle


def test_again_and_from_every_room_changes_nothing(papers: Path, tmp_path: Path) -> None:
    run(papers, into=tmp_path, rooms=own_rooms())
    before, doors = content(tmp_path), files_below(tmp_path / "out")
    run(papers, into=tmp_path, rooms=own_rooms(), force=True)
    assert content(tmp_path) == before
    assert files_below(tmp_path / "out") == doors
    for room in ("clean", "split", "segment", "tag"):
        run(papers, into=tmp_path, rooms=own_rooms(), from_room=room)
        assert content(tmp_path) == before, room
        assert files_below(tmp_path / "out") == doors, room


def test_what_concerns_nobody_settles_nothing(papers: Path, tmp_path: Path) -> None:
    first = Counted()
    run(papers / "识别.txt", papers / "原件.txt", into=tmp_path, rooms=first.rooms)
    assert first.known == ["识别.txt"]
    second = Counted()
    run(papers / "无关.txt", into=tmp_path, rooms=second.rooms)
    assert second.known == []
    run(papers / "转发.txt", into=tmp_path, rooms=second.rooms)
    assert second.known == ["识别.txt"]
    run(papers, into=tmp_path, rooms=second.rooms)
    assert second.known == ["识别.txt"]


@pytest.mark.parametrize("now", [OTHER + "另行通知。\n", ""], ids=["another", "empty"])
def test_a_sibling_that_goes_takes_its_word_along(papers: Path, tmp_path: Path, now: str) -> None:
    kept = [papers / "识别.txt", papers / "无关.txt"]
    alone, changed = tmp_path / "alone", tmp_path / "changed"
    for into in (alone, changed):
        into.mkdir()
    run(*kept, papers / "原件.txt", into=changed, rooms=own_rooms())
    assert proposals(changed)
    (papers / "原件.txt").write_text(now, encoding="utf-8")
    for into in (changed, alone):
        run(*kept, papers / "原件.txt", into=into, rooms=own_rooms())
    assert proposals(changed) == []
    assert content(changed) == content(alone)


def test_broken_off_while_settling(papers: Path, tmp_path: Path) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for into in (whole, broken):
        into.mkdir()
    run(papers, into=whole, rooms=own_rooms())

    def die(progress: Progress) -> None:
        if progress.outcome is not None and progress.done == progress.total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(papers, into=broken, rooms=own_rooms(), on_progress=die)
    assert proposals(broken) == []
    run(papers, into=broken, rooms=own_rooms())
    assert content(broken) == content(whole)
    assert files_below(broken / "out") == files_below(whole / "out")


def test_settling_is_a_phase_of_its_own(papers: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    run(papers, into=tmp_path, rooms=own_rooms(), on_progress=seen.append)
    phase = [progress for progress in seen if progress.settled]
    assert [(p.done, p.total, Path(p.settled or "").name) for p in phase] == [(1, 1, "识别.txt")]
    assert seen[-1] == phase[-1]


def test_a_defect_costs_the_help_of_others_only(papers: Path, tmp_path: Path) -> None:
    house = own_rooms()

    def clean(
        transcript: Transcript,
        *,
        knowledge: Knowledge = NO_KNOWLEDGE,
        decisions: Sequence[Decision] = (),
    ) -> CleanText:
        if knowledge is not NO_KNOWLEDGE:
            raise ZeroDivisionError
        return house.clean(transcript, decisions=decisions)

    report = run(papers, into=tmp_path, rooms=replace(house, clean=clean))
    assert report.exit_code == 0
    assert proposals(tmp_path) == []
    assert query(tmp_path, "SELECT count(*) FROM first_readings WHERE stale") == [(0,)]


def test_what_takes_too_long_is_tried_again_by_the_next_ingest(
    papers: Path, tmp_path: Path
) -> None:
    house, slow = own_rooms(), [True]

    def clean(
        transcript: Transcript,
        *,
        knowledge: Knowledge = NO_KNOWLEDGE,
        decisions: Sequence[Decision] = (),
    ) -> CleanText:
        if knowledge is not NO_KNOWLEDGE and slow[0]:
            raise ReaderTimeoutError("too long")
        return house.clean(transcript, knowledge=knowledge, decisions=decisions)

    rooms = replace(house, clean=clean)
    assert run(papers, into=tmp_path, rooms=rooms).exit_code == 0
    assert proposals(tmp_path) == []
    slow[0] = False
    run(papers / "无关.txt", into=tmp_path, rooms=rooms)
    assert len(proposals(tmp_path)) == 3


@pytest.mark.parametrize("when", ["doors", "rows", "mark"])
def test_killed_between_any_two_steps(
    when: str, papers: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for into in (whole, broken):
        into.mkdir()
    run(papers, into=whole, rooms=own_rooms())
    step = {
        "doors": (settle_module.doorway, "write"),
        "rows": (settle_module.first_readings, "put_back"),
        "mark": (settle_module.first_readings, "settled"),
    }[when]

    def die(*arguments: object, **more: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        run(papers / "识别.txt", into=broken, rooms=own_rooms())
        patched.setattr(*step, die)
        with pytest.raises(KeyboardInterrupt):
            run(papers / "原件.txt", into=broken, rooms=own_rooms())
    run(papers, into=broken, rooms=own_rooms())
    assert content(broken) == content(whole)
    assert files_below(broken / "out") == files_below(whole / "out")


def test_what_settling_reveals_as_classified_goes(papers: Path, tmp_path: Path) -> None:
    house = own_rooms()

    def clean(
        transcript: Transcript,
        *,
        knowledge: Knowledge = NO_KNOWLEDGE,
        decisions: Sequence[Decision] = (),
    ) -> CleanText:
        if knowledge.siblings:
            marked = f"机密★1年\n{transcript.text}"
            return house.clean(replace(transcript, text=marked, runs=()), decisions=decisions)
        return house.clean(transcript, decisions=decisions)

    report = run(papers, into=tmp_path, rooms=replace(house, clean=clean))
    assert {Path(o.path).name: o.status for o in report.outcomes}["识别.txt"] == "quarantined"
    status = query(tmp_path, "SELECT status FROM files WHERE name = '识别.txt'")
    assert status == [("quarantined",)]
    assert query(tmp_path, "SELECT count(*) FROM texts") == [(3,)]
    assert query(tmp_path, "SELECT count(*) FROM first_readings") == [(0,)]
    assert len(list((tmp_path / "out").iterdir())) == 3


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10**6))
def test_any_history_gives_the_same_content(
    seed: int, papers: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Files come, are read again and are replaced: what counts is what is there in the end."""
    chance = random.Random(seed)
    into, once = tmp_path_factory.mktemp("history"), tmp_path_factory.mktemp("once")
    for name, text in PAPERS.items():
        (papers / name).write_text(text, encoding="utf-8")
    for _ in range(4):
        names = chance.sample(sorted(PAPERS), k=chance.randint(1, 4))
        replaced = chance.choice(sorted(PAPERS))
        text = chance.choice(sorted(PAPERS.values()))
        (papers / replaced).write_text(f"{text}{chance.choice('甲乙')}\n", encoding="utf-8")
        run(*(papers / name for name in names), into=into, rooms=own_rooms(), extracted=None)
    run(papers, into=into, rooms=own_rooms(), extracted=None)
    run(papers, into=once, rooms=own_rooms(), extracted=None)
    assert content(into) == content(once)


def test_the_index_is_made_where_it_is_missing(papers: Path, tmp_path: Path) -> None:
    run(papers, into=tmp_path, rooms=own_rooms())
    before = content(tmp_path)
    with open_store(tmp_path / "k.db") as store:
        store.db.conn.execute("DELETE FROM passages")
        store.db.conn.execute("DELETE FROM meta WHERE name = 'passages_format'")
        store.db.conn.commit()
    run(papers, into=tmp_path, rooms=own_rooms())
    assert content(tmp_path) == before
