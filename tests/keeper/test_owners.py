"""Whose a badge is: labels, cards, copies of either, and the other names of a card."""

import pytest

from drivers.readings import CardScan, Scan
from kiosk.keeper.keeper import Question
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.labels import Command, Kind, number
from kiosk.rules.things import Badge, BadgeText, Grade, OfficerNumber
from tests.keeper.rig import BADGES, DARA, PINS, RIFLE, SOK, VANN, Rig, command, digit

UID = "04A1B2C3D4E580"
TAG, PRINTED_ON_IT = "3C00CE754C", "0013530444"


def uid(*, proved: bool = False, reader: str = "badge", text: str = UID) -> CardScan:
    return CardScan(reader, text, "iso14443a", 4 * len(text), proved)


def tag(text: str = TAG, reader: str = "badge") -> CardScan:
    return CardScan(reader, text, "em4100", 40)


def owning(
    text: str, who: OfficerNumber = SOK, kind: str = "", grade: Grade = Grade.PRINTED
) -> Rig:
    """Return a rig in which somebody has one more badge."""
    rig = Rig()
    give(rig, text, who, kind, grade)
    return rig


def give(
    rig: Rig, text: str, who: OfficerNumber, kind: str = "", grade: Grade = Grade.PRINTED
) -> None:
    rig.register.badges[BadgeText(text), kind] = Badge(BadgeText(text), who, kind, grade)


def seen(rig: Rig, scan: Scan) -> tuple[OfficerNumber | None, str]:
    """Return whose badge a scan shows, and its grade."""
    told = rig.keeper.eyes.see(rig.clock.now(), scan)
    assert isinstance(told, o.BadgeSeen), told
    return (told.person.number if told.person is not None else None), told.grade


def test_a_card_that_proved_its_key_is_believed_and_its_mere_number_is_not() -> None:
    """A copy of a UID, or a reader without a key: whoever enrolled a proof has not shown one."""
    rig = owning(UID, kind="iso14443a", grade=Grade.PROVED)
    assert seen(rig, uid(proved=True)) == (SOK, "proved")
    rig.clock.pass_ms(1_000)
    assert seen(rig, uid()) == (SOK, "card")


def test_the_observation_says_what_kind_of_number_was_read() -> None:
    rig = Rig()
    told = rig.keeper.eyes.see(rig.clock.now(), tag())
    at, text = rig.clock.now(), BadgeText(TAG)
    assert told == o.BadgeSeen(at, text, None, kind="em4100", grade=Grade.CARD)


def test_a_label_is_a_print_whatever_stands_on_it() -> None:
    rig = owning(UID, kind="iso14443a", grade=Grade.PROVED)
    assert seen(rig, Scan("desk", BADGES[SOK])) == (SOK, "printed")
    assert seen(rig, Scan("desk", UID)) == (SOK, "printed"), "a UID in print, or at a dumb reader"


@pytest.mark.promise("P10")
def test_the_digits_of_a_printed_badge_in_a_tag_are_nobodys_badge() -> None:
    """Or whoever photographed a badge would come back with a better one."""
    rig = Rig()
    assert seen(rig, tag(BADGES[SOK])) == (None, "card")
    rig.keeper.eyes._owners._same = lambda *_: [BADGES[SOK]]
    assert seen(rig, tag(TAG)) == (None, "card"), "nor when they are the decimals of another tag"


@pytest.mark.parametrize(
    "text", [RIFLE, command(Command.CANCEL), digit(3), number(Kind.POSITION, 1, 1)]
)
def test_a_tag_is_never_a_label_of_ours(text: str) -> None:
    assert seen(Rig(), tag(text)) == (None, "card")


def test_a_tag_with_the_digits_of_a_badge_may_be_enrolled_beside_it() -> None:
    rig = Rig()
    give(rig, BADGES[SOK], VANN, "em4100", Grade.CARD)
    assert seen(rig, tag(BADGES[SOK])) == (VANN, "card")
    assert seen(rig, Scan("desk", BADGES[SOK])) == (SOK, "printed")


@pytest.mark.parametrize(("proved", "grade"), [(False, "card"), (True, "proved")])
def test_a_card_that_was_enrolled_before_kinds_were_kept_is_still_known(
    *,
    proved: bool,
    grade: str,
) -> None:
    """The chief of this rig has such a badge: its row says nothing of a kind."""
    card = uid(text=BADGES[DARA], proved=proved)
    assert seen(Rig(), card) == (DARA, grade)


def test_a_card_of_another_kind_with_the_same_digits_is_another_card() -> None:
    rig = owning("DEADBEEF", kind="wiegand34")
    assert seen(rig, uid(text="DEADBEEF")) == (None, "card")


# ---------------------------------------------------------------- the other names of a card
def knowing(*others: str) -> Rig:
    """Return a rig whose assembly knows other names of a card."""
    rig = Rig()
    rig.keeper.eyes._owners._same = lambda kind, _: others if kind == "em4100" else ()
    return rig


def test_a_tag_that_was_enrolled_by_the_number_on_it_is_found_by_it() -> None:
    rig = knowing("1/2", PRINTED_ON_IT)
    give(rig, PRINTED_ON_IT, SOK)
    assert seen(rig, tag()) == (SOK, "card")
    assert seen(rig, uid()) == (None, "card"), "asked with the kind of the card"


def test_what_is_enrolled_itself_is_looked_for_by_no_other_name() -> None:
    rig = knowing(PRINTED_ON_IT)
    give(rig, PRINTED_ON_IT, SOK)
    give(rig, TAG, VANN, "em4100", Grade.CARD)
    assert seen(rig, tag()) == (VANN, "card")


def test_a_proof_of_one_number_proves_nothing_about_another() -> None:
    rig = Rig()
    rig.keeper.eyes._owners._same = lambda *_: ["596254876"]
    give(rig, "596254876", SOK)
    assert seen(rig, uid(proved=True)) == (SOK, "card")


@pytest.mark.promise("P11")
def test_a_card_of_two_people_is_nobodys_and_the_reason_is_said() -> None:
    rig = knowing(PRINTED_ON_IT, "1/2")
    give(rig, PRINTED_ON_IT, SOK)
    give(rig, "1/2", VANN)
    told = rig.keeper.eyes.see(rig.clock.now(), tag())
    assert told == o.ScanSpoiled(rig.clock.now(), "badge", "badge_of_two", TAG)
    give(rig, "1/2", SOK)
    rig.clock.pass_ms(1_000)
    assert seen(rig, tag()) == (SOK, "card"), "two names of one card of one person"


def test_a_text_of_two_people_is_nobodys_too() -> None:
    rig = owning("DEADBEEF", SOK, "iso14443a")
    give(rig, "DEADBEEF", VANN, "wiegand34")
    (refused,) = rig.see(Scan("desk", "DEADBEEF"))
    assert isinstance(refused, e.Refused)
    assert refused.reason == "badge_of_two"


# ---------------------------------------------------------------- where weapons are
@pytest.mark.promise("P6")
def test_an_unknown_tag_at_the_weapon_reader_or_on_what_is_handed_in_is_a_weapon() -> None:
    rig = Rig()
    at = rig.clock.now()
    told = rig.keeper.eyes.see(at, tag(reader="weapon"))
    assert told == o.WeaponSeen(at, TAG, None)
    rig.ask(Question(lambda _, at: o.ReturnAsked(at)))
    told = rig.keeper.eyes.see(at, uid())
    assert told == o.WeaponSeen(at, UID, None)


def test_a_card_in_between_makes_shown_digits_stale() -> None:
    rig = owning(UID, kind="iso14443a")
    rig.scan(BADGES[SOK], *(digit(int(figure)) for figure in PINS[SOK][:2]))
    rig.see(tag(), *(Scan("desk", digit(int(figure))) for figure in PINS[SOK][2:]))
    rig.scan(command(Command.CONFIRM))
    assert rig.bay.session is not None
    assert not rig.bay.session.passed


def test_a_card_goes_all_the_way_into_the_book() -> None:
    rig = owning(UID, kind="iso14443a", grade=Grade.PROVED)
    (opened,) = rig.see(uid(proved=True))
    assert isinstance(opened, e.SessionOpened)
    assert (opened.officer, opened.badge, opened.grade) == (SOK, UID, "proved")
