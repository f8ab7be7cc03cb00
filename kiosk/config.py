"""kiosk.toml: what hangs on this kiosk. Read once at start; every error names file, key and cure.

    [kiosk]      name, folder, socket
    [policy]     profile, and changes to it
    [[reader]]   name, kind, reads, device
    [[cable]]    id, rack, positions, lock, contact
    [siren] [buzzer]

`kiosk.example.toml` shows every key there is.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from importlib import resources
from pathlib import Path
from typing import Any

from kiosk.rules.broken import ConfigWrong
from kiosk.rules.policy import Policy, PolicyWrong, policy_from
from kiosk.rules.things import CableId, Position, PositionId, RackId
from kiosk.spelling import Misspelled, thing

READER_KINDS = ("simulated", "keyboard", "serial")
LINE_KINDS = ("simulated", "gpio")
READS = ("badge", "weapon", "any")
FRAMINGS = ("line", "stx-etx", "auto", "rdm6300")
OUTPUT_PINS = range(9, 28)
"""GPIO 0-8 are pulled up at power-on, 9-27 down: a bolt on 0-8 would fire at every boot."""

INPUT_PINS = range(2, 28)


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """Which kiosk this is, and where it keeps its book."""

    name: str
    folder: str
    socket: str


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """A profile by name (`cambodia`, `self_service`) or file, and changes to it, sources included."""

    profile: str
    changes: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """One reader. `device`: a path under /dev/input or /dev/serial; empty when simulated."""

    name: str
    kind: str
    reads: str
    device: str = ""
    baud: int = 9600
    framing: str = "auto"


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """One output line. `max_on_s`: the driver lets go after this, whoever forgot (0: never)."""

    kind: str
    pin: int = 0
    active_high: bool = True
    max_on_s: int = 0


@dataclass(frozen=True, slots=True)
class ContactSettings:
    """One input line. `stable_ms`: how long a level must hold before it is believed."""

    kind: str
    pin: int = 0
    closed_is_low: bool = True
    stable_ms: int = 30


@dataclass(frozen=True, slots=True)
class CableSettings:
    """One cable with its lock, its contact and the positions it frees."""

    id: str
    rack: str
    positions: tuple[str, ...]
    lock: OutputSettings
    contact: ContactSettings
    quarantine: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """All of kiosk.toml."""

    kiosk: KioskSettings
    policy: Policy
    readers: tuple[ReaderSettings, ...]
    cables: tuple[CableSettings, ...]
    siren: OutputSettings
    buzzer: OutputSettings

    @property
    def folder(self) -> Path:
        """Where the book is kept."""
        return Path(self.kiosk.folder)

    @property
    def simulated(self) -> bool:
        """Whether any part of the bay is simulated: then no weapon may hang on it."""
        kinds = [reader.kind for reader in self.readers]
        kinds += [cable.lock.kind for cable in self.cables]
        kinds += [cable.contact.kind for cable in self.cables]
        return "simulated" in kinds

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
    return settings_from(read_toml(path), str(path))


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file as plain data.

    Raises:
        ConfigWrong: it is not there, or is no TOML; says in which line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as gone:
        raise ConfigWrong(f"{path}: cannot be read: {gone.strerror}") from gone
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise ConfigWrong(f"{path}: is not TOML: {wrong}") from wrong


def settings_from(raw: Mapping[str, Any], name: str) -> Settings:
    """Return plain data as settings; `name` is the file that errors speak of.

    Raises:
        ConfigWrong: names file, key and what was expected.
    """
    known = {"kiosk", "policy", "reader", "cable", "siren", "buzzer"}
    for key in raw:
        if key not in known:
            raise ConfigWrong(f"{name}: [{key}]: there is no such section; {sorted(known)}")
    off = {"kind": "simulated"}
    settings = Settings(
        kiosk=_table(KioskSettings, raw.get("kiosk", {}), f"{name}: [kiosk]"),
        policy=_policy(raw.get("policy", {}), name),
        readers=tuple(
            _table(ReaderSettings, reader, f"{name}: [[reader]] {number}")
            for number, reader in enumerate(raw.get("reader", []), 1)
        ),
        cables=tuple(
            _table(CableSettings, cable, f"{name}: [[cable]] {number}")
            for number, cable in enumerate(raw.get("cable", []), 1)
        ),
        siren=_table(OutputSettings, raw.get("siren", off), f"{name}: [siren]"),
        buzzer=_table(OutputSettings, raw.get("buzzer", off), f"{name}: [buzzer]"),
    )
    _check(settings, name)
    return settings


def _table(kind: type[Any], raw: object, where: str) -> Any:  # noqa: ANN401 - a value of `kind`
    if not isinstance(raw, dict):
        raise ConfigWrong(f"{where}: expected a table")
    names = {field.name for field in fields(kind)}
    for key in raw:
        if key not in names:
            raise ConfigWrong(f"{where}, {key}: there is no such key; expected {sorted(names)}")
    try:
        return thing(kind, raw)
    except Misspelled as wrong:
        raise ConfigWrong(f"{where}: {wrong}") from wrong


def _policy(raw: object, name: str) -> Policy:
    settings = _table(PolicySettings, {"changes": {}, **_of_dict(raw)}, f"{name}: [policy]")
    packaged = resources.files("kiosk.rules") / "profiles" / f"{settings.profile}.toml"
    if packaged.is_file():
        profile = tomllib.loads(packaged.read_text(encoding="utf-8"))
    else:
        profile = read_toml(Path(settings.profile))
    try:
        return policy_from({**profile, **settings.changes})
    except PolicyWrong as wrong:
        raise ConfigWrong(f"{name}: [policy] {settings.profile}: {wrong}") from wrong


def _of_dict(raw: object) -> dict[str, Any]:
    return raw if isinstance(raw, dict) else {}


def _check(settings: Settings, name: str) -> None:
    for number, reader in enumerate(settings.readers, 1):
        where = f"{name}: [[reader]] {number}"
        _one_of(reader.kind, READER_KINDS, f"{where}, kind")
        _one_of(reader.reads, READS, f"{where}, reads")
        _one_of(reader.framing, FRAMINGS, f"{where}, framing")
        if reader.kind != "simulated" and not reader.device:
            raise ConfigWrong(f"{where}, device: expected the path of the reader")
    _unique([reader.name for reader in settings.readers], f"{name}: [[reader]], name")
    _unique([cable.id for cable in settings.cables], f"{name}: [[cable]], id")
    places = [place for cable in settings.cables for place in cable.positions]
    _unique(places, f"{name}: [[cable]], positions")
    if not places or not settings.readers:
        raise ConfigWrong(f"{name}: a bay needs at least one [[reader]] and one [[cable]]")
    for cable in settings.cables:
        stray = sorted(set(cable.quarantine) - set(cable.positions))
        if stray:
            raise ConfigWrong(f"{name}: [[cable]] {cable.id}, quarantine: {stray[0]} hangs elsewhere")
    _check_pins(settings, name)


def _check_pins(settings: Settings, name: str) -> None:
    used: dict[int, str] = {}
    lines: list[tuple[str, OutputSettings | ContactSettings, range]] = [
        ("[siren]", settings.siren, OUTPUT_PINS),
        ("[buzzer]", settings.buzzer, OUTPUT_PINS),
    ]
    for cable in settings.cables:
        lines.append((f"[[cable]] {cable.id}, lock", cable.lock, OUTPUT_PINS))
        lines.append((f"[[cable]] {cable.id}, contact", cable.contact, INPUT_PINS))
    for where, line, allowed in lines:
        _one_of(line.kind, LINE_KINDS, f"{name}: {where}, kind")
        if line.kind != "gpio":
            continue
        if line.pin not in allowed:
            expected = f"expected GPIO {allowed.start} to {allowed.stop - 1}"
            raise ConfigWrong(f"{name}: {where}, pin: {expected}, not {line.pin}")
        if line.pin in used:
            raise ConfigWrong(f"{name}: {where}, pin: GPIO {line.pin} is used by {used[line.pin]}")
        used[line.pin] = where


def _one_of(value: str, allowed: tuple[str, ...], where: str) -> None:
    if value not in allowed:
        raise ConfigWrong(f"{where}: expected one of {', '.join(allowed)}, not {value!r}")


def _unique(values: list[str], where: str) -> None:
    for value in values:
        if not value:
            raise ConfigWrong(f"{where}: must not be empty")
        if values.count(value) > 1:
            raise ConfigWrong(f"{where}: {value!r} is used twice")
