"""The page for a root that nobody writes to, typed, and a kiosk at work on such a root."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.package.crew import Crew, Seen
from tests.package.pages import FOLDER, LINES_MAX, commands, typed
from tests.package.roots import Machine, Powered, powered
from tests.provision.stick import stick

PAGE = FOLDER / "read_only_root.md"
FSTAB = "overlay  /  overlay  defaults,noatime  0  1\n"
"""As the root stands there on Raspberry Pi OS, but for its name and kind."""

AT_WORK_S = 6.0
"""Two or three issues and returns."""

SEALED = "from kiosk.provision.packages import sealed; print(sealed())"


@pytest.fixture
def power(debian: Path, deb: Path, tmp_path: Path) -> Iterator[Powered]:
    """Return a kiosk that was provisioned, off."""
    stick(tmp_path)
    with powered(debian) as power:
        made = power.on()
        made.does("mkdir", "-p", "/media/stick")
        for path in (deb, *tmp_path.glob("*.*")):
            made.copy(path, f"/media/stick/{path.name}")
        made.does("sh", "-c", "dpkg --install /media/stick/armoury-kiosk_*.deb")
        made.does("kiosk", "provision", "/media/stick/provision.toml")
        made.does(
            "kiosk", "missions", "add", "BN-114", "0041207",
            "--from", "2026-01-01T00:00", "--until", "2034-12-31T23:59",
        )  # fmt: skip
        made.write("/etc/fstab", FSTAB)
        power.cut()
        yield power


def _answers(made: Machine) -> None:
    made.until(lambda: made.ran("kiosk", "status").code == 0, "the kiosk")


def _failed(made: Machine) -> str:
    words = ("list-units", "--failed", "--plain", "--no-legend", "kiosk*", "web_ui*")
    return made.does("systemctl", *words)


def _crew_works(power: Powered, made: Machine, seen: Seen) -> None:
    files = Path(f"/proc/{made.first}/root")
    with closing(Crew(files / "run/kiosk/kiosk.sock", seen)) as crew:
        crew.works(AT_WORK_S)
        power.cut()


def test_a_kiosk_lives_on_a_root_that_nobody_writes_to(power: Powered) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert len(page.splitlines()) <= LINES_MAX
    before, after = page.split("## 3. ")
    made = power.on()
    for command, answer in commands(before):
        typed(made, command, answer)
    power.give_var_a_disk(made)
    power.cut()

    made = power.on()
    _answers(made)
    assert "Read-only file system" in made.ran("touch", "/usr/lib/armoury-kiosk/x").err
    assert made.does("/usr/lib/armoury-kiosk/bin/python", "-I", "-c", SEALED) == "True\n"
    for command, answer in commands(after):
        typed(made, command, answer)
    seen = Seen()
    _crew_works(power, made, seen)

    made = power.on()
    _answers(made)
    heads = [f"--head={seq}:{digest}" for seq, digest in sorted(seen.heads.items())]
    assert seen.opened, "a crew that does nothing shows nothing"
    assert made.ran("kiosk", "verify", *heads).code == 0
    assert _failed(made) == ""
