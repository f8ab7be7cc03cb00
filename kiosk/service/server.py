"""The hatch, opened to other programs of this machine: a Unix socket, one thread a conversation."""

import os
import pwd
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from kiosk.rules.observations import Fact
from kiosk.service import protocol as p
from kiosk.service import wire
from kiosk.service.office import Thing, fact_from, thing_from
from kiosk.service.pictures import ToldPictures
from kiosk.service.views import BayView
from kiosk.spelling import Misspelled, plain

CONVERSATIONS_MAX = 32
"""Conversations at once: a face holds fourteen at most. Whoever comes beyond takes the place of one
that has asked nothing for longest."""

WAIT_MAX_S = 30.0
LINES_MAX = 500

LOOK_S = 0.1
"""How often the hatch looks whether it is to be shut: the kiosk waits that long when it stops."""

_CREDENTIALS = struct.Struct("3i")

TAP = "tap"
"""What is asked when somebody touched the screen at the bay."""

Answer = Callable[[Mapping[str, Any]], Mapping[str, object] | BayView]
"""Answers a question; `by` is the account that asks, as the kernel says, never what was sent."""


class Registrar(Protocol):
    """Who writes into the register on behalf of another program."""

    def register(self, by: str, facts: Sequence[Fact]) -> p.WorkDone:
        """Write new facts, all of them or none."""
        ...

    def enrol(self, number: str) -> p.WorkDone:
        """Begin to give an officer a badge."""
        ...

    def correct(self, by: str, why: str, wanted: Thing, before: Thing) -> p.WorkDone:
        """Begin to correct a person or a weapon."""
        ...

    def reverse(self, by: str, why: str, line: int) -> p.WorkDone:
        """Begin to take a correction back, by its line in the book."""
        ...

    def hold(self, by: str, why: str, number: str) -> p.WorkDone:
        """Let a person draw nothing from now on."""
        ...

    def withdraw(self, by: str, why: str, badge: str) -> p.WorkDone:
        """Let a badge be nobody's from now on."""
        ...


def office_answers(registrar: Registrar) -> dict[str, Answer]:
    """Return what the questions of a technician's commands are answered with."""
    return {
        "register": lambda ask: {"done": plain(registrar.register(_text(ask, "by"), _facts(ask)))},
        "enrol": lambda ask: {"done": plain(registrar.enrol(_text(ask, "number")))},
        "correct": lambda ask: {
            "done": plain(
                registrar.correct(
                    _text(ask, "by"),
                    _text(ask, "why"),
                    thing_from(ask["wanted"]),
                    thing_from(ask["before"]),
                )
            )
        },
        "reverse": lambda ask: {
            "done": plain(
                registrar.reverse(_text(ask, "by"), _text(ask, "why"), _number(ask, "line"))
            )
        },
        "hold": lambda ask: {
            "done": plain(registrar.hold(*(_text(ask, name) for name in ("by", "why", "number"))))
        },
        "withdraw": lambda ask: {
            "done": plain(
                registrar.withdraw(*(_text(ask, name) for name in ("by", "why", "badge")))
            )
        },
    }


def answers(service: p.Service, bench: p.Bench | None) -> dict[str, Answer]:
    """Return what each question of a face is answered with."""
    asked: dict[str, Answer] = {
        "view": lambda _: service.view(),
        "wait": lambda ask: service.wait(*_wait(ask)),
        TAP: lambda ask: service.tap(wire.tap_from(ask), _text(ask, "page")),
        "enter_office": lambda ask: {
            "pass": plain(service.enter_office(_text(ask, "number"), _text(ask, "pin")))
        },
        "sign": lambda ask: {
            "done": plain(
                service.sign(_text(ask, "number"), _text(ask, "pin"), wire.work_from(ask))
            )
        },
        "lines": lambda ask: {
            "lines": plain(
                service.lines(_number(ask, "before"), min(_number(ask, "limit"), LINES_MAX))
            )
        },
    }
    if bench is not None:
        asked |= {
            "bench.parts": lambda _: {"bench": plain(bench.parts())},
            "bench.scan": lambda ask: {
                "bench": plain(bench.scan(_text(ask, "reader"), _text(ask, "text")))
            },
            "bench.cable": lambda ask: {
                "bench": plain(bench.cable(_text(ask, "cable"), opened=ask["opened"] is True))
            },
            "bench.pass_time": lambda ask: {
                "bench": plain(bench.pass_time(_number(ask, "minutes")))
            },
            "bench.plug": lambda ask: {
                "bench": plain(bench.plug(_text(ask, "device"), plugged=ask["plugged"] is True))
            },
        }
    return asked


def register_answers(register: p.Register) -> dict[str, Answer]:
    """Return what the questions of who reads in the register are answered with."""
    return {
        "find": lambda ask: {
            "page": plain(
                register.find(*(_text(ask, name) for name in ("officer", "text", "after", "kind")))
            )
        },
        "story": lambda ask: {
            "page": plain(
                register.story(
                    _text(ask, "officer"),
                    _text(ask, "weapon"),
                    _number(ask, "before"),
                    _number(ask, "after"),
                )
            )
        },
    }


class Places:
    """Who may speak: so many at once, and whoever asks nothing gives way. Any thread."""

    def __init__(self, places: int) -> None:
        """Have so many free."""
        self._door = threading.Lock()
        self._places = places
        self._taken: dict[socket.socket, bool] = {}
        """Whether each is being answered; who has asked nothing for longest stands first."""

    def enter(self, line: socket.socket) -> bool:
        """Give a line a place, if need be that of whoever has asked nothing for longest."""
        with self._door:
            if len(self._taken) >= self._places and not self._hang_up():
                return False
            self._taken[line] = False
            return True

    def asks(self, line: socket.socket) -> bool:
        """Keep the place of a line while it is answered; tells whether it still had one."""
        with self._door:
            if line in self._taken:
                self._taken[line] = True
            return line in self._taken

    def answered(self, line: socket.socket) -> None:
        """Take note that a line asks nothing from now on."""
        with self._door:
            if self._taken.pop(line, False):
                self._taken[line] = False

    def leave(self, line: socket.socket) -> None:
        """Give a place back, if it was not taken already."""
        with self._door:
            self._taken.pop(line, None)

    def _hang_up(self) -> bool:
        idle = next((line for line, asks in self._taken.items() if not asks), None)
        if idle is None:
            return False
        del self._taken[idle]
        with suppress(OSError):  # the other side has left already
            idle.shutdown(socket.SHUT_RDWR)
        return True


class SocketTaken(Exception):
    """A program answers at the socket already: a second kiosk would take its place unseen."""


FACE = "kiosk-web"
"""The account of the pages (systemd/kiosk.sysusers)."""


def who_taps() -> frozenset[str]:
    """Return whose taps a bay takes where something hangs on it: the pages', and the kiosk's own.

    Who stands at the touch screen comes through the pages. The kiosk's own account is that of its
    programs where somebody starts them all by hand; nobody can log in as it on a Pi.
    """
    return frozenset({FACE, _named(os.geteuid())})


class SocketServer(socketserver.ThreadingUnixStreamServer):
    """Answers at the hatch until closed. The socket belongs to its group and nobody else."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        path: Path,
        asked: Mapping[str, Answer],
        shell: Mapping[str, Answer] = MappingProxyType({}),
        face: str = FACE,
        taps_from: Collection[str] | None = None,
    ) -> None:
        """Open the socket, in place of one that a killed program left behind.

        `shell`: what a technician's commands ask, and the account `face` may not: who took the
        pages over would write into the register with nobody's name. `taps_from`: the accounts
        whose taps count, None for all of them: with a shell alone nobody types another's PIN at the
        bay, or says for who stands there that a weapon is back.

        Raises:
            SocketTaken: a program answers there.
            OSError: there can be no socket.
        """
        with socket.socket(socket.AF_UNIX) as trial:
            if trial.connect_ex(str(path)) == 0:
                raise SocketTaken(f"Another program answers at {path} already.")
        path.unlink(missing_ok=True)
        self.asked = {**asked, **shell}
        self.shell, self.face = frozenset(shell), face
        self.taps_from = taps_from
        self.places = Places(CONVERSATIONS_MAX)
        self.pictures = ToldPictures()
        super().__init__(str(path), _Conversation)
        path.chmod(0o660)

    def open(self) -> None:
        """Begin to answer, on a thread of its own."""
        threading.Thread(
            target=self.serve_forever, args=(LOOK_S,), name="hatch", daemon=True
        ).start()


class _Conversation(socketserver.StreamRequestHandler):
    server: SocketServer

    def handle(self) -> None:
        """Answer one question after the other until the other side leaves."""
        places, line = self.server.places, self.connection
        try:
            if not places.enter(line):
                self.wfile.write(wire.line({"silent": "too many conversations at once"}))
                return
            by = _account(line)
            while (raw := self.rfile.readline(wire.ASK_MAX)) and places.asks(line):
                if not raw.endswith(b"\n"):
                    self.wfile.write(wire.line({"wrong": "the question is too long"}))
                    return
                self.wfile.write(self._answer(raw, by))
                places.answered(line)
        except (BrokenPipeError, ConnectionResetError):
            return
        finally:
            places.leave(line)

    def _answer(self, raw: bytes, by: str) -> bytes:
        try:
            ask = {**wire.message(raw), "by": by}
            name = str(ask.get("ask"))
            answer = self.server.asked.get(name)
            if answer is None or not self._may(by, name):
                return wire.line({"wrong": "there is no such question here"})
            told = answer(ask)
            if isinstance(told, BayView):
                told = self.server.pictures.told(told, str(ask.get("known", "")))
            return wire.line(told)
        except p.KioskSilent as silent:
            return wire.line({"silent": str(silent)})
        except (Misspelled, KeyError) as wrong:
            return wire.line({"wrong": f"the question is not whole: {wrong}"})

    def _may(self, by: str, name: str) -> bool:
        """Return whether an account may ask this."""
        if name == TAP and self.server.taps_from is not None:
            return by in self.server.taps_from
        return by != self.server.face or name not in self.server.shell


def _account(connection: socket.socket) -> str:
    """Return the account at the other end of a Unix socket (unix(7), SO_PEERCRED)."""
    raw = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    _, uid, _ = _CREDENTIALS.unpack(raw)
    return _named(uid)


def _named(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _facts(ask: Mapping[str, Any]) -> tuple[Fact, ...]:
    if not isinstance(ask["facts"], list):
        raise Misspelled("facts must be a list")
    return tuple(map(fact_from, ask["facts"]))


def _wait(ask: Mapping[str, Any]) -> tuple[int, float]:
    return _number(ask, "after"), min(_number(ask, "timeout_ms") / 1000, WAIT_MAX_S)


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _number(ask: Mapping[str, Any], name: str) -> int:
    if type(ask[name]) is not int or ask[name] < 0:
        raise Misspelled(f"{name} must be a whole number")
    return int(ask[name])
