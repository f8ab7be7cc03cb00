"""Mistakes that somebody could make one day, by name. A run that misses one proves nothing.

A mutant is put in place in a process of its own, before its day is recorded. It stays in place for
the starts after the cuts, as it would.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kiosk.keeper.keeper import Keeper
from kiosk.registry import bay_table, book, database, mending, opening, reader, rebuild
from kiosk.registry.chain import Line, follows, read_line
from kiosk.registry.checkpoint import Mark
from kiosk.registry.files import write_all
from kiosk.registry.journal import Journal
from kiosk.registry.line_file import LineFile
from kiosk.registry.untold import Untold
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.broken import BookUnwritable
from kiosk.rules.decide import decide
from kiosk.rules.effects import Unlock
from kiosk.rules.entries import Entry
from kiosk.rules.fold import fold
from tests.powercut.shift import Journalled


@dataclass(frozen=True, slots=True)
class Mutant:
    """A mistake: what it is, how it is put in place, and by what it is looked for.

    `put` changes the program and returns the keeper to use; `by`: `cuts` or `faults`.
    """

    name: str
    sentence: str
    put: Callable[[], type[Keeper]]
    by: str = "cuts"


class Hasty(Keeper):
    """A keeper with a hook at each place where it should not act yet."""

    @property
    def work(self) -> Any:  # noqa: ANN401 - a Work, which knows keepers
        """What surrounds the keeper here."""
        assert isinstance(self._journal, Journalled)
        return self._journal.work

    def step(self, seen: o.Observation) -> tuple[tuple[Entry, ...], int]:
        """Decide, write, act, tell; and something else before."""
        decision = decide(self.bay, seen)
        if decision.entries:
            self.work.about_to_write(decision.entries)
            pulses = [effect for effect in decision.effects if isinstance(effect, Unlock)]
            self.before(decision.entries, pulses)
            effects = tuple(one for one in decision.effects if one not in self.done)
            decision = replace(decision, effects=effects)
        seq = self._written(decision.entries)
        self.bay = fold(self.bay, decision.entries)
        for effect in decision.effects:
            self._hands.perform(effect)
        self._tell(self.bay, decision.entries, seq)
        return decision.entries, seq

    done: tuple[Unlock, ...] = ()

    def before(self, entries: tuple[Entry, ...], pulses: list[Unlock]) -> None:
        """Do what should wait."""


class PulsesFirst(Hasty):
    def before(self, entries: tuple[Entry, ...], pulses: list[Unlock]) -> None:  # noqa: ARG002 - what the good one takes
        for pulse in pulses:
            self._hands.perform(pulse)
        self.done = tuple(pulses)


class PulsesInTransaction(Hasty):
    def before(self, entries: tuple[Entry, ...], pulses: list[Unlock]) -> None:  # noqa: ARG002 - what the good one takes
        lines = self.work.book.journal._copies.lines
        self.done = tuple(pulses)

        def append(text: bytes) -> None:
            LineFile.append(lines, text)
            for pulse in pulses:
                self._hands.perform(pulse)

        lines.append = append


class TellsFirst(Hasty):
    def before(self, entries: tuple[Entry, ...], pulses: list[Unlock]) -> None:  # noqa: ARG002 - what the good one takes
        _, lines = self.work.book.journal._sealed(entries)
        self.work.seen(f"told {lines[-1].seq} {lines[-1].hash.hex()}")


class PulsesAgain(Keeper):
    def start(self, *given: Any, **named: Any) -> None:  # noqa: ANN401 - handed on as it is
        release = self.bay.release
        super().start(*given, **named)
        if release is not None and release.opened_ms is None:
            self._hands.perform(Unlock(release.cable))


class GoesOn(Keeper):
    def _written(self, entries: Any) -> int:  # noqa: ANN401 - handed on as it is
        try:
            return super()._written(entries)
        except BookUnwritable:
            return 0


def _put(place: object, name: str, what: object) -> None:
    """Put a mistake in the place of what is right, in this process only."""
    assert hasattr(place, name), f"there is no {name} to mutate any more"
    setattr(place, name, what)


def pulse_before_write() -> type[Keeper]:
    return PulsesFirst


def pulse_in_transaction() -> type[Keeper]:
    return PulsesInTransaction


def acknowledge_before_commit() -> type[Keeper]:
    return TellsFirst


def pulse_again_on_recovery() -> type[Keeper]:
    return PulsesAgain


def act_after_failed_write() -> type[Keeper]:
    return GoesOn


def write_once_only_db() -> type[Keeper]:
    def append(self: LineFile, lines: bytes) -> None:
        self.size += len(lines)

    _put(LineFile, "append", append)
    return Keeper


def no_fsync_of_file() -> type[Keeper]:
    def append(self: LineFile, lines: bytes) -> None:
        write_all(self._handle, lines)
        self.size += len(lines)

    _put(LineFile, "append", append)
    return Keeper


def _synchronous(mode: str) -> type[Keeper]:
    def careless(path: Path) -> Any:  # noqa: ANN401 - an open connection
        connection = database.connect(path)
        connection.execute(f"PRAGMA synchronous = {mode}")
        return connection

    _put(opening, "connect", careless)
    _put(rebuild, "connect", careless)
    return Keeper


def wal_normal() -> type[Keeper]:
    return _synchronous("NORMAL")


def wal_off() -> type[Keeper]:
    return _synchronous("OFF")


def unannounced_checkpoint() -> type[Keeper]:
    _put(Mark, "say_checkpoint", lambda *_: None)
    return Keeper


def trust_after_checkpoint_cut() -> type[Keeper]:
    _put(opening, "_refuse_mixed_pages", lambda *_: None)
    return Keeper


def trust_unsigned_tail() -> type[Keeper]:
    def commits(self: reader.CommitReader) -> Iterator[list[Line]]:
        head, end = self.head, self.end
        found = []
        for raw in self._lines.lines(self.end):
            line = read_line(raw)
            if line is None or not follows(line, head):
                break
            found.append(line)
            head, end = line.head, end + len(raw)
        if found:
            self.head, self.end = head, end
            yield found

    _put(reader.CommitReader, "commits", commits)
    return Keeper


def short_stretch() -> type[Keeper]:
    _put(mending, "STRETCH", 1024)
    return Keeper


def forget_the_release() -> type[Keeper]:
    def careless(*given: Any) -> Bay:  # noqa: ANN401 - handed on as it is
        return replace(bay_table.read_bay(*given), release=None)

    _put(book, "read_bay", careless)
    return Keeper


def mend_in_silence() -> type[Keeper]:
    _put(Untold, "add", lambda *_: None)
    return Keeper


def retry_in_process() -> type[Keeper]:
    append = Journal.append

    def again(self: Journal, entries: Any) -> int:  # noqa: ANN401 - handed on as it is
        try:
            return append(self, entries)
        except BookUnwritable:
            self._stopped = None
            return append(self, entries)

    _put(Journal, "append", again)
    return Keeper


MUTANTS = {
    mutant.name: mutant
    for mutant in (
        Mutant("pulse_before_write", "acts, then writes", pulse_before_write),
        Mutant("pulse_in_transaction", "acts on one copy", pulse_in_transaction),
        Mutant("pulse_again_on_recovery", "ends what a cut cut short", pulse_again_on_recovery),
        Mutant("acknowledge_before_commit", "tells, then writes", acknowledge_before_commit),
        Mutant("write_once_only_db", "writes no line file", write_once_only_db),
        Mutant("no_fsync_of_file", "does not sync the line file", no_fsync_of_file),
        Mutant("wal_normal", "syncs the log at checkpoints only", wal_normal),
        Mutant("wal_off", "never syncs the database", wal_off),
        Mutant("unannounced_checkpoint", "announces no checkpoint", unannounced_checkpoint),
        Mutant("trust_after_checkpoint_cut", "reads no announcement", trust_after_checkpoint_cut),
        Mutant("trust_unsigned_tail", "keeps half a commit", trust_unsigned_tail),
        Mutant("short_stretch", "compares less than a block", short_stretch),
        Mutant("mend_in_silence", "says nothing of a mended copy", mend_in_silence),
        Mutant("forget_the_release", "starts without the grant", forget_the_release),
        Mutant(
            "act_after_failed_write", "goes on after a failure", act_after_failed_write, "faults"
        ),
        Mutant("retry_in_process", "tries a write again", retry_in_process, "faults"),
    )
}
