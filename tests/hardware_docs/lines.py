"""Inputs and outputs as a technician wires them: one circuit a kind, and which pins have it."""

from collections.abc import Sequence
from typing import Final

from drivers.lines.pin_profile import Pin, Profile
from tests.hardware_docs.header import ORIGIN, PLACE, plain_tag
from tests.hardware_docs.sheet import Point, Sheet
from tests.hardware_docs.symbols import (
    capacitor,
    coil,
    contact,
    diode,
    fuse,
    ground,
    joint,
    mosfet,
    resistor,
    supply,
)

_LIST: Final = 122.0
_INPUT: Final = (12.0, 96.0)
_OUTPUT: Final = (111.0, 79.0)
_LOOP: Final = (193.0, 92.0)
_LOGIC: Final = {"RS-485 direction", "expander reset"}
"""Uses that are inputs of a chip with 3.3 V: no MOSFET between."""

_SHARES: Final = (
    ("0.46 to 0.54", "at rest: the switch is closed"),
    ("0.62 to 0.69", "active: the switch is open"),
    ("below 0.06", "Lost: the wires are shorted"),
    ("above 0.93", "Lost: the wires are cut"),
    ("in between", "Lost: no resistance of ours"),
)
"""Share of 3.3 V -> what it is told as (i2c.md, supervised_loops)."""


def draw(profile: Profile) -> str:
    """Return the sheet of inputs and outputs."""
    says = (
        f"Profile {profile.name}. A cut wire reads as open; a pin that is closed, dead or booting"
        " leaves every output off."
    )
    sheet = Sheet("Inputs and outputs", says, ORIGIN)
    for (left, width), title in (
        (_INPUT, "Each input"),
        (_OUTPUT, "Each output"),
        (_LOOP, "Each supervised loop"),
    ):
        sheet.box((left, 30), (width, 160), "panel", round_mm=2)
        sheet.words((left + 3, 36.5), title, "b")
    _input(sheet)
    _output(sheet)
    _loop(sheet)
    _lists(sheet, profile)
    return sheet.svg()


def _input(sheet: Sheet) -> None:
    y = 72.0
    plain_tag(sheet, "in", (37, y), "GPIO")
    resistor(sheet, (37, y), (53, y), "330 Ω")
    supply(sheet, (56, 50), "3.3 V")
    resistor(sheet, (56, 50), (56, y), "10 kΩ")
    sheet.line((53, y), (96, y))
    capacitor(sheet, (56, y), (56, 96), "100 nF")
    contact(sheet, (96, y), (96, 96), "")
    sheet.words((92.4, 82), "contact,", "s end")
    sheet.words((92.4, 85.4), "closed", "s end")
    sheet.words((92.4, 88.8), "at rest", "s end")
    sheet.line((96, 96), (56, 96))
    ground(sheet, (56, 96))
    joint(sheet, (56, y), (56, 96))
    _pair(sheet, 76, (y, 96))
    for number, words in enumerate(
        (
            "Beyond 0.3 m of wire: all of this, and a surge array.",
            "On the bench the Pi's own pull-up (50 kΩ) will do.",
        )
    ):
        sheet.words((15, 106 + number * 4), words, "s")


def _pair(sheet: Sheet, x: float, between: Point) -> None:
    """Mark two wires as a twisted pair."""
    top, bottom = between
    sheet.line((x - 1.6, top - 2), (x + 1.6, top + 2), css="hair")
    sheet.line((x - 1.6, bottom - 2), (x + 1.6, bottom + 2), css="hair")
    sheet.words((x, (top + bottom) / 2 - 1), "twisted", "xs mid grey")
    sheet.words((x, (top + bottom) / 2 + 1.8), "pair", "xs mid grey")


def _output(sheet: Sheet) -> None:
    y = 88.0
    plain_tag(sheet, "out", (135, y), "GPIO")
    resistor(sheet, (135, y), (149, y), "1 kΩ")
    switch = mosfet(sheet, (160, y), "AO3400,|IRLZ44N")
    x = switch.drain[0]
    sheet.line((149, y), switch.gate)
    resistor(sheet, (149, y), (149, 110), "")
    sheet.words((146.6, 100.4), "10 kΩ", "s end")
    joint(sheet, (149, y))
    sheet.line(switch.source, (x, 110))
    ground(sheet, (149, 110))
    ground(sheet, (x, 110))
    supply(sheet, (x, 44), "12 V or 5 V")
    fuse(sheet, (x, 44), (x, 56), "fuse")
    coil(sheet, (x, 58), (x, 74), "what it|drives")
    sheet.line((x, 56), (x, 58))
    sheet.line((x, 74), switch.drain)
    diode(sheet, (x - 16, 74), (x - 16, 58), "")
    sheet.line((x, 58), (x - 16, 58))
    sheet.line((x, 74), (x - 16, 74))
    joint(sheet, (x, 58), (x, 74))
    sheet.words((x - 19.5, 64), "SS34,", "s end")
    sheet.words((x - 19.5, 67.4), "for a coil", "s end")
    sheet.words((x - 19.5, 70.8), "or a motor", "s end")


def _loop(sheet: Sheet) -> None:
    y = 66.0
    plain_tag(sheet, "bus", (217, y), "ADS1115")
    sheet.line((217, y), (220, y))
    capacitor(sheet, (220, y), (220, 98), "")
    sheet.words((216, 83.4), "100 nF", "s end")
    ground(sheet, (220, 98))
    resistor(sheet, (220, y), (235, y), "1 kΩ")
    supply(sheet, (237, 46), "3.3 V")
    resistor(sheet, (237, 46), (237, y), "4.7 kΩ")
    sheet.line((235, y), (262, y))
    joint(sheet, (220, y), (237, y))
    resistor(sheet, (262, y), (262, 80), "4.7 kΩ")
    contact(sheet, (262, 80), (262, 98), "")
    sheet.line((262, 80), (276, 80))
    resistor(sheet, (276, 80), (276, 98), "")
    sheet.words((273.6, 88.4), "4.7", "s end")
    sheet.words((273.6, 91.8), "kΩ", "s end")
    sheet.line((276, 98), (220, 98))
    joint(sheet, (262, 80), (262, 98), (220, 98))
    sheet.box((252, 59.5), (30, 43.5), "dash", round_mm=1)
    sheet.words((267, 57.6), "the switch's housing", "xs mid grey")
    _pair(sheet, 244, (y, 98))
    sheet.words((196, 108), "Resistors of 1 %. Two of them in the switch's own housing:", "s")
    sheet.words((196, 112), "beside the converter they supervise nothing.", "s")


def _lists(sheet: Sheet, profile: Profile) -> None:
    inputs = [
        (f"GPIO{pin.bcm}", f"{PLACE[pin.bcm]}", pin.use, pin.rest, f"{pin.stable_ms} ms")
        for pin in profile.pins
        if pin.direction == "in"
    ]
    outputs = [
        (f"GPIO{pin.bcm}", f"{PLACE[pin.bcm]}", pin.use, _instead(pin))
        for pin in profile.pins
        if pin.direction == "out"
    ]
    heads = ("pin", "place", "use", "at rest", "after")
    _list(sheet, (15, 30, 40, 82, 94), [heads, *inputs])
    _list(sheet, (114, 129, 139, 163), [("pin", "place", "use", "otherwise"), *outputs])
    _list(sheet, (196, 222), [("share of 3.3 V", "is told as"), *_SHARES])


def _instead(pin: Pin) -> str:
    """Say which outputs have another circuit than the others."""
    if pin.opens:
        return "the bolt's sheet"
    return "straight to it" if pin.use in _LOGIC else ""


def _list(sheet: Sheet, columns: Sequence[float], rows: Sequence[tuple[str, ...]]) -> None:
    right = {_INPUT[0]: 105, _OUTPUT[0]: 187, _LOOP[0]: 282}[columns[0] - 3]
    for number, row in enumerate(rows):
        y = _LIST + number * 6.4
        for x, words in zip(columns, row, strict=True):
            sheet.words(
                (x, y), words, "s grey" if number == 0 else "s b" if x == columns[0] else "s"
            )
        sheet.line((columns[0], y + 2), (right, y + 2), css="hair")
