"""A whole demonstration: founded, started, shown, watched, ended."""

import os
import threading
import webbrowser
from contextlib import closing
from pathlib import Path

from kiosk.config import Settings
from kiosk.demo.bill import fingerprint_of, playbill
from kiosk.demo.cast import bench_sheet, read_cast
from kiosk.demo.folder import laid_out, spelled
from kiosk.demo.plays import DEMONSTRATION, Play
from kiosk.demo.programs import (
    CAST,
    Program,
    Programs,
    Say,
    ShowOver,
    answers_at,
    face_argv,
    free_port,
)
from kiosk.demo.seed import sow
from kiosk.registry.database import connect_reader
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.rules.things import Officer, OfficerNumber
from kiosk.service.client import RemoteService
from kiosk.service.protocol import KioskSilent


def run(  # noqa: PLR0913 - what the command was told, each by its name
    folder: Path,
    mine: Path | None,
    stop: threading.Event,
    say: Say,
    *,
    fresh: bool,
    browser: bool,
    play: Play = DEMONSTRATION,
) -> int:
    """Show the simulated warehouse until `stop` is set; return the exit code.

    Raises:
        ConfigWrong: `mine` or the folder is wrong.
        BookBroken, BookUnwritable: the demonstration's book; also when it is being shown already.
    """
    path, settings = laid_out(folder, mine, fresh=fresh, play=play)
    sow(settings)
    people = _people(settings)
    touch, office = free_port("127.0.0.1", play.touch), free_port("0.0.0.0", play.office)  # noqa: S104 - the chief's page is for the network
    web = folder / "web"
    web.mkdir(mode=0o700, exist_ok=True)
    (web / CAST).write_text(spelled(bench_sheet(read_cast().members, people)), encoding="utf-8")
    face = face_argv(
        settings.kiosk.socket, web, touch=touch, office=office, kiosk=settings.kiosk.name
    )
    if play.training:
        face = (*face, "--training")
    programs = Programs(
        Program("the kiosk", ("kiosk", "run", "--config", str(path), "--narrate")),
        Program("the program of the pages", face, folder / "web.log"),
        stop,
        say,
    )
    try:
        programs.start(programs.face, lambda: answers_at(touch) and answers_at(office))
        for line in playbill(
            touch, office, fingerprint_of(web), read_cast().members, people, play.opens
        ):
            say(line)
        programs.start(programs.kiosk, lambda: _answers(settings))
        if browser and _has_screen() and not stop.is_set():
            webbrowser.open(f"http://127.0.0.1:{touch}/demo")
        programs.watch()
    except ShowOver as over:
        say(f"The demonstration ends: {over}.")
        return 1
    finally:
        programs.end()
    say(play.closes)
    return 0


def _answers(settings: Settings) -> bool:
    try:
        return RemoteService(Path(settings.kiosk.socket)).view().seq > 0
    except KioskSilent:
        return False


def _people(settings: Settings) -> dict[OfficerNumber, Officer]:
    with closing(Office(connect_reader(settings.folder / DATABASE))) as office:
        return {officer.number: officer for officer in office.officers()}


def _has_screen() -> bool:
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
