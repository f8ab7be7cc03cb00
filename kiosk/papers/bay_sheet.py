"""The sheet of the bay: what is out with whom, where each weapon is, and lines to write on by hand.

Printed before the power ends, and whenever somebody wants to know it on paper. It has serials on
it, so that it never lies open at the racks.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from kiosk.papers import frame
from kiosk.papers.frame import Cell, Column, Identifier, Printed, Title, in_words

TITLE = Title("សន្លឹកអាវុធ", "Sheet of the bay: what is out, and where each weapon is")

LINES = 14
"""Empty lines for what goes out and comes back while the kiosk is off. Ours: half a page."""

_OUT = (
    Column(17, "លេខអាវុធ", "weapon number"),
    Column(17, "លេខស៊េរី", "serial"),
    Column(14, "អាវុធ", "weapon"),
    Column(22, "មន្ត្រី", "officer"),
    Column(15, "យក", "since"),
    Column(15, "ត្រូវសង", "due"),
)
_STANDS = (
    Column(16, "ទីតាំង", "place"),
    Column(14, "ខ្សែកាប", "cable"),
    Column(20, "លេខអាវុធ", "weapon number"),
    Column(20, "លេខស៊េរី", "serial"),
    Column(16, "អាវុធ", "weapon"),
    Column(14, "សង្ស័យ", "in doubt"),
)
_MISSING = (
    Column(34, "លេខអាវុធ", "weapon number"),
    Column(33, "លេខស៊េរី", "serial"),
    Column(33, "អាវុធ", "weapon"),
)
_BY_HAND = (
    Column(13, "ម៉ោង", "at"),
    Column(20, "លេខស៊េរី", "serial"),
    Column(25, "មន្ត្រី", "officer"),
    Column(14, "យក ឬសង", "out or back"),
    Column(14, "ហត្ថលេខា", "signature"),
    Column(14, "អ្នកទីពីរ", "second person"),
)
"""Khmer from the glossary or composed from it; no native reader has confirmed it."""

When = Callable[[int], str]

_SIGNERS = (frame.CUSTODIAN, frame.SECOND, frame.CHIEF, frame.DATE)


@dataclass(frozen=True, slots=True)
class Out:
    """A weapon that is out, and with whom; wall times, 0: none."""

    number: str
    serial: str
    name: str
    holder: str
    since_ms: int
    due_ms: int


@dataclass(frozen=True, slots=True)
class Stands:
    """A position, and the weapon that the book has there; empty texts for none."""

    position: str
    cable: str
    number: str
    serial: str
    name: str
    doubt: bool = False


def bay_sheet(
    out: Sequence[Out],
    stands: Sequence[Stands],
    missing: Sequence[tuple[str, str, str]],
    printed: Printed,
) -> str:
    """Return the sheet; `missing`: number, serial and name of what is nowhere."""
    above = f"{printed.kiosk}, {in_words(printed.at_ms, printed.utc_offset_min)[1]}"

    def when(wall_ms: int) -> str:
        return in_words(wall_ms, printed.utc_offset_min)[1] if wall_ms else ""

    def body() -> Iterator[str]:
        yield frame.heading("អាវុធនៅក្រៅ", "Out")
        yield from frame.grid("out", above, _OUT, (_out(one, when) for one in out))
        if missing:
            yield frame.heading("អាវុធបាត់", "Missing")
            yield from frame.grid("missing", above, _MISSING, map(_named, missing))
        yield frame.heading("ក្នុងធ្នើ", "In the racks")
        yield from frame.grid("stands", above, _STANDS, map(_standing, stands))
        yield frame.heading("កត់ត្រាដោយដៃ", "By hand, while the kiosk is off", apart=True)
        yield from frame.grid("by-hand", above, _BY_HAND, (("\u00a0",) * 6 for _ in range(LINES)))

    inside = sum(bool(one.number) for one in stands)
    facts = (
        ("Out / នៅក្រៅ", str(len(out))),
        ("In the racks / ក្នុងធ្នើ", str(inside)),
        ("Missing / បាត់", str(len(missing))),
    )
    return frame.framed(TITLE, printed, facts, body(), _SIGNERS)


def _out(one: Out, when: When) -> tuple[Cell, ...]:
    number, serial = Identifier(one.number), Identifier(one.serial)
    return number, serial, one.name, one.holder, when(one.since_ms), when(one.due_ms)


def _standing(one: Stands) -> tuple[Cell, ...]:
    number, serial = Identifier(one.number), Identifier(one.serial)
    return one.position, one.cable, number, serial, one.name, "?" if one.doubt else ""


def _named(one: tuple[str, str, str]) -> tuple[Cell, ...]:
    return Identifier(one[0]), Identifier(one[1]), one[2]
