"""The parts of a simulated bay, to click on. Only the assembly of a simulated bay builds one."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from kiosk.service.bench_views import BenchPart, BenchView


class Reader(Protocol):
    """A reader in whose place somebody clicks."""

    def scan(self, text: str) -> None:
        """Read one text."""
        ...

    def plug(self) -> None:
        """Come back."""
        ...

    def unplug(self) -> None:
        """Go away."""
        ...


class Contact(Protocol):
    """A contact that somebody opens and closes."""

    def set(self, *, closed: bool) -> None:
        """Open or close the circuit."""
        ...


class Level(Protocol):
    """An output whose level can be seen."""

    @property
    def is_on(self) -> bool:
        """Whether it is driven."""
        ...


class Calendar(Protocol):
    """The wall clock of the simulated bay."""

    def pass_time(self, minutes: int) -> None:
        """Move it ahead; back it never goes."""
        ...


Labels = Callable[[], Sequence[BenchPart]]
"""The badges and weapons that may be held before a reader, from the register."""


class LocalBench:
    """The bench, inside the program. Called from the hatch's threads."""

    def __init__(
        self,
        readers: Mapping[str, Reader],
        contacts: Mapping[str, Contact],
        outputs: Mapping[str, Level],
        labels: Labels,
        calendar: Calendar,
    ) -> None:
        """Take the simulated parts: contacts by cable, outputs by name (`bolt CABLE`, `siren`)."""
        self._readers, self._contacts = readers, contacts
        self._outputs, self._labels, self._calendar = outputs, labels, calendar
        self._plugged = dict.fromkeys(readers, True)
        self._opened = dict.fromkeys(contacts, False)

    def parts(self) -> BenchView:
        """Return what can be touched, and how it stands."""
        return BenchView(
            (
                *self._labels(),
                *(BenchPart("reader", name, name, on=on) for name, on in self._plugged.items()),
                *(BenchPart("cable", name, name, on=on) for name, on in self._opened.items()),
                *(
                    BenchPart("output", name, name, on=output.is_on)
                    for name, output in self._outputs.items()
                ),
            )
        )

    def scan(self, reader: str, text: str) -> BenchView:
        """Hold a badge or a label before a simulated reader."""
        if reader in self._readers:
            self._readers[reader].scan(text)
        return self.parts()

    def cable(self, cable: str, *, opened: bool) -> BenchView:
        """Pull a cable out or push it in; one that is locked gives way too, by force."""
        if cable in self._contacts:
            self._opened[cable] = opened
            self._contacts[cable].set(closed=not opened)
        return self.parts()

    def plug(self, device: str, *, plugged: bool) -> BenchView:
        """Unplug a simulated reader, or plug it in again."""
        reader = self._readers.get(device)
        if reader is not None:
            self._plugged[device] = plugged
            (reader.plug if plugged else reader.unplug)()
        return self.parts()

    def pass_time(self, minutes: int) -> BenchView:
        """Let time pass at the wall; deadlines that are measured go on as they were."""
        self._calendar.pass_time(minutes)
        return self.parts()
