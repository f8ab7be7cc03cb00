"""The programs: whether systemd runs them, whether the pages answer, which version runs."""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from importlib.metadata import version
from typing import Final

from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.findings import Finding, Say

PACKAGE: Final = "armoury-kiosk"

UNITS: Final = (
    "kiosk.service",
    "web_ui.socket",
    "web_ui.service",
    "browser.service",
    "backup.timer",
    "power_off.path",
)
"""Those that must be on; the others are started by these (systemd/README.md)."""

OFFICE_KEY: Final = "var/lib/kiosk-web/office.key"
"""The key of the office pages' certificate: web_ui.certificate."""

ANSWER_S: Final = 3.0
"""How long the pages may take. Ours: a page takes some 10 ms."""

SCREENS: Final = "sys/class/drm/card*-*/status"
"""One file for each plug of a screen: connected or not (the kernel's drm, sysfs)."""

BROWSER: Final = "browser.service"

SHOWN_BY: Final = (("labwc",), ("chromium", "chromium-browser"))
"""What shows the pages, each by the names it has in Debian and in Raspberry Pi OS."""

_ALL_BUT_OWNER = 0o077


def programs(box: Box, running: str | None, say: Say) -> Iterator[Finding]:
    """Yield what is wrong with the programs of a machine that is a kiosk.

    Args:
        box: the machine.
        running: the version of the kiosk that answers; None when none does.
        say: the words.
    """
    if running is not None and running != version(PACKAGE):
        yield say("version_waits", running=running, installed=version(PACKAGE))
    if not box.is_kiosk:
        return
    units = _states() if box.is_run_by_systemd else ()
    yield from _units(units, say)
    yield from _screen(box, units, say)
    yield from _pages(box, say)


def _states() -> tuple[Mapping[str, str], ...]:
    """Return what systemd says of each unit: systemctl(1), show."""
    asked = ["systemctl", "show", "--property=Id,ActiveState,UnitFileState,Result", *UNITS]
    told = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - of constants
    parts = (part.splitlines() for part in told.stdout.split("\n\n"))
    return tuple(dict(line.partition("=")[::2] for line in part) for part in parts if part)


def _units(units: Sequence[Mapping[str, str]], say: Say) -> Iterator[Finding]:
    """Yield the units that failed or are off."""
    for unit in units:
        if unit["ActiveState"] == "failed":
            yield say("unit_failed", unit=unit["Id"], result=unit["Result"])
        elif unit["UnitFileState"] not in {"enabled", "static", "linked"}:
            yield say("unit_off", unit=unit["Id"], state=unit["UnitFileState"] or "not installed")


def _screen(box: Box, units: Sequence[Mapping[str, str]], say: Say) -> Iterator[Finding]:
    """Yield a screen that is plugged in and shows nothing. A unit that failed says so itself."""
    plugs = (path for path in box.found(SCREENS) if box.text(path) == "connected")
    screen = next(plugs, None)
    if screen is None:
        return
    programs = [
        names[0] for names in SHOWN_BY
        if not any((box.root / "usr/bin" / name).exists() for name in names)
    ]  # fmt: skip
    state = next((unit["ActiveState"] for unit in units if unit["Id"] == BROWSER), "active")
    if programs:
        why = f"{' and '.join(programs)}: not installed"
    elif state not in {"active", "failed"}:
        why = f"{BROWSER} is {state}"
    else:
        return
    yield say("screen_dark", screen=screen.parent.name, why=why)


def _pages(box: Box, say: Say) -> Iterator[Finding]:
    host, port = box.touch()
    pages = HTTPConnection(host, port, timeout=ANSWER_S)
    try:
        pages.request("GET", "/")
        pages.getresponse().read()
    except (OSError, HTTPException) as silent:
        yield say("pages_silent", where=f"{host}:{port}", why=silent)
    finally:
        pages.close()
    key = box.root / OFFICE_KEY
    with suppress(FileNotFoundError):
        if not box.may_enter(key.parent, f"the key of the office pages in {key.parent}"):
            return
        if key.stat().st_mode & _ALL_BUT_OWNER:
            yield say("office_key_open", path=key)
