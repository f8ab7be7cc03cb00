"""What is done for many cards at once comes to the same as what is done for one after the other."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.registry.leaves import CARD, Call, Leaf, NumberedCard, lines_of_cards, place_of
from kiosk.rules import encoding
from kiosk.rules import entries as e
from kiosk.rules.folding import all_folded, folded
from kiosk.rules.things import Moment

NUMBER = st.one_of(
    st.text(st.sampled_from("0123456789ABCoOlI|- "), max_size=9),
    st.text(st.characters(codec="utf-8"), max_size=6),
)
MANY = settings(max_examples=150, deadline=None)


@MANY
@given(st.lists(NUMBER, max_size=8))
def test_many_texts_have_the_keys_that_each_of_them_has(texts: list[str]) -> None:
    assert all_folded(texts) == [folded(text) for text in texts]


@MANY
@given(st.lists(st.tuples(NUMBER, NUMBER), min_size=1, max_size=6), st.integers(1, 100))
def test_the_cards_of_a_leaf_have_the_lines_that_each_of_them_has(
    numbers: list[tuple[str, str]], first: int
) -> None:
    """In a run, in two runs, and one by one: a leaf is the same however it came about."""
    cards = [NumberedCard(first + at, *pair) for at, pair in enumerate(numbers)]
    called = {place_of(CARD, str(card.seq))[1]: [Call((), card[1:])] for card in cards}
    one_by_one = Leaf(b"").with_calls(called)
    assert Leaf(b"").with_lines(lines_of_cards(cards)) == one_by_one
    half = len(cards) // 2
    begun = Leaf(b"").with_lines(lines_of_cards(cards[:half])) if half else b""
    assert Leaf(begun).with_lines(lines_of_cards(cards[half:])) == one_by_one


TEXT = st.text(max_size=8)


@MANY
@given(
    st.builds(
        e.CardImported,
        st.just(Moment(1, 2)), TEXT, st.integers(1, 10**7), TEXT, TEXT, st.sampled_from(e.Fate),
        TEXT, TEXT,
        st.lists(st.builds(e.CardDoubt, TEXT, st.sampled_from(e.DoubtKind)), max_size=2).map(tuple),
        st.lists(st.builds(e.CardReading, TEXT, TEXT), max_size=2).map(tuple),
    )
)  # fmt: skip
def test_a_card_is_spelled_as_every_other_entry_is(card: Any) -> None:  # noqa: ANN401 - of a strategy
    _, form, values = encoding._OWN_FIELDS[card.KIND]
    spell = encoding._SPELL
    declared = [spell.get(type(one), encoding._spell)(one) for one in values(card)[2:]]
    assert encoding._card(card) == form % tuple(declared)
