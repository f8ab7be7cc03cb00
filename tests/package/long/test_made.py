"""What takes minutes: the package made twice, a demonstration, a kiosk that dies and dies."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.bay import KIOSK_TOML
from tests.package.roots import Machine, machine, package


def test_two_builds_of_one_commit_are_equal(deb: Path, tmp_path: Path) -> None:
    """Whoever has the source can see that the package was made from it."""
    assert package(tmp_path, quick=False).read_bytes() == deb.read_bytes()


def test_the_package_holds_no_path_of_the_machine_that_made_it(deb: Path, tmp_path: Path) -> None:
    subprocess.run(["dpkg-deb", "--raw-extract", deb, tmp_path / "out"], check=True)
    place = str(Path(__file__).parents[3])
    command = ["grep", "-rlaF", "-e", place, str(tmp_path / "out")]
    found = subprocess.run(command, check=False, capture_output=True, text=True)
    assert found.stdout == ""


@pytest.fixture(scope="module")
def other(debian: Path, deb: Path) -> Iterator[Machine]:
    """Return a second machine with the package."""
    with machine(debian) as made:
        made.copy(deb, "/tmp/armoury-kiosk.deb")  # noqa: S108 - inside the machine
        made.does("dpkg", "--install", "/tmp/armoury-kiosk.deb")  # noqa: S108 - the same
        yield made


def test_a_demonstration_runs_and_ends(other: Machine) -> None:
    said = other.ran("timeout", "--signal=INT", "30", "kiosk", "demo", "--no-browser")
    assert "the warehouse is shut" in said.out.lower() + said.err.lower(), said


def test_a_kiosk_that_dies_ten_times_in_a_row_is_given_up_for_a_while(other: Machine) -> None:
    other.write("/etc/kiosk/kiosk.toml", KIOSK_TOML)
    other.write(
        "/run/systemd/system/kiosk.service.d/dies.conf",
        "[Service]\nExecStart=\nExecStart=/usr/bin/false\nRestartSec=100ms\n",
    )
    other.does("systemctl", "daemon-reload")
    other.ran("systemctl", "start", "kiosk")
    other.until(lambda: other.shown("kiosk", "ActiveState") == "failed", "the end of its tries")
    assert other.shown("kiosk", "NRestarts") == "10"
    other.until(lambda: other.shown("failsafe", "ExecMainStartTimestampMonotonic") != "0", "off")
    assert other.shown("kiosk-again.timer", "ActiveState") == "active"
