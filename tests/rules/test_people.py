"""What is signed about people at a desk, badges that are lent, leavers, and who is called in."""

from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.corrections import differences
from kiosk.rules.people.decide import LONGEST
from kiosk.rules.people.rights import MAY_SIGN, Act, acts_of
from kiosk.rules.things import (
    Badge,
    BadgeText,
    Certificate,
    Correction,
    Grade,
    Mission,
    Officer,
    OfficerNumber,
    Role,
    WeaponType,
)
from tests.rules.scenes import HOUR_MS, NINE_MS, PEOPLE, RIFLE, Scene, officer, policy, rifle
from tests.rules.shift_scenes import ShiftScene

pytestmark = pytest.mark.promise("P10")

DARA, NARY = OfficerNumber("dara"), OfficerNumber("nary")
SPARE = BadgeText("spare")
KEPT = Badge(BadgeText("badge of dara"), DARA)


def signs(
    scene: Scene, wish: o.Wish, by: str = "nary", *, right: bool = True, problem: str = ""
) -> Scene:
    """Let somebody at the office sign for a wish."""
    signature = o.Signature(OfficerNumber(by), scene.people.get(by), right)
    return scene.see(o.WishSigned(scene.now(), signature, wish, problem, "about"))


def holding(scene: Scene, name: str = "dara", why: str = "ill") -> o.HoldAsked:
    return o.HoldAsked(scene.now(), "nary", why, OfficerNumber(name), scene.people[name].officer)


def enrolling(scene: Scene, hours: int = 0, *badges: Badge) -> o.EnrolAsked:
    return o.EnrolAsked(scene.now(), scene.people["dara"], DARA, hours, badges, "nary")


def leaving(scene: Scene, name: str = "dara", *badges: str) -> o.CorrectionAsked:
    stands = scene.people[name].officer
    texts = tuple(map(BadgeText, badges))
    gone = replace(stands, active=False)
    return o.CorrectionAsked(scene.now(), "nary", "retired", gone, stands, stands, texts)


def registering(scene: Scene, *facts: o.Fact) -> o.RegisterAsked:
    return o.RegisterAsked(scene.now(), "nary", facts, frozenset({*PEOPLE}))


def vouched(scene: Scene) -> Scene:
    """Let two people stand by whatever was begun."""
    return scene.badge("vanna").pin().badge("chan").pin()


def shows(scene: Scene, badge: str, until_ms: int, owner: str = "dara") -> Scene:
    """Show a badge that was lent."""
    person = scene.people[owner]
    text = BadgeText(badge)
    return scene.see(o.BadgeSeen(scene.now(), text, person, grade=Grade.PRINTED, until_ms=until_ms))


# -------------------------------------------------------------------- who may sign
@pytest.mark.parametrize("role", Role)
def test_the_table_says_who_may_sign_and_who_left_or_is_on_hold_may_nothing(role: Role) -> None:
    person = Scene().people[next(name for name, one in PEOPLE.items() if one is role)]
    assert acts_of(person) == tuple(act for act in Act if role in MAY_SIGN[act])
    for other in (replace(person.officer, hold=True), replace(person.officer, active=False)):
        assert acts_of(replace(person, officer=other)) == ()


def test_a_wrong_pin_and_a_wrong_role_write_that_and_nothing_else() -> None:
    scene = Scene()
    assert signs(scene, holding(scene), right=False).kinds == ["pin.refused"]
    assert signs(scene, holding(scene), by="sok").kinds == ["pin.accepted", "refused"]
    assert scene.refused == "wrong_role"
    assert signs(scene, holding(scene), by="nobody").refused == "unknown_officer"


def test_what_was_wrong_before_anybody_could_decide_is_a_refusal_of_who_may_sign() -> None:
    scene = Scene()
    list_of_nobody = registering(scene)
    assert signs(scene, list_of_nobody, problem="list_wrong").refused == "list_wrong"
    assert scene.one(e.Refused).text == "about"
    assert signs(scene, list_of_nobody, by="pich", problem="list_wrong").refused == "wrong_role"


def test_nothing_that_is_signed_at_a_desk_sounds_at_the_bay_but_what_begins_there() -> None:
    scene = Scene()
    assert signs(scene, holding(scene)).last.effects == ()


# -------------------------------------------------------------------- holds and who is called in
def test_a_hold_counts_at_once_and_calls_in_what_is_out() -> None:
    scene = Scene().draw("dara", "W1")
    assert signs(scene, holding(scene)).kinds == ["pin.accepted", "officer.held", "alarm.raised"]
    assert ("recall", "dara") in scene.alarms()
    assert scene.one(e.OfficerHeld).by == "nary"
    assert not scene.bay.sounding, "nobody is hunted by a siren"


def test_who_holds_nothing_is_not_called_in() -> None:
    scene = Scene()
    assert signs(scene, holding(scene)).kinds == ["pin.accepted", "officer.held"]


def test_a_recall_stands_until_it_is_answered_and_the_weapons_are_home() -> None:
    scene = Scene().draw("dara", "W1")
    signs(scene, holding(scene))
    scene.badge("vanna").pin()
    assert "alarm.answered" in [entry.KIND for entry in scene.book]
    assert ("recall", "dara") in scene.alarms(), "answered, and the weapon is still out"
    scene.cancel().bring("W1", witness="rith").scan("W1").shut().count(3)
    assert ("recall", "dara") not in scene.alarms()


def test_nobody_answers_the_alarm_that_calls_in_their_own_weapons() -> None:
    scene = Scene().draw("vanna", "W1", second="rith")
    signs(scene, holding(scene, "vanna"), by="chan")
    scene.badge("vanna").pin()
    assert "alarm.answered" not in [entry.KIND for entry in scene.book]
    scene.cancel().badge("chan").pin()
    assert "alarm.answered" in [entry.KIND for entry in scene.book]


def test_a_hold_by_correction_calls_in_as_well() -> None:
    scene = Scene().draw("dara", "W1").correct(replace(officer("dara"), hold=True))
    vouched(scene)
    assert ("recall", "dara") in scene.alarms()


def test_a_hold_while_the_cable_is_open_calls_in_what_is_about_to_be_taken() -> None:
    scene = Scene().badge("sok").pin().scan("W1").badge("vanna").pin().open()
    assert "alarm.raised" in scene.hold("sok").kinds


# -------------------------------------------------------------------- badges, given and lent
def test_a_badge_is_lent_until_its_hour_and_the_pin_stays() -> None:
    scene = Scene()
    signs(scene, enrolling(scene, 8, KEPT))
    begun = scene.one(e.EnrolBegun)
    assert (begun.until_ms, begun.keeps_pin, begun.by) == (
        begun.at.wall_ms + 8 * HOUR_MS,
        True,
        "nary",
    )
    vouched(scene).badge("spare")
    enrolled = scene.one(e.BadgeEnrolled)
    assert (enrolled.officer, enrolled.until_ms) == ("dara", begun.until_ms)
    assert scene.kinds == ["badge.enrolled", "session.closed"]


def test_who_lost_their_only_badge_chooses_a_new_pin_with_the_one_that_is_lent() -> None:
    """R22: whoever found the badge may know the PIN."""
    scene = Scene()
    over = replace(KEPT, until_ms=NINE_MS)
    for badges in ((), (over,)):
        signs(scene, enrolling(scene, 8, *badges))
        assert not scene.one(e.EnrolBegun).keeps_pin
        vouched(scene).badge("spare")
        assert scene.kinds == ["badge.enrolled"]
        scene.choose_pin("secret")
        assert scene.kinds == ["pin.set", "session.closed"]


def test_a_badge_that_is_given_asks_for_a_pin_whatever_they_have() -> None:
    scene = Scene()
    signs(scene, enrolling(scene, 0, KEPT))
    assert not scene.one(e.EnrolBegun).keeps_pin
    assert scene.one(e.EnrolBegun).until_ms == 0


@pytest.mark.parametrize(("hours", "reason"), [(13, "lent_too_long"), (-1, "lent_too_long")])
def test_no_badge_is_lent_beyond_one_shift(hours: int, reason: str) -> None:
    scene = Scene()
    assert signs(scene, enrolling(scene, hours)).refused == reason
    longer = Scene(policy(badge_lent_h=24))
    assert signs(longer, enrolling(longer, 13)).kinds[-1] == "enrol.begun"


def test_nobody_who_left_gets_a_badge_and_nobody_unknown_does() -> None:
    scene = Scene().know("dara", active=False)
    assert signs(scene, enrolling(scene)).refused == "inactive_officer"
    stranger = o.EnrolAsked(scene.now(), None, OfficerNumber("x"))
    assert signs(scene, stranger).refused == "unknown_officer"


def test_a_lent_badge_is_nobodys_from_its_hour_on() -> None:
    scene = Scene()
    until = scene.now().wall_ms + 5_000
    shows(scene, "spare", until)
    assert scene.kinds == ["session.opened"]
    scene.wait(60)
    assert shows(scene, "spare", until).refused == "badge_expired"
    assert scene.bay.session is None
    assert shows(Scene(), "spare", Scene().now().wall_ms).refused == "badge_expired", (
        "to the second"
    )


def test_an_expired_badge_stands_by_nothing() -> None:
    scene = Scene()
    signs(scene, enrolling(scene))
    assert shows(scene, "spare", NINE_MS, "vanna").refused == "badge_expired"
    asked = Scene().badge("sok").pin().scan("W1")
    assert shows(asked, "spare", NINE_MS, "vanna").refused == "badge_expired"


def test_a_spare_card_goes_to_the_next_one_when_its_hour_is_over_and_not_before() -> None:
    scene = Scene()
    signs(scene, enrolling(scene, 8, KEPT))
    vouched(scene)
    assert shows(scene, "spare", scene.now().wall_ms + 1, "sok").refused == "badge_taken"
    assert shows(scene, "spare", NINE_MS, "sok").kinds == ["badge.enrolled", "session.closed"]


def test_the_badge_somebody_was_given_is_not_lent_to_them() -> None:
    """It would be nobody's at the end of the shift."""
    scene = Scene()
    signs(scene, enrolling(scene, 8, KEPT))
    assert vouched(scene).badge("dara").refused == "badge_taken"


def test_a_lost_badge_is_written_as_lost() -> None:
    scene = Scene()
    gone = o.WithdrawalAsked(scene.now(), "nary", "fell", KEPT.text, DARA, lost=True)
    signs(scene, gone, by="vanna")
    assert scene.one(e.BadgeWithdrawn).lost
    nobodys = replace(gone, at=scene.now(), officer=None)
    assert signs(scene, nobodys).refused == "unknown_badge"


# -------------------------------------------------------------------- leavers
def test_who_leaves_hands_everything_in_first() -> None:
    scene = Scene().draw("dara", "W1")
    assert signs(scene, leaving(scene)).refused == "holds_weapon"
    assert scene.bay.session is None


def test_who_leaves_gives_keys_and_shift_back_first() -> None:
    scene = ShiftScene().tell_key("K1").give_key("K1", "pich")
    assert signs(scene, leaving(scene, "pich")).refused == "holds_key"
    scene.take_key("K1").hand_over("vanna", "rith")
    assert signs(scene, leaving(scene, "vanna")).refused == "has_shift"
    assert scene.bay.session is None


def test_who_leaves_has_no_badge_from_then_on_and_two_others_stood_by_it() -> None:
    scene = Scene()
    signs(scene, leaving(scene, "dara", "badge of dara", "spare"))
    assert scene.badge("dara").refused == "wrong_role"
    vouched(scene)
    assert scene.kinds[-4:] == [
        "correction.vouched", "officer.corrected", "officer.left", "session.closed",
    ]  # fmt: skip
    left = scene.one(e.OfficerLeft)
    assert (left.officer, left.badges, left.why) == ("dara", ("badge of dara", "spare"), "retired")
    assert left.by == ("vanna", "chan")


def test_a_correction_that_is_no_farewell_takes_no_badge() -> None:
    scene = Scene().know("dara", active=False)
    back = replace(scene.people["dara"].officer, active=True)
    vouched(scene.correct(back))
    assert not [line for line in scene.book if isinstance(line, e.OfficerLeft)]
    assert not Correction("x", ()).leaving


# -------------------------------------------------------------------- what is written
def test_a_page_writes_new_people_and_orders_as_a_terminal_does() -> None:
    scene = Scene()
    newcomer = Officer(OfficerNumber("12-9"), "Keo", post="Samlot")
    signs(scene, registering(scene, newcomer))
    assert scene.one(e.OfficerRegistered) == e.OfficerRegistered(
        scene.last.entries[-1].at, newcomer, "nary"
    )
    order = o.MissionOrder(DARA, Mission("M-9", NINE_MS, NINE_MS + HOUR_MS))
    assert signs(scene, registering(scene, order)).kinds[-1] == "mission.ordered"


def test_a_weapon_among_what_is_signed_is_written_and_what_comes_after_it_is_read_too() -> None:
    """The words of people and orders are held against the form; a weapon has one of its own."""
    scene, new = Scene(), rifle("W7")
    assert signs(scene, registering(scene, new)).one(e.WeaponRegistered).weapon == new
    scene, own = Scene(), o.MissionOrder(NARY, Mission("M", 1, 2))
    assert signs(scene, registering(scene, new, own)).refused == "not_for_yourself"
    assert scene.kinds == ["pin.accepted", "refused"]


GOOD = Officer(OfficerNumber("12-9"), "Keo")
PAPER = Certificate(RIFLE, NINE_MS, "course", 5, "JSAC", "0454")


@pytest.mark.parametrize(
    ("fact", "reason"),
    [
        (officer("dara"), "already_registered"),
        (replace(GOOD, number=OfficerNumber("  ")), "officer_incomplete"),
        (replace(GOOD, name=" "), "officer_incomplete"),
        (replace(GOOD, number=OfficerNumber("12-9 ")), "field_impossible"),
        (replace(GOOD, unit="a\nb"), "field_impossible"),
        (replace(GOOD, post="x" * (LONGEST + 1)), "field_impossible"),
        (replace(GOOD, certificates=(replace(PAPER, expires_ms=0),)), "field_impossible"),
        (replace(GOOD, certificates=(replace(PAPER, issued_ms=NINE_MS),)), "field_impossible"),
        (replace(GOOD, certificates=(replace(PAPER, type=WeaponType(" ")),)), "field_impossible"),
        (replace(GOOD, certificates=(replace(PAPER, issuer="a\tb"),)), "field_impossible"),
        (o.MissionOrder(NARY, Mission("M", 1, 2)), "not_for_yourself"),
        (o.MissionOrder(DARA, Mission(" ", 1, 2)), "mission_impossible"),
        (o.MissionOrder(DARA, Mission("M", 2, 2)), "mission_impossible"),
        (o.MissionOrder(DARA, Mission("M", -1, 2)), "mission_impossible"),
        (o.MissionOrder(DARA, Mission("a\0", 1, 2)), "mission_impossible"),
        (o.MissionOrder(OfficerNumber("x"), Mission("M", 1, 2)), "unknown_officer"),
    ],
)
def test_what_cannot_stand_in_the_register_is_refused_whole(fact: o.Fact, reason: str) -> None:
    scene = Scene()
    begin = len(scene.book)
    signs(scene, registering(scene, replace(GOOD, number=OfficerNumber("12-8")), fact))
    assert scene.refused == reason
    assert [line.KIND for line in scene.book[begin:]] == ["pin.accepted", "refused"]


def test_a_correction_signed_at_a_desk_is_held_against_how_it_stands_now() -> None:
    """Two registrars at once: the second one's page was of before the first one's correction."""
    scene = Scene()
    stands, seen = officer("dara"), replace(officer("dara"), rank="Major")
    late = o.CorrectionAsked(scene.now(), "nary", "moved", replace(seen, unit="D2"), seen, stands)
    assert signs(scene, late).refused == "changed_meanwhile"
    blank = replace(late, at=scene.now(), wanted=replace(stands, name=""), before=stands)
    assert signs(scene, blank).refused == "officer_incomplete"


def test_those_who_vouch_read_a_certificate_with_all_that_stands_on_its_paper() -> None:
    offset = 420
    before = replace(GOOD, certificates=(Certificate(RIFLE, NINE_MS),))
    after = replace(before, certificates=(replace(PAPER, issued_ms=NINE_MS - 48 * HOUR_MS),))
    (changed,) = differences(before, after, offset)
    assert changed.was == "rifle 2016-03-14"
    assert changed.becomes == "rifle 2016-03-14 (0454, course, 2016-03-12, JSAC)"
    renamed = replace(after, certificates=(replace(after.certificates[0], number="0455"),))
    assert differences(after, renamed, offset)[0].becomes.startswith("rifle 2016-03-14 (0455")


def test_a_day_that_no_calendar_has_is_no_stop() -> None:
    far = replace(GOOD, certificates=(Certificate(RIFLE, 2**62),))
    assert differences(GOOD, far, 420)[0].becomes.startswith("rifle ")
