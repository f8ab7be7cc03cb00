"""The package on a clean Debian, under a systemd that is the machine's first program."""

import re

import pytest

from tests.package.bay import KIOSK_TOML
from tests.package.pages import doctored
from tests.package.roots import Machine


@pytest.fixture(scope="module")
def kiosk(installed: Machine) -> Machine:
    """Return the machine with a simulated bay configured, and its units started."""
    installed.write("/etc/kiosk/kiosk.toml", KIOSK_TOML)
    installed.does("systemctl", "start", "kiosk", "web_ui.socket")
    return installed


def test_without_a_configuration_nothing_is_started(installed: Machine) -> None:
    """A Pi on which the package was only installed is a Pi like any other."""
    units = ("kiosk.service", "web_ui.service", "browser.service")
    assert [installed.shown(unit, "ActiveState") for unit in units] == ["inactive"] * 3
    assert [installed.shown(unit, "UnitFileState") for unit in units] == ["enabled"] * 3


def test_every_account_and_folder_is_there(installed: Machine) -> None:
    said = installed.does("stat", "-c", "%n %U %G %a", "/etc/kiosk", "/var/lib/kiosk")
    assert said == "/etc/kiosk root kiosk 750\n/var/lib/kiosk kiosk kiosk 750\n"
    assert "kiosk" in installed.does("id", "-nG", "kiosk").split()


def test_a_kiosk_says_when_it_is_ready_and_that_it_lives(kiosk: Machine) -> None:
    assert kiosk.shown("kiosk", "ActiveState") == "active"
    first = int(kiosk.shown("kiosk", "WatchdogTimestampMonotonic"))
    assert first > 0
    kiosk.until(
        lambda: int(kiosk.shown("kiosk", "WatchdogTimestampMonotonic")) > first, "the next word"
    )


def test_the_kiosk_answers_and_its_book_is_its_own(kiosk: Machine) -> None:
    assert "kiosk    R-01 (simulated)" in kiosk.does("kiosk", "status")
    assert kiosk.does("stat", "-c", "%U %a", "/var/lib/kiosk/kiosk.key") == "kiosk 600\n"
    assert kiosk.ran("kiosk", "verify").code == 0


def test_the_pages_come_through_a_port_that_systemd_opened(kiosk: Machine) -> None:
    """Nobody had started their program; the office's has TLS, and the touch page's has none."""
    assert kiosk.shown("web_ui.service", "NRestarts") == "0"
    script = (
        "import ssl, urllib.request as u\n"
        "plain = u.urlopen('http://127.0.0.1:8080/', timeout=60)\n"
        "none = ssl._create_unverified_context()\n"
        "office = u.urlopen('https://127.0.0.1:8443/', timeout=60, context=none)\n"
        "print(plain.status, office.status)\n"
    )
    assert kiosk.does("python3", "-c", script) == "200 200\n"
    assert kiosk.shown("web_ui.service", "ActiveState") == "active"


def test_the_pages_see_neither_book_nor_configuration(kiosk: Machine) -> None:
    pid = kiosk.shown("web_ui.service", "MainPID")
    looked = "ls /var/lib/kiosk /etc/kiosk; ls -d /run/kiosk/kiosk.sock"
    said = kiosk.ran("nsenter", "--mount", f"--target={pid}", "setpriv", "--reuid=kiosk-web",
                     "--regid=kiosk-web", "--groups=kiosk", "sh", "-c", looked)  # fmt: skip
    assert said.out == "/run/kiosk/kiosk.sock\n"
    assert said.err.count("Permission denied") == 2


def test_a_hung_kiosk_is_killed_its_outputs_switched_off_and_started_again(kiosk: Machine) -> None:
    before = kiosk.shown("kiosk", "MainPID")
    kiosk.does("kill", "-STOP", before)
    kiosk.until(
        lambda: (
            kiosk.shown("kiosk", "MainPID") not in {before, "0"}
            and kiosk.shown("kiosk", "ActiveState") == "active"
        ),
        "another kiosk",
        60,
    )
    said = kiosk.does("journalctl", "--no-pager", "-u", "kiosk", "-o", "cat")
    assert "Watchdog timeout" in said
    assert "nothing is to be switched off" in said
    assert kiosk.ran("kiosk", "verify").code == 0


def test_a_copy_of_the_book_is_made_on_another_disk_and_on_no_other(kiosk: Machine) -> None:
    assert kiosk.ran("systemctl", "start", "backup").code == 1
    assert "no stick is there" in kiosk.does(
        "journalctl", "--no-pager", "-u", "backup", "-o", "cat"
    )
    kiosk.does("mount", "-t", "tmpfs", "-o", "uid=kiosk,mode=700", "none", "/media/kiosk-backup")
    kiosk.does("systemctl", "start", "backup")
    copies = kiosk.does("ls", "/media/kiosk-backup").split()
    assert len(copies) == 1
    assert re.fullmatch(r"R-01-\d{9}", copies[0])
    assert kiosk.ran("kiosk", "verify", f"/media/kiosk-backup/{copies[0]}").code == 0


def test_a_wrong_file_stops_the_kiosk_switches_off_and_tries_again_later(kiosk: Machine) -> None:
    kiosk.write("/etc/kiosk/kiosk.toml", KIOSK_TOML.replace('kind = "simulated"', 'kind = "x"', 1))
    kiosk.ran("systemctl", "restart", "kiosk")
    kiosk.until(lambda: kiosk.shown("kiosk", "ActiveState") == "failed", "the failure")
    assert kiosk.shown("kiosk", "ExecMainStatus") == "78"
    kiosk.until(lambda: kiosk.shown("failsafe", "ExecMainStartTimestampMonotonic") != "0", "off")
    assert kiosk.shown("kiosk-again.timer", "ActiveState") == "active"
    kiosk.write("/etc/kiosk/kiosk.toml", KIOSK_TOML)
    kiosk.does("systemctl", "start", "kiosk")
    assert kiosk.shown("kiosk", "ActiveState") == "active"


def test_the_doctor_finds_a_running_kiosk_and_says_what_it_sees(kiosk: Machine) -> None:
    assert doctored(kiosk) == ["clock_unsure"], "this machine has no clock chip"


def test_the_manual_is_there_for_every_command(kiosk: Machine) -> None:
    assert "Guard the racks until told to stop" in kiosk.does("man", "-P", "cat", "kiosk-run")


def test_no_file_of_the_package_was_changed_by_running_it(kiosk: Machine) -> None:
    said = kiosk.ran("dpkg", "--verify", "armoury-kiosk")
    assert (said.code, said.out, said.err) == (0, "", "")


def moved(machine: Machine, *, opened: bool) -> None:
    """Open or shut the cable, as somebody at the bench of a simulated bay does."""
    script = (
        "from pathlib import Path\n"
        "from kiosk.service.client import RemoteBench\n"
        f"RemoteBench(Path('/run/kiosk/kiosk.sock')).cable('R1-A', opened={opened})\n"
    )
    machine.does("/usr/lib/armoury-kiosk/bin/python", "-I", "-c", script)
    says = "open     cable R1-A"
    machine.until(lambda: (says in machine.does("kiosk", "status")) is opened, "the cable")


def test_nothing_is_changed_while_a_cable_is_open(kiosk: Machine) -> None:
    """Somebody stands at the rack with a weapon, and the book has to hear of it."""
    moved(kiosk, opened=True)
    for words in (("--remove", "armoury-kiosk"), ("--install", "/tmp/armoury-kiosk.deb")):  # noqa: S108 - inside the machine
        said = kiosk.ran("dpkg", *words)
        assert (said.code, "a cable is open" in said.err) == (1, True)
        assert kiosk.shown("kiosk", "ActiveState") == "active"
    moved(kiosk, opened=False)


def test_installed_over_itself_the_kiosk_goes_on(kiosk: Machine) -> None:
    kiosk.does("dpkg", "--install", "/tmp/armoury-kiosk.deb")  # noqa: S108 - inside the machine
    assert kiosk.shown("kiosk", "ActiveState") == "active"
    assert kiosk.ran("kiosk", "verify").code == 0


def test_removed_and_purged_the_book_stays(kiosk: Machine) -> None:
    head = kiosk.does("sha256sum", "/var/lib/kiosk/journal.lines")
    kiosk.does("dpkg", "--remove", "armoury-kiosk")
    assert kiosk.ran("systemctl", "is-active", "kiosk").out.strip() != "active"
    said = kiosk.ran("dpkg", "--purge", "armoury-kiosk")
    assert (said.code, "the book in /var/lib/kiosk" in said.err) == (0, True)
    lines = kiosk.does("sha256sum", "/var/lib/kiosk/journal.lines")
    assert lines.split()[1] == head.split()[1]
    assert kiosk.ran("test", "-e", "/usr/lib/armoury-kiosk").code == 1
