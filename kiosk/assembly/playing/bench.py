"""Several played devices, their places, and the one that each order is for."""

import errno
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from drivers.emulators.bed.bed import Bed, BedMissing, OrderRefused
from kiosk.assembly.playing.kinds import (
    KINDS,
    CableKind,
    NodeKind,
    Played,
    PlayedNode,
    Settings,
)
from kiosk.assembly.playing.orders import OrderWrong, carried_out
from kiosk.config import settings_from
from kiosk.rules.broken import ConfigWrong

__all__ = ["Answer", "Bed", "BedMissing", "Bench", "Table", "folder"]

_WIDTH: Final = 34
"""Of an order in the list of them."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an order."""

    done: bool
    said: str


@dataclass(frozen=True, slots=True)
class Table:
    """A device as kiosk.toml names it."""

    section: str
    settings: Settings
    note: str
    refused: str
    """Why this kiosk's own configuration does not take it; empty when it does."""

    def toml(self) -> str:
        """Return it as it stands in kiosk.toml."""
        settings = (f"{key} = {json.dumps(value)}" for key, value in self.settings.items())
        return "\n".join([self.section, *settings])


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
        self.tables: list[Table] = []
        """How a kiosk is told of them."""
        self._played: dict[str, Played] = {}
        self._nodes: list[PlayedNode] = []
        self._bed: Bed | None = None
        with ExitStack() as closing:
            for name, kind, before in _named(kinds):
                self._play(name, KINDS[kind], before, at or folder() / name, closing)
            self._closing = closing.pop_all()

    def _play(
        self, name: str, kind: CableKind | NodeKind, before: int, link: Path, closing: ExitStack
    ) -> None:
        """Plug one device in, and note how a kiosk is told of it."""
        if isinstance(kind, CableKind):
            played, device = kind.play(link), str(link)
        else:
            node = kind.play(before, self._hand)
            self._nodes.append(node)
            played, device = node, f"/dev/{node.node}"
        closing.callback(played.close)
        self._played[name] = played
        paths = []
        for number, key in enumerate(kind.keys, 1):
            path = link.with_name(f"{link.name}-{number}.key")
            _write_key(path, key)
            closing.callback(path.unlink, missing_ok=True)
            paths.append(str(path))
        for number, settings in enumerate(kind.tables(paths), 1):
            table: Settings = {**settings, "device": device}
            if kind.section.startswith("[["):  # one of several, each with a name of its own
                table = {"name": name if number == 1 else f"{name} {number}", **table}
            note = kind.note.replace("KEY", paths[0]) if paths else kind.note
            self.tables.append(Table(kind.section, table, note, _refusal(kind.section, table)))

    @property
    def needs_bed(self) -> bool:
        """Whether there are devices that only a program in a bed finds."""
        return bool(self._nodes)

    def start(
        self,
        command: Sequence[str],
        **popen: Any,  # noqa: ANN401 - whatever Bed takes
    ) -> Bed:
        """Start a program that finds all of them; `popen` as for a `Bed`.

        Raises:
            BedMissing: Debian's packages are not there.
        """
        nodes = {each.node: each.answers for each in self._nodes}
        self._bed = Bed(nodes, command, **popen)
        return self._bed

    def close(self) -> None:
        """Take all of them away."""
        self._closing.close()

    def obey(self, line: str) -> Answer:
        """Carry out one order, for one device; nothing that is typed raises."""
        first, _, rest = line.strip().partition(" ")
        if line.strip() == "help":
            return Answer(done=True, said=self.help())
        if first in self._played:
            name, line = first, rest
        elif len(self._played) == 1:
            name = next(iter(self._played))
        else:
            names = ", ".join(self._played)
            return Answer(done=False, said=f"begin with the device that you mean: {names}; or help")
        try:
            return Answer(done=True, said=carried_out(self._played[name].orders, line))
        except OrderWrong as wrong:
            return Answer(done=False, said=str(wrong))

    def help(self) -> str:
        """Return every order there is."""
        lines = []
        for name, played in self._played.items():
            before = f"{name} " if len(self._played) > 1 else ""
            for order, each in played.orders.items():
                shown = f"{before}{order} {each.usage}".ljust(_WIDTH - 1)
                lines.append(f"{shown} {each.does}")
        return "\n".join([*lines, f"{'help'.ljust(_WIDTH)}this list; Ctrl-D ends"])

    def _hand(self, node: str, order: str) -> None:
        if self._bed is None:
            raise OrderRefused("no program has been started")
        self._bed.order(node, order)


def folder() -> Path:
    """Return where cables are found, a folder for this account alone; make it if need be."""
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    own = Path(tempfile.gettempdir()) / f"kiosk-bench-{os.getuid()}"
    place = Path(runtime) / "kiosk-bench" if runtime else own
    place.mkdir(mode=0o700, exist_ok=True)
    return place


def _named(kinds: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Return name, kind, and how many of that kind came before: the second is called KIND-2."""
    for place, kind in enumerate(kinds):
        before = kinds[:place].count(kind)
        yield f"{kind}-{before + 1}" if before else kind, kind, before


def _write_key(path: Path, key: bytes) -> None:
    """Put a key where a kiosk reads it; a file that holds anything else stays as it is."""
    text = f"{key.hex()}\n"
    with suppress(FileNotFoundError):
        if path.read_text(encoding="utf-8") == text:
            return
        raise FileExistsError(errno.EEXIST, "is there already, and is no bench's key", str(path))
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        opened.write(text)


def _refusal(section: str, table: Settings) -> str:
    """Ask the kiosk's own configuration whether it would take a table, and return why not."""
    simulated = {"kind": "simulated"}
    raw: dict[str, Any] = {
        "kiosk": {"name": "bench", "folder": "f", "socket": "s"},
        "policy": {"profile": "cambodia"},
        "reader": [{"name": "another", "kind": "simulated", "reads": "any"}],
        "cable": [
            {"id": "A", "rack": "R", "positions": ["1"], "lock": simulated, "contact": simulated}
        ],
    }
    name = section.strip("[]")
    raw[name] = dict(table) if section == f"[{name}]" else [*raw.get(name, ()), dict(table)]
    try:
        settings_from(raw, "kiosk.toml")
    except ConfigWrong as wrong:
        return str(wrong)
    return ""
