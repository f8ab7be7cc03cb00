"""The eyes in service mode: one reader is listened to, and what it says is nothing else."""

from dataclasses import replace

import pytest

from drivers.readings import CardScan, Scan, ScanRejected
from kiosk.keeper.service_eyes import LONG, ServiceEyes
from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.observations import BadgeSeen, WeaponSeen
from kiosk.rules.observations import service_mode as s
from kiosk.rules.serving import Serving
from kiosk.rules.things import BadgeText, Moment, PositionId
from tests.keeper.rig import policy

AT = Moment(wall_ms=1, mono_ms=1)
BEGUN = Serving(e.ServiceBegun(AT, "pi", "a reader", (), 5), until=5)
PRESENT = {PositionId("B-1"): True, PositionId("A-2"): False, PositionId("A-1"): True}


def eyes(service: Serving | None) -> ServiceEyes:
    """Return eyes on a bay that is in service mode, or not."""
    bay = replace(Bay(policy()), service=service)
    return ServiceEyes(lambda: bay, {"badge": "badge"}, PRESENT)


def listening(of: e.TrialOf = e.TrialOf.READER, about: str = "badge") -> ServiceEyes:
    """Return eyes while something is tried."""
    return eyes(replace(BEGUN, trial=e.TrialBegun(AT, of, about, "pi")))


def test_a_trial_is_told_which_readers_there_are_and_what_every_sensor_sees() -> None:
    seen = eyes(BEGUN).trial(AT, e.TrialOf.SENSORS, "", "pi")
    assert (seen.present, seen.absent, seen.known) == (("A-1", "B-1"), ("A-2",), False)
    assert eyes(BEGUN).trial(AT, e.TrialOf.READER, "badge", "pi").known


@pytest.mark.parametrize(
    ("reading", "found"),
    [
        (Scan("badge", "1234567890"), ("text", "10", "7890")),
        (Scan("badge", "x" * LONG), ("text", str(LONG), "xxxx")),
        (Scan("badge", "x" * (LONG - 1)), ("text", str(LONG - 1), "")),
        (Scan("badge", "1234567\x1b90"), ("text", "10", "7?90")),
        (CardScan("badge", "04A2B3C4D5E680", "iso14443a", 56), ("iso14443a", "14", "E680")),
        (ScanRejected("badge", "too_long"), ("rejected", "too_long")),
    ],
)
def test_what_is_heard_is_kept_by_its_length_and_its_end(
    reading: Scan | ScanRejected, found: tuple[str, ...]
) -> None:
    """P10: whoever holds a badge before it gives nobody its number; P9: no byte of it bites."""
    assert listening().heard(AT, reading) == s.TrialHeard(AT, "badge", found)


@pytest.mark.promise("P6")
def test_a_weapon_at_a_reader_that_is_tried_is_told_beside_it() -> None:
    weapon = WeaponSeen(AT, "1010018224", None, None)
    label, badge = Scan("badge", "1010018224"), BadgeSeen(AT, BadgeText("1234567890"), None)
    heard = listening().heard(AT, label, weapon)
    assert heard == s.TrialHeard(AT, "badge", ("text", "10", "8224"), weapon)
    assert listening().heard(AT, label, badge) == s.TrialHeard(AT, "badge", ("text", "10", "8224"))


@pytest.mark.parametrize(
    "looking",
    [
        eyes(None),
        eyes(BEGUN),
        listening(about="weapon"),
        listening(e.TrialOf.LIGHTS, ""),
    ],
)
def test_a_reader_that_is_not_tried_is_itself(looking: ServiceEyes) -> None:
    assert looking.heard(AT, Scan("badge", "1234567890")) is None
