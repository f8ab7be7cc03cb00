"""What stands in the register is corrected by two people, and denied by one."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.corrections import differences
from kiosk.rules.decide import decide
from kiosk.rules.fold import fold
from kiosk.rules.things import (
    Certificate,
    Changed,
    Condition,
    Officer,
    OfficerNumber,
    Role,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from tests.rules.scenes import HOUR_MS, NINE_MS, Scene, officer, policy, rifle

pytestmark = pytest.mark.promise("P10")

MOVED = replace(officer("dara"), unit="Depot 2")
RESTAMPED = replace(rifle("W1"), serial="SNW1I")


def test_two_people_stand_by_a_correction_and_the_book_says_what_it_was_and_why() -> None:
    scene = Scene()
    begin = len(scene.book)
    scene.correct(MOVED, "moved").badge("vanna").pin().badge("nary").pin()
    assert [entry.KIND for entry in scene.book[begin:]] == [
        "correction.begun", "second.seen", "pin.accepted", "correction.vouched", "second.seen",
        "pin.accepted", "correction.vouched", "officer.corrected", "session.closed",
    ]  # fmt: skip
    corrected = scene.one(e.OfficerCorrected)
    assert (corrected.officer, corrected.why) == (MOVED, "moved")
    assert corrected.changed == (Changed("unit", "", "Depot 2"),)
    assert corrected.by == ("vanna", "nary")


def test_a_weapon_is_corrected_the_same_way_and_not_by_who_is_out_with_it() -> None:
    scene = Scene().draw("vanna", "W1", second="rith").correct(RESTAMPED)
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("rith").pin().badge("chan").pin()
    corrected = scene.one(e.WeaponCorrected)
    assert corrected.weapon == RESTAMPED
    assert corrected.changed == (Changed("serial", "SNW1", "SNW1I"),)
    assert scene.bay.session is None


def test_nobody_corrects_themselves_or_counts_twice() -> None:
    scene = Scene().correct(replace(officer("vanna", Role.CUSTODIAN), unit="Depot 2"))
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("chan").pin()
    assert scene.badge("chan").refused == "not_a_second"
    assert scene.badge("nobody").refused == "unknown_badge"
    assert scene.badge("sok").refused == "wrong_role"


def test_a_voucher_proves_who_they_are_with_a_pin() -> None:
    scene = Scene(policy(pin_tries=1)).correct(MOVED).badge("vanna").pin(right=False)
    assert scene.bay.session is not None
    assert scene.bay.session.pending is not None
    assert scene.bay.session.pending.vouchers == ()


@pytest.mark.parametrize(
    ("stands", "before", "wanted", "why", "reason"),
    [
        (None, MOVED, MOVED, "moved", "unknown_officer"),
        (None, RESTAMPED, RESTAMPED, "again", "unknown_weapon"),
        (officer("dara"), replace(MOVED, rank="Major"), MOVED, "moved", "changed_meanwhile"),
        (MOVED, MOVED, MOVED, "moved", "nothing_changed"),
        (officer("dara"), officer("dara"), MOVED, "  ", "no_reason_given"),
        (
            officer("dara"),
            officer("dara"),
            replace(MOVED, rank="Major", name="Dara S."),
            "new papers",
            "too_many_changes",
        ),
    ],
)
def test_a_correction_that_cannot_be_begins_nothing(
    stands: Officer | Weapon | None,
    before: Officer | Weapon,
    wanted: Officer | Weapon,
    why: str,
    reason: str,
) -> None:
    scene = Scene()
    scene.see(o.CorrectionAsked(scene.now(), "nary", why, wanted, before, stands))
    assert scene.refused == reason
    assert scene.bay.session is None


def test_what_two_people_saw_must_still_stand_when_the_second_one_speaks() -> None:
    """Somebody may have been registered anew between two badges; nothing is overwritten unseen."""
    scene = Scene().correct(MOVED).badge("vanna").pin().know("dara", rank="Major")
    scene.badge("nary").pin()
    assert scene.refused == "changed_meanwhile"
    assert scene.kinds[-2:] == ["refused", "session.closed"]
    assert not [entry for entry in scene.entries if isinstance(entry, e.OfficerCorrected)]
    gone = Scene().correct(RESTAMPED).badge("vanna").pin()
    del gone.weapons["W1"]
    assert gone.badge("nary").pin().refused == "changed_meanwhile"


def test_who_has_a_weapon_by_then_does_not_leave_when_the_second_one_speaks() -> None:
    """No rule of today lets them draw meanwhile; should one of tomorrow, nobody leaves with it."""
    scene = Scene().correct(replace(officer("dara"), active=False), "retired").badge("vanna").pin()
    weapon, dara = WeaponNumber("W1"), OfficerNumber("dara")
    got = e.WeaponReceived(scene.now(), weapon, weapon, None, dara)
    scene.book.append(got)
    scene.bay = fold(scene.bay, [got])
    refused = scene.badge("nary").pin().one(e.Refused)
    assert (refused.reason, refused.text) == ("holds_weapon", "dara")
    assert scene.kinds[-2:] == ["refused", "session.closed"]
    assert not [entry for entry in scene.book if isinstance(entry, e.OfficerCorrected)]


def test_a_correction_waits_for_its_turn() -> None:
    assert Scene().badge("sok").correct(MOVED).refused == "not_now"
    assert Scene().open("B").correct(MOVED).refused == "alarm_sounding"
    scene, stands = Scene(), officer("dara")
    asked = o.CorrectionAsked(scene.now(), "nary", "moved", MOVED, stands, stands)
    (refused,) = decide(Bay(policy()), asked).entries
    assert isinstance(refused, e.Refused)
    assert refused.reason == "not_founded"


@pytest.mark.promise("P6")
def test_a_weapon_that_is_out_goes_before_who_vouches() -> None:
    scene = Scene().draw("sok", "W1")
    assert scene.correct(MOVED).scan("W1").kinds[:2] == ["session.closed", "return.begun"]
    assert scene.refused == ""
    assert Scene().correct(MOVED).scan("no label of ours").kinds[1] == "return.begun"
    stands = Scene().correct(MOVED).scan("W1")
    assert (stands.refused, stands.bay.session is not None) == ("not_now", True)


def test_a_correction_nobody_goes_on_with_ends_and_a_weapon_brought_in_goes_first() -> None:
    assert Scene().correct(MOVED).wait(118).bay.session is not None
    assert Scene().correct(MOVED).wait(120).kinds == ["session.closed"]
    scene = Scene().correct(MOVED).press_return()
    assert scene.kinds == ["session.closed", "return.wanted"]
    assert Scene().correct(MOVED).scan("W1").refused == "not_now"


def test_a_hold_counts_at_once_and_only_two_people_lift_it() -> None:
    scene = Scene().hold("dara")
    held = scene.one(e.OfficerHeld)
    assert (held.officer, held.why, held.by) == ("dara", "suspended", "tech")
    scene.people["dara"] = replace(
        scene.people["dara"], officer=replace(scene.people["dara"].officer, hold=True)
    )
    assert scene.badge("dara").pin().scan("W1").refused == "on_hold"
    scene.badge("dara")
    scene.correct(officer("dara"), "may draw again").badge("vanna").pin().badge("chan").pin()
    assert scene.one(e.OfficerCorrected).changed == (Changed("hold", "yes", "no"),)


def test_a_hold_wins_over_a_correction_that_two_people_are_about_to_stand_by() -> None:
    scene = Scene().correct(MOVED).badge("vanna").pin().hold("dara")
    assert scene.kinds == ["officer.held", "session.closed"]
    assert Scene().correct(MOVED).hold("sok").kinds == ["officer.held"], "of somebody else"
    assert Scene().correct(RESTAMPED).hold("sok").kinds == ["officer.held"], "of a weapon"


def test_who_is_held_stands_by_nothing_from_then_on() -> None:
    """Neither before the PIN is typed nor once it was."""
    scene = Scene().correct(MOVED).badge("vanna").know("vanna", hold=True)
    assert scene.pin().refused == "wrong_role"
    scene = Scene().correct(MOVED).badge("vanna").pin().hold("vanna")
    assert scene.kinds == ["officer.held", "session.closed"]
    scene = Scene().enrol("dara").badge("vanna").pin().hold("vanna")
    assert scene.kinds == ["officer.held", "session.closed"]


def test_a_badge_that_is_withdrawn_opens_nothing_any_more() -> None:
    at_the_list = Scene().badge("sok").pin().withdraw("badge of sok")
    assert at_the_list.kinds == ["badge.withdrawn", "session.closed"]
    awaited = Scene().badge("sok").pin().scan("W1").badge("vanna").withdraw("badge of vanna")
    assert awaited.kinds == ["badge.withdrawn", "session.closed"]
    released = Scene().badge("sok").pin().scan("W1").badge("vanna").pin()
    assert released.withdraw("badge of vanna").kinds == [
        "badge.withdrawn", "release.lapsed", "session.closed",
    ]  # fmt: skip
    assert released.bay.release is None


def test_an_open_cable_and_a_return_go_on_whoever_is_denied() -> None:
    opened = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open()
    assert opened.withdraw("badge of sok").kinds == ["badge.withdrawn"]
    returning = Scene().draw("sok", "W1").badge("sok").pin().scan("W1").hold("sok")
    assert returning.kinds == ["officer.held", "alarm.raised"], "it is called in until it is home"


def test_a_hold_needs_somebody_to_hold_and_a_reason() -> None:
    assert Scene().hold("nobody").refused == "unknown_officer"
    assert Scene().hold("dara", " ").refused == "no_reason_given"
    scene = Scene().know("dara", hold=True)
    assert scene.hold("dara").refused == "nothing_changed"


def test_a_lost_badge_is_nobodys_at_once() -> None:
    withdrawn = Scene().withdraw("badge of dara").one(e.BadgeWithdrawn)
    assert (withdrawn.badge, withdrawn.officer, withdrawn.why) == ("badge of dara", "dara", "lost")
    assert Scene().withdraw("badge of nobody").refused == "unknown_badge"
    assert Scene().withdraw("badge of dara", "").refused == "no_reason_given"


def test_differences_are_said_as_people_read_them() -> None:
    """A certificate that ends with 14 March in Phnom Penh counts through that day."""
    midnight = NINE_MS - 9 * HOUR_MS + 24 * HOUR_MS
    before = officer("dara")
    after = replace(
        before, active=False, certificates=(Certificate(WeaponType("rifle"), midnight),)
    )
    active, certificates = differences(before, after, 7 * 60)
    assert active == Changed("active", "yes", "no")
    assert certificates == Changed("certificates", "rifle 2017-03-14", "rifle 2016-03-14")
    pistol = Certificate(WeaponType("pistol"), midnight)
    both = replace(before, certificates=(*before.certificates, pistol))
    added = Changed("certificates", "", "pistol 2016-03-14")
    assert differences(before, both, 7 * 60) == (added,), "what stays is not said"
    quarantined = replace(rifle("W1"), condition=Condition.QUARANTINED)
    assert differences(rifle("W1"), quarantined, 0) == (Changed("condition", "fit", "quarantined"),)
