"""The circuit that gives a bolt its power: pulses, pump, arming switch, the bolt's own switch."""

from typing import Final

from drivers.lines.pin_profile import Profile
from tests.hardware_docs.header import ORIGIN, wire_tag
from tests.hardware_docs.sheet import Sheet
from tests.hardware_docs.symbols import (
    capacitor,
    coil,
    diode,
    fuse,
    ground,
    joint,
    mosfet,
    probe,
    resistor,
    supply,
)

_RAIL: Final = 52.0  # 12 V
_PUMP: Final = 116.0  # the pump's wire
_LOW: Final = 150.0  # grounds
_TABLE: Final = 170.0

_PROBES: Final = (
    ("hold the meter at", "all shut", "a bolt open", "GPIO22 held at 3.3 V"),
    ("T1  pump (10 MΩ meter)", "0 V", "2.0 to 2.5 V", "below 0.6 V"),
    ("T2  armed 12 V", "0 V", "12 V", "0 V"),
    ("T3  gate of the bolt's switch", "below 0.4 V", "3.0 V", "below 0.4 V"),
)
"""What bolts.md and the bench test expect."""


def draw(profile: Profile) -> str:
    """Return the sheet of the bolt."""
    says = (
        "A bolt has power only while its own pin is high and pulses go on: a level that stays,"
        " high or low, arms nothing."
    )
    sheet = Sheet("The bolt and its arming circuit", says, ORIGIN)
    for left, width, title in (
        (12, 100, "1  The pump: pulses become a voltage"),
        (115, 72, "2  The arming switch, for all bolts"),
        (190, 95, "3  The bolt's own switch: one for each"),
    ):
        sheet.box((left, 30), (width, 131), "panel", round_mm=2)
        sheet.words((left + 3, 36.5), title, "b")
    _pump(sheet, profile)
    _arming_switch(sheet)
    _bolt(sheet, profile)
    _table(sheet)
    return sheet.svg()


def _pump(sheet: Sheet, profile: Profile) -> None:
    y = _PUMP
    wire_tag(sheet, profile.pin("arming pulses"), (36, y))
    resistor(sheet, (36, y), (49, y), "R1|220 Ω")
    capacitor(sheet, (49, y), (60, y), "C1|470 nF")
    diode(sheet, (61, _LOW), (61, y), "")
    sheet.words((57.5, 132.4), "D1", "s end")
    sheet.words((57.5, 135.8), "BAT54S", "s end")
    diode(sheet, (61, y), (76, y), "")
    sheet.line((60, y), (61, y))
    capacitor(sheet, (79, y), (79, _LOW), "C2|2.2 µF")
    resistor(sheet, (96, y), (96, _LOW), "R2|220 kΩ")
    sheet.line((76, y), (122, y))
    for x in (61, 79, 96):
        ground(sheet, (x, _LOW))
        joint(sheet, (x, y))
    probe(sheet, (106, y), "T1")
    points = [(17.0, 58.0)]
    for left in range(17, 77, 10):
        points += [(left, 51.0), (left + 5.0, 51.0), (left + 5.0, 58.0), (left + 10.0, 58.0)]
    sheet.line(*points)
    for number, words in enumerate(
        (
            "GPIO22 while a bolt is open: 50 pulses a second,",
            "10 ms up, 10 ms down. Else nothing.",
            "",
            "Armed 0.2 s after the first pulse,",
            "disarmed 0.6 s after the last.",
            "",
            "C1, C2: ceramic X7R, 16 V or more.",
            "Keep the wire at T1 short, and varnish it:",
            "220 kΩ is little against flux and sweat.",
        )
    ):
        sheet.words((17, 65 + number * 4), words, "s")


def _arming_switch(sheet: Sheet) -> None:
    low = mosfet(sheet, (130, _PUMP), "Q1|BSS138")
    column = low.drain[0]
    sheet.line(low.source, (column, _LOW))
    ground(sheet, (column, _LOW))
    high = mosfet(sheet, (157, 72), "Q2|IRF9Z34N|P-channel", p_channel=True)
    node = (column, 72.0)
    resistor(sheet, node, (column, 104), "R3|1 kΩ")
    sheet.line((column, 104), low.drain)
    sheet.line(node, high.gate)
    resistor(sheet, (column, _RAIL), node, "R4|10 kΩ")
    joint(sheet, node, (column, _RAIL))
    supply(sheet, (120, 46), "12 V")
    sheet.line((120, 46), (120, _RAIL))
    fuse(sheet, (120, _RAIL), (column, _RAIL), "")
    sheet.words((122.5, _RAIL + 5), "F1 3 A", "s")
    sheet.line((column, _RAIL), (high.source[0], _RAIL), high.source)
    middle = high.drain[0]
    sheet.line(high.drain, (middle, 90))
    sheet.box((middle - 13, 90), (26, 12), "violet", round_mm=1)
    sheet.words((middle, 95), "INA219, 0.1 Ω", "s b mid")
    sheet.words((middle, 99.2), "sees every coil", "s mid")
    sheet.line((middle, 102), (middle, 108), (194, 108), (194, _RAIL), (248.6, _RAIL))
    probe(sheet, (176, 108), "T2")
    sheet.words((middle + 2, 106), "armed", "s b")
    sheet.words((214, _RAIL - 2), "armed 12 V", "s b")


def _bolt(sheet: Sheet, profile: Profile) -> None:
    y = 126.0
    switch = mosfet(sheet, (247, y), "Q3  AO3400|or IRLZ44N:|logic level")
    x = switch.drain[0]
    fuse(sheet, (x, _RAIL), (x, 68), "F2  1 A")
    coil(sheet, (x, 72), (x, 92), "bolt|12 V, 0.65 A|locks by|its spring")
    diode(sheet, (x - 18, 92), (x - 18, 72), "")
    sheet.words((x - 21.5, 83), "D2 SS34", "s end")
    sheet.line((x, 68), (x, 72), (x - 18, 72))
    sheet.line((x - 18, 92), (x, 92), switch.drain)
    sheet.line(switch.source, (x, _LOW))
    joint(sheet, (x, 72), (x, 92))
    ground(sheet, (x, _LOW))
    wire_tag(sheet, profile.pin("bolt"), (213, y))
    sheet.line((213, y), (217, y))
    sheet.box((215, y - 4), (8, 8), "dash")
    sheet.words((219, y - 5.2), "6 s", "xs mid")
    sheet.line((217, y), (223, y))
    resistor(sheet, (223, y), (236, y), "R5 1 kΩ")
    sheet.line((236, y), switch.gate)
    resistor(sheet, (236, y), (236, _LOW), "")
    sheet.words((233.6, 138.4), "R6", "s end")
    sheet.words((233.6, 141.8), "10 kΩ", "s end")
    joint(sheet, (236, y))
    probe(sheet, (236, 117), "T3")
    sheet.line((236, 119.3), (236, y))
    ground(sheet, (236, _LOW))
    sheet.words(
        (193, 156), "Dashed: a one-shot (74HC221), as in fail_secure.md, may stand here.", "s grey"
    )


def _table(sheet: Sheet) -> None:
    columns = (14, 78, 112, 152)
    for number, row in enumerate(_PROBES):
        y = _TABLE + number * 5.6
        for x, words in zip(columns, row, strict=True):
            sheet.words((x, y), words, "s" + (" b" if number == 0 or x == columns[0] else ""))
        sheet.line((12, y + 1.8), (187, y + 1.8), css="hair")
    for number, words in enumerate(
        (
            "One fault leaves every bolt locked: a pin stuck high, Q2 or Q3",
            "shorted, the program dead at any level. Q3 shorted shows when",
            "another bolt is opened: too much current drops both.",
            "Nobody has built this circuit yet: bench L9 to L11.",
        )
    ):
        sheet.words((193, _TABLE + number * 4.6), words, "s")
