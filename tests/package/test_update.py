"""An update on a clean Debian: dpkg, systemd and a running kiosk; forth, back, never by force."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.bay import KIOSK_TOML
from tests.package.pages import FOLDER as PAGES
from tests.package.pages import LINES_MAX, doctored, steps, typed
from tests.package.roots import Machine, machine
from tests.package.versions import Releaser, another, dies_when_run, does_not_load

FOLDER = "/media/stick"
RELEASERS = "/etc/armoury-kiosk/releasers"
OURS = "2026.1"
PATIENCE_S = 600
"""A copy, a trial, dpkg twice and two minutes for a kiosk that is silent; on a busy machine."""
PAGE = PAGES / "update.md"


@pytest.fixture(scope="module")
def sok() -> Releaser:
    """Return somebody whose key is on the kiosk."""
    return Releaser("sok")


@pytest.fixture(scope="module")
def kiosk(debian: Path, deb: Path, sok: Releaser) -> Iterator[Machine]:
    """Return a kiosk at work that knows one releaser."""
    with machine(debian) as made:
        made.does("mkdir", "-p", FOLDER, RELEASERS)
        made.copy(deb, f"{FOLDER}/first.deb")
        made.does("dpkg", "--install", f"{FOLDER}/first.deb")
        made.write("/etc/kiosk/kiosk.toml", KIOSK_TOML)
        made.write(f"{RELEASERS}/sok.pub", f"{sok.key.text}\n")
        made.does("systemctl", "start", "kiosk", "web_ui.socket")
        made.until(lambda: made.ran("kiosk", "status").code == 0, "the kiosk")
        yield made


def brought(kiosk: Machine, package: Path) -> str:
    """Put a package and its note on the stick; return where it is."""
    for path in (package, package.with_name(f"{package.name}.note")):
        if path.exists():
            kiosk.copy(path, f"{FOLDER}/{path.name}")
    return f"{FOLDER}/{package.name}"


def version(kiosk: Machine) -> str:
    """Return the version that is installed, whole."""
    said = kiosk.does("dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}",
                      "armoury-kiosk")  # fmt: skip
    assert said.startswith("installed "), said
    return said.removeprefix("installed ")


def kinds(kiosk: Machine) -> list[str]:
    """Return the kinds of the newest lines of the book, newest first."""
    script = (
        "from pathlib import Path\n"
        "from kiosk.service.client import RemoteService\n"
        "for line in RemoteService(Path('/run/kiosk/kiosk.sock')).lines(0, 12): print(line.kind)\n"
    )
    return kiosk.does("/usr/lib/armoury-kiosk/bin/python", "-I", "-c", script).split()


def untouched(kiosk: Machine) -> None:
    """Insist that nothing was changed: this version is in force, and its kiosk at work."""
    assert version(kiosk) == OURS
    assert kiosk.ran("kiosk", "status").code == 0
    assert "update.begun" not in kinds(kiosk)


def test_a_package_that_nobody_signed_or_somebody_else_did_is_refused(
    kiosk: Machine, deb: Path, tmp_path: Path
) -> None:
    package = another(deb, "2026.9", tmp_path)
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert (said.code, "it is not signed" in said.err) == (1, True)
    Releaser("sok").signs(package, "2026.9")  # the same name, another key
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert (said.code, "Nobody who may release" in said.err) == (1, True)
    untouched(kiosk)


def test_a_package_that_was_changed_after_it_was_signed_is_refused(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2026.9", tmp_path)
    sok.signs(package, "2026.9")
    with package.open("ab") as opened:
        opened.write(b"\n")
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert (said.code, "it was changed" in said.err) == (1, True)
    assert kiosk.does("ls", "/var/lib/armoury-kiosk/packages") == ""
    untouched(kiosk)


def test_an_older_version_is_no_update(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2025.4", tmp_path)
    sok.signs(package, "2025.4")
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert (said.code, "it is not newer" in said.err) == (1, True)
    untouched(kiosk)


def test_never_while_a_cable_is_open(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2026.2", tmp_path)
    sok.signs(package, "2026.2")
    moved(kiosk, opened=True)
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    moved(kiosk, opened=False)
    assert (said.code, "Cable R1-A is open" in said.err) == (1, True)
    untouched(kiosk)


def test_a_version_that_does_not_load_is_not_even_put_in(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2026.3", tmp_path, does_not_load)
    sok.signs(package, "2026.3")
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert (said.code, "half a version" in said.err) == (1, True), said
    untouched(kiosk)


def test_a_version_whose_kiosk_dies_is_taken_back_and_the_book_says_so(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2026.4", tmp_path, dies_when_run)
    sok.signs(package, "2026.4")
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert said.code == 1, said
    assert f"Version {OURS} is in force again" in said.err, said
    assert version(kiosk) == OURS
    told = kinds(kiosk)
    assert told[0] == "update.rolled_back"
    assert "update.begun" in told
    assert kiosk.ran("kiosk", "verify").code == 0
    said_of_files = kiosk.ran("dpkg", "--verify", "armoury-kiosk")
    assert (said_of_files.code, said_of_files.out, said_of_files.err) == (0, "", "")
    assert "2026.4" not in kiosk.does("ls", "/var/lib/armoury-kiosk/packages")


def test_a_newer_version_takes_the_place_and_goes_back_again(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2026.5", tmp_path)
    sok.signs(package, "2026.5")
    said = kiosk.ran("kiosk", "update", brought(kiosk, package), patience_s=PATIENCE_S)
    assert (said.code, said.out) == (0, "Version 2026.5 is in force.\n"), said
    assert version(kiosk) == "2026.5"
    assert kinds(kiosk)[0] == "update.done"
    assert kiosk.ran("kiosk", "verify").code == 0
    assert kiosk.does("sh", "-c", "ls -d /var/lib/armoury-kiosk/copies/*").startswith("/var")
    said = kiosk.ran("kiosk", "update", "--back", patience_s=PATIENCE_S)
    assert (said.code, said.out) == (0, f"Version {OURS} is in force.\n"), said
    assert version(kiosk) == OURS
    assert kiosk.shown("web_ui.socket", "ActiveState") == "active"
    assert doctored(kiosk) == ["clock_unsure", "copies_missing"]


def test_every_command_of_the_page_answers_as_it_shows(
    kiosk: Machine, deb: Path, tmp_path: Path, sok: Releaser
) -> None:
    package = another(deb, "2026.2", tmp_path)
    sok.signs(package, "2026.2")
    brought(kiosk, package)
    kiosk.write(f"{FOLDER}/sok.pub", f"{sok.key.text}\n")
    page = steps(PAGE)
    assert len(page) > 4
    for command, answer in page:
        typed(kiosk, f"({command}) 2>&1", answer)
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= LINES_MAX


def moved(kiosk: Machine, *, opened: bool) -> None:
    """Open or shut the cable, as somebody at the bench of a simulated bay does."""
    script = (
        "from pathlib import Path\n"
        "from kiosk.service.client import RemoteBench\n"
        f"RemoteBench(Path('/run/kiosk/kiosk.sock')).cable('R1-A', opened={opened})\n"
    )
    kiosk.does("/usr/lib/armoury-kiosk/bin/python", "-I", "-c", script)
    says = "open     cable R1-A"
    kiosk.until(lambda: (says in kiosk.does("kiosk", "status")) is opened, "the cable")
