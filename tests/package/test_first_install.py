"""The page for a first install, typed from its first command to its last on a clean Debian."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.package.pages import FOLDER, LINES_MAX, plug_in, steps, typed
from tests.package.roots import Machine, machine
from tests.provision.stick import stick

PAGE = FOLDER / "first_install.md"

ISSUE = """
from pathlib import Path
from kiosk.service import protocol as p
from kiosk.service.client import RemoteBench, RemoteService
from kiosk.service.views import Stage

face, bench = (kind(Path("/run/kiosk/kiosk.sock")) for kind in (RemoteService, RemoteBench))

def until(stage):
    view = face.view()
    for _ in range(200):
        if view.stage is stage:
            return
        view = face.wait(view.version, 0.2)
    raise SystemExit(f"never at {stage}, but at {view.stage}: {view.outcome}")

bench.scan("badge", "2010000148")
until(Stage.PIN)
face.tap(p.Pin("493817"))
face.tap(p.Choose("1010000182"))
bench.scan("badge", "2010000924")
until(Stage.COUNTER_SIGN_PIN)
face.tap(p.Pin("572618"))
until(Stage.OPEN_NOW)
bench.cable("R1-A", opened=True)
until(Stage.CABLE_OPEN)
bench.scan("weapon", "1010000182")
until(Stage.SHUT_NOW)
bench.cable("R1-A", opened=False)
until(Stage.COUNT)
face.tap(p.Count(5))
"""
"""What three people do at the screen in step 6, at the bench of a simulated bay."""


@pytest.fixture
def pi(debian: Path, deb: Path, tmp_path: Path) -> Iterator[Machine]:
    """Return a clean Debian with the stick of the page in it."""
    stick(tmp_path)
    with machine(debian) as made:
        made.does("mkdir", "-p", "/media/stick")
        for path in (deb, *tmp_path.glob("*.*")):
            made.copy(path, f"/media/stick/{path.name}")
        yield made


def test_every_command_of_the_page_answers_as_it_shows(pi: Machine) -> None:
    page = steps(PAGE)
    assert len(page) > 9
    for command, answer in page:
        if command == "kiosk status":
            pi.does("/usr/lib/armoury-kiosk/bin/python", "-I", "-c", ISSUE)
        if "backup" in command:
            plug_in(pi)
        typed(pi, command, answer)


def test_the_page_is_one_page() -> None:
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= LINES_MAX
