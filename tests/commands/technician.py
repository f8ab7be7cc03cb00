"""A simulated warehouse with a technician, who opens service mode with the chief."""

import subprocess
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk.assembly.clock import SystemClock
from kiosk.config import Settings, read_settings
from kiosk.registry.book import open_book
from kiosk.rules import entries as e
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import BadgeText, Officer, OfficerNumber, Role
from kiosk.service import protocol as p
from kiosk.service.views import BayView, Stage
from tests.assembly.program import CHIEF, KIOSK, PATIENCE_S, Program, member, warehouse

TECHNICIAN = OfficerNumber("0050001")
BADGE = BadgeText(number(Kind.BADGE, 1, 51))
PIN = "715930"

MORE = """
[[presence]]
position = "R1-01"
contact = { kind = "simulated" }
[[presence]]
position = "R2-Q1"
contact = { kind = "simulated" }
[[light]]
position = "R1-01"
light = { kind = "simulated" }
[[light]]
position = "R1-02"
light = { kind = "simulated" }
"""
"""Senses and lights for kiosk.toml; a weapon is seen at both, and R2-Q1 is empty by the book."""


@dataclass(frozen=True, slots=True)
class Said:
    """How a command ended, and what it said: the answer, and the talk."""

    code: int
    answer: str
    talk: str


def serviced(folder: Path, more: str = "") -> tuple[Path, Settings]:
    """Return kiosk.toml and settings of a simulated warehouse that has a technician."""
    config, settings = warehouse(folder)
    if more:
        config.write_text(config.read_text(encoding="utf-8") + more, encoding="utf-8")
        settings = read_settings(config)
    at = SystemClock().now()
    person = Officer(TECHNICIAN, "Lim Dara", "លឹម ដារ៉ា", role=Role.TECHNICIAN)
    with closing(open_book(settings.folder, settings.kiosk.name, settings.policy)) as book:
        book.journal.append(
            [
                e.OfficerRegistered(at, person, "x"),
                e.BadgeEnrolled(at, BADGE, TECHNICIAN, ("x", "y")),
                e.PinSet(at, TECHNICIAN, book.pins.seal(PIN)),
            ]
        )
    return config, settings


def vouches(kiosk: Program, *, chief: bool) -> BayView:
    """Let one of the two show badge and PIN."""
    kiosk.until(Stage.SERVICE_BADGE)
    kiosk.bench.scan("badge", member(CHIEF).badge_text if chief else BADGE)
    kiosk.until(Stage.SERVICE_PIN)
    return kiosk.face.tap(p.Pin(member(CHIEF).pin if chief else PIN))


def meanwhile(config: Path, words: Sequence[str], act: Callable[[], object]) -> Said:
    """Let a technician type a command, do something while it runs, and return what it said."""
    whole = [*KIOSK, *words, "--config", str(config)]
    pipe = subprocess.PIPE
    with subprocess.Popen(whole, stdout=pipe, stderr=pipe, text=True) as child:
        act()
        answer, talk = child.communicate(timeout=PATIENCE_S)
    return Said(child.returncode, answer, talk)


def opened(kiosk: Program, *more: str) -> Said:
    """Let both open service mode by a command."""

    def both() -> None:
        vouches(kiosk, chief=False)
        vouches(kiosk, chief=True)

    return meanwhile(kiosk.config, ("service", "begin", "--why", "a new reader", *more), both)
