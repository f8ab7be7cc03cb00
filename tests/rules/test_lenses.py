"""What each lens asks, in cases small enough to count by hand; and whom it tells."""

from itertools import product
from math import comb, isclose, prod

import pytest

from kiosk.rules import entries as e
from kiosk.rules.lens import chance
from kiosk.rules.lens.acts import Acts, Choice, gather
from kiosk.rules.lens.lenses import LEAST, Lens, Level, findings
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Moment,
    OfficerNumber,
    PositionId,
    Role,
    Rounds,
    WeaponNumber,
)
from tests.rules.scenes import HOUR_MS, NINE_MS, officer, policy, rifle

SOK, DARA = OfficerNumber("sok"), OfficerNumber("dara")
NARY = OfficerNumber("registrar")
MANY = tuple(OfficerNumber(name) for name in ("dara", "bora", "nary", "pich"))
VANNA, RITH, CHAN = OfficerNumber("vanna"), OfficerNumber("rith"), OfficerNumber("chan")
ROLES = {
    **dict.fromkeys((SOK, *MANY), Role.OFFICER), VANNA: Role.CUSTODIAN, RITH: Role.CUSTODIAN,
    CHAN: Role.CHIEF, NARY: Role.REGISTRAR,
}  # fmt: skip
DAY_MS = 24 * HOUR_MS
CABLE, PLACE, WEAPON = CableId("A"), PositionId("A1"), WeaponNumber("W1")


def at(day: int, hour: float = 0) -> Moment:
    """Return a moment some days and hours after nine o'clock."""
    return Moment(NINE_MS + day * DAY_MS + int(hour * HOUR_MS), 1)


def issue(
    day: int, officer: OfficerNumber, by: OfficerNumber, hour: float = 0
) -> tuple[e.Entry, ...]:
    moment = at(day, hour)
    granted = e.ReleaseGranted(moment, e.Purpose.ISSUE, CABLE, PLACE, WEAPON, officer, (), by=by)
    return e.SessionOpened(moment, officer, BadgeText("b")), granted


def present(day: int, *people: OfficerNumber) -> tuple[e.Entry, ...]:
    """Return what shows that people were on duty."""
    return tuple(e.SecondSeen(at(day), who) for who in people)


def acts_of(*entries: e.Entry) -> Acts:
    return gather(entries, ROLES, policy())


def seen(*entries: e.Entry) -> dict[Lens, tuple[OfficerNumber, ...]]:
    return {one.lens: one.people for one in findings(acts_of(*entries))}


# ------------------------------------------------------------------ chance
@pytest.mark.parametrize("chances", [[0.5] * 4, [0.1, 0.9, 0.3], [1.0, 0.0, 0.25], [0.2]])
def test_the_chance_of_so_many_is_the_sum_over_all_ways(chances: list[float]) -> None:
    for wanted in range(len(chances) + 2):
        ways = (
            prod(p if hit else 1 - p for p, hit in zip(chances, hits, strict=True))
            for hits in product([0, 1], repeat=len(chances))
            if sum(hits) >= wanted
        )
        assert isclose(chance.at_least(wanted, chances), sum(ways), abs_tol=1e-12)


def test_so_many_of_dice_are_a_binomial_and_people_who_spread_say_less() -> None:
    tail = sum(comb(10, k) * 0.2**k * 0.8 ** (10 - k) for k in range(6, 11))
    assert isclose(chance.many(6, 10, 0.2, 1.0), tail)
    assert chance.many(6, 10, 0.2, 2.0) > tail
    assert isclose(chance.none(10, 0.2, 1.0), 0.8**10)
    assert chance.none(10, 0.2, 2.0) > 0.8**10


def test_the_spread_of_people_who_are_alike_is_that_of_dice() -> None:
    alike = [(k, 100) for k in (9, 10, 11, 10, 12, 8, 10, 9, 11, 10)]
    assert chance.spread(alike, trim_most=True) == 1.0
    unlike = [(k, 100) for k in (1, 2, 30, 1, 40, 2, 28, 3, 33, 2)]
    assert chance.spread(unlike, trim_most=True) > 10
    assert chance.spread([(3, 9), (1, 9)], trim_most=True) == 1.0, "two say nothing of a spread"
    assert chance.spread([], trim_most=False) == 1.0


def test_whoever_lies_far_outside_makes_no_spread_to_hide_in() -> None:
    alike = [(10, 100)] * 10
    assert chance.spread([*alike, (90, 100)], trim_most=True) == 1.0
    assert chance.spread([*alike, (90, 100)], trim_most=False) > 10


# ------------------------------------------------------------------ pairs
def others(day: int) -> tuple[e.Entry, ...]:
    """Return a day on which both custodians sign for others, one of them more."""
    first, second, third, _ = MANY[day % 4 :] + MANY[: day % 4]
    return (*issue(day, first, VANNA), *issue(day, second, RITH), *issue(day, third, VANNA))


def test_one_officer_and_one_signature_though_another_was_there_is_a_pattern() -> None:
    book = [x for day in range(30) for x in (*others(day), *issue(day, SOK, RITH))]
    (found,) = findings(acts_of(*book))
    assert (found.lens, found.people) == (Lens.SAME_PAIR, (SOK, RITH))
    assert (found.seen, found.of) == (30, 30)
    assert 9_000 < found.expected < 11_500, "rith signs a third of what others draw"
    assert found.one_in > 10**6
    assert found.level is Level.CHIEF


def test_a_signature_on_what_goes_from_hand_to_hand_is_one_too() -> None:
    """Two who are up to something would else never let a weapon touch the rack."""

    def passed(day: int, by: OfficerNumber | None) -> e.Entry:
        return e.WeaponPassed(at(day), WEAPON, DARA, SOK, "", 9, Rounds(), by=by)

    book = [x for day in range(30) for x in (*others(day), passed(day, RITH))]
    (found,) = findings(acts_of(*book))
    assert (found.lens, found.people) == (Lens.SAME_PAIR, (SOK, RITH))
    assert (found.seen, found.of) == (30, 30)
    unsigned = [x for day in range(30) for x in (*others(day), passed(day, None))]
    assert seen(*unsigned) == {}


def test_whoever_is_alone_on_duty_signs_for_everybody() -> None:
    book = [x for day in range(30) for x in (*issue(day, DARA, RITH), *issue(day, SOK, RITH))]
    assert seen(*book) == {}


def test_whoever_signs_the_most_for_everybody_is_no_pattern() -> None:
    book = [
        x
        for day in range(40)
        for x in (*present(day, VANNA), *issue(day, DARA, RITH), *issue(day, SOK, RITH))
    ]
    assert seen(*book) == {}


def test_a_few_times_are_none() -> None:
    book = [x for day in range(30) for x in others(day)]
    book += [x for day in range(LEAST - 1) for x in issue(day, SOK, RITH)]
    assert seen(*book) == {}


def test_what_is_about_the_chief_goes_to_the_level_above() -> None:
    book = [
        x for day in range(30) for x in (*others(day), *present(day, CHAN), *issue(day, SOK, CHAN))
    ]
    (found,) = findings(acts_of(*book))
    assert (found.people, found.level) == ((SOK, CHAN), Level.ABOVE)


def test_doubts_of_one_officer_that_one_person_settles_are_a_pattern() -> None:
    def doubt(day: int, officer: OfficerNumber, by: OfficerNumber) -> tuple[e.Entry, ...]:
        raised = e.DoubtRaised(at(day), PLACE, e.DoubtCause.COUNT_SKIPPED, officer)
        return raised, e.DoubtSettled(at(day), PLACE, WEAPON, present=True, by=by)

    book = [
        x
        for day in range(30)
        for x in (
            *present(day, VANNA, RITH), *doubt(day, MANY[day % 4], (VANNA, RITH)[day // 4 % 2]),
            *doubt(day, SOK, RITH),
        )
    ]  # fmt: skip
    assert seen(*book) == {Lens.SAME_SETTLER: (SOK, RITH)}


def test_the_same_two_who_stand_by_changes_are_a_pattern() -> None:
    def adjusted(day: int, first: OfficerNumber, by: OfficerNumber) -> e.Entry:
        return e.CountAdjusted(at(day), 1, WEAPON, PLACE, e.Difference.CARD_ONLY, first, by)

    others_too = [(RITH, VANNA), (RITH, CHAN), (CHAN, VANNA), (CHAN, RITH), (VANNA, CHAN)]
    others_too += [(NARY, VANNA), (NARY, RITH), (NARY, CHAN)]
    book: list[e.Entry] = []
    for day in range(40):
        book += [*present(day, VANNA, RITH, CHAN), adjusted(day, *others_too[day % 8])]
        book += [adjusted(day, VANNA, RITH)]
    found = findings(acts_of(*book))
    assert {(one.lens, one.people) for one in found} == {(Lens.SAME_VOUCHERS, (VANNA, RITH))}


def test_two_who_stand_by_a_correction_were_on_duty_and_chose_each_other() -> None:
    quarter = acts_of(*present(0, SOK)).duty.popitem()[0]
    weapon = e.WeaponCorrected(at(0), rifle("W1"), (), "worn", (VANNA, RITH))
    person = e.OfficerCorrected(at(0), officer("sok"), (), "a slip", (CHAN, VANNA))
    acts = acts_of(weapon, person)
    assert acts.vouched == [Choice(quarter, VANNA, RITH), Choice(quarter, CHAN, VANNA)]
    assert acts.on_duty(quarter, frozenset(Role)) == {VANNA, RITH, CHAN}, "not whom it is about"


def test_a_doubt_chooses_nobody_unless_another_one_settles_it() -> None:
    """Who settles a doubt about themselves, or about nobody, was chosen by no one."""
    settled = e.DoubtSettled(at(0), PLACE, WEAPON, present=True, by=RITH)
    assert acts_of(settled).settled == []
    for about in (None, RITH):
        raised = e.DoubtRaised(at(0), PLACE, e.DoubtCause.COUNT_SKIPPED, about)
        assert acts_of(raised, settled).settled == []
    raised = e.DoubtRaised(at(0), PLACE, e.DoubtCause.COUNT_SKIPPED, SOK)
    (choice,) = acts_of(raised, settled, settled).settled
    assert (choice.subject, choice.chosen) == (SOK, RITH), "once"


def test_who_stands_by_a_lock_that_is_tried_was_chosen_by_nobody() -> None:
    """The two opened service mode together: it is no issue, no night's work, and no exception."""
    tried = e.ReleaseGranted(
        at(0, 17), e.Purpose.TEST, CABLE, PLACE, WEAPON, SOK, (WEAPON,), by=RITH
    )
    acts = acts_of(tried, e.CountSkipped(at(0, 17), CABLE))
    assert (acts.issues, acts.approved, acts.nights, acts.overridden) == ([], {}, {}, {})
    issued = acts_of(*issue(0, SOK, RITH, 17))
    assert issued.approved == {RITH: 1}
    assert [*issued.nights.values()] == [[(SOK, RITH)]]


# ------------------------------------------------------------------ nights
def test_two_who_open_at_night_while_nobody_does_are_a_pattern() -> None:
    book: list[e.Entry] = []
    for day in range(60):
        book += [*issue(day, DARA, VANNA, 12), *issue(day, SOK, VANNA, 12.5)]
        if day % 3 == 0:
            book += issue(day, SOK, RITH, 17)
    found = findings(acts_of(*book))
    assert (Lens.AFTER_HOURS, (SOK, RITH)) in {(one.lens, one.people) for one in found}


def test_a_night_team_that_works_together_is_none() -> None:
    book: list[e.Entry] = []
    for day in range(60):
        book += [*issue(day, DARA, VANNA, 13), *issue(day, SOK, VANNA, 13.5)]
    assert seen(*book) == {}


# ------------------------------------------------------------------ shares
def a_count(day: int, by: OfficerNumber, *differs: e.PlaceDifference) -> e.CountCertified:
    return e.CountCertified(
        at(day), day, e.CountKind.DAILY, "", (CABLE,), (SOK,), by, 5, 0, differs, 0, 0, 0, 0, ""
    )


def test_counts_that_agree_with_one_signature_only_are_a_pattern() -> None:
    wrong = e.PlaceDifference("A", e.Difference.QUANTITY, None)
    book = [a_count(day, VANNA, *([wrong] if day % 3 == 0 else [])) for day in range(60)]
    book += [a_count(day, RITH) for day in range(60)]
    assert seen(*book) == {Lens.ALWAYS_AGREES: (RITH,)}
    assert seen(*(a_count(day, who) for day in range(60) for who in (VANNA, RITH))) == {}


def test_rounds_that_agree_before_one_pair_of_eyes_only_are_a_pattern() -> None:
    def back(day: int, by: OfficerNumber, *, differs: bool) -> tuple[e.Entry, ...]:
        said = e.RoundsDiffered(at(day), WEAPON, SOK, Rounds(), Rounds(), 0, 0)
        granted = e.ReleaseGranted(at(day), e.Purpose.RETURN, CABLE, PLACE, WEAPON, SOK, (), by=by)
        return (said, granted) if differs else (granted,)

    book = [x for day in range(90) for x in back(day, VANNA, differs=day % 5 == 0)]
    book += [x for day in range(90) for x in back(day, RITH, differs=False)]
    assert Lens.ROUNDS_AGREE in seen(*book)


def test_exceptions_under_one_signature_are_a_pattern() -> None:
    book: list[e.Entry] = []
    for day in range(60):
        book += [*others(day), *issue(day, MANY[day % 4], RITH)]
        if day % 4 == 0:
            book.append(e.WrongWeaponCleared(at(day), CABLE, RITH))
        if day % 6 == 0:
            book += [*issue(day, MANY[day % 4], RITH), e.CountSkipped(at(day), CABLE)]
        if day == 30:
            book.append(e.CountDropped(at(day), 1, VANNA))
    assert seen(*book) == {Lens.OVERRIDES: (RITH,)}


def test_a_count_skipped_at_a_cable_that_nobody_was_given_is_nobodys_exception() -> None:
    """What is looked at begins at some day: who signed for the cable may stand before it."""
    skipped = e.CountSkipped(at(1), CABLE)
    assert acts_of(skipped).overridden == {}
    assert acts_of(*issue(0, SOK, RITH), skipped).overridden == {RITH: 1}


def test_what_one_officer_brings_back_to_wrong_places_is_a_pattern() -> None:
    book: list[e.Entry] = []
    for day in range(60):
        for who in (DARA, SOK):
            weapon = WeaponNumber(f"{who}{day}")
            book.append(e.WeaponReturned(at(day), weapon, who, who, PLACE))
        if day % 3 == 0:
            wrong = e.PlaceDifference("A2", e.Difference.WRONG_POSITION, WeaponNumber(f"sok{day}"))
            book.append(a_count(day, VANNA, wrong))
    assert seen(*book) == {Lens.MISPLACED: (SOK,)}


def test_nothing_at_all_is_no_pattern() -> None:
    assert findings(acts_of()) == ()
    assert Choice(1, SOK, VANNA).chosen == VANNA
