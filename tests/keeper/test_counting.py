"""A count with the scanner alone, and what the eyes bring along for it."""

from kiosk.keeper.eyes import no_head
from kiosk.keeper.keeper import Question
from kiosk.rules import entries as e
from kiosk.rules.labels import Command
from kiosk.rules.observations import counts as c
from kiosk.rules.things import OfficerNumber, PinFit
from tests.keeper.rig import (
    DARA,
    PISTOL,
    RIFLE,
    SOK,
    VANN,
    Rig,
    command,
    digit,
)

CONFIRM, CANCEL, EMPTY, NO_MARK = (
    command(card) for card in (Command.CONFIRM, Command.CANCEL, Command.EMPTY, Command.NO_MARK)
)


def kinds(entries: tuple[e.Entry, ...]) -> list[str]:
    return [entry.KIND for entry in entries]


def ordered(what: str = "monthly", scope: str = "A") -> Rig:
    """Return a rig in which the custodian ordered a count, and left."""
    rig = Rig()
    rig.identify(VANN)
    kind = e.CountKind(what)
    rig.ask(Question(lambda eyes, at: eyes.count_asked(at, kind, scope)))
    rig.scan(CANCEL)
    assert rig.bay.count is not None
    return rig


def whose(rig: Rig) -> OfficerNumber:
    """Return whose turn it is."""
    assert rig.bay.count is not None
    assert rig.bay.count.whose is not None
    return rig.bay.count.whose


def begin(rig: Rig) -> tuple[e.Entry, ...]:
    """Let whoever was drawn pass, and confirm that they count."""
    rig.identify(whose(rig))
    return rig.scan(CONFIRM)


def test_a_whole_count_needs_no_touch_of_the_screen() -> None:
    rig = ordered()
    assert kinds(begin(rig)) == ["count.begun"]
    assert kinds(rig.scan(RIFLE)) == ["count.seen"]
    rig.clock.pass_ms(4_000)
    assert kinds(rig.scan(PISTOL)) == ["count.engraving_asked"]
    assert kinds(rig.scan(digit(2), CONFIRM)) == ["count.seen", "count.passed"]


def test_nothing_and_a_weapon_without_a_mark_have_their_cards() -> None:
    rig = ordered()
    begin(rig)
    assert kinds(rig.scan(EMPTY)) == ["count.seen"]
    assert kinds(rig.scan(NO_MARK)) == ["count.engraving_asked"]
    seen = rig.scan(CONFIRM)[0]
    assert isinstance(seen, e.PlaceCounted)
    assert seen.difference is e.Difference.NO_MARK


def test_a_quantity_is_shown_with_the_digits() -> None:
    rig = ordered("daily", "A")
    begin(rig)
    assert kinds(rig.scan(CONFIRM)) == ["refused"]
    assert kinds(rig.scan(digit(2), CONFIRM)) == ["count.seen", "count.passed"]


def test_confirm_means_no_count_where_nothing_of_one_is_asked() -> None:
    rig = ordered()
    other = next(who for who in (SOK, VANN, DARA) if who != whose(rig))
    rig.identify(other)
    (refused,) = rig.scan(CONFIRM)
    assert isinstance(refused, e.Refused)
    assert refused.reason == "not_now"
    rig.scan(CANCEL)
    begin(rig)
    assert kinds(rig.scan(CONFIRM)) == ["refused"]
    assert kinds(rig.scan(EMPTY, CANCEL, EMPTY, NO_MARK)) == [
        "count.seen", "session.closed", "refused", "refused",
    ]  # fmt: skip


def test_digits_shown_at_one_place_are_not_the_engraving_of_the_next() -> None:
    rig = ordered()
    begin(rig)
    rig.scan(NO_MARK, digit(9), digit(1))
    rig.ask(Question(lambda eyes, at: eyes.engraving_said(at, "1")))
    rig.ask(Question(lambda _, at: c.NoMarkSaid(at)))
    seen = rig.scan(digit(2), CONFIRM)[0]
    assert isinstance(seen, e.PlaceCounted)
    assert seen.engraved == "2"
    assert seen.difference is e.Difference.NONE


def test_a_foreign_label_scanned_by_who_counts_is_on_a_weapon() -> None:
    """Somewhere else it would be somebody's badge."""
    rig = ordered()
    begin(rig)
    seen = rig.scan("56-1-2374051")[0]
    assert isinstance(seen, e.PlaceCounted)
    assert seen.difference is e.Difference.UNREGISTERED


def test_the_eyes_look_up_the_weapon_the_steel_is_held_against() -> None:
    rig = ordered()
    begin(rig)
    eyes, now = rig.keeper.eyes, rig.clock.now()
    assert eyes.engraving_said(now, "1") == c.EngravingSaid(now, "1", None)
    rig.scan(NO_MARK)
    assert eyes.engraving_said(now, "1").weapon == rig.register.weapon(RIFLE)


def test_the_eyes_bring_everybody_and_a_lot() -> None:
    rig = Rig()
    asked = rig.keeper.eyes.count_asked(rig.clock.now(), e.CountKind.DAILY, "")
    assert {who.number for who in asked.people} == {SOK, VANN, DARA}
    assert asked.lot == 999
    dara = rig.keeper.eyes.signature(DARA, PinFit.RIGHT)
    assert dara.person == rig.register.person(DARA)
    afar = rig.keeper.eyes.count_asked_afar(rig.clock.now(), dara, e.CountKind.DAILY, "")
    assert afar.people == asked.people


def test_a_signature_carries_the_head_of_the_chain() -> None:
    rig = Rig()
    assert no_head() == ""
    assert rig.keeper.eyes.count_signed(rig.clock.now()).head == ""


def test_a_wish_to_adjust_carries_who_stands_there() -> None:
    rig = Rig()
    rig.identify(VANN)
    wanted = rig.keeper.eyes.adjustment_wanted(rig.clock.now(), "A-1")
    assert wanted.asker is not None
    assert wanted.asker.number == VANN
