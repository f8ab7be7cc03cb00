"""The hatch, asked from another program. A conversation a thread; reconnects by itself."""

import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from kiosk.service import protocol as p
from kiosk.service import wire
from kiosk.service.views import BayView, BenchView, Line
from kiosk.spelling import Misspelled, thing

PATIENCE_S = 15.0
"""How long an answer may take: longer than the keeper's own patience."""


class HatchRefused(Exception):
    """The other side did not understand the question: two versions of the program."""


class _Line:
    """One connection to the hatch; hung up when nobody holds it, as when its thread has ended."""

    def __init__(self, path: Path, patience_s: float) -> None:
        self._connection = socket.socket(socket.AF_UNIX)
        self._connection.settimeout(patience_s)
        try:
            self._connection.connect(str(path))
        except OSError:
            self._connection.close()
            raise
        self._stream = self._connection.makefile("rwb")

    def ask(self, message: Mapping[str, object], patience_s: float) -> dict[str, Any]:
        """Return the answer."""
        self._connection.settimeout(patience_s)
        self._stream.write(wire.line(message))
        self._stream.flush()
        return wire.message(self._stream.readline(wire.LINE_MAX))

    def hang_up(self) -> None:
        """Leave the conversation."""
        stream = getattr(self, "_stream", None)
        if stream is not None:
            with suppress(OSError):  # it may hold a question that nobody took
                stream.close()
        self._connection.close()

    __del__ = hang_up


class Conversation:
    """Questions and answers over one socket path. Any thread; each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        """Connect at the first question."""
        self._path = path
        self._mine = threading.local()

    def ask(self, message: Mapping[str, object], patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Return the answer.

        Raises:
            KioskSilent: nobody answers.
            HatchRefused: the question was not understood.
        """
        line: _Line | None = getattr(self._mine, "line", None)
        try:
            if line is None:
                line = self._mine.line = _Line(self._path, patience_s)
            answer = line.ask(message, patience_s)
        except (OSError, Misspelled) as gone:
            self.close()
            why = getattr(gone, "strerror", None) or gone
            raise p.KioskSilent(f"Nobody answers at {self._path} ({why}).") from gone
        if "silent" in answer:
            self.close()
            raise p.KioskSilent(str(answer["silent"]))
        if "wrong" in answer:
            raise HatchRefused(str(answer["wrong"]))
        return answer

    def close(self) -> None:
        """Hang up this thread's connection; the next question makes a new one."""
        line: _Line | None = getattr(self._mine, "line", None)
        self._mine.line = None
        if line is not None:
            line.hang_up()


class RemoteService:
    """A `Service` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up this thread's connection."""
        self._kiosk.close()

    def view(self) -> BayView:
        """Return the bay as it stands now."""
        return _view(self._kiosk.ask({"ask": "view"}))

    def wait(self, after: int, timeout_s: float) -> BayView:
        """Return the bay once its version is beyond `after`, or as it stands after `timeout_s`."""
        asked = {"ask": "wait", "after": after, "timeout_ms": int(timeout_s * 1000)}
        return _view(self._kiosk.ask(asked, timeout_s + PATIENCE_S))

    def tap(self, tap: p.Tap) -> BayView:
        """Hand a tap to the keeper and return the bay after it was decided on."""
        return _view(self._kiosk.ask(wire.tap_asked(tap)))

    def enter_office(self, number: str, pin: str) -> p.OfficePass:
        """Ask to enter the office pages."""
        answer = self._kiosk.ask({"ask": "enter_office", "number": number, "pin": pin})
        office: p.OfficePass = thing(p.OfficePass, answer["pass"])
        return office

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        """Return lines of the journal, newest first."""
        answer = self._kiosk.ask({"ask": "lines", "before": before, "limit": limit})
        return tuple(thing(Line, line) for line in answer["lines"])


class RemoteBench:
    """A `Bench` behind a Unix socket; a real bay refuses it with `HatchRefused`."""

    def __init__(self, path: Path) -> None:
        """Speak to the simulated bay behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up this thread's connection."""
        self._kiosk.close()

    def parts(self) -> BenchView:
        """Return what can be touched, and how it stands."""
        return _bench(self._kiosk.ask({"ask": "bench.parts"}))

    def scan(self, reader: str, text: str) -> BenchView:
        """Hold a badge or a label before a simulated reader."""
        return _bench(self._kiosk.ask({"ask": "bench.scan", "reader": reader, "text": text}))

    def cable(self, cable: str, *, opened: bool) -> BenchView:
        """Pull a cable out or push it in."""
        return _bench(self._kiosk.ask({"ask": "bench.cable", "cable": cable, "opened": opened}))

    def plug(self, device: str, *, plugged: bool) -> BenchView:
        """Unplug a simulated reader, or plug it in again."""
        return _bench(self._kiosk.ask({"ask": "bench.plug", "device": device, "plugged": plugged}))


def _view(answer: Mapping[str, Any]) -> BayView:
    view: BayView = thing(BayView, answer["view"])
    return view


def _bench(answer: Mapping[str, Any]) -> BenchView:
    bench: BenchView = thing(BenchView, answer["bench"])
    return bench
