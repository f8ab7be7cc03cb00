"""Every gate of an issue, closed and open: when a weapon is asked for, and when it is signed."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.gates import GATES
from kiosk.rules.serving import Serving
from kiosk.rules.supply import Supply
from kiosk.rules.things import (
    Certificate,
    Condition,
    Grade,
    Mission,
    OfficerNumber,
    WeaponNumber,
    WeaponType,
)
from kiosk.rules.transferring import Transfers
from tests.rules.loss_scenes import LossScene
from tests.rules.scenes import NINE_MS, RIFLE, Scene, policy
from tests.rules.transfer_scenes import TransferScene

pytestmark = pytest.mark.promise("P11")

Change = Callable[[Scene], object]


def _knows(scene: Scene, **changes: object) -> None:
    scene.people["sok"] = replace(scene.people["sok"], **changes)  # type: ignore[arg-type]  # replace checks


def _forced_and_answered(scene: Scene) -> None:
    """Leave cable B open with its alarm answered, and sok standing there again."""
    scene.open("B").badge("vanna").pin().badge("sok").pin()


def _in_doubt(scene: Scene) -> None:
    """Let A1 be opened by force, shut, and its alarm answered; nobody looked yet."""
    scene.open("A").shut("A").badge("vanna").pin().badge("sok").pin()


def _weaker_than_the_policy(scene: Scene) -> None:
    rules = replace(scene.bay.policy, grade_to_issue=Grade.PROVED)
    scene.bay = replace(scene.bay, policy=rules)


def _not_fit(scene: Scene) -> None:
    scene.weapons["W1"] = replace(scene.weapons["W1"], condition=Condition.INSPECT)


def _to_be_sent(scene: Scene) -> None:
    """Let two people have sent the weapon with somebody else; no visit is disturbed by it."""
    sent = TransferScene().send("W1", carrier="dara")
    scene.bay = replace(scene.bay, transfers=Transfers(1, {sent.number: sent}))


def _reported_lost(scene: Scene) -> None:
    """Let somebody have reported it lost; its place is not doubted, as if somebody had looked."""
    scene.bay = replace(scene.bay, losses=LossScene().report_lost("W1").bay.losses)


def _listed(scene: Scene) -> None:
    """Let a list of the capital name it, and nobody be called for it yet."""
    weapon = WeaponNumber("W1")
    met = e.ListedMet(scene.now(), "W1", weapon, (), e.MetAt.LIST)
    scene.bay = replace(scene.bay, listed={"W1": met})


def _served(scene: Scene) -> None:
    """Let two people have opened service mode; no visit is disturbed by it."""
    by = (OfficerNumber("tech"), OfficerNumber("chan"))
    begun = e.ServiceBegun(scene.now(), "pi", "a new reader", by, 0)
    scene.bay = replace(scene.bay, service=Serving(begun, 9_000_000))


def _supplied(scene: Scene, supply: Supply) -> None:
    """Let the mains be away for so long already; no visit lasts as long."""
    scene.bay = replace(scene.bay, supply=supply)


def _other_course(scene: Scene) -> None:
    scene.know("sok", certificates=(Certificate(WeaponType("pistol"), NINE_MS * 2),))


def _old_course(scene: Scene) -> None:
    scene.know("sok", certificates=(Certificate(RIFLE, NINE_MS),))


CLOSED: dict[str, Change] = {
    "book_broken": lambda scene: scene.fault(e.Fault.BOOK_BROKEN, "journal"),
    "tables_differ": lambda scene: scene.fault(e.Fault.TABLES_DIFFER, "custody"),
    "book_unchecked": lambda scene: scene.fault(e.Fault.BOOK_UNCHECKED, "journal"),
    "disk_low": lambda scene: scene.fault(e.Fault.DISK_LOW, "disk"),
    "clock_behind": lambda scene: scene.fault(e.Fault.CLOCK_BEHIND, "clock"),
    "device_lost": lambda scene: scene.fault(e.Fault.DEVICE_LOST, "reader"),
    "bolt_power": lambda scene: scene.signal("bolt_power"),
    "service_key": lambda scene: scene.signal("service_key"),
    "service_mode": _served,
    "powering_off": lambda scene: _supplied(scene, Supply(1, 1, off=True)),
    "battery_low": lambda scene: scene.signal("battery"),
    "battery_spared": lambda scene: _supplied(scene, Supply(1, spared=True)),
    "alarm_sounding": lambda scene: scene.open("B"),
    "cable_open": _forced_and_answered,
    "in_doubt": _in_doubt,
    "inactive_officer": lambda scene: scene.know("sok", active=False),
    "on_hold": lambda scene: scene.know("sok", hold=True),
    "badge_too_weak": _weaker_than_the_policy,
    "in_transfer": _to_be_sent,
    "reported_lost": _reported_lost,
    "listed": _listed,
    "not_fit": _not_fit,
    "no_certificate": _other_course,
    "certificate_expired": _old_course,
    "no_mission": lambda scene: _knows(scene, missions=()),
    "mission_expired": lambda scene: _knows(
        scene, missions=(Mission("old", NINE_MS - 2, NINE_MS),)
    ),
    "allowance_reached": lambda scene: scene.cancel().draw("sok", "W4").badge("sok").pin(),
}


def test_every_gate_is_tried() -> None:
    assert list(CLOSED) == [name for name, _ in GATES]


@pytest.mark.parametrize("name", CLOSED)
def test_a_closed_gate_refuses_the_weapon_by_its_name(name: str) -> None:
    scene = Scene().badge("sok").pin()
    CLOSED[name](scene)
    scene.scan("W1")
    assert scene.refused == name
    assert scene.entries[0] == e.Refused(
        scene.entries[0].at, name, "W1", scene.people["sok"].number
    )
    assert scene.released() == ""


ENDS_THE_VISIT = {"cable_open", "in_doubt", "allowance_reached"}
"""Reaching these takes a second visit, in which there is nothing left to sign for."""


@pytest.mark.parametrize("name", sorted(set(CLOSED) - ENDS_THE_VISIT))
def test_a_gate_that_closes_before_the_signature_refuses_it(name: str) -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna")
    CLOSED[name](scene)
    scene.pin()
    assert scene.refused == name
    assert scene.kinds[-2:] == ["refused", "session.closed"]
    assert scene.released() == ""


OPEN: dict[str, Change] = {
    "all stand open": lambda scene: scene,
    "a fault was mended": lambda scene: scene.fault().mend(),
    "the mains failed": lambda scene: scene.signal("mains"),
    "somebody called for help in secret": lambda scene: scene.signal("duress"),
    "the key was turned back": lambda scene: scene.signal("service_key").rest("service_key"),
    "another position is in doubt": lambda scene: (
        scene.open("B").shut("B").badge("vanna").pin().badge("sok").pin()
    ),
    "one of two courses is current": lambda scene: scene.know(
        "sok", certificates=(Certificate(RIFLE, NINE_MS), Certificate(RIFLE, NINE_MS * 2))
    ),
}


@pytest.mark.parametrize("name", OPEN)
def test_the_weapon_may_be_had_when(name: str) -> None:
    scene = Scene().badge("sok").pin()
    OPEN[name](scene)
    scene.scan("W1")
    assert scene.refused == ""
    assert scene.kinds == ["issue.asked"]


def test_a_policy_may_do_without_courses_and_missions() -> None:
    scene = Scene(policy(mission_required=False, certificate_required=False)).badge("sok").pin()
    _knows(scene, missions=())
    scene.know("sok", certificates=())
    assert scene.scan("W1").kinds == ["issue.asked"]


def test_what_is_wrong_with_the_kiosk_is_said_before_what_is_wrong_with_the_person() -> None:
    scene = Scene().badge("sok").pin().know("sok", hold=True).fault()
    assert scene.scan("W1").refused == "device_lost"
