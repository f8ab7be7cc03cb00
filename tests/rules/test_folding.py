"""Which writings are the same word to a search, which only look like it, and which are not."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.folding import folded, look_alike, respelled

SAME = [
    ("កណ្ដាល", "កណ្តាល", "coeng DA and coeng TA are one picture; the Ministry writes the first"),
    ("មន្ត្រី", "មន្ដ្រី", "both stand in the press of the Ministry"),
    ("ឃាំ្លង", "ឃ្លាំង", "the subscript typed after the vowel"),
    ("ស្រ្តី", "ស្ត្រី", "RO typed before the other subscript"),
    ("កំពង់\u200bធំ", "កំពង់ធំ", "a zero-width space, as Firefox puts it"),
    ("កំពង់ ធំ", "កំពង់ធំ", "a stray space inside the name"),
    ("កេា", "កោ", "E and AA for OO"),
    ("កេី", "កើ", "E and II for OE"),
    ("កេេ", "កែ", "E twice for AE"),
    ("ឲ្យ", "ឱ្យ", "two letters for one sound"),
    ("អោយ", "ឱ្យ", "and the same word as it is spoken"),
    ("ស៊ីម", "សុីម", "the shifter under a vowel is drawn as the vowel U"),
    ("បុ៉ន", "ប៉ុន", "the shifter typed after the vowel"),
    ("កុម្ភៈ", "កុម្ភះ", "two signs of one shape"),
    ("៥៦-១ ២៣៧៤០៥១", "56-1 2374051", "Khmer digits"),
    ("56 - 1 2374051", "56-1-2374051", "spaces and hyphens"),
    ("SOK Vanna", "sok vanna", "case"),
    ("\uff21\uff2b\uff0d\uff14\uff17", "AK-47", "double width"),
]

DIFFERENT = [
    ("ធី", "ធំ", "two names that begin alike"),
    ("សុខ", "សុខា", "one more vowel"),
    ("កក", "គក", "another series"),
    ("ត", "្ត", "a letter is not its subscript"),
    ("2374051", "2374O51", "a digit and a letter: that is a suggestion"),
    ("\u0410\u041a-47", "AK-47", "Cyrillic and Latin: the same"),
    ("Kampong Thom", "Kompong Thom", "two spellings: the same"),
]

KHMER = st.text(
    st.one_of(
        st.sampled_from([chr(code) for code in range(0x1780, 0x17DE)]),
        st.sampled_from(
            ["\u17d2", "\u17b6", "\u17c1", "\u17c6", "\u17bb", "\u17c9", "\u200b", " "]
        ),
        st.sampled_from([*"AaOoIl1089-/", "\u17e0", "\u17e9"]),
    ),
    max_size=24,
)
LETTER = "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b6-\u17d1])*|[A-Za-z0-9 -]"


@pytest.mark.parametrize(("one", "other", "why"), SAME, ids=[why for *_, why in SAME])
def test_what_is_one_word_to_people_has_one_key(one: str, other: str, why: str) -> None:
    assert one != other, why
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other", "why"), DIFFERENT, ids=[why for *_, why in DIFFERENT])
def test_what_is_another_word_has_another_key(one: str, other: str, why: str) -> None:
    assert folded(one) != folded(other), why


@given(KHMER)
def test_a_key_is_its_own_key(text: str) -> None:
    """The catalogue keeps keys and is asked by keys: folding twice must find what once did."""
    assert folded(folded(text)) == folded(text)


@given(KHMER)
def test_a_key_has_nothing_that_nobody_sees(text: str) -> None:
    categories = {unicodedata.category(char)[0] for char in folded(text)}
    assert not categories & {"Z", "C", "P"}
    assert not set(folded(text)) & set("០១២៣៤៥៦៧៨៩")


@given(st.text())
def test_any_text_has_a_key_that_can_be_kept(text: str) -> None:
    assert folded(text).encode().decode() == folded(text)
    assert not re.search("[\x00-\x1f]", folded(text))


@given(KHMER, st.integers(0, 24), st.integers(0, 24))
def test_a_fragment_of_a_word_is_a_fragment_of_its_key(text: str, begin: int, length: int) -> None:
    """Cut between two letters, as people read them: inside one, nobody begins to type."""
    letters = re.findall(LETTER, text)
    fragment = "".join(letters[begin : begin + length])
    assert folded(fragment) in folded("".join(letters))


@given(KHMER, st.integers(0, 30))
def test_a_zero_width_space_changes_no_key(text: str, at: int) -> None:
    assert folded(text[:at] + "\u200b" + text[at:]) == folded(text)


def test_what_an_engraving_does_not_tell_apart_looks_alike() -> None:
    for one, other in [
        ("2374O51", "2374051"),
        ("I1l", "111"),
        ("\u0410\u041a-47", "AK-47"),
        ("\u0391\u039a", "AK"),
    ]:
        assert look_alike(folded(one)) == look_alike(folded(other)), one
    assert look_alike(folded("2374051")) != look_alike(folded("2374057"))


@given(st.text("oil|OIL01abc-"))
def test_an_ascii_key_looks_the_same_beside_another_script(text: str) -> None:
    """Plain serials go a shorter way: it must lead to the same place."""
    key = folded(text)
    assert look_alike(key) == look_alike(f"{key}\u1780").removesuffix("\u1780")


@given(KHMER)
def test_look_alikes_are_as_long_as_what_they_are_of(text: str) -> None:
    """A fragment of a key then looks like the same fragment of the other one."""
    assert len(look_alike(folded(text))) == len(folded(text))


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Kompong Thom", "Kampong Thom"),
        ("Kampong Cham", "Kompong Cham"),
        ("Samlot", "Samlout"),
        ("Phnum Penh", "Phnom Penh"),
        ("Komp", "Kamp"),
    ],
)
def test_another_spelling_of_a_place_is_offered(typed: str, other: str) -> None:
    assert folded(other) in respelled(folded(typed))
    assert folded(typed) not in respelled(folded(typed))


def test_no_other_spelling_is_offered_for_what_is_no_place() -> None:
    for text in ("sok", "2374051", "កំពង់ធំ", "kam", ""):
        assert respelled(folded(text)) == ()
