"""An update in every way it can go: refused, done, taken back, stuck; nothing between."""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kiosk.provision.packages import Package
from kiosk.provision.updating import CUT_OFF, Ended, Unfit, finish, refuse_unfit, update
from kiosk.service.protocol import KioskSilent, WorkDone
from kiosk.service.upkeep import TEXT_MAX, EndTold, UpdateTold

NEW = Package(Path("new.deb"), "2", "arm64", 1 << 20)
OLD = Package(Path("old.deb"), "1", "arm64", 1 << 20)


@dataclass
class MadeUp:
    """A machine that does what a test says. `did`: every step that changed something, in order."""

    version: str = "1"
    wait_for: str = ""
    room: int = 1 << 40
    untried: str = ""
    refused: str = ""
    bad: dict[str, str] = field(default_factory=dict)
    dumb: set[str] = field(default_factory=set)
    silent: bool = False
    is_sealed: bool = False
    lost: bool = False
    aim: str = ""
    did: list[str] = field(default_factory=list)
    told: list[UpdateTold | EndTold] = field(default_factory=list)

    def installed(self) -> str:
        """Return the version in force."""
        return self.version

    def architecture(self) -> str:
        """Be a Pi."""
        return "arm64"

    def newer(self, one: str, other: str) -> bool:
        """Compare numbers."""
        return int(one) > int(other)

    def free_bytes(self) -> int:
        """Return the room."""
        return self.room

    def sealed(self) -> bool:
        """Be a machine with a read-only root, or none."""
        return self.is_sealed

    def hindrance(self) -> str:
        """Return what must be waited for."""
        if self.silent:
            raise KioskSilent("Nobody answers.")
        return self.wait_for

    def copy_book(self) -> Path:
        """Copy the book."""
        self.did.append("copied")
        return Path("copy")

    def before(self) -> Package:
        """Have the old one kept, or nothing."""
        if self.lost:
            raise Unfit("No version before 2 is kept.")
        return OLD

    def keep(self) -> Package:
        """Keep the version in force."""
        self.did.append("kept")
        return OLD

    def try_out(self, package: Package, copy: Path) -> str:
        """Try a version on the copy."""
        self.did.append(f"tried {package.version} on {copy}")
        return self.untried

    def intend(self, package: Package) -> None:
        """Keep over a cut what is to be put in."""
        self.aim = package.version

    def settled(self) -> None:
        """Have nothing left to do."""
        self.aim = ""

    def begin(self, told: UpdateTold) -> WorkDone:
        """Write it down, or refuse it."""
        assert self.aim == told.version, "a cut right after this line is gone on with"
        self.told.append(told)
        return WorkDone(reason=self.refused) if self.refused else WorkDone(seq=94)

    def install(self, package: Package) -> str:
        """Put it in, unless it is bad."""
        assert self.aim == package.version, "a cut here is gone on with"
        self.did.append(f"installed {package.version}")
        if package.version in self.bad:
            return self.bad[package.version]
        self.version = package.version
        return ""

    def answers(self) -> str:
        """Answer, unless this version is dumb."""
        return f"{self.version} is silent" if self.version in self.dumb else ""

    def end(self, told: EndTold) -> None:
        """Write down how it ended."""
        self.told.append(told)


def made(box: MadeUp, package: Package = NEW, *, back: bool = False) -> Ended:
    """Update a machine."""
    return update(box, package, "ab" * 32, ("sok",), lambda _: None, back=back)


def test_everything_is_tried_before_anything_is_changed() -> None:
    box = MadeUp()
    assert made(box) == Ended("2")
    assert box.did == ["copied", "kept", "tried 2 on copy", "installed 2"]
    assert box.told == [UpdateTold("1", "2", "ab" * 32, ("sok",)), EndTold("2")]
    assert box.aim == "", "no boot has anything to go on with"


@pytest.mark.parametrize(
    ("box", "package", "why"),
    [
        (MadeUp(), Package(Path("x"), "2", "amd64", 1), "is for amd64; this is arm64"),
        (MadeUp(version="2"), NEW, "it is not newer"),
        (MadeUp(version="3"), NEW, "it is not newer"),
        (MadeUp(room=1 << 20), NEW, "not enough room: 66 MiB"),
        (MadeUp(is_sealed=True), NEW, "mount -o remount,rw /"),
        (MadeUp(wait_for="Cable A is open."), NEW, "Cable A is open"),
        (MadeUp(untried="half a version"), NEW, "is no good: half a version"),
        (MadeUp(refused="not_now"), NEW, "cannot be updated now: not now"),
    ],
    ids=["architecture", "same", "older", "room", "sealed", "bay", "untried", "refused"],
)
def test_what_is_no_update_changes_nothing(box: MadeUp, package: Package, why: str) -> None:
    before = box.version
    with pytest.raises(Unfit, match=why):
        made(box, package)
    assert (box.version, box.aim) == (before, "")
    assert not any(step.startswith("installed") for step in box.did)


def test_a_kiosk_that_cannot_say_who_stands_there_is_not_updated() -> None:
    box = MadeUp(silent=True)
    with pytest.raises(KioskSilent):
        made(box)
    assert box.did == []


@pytest.mark.parametrize(
    "box", [MadeUp(bad={"2": "dpkg said no"}), MadeUp(dumb={"2"})], ids=["dpkg", "silent"]
)
def test_a_version_that_is_no_good_is_taken_back_and_the_book_says_why(box: MadeUp) -> None:
    ended = made(box)
    assert (ended.version, box.version, ended.stuck) == ("1", "1", "")
    assert ended.fault in {"dpkg said no", "2 is silent"}
    assert box.did[-1] == "installed 1"
    assert box.told[-1] == EndTold("1", ended.fault)
    assert box.aim == ""


def test_what_was_wrong_is_told_in_as_many_words_as_the_kiosk_takes() -> None:
    box = MadeUp(bad={"2": "x" * 1000})
    assert len(made(box).fault) == 1000
    told = box.told[-1]
    assert isinstance(told, EndTold)
    assert len(told.fault) == TEXT_MAX


def test_a_machine_that_is_stuck_says_so_and_writes_nothing() -> None:
    box = MadeUp(dumb={"1", "2"})
    ended = made(box)
    assert (ended.fault, ended.stuck) == ("2 is silent", "1 is silent")
    assert box.aim == "1", "the next boot tries once more"
    assert [type(told) for told in box.told] == [UpdateTold]


def test_the_version_before_goes_in_the_same_way() -> None:
    box = MadeUp(version="2")
    assert made(box, OLD, back=True) == Ended("1")
    assert refuse_unfit(MadeUp(version="2"), OLD, back=True) == "2"


def finished(box: MadeUp) -> Ended:
    """Go on with an update from 1 to 2 that was cut off."""
    return finish(box, "1", "2", lambda _: None)


@pytest.mark.parametrize(("version", "fault"), [("2", ""), ("1", CUT_OFF)])
def test_an_update_that_was_cut_off_is_ended_by_whichever_version_works(
    version: str, fault: str
) -> None:
    box = MadeUp(version=version, aim="2")
    assert finished(box) == Ended(version)
    assert box.aim == ""
    assert box.told == [EndTold(version, fault)]
    assert box.did == []


def test_a_new_version_that_does_not_work_after_a_cut_is_taken_back() -> None:
    box = MadeUp(version="2", dumb={"2"}, aim="2")
    assert finished(box) == Ended("1", "2 is silent")
    assert box.aim == ""
    assert box.did == ["installed 1"]
    assert box.told == [EndTold("1", "2 is silent")]


@pytest.mark.parametrize(
    ("box", "ended"),
    [
        (MadeUp(version="1", dumb={"1"}), Ended("1", CUT_OFF, "1 is silent")),
        (MadeUp(version="2", dumb={"1", "2"}), Ended("1", "2 is silent", "1 is silent")),
    ],
)
def test_what_is_stuck_after_a_cut_writes_nothing(box: MadeUp, ended: Ended) -> None:
    assert finished(box) == ended
    assert box.told == []


@pytest.mark.parametrize(
    ("box", "why"),
    [
        (MadeUp(version="3"), "Version 3 is in force"),
        (MadeUp(version="2", dumb={"2"}, lost=True), "No version before 2"),
    ],
)
def test_what_cannot_be_gone_on_with_is_said(box: MadeUp, why: str) -> None:
    with pytest.raises(Unfit, match=why):
        finished(box)
    assert (box.did, box.told) == ([], [])
