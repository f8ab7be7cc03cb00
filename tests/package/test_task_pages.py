"""Pages for single tasks, typed from first to last on a machine that has their trouble."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.bay import KIOSK_TOML
from tests.package.pages import FOLDER, LINES_MAX, doctored, steps, typed
from tests.package.roots import Machine, machine

BOOK = "/var/lib/kiosk"

OWN_DISK = f"""
set -e
systemctl stop kiosk
mkdir /run/disk
mount -t tmpfs -o size=160m none /run/disk
cp -a {BOOK}/. /run/disk
mount --bind /run/disk {BOOK}
chown kiosk:kiosk {BOOK}
chmod 750 {BOOK}
systemctl start kiosk
fallocate -l 110M {BOOK}/copied_by_hand.img
"""

AHEAD = """
from pathlib import Path
from kiosk.service.client import RemoteBench
bench = RemoteBench(Path("/run/kiosk/kiosk.sock"))
bench.pass_time(600)
bench.cable("R1-A", opened=True)
bench.cable("R1-A", opened=False)
"""
"""Ten hours pass at the wall of a simulated bay, and something is written then."""


@pytest.fixture
def kiosk(debian: Path, deb: Path) -> Iterator[Machine]:
    """Return a kiosk at work."""
    with machine(debian) as made:
        made.copy(deb, "/tmp/armoury-kiosk.deb")  # noqa: S108 - inside the machine
        made.does("dpkg", "--install", "/tmp/armoury-kiosk.deb")  # noqa: S108 - the same
        made.write("/etc/kiosk/kiosk.toml", KIOSK_TOML)
        made.does("systemctl", "start", "kiosk", "web_ui.socket")
        _answers(made)
        yield made


def _answers(made: Machine) -> None:
    made.until(lambda: made.ran("kiosk", "status").code == 0, "the kiosk")


def _follow(made: Machine, name: str) -> None:
    page = FOLDER / name
    for command, answer in steps(page):
        typed(made, command, answer)
        if "restart kiosk" in command:
            _answers(made)
    assert len(page.read_text(encoding="utf-8").splitlines()) <= LINES_MAX


def test_every_command_for_a_full_card_answers_as_its_page_shows(kiosk: Machine) -> None:
    kiosk.does("sh", "-c", OWN_DISK)
    _answers(kiosk)
    assert "disk_low" in doctored(kiosk)
    _follow(kiosk, "full_card.md")
    assert "disk_low" not in doctored(kiosk)


def test_every_command_for_a_wrong_clock_answers_as_its_page_shows(kiosk: Machine) -> None:
    kiosk.does("/usr/lib/armoury-kiosk/bin/python", "-I", "-c", AHEAD)
    assert "clock_behind" in doctored(kiosk)
    _follow(kiosk, "wrong_clock.md")
