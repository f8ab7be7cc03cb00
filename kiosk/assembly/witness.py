"""Who watches the four lines: nobody, a log, or the terminal of `make run`.

A witness only looks. What it is told was already decided, written and done.
"""

from collections.abc import Sequence
from typing import TextIO, assert_never

from drivers.readings import Edge, Found, Lost, Reading, Scan, ScanRejected
from kiosk.keeper.ports import Journal
from kiosk.rules import effects as x
from kiosk.rules.bay import Bay
from kiosk.rules.entries import Entry
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.service.stages import stage_of

LONGEST = 64
"""Characters of a scan that the terminal shows; a label of ours has ten, a foreign tag up to 24."""

COLOURS = {"reading": 33, "written": 32, "acted": 35, "told": 36, "said": 1}
"""ANSI colours, one a line of the four; `said` is bold."""


class Witness:
    """Watches the four lines and says nothing."""

    def reading(self, reading: Reading) -> None:
        """A driver took a reading. Any thread."""

    def written(self, entries: Sequence[Entry], seq: int) -> None:
        """Lines became durable; the last has number `seq`."""

    def acted(self, effect: x.Effect) -> None:
        """The hands performed an effect."""

    def told(self, bay: Bay) -> None:
        """The screens were told."""

    def said(self, sentence: str) -> None:
        """Something a technician should read."""


class WatchedJournal:
    """A journal that somebody looks at: told as written as soon as it is, before anything moves."""

    def __init__(self, journal: Journal, witness: Witness) -> None:
        """Write in this journal."""
        self._journal, self._witness = journal, witness

    def append(self, entries: Sequence[Entry]) -> int:
        """Write all entries durably; see `keeper.ports.Journal`."""
        seq = self._journal.append(entries)
        if entries:
            self._witness.written(entries, seq)
        return seq


class Log(Witness):
    """Writes down what a technician should read, and nothing else: journald has the time."""

    def __init__(self, out: TextIO) -> None:
        """Write to this stream."""
        self._out = out

    def said(self, sentence: str) -> None:
        """Something a technician should read."""
        self._out.write(sentence + "\n")
        self._out.flush()


class Narrator(Witness):
    """Says each of the four lines as it happens. Badges appear: for demonstrations only."""

    def __init__(self, out: TextIO, *, colour: bool) -> None:
        """Say it to this stream."""
        self._out, self._colour = out, colour

    def reading(self, reading: Reading) -> None:
        """A driver took a reading."""
        self._line("reading", _reading(reading))

    def written(self, entries: Sequence[Entry], seq: int) -> None:
        """Lines became durable."""
        first = seq - len(entries) + 1
        numbers = f"{first}" if len(entries) == 1 else f"{first}-{seq}"
        kinds = ", ".join(_entry(entry) for entry in entries)
        self._line("written", f"{numbers}  {kinds}")

    def acted(self, effect: x.Effect) -> None:
        """The hands performed an effect."""
        self._line("acted", _effect(effect))

    def told(self, bay: Bay) -> None:
        """The screens were told."""
        alarms = f", {len(bay.alarms)} alarms" if bay.alarms else ""
        doubts = f", {len(bay.doubts)} doubts" if bay.doubts else ""
        sure = len(bay.inside.keys() - bay.doubts.keys())
        self._line("told", f"{stage_of(bay)}; {sure} in the racks{doubts}{alarms}")

    def said(self, sentence: str) -> None:
        """Something a technician should read."""
        self._line("said", sentence)

    def _line(self, which: str, text: str) -> None:
        shown = f"{which:8}"
        if self._colour:
            shown = f"\033[{COLOURS[which]}m{shown}\033[0m"
        self._out.write(f"  {shown}  {text}\n")
        self._out.flush()


def _reading(reading: Reading) -> str:
    match reading:
        case Scan(reader, text):
            return f"{reader}: {_shown(text)}"
        case ScanRejected(reader, reason):
            return f"{reader}: rejected, {reason}"
        case Edge(line, closed):
            return f"{line}: {'shut' if closed else 'open'}"
        case Lost(device, why):
            return f"{device}: lost, {why}"
        case Found(device):
            return f"{device}: there"
        case _:
            assert_never(reading)


def _shown(text: str) -> str:
    """Return a scanned text as it may be read over a shoulder: digit cards spell a PIN."""
    if len(text) > LONGEST:
        return f"{_shown(text[:LONGEST])}… ({len(text)} characters)"
    label = read_label(text)
    if isinstance(label, Label) and label.kind is Kind.COMMAND:
        return "a command card"
    return text if text.isprintable() else repr(text)


def _entry(entry: Entry) -> str:
    reason = getattr(entry, "reason", "")
    return f"{entry.KIND} ({reason})" if reason else entry.KIND


def _effect(effect: x.Effect) -> str:
    """Return how something stands now; it may have stood so before, as bolts do at every start."""
    match effect:
        case x.Unlock(cable):
            return f"set: {cable} unlocked"
        case x.Lock(cable):
            return f"set: {cable} locked"
        case x.Light(position, on):
            return f"set: light {position} {'on' if on else 'off'}"
        case x.Siren(on):
            return f"set: siren {'on' if on else 'off'}"
        case x.Beep(tone):
            return f"beep {tone}"
        case _:
            assert_never(effect)
