"""What a label printer makes of our ZPL: inside the label, quiet around symbols, and read back."""

import re

import pytest

from kiosk.papers.faces import BARS_MIN_MM, MATRIX_MIN_MM, PrintedLabel, Size, TooSmall, face
from kiosk.papers.symbols import BARS_MODULES, BARS_QUIET, MATRIX_MODULES
from kiosk.papers.zpl import DOTS_PER_MM, ROLLS, escaped, zpl
from kiosk.rules.labels import Kind, number
from tests.papers.pictures import expected
from tests.papers.pictures import read as read_symbols
from tests.papers.zpl_reader import labels_of

ROLL = pytest.mark.parametrize("roll", ROLLS)
DPI = pytest.mark.parametrize("dpi", DOTS_PER_MM)
LABELS = [PrintedLabel(number(Kind.WEAPON, 7, at), "battambang-1") for at in (1, 4711, 99_999)]


@pytest.mark.promise("P12")
@ROLL
@DPI
def test_a_label_printer_prints_what_is_read_back(roll: str, dpi: int) -> None:
    made = labels_of(zpl(LABELS, ROLLS[roll], dpi))
    narrow = (roll, dpi) == ("38x25", 203)
    assert len(made) == len(LABELS)
    for label, one in zip(LABELS, made, strict=True):
        assert read_symbols(one.picture) == expected(label.number, bars=not narrow)
        assert "".join("".join(one.texts).split()).startswith(label.number)


@ROLL
@DPI
def test_modules_are_wide_enough_and_symbols_keep_their_quiet(roll: str, dpi: int) -> None:
    per_mm = DOTS_PER_MM[dpi]
    (label, *_) = labels_of(zpl(LABELS, ROLLS[roll], dpi))
    matrix, *bars = label.boxes
    side = matrix[2] // MATRIX_MODULES
    assert side / per_mm >= MATRIX_MIN_MM
    assert min(matrix[0], matrix[1]) >= side
    for x, y, width, _ in bars:
        module = width // BARS_MODULES
        assert module / per_mm >= BARS_MIN_MM
        assert min(x, label.width - x - width) >= BARS_QUIET * module
        assert y - matrix[1] - matrix[3] >= side
    assert label.width <= ROLLS[roll].width_mm * per_mm
    assert label.height <= ROLLS[roll].height_mm * per_mm


@pytest.mark.parametrize("name", ["a^XZb", "~JA", "x_41", r"\&", "^FS^FDboo", "a,b"])
def test_no_text_is_read_as_a_command(name: str) -> None:
    """A kiosk called `^XZ` must not end the label, and `~JA` must not empty the printer."""
    made = zpl([PrintedLabel(LABELS[0].number, name)], ROLLS["100x50"], 203)
    (label,) = labels_of(made)
    assert label.texts[-1] == name
    assert read_symbols(label.picture) == expected(LABELS[0].number)
    assert re.fullmatch(r"[A-Za-z0-9 ._/:-]*", escaped(name))


def test_a_name_in_khmer_is_left_out_where_the_printer_has_no_letters_for_it() -> None:
    (label,) = labels_of(zpl([PrintedLabel(LABELS[0].number, "ឃ្លាំង")], ROLLS["50x25"], 300))
    assert len(label.texts) == 1


def test_a_roll_too_small_is_refused() -> None:
    with pytest.raises(TooSmall):
        zpl(LABELS, Size(15, 7), 203)


def test_more_dots_make_no_other_size() -> None:
    """The same label from a finer printer has its symbols in the same place, within a module."""
    coarse, fine = (face(LABELS[0], ROLLS["57x32"], per_mm) for per_mm in DOTS_PER_MM.values())
    assert coarse.bars is not None
    assert fine.bars is not None
    at = [
        bars.y / per_mm
        for bars, per_mm in zip((coarse.bars, fine.bars), DOTS_PER_MM.values(), strict=True)
    ]
    assert at[0] == pytest.approx(at[1], abs=0.2)
