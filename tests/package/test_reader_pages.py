"""The pages for a reader that is swapped and for a silent kiosk, typed on such machines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.package.bay import KIOSK_TOML
from tests.package.pages import FOLDER, LINES_MAX, doctored, steps, typed
from tests.package.roots import Machine, machine

PYTHON = "/usr/lib/armoury-kiosk/bin/python"

OLD = """
[[reader]]
name = "scanner"
kind = "serial"
reads = "weapon"
device = "/dev/serial/by-id/usb-Honeywell_scanner-if00"
"""

NEW = """
import os, pty, tty
from pathlib import Path
from threading import Event
first, second = pty.openpty()
tty.setraw(second)
os.chmod(os.ttyname(second), 0o666)
link = Path("/dev/serial/by-id/usb-Newland_scanner-if00")
link.parent.mkdir(parents=True, exist_ok=True)
link.symlink_to(os.ttyname(second))
while not Event().wait(1):
    os.write(first, b"W-000000-0\\r\\n")
"""
"""Another scanner, on a pseudo-terminal, before which somebody holds a label."""

BADGE = """
from pathlib import Path
from threading import Event
from kiosk.service.client import RemoteBench
bench = RemoteBench(Path("/run/kiosk/kiosk.sock"))
while not Event().wait(1):
    bench.scan("any", "2010000148")
"""
"""Somebody who shows a badge that is not known here, each second."""


@contextmanager
def _kiosk(debian: Path, deb: Path, config: str) -> Iterator[Machine]:
    """Start a machine with a kiosk at work on such a kiosk.toml."""
    with machine(debian) as made:
        made.copy(deb, "/tmp/armoury-kiosk.deb")  # noqa: S108 - inside the machine
        made.does("dpkg", "--install", "/tmp/armoury-kiosk.deb")  # noqa: S108 - the same
        made.write("/etc/kiosk/kiosk.toml", config)
        made.does("systemctl", "start", "kiosk", "web_ui.socket")
        _answers(made)
        yield made


@pytest.fixture
def without_scanner(debian: Path, deb: Path) -> Iterator[Machine]:
    """Return a kiosk whose scanner is not plugged in."""
    with _kiosk(debian, deb, KIOSK_TOML + OLD) as made:
        yield made


@pytest.fixture
def silent(debian: Path, deb: Path) -> Iterator[Machine]:
    """Return a kiosk whose kiosk.toml names no buzzer."""
    with _kiosk(debian, deb, KIOSK_TOML) as made:
        yield made


def _answers(made: Machine) -> None:
    made.until(lambda: made.ran("kiosk", "status").code == 0, "the kiosk")


def _plays(made: Machine, program: str) -> None:
    """Let a program run on in the machine."""
    made.write("/srv/player.py", program)
    made.does("systemd-run", "--quiet", "--unit=player", PYTHON, "-I", "/srv/player.py")


def _follow(made: Machine, name: str) -> None:
    page = FOLDER / name
    for command, answer in steps(page):
        typed(made, command, answer)
        if "restart kiosk" in command:
            _answers(made)
            made.until(lambda: "device_lost" not in doctored(made), "the new reader")
    assert len(page.read_text(encoding="utf-8").splitlines()) <= LINES_MAX


def test_every_command_to_swap_a_reader_answers_as_its_page_shows(
    without_scanner: Machine,
) -> None:
    assert "device_lost" in doctored(without_scanner)
    _plays(without_scanner, NEW)
    _follow(without_scanner, "swap_a_reader.md")
    assert "device_lost" not in doctored(without_scanner)


def test_every_command_for_no_sound_answers_as_its_page_shows(silent: Machine) -> None:
    _plays(silent, BADGE)
    _follow(silent, "no_sound.md")
