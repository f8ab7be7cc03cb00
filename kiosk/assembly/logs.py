"""The logs of our programs, wherever they are: journald's, or the file of a demonstration's pages.

Read as they were written. What a log says is for technicians and proves nothing: the book does.
"""

import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from kiosk.config import Settings

UNITS: Final = {
    "kiosk": "kiosk.service",
    "web_ui": "web_ui.service",
    "browser": "browser.service",
    "failsafe": "failsafe.service",
    "backup": "backup.service",
    "power_off": "power_off.service",
    "update_finish": "update_finish.service",
    "update_mend": "update_mend.service",
}
"""Our programs, and the unit that each runs as (systemd/)."""

BOOTED: Final = Path("/run/systemd/system")
"""There while systemd is the first program (sd_booted(3))."""

PAGES: Final = "web_ui"
LOOK_S: Final = 0.2
"""How often a file is looked at that grows, and a program that may end."""

Write = Callable[[bytes], None]


class NoLog(Exception):
    """Nobody keeps a log here; the text says what to do."""


def with_systemd() -> bool:
    """Return whether systemd runs here, and keeps what our programs say."""
    return BOOTED.is_dir() and shutil.which("journalctl") is not None


def journal_words(
    programs: Sequence[str],
    *,
    since: str = "",
    lines: int = 0,
    follow: bool = False,
    as_json: bool = False,
) -> list[str]:
    """Return how journalctl is asked for the logs of some programs.

    Args:
        programs: of `UNITS`; all of them when there is none.
        since: as journalctl takes it: 2026-11-23 06:00, yesterday, -2h.
        lines: only so many, the newest; 0 for all.
        follow: go on with what is written from now on.
        as_json: a JSON object a line, as journald has it.
    """
    words = ["journalctl", "--no-pager", "--quiet", "--output", "json" if as_json else "short-iso"]
    for program in programs or tuple(UNITS):
        words += ["--unit", UNITS[program]]
    words += [f"--since={since}"] if since else []
    words += ["--lines", str(lines)] if lines else []
    return [*words, "--follow"] if follow else words


def run_until(words: Sequence[str], stop: threading.Event) -> int:
    """Run a program that writes where we write, until it ends or `stop` is set; return its code."""
    with subprocess.Popen(words, stdin=subprocess.DEVNULL) as child:  # noqa: S603 - our own words
        while child.poll() is None:
            if stop.wait(LOOK_S):
                child.kill()  # it inherited our blocked signals, and only reads
                child.wait()
                return 0
        return child.returncode


def log_file(settings: Settings, programs: Sequence[str]) -> Path:
    """Return the file in which a demonstration keeps what its pages say.

    Raises:
        NoLog: there is none.
    """
    path = settings.folder.parent / "web.log"
    if not path.is_file():
        raise NoLog(
            "No systemd runs here, and no demonstration keeps a log beside this kiosk.toml: what"
            " the programs say stands on the terminal that they were started from."
        )
    others = [program for program in programs if program != PAGES]
    if others:
        raise NoLog(
            f"A demonstration keeps the log of {PAGES} alone: what {others[0]} says stands on the"
            " terminal that it was started from."
        )
    return path


def tail(path: Path, lines: int, write: Write, stop: threading.Event | None = None) -> None:
    """Write the last lines of a file; with `stop` go on with what comes, until it is set.

    A file that is begun anew is read from its beginning.
    """
    with path.open("rb") as opened:
        newest = opened.read().splitlines(keepends=True)
        write(b"".join(newest[-lines:] if lines else newest))
        while stop is not None and not stop.wait(LOOK_S):
            if path.stat().st_size < opened.tell():
                opened.seek(0)
            more = opened.read()
            if more:
                write(more)
