"""A second witness by radio: beside a count, after it, and never in it (domain, fact 4 and W4)."""

from collections.abc import Iterable
from dataclasses import replace

import pytest

from kiosk.rules import entries as e
from kiosk.rules.counts import witness
from kiosk.rules.effects import Listen
from kiosk.rules.hearing import Elsewhere, HeardElsewhere, Listened, Witness
from kiosk.rules.observations import counts as c
from kiosk.rules.things import RackId, WeaponNumber
from tests.rules.count_scenes import CountScene
from tests.rules.looked import Looked
from tests.rules.loss_scenes import LossScene

HELD = ("W1", "W2", "W3")
UNKNOWN = "E28068900000500E88C6A4A7"


def weapons(*names: str) -> tuple[WeaponNumber, ...]:
    """Return numbers."""
    return tuple(map(WeaponNumber, names))


def module(
    *names: str,
    racks: Iterable[str] = (),
    looks: int = 300,
    whole: bool = True,
    unknown: tuple[str, ...] = (),
    name: str = "antenna",
) -> Listened:
    """Return what a module heard: weapons, and tags that are nobody's."""
    stands = tuple(map(RackId, racks))
    return Listened(name, stands, looks, whole, weapons(*names), unknown)


class HeardScene(CountScene):
    """A scene of a count that modules hear. `tagged`: which weapons have a tag."""

    tagged: tuple[str, ...] = ("W1", "W2", "W3", "W4", "W5", "W8")

    def hear(self, *modules: Listened, sent: tuple[str, ...] = ()) -> "HeardScene":
        """Let modules tell what they heard since nine o'clock."""
        return self.see(
            c.TagsHeard(
                self.now(), 77, modules, frozenset(weapons(*self.tagged)),
                frozenset(weapons(*sent)),
            )
        )  # fmt: skip

    @property
    def said(self) -> Witness:
        """What is said beside the count that is under way."""
        told = witness.said(self.running)
        assert told is not None
        return told


def counted(*found: str) -> HeardScene:
    """Return a scene in which the first person found something in rack A."""
    scene = HeardScene()
    scene.order()
    scene.go_round(*found)
    return scene


def alarms(scene: Looked) -> list[tuple[str, str]]:
    """Return the alarms about weapons that were heard."""
    return [key for key in scene.bay.alarms if key[0] is e.AlarmCause.HEARD]


# ---------------------------------------------------------------- when it listens
def test_modules_listen_anew_when_somebody_begins_to_count_and_not_when_they_go_on() -> None:
    scene = CountScene().order()
    assert Listen() in scene.step_up().effects
    scene.cancel().badge("sok")
    scene.cancel()
    assert Listen() not in scene.step_up().effects
    assert "count.begun" in scene.kinds


def test_what_was_heard_is_awaited_once_the_first_person_is_done_and_taken_once() -> None:
    scene = HeardScene()
    assert not witness.wanted(scene.bay), "nobody counts"
    scene.order()
    scene.step_up()
    assert not witness.wanted(scene.bay)
    scene.go_round(*HELD)
    assert witness.wanted(scene.bay)
    assert scene.hear(module()).kinds == ["count.heard"]
    assert not witness.wanted(scene.bay)
    assert scene.hear(module()).kinds == []


def test_nothing_is_written_of_what_nobody_waits_for() -> None:
    scene = HeardScene()
    assert scene.hear(module("W1")).kinds == []
    scene.order()
    assert scene.hear(module("W1")).kinds == []


# ---------------------------------------------------------------- what is written
def test_the_line_says_which_module_heard_which_weapons_and_tags_and_since_when() -> None:
    heard = counted(*HELD).hear(module("W1", unknown=(UNKNOWN,))).one(e.CountHeard)
    assert (heard.count, heard.since_ms) == (1, 77)
    assert heard.modules == (module("W1", unknown=(UNKNOWN,)),)
    assert heard.unheard == ("W2", "W3")
    assert heard.elsewhere == ()


def test_only_modules_that_stand_at_a_rack_of_the_count_are_its_witness() -> None:
    scene = counted(*HELD)
    heard = scene.hear(module(racks="B", name="b"), module(racks="AB", name="ab")).one(e.CountHeard)
    assert [one.module for one in heard.modules] == ["ab"]
    only = counted(*HELD).hear(module(racks="B"))
    assert only.one(e.CountHeard).modules == ()
    assert witness.said(only.running) is None


def test_a_weapon_without_a_tag_is_never_told_as_unheard() -> None:
    scene = counted(*HELD)
    scene.tagged = ("W2",)
    assert scene.hear(module()).one(e.CountHeard).unheard == ("W2",)


@pytest.mark.promise("P7")
@pytest.mark.parametrize(
    "silent", [module(looks=0), module(whole=False), module(looks=0, whole=False)]
)
def test_a_module_that_did_not_listen_to_the_end_makes_nothing_unheard(silent: Listened) -> None:
    scene = counted(*HELD).hear(silent)
    assert scene.one(e.CountHeard).unheard == ()
    assert scene.said == Witness((), ("antenna",), (), (), 0)


def test_a_module_at_another_rack_hears_nothing_of_this_one() -> None:
    """The whole bay is counted; only rack B has a module."""
    scene = HeardScene()
    scene.order(scope="")
    scene.go_round(*HELD, "W4", "W5", "", "")
    assert scene.hear(module(racks="B")).one(e.CountHeard).unheard == ("W4", "W5")


def test_a_place_that_the_bay_has_no_more_is_not_listened_to() -> None:
    scene = counted(*HELD)
    scene.restart(layout=scene.layout[1:])
    assert scene.hear(module()).one(e.CountHeard).unheard == ("W2", "W3")


# ---------------------------------------------------------------- what is said beside the count
def test_a_weapon_that_is_heard_and_was_not_found_is_uncounted_and_stays_missing() -> None:
    """It is not filled in: the place is counted empty, the difference stands, the alarm sounds."""
    scene = counted("W1", "W2", "").hear(module(*HELD))
    assert scene.kinds == ["count.heard"]
    scene.go_round("")
    assert scene.said == Witness(("antenna",), (), weapons("W3"), (), 0)
    assert scene.differences() == [("A3", "missing", "W3")]
    assert (e.AlarmCause.MISSING, "W3") in scene.bay.alarms
    assert alarms(scene) == []


def test_a_weapon_that_was_found_and_not_heard_is_counted_all_the_same() -> None:
    scene = counted(*HELD).hear(module("W1", "W2"))
    assert scene.said == Witness(("antenna",), (), (), weapons("W3"), 0)
    assert scene.differences() == []


def test_what_the_second_person_finds_is_what_the_witness_stands_beside() -> None:
    scene = counted("W1", "W2", "").hear(module("W1", "W2"))
    assert scene.one(e.CountHeard).unheard == ("W3",), "by the book it stands there"
    scene.go_round("W3")
    assert scene.said == Witness(("antenna",), (), (), weapons("W3"), 0)


def test_weapons_of_racks_that_are_not_counted_are_no_news() -> None:
    assert counted(*HELD).hear(module(*HELD, "W4", "W5")).said.uncounted == ()


def test_a_weapon_that_waits_to_be_racked_is_no_news() -> None:
    scene = counted(*HELD).hear(module(*HELD, "W8"))
    assert scene.one(e.CountHeard).elsewhere == ()
    assert scene.said.uncounted == ()


def test_a_tag_that_two_modules_hear_is_one_tag() -> None:
    both = (module(unknown=(UNKNOWN,), name="1"), module(*HELD, unknown=(UNKNOWN,), name="2"))
    said = counted(*HELD).hear(*both).said
    assert (said.unknown, said.listened) == (1, ("1", "2"))


def test_a_count_that_nothing_heard_has_no_witness() -> None:
    assert witness.said(counted(*HELD).running) is None


def test_of_a_count_of_how_many_only_what_is_elsewhere_is_told() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order("daily")
    scene.step_up()
    scene.number(2)
    scene.hear(module(*HELD))
    assert scene.said == Witness(("antenna",), (), weapons("W1"), (), 0)


# ---------------------------------------------------------------- somewhere else, by the book
def test_a_weapon_that_is_out_and_heard_is_told_to_the_chief_when_two_have_looked() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order()
    scene.go_round("", "W2", "")
    scene.hear(module("W1", "W2"))
    assert scene.one(e.CountHeard).elsewhere == (HeardElsewhere(WeaponNumber("W1"), Elsewhere.OUT),)
    assert alarms(scene) == [], "somebody still counts blind"
    scene.go_round("")
    assert alarms(scene) == [(e.AlarmCause.HEARD, "W1")]
    assert scene.said.uncounted == ("W1",)
    assert scene.holder("W1") == "sok", "the book is not moved by a tag"


def test_where_nothing_differs_the_chief_is_told_at_once() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order()
    scene.go_round("", "W2", "W3")
    scene.hear(module("W1", "W2", "W3"))
    assert scene.kinds == ["count.heard", "alarm.raised"]
    assert alarms(scene) == [(e.AlarmCause.HEARD, "W1")]


def test_what_was_issued_or_came_back_while_somebody_counted_is_no_news() -> None:
    scene = HeardScene()
    scene.draw("sok", "W4")
    scene.order()
    scene.go_round("W1", "W2")
    scene.cancel().draw("dara", "W3", second="rith")
    scene.bring("W4").shut().count(2)
    scene.cancel()
    scene.go_round("")
    scene.hear(module("W1", "W2", "W3", "W4"))
    assert scene.one(e.CountHeard).elsewhere == ()


def test_a_weapon_that_counters_found_is_told_by_their_word_alone() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order()
    scene.go_round("W1", "W2", "W3").hear(module(*HELD)).go_round("W1")
    assert scene.differences() == [("A1", "on_issue", "W1")]
    assert (alarms(scene), scene.said.uncounted) == ([], ())


def test_a_weapon_that_came_home_before_two_had_looked_calls_nobody() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order()
    scene.go_round("", "W2", "").hear(module("W1", "W2"))
    scene.bring("W1").shut().count(3)
    scene.cancel()
    scene.go_round("")
    assert alarms(scene) == []


def test_a_count_that_is_dropped_hides_nothing_that_was_heard() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order()
    scene.go_round("", "W2", "").hear(module("W1", "W2"))
    scene.order()
    assert "count.dropped" in [entry.KIND for entry in scene.book]
    assert alarms(scene) == [(e.AlarmCause.HEARD, "W1")]


def test_a_weapon_that_another_store_took_over_or_that_is_missing_is_told() -> None:
    scene = HeardScene()
    scene.order().go_round("", "W2", "W3").go_round("")
    scene.sign().badge("vanna").pin().look("A1", present=False)
    assert scene.bay.missing == {"W1"}
    scene.cancel().order()
    scene.go_round("", "W2", "W3").hear(module("W1", "W2", "W3", "W9"), sent=("W9",))
    where = {one.weapon: one.where for one in scene.one(e.CountHeard).elsewhere}
    assert where == {"W1": Elsewhere.MISSING, "W9": Elsewhere.SENT}
    assert {about for _, about in alarms(scene)} == {"W1", "W9"}


def test_a_weapon_that_is_reported_lost_is_told_wherever_the_book_has_it() -> None:
    scene = HeardScene()
    lost = LossScene().report_lost("W4").bay.losses
    scene.bay = replace(scene.bay, losses=lost)
    scene.order()
    scene.go_round(*HELD).hear(module(*HELD, "W4"))
    where = HeardElsewhere(WeaponNumber("W4"), Elsewhere.LOST)
    assert scene.one(e.CountHeard).elsewhere == (where,)
    assert alarms(scene) == [(e.AlarmCause.HEARD, "W4")]


# ---------------------------------------------------------------- the alarm, and the certificate
def test_the_chief_answers_it_and_no_custodian_neither_at_the_bay_nor_at_a_desk() -> None:
    scene = HeardScene()
    scene.draw("sok", "W1")
    scene.order()
    scene.go_round("", "W2", "W3").hear(module("W1", "W2", "W3"))
    scene.cancel().badge("vanna").pin()
    assert "alarm.answered" not in scene.kinds
    assert scene.cancel().answer("rith", "heard", "W1").refused == "wrong_role"
    assert scene.answer("chan", "heard", "W1").kinds[-2:] == ["alarm.answered", "alarm.cleared"]


def test_the_certificate_keeps_what_was_heard_beside_what_was_counted() -> None:
    scene = counted("W1", "W2", "").hear(module(*HELD, unknown=(UNKNOWN,))).go_round("")
    said = scene.said
    assert scene.sign().one(e.CountCertified).witness == said
    assert said.uncounted == ("W3",)
    without = counted(*HELD).sign().one(e.CountCertified)
    assert without.witness is None


def test_the_witness_closes_nothing_and_changes_nothing_of_a_count() -> None:
    """With the loudest witness the count asks the same of the same people (W4)."""
    heard, deaf = counted("W1", "W2", "").hear(module(*HELD)), counted("W1", "W2", "")
    for scene in (heard, deaf):
        assert scene.running.left == ("A3",)
        assert scene.sign().refused == "count_unfinished"
    assert heard.bay.inside == deaf.bay.inside
    assert heard.bay.doubts == deaf.bay.doubts
    assert replace(heard.running, heard=None).first.keys() == deaf.running.first.keys()
