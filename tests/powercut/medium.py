"""A disk as a power cut leaves it: what was synced, and of the rest whatever chance keeps.

Strict POSIX: bytes are durable after a sync of their file, names after a sync of their folder. Of
what was not synced the cut keeps nothing, everything, a beginning whose last write is torn, or any
sectors. A medium with erase blocks may also destroy the whole block around a write in flight.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from tests.powercut.recorder import Call

SECTOR = 512
UNREAD = "ballast"
"""4 MiB of nothing, which nobody reads: the images do without."""


@dataclass(slots=True)
class Inode:
    """A file: the bytes that are durable, and the calls since."""

    durable: bytes = b""
    pending: list[Call] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Naming:
    """A change of names that no folder was synced after. `inode` None: the name is gone."""

    folders: frozenset[str]
    gone: str | None
    path: str | None
    inode: Inode | None


@dataclass(frozen=True, slots=True)
class Cut:
    """How the power goes: `keep` none, all, torn or sectors; `block` bytes about a write die."""

    keep: str
    seed: int = 0
    block: int = 0

    @property
    def is_harmless(self) -> bool:
        """Whether everything that was synced is there for certain."""
        return self.block == 0


class Medium:
    """Follows the calls of a program, and can be cut after any of them."""

    def __init__(self, files: Mapping[str, bytes] | None = None) -> None:
        """Begin with some files, all durable."""
        self._durable_names = {path: Inode(content) for path, content in (files or {}).items()}
        self._names = dict(self._durable_names)
        self._namings: list[Naming] = []

    def follow(self, call: Call) -> None:
        """Do what the program did."""
        match call.kind:
            case "C":
                self._name(call.path, Inode())
            case "W" | "T" | "A":
                self._names[call.path].pending.append(call)
            case "U":
                self._names.pop(call.path)
                self._namings.append(Naming(frozenset({_folder(call.path)}), call.path, None, None))
            case "R":
                self._rename(call.path, call.content.decode())
            case "S" if call.path in self._names:
                inode = self._names[call.path]
                inode.durable, inode.pending = _done(inode.durable, inode.pending), []
            case "S":
                self._sync_folder(call.path)
            case _:
                pass  # a folder made, or something seen outside: no file changed

    def in_flight(self) -> list[tuple[str, int]]:
        """Return the writes not synced yet: path and offset."""
        return [
            (path, call.offset)
            for path, inode in self._names.items()
            for call in inode.pending
            if call.kind == "W"
        ]

    @property
    def is_quiet(self) -> bool:
        """Whether everything is durable: however the power goes now, it leaves the same."""
        return not self._namings and not any(inode.pending for inode in self._names.values())

    def after(self, cut: Cut) -> dict[str, bytes]:
        """Return the files as they are found when the power is back."""
        chance = random.Random(cut.seed)
        names = dict(self._durable_names)
        kept = {"none": 0, "all": len(self._namings)}.get(cut.keep)
        if kept is None:
            kept = chance.randrange(len(self._namings) + 1)
        for naming in self._namings[:kept]:
            _apply(names, naming)
        found = {path: self._bytes(inode, cut, chance) for path, inode in names.items()}
        if cut.block:
            self._destroy(found, cut.block, chance)
        return found

    def _name(self, path: str, inode: Inode) -> None:
        self._names[path] = inode
        self._namings.append(Naming(frozenset({_folder(path)}), None, path, inode))

    def _rename(self, old: str, new: str) -> None:
        inode = self._names.pop(old)
        self._names[new] = inode
        self._namings.append(Naming(frozenset({_folder(old), _folder(new)}), old, new, inode))

    def _sync_folder(self, folder: str) -> None:
        left = []
        for naming in self._namings:
            rest = naming.folders - {folder}
            if rest:
                left.append(Naming(rest, naming.gone, naming.path, naming.inode))
            else:
                _apply(self._durable_names, naming)
        self._namings = left

    def _bytes(self, inode: Inode, cut: Cut, chance: random.Random) -> bytes:
        if cut.keep == "none" or not inode.pending:
            return inode.durable
        if cut.keep == "all":
            return _done(inode.durable, inode.pending)
        if cut.keep == "torn":
            whole = chance.randrange(len(inode.pending))
            torn = inode.pending[whole]
            kept = torn.content[: chance.randrange(len(torn.content) + 1)]
            beginning = [*inode.pending[:whole], Call(torn.kind, torn.path, torn.offset, kept)]
            return _done(inode.durable, beginning)
        return _done(
            inode.durable, [part for call in inode.pending for part in _some(call, chance)]
        )

    def _destroy(self, found: dict[str, bytes], block: int, chance: random.Random) -> None:
        """Fill the block around one write in flight with what an interrupted erase leaves."""
        writes = [(path, offset) for path, offset in self.in_flight() if path in found]
        if not writes:
            return
        path, offset = chance.choice(writes)
        start = offset // block * block
        text = found[path]
        length = min(block, len(text) - start)
        if length > 0:
            rubbish = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length)))
            found[path] = text[:start] + rubbish + text[start + length :]


def lay_out(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put files into a folder that holds no other files afterwards."""
    for old in folder.rglob("*"):
        if old.is_file() and str(old.relative_to(folder)) not in files:
            old.unlink()
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(b"" if path == UNREAD else content)


def _folder(path: str) -> str:
    return str(PurePosixPath(path).parent)


def _apply(names: dict[str, Inode], naming: Naming) -> None:
    if naming.gone is not None:
        names.pop(naming.gone, None)
    if naming.path is not None and naming.inode is not None:
        names[naming.path] = naming.inode


def _done(content: bytes, calls: list[Call]) -> bytes:
    """Return the bytes of a file after some calls."""
    text = bytearray(content)
    for call in calls:
        if call.kind == "W":
            text.extend(bytes(max(call.offset - len(text), 0)))
            text[call.offset : call.offset + len(call.content)] = call.content
        elif call.kind == "T":
            del text[call.offset :]
            text.extend(bytes(call.offset - len(text)))
        else:
            text.extend(bytes(max(call.offset - len(text), 0)))
    return bytes(text)


def _some(call: Call, chance: random.Random) -> list[Call]:
    """Return the sectors of a write that reached the disk; names and sizes keep their order."""
    if call.kind != "W":
        return [call]
    parts = []
    at = 0
    while at < len(call.content):
        end = min((call.offset + at) // SECTOR * SECTOR + SECTOR - call.offset, len(call.content))
        if chance.random() < 0.5:
            parts.append(Call("W", call.path, call.offset + at, call.content[at:end]))
        at = end
    return parts
