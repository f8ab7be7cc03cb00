"""Who stands by cards and lists that come into the book: each role, at each place it may be."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.national import TakingList
from kiosk.rules.observations import national as n
from kiosk.rules.pending import OtherMatter
from kiosk.rules.stacks import LettingIn
from kiosk.rules.things import Role
from tests.rules.listed_scenes import LISTING
from tests.rules.scenes import PEOPLE
from tests.rules.transfer_scenes import TransferScene

pytestmark = pytest.mark.promise("P10")

STACK = e.CardStack(
    "s1", "x.csv", "ff", "utf-8", ("no", "sn", "cal"), ("card", "serial", "calibre"), 2, "7"
)
MATTERS: tuple[OtherMatter, ...] = (LettingIn(STACK), TakingList(LISTING))
MAY = {Role.CUSTODIAN, Role.CHIEF, Role.REGISTRAR}
BEGUN = {"cards.begun", "national.begun"}


def somebody(role: Role) -> str:
    """Return somebody of a role who is not vanna."""
    return next(name for name, one in PEOPLE.items() if one is role and name != "vanna")


def both(scene: TransferScene, matter: OtherMatter, *names: str) -> o.Observation:
    """Return that these people typed number and PIN at a terminal."""
    people = tuple(scene.signature(name) for name in names)
    if isinstance(matter, LettingIn):
        return o.CardsVouched(scene.now(), matter.stack, people)
    assert isinstance(matter, TakingList)
    return n.ListVouched(scene.now(), matter.listing, people)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.TAG)
@pytest.mark.parametrize("first", [True, False])
def test_two_of_three_roles_let_in_at_a_terminal(
    role: Role,
    matter: OtherMatter,
    first: bool,  # noqa: FBT001 - of a table
) -> None:
    scene, name = TransferScene(), somebody(role)
    names = (name, "vanna") if first else ("vanna", name)
    scene.see(both(scene, matter, *names))
    assert bool(BEGUN & {*scene.kinds}) is (role in MAY)
    if role not in MAY:
        assert scene.refused == "wrong_role"
    for changes in ({"hold": True}, {"active": False}):
        other = TransferScene().know(name, **changes)
        assert not BEGUN & {*other.see(both(other, matter, *names)).kinds}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("matter", MATTERS, ids=lambda matter: matter.TAG)
def test_who_signs_at_a_desk_and_who_comes_to_the_reader_are_of_the_same_roles(
    role: Role, matter: OtherMatter
) -> None:
    scene, name = TransferScene(), somebody(role)
    scene.request(matter, name)
    assert (scene.bay.session is not None) is (role in MAY)
    assert (scene.refused == "wrong_role") is (role not in MAY)
    scene = TransferScene().request(matter, "vanna").badge(name)
    assert (scene.refused == "wrong_role") is (role not in MAY)
    if role in MAY:
        assert BEGUN & {*scene.pin().kinds}
