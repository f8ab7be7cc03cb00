"""What is left when the book cannot be written: nothing opens, nothing that was seen is lost."""

import pytest

from drivers.readings import Edge, Lost, Reading, Scan
from kiosk.keeper.halted import Halted
from kiosk.keeper.keeper import Question
from kiosk.rules import observations as o
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.effects import Unlock
from kiosk.rules.entries import Fault
from tests.keeper.rig import RIFLE, WIRING, A, Rig


class HaltedRig:
    def __init__(self) -> None:
        self.rig, self.ring = Rig(), list[str]()
        self.rig.hands.perform(Unlock(A))
        self.halted = Halted(
            "the disk is gone",
            clock=self.rig.clock,
            hands=self.rig.hands,
            keep=self.ring.append,
            wiring=WIRING,
        )

    def take(self, *items: Reading | Question) -> None:
        for item in items:
            self.rig.inbox.put(item)
            self.halted.take(self.rig.inbox, 0)


def test_a_halt_drops_every_bolt_and_keeps_why() -> None:
    room = HaltedRig()
    assert not room.rig.bolts[A].is_on
    now = room.rig.clock.now()
    assert room.ring == [f"{now.wall_ms} {now.mono_ms} halted: the disk is gone"]
    assert room.halted.why == "the disk is gone"


@pytest.mark.promise("P8")
def test_a_cable_that_opens_while_halted_sounds_the_siren_and_is_kept() -> None:
    room = HaltedRig()
    room.take(Edge("contact A", closed=False))
    assert room.rig.siren.is_on
    assert room.ring[-1].endswith("contact A open")


def test_a_cable_that_is_shut_while_halted_is_kept_in_silence() -> None:
    room = HaltedRig()
    room.take(Edge("contact A", closed=True))
    assert not room.rig.siren.is_on
    assert room.ring[-1].endswith("contact A shut")


@pytest.mark.promise("P8")
def test_an_open_housing_is_heard_while_halted_and_a_secret_call_or_a_sensor_is_not() -> None:
    room = HaltedRig()
    for line in ("button", "mains", "sensor B-1"):
        room.take(Edge(line, closed=False))
        assert room.ring[-1].endswith(f"{line} open"), "it is kept all the same"
        assert not room.rig.siren.is_on
    room.take(Edge("housing", closed=False))
    assert room.rig.siren.is_on


@pytest.mark.promise("P8")
def test_a_line_that_is_cut_while_halted_is_kept_and_heard_if_it_guards_something() -> None:
    room = HaltedRig()
    for device in ("weapon", "mains"):
        room.take(Lost(device, "it went away"))
        assert room.ring[-1].endswith(f"{device} lost")
        assert not room.rig.siren.is_on
    room.take(Lost("button", "cut"))
    assert room.rig.siren.is_on
    room = HaltedRig()
    room.take(Lost("contact A", "cut"))
    assert room.rig.siren.is_on


def test_any_line_is_heard_while_halted_when_nobody_says_what_it_is() -> None:
    room = HaltedRig()
    hands, clock = room.rig.hands, room.rig.clock
    room.halted = Halted("x", clock=clock, hands=hands, keep=room.ring.append)
    room.take(Edge("contact A", closed=False))
    assert room.rig.siren.is_on


def test_whoever_asks_is_told_that_all_is_halted() -> None:
    room = HaltedRig()
    question = Question(lambda _, at: o.HelpAsked(at))
    room.take(question)
    assert question.ticket.done.is_set()
    assert question.ticket.broken == "the disk is gone"


def broken_with(item: Edge | Question, *, before: bool) -> HaltedRig:
    """Let the book break while the keeper has this in hand: before it is decided on, or by it."""
    room = HaltedRig()
    if before:
        room.rig.health.wrong = [(Fault.DISK_LOW, "disk")]
    room.rig.journal.breaks = "lost"
    room.rig.inbox.put(item)
    with pytest.raises(BookUnwritable):
        room.rig.keeper.take(room.rig.inbox, 0)
    room.halted.take(room.rig.inbox, 0)
    return room


@pytest.mark.parametrize("before", [True, False])
def test_p8_a_cable_that_opened_as_the_book_broke_is_kept_and_heard(*, before: bool) -> None:
    """The line that would say it could not be written: the ring and the siren must."""
    room = broken_with(Edge("contact A", closed=False), before=before)
    assert room.rig.siren.is_on
    assert room.ring[-1].endswith("contact A open")


@pytest.mark.parametrize("before", [True, False])
def test_whoever_asked_as_the_book_broke_is_told(*, before: bool) -> None:
    """A full disk is noticed before the tap is decided on; the screen must not hang on it."""
    question = Question(lambda _, at: o.HelpAsked(at))
    broken_with(question, before=before)
    assert question.ticket.done.is_set()
    assert question.ticket.broken == "the disk is gone"


def test_a_scan_opens_nothing_and_an_empty_inbox_is_no_error() -> None:
    room = HaltedRig()
    lines, kept = len(room.rig.journal.lines), len(room.ring)
    room.take(Scan("weapon", RIFLE))
    room.halted.take(room.rig.inbox, 0)
    assert (len(room.rig.journal.lines), len(room.ring)) == (lines, kept)
