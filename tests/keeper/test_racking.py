"""A weapon racked with the scanner alone, and what the eyes bring along for it."""

from dataclasses import replace

import pytest

from drivers.readings import Edge, Scan
from kiosk.keeper.keeper import Question
from kiosk.keeper.racking import IntakeForm
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.labels import Command
from kiosk.rules.things import (
    Mark,
    MarkKind,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.rules.to_rack import Step
from tests.keeper.rack_rig import NEW, RackRig
from tests.keeper.rig import (
    BADGES,
    CARBINE,
    DARA,
    PINS,
    VANN,
    B,
    Rig,
    command,
    digit,
)

CONFIRM = command(Command.CONFIRM)


def kinds(entries: tuple[e.Entry, ...]) -> list[str]:
    return [entry.KIND for entry in entries]


def begun(rig: RackRig) -> None:
    """Let the custodian pass and press "Rack a weapon"."""
    rig.identify(VANN)
    rig.ask(Question(lambda eyes, at: eyes.racking.wanted(at)))


def typed(rig: RackRig, digits: str) -> list[str]:
    return kinds(rig.scan(*(digit(int(one)) for one in digits), CONFIRM))


def test_a_weapon_is_racked_with_the_scanner_and_the_cards_beside_the_rack() -> None:
    rig = RackRig()
    begun(rig)
    assert kinds(rig.scan(NEW)) == ["racking.begun"]
    assert rig.incoming.asked == [(NEW, "rifle")]
    assert typed(rig, "4711") == ["racking.read"]
    assert kinds(rig.scan(CONFIRM)) == ["racking.agreed"]
    assert kinds(rig.scan(CONFIRM)) == ["weapon.cleaned"]
    assert kinds(rig.scan(CONFIRM)) == ["racking.photo_told"]
    assert kinds(rig.scan("b-2")) == ["racking.placed", "release.granted"]
    assert rig.bolts[B].is_on
    rig.see(Edge("contact B", closed=False))
    assert kinds(rig.see(Edge("contact B", closed=True))) == ["cable.shut", "weapon.racked"]
    assert typed(rig, "2") == ["count.agreed"]
    assert rig.bay.homes[NEW] == "B-2"


@pytest.mark.promise("P1")
def test_the_grant_is_durable_before_the_bolt_moves_and_moves_it_once() -> None:
    rig = RackRig()
    begun(rig)
    rig.scan(NEW)
    typed(rig, "4711")
    rig.scan(CONFIRM)
    rig.clock.pass_ms(1000)
    rig.scan(CONFIRM)
    rig.clock.pass_ms(1000)
    rig.scan(CONFIRM)
    rig.diary.clear()
    rig.scan(CONFIRM)
    bolt, written = rig.diary.index("bolt B on"), rig.diary.index("wrote release.granted")
    assert written < bolt
    assert rig.bolts[B].on_count == 1


def test_a_number_is_typed_where_no_label_hangs() -> None:
    rig = RackRig()
    begun(rig)
    assert typed(rig, NEW) == ["racking.begun"]
    assert typed(rig, "12") == ["racking.differed"]
    rig.ask(Question(lambda eyes, at: eyes.racking.wanted(at)))
    assert typed(rig, "12") == ["refused"]


def test_digits_of_one_step_are_none_of_the_next() -> None:
    rig = RackRig()
    begun(rig)
    rig.scan(digit(9))
    rig.scan(NEW)
    assert typed(rig, "4711") == ["racking.read"]


def test_the_name_of_a_position_is_a_place_only_where_one_is_chosen() -> None:
    rig = RackRig()
    begun(rig)
    assert kinds(rig.scan("B-2")) == ["refused"]
    assert kinds(rig.see(Scan("weapon", "A-1"))) != ["racking.placed"]


def test_the_second_person_comes_with_the_weapon_that_is_racked() -> None:
    rig = RackRig()
    rig.register.officers[VANN] = rig.register.officers[VANN].__class__(
        VANN, "Vann", role=Role.ARMOURER
    )
    begun(rig)
    rig.scan(NEW)
    typed(rig, "4711")
    for _ in range(3):
        rig.scan(CONFIRM)
    assert kinds(rig.scan(CONFIRM)) == ["racking.placed"]
    rig.scan(BADGES[DARA])
    assert typed(rig, PINS[DARA])[-1] == "release.granted"


def test_confirm_says_nothing_of_a_racking_that_waits_for_its_second_person() -> None:
    """It ends a PIN, and the one of who racks it opens nothing: they cannot stand by it too."""
    rig = RackRig()
    rig.register.officers[VANN] = replace(rig.register.officers[VANN], role=Role.ARMOURER)
    begun(rig)
    rig.scan(NEW)
    typed(rig, "4711")
    for _ in range(4):
        rig.scan(CONFIRM)
    session = rig.bay.session
    assert session is not None
    assert session.racking is not None
    assert session.racking.step is Step.SECOND
    rig.clock.pass_ms(1000)
    assert isinstance(rig.keeper.eyes.see(rig.clock.now(), Scan("desk", CONFIRM)), o.PinEntered)
    rig.clock.pass_ms(1000)
    (refused,) = rig.scan(*(digit(int(one)) for one in PINS[VANN]), CONFIRM)
    assert isinstance(refused, e.Refused)
    assert refused.reason == "not_now"
    assert not rig.bolts[B].is_on


def test_a_keeper_without_a_shelf_racks_by_the_register_alone() -> None:
    """No card, no picture and no mark is known; what the register has is enough."""
    rig = Rig()
    weapon = Weapon(NEW, "AKM", WeaponType("rifle"), "AB 4711")
    rig.ask(Question(lambda _, at: o.RegisterAsked(at, "nary", (weapon,))))
    rig.identify(VANN)
    rig.ask(Question(lambda eyes, at: eyes.racking.wanted(at)))
    (line,) = rig.scan(NEW)
    assert isinstance(line, e.RackingBegun)
    assert (line.cards, line.racks, line.photos) == ((), (), 0)
    rig.scan(*(digit(int(one)) for one in "4711"), CONFIRM)
    for _ in ("agreed", "cleaned"):
        rig.clock.pass_ms(1000)
        rig.scan(CONFIRM)
    (told,) = rig.scan(CONFIRM)
    assert isinstance(told, e.RackingPhotoTold)
    assert told.photos == 0


def test_a_desk_is_told_what_is_known_at_this_very_moment() -> None:
    rig = RackRig()
    eyes, at = rig.keeper.eyes, rig.clock.now()
    signature = o.Signature(VANN, None, matches=True)
    form = IntakeForm(e.Source.CACHE, "", "", "", another=False)
    known = rig.register.weapons[NEW]
    asked = eyes.racking.intake(at, signature, known, form)
    assert (asked.taken, asked.twins) == (True, ())
    twin = Weapon(WeaponNumber("x"), "SKS", WeaponType("rifle"), "3")
    asked = eyes.racking.intake(at, signature, twin, form)
    assert (asked.taken, asked.twins) == (False, (CARBINE,))
    rig.incoming.marks = 2
    mark = Mark(MarkKind.MAKER, "66", photo="ff")
    told = eyes.racking.marked(at, signature, NEW, mark, 1)
    assert (told.registered, told.stands, told.seen, told.there) == (True, 2, 1, False)
    rig.album.add("ff")
    assert eyes.racking.marked(at, signature, "7", mark, 1).there
    assert not eyes.racking.marked(at, signature, "7", mark, 1).registered
    was, becomes = {"serial": "AB 4711"}, {"serial": "AB 4712"}
    disputed = eyes.racking.disputed(at, signature, "why", twin.number, was, becomes)
    assert disputed.stands is None
    disputed = eyes.racking.disputed(at, signature, "why", NEW, was, becomes)
    assert (disputed.before, disputed.stands) == (known, known)
    assert disputed.wanted.serial == "AB 4712"
