"""The Pi's header as a technician sees it: forty pins, and what hangs on each in a pin profile.

Where a pin stands, and which give power, is the Pi's; all else comes from the profile.
"""

from dataclasses import dataclass
from typing import Final

from drivers.lines.pin_profile import Pin, Profile
from tests.hardware_docs.sheet import PORTRAIT, Point, Sheet

ORIGIN: Final = "drivers/lines/profiles/rack_v1.toml"

PLACE: Final = {
    2: 3, 3: 5, 4: 7, 14: 8, 15: 10, 17: 11, 18: 12, 27: 13, 22: 15, 23: 16, 24: 18, 10: 19,
    9: 21, 25: 22, 11: 23, 8: 24, 7: 26, 0: 27, 1: 28, 5: 29, 6: 31, 12: 32, 13: 33, 19: 35,
    16: 36, 26: 37, 20: 38, 21: 40,
}  # fmt: skip
"""BCM number -> place on the header. Raspberry Pi documentation, "GPIO and the 40-pin header"."""

POWER: Final = dict.fromkeys((1, 17), "3.3 V") | dict.fromkeys((2, 4), "5 V")
GROUND: Final = frozenset({6, 9, 14, 20, 25, 30, 34, 39})
KEPT_FREE: Final = frozenset({0, 1})
"""Through these the firmware asks a HAT what it is."""

_TOP_MM: Final = 42.0
_PITCH_MM: Final = 10.3
_MIDDLE_MM: Final = 105.0
_LONG: Final = 28  # letters of a use that do not fit beside the header in the larger type
_SIGNS: Final = {
    "in": ("blue", "the Pi listens: points to the header"),
    "out": ("green", "the Pi drives: points away"),
    "opens": ("red", "the Pi drives, and it opens a rack: a double point"),
    "bus": ("violet", "a bus: points both ways"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """What one place of the header is: a sign, the words in it, and the words beside it."""

    number: int
    sign: str
    tag: str
    use: str
    detail: str = ""


def places(profile: Profile) -> list[Place]:
    """Return all forty places in their order."""
    pins = {pin.bcm: pin for pin in profile.pins}
    bcm_at = {place: bcm for bcm, place in PLACE.items()}
    return [_place(number, bcm_at.get(number), pins) for number in range(1, 41)]


def _place(number: int, bcm: int | None, pins: dict[int, Pin]) -> Place:
    if bcm is None:
        if number in GROUND:
            return Place(number, "ground", "GND", "")
        return Place(number, "power", POWER[number], "")
    tag = f"GPIO{bcm}"
    if bcm in KEPT_FREE:
        return Place(number, "kept", tag, "leave free", "the firmware looks for a HAT here")
    if bcm not in pins:
        return Place(number, "free", tag, "free")
    pin = pins[bcm]
    return Place(number, "opens" if pin.opens else pin.direction, tag, pin.use, detail(pin))


def detail(pin: Pin) -> str:
    """Say in a few words how a pin behaves."""
    match pin.direction:
        case "in":
            return f"{pin.rest} at rest, pull-up; counts after {pin.stable_ms} ms"
        case "out":
            rest = "low" if pin.active == "high" else "high"
            return f"{rest} at rest; opens a rack" if pin.opens else f"{rest} at rest"
        case _:
            return pin.bus


def draw(profile: Profile) -> str:
    """Return the sheet of the header."""
    says = (
        f"Profile {profile.name}. Seen from above: the Pi's edge to the right, its USB sockets"
        " below."
    )
    sheet = Sheet("The header", says, ORIGIN, PORTRAIT)
    rows = len(places(profile)) // 2
    sheet.box((_MIDDLE_MM - 11.5, _TOP_MM - 6), (23, rows * _PITCH_MM + 1.5), "panel", round_mm=2)
    for place in places(profile):
        _draw_place(sheet, place)
    _legend(sheet, _TOP_MM + rows * _PITCH_MM + 4)
    return sheet.svg()


def _draw_place(sheet: Sheet, place: Place) -> None:
    right = place.number % 2 == 0
    side = 1 if right else -1
    y = _TOP_MM + (place.number - 1) // 2 * _PITCH_MM
    x = _MIDDLE_MM + side * 5.2
    if place.number == 1:
        sheet.box((x - 3.4, y - 3.4), (6.8, 6.8), "hole")
    else:
        sheet.disc((x, y), 3.4, "hole")
    sheet.words((x, y + 1.1), str(place.number), "mid b")
    sheet.line((x + side * 3.4, y), (x + side * 9, y))
    _draw_sign(sheet, (x + side * 9, y), place, side)
    away = x + side * (34 if place.sign == "opens" else 32)
    css = "" if right else " end"
    small = "s " if len(place.use) > _LONG else ""
    sheet.words((away, y + (-0.6 if place.detail else 1.1)), place.use, f"{small}b{css}")
    sheet.words((away, y + 2.8), place.detail, f"xs grey{css}")


def _draw_sign(sheet: Sheet, at: Point, place: Place, side: int) -> None:
    """Draw the tag of a place, from the end near the header outwards: its shape tells its kind."""
    x, y = at
    far, tip = x + side * 20, side * 2.6
    near_tip, far_tip = (x, x + tip), (far, far - tip)
    match place.sign:
        case "in":
            _tag(sheet, y, near_tip, (far, far), "blue")
        case "out" | "opens":
            _tag(sheet, y, (x, x), far_tip, _SIGNS[place.sign][0])
            if place.sign == "opens":
                out = far + side * 1.8
                sheet.line((out - tip, y - 3.1), (out, y), (out - tip, y + 3.1), css="thick")
        case "bus":
            _tag(sheet, y, near_tip, far_tip, "violet")
        case "ground" | "power":
            _tag(sheet, y, (x, x), (far, far), "dark" if place.sign == "ground" else "amber")
        case _:
            corner = (min(x, far), y - 3.1)
            sheet.box(corner, (20, 6.2), "dash")
            if place.sign == "kept":
                sheet.line(corner, (corner[0] + 20, y + 3.1), css="hair")
                sheet.line((corner[0], y + 3.1), (corner[0] + 20, y - 3.1), css="hair")
    css = "mid b white" if place.sign == "ground" else "mid b"
    sheet.words((x + side * 10, y + 1.1), place.tag, css)


def plain_tag(sheet: Sheet, sign: str, at: Point, text: str) -> None:
    """Draw where a wire leaves the header: the tag's right end is the point."""
    x, y = at
    near = (x, x) if sign == "in" else (x, x - 2.6)
    far = (x - 20, x - 20) if sign in {"out", "opens"} else (x - 20, x - 17.4)
    _tag(sheet, y, near, far, _SIGNS[sign][0])
    sheet.words((x - 10, y + 1.1), text, "mid b")


def wire_tag(sheet: Sheet, pin: Pin, at: Point) -> None:
    """Draw where the wire of a pin leaves the header, with its use above the tag."""
    x, y = at
    plain_tag(sheet, "opens" if pin.opens else pin.direction, at, f"GPIO{pin.bcm}")
    sheet.words((x - 20, y - 4.4), pin.use, "s")
    sheet.words((x - 20, y + 6), f"place {PLACE[pin.bcm]}", "xs grey")


def _tag(sheet: Sheet, y: float, near: Point, far: Point, css: str) -> None:
    """Draw a tag; each end is (x in the middle of the height, x at its corners)."""
    sheet.shape(
        (near[0], y), (near[1], y - 3.1), (far[1], y - 3.1),
        (far[0], y), (far[1], y + 3.1), (near[1], y + 3.1),
        css=css,
    )  # fmt: skip


def _legend(sheet: Sheet, top: float) -> None:
    for number, (sign, (_, says)) in enumerate(_SIGNS.items()):
        x, y = 14 + number % 2 * 92, top + 4 + number // 2 * 8
        _draw_sign(sheet, (x, y), Place(0, sign, "GPIO", ""), 1)
        sheet.words((x + 25, y + 1.1), says, "s")
    y = top + 20
    for x, sign, tag, says in (
        (14, "power", "3.3 V, 5 V", "supply"),
        (60, "ground", "GND", "ground"),
        (106, "free", "GPIO", "free"),
        (152, "kept", "GPIO", "leave free"),
    ):
        _draw_sign(sheet, (x, y), Place(0, sign, tag, ""), 1)
        sheet.words((x + 22, y + 1.1), says, "s")
