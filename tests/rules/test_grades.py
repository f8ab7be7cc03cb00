"""How far a badge may be believed to be no copy, and what the policy asks of it."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules.things import Grade
from tests.rules.scenes import Scene, policy

WEAKER = [("card", "printed"), ("proved", "card"), ("proved", "printed")]
"""What a policy asks for, and what is not enough for it."""


def test_a_proof_is_better_than_a_number_and_a_number_better_than_a_print() -> None:
    order = [Grade.PRINTED, Grade.CARD, Grade.PROVED]
    assert [[one.reaches(other) for other in order] for one in order] == [
        [True, False, False],
        [True, True, False],
        [True, True, True],
    ]


def test_the_profiles_ask_for_no_more_than_a_printed_badge() -> None:
    """Until a warehouse has given out cards, anything else would lock everybody out."""
    for name in ("cambodia", "self_service"):
        assert policy(name).grade_to_issue is policy(name).grade_to_witness is Grade.PRINTED


@pytest.mark.promise("P3")
def test_the_grade_stands_in_the_line_of_the_badge_and_in_the_visit() -> None:
    scene = Scene().badge("sok", "proved")
    assert scene.one(e.SessionOpened).grade is Grade.PROVED
    assert scene.bay.session is not None
    assert scene.bay.session.grade is Grade.PROVED
    scene.pin().scan("W1").badge("vanna", "card")
    assert scene.one(e.SecondSeen).grade is Grade.CARD
    assert scene.replayed() == scene.bay


@pytest.mark.parametrize(("wanted", "shown"), WEAKER)
@pytest.mark.promise("P11")
def test_a_badge_that_may_be_a_copy_draws_nothing_where_the_policy_asks_for_more(
    wanted: str, shown: str
) -> None:
    rules = policy(grade_to_issue=Grade(wanted))
    assert Scene(rules).badge("sok", shown).pin().scan("W1").refused == "badge_too_weak"
    assert Scene(rules).badge("sok", wanted).pin().scan("W1").kinds == ["issue.asked"]
    assert Scene(rules).badge("sok", "proved").pin().scan("W1").kinds == ["issue.asked"]


@pytest.mark.parametrize(("wanted", "shown"), WEAKER)
@pytest.mark.promise("P10")
def test_a_badge_that_may_be_a_copy_signs_for_no_issue(wanted: str, shown: str) -> None:
    rules = policy(grade_to_witness=Grade(wanted))
    scene = Scene(rules).badge("sok").pin().scan("W1").badge("vanna", shown)
    assert scene.refused == "second_too_weak"
    assert scene.badge("vanna", wanted).pin().released() == "A"


def test_nor_where_a_badge_signs_without_a_pin() -> None:
    rules = policy(grade_to_witness=Grade.CARD, counter_sign_pin=False)
    scene = Scene(rules).badge("sok").pin().scan("W1")
    assert scene.badge("vanna").refused == "second_too_weak"
    assert scene.badge("vanna", "card").released() == "A"


def test_a_custodian_with_a_copy_clears_no_wrong_weapon() -> None:
    rules = policy(grade_to_witness=Grade.PROVED)
    scene = Scene(rules).badge("sok").pin().scan("W1").badge("vanna", "proved").pin().open()
    scene.scan("W2").scan("W2")
    assert scene.badge("vanna", "card").refused == "second_too_weak"
    assert scene.badge("vanna", "proved").pin().kinds[-1] == "weapon.wrong_cleared"


def test_who_came_for_an_alarm_with_a_copy_clears_no_wrong_weapon_by_it() -> None:
    """Their badge is not asked to prove anything for the alarm; then it proves nothing later."""
    rules = policy(grade_to_witness=Grade.PROVED)
    scene = Scene(rules).badge("sok").pin().scan("W1").badge("vanna", "proved").pin().open()
    scene.scan("W2").open("B").badge("vanna").scan("W2").pin()
    assert scene.refused == "second_too_weak"
    assert not scene.bay.sounding, "the alarm is answered all the same"


def test_a_custodian_with_a_copy_settles_no_doubt_first_or_second() -> None:
    rules = policy(grade_to_witness=Grade.PROVED)
    scene = Scene(rules).draw_by("proved").bring("W1").restart("A").shut("A")
    scene.badge("vanna").pin().look("A1", present=True)
    assert scene.refused == "badge_too_weak"
    scene.cancel().badge("vanna", "proved").pin().look("A1", present=True)
    assert scene.kinds == ["doubt.looked"]
    assert scene.badge("rith", "card").refused == "second_too_weak"
    assert scene.badge("rith", "proved").pin().kinds[-1] == "doubt.settled"


@pytest.mark.promise("P10")
def test_nobody_vouches_for_a_badge_with_one_that_may_be_a_copy() -> None:
    rules = policy(grade_to_witness=Grade.PROVED)
    scene = Scene(rules).enrol("dara").badge("vanna", "card")
    assert scene.refused == "second_too_weak"
    scene.badge("vanna", "proved").pin().badge("nary", "proved").pin()
    assert scene.badge("new", "printed").kinds == ["badge.enrolled"], "the new one may be weak"


def test_a_new_badge_is_enrolled_with_what_was_read_of_it() -> None:
    scene = Scene().enrol("dara").badge("vanna").pin().badge("nary").pin()
    scene.badge("new", "proved", "iso14443a")
    enrolled = scene.one(e.BadgeEnrolled)
    assert (enrolled.card_kind, enrolled.grade) == ("iso14443a", "proved")


@pytest.mark.promise("P6")
def test_a_weapon_comes_back_with_any_badge_and_any_witness() -> None:
    rules = policy(grade_to_issue=Grade.PROVED, grade_to_witness=Grade.PROVED)
    scene = Scene(rules).draw_by("proved")
    scene.badge("sok").pin().bring("W1").shut().count(3)
    assert scene.place_of("W1") == "A1"


def test_an_alarm_is_answered_with_any_badge() -> None:
    """Somebody has to come, and the siren must stop when they came."""
    scene = Scene(policy(grade_to_witness=Grade.PROVED)).open("B").badge("vanna").pin()
    assert not scene.bay.sounding
