"""The last lines of our programs, each with its time and its program, its text cleaned."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from kiosk.assembly.logs import UNITS, NoLog, journal_words, log_file, with_systemd
from kiosk.assembly.report.cleaning import Clean
from kiosk.config import Settings

LINES: Final = 500
"""How many go with a report. Ours: some days of a quiet kiosk, and the whole of a bad hour; 20 kB
when they are packed."""

PATIENCE_S: Final = 60.0


def log_lines(settings: Settings | None, clean: Clean) -> list[str]:
    """Return the newest lines, the oldest of them first.

    Raises:
        NoLog: nobody keeps a log here.
        OSError: it cannot be read.
    """
    if with_systemd():
        return list(_of_journald(clean))
    if settings is None:
        raise NoLog("No systemd runs here, and kiosk.toml does not say where a log might lie.")
    text = log_file(settings, ()).read_text(encoding="utf-8", errors="replace")
    return [clean(line) for line in text.splitlines()[-LINES:]]


def _of_journald(clean: Clean) -> Iterator[str]:
    words = journal_words((), lines=LINES, as_json=True)
    try:
        told = subprocess.run(  # noqa: S603 - our own words
            words, capture_output=True, check=False, stdin=subprocess.DEVNULL, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired as late:
        raise NoLog(f"journalctl said nothing for {PATIENCE_S:.0f} s.") from late
    if told.returncode:
        raise NoLog(f"journalctl ended with {told.returncode}.")
    for raw in told.stdout.decode(errors="replace").splitlines():
        yield _line(raw, clean)


def _line(raw: str, clean: Clean) -> str:
    """Return one line of journald: systemd.journal-fields(7)."""
    try:
        said = json.loads(raw)
    except ValueError:
        return clean(raw)
    if not isinstance(said, dict):
        return clean(raw)
    when = str(said.get("__REALTIME_TIMESTAMP", ""))
    at = datetime.fromtimestamp(int(when) // 1_000_000, UTC) if when.isdecimal() else None
    minute = f"{at:%Y-%m-%d %H:%M:%S}" if at else "-"
    return f"{minute} {_unit(said)} <{_level(said)}> {clean(_message(said))}"


def _unit(said: Mapping[str, Any]) -> str:
    """Return whose line it is; systemd's own about a unit name it in UNIT."""
    for field in ("UNIT", "_SYSTEMD_UNIT"):
        if said.get(field) in UNITS.values():
            return str(said[field])
    return "-"


def _level(said: Mapping[str, Any]) -> str:
    level = str(said.get("PRIORITY", ""))
    return level if level in {*"01234567"} else "-"


def _message(said: Mapping[str, Any]) -> str:
    """Return what was said; journald gives bytes that are no text as numbers."""
    message = said.get("MESSAGE", "")
    if isinstance(message, list):
        return bytes(message).decode(errors="replace")
    return str(message)
