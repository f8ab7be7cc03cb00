"""What is made from tables is what stands in hardware_docs/, and follows when a table changes."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.lines.header_facts import BUS_PINS
from drivers.lines.pin_profile import Chip, Profile, read_profile
from tests.hardware_docs import header, i2c, lines, made, pin_map
from tests.hardware_docs.drawn import drawn, words

MADE = made.everything()
DRAWINGS = sorted(path for path in MADE if path.endswith(".svg"))


@pytest.fixture
def rack() -> Profile:
    return read_profile()


def moved(profile: Profile, use: str, bcm: int) -> Profile:
    """Return the profile with one use on another pin."""
    pins = [replace(pin, bcm=bcm) if pin.use == use else pin for pin in profile.pins]
    return replace(profile, pins=tuple(pins))


@pytest.mark.parametrize("path", MADE)
def test_what_is_made_stands_in_the_folder_byte_for_byte(path: str) -> None:
    """Whoever wires by an old drawing wires another kiosk than the program drives."""
    assert (made.PAGES / path).read_text(encoding="utf-8") == MADE[path], "run: make drawings"


def test_no_drawing_lies_in_the_folder_that_nobody_makes() -> None:
    lying = {str(path.relative_to(made.PAGES)) for path in made.PAGES.rglob("*.svg")}
    assert lying == set(DRAWINGS)


def test_a_pin_that_moves_changes_every_sheet_and_table_that_shows_it(rack: Profile) -> None:
    other = moved(rack, "door or cable contact", 24)
    for make in (header.draw, lines.draw, pin_map.page):
        assert make(other) != make(rack)
    assert "| 24 | door or cable contact | in" in pin_map.page(other)


def test_a_chip_that_moves_changes_the_sheet_of_the_bus(rack: Profile) -> None:
    chips = (*rack.chips[1:], replace(rack.chips[0], address=0x24))
    bus = i2c.draw(replace(rack, chips=chips))
    assert bus != i2c.draw(rack)
    assert "0x24" in words(bus)


def test_the_header_shows_all_forty_places_and_every_use_of_the_profile(rack: Profile) -> None:
    read = words(header.draw(rack))
    assert [place.number for place in header.places(rack)] == list(range(1, 41))
    assert {str(number) for number in range(1, 41)} <= set(read)
    assert {pin.use for pin in rack.pins} <= set(read)


def test_each_pin_of_the_pi_has_one_place_and_each_place_one_pin(rack: Profile) -> None:
    assert sorted(header.PLACE) == list(range(28))
    taken = [*header.PLACE.values(), *header.POWER, *header.GROUND]
    assert sorted(taken) == list(range(1, 41))
    for pins in BUS_PINS.values():
        assert pins <= header.PLACE.keys()
    assert {pin.bcm for pin in rack.pins} <= header.PLACE.keys()


@pytest.mark.parametrize("path", DRAWINGS)
def test_a_drawing_is_a_sheet_of_a4_and_keeps_off_its_edge(path: str) -> None:
    """A printer leaves the edge white; a word there would be lost."""
    (sheet,) = drawn(MADE[path], "svg")
    size = (sheet.get("width"), sheet.get("height"))
    assert size in {("210mm", "297mm"), ("297mm", "210mm")}
    width, height = (float((side or "").removesuffix("mm")) for side in size)
    for text in drawn(MADE[path], "text"):
        assert 10 <= float(text.get("x", "0")) <= width - 10, text.text
        assert 10 <= float(text.get("y", "0")) <= height - 8, text.text


def test_signs_of_the_header_differ_in_shape_also_without_colour(rack: Profile) -> None:
    """Black-and-white printers, and people who see no red: no colour is the only difference."""
    signs: dict[str, set[tuple[float, ...]]] = {}
    for tag in drawn(header.draw(rack), "polygon")[-6:]:
        across = [float(point.partition(",")[0]) for point in tag.get("points", "").split()]
        outline = tuple(round(x - min(across), 1) for x in across)
        signs.setdefault(tag.get("class", ""), set()).add(outline)
    assert signs.keys() == {"blue", "green", "red", "violet", "amber", "dark"}
    listens, drives, both, plain = (signs[css] for css in ("blue", "green", "violet", "amber"))
    assert len({*listens, *drives, *both, *plain}) == 4
    assert signs["red"] == drives, "it drives too; a second point tells that it opens"


@pytest.mark.parametrize(
    ("kind", "address", "ways"),
    [
        ("mcp23017", 0x25, [("A2", "3V3"), ("A1", "GND"), ("A0", "3V3")]),
        ("ina219", 0x41, [("A1", "GND"), ("A0", "3V3")]),
        ("ina219", 0x4E, [("A1", "SCL"), ("A0", "SDA")]),
        ("ads1115", 0x4A, [("ADDR", "SDA")]),
        ("at24c32", 0x57, [("A2", "3V3"), ("A1", "3V3"), ("A0", "3V3")]),
        ("ds3231", 0x68, []),
    ],
)
def test_the_address_pins_are_those_that_the_makers_tables_give(
    kind: str, address: int, ways: list[tuple[str, str]]
) -> None:
    """INA219 data sheet table 1, ADS1115 table 4, MCP23017 figure 3-4, AT24C32 figure 7-1."""
    assert i2c.straps(Chip(address=address, kind=kind, use="test", source="test")) == ways


def test_every_drawing_is_led_to_by_a_page() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in Path(made.PAGES).glob("*.md"))
    assert {path for path in DRAWINGS if f"({path})" not in pages} == set()


def test_every_link_of_the_pages_leads_somewhere() -> None:
    for page in made.PAGES.glob("*.md"):
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if not link.startswith("http"):
                assert (made.PAGES / link).exists(), f"{page.name} leads to {link}"
