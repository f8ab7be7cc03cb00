"""A store of the demonstration: founded in a folder of its own, and its two programs."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kiosk.assembly.founding import Row, write_register
from kiosk.config import Settings, read_settings
from kiosk.demo.folder import spelled
from kiosk.registry.book import Book
from kiosk.registry.database import connect_reader
from kiosk.registry.opening import DATABASE
from kiosk.registry.queries import Office
from kiosk.rules import observations as o
from kiosk.rules.entries import Entry
from kiosk.rules.register import FOUNDING
from kiosk.rules.things import BadgeText, Mission, OfficerNumber, Weapon
from kiosk.service.client import RemoteService
from tests.demo_register.people import FAR_MS, OFFICERS, PEOPLE
from tests.end_to_end.programs import (
    face_command,
    kiosk_command,
    office_address,
    ready,
    running,
    touch_address,
)

BADGES, WEAPONS = "badge", "weapon"
"""The readers."""

_SLOW = "ours, for this demonstration: on a busy machine a page takes longer than a hand does"
_CHANGES = {
    "release_s": (30, _SLOW),
    "session_s": (120, _SLOW),
    "count_least_ms": (1, "ours, for this demonstration: it scans sooner than anybody walks"),
    "stand_to_pair_s": (60, _SLOW),
    "count_by_itself": (False, "ours, for this demonstration: its chief orders the count"),
}


@dataclass(frozen=True)
class Layout:
    """How a bay is built: cables by id, each with its positions."""

    name: str
    cables: dict[str, tuple[str, ...]]

    def cable_of(self, position: str) -> str:
        """Return the cable that holds a position."""
        return next(cable for cable, places in self.cables.items() if position in places)


def _places(rack: str, first: int) -> tuple[str, ...]:
    return tuple(f"{rack}-{place:02}" for place in range(first, first + 6))


FIRST = Layout(
    "Angkor-1",
    {
        "R1-A": _places("R1", 1),
        "R1-B": _places("R1", 7),
        "R2-A": _places("R2", 1),
        "R2-B": _places("R2", 7),
    },
)
SECOND = Layout("Angkor-2", {"R1-A": _places("R1", 1), "R1-B": _places("R1", 7)})


@dataclass(frozen=True)
class Store:
    """A store whose programs run. `touch`, `office`: addresses of its pages."""

    layout: Layout
    config: Path
    settings: Settings
    touch: str
    office: str
    service: RemoteService

    def entries(self, after: int = 0) -> tuple[Entry, ...]:
        """Return what the book itself has after a line, oldest first, whatever the pages say."""
        with closing(Office(connect_reader(self.settings.folder / DATABASE))) as office:
            lines = office.lines(limit=2**31)
        return tuple(
            line.entry for line in reversed(lines) if line.seq > after and line.entry is not None
        )


@contextmanager
def open_store(
    folder: Path, layout: Layout, site: int, weapons: tuple[Weapon, ...] = ()
) -> Iterator[Store]:
    """Found a store with everybody and these weapons, and run it."""
    config = _laid_out(folder, layout, site)
    settings = read_settings(config)
    written = write_register(settings, FOUNDING, lambda book: _rows(book, weapons))
    assert written.reason == "", written
    web, hatch = folder / "web", Path(settings.kiosk.socket)
    web.mkdir()
    cast = web / "cast.toml"
    cast.write_text(spelled(_cast()), encoding="utf-8")
    extra = ("--cast", str(cast), "--kiosk-name", layout.name)
    with (
        closing(RemoteService(hatch)) as service,
        running(kiosk_command(config), folder / "kiosk.log") as kiosk,
        running(face_command(hatch, web, extra=extra), folder / "web.log") as face,
    ):
        ready(kiosk.child, service, kiosk.log)
        yield Store(layout, config, settings, touch_address(face), office_address(face), service)


def acquaint(one: Store, other: Store) -> None:
    """Carry each store's public key to the other, as technicians do before the first transfer."""
    for here, there in ((one, other), (other, one)):
        key = (there.settings.folder / "kiosk.pub").read_bytes()
        folder = here.settings.folder / "stores"
        folder.mkdir(exist_ok=True)
        (folder / f"{there.layout.name}.pub").write_bytes(key)


def _laid_out(folder: Path, layout: Layout, site: int) -> Path:
    simulated = {"kind": "simulated"}
    folder.mkdir(parents=True)
    raw = {
        "kiosk": {
            "name": layout.name,
            "folder": str(folder / "book"),
            "socket": str(folder / "k.sock"),
            "site": site,
        },
        "policy": {"profile": "cambodia"},
        **{
            f"policy.changes.{name}": {"value": value, "source": source}
            for name, (value, source) in _CHANGES.items()
        },
        "reader": [
            {"name": name, "kind": "simulated", "reads": name} for name in (BADGES, WEAPONS)
        ],
        "cable": [
            {
                "id": cable,
                "rack": cable.partition("-")[0],
                "positions": list(places),
                "lock": {**simulated, "max_on_s": 35},
                "contact": simulated,
            }
            for cable, places in layout.cables.items()
        ],
        "siren": simulated,
        "buzzer": simulated,
    }
    path = folder / "kiosk.toml"
    path.write_text(spelled(raw), encoding="utf-8")
    return path


def _rows(book: Book, weapons: tuple[Weapon, ...]) -> Iterator[Row]:
    for who in PEOPLE:
        yield (who.officer,)
    for who in OFFICERS:
        order = Mission("BN-114", 0, FAR_MS)
        yield (o.MissionOrder(OfficerNumber(who.number), order),)
    for weapon in weapons:
        yield (weapon,)
    for who in PEOPLE:
        sealed = book.pins.seal(who.pin)
        yield (o.BadgeGift(OfficerNumber(who.number), BadgeText(who.badge), sealed),)


def _cast() -> dict[str, list[dict[str, str]]]:
    """Return what the bench shows beside each badge."""
    return {
        "badge": [
            {
                "text": who.badge,
                "number": who.number,
                "name_km": who.name_km,
                "pin": who.pin,
                "shows": "",
                "shows_km": "",
            }
            for who in PEOPLE
        ]
    }
