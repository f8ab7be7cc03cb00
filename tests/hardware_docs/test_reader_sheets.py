"""A barcode on a sheet holds what its table says, and what it says has a source.

The bars are read here as they stand on the sheet. That the table of bars itself is right was seen
once with a foreign decoder (zxing-cpp 3.1.1), on the printed pages; here its sums are looked at.
"""

import itertools

import pytest

from drivers.protocols.frames import Frame
from drivers.protocols.gm65 import command_decoder
from tests.hardware_docs import code128, made
from tests.hardware_docs.code128 import CR, FNC3, NotWritable
from tests.hardware_docs.drawn import drawn
from tests.hardware_docs.reader_sheets import ReaderSheet, Step, draw, read_sheets

SHEETS = read_sheets()
CODES = [(reader.file, step.code) for reader in SHEETS for step in reader.steps if step.code]


def bars_of(drawing: str) -> list[list[int]]:
    """Return the bars and gaps of each barcode of a sheet, in modules, from top to bottom."""
    rows: dict[float, list[tuple[float, float]]] = {}
    for rect in drawn(drawing, "rect"):
        if rect.get("class") == "ink":
            x, y, width = (float(rect.get(name, "")) for name in ("x", "y", "width"))
            rows.setdefault(y, []).append((x, width))
    symbols = []
    for y in sorted(rows):
        bars = sorted(rows[y])
        edges = [edge for x, width in bars for edge in (x, x + width)]
        gaps = [right - left for left, right in itertools.pairwise(edges)]
        symbols.append([round(gap / 0.33) for gap in gaps])
    return symbols


def read(widths: list[int]) -> str:
    """Read a symbol, by the standard's three code sets."""
    patterns = {pattern: value for value, pattern in enumerate(code128._PATTERNS)}
    body, end = widths[:-7], widths[-7:]
    assert patterns["".join(map(str, end))] == 106
    assert len(body) % 6 == 0
    values = [patterns["".join(map(str, body[at : at + 6]))] for at in range(0, len(body), 6)]
    *rest, check = values
    assert (rest[0] + sum(at * value for at, value in enumerate(rest))) % 103 == check
    current, text = "ABC"[rest[0] - 103], ""
    for value in rest[1:]:
        if value in {99, 100, 101} and "CBA"[value - 99] != current:
            current = "CBA"[value - 99]
        elif current == "C":
            text += f"{value:02}"
        elif value == 96:
            text += FNC3
        else:
            text += chr(value + 32) if current == "B" or value < 64 else chr(value - 64)
    return text.replace("\r", CR)


@pytest.mark.parametrize("reader", SHEETS, ids=lambda reader: str(reader.file))
def test_the_bars_on_the_sheet_hold_what_the_table_says(reader: ReaderSheet) -> None:
    printed = made.everything()[f"reader_sheets/{reader.file}.svg"]
    codes = [step.code for step in reader.steps if step.code]
    assert [read(bars) for bars in bars_of(printed)] == codes


def test_every_pattern_is_eleven_modules_wide_and_no_two_are_alike() -> None:
    *patterns, end = code128._PATTERNS
    assert len(patterns) == len(set(patterns)) == 106
    for pattern in patterns:
        widths = [int(width) for width in pattern]
        assert sum(widths) == 11
        assert sum(widths[::2]) % 2 == 0, "bars of a pattern have an even sum"
    assert end == "2331112"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("~DEFALT.{FNC3}", [104, 94, 36, 37, 38, 33, 44, 52, 14, 96, 36]),
        ("a\r", [104, 65, 101, 77, 87]),
        ("A123456", [104, 33, 99, 12, 34, 56, 66]),
    ],
)
def test_a_text_becomes_the_values_that_the_standard_gives(text: str, values: list[int]) -> None:
    """Worked out apart from the encoder: start, characters, switches, weighted sum."""
    assert code128.values(text) == values


def test_a_letter_that_code_128_has_not_is_refused() -> None:
    with pytest.raises(NotWritable, match="ក"):
        code128.values("ក")


@pytest.mark.parametrize(("maker", "code"), CODES)
def test_a_code_is_marked_as_an_order_to_the_scanner_as_its_maker_marks_it(
    maker: str, code: str
) -> None:
    """Honeywell's orders end with FNC3; Datalogic's begin with it and end with CR."""
    if maker == "honeywell":
        assert code.startswith("~")
        assert code.endswith(f".{FNC3}")
    else:
        assert code.startswith(f"{FNC3}$P,")
        assert code.endswith(f",P{CR}")


def test_every_step_has_a_source_and_either_a_code_or_bytes() -> None:
    for reader in SHEETS:
        for step in reader.steps:
            assert len(step.source) > 20, step
            assert bool(step.code) != bool(step.bytes), step


@pytest.mark.parametrize(
    "sent", [step.bytes for reader in SHEETS for step in reader.steps if step.bytes]
)
def test_bytes_to_be_sent_are_commands_that_our_own_decoder_knows(sent: str) -> None:
    frames = list(command_decoder().feed(bytes.fromhex(sent)))
    assert [type(frame) for frame in frames] == [Frame]


def test_a_code_as_long_as_the_longest_fits_on_the_paper() -> None:
    for _, code in CODES:
        assert (sum(code128.widths(code)) + 2 * code128.QUIET) * 0.33 < 210 - 2 * 12 - 10


def test_a_changed_code_changes_the_sheet() -> None:
    reader = SHEETS[0]
    step = Step(says="x", source="y", code="~DEFALT!{FNC3}")
    other = ReaderSheet(
        file=reader.file,
        title=reader.title,
        scanners=reader.scanners,
        before=reader.before,
        after=reader.after,
        check=reader.check,
        steps=(step, *reader.steps[1:]),
    )
    assert draw(other) != draw(reader)
