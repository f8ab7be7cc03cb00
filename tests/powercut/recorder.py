"""The recorder in C: built on demand, loaded before Python starts, steered from in here."""

import ctypes
import os
import struct
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LIBRARY = ROOT / "build/powercut/iotrace.so"

_HEAD = struct.Struct("<cHQI")


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed a file, or `O`: something seen outside. Kinds: see iotrace.c."""

    kind: str
    path: str
    offset: int
    content: bytes


def start_over_under_recorder(module: str) -> None:
    """Start this program again with the recorder in front of the C library, if it is not there.

    Raises:
        CalledProcessError: there is no C compiler, or the source does not compile.
    """
    if os.environ.get("LD_PRELOAD") == str(LIBRARY):
        return
    build()
    environment = {**os.environ, "LD_PRELOAD": str(LIBRARY), "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-m", module, *sys.argv[1:]]
    os.execve(sys.executable, arguments, environment)  # noqa: S606 - our own program


def build() -> None:
    """Compile the recorder if its source is newer."""
    source = HERE / "iotrace.c"
    if LIBRARY.exists() and LIBRARY.stat().st_mtime > source.stat().st_mtime:
        return
    LIBRARY.parent.mkdir(parents=True, exist_ok=True)
    command = ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC"]
    subprocess.run([*command, "-o", LIBRARY, source, "-ldl", "-lpthread"], check=True)


class Recorder:
    """The loaded recorder. One a process; it watches one folder at a time."""

    def __init__(self, folder: Path) -> None:
        """Watch a folder; syncing is skipped, for no power is cut that the model does not cut."""
        self._library = ctypes.CDLL(str(LIBRARY))
        self._library.iotrace_calls.restype = ctypes.c_long
        self._library.iotrace_watch(bytes(folder))
        self._library.iotrace_no_sync(1)

    def record(self, log: Path | None) -> None:
        """Record into a file from now on, or stop."""
        self._library.iotrace_record(bytes(log) if log else None)

    def outside(self, text: str) -> None:
        """Record that something was seen outside: a pulse, an acknowledgement."""
        self._library.iotrace_outside(text.encode())

    def fail(self, nth: int, error: int, *, go_on: bool) -> None:
        """Make the Nth call fail from now on, and all after it if `go_on`; -1 only counts."""
        self._library.iotrace_fail(ctypes.c_long(nth), error, int(go_on))

    def calls(self) -> int:
        """Return how many calls were counted since `fail`."""
        return int(self._library.iotrace_calls())


def read_log(log: Path) -> list[Call]:
    """Return what was recorded, in order."""
    text = log.read_bytes()
    found = []
    at = 0
    while at < len(text):
        kind, path_length, offset, length = _HEAD.unpack_from(text, at)
        at += _HEAD.size
        path = text[at : at + path_length].decode()
        at += path_length
        has_bytes = kind in (b"W", b"R", b"O")
        content = text[at : at + length] if has_bytes else b""
        at += len(content)
        found.append(Call(kind.decode(), path, offset, content))
    return found
