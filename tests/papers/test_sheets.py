"""Every label of every sheet lies on its page, and is read back byte for byte.

Leaves build/evidence/papers/labels-*.pdf and .png.
"""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.papers.faces import (
    BARS_HEIGHT_MM,
    BARS_MIN_MM,
    EDGE_MM,
    MATRIX_MIN_MM,
    PrintedLabel,
    Size,
    TooSmall,
    face,
    groups,
)
from kiosk.papers.sheets import A4_MM, GRID_PER_MM, SHEETS, Sheet, sheets
from kiosk.papers.symbols import BARS_MODULES, BARS_QUIET, MATRIX_MODULES, bars_of, matrix_of
from kiosk.rules.labels import Kind, is_sound, number, read_label
from tests.hardware_docs import code128
from tests.papers.pictures import Picture, drawn, expected, on_label, on_screen, pictures, printed
from tests.papers.pictures import read as read_symbols

UNPRINTABLE_MM = 4.3
"""What most laser printers leave white around a page: a sixth of an inch."""

LAYOUTS = pytest.mark.parametrize("sheet", SHEETS.values(), ids=list(SHEETS))


def labels(count: int, seed: int = 1) -> list[PrintedLabel]:
    """Return labels of weapons and badges whose digits differ in every place."""
    chance = random.Random(seed)
    sequences = chance.sample(range(100_000), count)
    kinds = (Kind.WEAPON, Kind.BADGE)
    return [
        PrintedLabel(number(chance.choice(kinds), chance.randrange(100), one), "battambang-1")
        for one in sequences
    ]


def seen(page: Picture, sheet: Sheet, place: int) -> list[tuple[str, bytes]]:
    return read_symbols(on_label(page, sheet, place))


@pytest.mark.browser
@pytest.mark.promise("P12")
@LAYOUTS
def test_every_number_on_a_sheet_is_read_back_from_the_printed_page(
    sheet: Sheet, browser: Browser
) -> None:
    """One sheet and a label more: the next page begins where its stock begins."""
    wanted = labels(sheet.labels + 1)
    pdf = printed(browser, sheets(wanted, sheet), f"labels-{sheet.name}")
    pages = pictures(pdf)
    assert len(pages) == 2, "a sheet runs over onto another one"
    has_bars = face(wanted[0], sheet.size, GRID_PER_MM).bars is not None
    for place, label in enumerate(wanted):
        page, at = divmod(place, sheet.labels)
        told = seen(pages[page], sheet, at)
        assert told == expected(label.number, bars=has_bars), f"label {place + 1}"


@pytest.mark.browser
@LAYOUTS
def test_nothing_is_printed_beside_a_label_or_where_no_printer_prints(
    sheet: Sheet, browser: Browser
) -> None:
    html = sheets(labels(sheet.labels), sheet).replace("class='cut'", "visibility='hidden'")
    (page,) = pictures(printed(browser, html, f"labels-{sheet.name}-ink"), dpi=150)
    left, top, right, bottom = (dot / 150 * 25.4 for dot in page.dark())
    width, height = A4_MM
    assert min(left, top, width - right, height - bottom) > UNPRINTABLE_MM
    painted = page
    for place in range(sheet.labels):
        x, y = sheet.place(place)
        edge, dots = 1.0, 150 / 25.4  # less than EDGE_MM by what a dot of 150 dpi may round
        wide, high = sheet.size.width_mm - 2 * edge, sheet.size.height_mm - 2 * edge
        at = round((x + edge) * dots), round((y + edge) * dots)
        painted = painted.painted(*at, round(wide * dots), round(high * dots), 255)
    assert min(painted.pixels) > 128, "ink beside the labels"


@pytest.mark.browser
def test_what_the_browser_paints_is_read_back_too(browser: Browser) -> None:
    """A registrar scans from the screen to try a reader, before any paper is spent."""
    sheet, wanted = SHEETS["L7159"], labels(24, seed=2)
    page = on_screen(browser, sheets(wanted, sheet), 794, 1123, 2)
    for place, label in enumerate(wanted):
        told = read_symbols(on_label(page, sheet, place, dpi=192))
        assert told == expected(label.number)


@pytest.mark.browser
def test_a_begun_sheet_is_gone_on_with_where_its_first_label_is_left(browser: Browser) -> None:
    sheet, wanted = SHEETS["L7651"], labels(60, seed=3)
    html = sheets(wanted, sheet, first=8, shift_mm=(0.5, -0.5))
    first, second = pictures(printed(browser, html, "labels-begun-sheet"))
    assert all(seen(first, sheet, place) == [] for place in range(7))
    assert seen(first, sheet, 7) == expected(wanted[0].number)
    assert seen(first, sheet, 64) == expected(wanted[57].number)
    assert seen(second, sheet, 1) == expected(wanted[59].number)
    assert seen(second, sheet, 2) == []


@pytest.mark.parametrize("first", [0, 66, -1])
def test_a_label_that_is_not_on_the_sheet_is_refused(first: int) -> None:
    with pytest.raises(ValueError, match="1 to 65"):
        sheets(labels(1), SHEETS["L7651"], first)


def test_a_sheet_is_not_moved_off_its_stock() -> None:
    with pytest.raises(ValueError, match="5 mm"):
        sheets(labels(1), SHEETS["L7651"], 1, (0.0, -5.1))


@LAYOUTS
def test_stock_lies_in_the_middle_of_its_page(sheet: Sheet) -> None:
    """All stock we know is cut so; a mistyped measure would not be."""
    x, y = sheet.place(sheet.labels - 1)
    width, height = A4_MM
    assert sheet.left == pytest.approx(width - x - sheet.size.width_mm, abs=0.4)
    assert sheet.top == pytest.approx(height - y - sheet.size.height_mm, abs=0.4)
    assert sheet.step_x >= sheet.size.width_mm
    assert sheet.step_y >= sheet.size.height_mm


@LAYOUTS
def test_modules_are_as_wide_as_a_reader_in_the_hand_needs(sheet: Sheet) -> None:
    (label,) = labels(1)
    laid = face(label, sheet.size, GRID_PER_MM)
    assert laid.matrix is not None
    assert laid.matrix.module / GRID_PER_MM >= MATRIX_MIN_MM
    assert laid.matrix.x >= max(laid.matrix.module, int(EDGE_MM * GRID_PER_MM))
    if laid.bars is None:
        assert sheet.name == "L4732", "the one stock for small weapons"
        return
    assert laid.bars.module / GRID_PER_MM >= BARS_MIN_MM
    quiet = BARS_QUIET * laid.bars.module
    assert laid.bars.x >= quiet
    assert laid.bars.x + BARS_MODULES * laid.bars.module + quiet <= laid.width
    assert laid.bars.height / GRID_PER_MM >= BARS_HEIGHT_MM - 0.1
    below = laid.matrix.y + MATRIX_MODULES * laid.matrix.module
    assert laid.bars.y - below >= laid.matrix.module, "the quiet zone of the Data Matrix"


def test_a_label_too_small_for_its_digits_is_refused() -> None:
    (label,) = labels(1)
    with pytest.raises(TooSmall, match="Data Matrix"):
        face(label, Size(20, 6), GRID_PER_MM)
    with pytest.raises(TooSmall, match="digits"):
        face(label, Size(12, 12), GRID_PER_MM)


def test_digits_that_do_not_fit_in_a_line_stand_in_three() -> None:
    (label,) = labels(1)
    laid = face(label, Size(25.4, 10), GRID_PER_MM)
    assert tuple(line.text for line in laid.words) == groups(label.number)


def test_a_position_shows_its_name_and_nothing_to_scan() -> None:
    laid = face(PrintedLabel("", "R1-07"), SHEETS["L7159"].size, GRID_PER_MM)
    assert (laid.matrix, laid.bars) == (None, None)
    assert [line.text for line in laid.words] == ["R1-07"]
    assert laid.words[0].height / GRID_PER_MM > 15, "read from where the counter stands"


def test_the_digits_as_they_are_grouped_are_what_a_person_may_type() -> None:
    text = number(Kind.WEAPON, 7, 42)
    told = read_label(" ".join(groups(text)))
    assert getattr(told, "text", "") == text
    assert is_sound(text)


def test_bars_are_those_of_the_standard_as_we_write_it_ourselves() -> None:
    """Two programs that know nothing of each other draw the same symbol."""
    for label in labels(50, seed=4):
        widths = code128.widths(label.number)
        ours = tuple(
            dark for place, width in enumerate(widths) for dark in (place % 2 == 0,) * width
        )
        assert bars_of(label.number).rows == (ours,)


def test_a_tenth_of_a_matrix_may_be_painted_over() -> None:
    """Oil, a scratch, a burr: a spot of 10 % anywhere between the edges of the finder.

    Where it is not read, nothing is read: never another number.
    """
    module, modules = 8, MATRIX_MODULES
    side = round((0.10 * modules * modules) ** 0.5 * module)
    begin, end = 5 * module, (4 + modules - 1) * module - side
    for label in labels(8, seed=5):
        picture = drawn(matrix_of(label.number).rows, module, 4 * module)
        places = [(x, y) for x in range(begin, end, module) for y in range(begin, end, module)]
        told = [read_symbols(picture.painted(x, y, side, side, 255)) for x, y in places]
        assert all(one in ([], expected(label.number, bars=False)) for one in told)
        read_back = sum(one != [] for one in told)
        assert read_back >= 0.95 * len(places), f"{label.number}: {read_back} of {len(places)}"


@pytest.mark.parametrize("edge", ["left", "bottom"])
def test_a_spot_on_its_edge_costs_the_matrix_and_the_bars_are_still_read(edge: str) -> None:
    """Why both symbols stand on a label."""
    (label,) = labels(1, seed=7)
    laid = face(label, SHEETS["L7159"].size, GRID_PER_MM)
    assert laid.matrix is not None
    assert laid.bars is not None
    side = laid.matrix.module * MATRIX_MODULES
    page = Picture(laid.width, laid.height, b"\xff" * laid.width * laid.height)
    for symbol, at, row in (
        (matrix_of(label.number), (laid.matrix.x, laid.matrix.y), laid.matrix.module),
        (bars_of(label.number), (laid.bars.x, laid.bars.y), laid.bars.height),
    ):
        module = laid.matrix.module if row == laid.matrix.module else laid.bars.module
        for x, y, wide, high in symbol.rectangles():
            page = page.painted(at[0] + x * module, at[1] + y * row, wide * module, high * row, 0)
    assert read_symbols(page) == expected(label.number)
    x, y = laid.matrix.x, laid.matrix.y
    spot = (x, y, side // 3, side) if edge == "left" else (x, y + side - side // 3, side, side // 3)
    assert read_symbols(page.painted(*spot, 255)) == [("Code 128", label.number.encode())]


def test_rectangles_cover_every_dark_module_once_and_no_light_one() -> None:
    for label in labels(20, seed=6):
        for symbol in (matrix_of(label.number), bars_of(label.number)):
            covered = [
                (x + i, y + j)
                for x, y, wide, high in symbol.rectangles()
                for i in range(wide)
                for j in range(high)
            ]
            dark = {
                (x, y)
                for y, row in enumerate(symbol.rows)
                for x, is_dark in enumerate(row)
                if is_dark
            }
            assert len(covered) == len(dark)
            assert set(covered) == dark


def test_a_name_is_text_and_never_markup() -> None:
    html = sheets([PrintedLabel(number(Kind.WEAPON, 1, 1), "<b>&")], SHEETS["L7159"])
    assert "&lt;b&gt;&amp;" in html
    assert "<b>" not in html


def test_the_page_about_labels_says_how_large_they_come_out() -> None:
    """Whoever buys stock and readers by that table gets what is printed."""
    page = (Path(__file__).parents[2] / "docs" / "labels.md").read_text(encoding="utf-8")
    (label,) = labels(1)
    for sheet in SHEETS.values():
        laid = face(label, sheet.size, GRID_PER_MM)
        assert laid.matrix is not None
        bars = laid.bars
        told = ("none", "none") if bars is None else (
            f"{bars.module / GRID_PER_MM:.2f}", f"{bars.height / GRID_PER_MM:.1f}"
        )  # fmt: skip
        row = (
            f"| {sheet.name} | {sheet.across} x {sheet.down} = {sheet.labels}"
            f" | {sheet.size.width_mm} x {sheet.size.height_mm} | {told[0]} | {told[1]}"
            f" | {laid.matrix.module / GRID_PER_MM:.2f} |"
        )
        assert row in page, row
