"""What a kiosk is to be made of: one TOML file or answers, judged whole before anything is written.

PINs pass through here once, to be sealed; they are kept nowhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from kiosk.assembly.register_files import FileWrong, ListRow, officers_in, weapons_in
from kiosk.config import Settings, read_settings, read_toml
from kiosk.config.places import section
from kiosk.config.tables import Unfit, table, tables
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.labels import Kind, Label, number, read_label
from kiosk.rules.observations import Racking
from kiosk.rules.pin_form import pin_problem
from kiosk.rules.things import BadgeText, Officer, OfficerNumber
from kiosk.rules.vouching import MAY_VOUCH, VOUCHERS

SECTIONS = ("provision", "badge")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """The files it is made of, relative to the one that names them. Empty: none."""

    config: str
    officers: str
    weapons: str = ""

    def __post_init__(self) -> None:
        """Insist on what no kiosk works without."""
        for key in ("config", "officers"):
            if not getattr(self, key):
                raise Unfit(key, "must not be empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class Badge:
    """A first badge: whose, its text as the reader reads it, and a PIN; empty: it is asked for.

    Only a bay with a simulated part may be told PINs by a file (`_insist_on_owners`).
    """

    officer: str
    badge: str
    pin: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Gift:
    """A badge and a PIN, both looked at."""

    officer: OfficerNumber
    badge: BadgeText
    pin: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole kiosk. `config`: kiosk.toml as it will stand, byte for byte."""

    settings: Settings
    config: bytes
    officers: tuple[ListRow, ...]
    weapons: tuple[ListRow, ...]
    gifts: tuple[Gift, ...]


AskPin = Callable[[OfficerNumber], str]
"""Lets a person type a PIN twice that nobody else sees."""


def read_plan(path: Path, ask_pin: AskPin) -> Plan:
    """Return what one TOML file asks for.

    Raises:
        ConfigWrong: names file, key and what was expected, of this file or of one it names.
    """
    files, badges = _read(path)
    return judged(files, badges, path.parent, str(path), ask_pin)


def _read(path: Path) -> tuple[Files, Sequence[Badge]]:
    """Return what one TOML file says, each table by itself.

    Raises:
        ConfigWrong: names file, key and what was expected.
    """
    raw = read_toml(path)
    for key in raw:
        if key not in SECTIONS:
            known = ", ".join(SECTIONS)
            raise ConfigWrong(f"{path}: [{key}]: there is no such section; expected {known}")
    files: Files = table(Files, raw.get("provision", {}), section(str(path), "provision"))
    return files, tables(Badge, raw.get("badge", []), section(str(path), "badge", many=True))


def judged(files: Files, badges: Sequence[Badge], folder: Path, name: str, ask_pin: AskPin) -> Plan:
    """Return a plan of which every part fits the others; `name` is what complaints speak of.

    Raises:
        ConfigWrong: names what does not fit, and what was expected.
    """
    config = folder / files.config
    settings = read_settings(config)
    offset = settings.policy.utc_offset_min
    running = count(1)
    try:
        officers = tuple(officers_in(folder / files.officers, offset))
        weapons: tuple[ListRow, ...] = ()
        if files.weapons:
            new = lambda: number(Kind.WEAPON, settings.kiosk.site, next(running))  # noqa: E731 - of one line
            weapons = tuple(weapons_in(folder / files.weapons, new))
    except FileWrong as wrong:
        raise ConfigWrong(f"{wrong}. Nothing was written.") from wrong
    except OSError as gone:
        raise ConfigWrong(f"{gone.filename}: cannot be read: {gone.strerror}") from gone
    _insist_on_owners(settings, badges, name)
    _insist_on_places(settings, weapons, files.weapons)
    known: dict[str, Officer] = {
        fact.number: fact for row in officers for fact in row.facts if isinstance(fact, Officer)
    }
    gifts = _gifts(badges, known, name, ask_pin)
    return Plan(settings, config.read_bytes(), officers, weapons, gifts)


def _gifts(
    badges: Sequence[Badge], known: Mapping[str, Officer], name: str, ask_pin: AskPin
) -> tuple[Gift, ...]:
    """Return the badges with their PINs; those that are asked for come last of all that is judged.

    Raises:
        ConfigWrong: a badge or its owner cannot be, or too few could vouch for the next one.
    """
    owners: dict[BadgeText, str] = {}
    for place, one in enumerate(badges, 1):
        where = f"{name}: [[badge]] {place}"
        if one.officer not in known:
            raise ConfigWrong(f"{where}, officer: the list of officers has no {one.officer!r}")
        if one.officer in owners.values():
            raise ConfigWrong(f"{where}, officer: {one.officer!r} has a badge already")
        text = _badge_text(one, where)
        if text in owners:
            raise ConfigWrong(f"{where}, badge: {text!r} is given twice")
        owners[text] = one.officer
    vouching = [officer for officer in owners.values() if known[officer].role in MAY_VOUCH]
    if len(vouching) < VOUCHERS:
        raise ConfigWrong(
            f"{name}: [[badge]]: expected badges for two people of role custodian, chief or"
            " registrar: nobody else could ever be given one"
        )
    return tuple(
        Gift(OfficerNumber(officer), badge, one.pin or ask_pin(OfficerNumber(officer)))
        for one, (badge, officer) in zip(badges, owners.items(), strict=True)
    )


def _badge_text(one: Badge, where: str) -> BadgeText:
    """Return the text of a badge whose check digits and PIN can be.

    Raises:
        ConfigWrong: names what cannot.
    """
    label = read_label(one.badge)
    if not isinstance(label, Label) or label.kind not in {Kind.BADGE, Kind.FOREIGN}:
        raise ConfigWrong(f"{where}, badge: expected what the reader reads, not {one.badge!r}")
    if not label.sound:
        raise ConfigWrong(f"{where}, badge: the check digits of {one.badge!r} are wrong")
    if one.pin and pin_problem(one.pin, one.pin):
        raise ConfigWrong(
            f"{where}, pin: too easy to guess; expected 6 to 12 digits, no row, no repetition"
        )
    return BadgeText(label.text)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A kiosk whose people and weapons come from a chain. `config`: kiosk.toml, byte for byte."""

    settings: Settings
    config: bytes
    gifts: tuple[Gift, ...]


def read_replacement(path: Path, ask_pin: AskPin) -> Replacement:
    """Return what the file of a first install says of a Pi that takes a dead one's place.

    Its lists are left alone: who and what there is, the chain says. Whether the badges are those
    of its people is seen when it is there.

    Raises:
        ConfigWrong: names file, key and what was expected.
    """
    files, badges = _read(path)
    config = path.parent / files.config
    settings = read_settings(config)
    _insist_on_owners(settings, badges, str(path))
    texts = [_badge_text(one, f"{path}: [[badge]] {place}") for place, one in enumerate(badges, 1)]
    gifts = tuple(
        Gift(OfficerNumber(one.officer), text, one.pin or ask_pin(OfficerNumber(one.officer)))
        for one, text in zip(badges, texts, strict=True)
    )
    return Replacement(settings, config.read_bytes(), gifts)


def _insist_on_owners(settings: Settings, badges: Sequence[Badge], name: str) -> None:
    """Insist that PINs are typed by their owners where weapons hang.

    A file on a stick is read by whoever holds it, and whoever wrote it could draw as all of them.

    Raises:
        ConfigWrong: names the first badge with a PIN.
    """
    if settings.simulated:
        return
    for place, one in enumerate(badges, 1):
        if one.pin:
            raise ConfigWrong(
                f"{name}: [[badge]] {place}, pin: take it out. On a real kiosk each person types"
                " their own PIN; only a simulated bay takes one from a file"
            )


def _insist_on_places(settings: Settings, weapons: Sequence[ListRow], name: str) -> None:
    places = {position.id for position in settings.positions()}
    for row in weapons:
        for fact in row.facts:
            if isinstance(fact, Racking) and fact.position not in places:
                raise ConfigWrong(
                    f"{name}, row {row.number}, column position: no [[cable]] has {fact.position!r}"
                )
