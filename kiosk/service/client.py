"""The hatch, asked from another program: a few lines for all its threads; reconnects by itself."""

import select
import socket
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

from kiosk.service import protocol as p
from kiosk.service import wire
from kiosk.service.bench_views import BenchView
from kiosk.service.found import FoundPage, StoryPage
from kiosk.service.pictures import SeenPictures
from kiosk.service.views import BayView, Line
from kiosk.service.works import Work
from kiosk.spelling import Misspelled, thing

PATIENCE_S = 15.0
"""How long an answer may take: longer than the keeper's own patience."""

LINES = 7
"""Lines to one socket: a screen that waits and one tapped, the bench, and a few chiefs at the door.
Whoever comes when all are busy waits for one."""


class HatchRefused(p.KioskSilent):
    """Somebody answers and does not understand the question: two versions of the program."""


class _Line:
    """One line to the hatch, spoken on by one thread at a time; connects when it is asked."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: socket.socket | None = None

    def ask(self, message: Mapping[str, object], patience_s: float) -> dict[str, Any]:
        """Return the answer."""
        connection = self._connection
        if connection is None or _has_left(connection):
            connection = self._connected(patience_s)
        connection.settimeout(patience_s)
        connection.sendall(wire.line(message))
        return wire.message(self._answers.readline(wire.LINE_MAX))

    def hang_up(self) -> None:
        """Leave the conversation, if there is one."""
        if self._connection is not None:
            self._answers.close()
            self._connection.close()
            self._connection = None

    __del__ = hang_up

    def _connected(self, patience_s: float) -> socket.socket:
        self.hang_up()
        connection = self._connection = socket.socket(socket.AF_UNIX)
        self._answers = connection.makefile("rb")
        connection.settimeout(patience_s)
        connection.connect(str(self._path))
        return connection


def _has_left(connection: socket.socket) -> bool:
    """Return whether the other side has hung up: all that can come on a line at rest is its end."""
    rest = select.poll()
    rest.register(connection, select.POLLIN)
    return bool(rest.poll(0))


class Conversation:
    """Questions and answers over one socket path. Any thread."""

    def __init__(self, path: Path) -> None:
        """Connect at the first question."""
        self._path = path
        self._free: LifoQueue[_Line] = LifoQueue()  # the one used last is the one that is open
        for _ in range(LINES):
            self._free.put(_Line(path))

    def ask(self, message: Mapping[str, object], patience_s: float = PATIENCE_S) -> dict[str, Any]:
        """Return the answer.

        Raises:
            KioskSilent: nobody answers.
            HatchRefused: the question was not understood.
        """
        try:
            line = self._free.get(timeout=patience_s)
        except Empty:
            raise p.KioskSilent(f"Every line to {self._path} is waiting for an answer.") from None
        try:
            answer = line.ask(message, patience_s)
        except (OSError, Misspelled) as gone:
            line.hang_up()
            why = getattr(gone, "strerror", None) or gone
            raise p.KioskSilent(f"Nobody answers at {self._path} ({why}).") from gone
        finally:
            self._free.put(line)
        if "silent" in answer:
            raise p.KioskSilent(str(answer["silent"]))
        if "wrong" in answer:
            raise HatchRefused(str(answer["wrong"]))
        return answer

    def close(self) -> None:
        """Hang up every line nobody speaks on; the next question connects again."""
        at_rest = list[_Line]()
        with suppress(Empty):
            while True:
                at_rest.append(self._free.get_nowait())
        for line in at_rest:
            line.hang_up()
            self._free.put(line)


class RemoteService:
    """A `Service` behind a Unix socket."""

    def __init__(self, path: Path, look_s: float = PATIENCE_S) -> None:
        """Speak to the kiosk behind this socket; what need not be decided on is had in `look_s`."""
        self._kiosk, self._look_s = Conversation(path), look_s
        self._pictures = SeenPictures()

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def view(self) -> BayView:
        """Return the bay as it stands now."""
        return self._view({"ask": "view"}, self._look_s)

    def wait(self, after: int, timeout_s: float) -> BayView:
        """Return the bay once its version is beyond `after`, or as it stands after `timeout_s`."""
        asked = {"ask": "wait", "after": after, "timeout_ms": int(timeout_s * 1000)}
        return self._view(asked, timeout_s + self._look_s)

    def tap(self, tap: p.Tap, page: str = "") -> BayView:
        """Hand a tap to the keeper and return the bay after it was decided on."""
        return self._view(wire.tap_asked(tap, page), PATIENCE_S)

    def enter_office(self, number: str, pin: str) -> p.OfficePass:
        """Ask to enter the office pages."""
        answer = self._kiosk.ask({"ask": "enter_office", "number": number, "pin": pin})
        office: p.OfficePass = thing(p.OfficePass, answer["pass"])
        return office

    def sign(self, number: str, pin: str, work: Work) -> p.WorkDone:
        """Do some work at a desk, as whoever signs for it."""
        answer = self._kiosk.ask(wire.work_asked(number, pin, work))
        done: p.WorkDone = thing(p.WorkDone, answer["done"])
        return done

    def lines(self, before: int, limit: int) -> tuple[Line, ...]:
        """Return lines of the journal, newest first."""
        asked = {"ask": "lines", "before": before, "limit": limit}
        answer = self._kiosk.ask(asked, self._look_s)
        return tuple(thing(Line, line) for line in answer["lines"])

    def _view(self, asked: Mapping[str, object], patience_s: float) -> BayView:
        known = self._pictures.newest
        answer = self._kiosk.ask({**asked, "known": known.name}, patience_s)
        try:
            return self._pictures.view(answer, known)
        except Misspelled as wrong:
            raise HatchRefused(f"no view that this program can read: {wrong}") from wrong


class RemoteRegister:
    """A `Register` behind a Unix socket."""

    def __init__(self, path: Path) -> None:
        """Speak to the kiosk behind this socket."""
        self._kiosk = Conversation(path)

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def find(self, by: str, text: str, after: str = "", kind: str = "") -> FoundPage:
        """Return a page of what is called so, or of all weapons when nothing is asked for."""
        asked = {"ask": "find", "officer": by, "text": text, "after": after, "kind": kind}
        page: FoundPage = thing(FoundPage, self._kiosk.ask(asked)["page"])
        return page

    def story(self, by: str, weapon: str, before: int = 0, after: int = 0) -> StoryPage:
        """Return a page of the life story of a weapon."""
        asked = {
            "ask": "story", "officer": by, "weapon": weapon, "before": before, "after": after,
        }  # fmt: skip
        page: StoryPage = thing(StoryPage, self._kiosk.ask(asked)["page"])
        return page


class RemoteBench:
    """A `Bench` behind a Unix socket; a real bay refuses it with `HatchRefused`."""

    def __init__(self, path: Path, look_s: float = PATIENCE_S) -> None:
        """Speak to the simulated bay behind this socket; every answer is had in `look_s`."""
        self._kiosk, self._look_s = Conversation(path), look_s

    def close(self) -> None:
        """Hang up."""
        self._kiosk.close()

    def parts(self) -> BenchView:
        """Return what can be touched, and how it stands."""
        return self._bench({"ask": "bench.parts"})

    def scan(self, reader: str, text: str) -> BenchView:
        """Hold a badge or a label before a simulated reader."""
        return self._bench({"ask": "bench.scan", "reader": reader, "text": text})

    def cable(self, cable: str, *, opened: bool) -> BenchView:
        """Pull a cable out or push it in."""
        return self._bench({"ask": "bench.cable", "cable": cable, "opened": opened})

    def plug(self, device: str, *, plugged: bool) -> BenchView:
        """Unplug a simulated reader, or plug it in again."""
        return self._bench({"ask": "bench.plug", "device": device, "plugged": plugged})

    def pass_time(self, minutes: int) -> BenchView:
        """Let time pass at the wall."""
        return self._bench({"ask": "bench.pass_time", "minutes": minutes})

    def _bench(self, asked: Mapping[str, object]) -> BenchView:
        bench: BenchView = thing(BenchView, self._kiosk.ask(asked, self._look_s)["bench"])
        return bench
