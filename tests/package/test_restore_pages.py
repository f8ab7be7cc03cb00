"""The pages for a lost book and a dead Pi, typed from first to last on clean Debians."""

import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.pages import FOLDER, LINES_MAX, STICK, plug_in, steps, typed
from tests.package.roots import Machine, machine
from tests.provision.stick import stick

RESTORE, SWAP = FOLDER / "restore.md", FOLDER / "swap_a_pi.md"
COPIES = "/var/tmp/copies.tar"  # noqa: S108 - inside the machine


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the stick of a first install."""
    folder = tmp_path_factory.mktemp("stick")
    stick(folder)
    return folder


def with_stick(made: Machine, lent: Path, deb: Path) -> None:
    """Plug the stick of a first install in."""
    made.does("mkdir", "-p", "/media/stick")
    for path in (deb, *lent.glob("*.*")):
        made.copy(path, f"/media/stick/{path.name}")


@pytest.fixture(scope="module")
def old(debian: Path, deb: Path, lent: Path) -> Iterator[Machine]:
    """Return a kiosk at work, a copy of its book on its stick, and an entry that is not on it."""
    with machine(debian) as made:
        with_stick(made, lent, deb)
        made.does("sh", "-c", "dpkg --install /media/stick/armoury-kiosk_*.deb")
        made.does("kiosk", "provision", "/media/stick/provision.toml")
        plug_in(made)
        made.does("runuser", "-u", "kiosk", "--", "kiosk", "backup", STICK)
        for number in ("BN-1", "BN-2"):
            made.does(
                "kiosk", "missions", "add", number, "0041207",
                "--from", "2026-01-01T00:00", "--until", "2034-12-31T23:59",
            )  # fmt: skip
        yield made


def test_every_command_for_a_lost_book_answers_as_its_page_shows(old: Machine) -> None:
    page = steps(RESTORE)
    assert len(page) > 6
    for command, answer in page:
        typed(old, command, answer)
        if "systemctl start" in command:
            old.until(lambda: old.ran("kiosk", "status").code == 0, "the kiosk")
    assert old.does("stat", "-c", "%U %a", "/var/lib/kiosk/kiosk.key") == "kiosk 600\n"
    assert "put_back" in old.does("kiosk", "status")
    said = old.does("journalctl", "--no-pager", "-u", "kiosk", "-o", "cat")
    assert "changed" not in said.lower()


def test_every_command_for_a_dead_pi_answers_as_its_page_shows(
    old: Machine, debian: Path, deb: Path, lent: Path, tmp_path: Path
) -> None:
    old.does("tar", "-C", STICK, "-cf", COPIES, ".")
    copies = tmp_path / "copies.tar"
    copies.write_bytes((old.layer / "upper" / COPIES.lstrip("/")).read_bytes())
    with tarfile.open(copies) as packed:
        assert len(packed.getnames()) > 1
    page = steps(SWAP)
    assert len(page) > 5
    with machine(debian) as new:
        with_stick(new, lent, deb)
        for command, answer in page:
            if command.startswith("kiosk replace"):
                plug_in(new)
                new.copy(copies, COPIES)
                new.does("tar", "-C", STICK, "-xf", COPIES)
            if command == "kiosk doctor":
                new.until(lambda: new.ran("kiosk", "status").code == 0, "the kiosk")
            typed(new, command, answer)
        assert "put_back" in new.does("kiosk", "status")


@pytest.mark.parametrize("page", [RESTORE, SWAP], ids=lambda page: page.name)
def test_each_page_is_one_page(page: Path) -> None:
    assert len(page.read_text(encoding="utf-8").splitlines()) <= LINES_MAX
