"""One examination from the outside in: devices, machine, book, programs, the kiosk's own word."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from kiosk.assembly.examination.book import book
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.devices import devices
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.assembly.examination.machine import machine
from kiosk.assembly.examination.programs import programs
from kiosk.config import Settings
from kiosk.service.devices import DeviceView
from kiosk.service.sentences import sentence
from kiosk.service.views import FaultView


@dataclass(frozen=True, slots=True)
class Running:
    """What a running kiosk says of itself."""

    devices: Sequence[DeviceView]
    faults: Sequence[FaultView]
    version: str


def examined(
    settings: Settings, running: Running | None, box: Box, say: Say
) -> tuple[Finding, ...]:
    """Return everything that is wrong.

    Args:
        settings: what kiosk.toml says.
        running: what the kiosk says; None when none runs.
        box: the machine; what this account may not look at is remembered there.
        say: the words.
    """
    found = (
        *devices(settings, None if running is None else running.devices, box, say),
        *machine(settings, box, say),
        *book(settings, box, say),
        *programs(box, None if running is None else running.version, say),
    )
    if running is None:
        return found
    return found + tuple(own_words(running.faults, {one.code for one in found}, say))


def own_words(faults: Sequence[FaultView], found: Collection[str], say: Say) -> Iterator[Finding]:
    """Yield the faults that the kiosk shows on its screen and that nobody here has found."""
    for fault in faults:
        if fault.fault not in found:
            said = sentence("fault", fault.fault, say.language, {"device": fault.device})
            yield Finding(fault.fault, said.happened, said.do)
