"""Names and places that two parts of kiosk.toml claim: whoever came second would be unheard."""

from collections.abc import Iterable, Iterator

from drivers.lines.bolt_watch import ALL, AMMETER, POWER
from kiosk import config as c
from kiosk.assembly.board_clock import NAME as CLOCK
from kiosk.assembly.board_memory import NAME as BOARD_MEMORY
from kiosk.assembly.lines import ARMING, EXPANDERS, LOOPS, contact_lines, lights_name
from kiosk.assembly.readers import line_name

OURS = (ALL, AMMETER, POWER, "bolt watch", BOARD_MEMORY, CLOCK, EXPANDERS, LOOPS, ARMING)
"""What parts of the program itself are called in Lost and Found."""

OUTPUTS = ("siren", "buzzer", "lamp")


def claimed_twice(settings: c.Settings) -> Iterator[str]:
    """Yield a sentence for each name and each place that is claimed a second time."""
    yield from _twice(_names(settings), "the name {!r} stands for two things; give another")
    yield from _twice(_places(settings), "{} is named twice; one of them would be unheard")


def _names(settings: c.Settings) -> Iterator[str]:
    yield from (*OURS, *OUTPUTS)
    lines = set()
    for reader in settings.readers:
        yield reader.name
        if isinstance(reader, c.OsdpReader):
            yield from (f"{reader.name} tamper", f"{reader.name} power")
            lines.add(line_name(reader.device))
    yield from sorted(lines)
    yield from (module.name for module in settings.uhfs)
    yield from (f"bolt {cable.id}" for cable in settings.cables)
    yield from (line for line, _ in contact_lines(settings))
    lamps = (row.light for row in settings.lights)
    chips = {lamp.address for lamp in lamps if isinstance(lamp, c.Pca9685Light)}
    yield from (lights_name(address) for address in sorted(chips))


def _places(settings: c.Settings) -> Iterator[str]:
    shared = {reader.device for reader in settings.readers if isinstance(reader, c.OsdpReader)}
    yield from sorted(shared)
    for reader in settings.readers:
        if not isinstance(reader, c.OsdpReader | c.SimulatedReader):
            yield reader.device
    yield from (module.device for module in settings.uhfs)
    for _, contact in contact_lines(settings):
        if isinstance(contact, c.ExpanderContact):
            yield f"pin {contact.pin} of the expander at {contact.address:#04x}"
        if isinstance(contact, c.LoopContact):
            yield f"input {contact.input} of the converter at {contact.address:#04x}"
    for row in settings.lights:
        if isinstance(row.light, c.Pca9685Light):
            yield f"lamp {row.light.lamp} of the lights at {row.light.address:#04x}"


def _twice(claims: Iterable[str], sentence: str) -> Iterator[str]:
    seen: set[str] = set()
    for claim in claims:
        if claim in seen:
            yield sentence.format(claim)
        seen.add(claim)
