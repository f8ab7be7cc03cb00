"""Who watches the four lines: nobody, a log, or the terminal of `make run`.

A witness only looks. What it is told was already decided, written and done.
"""

from collections.abc import Sequence
from typing import TextIO, assert_never

from drivers.readings import Edge, Found, Lost, Reading, Scan, ScanRejected
from kiosk.keeper.keeper import Keeper
from kiosk.keeper.ports import Journal
from kiosk.rules import effects as x
from kiosk.rules.bay import Bay
from kiosk.rules.entries import Entry
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.observations import Observation
from kiosk.service.stages import stage_of

LONGEST = 64
"""Characters of a scan that the terminal shows; a label of ours has ten, a foreign tag up to 24."""

COLOURS = {
    "reading": 33, "seen": 34, "decided": 36, "written": 32, "acted": 35, "told": 36, "said": 1,
}  # fmt: skip
"""ANSI colours, one a line of the four; `said` is bold."""


class Witness:
    """Watches the four lines and says nothing."""

    def reading(self, reading: Reading) -> None:
        """A driver took a reading. Any thread."""

    def seen(self, seen: Observation) -> None:
        """The keeper knows what was seen, and decides on it next."""

    def decided(self, entries: Sequence[Entry]) -> None:
        """It was decided to write these lines; they are not durable yet."""

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
        self._witness.decided(entries)
        seq = self._journal.append(entries)
        if entries:
            self._witness.written(entries, seq)
        return seq


class WatchedKeeper(Keeper):
    """A keeper that somebody looks at: told what was seen before it decides."""

    witness: Witness

    def _turn(self, seen: Observation) -> tuple[tuple[Entry, ...], int]:
        self.witness.seen(seen)
        return super()._turn(seen)


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
        self._line("reading", reading_said(reading))

    def written(self, entries: Sequence[Entry], seq: int) -> None:
        """Lines became durable."""
        first = seq - len(entries) + 1
        numbers = f"{first}" if len(entries) == 1 else f"{first}-{seq}"
        kinds = ", ".join(entry_said(entry) for entry in entries)
        self._line("written", f"{numbers}  {kinds}")

    def acted(self, effect: x.Effect) -> None:
        """The hands performed an effect."""
        self._line("acted", effect_said(effect))

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
        self._out.write(f"  {line_named(which, colour=self._colour)}  {text}\n")
        self._out.flush()


def line_named(which: str, *, colour: bool) -> str:
    """Return which of the four lines is told, as a terminal shows it."""
    shown = f"{which:8}"
    return f"\033[{COLOURS.get(which, COLOURS['said'])}m{shown}\033[0m" if colour else shown


def reading_said(reading: Reading) -> str:
    """Return what a driver said, badges whole: for who may see them."""
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


def entry_said(entry: Entry) -> str:
    """Return a line by its kind, and why if it says so by a name."""
    reason = getattr(entry, "reason", "")
    return f"{entry.KIND} ({reason})" if reason else entry.KIND


def effect_said(effect: x.Effect) -> str:  # noqa: PLR0911 - one return an effect
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
        case x.Listen():
            return "set: listens for tags anew"
        case x.PowerOff():
            return "set: the machine is to be switched off"
        case x.SetClock(wall_ms):
            return f"set: the clock to {wall_ms} ms"
        case _:
            assert_never(effect)
