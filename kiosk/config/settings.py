"""All of kiosk.toml as one value, and what its tables must be to each other."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any

from kiosk.config.apart import SIMULATED, check_folder, check_simulated
from kiosk.config.fitting import check_fit
from kiosk.config.lines import Arming, Contact, Light, Output, SimulatedOutput
from kiosk.config.places import RAISED, Complaints, Place, section
from kiosk.config.readers import Reader, UhfSettings
from kiosk.config.tables import Unfit, listed, read_toml, table, tables
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.policy import Policy, policy_from, policy_problems
from kiosk.rules.things import CableId, Position, PositionId, RackId, Signal

RESTS = ("closed", "open")
SITES = 100
SOCKET_MAX = 107
"""Longest path of a Unix socket, in bytes (unix(7))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KioskSettings:
    """Which kiosk this is, and where it keeps its book.

    `site`: the second and third digit of the registration numbers given out here. `training`: the
    register is an invented one; only `kiosk train` writes such a file (`config.apart`).
    """

    name: str
    folder: str
    socket: str
    site: int = 1
    training: bool = False

    def __post_init__(self) -> None:
        """Insist on names, and on a socket that the kernel takes."""
        for key in ("name", "folder", "socket"):
            if not getattr(self, key):
                raise Unfit(key, "must not be empty")
        if not 0 <= self.site < SITES:
            raise Unfit("site", f"expected 0 to 99, not {self.site}")
        if len(self.socket.encode()) > SOCKET_MAX:
            raise Unfit("socket", f"the path is longer than {SOCKET_MAX} bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySettings:
    """A profile by name (`cambodia`, `self_service`) or file, and changes to it with sources."""

    profile: str
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Insist on a profile."""
        if not self.profile:
            raise Unfit("profile", "must not be empty")
        if not isinstance(self.changes, dict):
            raise Unfit("changes", "expected tables, one a setting")


@dataclass(frozen=True, slots=True, kw_only=True)
class CableSettings:
    """One cable with its lock, its contact and the positions it frees."""

    id: str
    rack: str
    positions: tuple[str, ...]
    lock: Output
    contact: Contact
    quarantine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceSettings:
    """A sensor that sees whether a weapon stands at a position: closed means it does."""

    position: str
    contact: Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class LightSettings:
    """A light at a position."""

    position: str
    light: Light


@dataclass(frozen=True, slots=True, kw_only=True)
class InputSettings:
    """An input beside the cables.

    `signal`: tamper, duress, service_key, mains or battery. `rest`: how its contact is when all is
    well; closed, so that a cut wire is heard, but for a key, whose cut wire must give no rights.
    """

    name: str
    signal: str
    contact: Contact
    rest: str = "closed"

    def __post_init__(self) -> None:
        """Insist on a signal that an input can give."""
        known = [signal for signal in Signal if signal is not Signal.BOLT_POWER]
        if self.signal not in known:
            raise Unfit("signal", f"expected one of {listed(known)}, not {self.signal!r}")
        if self.rest not in RESTS:
            raise Unfit("rest", f"expected one of {listed(RESTS)}, not {self.rest!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class I2cSettings:
    """The bus of all chips."""

    device: str = "/dev/i2c-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class AmmeterSettings:
    """An INA219 in the supply of the bolts, and what a good coil draws, in mA."""

    address: int = 0x41
    shunt_mohm: int = 100
    least_ma: int = 250
    most_ma: int = 950

    def __post_init__(self) -> None:
        """Insist on a resistor, and on limits with something between them."""
        if self.shunt_mohm <= 0:
            raise Unfit("shunt_mohm", f"expected milliohms above 0, not {self.shunt_mohm}")
        if not 0 < self.least_ma < self.most_ma:
            raise Unfit("least_ma", f"expected above 0 and below most_ma, not {self.least_ma}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSettings:
    """A DS3231 that keeps the time without power."""

    address: int = 0x68


@dataclass(frozen=True, slots=True, kw_only=True)
class WitnessSettings:
    """A small memory on the board that remembers how far the book had come."""

    address: int = 0x57


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """The printer of CUPS that the last sheet is printed on before the power ends."""

    name: str

    def __post_init__(self) -> None:
        """Insist on a name that is no option of `lp`."""
        if not self.name or self.name.startswith("-"):
            raise Unfit("name", "expected the name of a printer, as `lpstat -e` says it")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All of kiosk.toml. `file`: its name, for complaints."""

    file: str = field(compare=False)
    kiosk: KioskSettings
    policy: Policy
    readers: tuple[Reader, ...]
    cables: tuple[CableSettings, ...]
    presences: tuple[PresenceSettings, ...] = ()
    lights: tuple[LightSettings, ...] = ()
    inputs: tuple[InputSettings, ...] = ()
    uhfs: tuple[UhfSettings, ...] = ()
    siren: Output = field(default_factory=SimulatedOutput)
    buzzer: Output = field(default_factory=SimulatedOutput)
    lamp: Output | None = None
    arming: Arming | None = None
    i2c: I2cSettings = field(default_factory=I2cSettings)
    ammeter: AmmeterSettings | None = None
    clock: ClockSettings | None = None
    witness: WitnessSettings | None = None
    printer: PrinterSettings | None = None

    @property
    def folder(self) -> Path:
        """Where the book is kept."""
        return Path(self.kiosk.folder)

    @property
    def simulated(self) -> bool:
        """Whether any part of the bay is simulated: then no weapon may hang on it."""
        kinds = (kind for part, kind in self.kinds() if part not in {"[buzzer]", "[lamp]"})
        return any(kind == SIMULATED for kind in kinds)

    def kinds(self) -> Iterator[tuple[str, str]]:
        """Return every part with what kind it is of, by the section that names it."""
        yield from (("[[reader]]", reader.KIND) for reader in self.readers)
        for cable in self.cables:
            yield f"[[cable]] {cable.id}, lock", cable.lock.KIND
            yield f"[[cable]] {cable.id}, contact", cable.contact.KIND
        yield from (("[[presence]]", row.contact.KIND) for row in self.presences)
        yield from (("[[input]]", row.contact.KIND) for row in self.inputs)
        yield from (("[[light]]", row.light.KIND) for row in self.lights)
        yield "[siren]", self.siren.KIND
        yield "[buzzer]", self.buzzer.KIND
        if self.lamp is not None:
            yield "[lamp]", self.lamp.KIND

    def boards(self) -> tuple[str, ...]:
        """Return the sections that speak of chips on a board, and of modules that see afar."""
        said = {
            "[arming]": self.arming,
            "[ammeter]": self.ammeter,
            "[clock]": self.clock,
            "[witness]": self.witness,
            "[[uhf]]": self.uhfs or None,
        }
        return tuple(section for section, part in said.items() if part is not None)

    def positions(self) -> tuple[Position, ...]:
        """Return every position of the bay, in the order of the file."""
        return tuple(
            Position(
                PositionId(place), RackId(cable.rack), CableId(cable.id), place in cable.quarantine
            )
            for cable in self.cables
            for place in cable.positions
        )


def read_settings(path: Path) -> Settings:
    """Return what a kiosk.toml says.

    Raises:
        ConfigWrong: names file, key and what was expected.
    """
    settings = settings_from(read_toml(path), str(path))
    check_folder(settings, str(path))
    return settings


_TABLES: Mapping[str, Any] = {
    "kiosk": KioskSettings,
    "siren": Output,
    "buzzer": Output,
    "lamp": Output,
    "arming": Arming,
    "i2c": I2cSettings,
    "ammeter": AmmeterSettings,
    "clock": ClockSettings,
    "witness": WitnessSettings,
    "printer": PrinterSettings,
}
_ARRAYS: Mapping[str, Any] = {
    "reader": Reader,
    "cable": CableSettings,
    "presence": PresenceSettings,
    "light": LightSettings,
    "input": InputSettings,
    "uhf": UhfSettings,
}
SECTIONS = ("kiosk", "policy", *_ARRAYS, *(key for key in _TABLES if key != "kiosk"))


def settings_from(raw: Mapping[str, Any], name: str) -> Settings:
    """Return plain data as settings; `name` is the file that errors speak of.

    Raises:
        ConfigWrong: names file, key and what was expected.
    """
    settings = judged(raw, name, RAISED)
    assert settings is not None, "the first complaint was raised"
    return settings


def judged(raw: Mapping[str, Any], name: str, complaints: Complaints) -> Settings | None:
    """Return plain data as settings, or None where complaints are kept and there is one.

    Raises:
        ConfigWrong: nobody keeps complaints, and there is one.
    """
    for key in raw:
        if key not in SECTIONS:
            known = listed(SECTIONS)
            complaints.add(section(name, key), f"there is no such section; expected {known}")
    for key in ("kiosk", "policy"):
        if key not in raw:
            complaints.add(section(name, key), "is missing")
    one: dict[str, Any] = {
        key: table(hint, raw[key], section(name, key), complaints)
        for key, hint in _TABLES.items()
        if key in raw
    }
    many: dict[str, Any] = {
        f"{key}s": tables(hint, raw.get(key, []), section(name, key, many=True), complaints)
        for key, hint in _ARRAYS.items()
    }
    policy = _policy(raw["policy"], name, complaints) if "policy" in raw else None
    check_fit(one, many, name, complaints)
    if complaints.kept or policy is None:
        return None
    settings = Settings(file=name, policy=policy, **one, **many)
    try:
        check_simulated(settings, name)
    except ConfigWrong as wrong:
        complaints.add_said(wrong, section(name, "kiosk").at("training"))
    return settings


def _policy(raw: object, name: str, complaints: Complaints) -> Policy | None:
    where = section(name, "policy")
    settings: PolicySettings | None = table(PolicySettings, raw, where, complaints)
    if settings is None:
        return None
    packaged = resources.files("kiosk.rules") / "profiles" / f"{settings.profile}.toml"
    own = "/" in settings.profile or not packaged.is_file()
    try:
        profile = (
            read_toml(Path(settings.profile))
            if own
            else tomllib.loads(packaged.read_text(encoding="utf-8"))
        )
    except ConfigWrong as wrong:
        complaints.add_said(wrong, where.at("profile"))
        return None
    given = {**profile, **settings.changes}
    problems = policy_problems(given)
    said = f"{name}: [policy], {settings.profile}"
    for each in problems:
        changed = each.setting in settings.changes or not own
        place = (
            Place(said, ("policy", "changes", each.setting), name)
            if changed
            else Place(said, (each.setting,), settings.profile)
        )
        complaints.add(place, str(each))
    return None if problems else policy_from(given)
