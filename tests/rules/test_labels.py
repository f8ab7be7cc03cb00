"""Labels: what is ours, what is sound, and what is nobody's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.rules.labels import KHMER_DIGITS, Kind, Label, Spoiled, is_sound, number, read_label

OURS = [kind for kind in Kind if kind is not Kind.FOREIGN]
LABELS = st.builds(number, st.sampled_from(OURS), st.integers(0, 99), st.integers(0, 99_999))
KHMER = {chr(latin): chr(khmer) for khmer, latin in KHMER_DIGITS.items()}


def sound_and_ours(text: str) -> bool:
    """Return whether a text would be taken for a label we printed."""
    label = read_label(text)
    return isinstance(label, Label) and label.kind is not Kind.FOREIGN and label.sound


@given(LABELS)
def test_a_label_reads_back_as_what_it_was_printed_for(text: str) -> None:
    assert sound_and_ours(text)
    label = read_label(text)
    assert isinstance(label, Label)
    assert label.text == text
    assert number(label.kind, int(text[1:3]), label.sequence) == text


@given(LABELS)
def test_every_single_wrong_digit_is_found(text: str) -> None:
    wrong = [
        text[:at] + digit + text[at + 1 :]
        for at in range(10)
        for digit in "0123456789"
        if digit != text[at]
    ]
    assert len(wrong) == 90
    assert not any(map(sound_and_ours, wrong))


@given(LABELS)
def test_every_swap_of_neighbours_is_found(text: str) -> None:
    for at in range(9):
        swapped = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        assert swapped == text or not sound_and_ours(swapped)


def test_every_single_digit_error_of_a_thousand_labels_is_found() -> None:
    """100 % of 90 errors each, counted and not sampled."""
    for sequence in range(0, 100_000, 100):
        text = number(Kind.WEAPON, sequence % 100, sequence)
        for at in range(10):
            for digit in "0123456789":
                wrong = text[:at] + digit + text[at + 1 :]
                assert wrong == text or int(wrong) % 97 != 1


def test_an_example_by_hand() -> None:
    """1 01 00007 with 98 - (10100007 * 100 mod 97) = 98 - 95 = 03."""
    assert number(Kind.WEAPON, 1, 7) == f"10100007{98 - 1010000700 % 97:02}"
    assert is_sound(number(Kind.WEAPON, 1, 7))


@given(LABELS)
def test_khmer_digits_spaces_and_case_do_not_matter(text: str) -> None:
    khmer = "".join(KHMER[digit] for digit in text)
    assert read_label(khmer) == read_label(text)
    assert read_label(f" {text[:4]} {text[4:]} ") == read_label(text)
    assert read_label("ab-12") == Label(Kind.FOREIGN, "AB-12")


@pytest.mark.parametrize(
    "text",
    [
        "", "123", "A" * 25, "A" * 4096, "12\x0034", "1234\r", "\t1234", "\x1f1234\x1f", "12_34",
        "\u017ferial", "\u0131so\u0131", "straße", "\uff11\uff12\uff13\uff14", "٠١٢٣٤", "12;34",
        "W1'--", "1234\u200b", "\ud800abc", "é123",
    ],
)  # fmt: skip
def test_what_is_not_plain_text_is_spoiled(text: str) -> None:
    assert read_label(text) == Spoiled("not_text")


@given(st.text())
def test_any_text_is_a_label_or_spoiled(text: str) -> None:
    label = read_label(text)
    if isinstance(label, Label):
        assert label.text.isascii()
        assert 4 <= len(label.text) <= 24
        assert set(label.text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")


def test_a_foreign_tag_is_sound_as_it_is() -> None:
    assert read_label("04a1b2c3") == Label(Kind.FOREIGN, "04A1B2C3")
    assert read_label("5123456789") == Label(Kind.FOREIGN, "5123456789")


@pytest.mark.parametrize(
    ("kind", "site", "sequence"),
    [(Kind.FOREIGN, 1, 1), (Kind.BADGE, 100, 1), (Kind.BADGE, -1, 1), (Kind.BADGE, 1, 100_000),
     (Kind.BADGE, 1, -1)],
)  # fmt: skip
def test_no_label_is_made_that_has_no_room(kind: Kind, site: int, sequence: int) -> None:
    with pytest.raises(ValueError, match="no label for kind"):
        number(kind, site, sequence)
