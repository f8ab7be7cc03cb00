"""What modules hear: listened for while somebody counts, and told to the rules once."""

import pytest

from kiosk.keeper.ears import NoEars
from kiosk.keeper.keeper import Question
from kiosk.keeper.ports import Heard
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.hearing import Listened
from kiosk.rules.things import RackId, WeaponNumber
from tests.keeper.rig import AT_REST, PISTOL, POSITIONS, RIFLE, VANN, Rig
from tests.keeper.test_counting import EMPTY, begin, ordered

EPC, OTHER, NOBODYS = "30751FEB705C5904E3D50D70", "E28068900000500E88C6A4A7", "E200471BB0006013"


def heard(*tags: str, module: str = "antenna", racks: tuple[str, ...] = ()) -> Heard:
    """Return what a module heard."""
    return Heard(module, tuple(map(RackId, racks)), 300, whole=True, tags=tags)


def give(rig: Rig, weapon: WeaponNumber, tag: str) -> None:
    """Let a weapon have a tag, as a desk gives it."""
    rig.register.follow([e.WeaponTagged(rig.clock.now(), weapon, tag, VANN)])


def lines(rig: Rig) -> list[e.CountHeard]:
    """Return what was written of what was heard."""
    return [line for line in rig.journal.lines if isinstance(line, e.CountHeard)]


def counted(rig: Rig) -> None:
    """Let the first person say that both places are empty: another one must look again."""
    begin(rig)
    rig.scan(EMPTY)
    rig.clock.pass_ms(4_000)
    rig.scan(EMPTY)


def test_the_modules_listen_anew_only_after_the_count_is_durably_begun() -> None:
    rig = ordered()
    begin(rig)
    assert rig.diary.index("wrote count.begun") < rig.diary.index("listens anew")


def test_a_count_tells_what_was_heard_when_its_first_person_is_done() -> None:
    rig = ordered()
    give(rig, RIFLE, EPC.lower())
    give(rig, PISTOL, OTHER)
    rig.ears.told, rig.ears.since_ms = (heard(EPC, NOBODYS),), 77
    begin(rig)
    rig.scan(EMPTY)
    assert lines(rig) == []
    rig.scan(EMPTY)
    (line,) = lines(rig)
    assert line.since_ms == 77
    assert line.modules == (Listened("antenna", (), 300, True, (RIFLE,), (NOBODYS,)),)
    assert line.unheard == (PISTOL,)
    kinds = [entry.KIND for entry in rig.journal.lines]
    assert kinds.index("count.passed") < kinds.index("count.heard"), "in the same turn, behind it"


def test_a_weapon_with_two_tags_is_heard_once() -> None:
    rig = ordered()
    give(rig, RIFLE, EPC)
    give(rig, RIFLE, OTHER)
    rig.ears.told = (heard(EPC, OTHER),)
    counted(rig)
    assert lines(rig)[0].modules[0].weapons == (RIFLE,)


def test_what_another_store_took_over_is_known_from_the_register() -> None:
    rig = ordered()
    give(rig, RIFLE, EPC)
    gone = WeaponNumber("1010009999")
    rig.register.weapons[gone] = rig.register.weapons[RIFLE]
    rig.register.gone = frozenset({RIFLE})
    rig.ears.told = (heard(EPC),)
    counted(rig)
    assert lines(rig)[0].elsewhere == (), "the book has it here again"


def test_a_bay_without_a_module_writes_nothing_of_it() -> None:
    rig = ordered()
    counted(rig)
    assert lines(rig) == []
    ears = NoEars()
    ears.begin()
    assert (ears.heard(), ears.since_ms) == ((), 0)


@pytest.mark.promise("P7")
def test_a_program_that_ended_in_between_writes_at_its_start_what_little_it_heard() -> None:
    """The line of the first person is durable, that of the modules is not: a power cut between."""
    rig = ordered()
    counted(rig)
    assert lines(rig) == []
    rig.ears.told = (Heard("antenna", (), 0, whole=False, tags=()),)
    rig.keeper.start(POSITIONS, AT_REST)
    (line,) = lines(rig)
    assert line.modules == (Listened("antenna", (), 0, False, (), ()),)


def test_what_is_heard_opens_nothing_and_is_no_scan() -> None:
    """Not with a session open, not with an order, not with the rarest of tags."""
    rig = Rig()
    rig.ears.told = (heard(RIFLE, EPC),)
    rig.identify()
    rig.scan(RIFLE)
    assert rig.bay.release is not None
    before = len(rig.journal.lines)
    rig.ask(Question(lambda _, at: o.TimePassed(at)))
    assert len(rig.journal.lines) == before
    assert lines(rig) == []
