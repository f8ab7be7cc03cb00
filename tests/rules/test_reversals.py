"""A correction is taken back by a correction of its own, once, and only while it stands (R07)."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.corrections import differences
from kiosk.rules.observations.racking import ReversalSigned
from kiosk.rules.reversals import about
from kiosk.rules.things import (
    Certificate,
    Changed,
    Condition,
    Officer,
    OfficerNumber,
    Role,
    SerialStatus,
    Weapon,
    WeaponNumber,
    WeaponType,
)
from kiosk.rules.undoing import Writing, undone, written_since
from kiosk.rules.vouching import VOUCHERS
from tests.rules.scenes import Scene, officer, rifle

pytestmark = pytest.mark.promise("P10")

BY = (OfficerNumber("vanna"), OfficerNumber("nary"))
RESTAMPED = replace(rifle("W1"), serial="SNW1I")
MOVED = replace(officer("dara"), unit="Depot 2")
LINE = 57
Correction = e.OfficerCorrected | e.WeaponCorrected


def written(was: Officer | Weapon, becomes: Officer | Weapon) -> Correction:
    """Return the line of a correction from one to the other."""
    changed, at = differences(was, becomes, 0), Scene().now()
    if isinstance(becomes, Officer):
        return e.OfficerCorrected(at, becomes, changed, "a slip", BY)
    return e.WeaponCorrected(at, becomes, changed, "a slip", BY)


def stand(scene: Scene, thing: Officer | Weapon) -> None:
    """Let the register have somebody or something as they stand now."""
    if isinstance(thing, Officer):
        scene.people[thing.number] = replace(scene.people[thing.number], officer=thing)
    else:
        scene.weapons[thing.number] = thing


def take_back(
    scene: Scene,
    correction: Correction | None,
    stands: Officer | Weapon | None,
    why: str = "it was right",
    taken_back: int = 0,
) -> Scene:
    """Ask that a correction is taken back, of somebody or something that stands so."""
    if stands is not None:
        stand(scene, stands)
    found = o.Written(correction, taken_back)
    return scene.see(o.ReversalAsked(scene.now(), "tech", why, LINE, found, stands))


def test_two_people_take_a_correction_back_and_both_lines_stay_in_the_book() -> None:
    scene = take_back(Scene(), written(rifle("W1"), RESTAMPED), RESTAMPED)
    begun = scene.one(e.CorrectionBegun)
    assert (begun.correction.reverses, begun.by) == (LINE, "tech")
    scene.badge("vanna").pin()
    assert scene.badge("vanna").refused == "not_a_second"
    scene.badge("nary").pin()
    back = scene.one(e.WeaponCorrected)
    assert (back.weapon, back.reverses, back.why) == (rifle("W1"), LINE, "it was right")
    assert back.changed == (Changed("serial", "SNW1I", "SNW1"),)
    assert back.by == BY
    assert len(back.by) == VOUCHERS


def test_what_else_changed_since_stays_as_it_is_now() -> None:
    """A field that the correction did not touch is nobody's business here."""
    stands = replace(RESTAMPED, condition=Condition.QUARANTINED, name="AKM")
    scene = take_back(Scene(), written(rifle("W1"), RESTAMPED), stands)
    scene.badge("vanna").pin().badge("nary").pin()
    assert scene.one(e.WeaponCorrected).weapon == replace(stands, serial="SNW1")


@pytest.mark.parametrize(
    ("correction", "stands", "taken_back", "reason", "told"),
    [
        (None, RESTAMPED, 0, "no_correction", str(LINE)),
        (written(rifle("W1"), RESTAMPED), None, 0, "no_correction", str(LINE)),
        (written(rifle("W1"), RESTAMPED), rifle("W1"), 60, "taken_back_already", "60"),
    ],
)
def test_only_a_correction_that_stands_is_taken_back_and_only_once(
    correction: Correction | None,
    stands: Officer | Weapon | None,
    taken_back: int,
    reason: str,
    told: str,
) -> None:
    """The refusal says what is there instead: the line that is newer, or what changed since."""
    scene = take_back(Scene(), correction, stands, taken_back=taken_back)
    refused = scene.one(e.Refused)
    assert (refused.reason, refused.text) == (reason, told)
    assert scene.bay.session is None


@pytest.mark.parametrize(
    ("correction", "stands", "since", "told"),
    [
        (
            written(rifle("W1"), RESTAMPED),
            replace(RESTAMPED, serial="4711", name="AKM"),
            {"serial": 61, "name": 60},
            "61 (serial: SNW1I → 4711)",
        ),
        (
            written(officer("dara"), replace(MOVED, hold=True)),
            replace(MOVED, unit="Depot 3", hold=True),
            {"unit": 58, "hold": 60},
            "58 (unit: Depot 2 → Depot 3); 60 (hold: yes)",
        ),
    ],
)
def test_what_a_line_wrote_since_is_not_taken_back_with_what_was_before_it(
    correction: Correction, stands: Officer | Weapon, since: dict[str, int], told: str
) -> None:
    """Also where the value is the same again: a second hold stands by its own line."""
    scene, found = Scene(), o.Written(correction, since=since)
    stand(scene, stands)
    scene.see(o.ReversalAsked(scene.now(), "tech", "it was right", LINE, found, stands))
    refused = scene.one(e.Refused)
    assert (refused.reason, refused.text) == ("changed_since", told)
    assert scene.bay.session is None


AT = Scene().now()
W1, DARA = WeaponNumber("W1"), OfficerNumber("dara")
WORK = e.WorkOrdered(AT, W1, ("damaged",), Condition.QUARANTINED)


@pytest.mark.parametrize(
    ("later", "since"),
    [
        ((), {}),
        (((60, WORK),), {"condition": 60}),
        (((61, WORK), (60, WORK)), {"condition": 61}),
        (((60, e.OfficerHeld(AT, DARA, "x", "y")),), {"hold": 60}),
        (((60, e.WeaponTagged(AT, W1, "E280", DARA)),), {"tags": 60}),
        (((60, written(RESTAMPED, rifle("W1"))),), {"serial": 60}),
        (((60, written(MOVED, officer("dara"))),), {"unit": 60}),
        (
            ((60, e.WeaponRegistered(AT, rifle("W1"), "x")),),
            {one.name: 60 for one in fields(Weapon)},
        ),
        (
            ((60, e.OfficerRegistered(AT, officer("dara"), "x")),),
            {one.name: 60 for one in fields(Officer)},
        ),
    ],
)
def test_each_line_says_which_fields_it_wrote(
    later: tuple[tuple[int, Writing], ...], since: dict[str, int]
) -> None:
    assert written_since(LINE, later) == since


def test_a_later_correction_and_its_reversal_wrote_nothing_between_them() -> None:
    """Or nobody could take back the older of two corrections, once the newer one is taken back."""
    newer = replace(RESTAMPED, serial="4711")
    second, back = written(RESTAMPED, newer), written(newer, RESTAMPED)
    once, twice = (58, second), (59, replace(back, reverses=58))
    assert written_since(LINE, (twice, once)) == {}
    again = (60, replace(second, reverses=59))
    assert written_since(LINE, (again, twice, once)) == {"serial": 58}
    assert written_since(LINE, ((61, replace(back, reverses=60)), again, twice, once)) == {}


def test_what_took_this_correction_back_wrote_its_fields() -> None:
    back = (58, replace(written(RESTAMPED, rifle("W1")), reverses=LINE))
    assert written_since(LINE, (back,)) == {"serial": 58}


def test_whatever_stands_against_any_correction_stands_against_this_one() -> None:
    moved = written(officer("dara"), MOVED)
    assert take_back(Scene(), moved, MOVED, why=" ").refused == "no_reason_given"
    assert take_back(Scene().badge("sok"), moved, MOVED).refused == "not_now"
    assert take_back(Scene().open("B"), moved, MOVED).refused == "alarm_sounding"


def test_nobody_vouches_for_what_is_taken_back_of_themselves() -> None:
    vanna = officer("vanna", Role.CUSTODIAN)
    promoted = replace(vanna, rank="Major")
    scene = take_back(Scene(), written(vanna, promoted), promoted)
    assert scene.badge("vanna").refused == "not_a_second"


def test_what_changed_between_two_badges_is_not_overwritten() -> None:
    scene = take_back(Scene(), written(rifle("W1"), RESTAMPED), RESTAMPED)
    scene.badge("vanna").pin()
    stand(scene, replace(RESTAMPED, serial="4711"))
    assert scene.badge("nary").pin().refused == "changed_meanwhile"


def test_a_reversal_may_be_taken_back_as_any_correction() -> None:
    back = replace(written(RESTAMPED, rifle("W1")), reverses=LINE)
    scene = take_back(Scene(), back, rifle("W1"), "it was wrong after all")
    scene.badge("vanna").pin().badge("nary").pin()
    assert scene.one(e.WeaponCorrected).weapon == RESTAMPED


def test_a_hold_that_was_lifted_comes_back_with_the_reversal() -> None:
    held = replace(officer("dara"), hold=True)
    scene = take_back(Scene(), written(held, officer("dara")), officer("dara"))
    scene.badge("vanna").pin().badge("nary").pin()
    assert scene.one(e.OfficerCorrected).officer.hold


@pytest.mark.parametrize(
    ("who", "right", "kinds"),
    [
        ("sok", True, ["pin.accepted", "refused"]),
        ("nary", False, ["pin.refused"]),
        ("nary", True, ["pin.accepted", "correction.begun"]),
    ],
)
def test_who_signs_for_it_at_the_desk_of_weapons_sits_there_and_knows_their_pin(
    who: str,
    right: bool,  # noqa: FBT001 - of a table
    kinds: list[str],
) -> None:
    scene = Scene()
    stand(scene, RESTAMPED)
    signature = o.Signature(OfficerNumber(who), scene.people[who], right)
    found = o.Written(written(rifle("W1"), RESTAMPED))
    asked = o.ReversalAsked(scene.now(), who, "seen again", LINE, found, RESTAMPED)
    assert scene.see(ReversalSigned(signature, asked)).kinds == kinds


def test_the_desk_of_people_asks_for_it_as_for_a_correction() -> None:
    moved = written(officer("dara"), MOVED)
    for who, reason in (("sok", "wrong_role"), ("nary", "")):
        scene = Scene()
        stand(scene, MOVED)
        wish = o.ReversalAsked(scene.now(), who, "x", LINE, o.Written(moved), MOVED)
        signature = o.Signature(OfficerNumber(who), scene.people[who], matches=True)
        scene.see(o.WishSigned(scene.now(), signature, wish))
        assert scene.refused == reason
        assert (scene.bay.session is None) is bool(reason)


WORDS = st.text(max_size=6)
DAYS = st.integers(1, 9).map(lambda day: day * 86_400_000)
"""Two papers that end on one day are the same to who reads them: see `differences`."""

PAPERS = st.lists(st.builds(Certificate, WORDS.map(WeaponType), DAYS), max_size=1)
OFFICERS = st.builds(
    Officer,
    number=st.just(OfficerNumber("dara")), name=WORDS, name_km=WORDS, rank=WORDS, unit=WORDS,
    role=st.sampled_from(Role), active=st.booleans(), hold=st.booleans(),
    certificates=PAPERS.map(tuple), post=WORDS,
)  # fmt: skip
WEAPONS = st.builds(
    Weapon,
    number=st.just(rifle("W1").number), name=WORDS, type=WORDS, serial=WORDS, calibre=WORDS,
    condition=st.sampled_from(Condition), magazines=st.integers(0, 9), rounds=st.integers(0, 99),
    serial_status=st.sampled_from(SerialStatus),
    tags=st.lists(st.sampled_from(("E280", "3075", "30751f")), unique=True).map(tuple),
)  # fmt: skip


@pytest.mark.promise("P12")
@given(st.one_of(st.tuples(OFFICERS, OFFICERS), st.tuples(WEAPONS, WEAPONS)))
def test_every_field_comes_back_byte_for_byte(
    both: tuple[Officer | Weapon, Officer | Weapon],
) -> None:
    """A line says a field as people read it; from that it must be read again, whatever it was."""
    was, becomes = both
    correction = written(was, becomes)
    papers = was.certificates if isinstance(was, Officer) else ()
    assert about(correction) == becomes
    assert undone(correction, becomes, papers) == was
