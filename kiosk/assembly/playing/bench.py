"""Several played devices, their places, and the one that each order is for."""

import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from kiosk.assembly.playing.kinds import CABLES, Played, Table
from kiosk.assembly.playing.orders import OrderWrong, carried_out
from kiosk.config import settings_from
from kiosk.rules.broken import ConfigWrong


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an order."""

    done: bool
    said: str


@dataclass(frozen=True, slots=True)
class ReaderTable:
    """A reader as kiosk.toml names it."""

    table: Table
    notes: Sequence[str]
    refused: str
    """Why this kiosk's own configuration does not take it; empty when it does."""


class Bench:
    """The devices that are played. One thread gives the orders."""

    def __init__(self, kinds: Sequence[str], at: Path | None = None) -> None:
        """Plug them in.

        Args:
            kinds: what to play, by the names of `kinds`.
            at: where the one device on a cable shall be found; None for the usual places.

        Raises:
            OSError: a place is taken.
        """
        self.readers: list[ReaderTable] = []
        """How a kiosk is told of them."""
        self._played: dict[str, Played] = {}
        self._closing = ExitStack()
        with ExitStack() as closing:
            for name, kind in _named(kinds).items():
                link = at or folder() / name
                played = CABLES[kind].play(link)
                closing.callback(played.close)
                self._played[name] = played
                for number, settings in enumerate(CABLES[kind].readers, 1):
                    reader = name if number == 1 else f"{name} {number}"
                    table: Table = {"name": reader, **settings, "device": str(link)}
                    self.readers.append(ReaderTable(table, CABLES[kind].notes, _refusal(table)))
            self._closing = closing.pop_all()

    def close(self) -> None:
        """Take all of them away."""
        self._closing.close()

    def obey(self, line: str) -> Answer:
        """Carry out one order, for one device; nothing that is typed raises."""
        first, _, rest = line.strip().partition(" ")
        if first == "help" and not rest:
            return Answer(done=True, said=self.help())
        try:
            if first in self._played:
                said = carried_out(self._played[first].orders, rest)
            elif len(self._played) == 1:
                said = carried_out(next(iter(self._played.values())).orders, line)
            else:
                names = ", ".join(self._played)
                raise OrderWrong(f"begin with the device that you mean: {names}, or help")  # noqa: TRY301 - said in one place
        except OrderWrong as wrong:
            return Answer(done=False, said=str(wrong))
        return Answer(done=True, said=said)

    def help(self) -> str:
        """Return every order there is."""
        lines = []
        for name, played in self._played.items():
            before = f"{name} " if len(self._played) > 1 else ""
            for order, each in played.orders.items():
                lines.append(f"{before}{order} {each.usage}".ljust(34) + each.does)
        return "\n".join([*lines, "help".ljust(34) + "this list; end with Ctrl-D"])


def folder() -> Path:
    """Return where cables are found, this account's own; make it if need be."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    place = (
        Path(runtime) / "kiosk-bench"
        if runtime
        else Path(tempfile.gettempdir()) / f"kiosk-bench-{os.getuid()}"
    )
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def toml(table: Table) -> str:
    """Return a reader as it stands in kiosk.toml."""
    return "\n".join(["[[reader]]", *(f"{key} = {json.dumps(table[key])}" for key in table)])


def _named(kinds: Sequence[str]) -> Mapping[str, str]:
    """Return name -> kind: the second of a kind is KIND-2."""
    named: dict[str, str] = {}
    for place, kind in enumerate(kinds):
        before = kinds[:place].count(kind)
        named[f"{kind}-{before + 1}" if before else kind] = kind
    return named


def _refusal(table: Table) -> str:
    """Ask the kiosk's own configuration whether it would take a reader, and return why not."""
    simulated = {"kind": "simulated"}
    cable = {"id": "A", "rack": "R", "positions": ["1"], "lock": simulated, "contact": simulated}
    try:
        settings_from(
            {
                "kiosk": {"name": "bench", "folder": "f", "socket": "s"},
                "policy": {"profile": "cambodia"},
                "reader": [dict(table)],
                "cable": [cable],
            },
            "kiosk.toml",
        )
    except ConfigWrong as wrong:
        return str(wrong)
    return ""
