"""What a reading means here: every kind of label on every kind of reader, contacts and sensors."""

import pytest

from drivers.readings import Edge, Found, Lost, Scan, ScanRejected
from kiosk.keeper.eyes import REPEAT_MS, TEXT_MAX
from kiosk.keeper.keeper import Question
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.labels import Kind, number
from kiosk.rules.policy import CounterSign
from kiosk.rules.things import BadgeText, CableId, OfficerNumber, PinFit, PositionId, Signal
from tests.keeper.rig import BADGES, CARBINE, DARA, PINS, PISTOL, RIFLE, SOK, VANN, A, B, Rig

READERS = ["badge", "weapon", "desk", "a reader nobody named"]
UNKNOWN_BADGE = number(Kind.BADGE, 9, 99)
UNKNOWN_WEAPON = number(Kind.WEAPON, 9, 99)
POSITION_LABEL, BATCH_LABEL = number(Kind.POSITION, 1, 1), number(Kind.BATCH, 1, 1)
SPOILED = RIFLE[:-1] + str((int(RIFLE[-1]) + 1) % 10)
TAG = "E2806894"


def meaning(rig: Rig, text: str, reader: str = "desk") -> o.Observation | None:
    return rig.keeper.eyes.see(rig.clock.now(), Scan(reader, text))


@pytest.mark.parametrize("reader", READERS)
def test_our_labels_mean_the_same_at_every_reader(reader: str) -> None:
    rig = Rig()
    at = rig.clock.now()
    sok, rifle = rig.register.person(SOK), rig.register.weapon(RIFLE)
    assert meaning(rig, BADGES[SOK], reader) == o.BadgeSeen(at, BADGES[SOK], sok)
    assert meaning(rig, RIFLE, reader) == o.WeaponSeen(at, RIFLE, rifle)
    assert meaning(rig, UNKNOWN_WEAPON, reader) == o.WeaponSeen(at, UNKNOWN_WEAPON, None)
    assert meaning(rig, UNKNOWN_BADGE, reader) == o.BadgeSeen(at, BadgeText(UNKNOWN_BADGE), None)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("text", [POSITION_LABEL, BATCH_LABEL])
def test_a_label_for_something_else_is_spoiled_at_every_reader(reader: str, text: str) -> None:
    rig = Rig()
    assert meaning(rig, text, reader) == o.ScanSpoiled(rig.clock.now(), reader, "wrong_kind", text)


@pytest.mark.parametrize("reader", READERS)
def test_a_label_that_lost_a_digit_is_spoiled_at_every_reader(reader: str) -> None:
    rig = Rig()
    spoiled = o.ScanSpoiled(rig.clock.now(), reader, "bad_label", SPOILED)
    assert meaning(rig, SPOILED, reader) == spoiled


@pytest.mark.parametrize("reader", READERS)
def test_a_text_that_cannot_be_a_label_is_kept_short_and_printable(reader: str) -> None:
    rig = Rig()
    seen = meaning(rig, "\x07" + "!" * 5_000, reader)
    assert seen == o.ScanSpoiled(rig.clock.now(), reader, "not_text", "?" + "!" * (TEXT_MAX - 1))


def test_a_foreign_tag_is_a_weapon_at_the_weapon_reader_and_a_badge_elsewhere() -> None:
    rig = Rig()
    at = rig.clock.now()
    assert meaning(rig, TAG, "weapon") == o.WeaponSeen(at, TAG, None)
    for reader in ("badge", "desk", "a reader nobody named"):
        assert meaning(rig, TAG, reader) == o.BadgeSeen(at, BadgeText(TAG), None)


@pytest.mark.parametrize("reader", READERS)
def test_a_foreign_tag_that_was_enrolled_is_a_badge_at_every_reader(reader: str) -> None:
    rig = Rig()
    dara = rig.register.person(DARA)
    assert meaning(rig, BADGES[DARA], reader) == o.BadgeSeen(rig.clock.now(), BADGES[DARA], dara)


@pytest.mark.parametrize("text", [TAG, SPOILED, POSITION_LABEL])
@pytest.mark.promise("P6")
def test_when_a_return_is_wanted_any_text_may_be_on_the_weapon(text: str) -> None:
    """A weapon is never refused at return (P6): a label that is hard to read least of all."""
    rig = Rig()
    rig.ask(Question(lambda _, at: o.ReturnAsked(at)))
    assert meaning(rig, text) == o.WeaponSeen(rig.clock.now(), text, None)


def test_a_scan_carries_who_stands_there_and_what_they_asked_for() -> None:
    rig = Rig(counter_sign=CounterSign.ALWAYS)
    rig.identify()
    rig.scan(RIFLE)
    sok, rifle = rig.register.person(SOK), rig.register.weapon(RIFLE)
    seen = meaning(rig, BADGES[VANN])
    vann = rig.register.person(VANN)
    assert seen == o.BadgeSeen(rig.clock.now(), BADGES[VANN], vann, sok, rifle)
    pistol = rig.register.weapon(PISTOL)
    assert meaning(rig, PISTOL) == o.WeaponSeen(rig.clock.now(), PISTOL, pistol, sok)


def test_the_same_text_within_300_ms_is_one_scan_held_too_long() -> None:
    rig = Rig()
    assert meaning(rig, TAG) is not None
    rig.clock.pass_ms(REPEAT_MS - 1)
    assert meaning(rig, TAG) is None
    rig.clock.pass_ms(REPEAT_MS - 1)
    assert meaning(rig, TAG) is None, "a tag that stays there goes on being one scan"
    assert rig.keeper.eyes.repeats == 2
    rig.clock.pass_ms(REPEAT_MS)
    assert meaning(rig, TAG) is not None


def test_a_scanner_that_is_stuck_for_an_hour_is_one_scan_and_the_next_text_is_another() -> None:
    """36,000 lines would fill the book, and hide what happens meanwhile."""
    rig = Rig()
    seen = []
    for _ in range(36_000):
        seen.append(meaning(rig, TAG))
        rig.clock.pass_ms(100)
    assert [each for each in seen if each is not None] == seen[:1]
    assert meaning(rig, RIFLE) is not None


def test_the_same_text_at_another_reader_or_another_text_is_a_scan_of_its_own() -> None:
    rig = Rig()
    assert meaning(rig, TAG, "badge") is not None
    assert meaning(rig, TAG, "weapon") is not None
    assert meaning(rig, RIFLE, "weapon") is not None
    assert rig.keeper.eyes.repeats == 0


def test_a_rejected_scan_is_spoiled_for_the_drivers_own_reason() -> None:
    rig = Rig()
    at = rig.clock.now()
    seen = rig.keeper.eyes.see(at, ScanRejected("badge", "half_scan"))
    assert seen == o.ScanSpoiled(at, "badge", "half_scan", "")


def test_a_reader_that_is_jammed_for_an_hour_is_one_spoiled_scan_a_reason() -> None:
    """Noise is spoiled for one reason after the other; a book that is full lets nobody draw."""
    rig = Rig()
    seen = []
    for turn in range(60_000):
        spoiled = ScanRejected("badge", ("half_scan", "too_long", "control_key")[turn % 3])
        seen.append(rig.keeper.eyes.see(rig.clock.now(), spoiled))
        rig.clock.pass_ms(60)
    assert [each for each in seen if each is not None] == seen[:3]
    rig.clock.pass_ms(REPEAT_MS)
    again = rig.keeper.eyes.see(rig.clock.now(), ScanRejected("badge", "half_scan"))
    assert again is not None, "a person who tries again is told again"
    assert meaning(rig, RIFLE) is not None


@pytest.mark.promise("P11")
def test_a_refusal_in_the_middle_of_noise_is_told() -> None:
    rig = Rig()
    noise, forged = (ScanRejected("badge", reason) for reason in ("noise", "card_cannot_prove"))
    at = rig.clock.now()
    told = [rig.keeper.eyes.see(at, each) for each in (noise, forged, noise)]
    assert told == [
        o.ScanSpoiled(at, "badge", "noise", ""),
        o.ScanSpoiled(at, "badge", "card_cannot_prove", ""),
        None,
    ]


def test_a_badge_then_another_then_the_first_again_are_three() -> None:
    """They may have waited together while a disk was slow."""
    rig = Rig()
    seen = [meaning(rig, BADGES[who]) for who in (VANN, SOK, VANN)]
    assert None not in seen


def test_a_lost_device_is_a_fault_and_a_found_one_is_its_end() -> None:
    rig = Rig()
    at = rig.clock.now()
    lost = rig.keeper.eyes.see(at, Lost("weapon", "the cable came out"))
    found = rig.keeper.eyes.see(at, Found("weapon"))
    assert lost == o.FaultSeen(at, e.Fault.DEVICE_LOST, "weapon")
    assert found == o.FaultGone(at, e.Fault.DEVICE_LOST, "weapon")


def test_a_lost_line_says_which_cable_or_what_nobody_sees_any_more() -> None:
    rig = Rig()
    at, eyes = rig.clock.now(), rig.keeper.eyes
    assert eyes.see(at, Lost("contact A", "cut")) == o.ContactLost(at, "contact A", A)
    lost = o.ContactLost(at, "housing", signal=Signal.TAMPER)
    assert eyes.see(at, Lost("housing", "shorted")) == lost
    found = eyes.see(at, Found("contact A"))
    assert found == o.FaultGone(at, e.Fault.DEVICE_LOST, "contact A")


def test_a_contact_is_a_cable_and_a_line_nobody_wired_is_nothing() -> None:
    rig = Rig()
    at, eyes = rig.clock.now(), rig.keeper.eyes
    assert eyes.see(at, Edge("contact A", closed=False)) == o.CableOpened(at, A)
    assert eyes.see(at, Edge("contact A", closed=True)) == o.CableShut(at, A, None)
    assert eyes.see(at, Edge("a spare wire", closed=True)) is None


def test_a_line_beside_the_cables_is_active_when_its_circuit_is_open() -> None:
    rig = Rig()
    at, eyes = rig.clock.now(), rig.keeper.eyes
    active = o.SignalSeen(at, Signal.TAMPER, "housing", active=True)
    assert eyes.see(at, Edge("housing", closed=False)) == active
    rest = o.SignalSeen(at, Signal.MAINS, "mains", active=False)
    assert eyes.see(at, Edge("mains", closed=True)) == rest


def test_a_shut_cable_says_what_its_sensors_see_once_all_of_them_have_spoken() -> None:
    rig = Rig()
    at, eyes = rig.clock.now(), rig.keeper.eyes
    assert eyes.see(at, Edge("contact B", closed=True)) == o.CableShut(at, B, None)
    assert eyes.see(at, Edge("sensor B-1", closed=True)) is None
    assert eyes.see(at, Edge("contact B", closed=True)) == o.CableShut(at, B, (PositionId("B-1"),))
    assert eyes.see(at, Edge("sensor B-1", closed=False)) is None
    assert eyes.see(at, Edge("contact B", closed=True)) == o.CableShut(at, B, ())


@pytest.mark.promise("P7")
def test_a_sensor_that_is_lost_sees_nothing_until_it_has_spoken_again() -> None:
    rig = Rig()
    at, eyes = rig.clock.now(), rig.keeper.eyes
    eyes.see(at, Edge("sensor B-1", closed=True))
    lost = eyes.see(at, Lost("sensor B-1", "the chip is silent"))
    assert lost == o.FaultSeen(at, e.Fault.DEVICE_LOST, "sensor B-1")
    unknown = o.CableShut(at, B, None)
    assert eyes.see(at, Edge("contact B", closed=True)) == unknown
    tried = eyes.serving.trial(at, e.TrialOf.SENSORS, "", "pi")
    assert (tried.present, tried.absent) == ((), ())
    eyes.see(at, Lost("sensor B-1", "it is still silent"))
    eyes.see(at, Found("sensor B-1"))
    assert eyes.see(at, Edge("contact B", closed=True)) == unknown, "found, and not told yet"
    eyes.see(at, Edge("sensor B-1", closed=True))
    assert eyes.see(at, Edge("contact B", closed=True)) == o.CableShut(at, B, (PositionId("B-1"),))


@pytest.mark.promise("P7")
def test_a_sensor_that_is_lost_while_its_cable_is_open_counts_for_nobody() -> None:
    rig = Rig()
    rig.see(Edge("sensor B-1", closed=True))
    rig.open_for(CARBINE, "contact B")
    rig.see(Lost("sensor B-1", "the chip is silent"))
    kinds = [entry.KIND for entry in rig.see(Edge("contact B", closed=True))]
    assert "cable.shut" in kinds
    assert not {"count.agreed", "count.differed"} & {*kinds}


def test_a_cable_without_positions_has_no_sensors_that_could_agree() -> None:
    rig = Rig()
    assert rig.keeper.eyes._seen_on(CableId("taken away")) is None


def test_sensors_count_for_the_officer_and_find_what_was_left_in_the_rack() -> None:
    rig = Rig()
    rig.see(Edge("sensor B-1", closed=True))
    rig.open_for(CARBINE, "contact B")
    kinds = [entry.KIND for entry in rig.see(Edge("contact B", closed=True))]
    assert kinds == ["cable.shut", "count.differed", "doubt.raised"]


def test_the_second_persons_pin_is_awaited_before_the_first_ones() -> None:
    rig = Rig(counter_sign=CounterSign.ALWAYS)
    eyes = rig.keeper.eyes
    assert eyes.pin_owner() is None
    assert eyes.asker() is None
    rig.scan(BADGES[SOK])
    assert eyes.pin_owner() == rig.register.person(SOK)
    rig.type_pin(PINS[SOK])
    rig.scan(RIFLE, BADGES[VANN])
    assert eyes.pin_owner() == rig.register.person(VANN)
    assert eyes.asker() == rig.register.person(SOK)


def test_a_bearer_without_badge_has_no_pin() -> None:
    rig = Rig()
    rig.ask(Question(lambda _, at: o.ReturnAsked(at)))
    assert rig.keeper.eyes.pin_owner() is None
    assert rig.keeper.eyes.asker() is None


@pytest.mark.parametrize("owner", [VANN, None])
def test_a_pin_compared_for_somebody_who_is_no_longer_asked_matches_nobody(
    owner: OfficerNumber | None,
) -> None:
    """Comparing takes 60 ms, and another badge may come between: that PIN opens nothing."""
    rig = Rig()
    rig.scan(BADGES[SOK])
    at = rig.clock.now()
    seen = rig.keeper.eyes.pin_entered(at, owner, PinFit.RIGHT)
    assert seen == o.PinEntered(at, None, matches=False, asker=rig.register.person(SOK))
    (refused,) = rig.keeper.step(seen)[0]
    assert isinstance(refused, e.Refused)


def test_a_pin_with_nobody_there_matches_nobody() -> None:
    rig = Rig()
    at = rig.clock.now()
    assert rig.keeper.eyes.pin_entered(at, SOK, PinFit.RIGHT) == o.PinEntered(
        at, None, matches=False
    )


def test_a_look_carries_who_looked() -> None:
    rig = Rig()
    rig.identify(VANN)
    at = rig.clock.now()
    seen = rig.keeper.eyes.looked(at, "A-1", present=True)
    vann = rig.register.person(VANN)
    assert seen == o.PositionLooked(at, PositionId("A-1"), present=True, asker=vann)


def test_what_another_store_took_over_is_known_at_the_scan() -> None:
    rig = Rig()
    rig.register.went[RIFLE] = "T0001-here"
    seen = meaning(rig, RIFLE)
    assert seen == o.WeaponSeen(
        rig.clock.now(), RIFLE, rig.register.weapon(RIFLE), away="T0001-here"
    )
