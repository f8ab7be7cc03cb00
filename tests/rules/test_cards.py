"""Two people let a stack of cards in, and nobody alone (P10). A card moves nothing in the bay."""

import pytest

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.card_text import cells_of, joined
from kiosk.rules.change import replace
from kiosk.rules.decide import decide
from kiosk.rules.fold import fold
from kiosk.rules.things import Moment, Officer, OfficerNumber, Person, Role
from tests.rules.scenes import Scene, policy

AT = Moment(1_750_000_000_000, 5_000)
STACK = e.CardStack("0f1e", "list.csv", "ab", "utf-8", ("card",), ("card",), 1, "registrar")


def vouching(number: str, role: Role = Role.REGISTRAR, **more: bool) -> o.Signature:
    """Return somebody who stands by a stack, with the right PIN unless told otherwise."""
    officer = Officer(
        OfficerNumber(number),
        number,
        role=role,
        active=more.get("active", True),
        hold=more.get("hold", False),
    )
    person = Person(officer, has_pin=True) if more.get("known", True) else None
    return o.Signature(officer.number, person, more.get("matches", True))


def decided(bay: Bay, *people: o.Signature) -> list[str]:
    """Return the kinds of the entries, a refusal with its reason."""
    entries = decide(bay, o.CardsVouched(AT, STACK, people)).entries
    return [entry.reason if isinstance(entry, e.Refused) else entry.KIND for entry in entries]


@pytest.fixture
def bay() -> Bay:
    """A bay whose kiosk is founded."""
    return Scene().bay


@pytest.mark.promise("P10")
def test_two_people_with_their_pins_begin_a_stack(bay: Bay) -> None:
    people = (vouching("1"), vouching("2", Role.CHIEF))
    entries = decide(bay, o.CardsVouched(AT, STACK, people)).entries
    assert [entry.KIND for entry in entries] == ["pin.accepted", "pin.accepted", "cards.begun"]
    assert entries[-1] == e.CardsBegun(AT, STACK, ("1", "2"))


@pytest.mark.promise("P10")
@pytest.mark.parametrize(
    ("people", "expected"),
    [
        ((), ["not_a_second"]),
        ((vouching("1"),), ["not_a_second"]),
        ((vouching("1"), vouching("1")), ["not_a_second"]),
        ((vouching("1"), vouching("2"), vouching("2")), ["not_a_second"]),
        ((vouching("1"), vouching("2", known=False)), ["pin.accepted", "unknown_officer"]),
        ((vouching("1", matches=False), vouching("2")), ["pin.refused"]),
        ((vouching("1", Role.OFFICER), vouching("2")), ["pin.accepted", "wrong_role"]),
        ((vouching("1", active=False), vouching("2")), ["pin.accepted", "wrong_role"]),
        ((vouching("1", hold=True), vouching("2")), ["pin.accepted", "wrong_role"]),
    ],
)
def test_nobody_begins_a_stack_alone_or_without_the_right(
    bay: Bay, people: tuple[o.Signature, ...], expected: list[str]
) -> None:
    assert decided(bay, *people) == expected


def test_before_anybody_has_a_badge_the_founding_lets_cards_in() -> None:
    unfounded = Bay(policy())
    (entry,) = decide(unfounded, o.CardsVouched(AT, STACK)).entries
    assert entry == e.CardsBegun(AT, STACK, ("founding",))


def test_cards_are_written_as_they_were_judged_and_move_nothing(bay: Bay) -> None:
    card = e.CardImported(AT, "0f1e", 2, "C1", "7", e.Fate.CARD_ONLY, "", "C1\t7")
    closed = e.CardsClosed(AT, "0f1e", 0, 1, 0, 0, 0, 0)
    entries = decide(bay, o.CardsRead(AT, (card,))).entries
    assert entries == (card,)
    assert decide(bay, o.CardsRead(AT, (card,), closed)).entries == (card, closed)
    begun = e.CardsBegun(AT, STACK, ("founding",))
    after = fold(bay, (begun, card, closed))
    assert replace(after, latest_wall_ms=bay.latest_wall_ms) == bay


@pytest.mark.parametrize(
    ("cells", "text"),
    [
        (["C1", "7"], "C1\t7"),
        ([""], ""),
        (["a\tb", "c"], "a\\tb\tc"),
        (["a\\", "\\t"], "a\\\\\t\\\\t"),
    ],
)
def test_a_tab_and_a_backslash_in_a_cell_are_told_from_those_between(
    cells: list[str], text: str
) -> None:
    assert joined(cells) == text
    assert cells_of(text) == cells
