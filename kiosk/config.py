"""kiosk.toml: what hangs on this kiosk. Read once at start; every error names file, key and cure.

    [kiosk]      name, folder, socket, site
    [policy]     profile, and changes to it
    [[reader]]   name, kind, reads, device
    [[cable]]    id, rack, positions, lock, contact
    [siren] [buzzer]

`kiosk.example.toml` shows every key there is.
"""

import errno
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from importlib import resources
from pathlib import Path
from typing import Any, get_type_hints

from kiosk.rules.broken import ConfigWrong
from kiosk.rules.policy import Policy, PolicyWrong, policy_from
from kiosk.rules.things import CableId, Position, PositionId, RackId

READER_KINDS = ("simulated", "keyboard", "serial")
LINE_KINDS = ("simulated", "gpio")
READS = ("badge", "weapon", "any")
FRAMINGS = ("line", "stx-etx", "auto", "rdm6300")
OUTPUT_PINS = range(9, 28)
"""GPIO 0-8 are pulled up at power-on, 9-27 down: a bolt on 0-8 would fire at every boot."""

INPUT_PINS = range(2, 28)

SITES = 100
SOCKET_MAX = 107
"""Longest path of a Unix socket, in bytes (unix(7))."""


@dataclass(frozen=True, slots=True)
class KioskSettings:
    """Which kiosk this is, and where it keeps its book.

    `site`: the second and third digit of the registration numbers given out here.
    """

    name: str
    folder: str
    socket: str
    site: int = 1


@dataclass(frozen=True, slots=True)
class PolicySettings:
    """A profile by name (`cambodia`, `self_service`) or file, and changes to it with sources."""

    profile: str
    changes: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


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


_UNREAD = {
    errno.ENOENT: "there is no such file",
    errno.ENOTDIR: "a part of its path is no folder",
    errno.EISDIR: "it is a folder; expected a file",
    errno.EACCES: "this account may not read it",
}


def read_toml(path: Path) -> dict[str, Any]:
    """Return a TOML file as plain data.

    Raises:
        ConfigWrong: it is not there, or is no TOML; says in which line.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))  # Notepad puts a BOM before it
    except OSError as gone:
        why = _UNREAD.get(gone.errno or 0, gone.strerror)
        raise ConfigWrong(f"{path}: cannot be read: {why}") from gone
    except UnicodeDecodeError as wrong:
        raise ConfigWrong(
            f"{path}: is not UTF-8 at byte {wrong.start}: save it as UTF-8"
        ) from wrong
    except tomllib.TOMLDecodeError as wrong:
        raise ConfigWrong(f"{path}: is not TOML: {wrong}") from wrong
    except (ValueError, RecursionError) as wrong:  # a number of 5,000 digits, 3,000 brackets
        raise ConfigWrong(
            f"{path}: is no configuration: a value in it is beyond all bounds"
        ) from wrong


def settings_from(raw: Mapping[str, Any], name: str) -> Settings:
    """Return plain data as settings; `name` is the file that errors speak of.

    Raises:
        ConfigWrong: names file, key and what was expected.
    """
    known = ("kiosk", "policy", "reader", "cable", "siren", "buzzer")
    for key in raw:
        if key not in known:
            raise ConfigWrong(f"{name}: [{key}]: there is no such section; expected {_or(known)}")
    for key in ("kiosk", "policy"):
        if key not in raw:
            raise ConfigWrong(f"{name}: [{key}]: is missing")
    off = {"kind": "simulated"}
    settings = Settings(
        kiosk=_table(KioskSettings, raw["kiosk"], f"{name}: [kiosk]"),
        policy=_policy(raw["policy"], name),
        readers=_tables(ReaderSettings, raw.get("reader", []), f"{name}: [[reader]]"),
        cables=_tables(CableSettings, raw.get("cable", []), f"{name}: [[cable]]"),
        siren=_table(OutputSettings, raw.get("siren", off), f"{name}: [siren]"),
        buzzer=_table(OutputSettings, raw.get("buzzer", off), f"{name}: [buzzer]"),
    )
    _check(settings, name)
    return settings


_EXPECTED: Mapping[type[Any], str] = {str: "text", int: "a whole number", bool: "true or false"}


def _table(kind: type[Any], raw: object, where: str) -> Any:  # noqa: ANN401 - a value of `kind`
    """Return a table as a value of `kind`, key by key, so that every complaint names its key."""
    if not isinstance(raw, dict):
        raise ConfigWrong(f"{where}: expected a table, not {raw!r}")
    hints = get_type_hints(kind)
    for key in raw:
        if key not in hints:
            raise ConfigWrong(f"{where}, {key}: there is no such key; expected {_or(hints)}")
    for key in fields(kind):
        if key.name not in raw and _needed(key):
            raise ConfigWrong(f"{where}, {key.name}: is missing")
    return kind(**{key: _value(hints[key], raw[key], f"{where}, {key}") for key in raw})


def _value(hint: Any, raw: object, where: str) -> object:  # noqa: ANN401 - an annotation is a value of any type
    if isinstance(hint, type) and is_dataclass(hint):
        return _table(hint, raw, where)
    if any(ord(char) < ord(" ") for text in _texts(raw) for char in text):
        raise ConfigWrong(f"{where}: must not hold a control character")
    if hint == tuple[str, ...]:
        if not isinstance(raw, list) or not all(isinstance(item, str) for item in raw):
            raise ConfigWrong(f"{where}: expected a list of texts, not {raw!r}")
        return tuple(raw)
    if hint in _EXPECTED and type(raw) is not hint:
        raise ConfigWrong(f"{where}: expected {_EXPECTED[hint]}, not {raw!r}")
    return raw


def _texts(raw: object) -> Iterable[str]:
    """Return the texts of a value: itself, or those of a list."""
    values = raw if isinstance(raw, list) else [raw]
    return [value for value in values if isinstance(value, str)]


def _tables(kind: type[Any], raw: object, where: str) -> tuple[Any, ...]:
    if not isinstance(raw, list):
        raise ConfigWrong(
            f"{where}: expected tables that begin with {where.rsplit(maxsplit=1)[-1]}"
        )
    return tuple(_table(kind, table, f"{where} {number}") for number, table in enumerate(raw, 1))


def _policy(raw: object, name: str) -> Policy:
    settings: PolicySettings = _table(PolicySettings, raw, f"{name}: [policy]")
    if not settings.profile:
        raise ConfigWrong(f"{name}: [policy], profile: must not be empty")
    if not isinstance(settings.changes, dict):
        raise ConfigWrong(f"{name}: [policy], changes: expected tables, one a setting")
    packaged = resources.files("kiosk.rules") / "profiles" / f"{settings.profile}.toml"
    if "/" not in settings.profile and packaged.is_file():
        profile = tomllib.loads(packaged.read_text(encoding="utf-8"))
    else:
        profile = read_toml(Path(settings.profile))
    try:
        return policy_from({**profile, **settings.changes})
    except PolicyWrong as wrong:
        raise ConfigWrong(f"{name}: [policy], {settings.profile}: {wrong}") from wrong


def _needed(key: Field[Any]) -> bool:
    return key.default is MISSING and key.default_factory is MISSING


def _or(names: Iterable[str]) -> str:
    return ", ".join(names)


def _check(settings: Settings, name: str) -> None:
    for key in ("name", "folder", "socket"):
        if not getattr(settings.kiosk, key):
            raise ConfigWrong(f"{name}: [kiosk], {key}: must not be empty")
    if not 0 <= settings.kiosk.site < SITES:
        raise ConfigWrong(f"{name}: [kiosk], site: expected 0 to 99, not {settings.kiosk.site}")
    if len(settings.kiosk.socket.encode()) > SOCKET_MAX:
        raise ConfigWrong(f"{name}: [kiosk], socket: the path is longer than {SOCKET_MAX} bytes")
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
            raise ConfigWrong(
                f"{name}: [[cable]] {cable.id}, quarantine: {stray[0]} hangs elsewhere"
            )
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
