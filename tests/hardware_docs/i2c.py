"""The I2C bus as a technician sees it: two wires, and each chip with its address and its pins."""

from typing import Final

from drivers.lines.pin_profile import Chip, Profile
from tests.hardware_docs.header import ORIGIN, PLACE
from tests.hardware_docs.sheet import MARGIN, Sheet, folded
from tests.hardware_docs.symbols import joint

_WIRES: Final = {"SDA": 48.0, "SCL": 55.0, "3.3 V": 62.0, "GND": 69.0}
_BOX_TOP: Final = 84.0
_PI_MM: Final = 34.0

_STRAPS: Final[dict[str, tuple[int, tuple[str, ...]]]] = {
    "mcp23017": (0x20, ("A2", "A1", "A0")),
    "pca9685": (0x40, ("A5", "A4", "A3", "A2", "A1", "A0")),
    "at24c32": (0x50, ("A2", "A1", "A0")),
    "ina219": (0x40, ("A1", "A0")),
    "ads1115": (0x48, ("ADDR",)),
}
"""Kind -> its lowest address, and the pins that add to it (data sheets)."""

_FOUR_WAYS: Final = {
    "ina219": ("GND", "3V3", "SDA", "SCL"),
    "ads1115": ("GND", "3V3", "SDA", "SCL"),
}
"""Kinds whose address pins know four ways, each worth two bits."""


def straps(chip: Chip) -> list[tuple[str, str]]:
    """Return where each address pin of a chip goes; nothing for a kind that has one address."""
    lowest, names = _STRAPS.get(chip.kind, (chip.address, ()))
    ways = _FOUR_WAYS.get(chip.kind, ("GND", "3V3"))
    bits = len(ways).bit_length() - 1
    above = chip.address - lowest
    reversed_pairs = [
        (name, ways[above >> (place * bits) & (len(ways) - 1)])
        for place, name in enumerate(reversed(names))
    ]
    return reversed_pairs[::-1]


def draw(profile: Profile) -> str:
    """Return the sheet of the bus."""
    says = (
        f"Profile {profile.name}. At most 1 m of wire in all. Pull-ups stand on the Pi (1.8 kΩ):"
        " take them off the boards, all but one."
    )
    sheet = Sheet("Chips on the I2C bus", says, ORIGIN)
    right = sheet.width - MARGIN
    sheet.box((MARGIN, 41), (_PI_MM - 8, 35), "box", round_mm=1.5)
    sheet.words((MARGIN + 2, 38), "Raspberry Pi", "b")
    places = {"3.3 V": "1", "GND": "9"}
    for wire, use in (("SDA", "I2C data"), ("SCL", "I2C clock")):
        pin = profile.pin(use)
        places[wire] = f"{PLACE[pin.bcm]}, GPIO{pin.bcm}"
    for wire, y in _WIRES.items():
        sheet.words((MARGIN + 2, y + 1), f"{wire}", "b")
        sheet.words((MARGIN + 2, y + 3.8), f"place {places[wire]}", "xs grey")
        css = "thick" if wire in {"SDA", "SCL"} else "dash"
        sheet.line((MARGIN + _PI_MM - 8, y), (right, y), css=css)
    step = (right - MARGIN - _PI_MM) / len(profile.chips)
    for number, chip in enumerate(profile.chips):
        _draw_chip(sheet, chip, MARGIN + _PI_MM + number * step, step - 3)
    _notes(sheet)
    return sheet.svg()


def _draw_chip(sheet: Sheet, chip: Chip, left: float, width: float) -> None:
    middle = left + width / 2
    for number, y in enumerate(_WIRES.values()):
        x = left + width * (number + 1) / 5
        sheet.line((x, y), (x, _BOX_TOP))
        joint(sheet, (x, y))
        sheet.words((x, _BOX_TOP + 3), ("SDA", "SCL", "+", "-")[number], "xs mid grey")
    sheet.box((left, _BOX_TOP), (width, 76), "box", round_mm=1.5)
    sheet.box((left, _BOX_TOP + 5), (width, 11), "violet")
    sheet.words((middle, _BOX_TOP + 12.3), f"{chip.address:#04x}", "t b mid mono")
    sheet.words((middle, _BOX_TOP + 21.5), chip.kind.upper(), "b mid")
    y = _BOX_TOP + 27
    for words in folded(chip.use, 15):
        sheet.words((middle, y), words, "s mid")
        y += 3.4
    y = _BOX_TOP + 38
    pins = straps(chip)
    if pins:
        sheet.words((middle, y - 2), "address pins", "xs mid grey")
    for number, (name, way) in enumerate(pins):
        row = y + 3 + number * 4.2
        sheet.words((middle - 2, row), name, "s end")
        sheet.box((middle, row - 2.9), (9, 3.8), "box" if way == "GND" else "dark")
        sheet.words((middle + 4.5, row - 0.2), way, "xs mid b" + ("" if way == "GND" else " white"))
    if not pins:
        sheet.words((middle, y + 3), "one address,", "s mid grey")
        sheet.words((middle, y + 6.4), "nothing to set", "s mid grey")
    for number, words in enumerate(folded(chip.source, 20)[:3]):
        sheet.words((middle, _BOX_TOP + 68 + number * 2.7), words, "xs mid grey")


def _notes(sheet: Sheet) -> None:
    for number, words in enumerate(
        (
            "Each MCP23017: GPA7 and GPB7 stay open: they can not be inputs. INTA and INTB too.",
            "RESET of each MCP23017 to 3.3 V through 10 kΩ. Each board: 100 nF at its supply.",
            "While the kiosk is stopped, `i2cdetect -y 1` shows these addresses, and no others;",
            "after power-on also 0x70: each PCA9685 answers there until it is set up.",
        )
    ):
        sheet.words((MARGIN, 171 + number * 5), words, "s")
