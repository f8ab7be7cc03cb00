"""The way of the power, from the mains to each thing that draws it, with fuses and amperes."""

from typing import Final

from drivers.lines.pin_profile import Profile
from tests.hardware_docs.header import plain_tag
from tests.hardware_docs.power import Budget, Rail
from tests.hardware_docs.sheet import Sheet
from tests.hardware_docs.symbols import fuse, joint

_TOP: Final = 40.0
_ROW: Final = 10.4
_STEP: Final = 68.0  # from one rail to the next
_FIRST: Final = 80.0  # where the 12 V rail stands
_LOAD_MM: Final = 62.0


def draw(budget: Budget, profile: Profile) -> str:
    """Return the sheet of the power."""
    says = "Amperes at the load's own rail: idle, and at worst. Fuses stand where the wire begins."
    sheet = Sheet("Power", says, "hardware_docs/power.toml")
    _source(sheet, budget, profile)
    row = 0
    for number, rail in enumerate(budget.rails):
        row = _draw_rail(sheet, budget, rail, (number, row))
    return sheet.svg()


def _source(sheet: Sheet, budget: Budget, profile: Profile) -> None:
    rail = budget.rails[0]
    sheet.box((14, _TOP), (44, 24), "box", round_mm=1.5)
    sheet.words((36, _TOP + 7), "supply with charger", "s b mid")
    sheet.words((36, _TOP + 11.5), f"{rail.name}, {rail.limit_a:g} A", "s mid")
    sheet.words((36, _TOP + 20), "mains", "s grey mid")
    sheet.line((58, _TOP + 12), (_FIRST, _TOP + 12))
    battery = budget.battery
    sheet.box((14, _TOP + 40), (44, 22), "box", round_mm=1.5)
    sheet.words((36, _TOP + 47), "battery", "s b mid")
    sheet.words((36, _TOP + 51.5), f"12 V, {battery.capacity_ah:g} Ah", "s mid")
    hours = budget.hold_up_h(worst=False)
    sheet.words((36, _TOP + 58), f"lasts {hours:.1f} h, nobody there", "s mid")
    fuse(sheet, (24, _TOP + 40), (24, _TOP + 24), f"{rail.fuse_a:g} A")
    sheet.words((14, _TOP + 78), "Dry contacts of the supply:", "s b")
    for number, use in enumerate(("mains failed", "battery low")):
        pin = profile.pin(use)
        y = _TOP + 86 + number * 10
        plain_tag(sheet, "in", (34, y), f"GPIO{pin.bcm}")
        sheet.words((37, y + 1), use, "s")
    sheet.words((14, _TOP + 108), "One star of grounds, at the supply.", "s")
    sheet.words((14, _TOP + 112.4), "Coil wires and signal wires do not", "s")
    sheet.words((14, _TOP + 116.8), "share a channel.", "s")


def _draw_rail(sheet: Sheet, budget: Budget, rail: Rail, at: tuple[int, int]) -> int:
    """Draw a rail, its loads, and what makes the next; return the first row below it."""
    number, row = at
    x = _FIRST + number * _STEP
    y = _TOP + row * _ROW
    worst = budget.drawn_a(rail.name, worst=True)
    sheet.words((x + 2, y - 1.5), rail.name, "l b")
    sheet.words((x + 18, y - 1.5), f"{worst:.1f} of {rail.limit_a:g} A", "s grey")
    loads = [load for load in budget.loads if load.rail == rail.name]
    below = [each for each in budget.rails if each.feeds_from == rail.name]
    bottom = y + 5 + (len(loads) + len(below) - 1) * _ROW
    sheet.line((x, y - 4), (x, bottom), css="thick")
    for place, load in enumerate(loads):
        level = y + 5 + place * _ROW
        joint(sheet, (x, level))
        if load.fuse_a:
            fuse(sheet, (x, level), (x + 14, level), "")
            sheet.words((x + 7, level - 2.2), f"{load.fuse_a:g} A", "xs mid")
        else:
            sheet.line((x, level), (x + 14, level))
        sheet.box((x + 14, level - 4), (_LOAD_MM - 14, 8), "box", round_mm=1)
        sheet.words((x + 16, level - 0.4), load.name, "xs b")
        sheet.words((x + 16, level + 2.7), f"{load.idle_a:g} A, worst {load.worst_a:g} A", "xs")
    last = row + len(loads)
    for maker in below:
        level = bottom
        joint(sheet, (x, level))
        if maker.fuse_a:
            fuse(sheet, (x, level), (x + 14, level), "")
            sheet.words((x + 7, level - 2.2), f"{maker.fuse_a:g} A", "xs mid")
        else:
            sheet.line((x, level), (x + 14, level))
        sheet.box((x + 14, level - 4), (_LOAD_MM - 22, 8), "amber", round_mm=1)
        short = maker.made_by.partition(",")[0]
        sheet.words((x + 16, level - 0.4), short, "xs b")
        taken = budget.taken_a(maker, worst=True)
        sheet.words((x + 16, level + 2.7), f"takes {taken:.1f} A at worst", "xs")
        sheet.line((x + _LOAD_MM - 8, level), (x + _STEP, level))
    return last
