"""Decide, write, act, tell: the order that everything else rests on, and what ends it."""

import pytest

from drivers.readings import Edge, Found, Lost, Scan
from kiosk.keeper.calendar import SLACK_MS
from kiosk.keeper.hands import HEARD
from kiosk.keeper.keeper import Question
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.things import Signal
from tests.keeper.rig import AT_REST, BADGES, POSITIONS, RIFLE, SOK, VANN, A, B, Rig


@pytest.mark.promise("P1")
def test_the_bolt_moves_after_the_line_is_durable_and_before_anybody_is_told() -> None:
    rig = Rig()
    rig.identify()
    rig.diary.clear()
    rig.scan(RIFLE)
    assert rig.diary == [
        "buzzer",  # the tick that a scan was heard
        "wrote issue.asked", "wrote release.granted",
        "bolt B off", "bolt A on", "light A-1 on", "buzzer",
        "told",
    ]  # fmt: skip


def test_whoever_is_told_gets_the_bay_after_the_lines_and_their_number() -> None:
    rig = Rig()
    (opened,) = rig.scan(BADGES[SOK])
    bay, entries, seq = rig.told[-1]
    assert isinstance(opened, e.SessionOpened)
    assert (bay, entries, seq) == (rig.bay, (opened,), len(rig.journal.lines))
    assert bay.session is not None


def test_a_decision_without_lines_is_told_with_the_number_0() -> None:
    rig = Rig()
    lines = len(rig.journal.lines)
    rig.see(Edge("contact A", closed=True))
    assert len(rig.journal.lines) == lines
    assert rig.told[-1][1:] == ((), 0)


@pytest.mark.promise("P1")
def test_a_start_drops_every_bolt_before_anything_is_written() -> None:
    rig = Rig()
    rig.diary.clear()
    rig.keeper.start(POSITIONS, {**AT_REST, "contact B": False})
    assert rig.diary[:3] == ["bolt A off", "bolt B off", "light A-1 off"]
    assert rig.diary[3] == "wrote kiosk.started"
    assert rig.bay.open_cables == {B}
    assert rig.siren.is_on


@pytest.mark.promise("P8")
def test_what_says_nothing_at_a_start_is_an_open_cable_and_no_signal() -> None:
    """A cable nobody can see is not a shut one; a housing nobody can see is a lost line."""
    rig = Rig()
    rig.keeper.start(POSITIONS, {"contact A": True})
    assert rig.bay.open_cables == {B}
    assert rig.bay.signals == {}


@pytest.mark.promise("P8")
def test_a_line_that_is_active_at_a_start_is_noticed_and_told_once() -> None:
    rig = Rig()
    rig.keeper.start(POSITIONS, {**AT_REST, "housing": False, "mains": False})
    assert rig.bay.signals == {"housing": Signal.TAMPER, "mains": Signal.MAINS}
    assert rig.siren.is_on
    lines = len(rig.journal.lines)
    rig.see(Edge("housing", closed=False), Edge("mains", closed=False))
    assert len(rig.journal.lines) == lines, "the first words of a line are levels too"


def test_a_secret_call_makes_no_sound_and_moves_nothing() -> None:
    rig = Rig()
    rig.diary.clear()
    rig.see(Edge("button", closed=False))
    assert rig.diary == ["wrote signal.raised", "wrote alarm.raised", "told"]


@pytest.mark.promise("P1")
def test_a_book_that_cannot_be_written_drops_every_bolt_and_acts_on_nothing() -> None:
    rig = Rig()
    rig.identify()
    rig.scan(RIFLE)
    assert rig.bolts[A].is_on
    before, told = rig.bay, len(rig.told)
    rig.journal.breaks = "lost"
    with pytest.raises(BookUnwritable):
        rig.see(Edge("contact A", closed=False))
    assert not rig.bolts[A].is_on
    assert not rig.lights[POSITIONS[0].id].is_on
    assert (rig.bay, len(rig.told)) == (before, told)


def test_a_question_is_answered_with_the_lines_it_led_to() -> None:
    rig = Rig()
    question = rig.ask(Question(lambda _, at: o.HelpAsked(at)))
    assert question.ticket.done.is_set()
    assert [entry.KIND for entry in question.ticket.entries] == ["help.called", "alarm.raised"]
    assert question.ticket.seq == len(rig.journal.lines)
    assert question.ticket.broken == ""


@pytest.mark.parametrize("breaks", ["lost", "kept"])
def test_a_question_is_answered_also_when_the_book_breaks(breaks: str) -> None:
    rig = Rig()
    rig.journal.breaks = breaks
    question = Question(lambda _, at: o.HelpAsked(at))
    with pytest.raises(BookUnwritable):
        rig.take(question)
    assert question.ticket.done.is_set()
    assert question.ticket.broken == "the disk is gone"
    assert question.ticket.entries == ()


def test_a_question_whose_meaning_fails_is_answered_too() -> None:
    """A thread that waits for ever is a hung screen; the error itself still ends the program."""
    rig = Rig()

    def meaning(*_: object) -> o.Observation:
        raise KeyError("a programming error")

    question = Question(meaning)
    with pytest.raises(KeyError):
        rig.take(question)
    assert question.ticket.done.is_set()


def test_a_scan_is_heard_before_it_is_decided_on_and_an_edge_makes_no_sound() -> None:
    rig = Rig()
    rig.buzzer.played.clear()
    rig.see(Edge("contact A", closed=True))
    assert rig.buzzer.played == []
    rig.scan("not a label!")
    assert rig.buzzer.played[0] == HEARD


@pytest.mark.promise("P8")
def test_a_book_that_breaks_at_a_deadline_ends_the_keeper_with_nothing_in_hand() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK])
    rig.clock.pass_ms(1000 * rig.bay.policy.session_s)
    rig.journal.breaks = "lost"
    with pytest.raises(BookUnwritable):
        rig.keeper.take(rig.inbox, 0)
    assert rig.inbox.take(0) is None


def test_an_empty_inbox_still_lets_the_keeper_look_around() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK])
    assert rig.bay.session is not None
    rig.clock.pass_ms(1000 * rig.bay.policy.session_s)
    rig.keeper.take(rig.inbox, 0)
    assert rig.bay.session is None


@pytest.mark.promise("P13")
def test_a_deadline_is_written_before_the_thing_that_came_after_it() -> None:
    rig = Rig()
    rig.scan(BADGES[SOK])
    rig.clock.pass_ms(1000 * rig.bay.policy.session_s)
    kinds = [entry.KIND for entry in rig.take(Scan("desk", BADGES[VANN]))]
    assert kinds == ["session.closed", "session.opened"]


@pytest.mark.promise("P13")
def test_a_wall_clock_at_1970_keeps_no_deadline_from_coming() -> None:
    """Deadlines are of the monotonic clock; a Pi without battery begins in 1970 (P13)."""
    rig = Rig()
    rig.clock.wall_ms = 0
    rig.scan(BADGES[SOK])
    rig.clock.wall_ms = 0
    rig.clock.mono_ms += 1000 * rig.bay.policy.session_s
    rig.keeper.take(rig.inbox, 0)
    assert rig.bay.session is None


def test_the_keeper_waits_no_longer_than_the_next_deadline() -> None:
    rig = Rig()
    assert rig.keeper._patience_s(7.0) == 7.0
    rig.scan(BADGES[SOK])
    rig.clock.pass_ms(1000 * rig.bay.policy.session_s - 500)
    assert rig.keeper._patience_s(7.0) == 0.5
    assert rig.keeper._patience_s(0.1) == 0.1
    rig.clock.pass_ms(9_000)
    assert rig.keeper._patience_s(7.0) == 0.0


def test_a_fault_is_written_once_when_it_comes_and_once_when_it_goes() -> None:
    rig = Rig()
    rig.health.wrong = [(e.Fault.DISK_LOW, "disk"), (e.Fault.BOOK_BROKEN, "journal")]
    before = len(rig.journal.lines)
    for _ in range(3):
        rig.look_around()
    rig.health.wrong = []
    for _ in range(3):
        rig.look_around()
    said = [(line.KIND, getattr(line, "device", "")) for line in rig.journal.lines[before:]]
    assert said == [
        ("fault.raised", "journal"),
        ("fault.raised", "disk"),
        ("fault.cleared", "journal"),
        ("fault.cleared", "disk"),
    ]


@pytest.mark.promise("P8")
def test_a_clock_behind_the_book_is_a_fault_until_it_is_set_right() -> None:
    rig = Rig()
    right_ms = rig.clock.wall_ms
    rig.clock.wall_ms = right_ms - SLACK_MS
    rig.look_around()
    assert rig.bay.faults == frozenset()
    rig.clock.wall_ms = 0
    rig.look_around()
    assert rig.bay.faults == {(e.Fault.CLOCK_BEHIND, "clock")}
    rig.identify()
    (refused,) = rig.scan(RIFLE)
    assert isinstance(refused, e.Refused)
    assert refused.reason == "clock_behind"
    rig.clock.wall_ms = right_ms
    rig.look_around()
    assert rig.bay.faults == frozenset()


@pytest.mark.promise("P8")
def test_a_lost_reader_is_a_fault_until_it_is_found_whatever_health_says() -> None:
    rig = Rig()
    rig.see(Lost("weapon", "the cable came out"))
    rig.look_around()
    assert rig.bay.faults == {(e.Fault.DEVICE_LOST, "weapon")}
    rig.see(Found("weapon"))
    assert rig.bay.faults == frozenset()


@pytest.mark.promise("P8")
def test_a_cut_wire_is_an_alarm_and_the_doubt_about_whatever_hangs_there() -> None:
    rig = Rig()
    rig.see(Lost("contact A", "the wires are cut"))
    assert rig.siren.is_on
    assert {place: doubt.cause for place, doubt in rig.bay.doubts.items()} == {
        "A-1": e.DoubtCause.CONTACT_LOST,
        "A-2": e.DoubtCause.CONTACT_LOST,
    }


@pytest.mark.promise("P6")
def test_a_return_is_put_behind_no_cable_that_nobody_sees() -> None:
    rig = Rig()
    rig.draw()
    rig.ask(Question(lambda _, at: o.RemainingCounted(at, 1)))
    rig.see(Lost("contact A", "the wires are cut"))
    (begun,) = (line for line in rig.scan(RIFLE) if isinstance(line, e.ReturnBegun))
    assert begun.position is None, "the custodian takes it"
    assert begun.needs_witness


@pytest.mark.promise("P8")
def test_an_empty_battery_lets_nothing_out_until_there_is_power_again() -> None:
    rig = Rig()
    rig.see(Edge("battery", closed=False))
    rig.identify()
    (refused,) = rig.scan(RIFLE)
    assert isinstance(refused, e.Refused)
    assert refused.reason == "battery_low"
    rig.see(Edge("battery", closed=True))
    rig.scan(RIFLE)
    assert rig.bolts[A].is_on


@pytest.mark.promise("P8")
def test_a_release_whose_contact_is_lost_ends_by_itself_whatever_comes() -> None:
    rig = Rig()
    rig.open_for(RIFLE, "contact A")
    rig.see(Lost("contact A", "the wires are cut"))
    assert rig.siren.is_on
    for _ in range(2):
        rig.clock.pass_ms(1000 * rig.bay.policy.held_open_s)
        rig.keeper.take(rig.inbox, 0)
    assert rig.bay.release is None
    assert not rig.lights[POSITIONS[0].id].is_on
    assert sorted(rig.bay.doubts) == ["A-1", "A-2"]


@pytest.mark.promise("P1")
def test_recovery_never_moves_a_bolt() -> None:
    """The release was durable when the power went; the cable comes into doubt, and stays shut."""
    rig = Rig()
    rig.identify()
    rig.scan(RIFLE)
    rig.bolts[A].off()
    moved = rig.bolts[A].on_count
    rig.clock.boot, rig.clock.mono_ms = "boot-2", 4_000
    rig.keeper.start(POSITIONS, AT_REST)
    assert rig.bolts[A].on_count == moved
    assert sorted(rig.bay.doubts) == ["A-1", "A-2"]
