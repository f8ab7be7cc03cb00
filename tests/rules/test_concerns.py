"""Which weapons a line of the journal tells of."""

from kiosk.rules import entries as e
from kiosk.rules.concerns import weapons_of
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import CableId, Moment, PositionId, Weapon, WeaponNumber, WeaponType

AT = Moment(1, 2)
ONE = WeaponNumber(number(Kind.WEAPON, 1, 1))
OTHER = WeaponNumber(number(Kind.WEAPON, 1, 2))
CABLE = CableId("C1")


def test_a_line_tells_of_the_weapon_it_names() -> None:
    akm = Weapon(ONE, "AKM", WeaponType("rifle"), "7")
    assert weapons_of(e.WeaponRegistered(AT, akm, "x")) == (ONE,)
    assert weapons_of(e.WeaponRacked(AT, ONE, PositionId("1"), "x")) == (ONE,)
    assert weapons_of(e.NothingTaken(AT, CABLE, ONE)) == (ONE,)


def test_a_line_tells_of_the_weapon_whose_label_was_read() -> None:
    """A refused weapon, one nobody wanted, a return without a place: all stand in its story."""
    assert weapons_of(e.Refused(AT, "not_fit", ONE)) == (ONE,)
    spoken = f"{ONE[:3]} {ONE[3:]}".translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert weapons_of(e.Refused(AT, "not_fit", spoken)) == (ONE,)
    assert weapons_of(e.AlarmRaised(AT, e.AlarmCause.MISSING, ONE)) == (ONE,)


def test_a_wrong_weapon_stands_in_both_stories_once() -> None:
    assert weapons_of(e.WrongWeapon(AT, CABLE, OTHER, ONE)) == (ONE, OTHER)
    assert weapons_of(e.WrongWeapon(AT, CABLE, ONE, ONE)) == (ONE,)


def test_other_labels_and_torn_ones_are_no_weapon() -> None:
    badge = number(Kind.BADGE, 1, 1)
    torn = ONE[:-1] + ("0" if ONE[-1] != "0" else "1")
    for text in (badge, torn, "", "B0017", "x" * 99):
        assert weapons_of(e.Refused(AT, "bad_label", text)) == ()
    assert weapons_of(e.AlarmRaised(AT, e.AlarmCause.FORCED, CABLE)) == ()


def test_a_weapon_that_is_only_exposed_is_not_meant() -> None:
    granted = e.ReleaseGranted(AT, e.Purpose.ISSUE, CABLE, PositionId("1"), ONE, None, (ONE, OTHER))
    assert weapons_of(granted) == (ONE,)


def test_a_card_has_its_match_in_a_row_of_its_own() -> None:
    card = e.CardImported(AT, "s", 2, "C1", "7", e.Fate.MATCHED, ONE, "")
    assert weapons_of(card) == ()
