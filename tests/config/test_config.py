"""kiosk.toml: whatever is wrong with it is said in one sentence with file, key and cure."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from kiosk import config
from kiosk.config import read_settings, settings_from
from kiosk.config.settings import SECTIONS
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.things import Position
from tests.house.tree import ROOT

EXAMPLE = ROOT / "kiosk.example.toml"

GOOD = """
[kiosk]
name = "R-01"
folder = "/var/lib/kiosk"
socket = "/run/kiosk/kiosk.sock"
[policy]
profile = "cambodia"
[[reader]]
name = "badge"
kind = "simulated"
reads = "badge"
[[cable]]
id = "A"
rack = "R1"
positions = ["A1", "A2"]
quarantine = ["A2"]
lock = { kind = "gpio", pin = 17, max_on_s = 5 }
contact = { kind = "gpio", pin = 4 }
[siren]
kind = "gpio"
pin = 22
[arming]
kind = "one_shot"
"""


def said(text: str) -> str:
    """Return what is said about a file."""
    with pytest.raises(ConfigWrong) as wrong:
        settings_from(tomllib.loads(text), "k.toml")
    return str(wrong.value)


def test_a_good_file_is_read_whole() -> None:
    settings = settings_from(tomllib.loads(GOOD), "k.toml")
    assert settings.positions() == (
        Position("A1", "R1", "A"),  # type: ignore[arg-type]  # plain texts do here
        Position("A2", "R1", "A", quarantine=True),  # type: ignore[arg-type]  # the same
    )
    assert settings.folder == Path("/var/lib/kiosk")
    assert settings.simulated
    assert settings.policy.session_s == 30


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("pin = 17", "pin = 3"), "[[cable]] 1, lock, pin: expected GPIO 9 to 27, not 3"),
        (("pin = 17", "pin = 28"), "[[cable]] 1, lock, pin: expected GPIO 9 to 27, not 28"),
        (("pin = 4", "pin = 0"), "[[cable]] 1, contact, pin: expected GPIO 2 to 27, not 0"),
        (("pin = 4", 'pin = "4"'), "contact, pin: expected a whole number, not '4'"),
        (("pin = 4", "pin = true"), "contact, pin: expected a whole number, not True"),
        (
            ("pin = 4", "pin = 4, bounce = 1"),
            "contact, bounce: there is no such key; expected kind",
        ),
        (('kind = "gpio", pin = 4', "pin = 4"), "[[cable]] 1, contact, kind: is missing"),
        (('lock = { kind = "gpio"', 'lock = { kind = "relay"'), "lock, kind: expected one of"),
        (('name = "R-01"\n', ""), "[kiosk], name: is missing"),
        (('name = "R-01"', "name = 1"), "[kiosk], name: expected text, not 1"),
        (("[kiosk]", "[kiosk]\nsite = 100"), "[kiosk], site: expected 0 to 99, not 100"),
        (("/run/kiosk/", f"/run/{'k' * 100}/"), "[kiosk], socket: the path is longer than 107"),
        (
            ("[kiosk]", "[kiosk]\ncolour = 1"),
            "[kiosk], colour: there is no such key; expected name",
        ),
        (("[siren]", "[sirens]"), "[sirens]: there is no such section; expected kiosk"),
        (('[policy]\nprofile = "cambodia"\n', ""), "[policy]: is missing"),
        (('"cambodia"', '"mars"'), "mars: cannot be read: there is no such file"),
        (("[[reader]]", "[reader]"), "[[reader]]: expected tables that begin with [[reader]]"),
        (
            ('kind = "simulated"', 'kind = "psychic"'),
            "[[reader]] 1, kind: expected one of simulated",
        ),
        (('kind = "simulated"', 'kind = "serial"'), "[[reader]] 1, device: is missing"),
        (('reads = "badge"', 'reads = "minds"'), "[[reader]] 1, reads: expected one of badge"),
        (
            ('reads = "badge"', 'reads = "badge"\nframing = "x"'),
            "[[reader]] 1, framing: there is no such key; expected kind, name, reads",
        ),
        (('["A1", "A2"]', '["A1", "A1"]'), "[[cable]], positions: 'A1' is used twice"),
        (('["A1", "A2"]', '["A1", ""]'), "[[cable]], positions: must not be empty"),
        (('["A1", "A2"]', '["A1", 2]'), "[[cable]] 1, positions: expected a list of texts"),
        (('["A1", "A2"]', '"A1"'), "[[cable]] 1, positions: expected a list of texts"),
        (
            ('quarantine = ["A2"]', 'quarantine = ["B"]'),
            "[[cable]] A, quarantine: B hangs elsewhere",
        ),
        (("[[cable]]", "[[cables]]"), "[cables]: there is no such section"),
        (("[siren]", "[policy.changes.session_s]\nvalue = 9\n[siren]"), 'source = "..." }'),
        (
            ("[siren]", "[policy.changes.moon]\nvalue = 9\nsource = 'x'\n[siren]"),
            "moon: there is no",
        ),
        (('"cambodia"', '"cambodia"\nchanges = 3'), "[policy], changes: expected tables"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_key(change: tuple[str, str], expected: str) -> None:
    assert change[0] in GOOD
    sentence = said(GOOD.replace(change[0], change[1], 1))
    assert sentence.startswith("k.toml: ") or "mars" in sentence
    assert expected in sentence
    assert "\n" not in sentence


def test_a_bay_needs_a_reader_and_a_cable() -> None:
    assert "at least one [[reader]] and one [[cable]]" in said(GOOD[: GOOD.index("[[cable]]")])


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigWrong, match=r"kiosk\.toml: cannot be read: there is no such file"):
        read_settings(tmp_path / "kiosk.toml")


def test_a_file_that_is_no_toml_is_named_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "kiosk.toml"
    path.write_text("[kiosk]\nname = R-01\n", encoding="utf-8")
    with pytest.raises(ConfigWrong, match=r"kiosk\.toml: is not TOML: .*line 2"):
        read_settings(path)
    path.write_bytes(b"[kiosk]\nname = \xff\n")
    with pytest.raises(ConfigWrong, match=r"kiosk\.toml: is not UTF-8 at byte 15: save it as UTF"):
        read_settings(path)


def test_a_profile_of_ones_own_must_name_every_source(tmp_path: Path) -> None:
    profiles = ROOT / "kiosk" / "rules" / "profiles" / "cambodia.toml"
    mine = tmp_path / "mine.toml"
    text = profiles.read_text(encoding="utf-8")
    mine.write_text(text, encoding="utf-8")
    named = GOOD.replace('"cambodia"', f'"{mine}"')
    assert settings_from(tomllib.loads(named), "k.toml").policy.allowance == 1
    lines = [line for line in text.splitlines() if not line.startswith("source")]
    mine.write_text("\n".join(lines), encoding="utf-8")
    sentence = said(named)
    assert f"k.toml: [policy], {mine}: " in sentence
    assert 'expected { value = ..., source = "..." }' in sentence


def test_the_example_is_a_good_file() -> None:
    settings = read_settings(EXAMPLE)
    assert not settings.simulated
    assert settings.policy.release_s == 4


def test_every_key_there_is_stands_in_the_example() -> None:
    """Whoever sets up a kiosk reads one file; a key that is not in there does not exist."""
    written = list(tables_in(tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))))
    missing = [
        f"{kind.__name__}.{key.name}"
        for kind in kinds()
        for key in fields(kind)
        if not any(key.name in table for table in written if fits(kind, table))
    ]
    assert missing == []


def kinds() -> set[type[Any]]:
    """Return every dataclass that a table of kiosk.toml can become, but the simulated ones."""
    found: set[type[Any]] = set()
    waiting: list[Any] = list(sections().values())
    while waiting:
        hint = waiting.pop()
        for kind in get_args(hint) or (hint,):
            if (
                isinstance(kind, type)
                and is_dataclass(kind)
                and getattr(kind, "KIND", "") != "simulated"
            ):
                found.add(kind)
                waiting += get_type_hints(kind).values()
    return found


def fits(kind: type[Any], table: Mapping[str, Any]) -> bool:
    """Return whether a table may be of this kind: it has the keys that one needs, and no other."""
    if getattr(kind, "KIND", None) != table.get("kind"):
        return False
    return table.keys() - {"kind"} <= {key.name for key in fields(kind)}


def tables_in(raw: object) -> Iterator[Mapping[str, Any]]:
    """Return every table, also those inside others."""
    if isinstance(raw, dict):
        yield raw
    for inside in raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ():
        yield from tables_in(inside)


def sections() -> dict[str, object]:
    """Return the sections of kiosk.toml by name, each with what a table of it may be."""
    return {
        "kiosk": config.KioskSettings,
        "policy": config.PolicySettings,
        "reader": config.Reader,
        "uhf": config.UhfSettings,
        "cable": config.CableSettings,
        "presence": config.PresenceSettings,
        "light": config.LightSettings,
        "input": config.InputSettings,
        "siren": config.Output,
        "buzzer": config.Output,
        "lamp": config.Output,
        "arming": config.Arming,
        "i2c": config.I2cSettings,
        "ammeter": config.AmmeterSettings,
        "clock": config.ClockSettings,
        "witness": config.WitnessSettings,
        "printer": config.PrinterSettings,
    }


def test_the_sections_of_the_example_test_are_all_there_are() -> None:
    assert sections().keys() == set(SECTIONS)


MFRC522 = """
[[reader]]
name = "badges"
kind = "mfrc522"
reads = "badge"
device = "/dev/spidev0.0"
"""


def test_a_gain_the_reader_does_not_have_is_refused() -> None:
    reader = settings_from(tomllib.loads(GOOD + MFRC522 + "gain_db = 48\n"), "k.toml").readers[-1]
    assert isinstance(reader, config.Mfrc522Reader)
    assert (reader.gain_db, reader.strict, reader.key_file) == (48, True, "")
    said_of = said(GOOD + MFRC522 + "gain_db = 40\n")
    assert "[[reader]] 2, gain_db: expected one of 18, 23, 33, 38, 43, 48, not 40" in said_of


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        (
            '[[input]]\nname = "a"\nsignal = "bolt_power"\ncontact = { kind = "simulated" }',
            "signal",
        ),
        ('[[input]]\nname = "a"\nsignal = "smoke"\ncontact = { kind = "simulated" }', "signal"),
        (
            '[[input]]\nname = "a"\nsignal = "mains"\nrest = "x"\ncontact = { kind = "simulated" }',
            "rest: expected one of closed, open, not 'x'",
        ),
        ('[[presence]]\nposition = "B1"\ncontact = { kind = "simulated" }', "has 'B1'"),
        ('[[light]]\nposition = "A1"\nlight = { kind = "pca9685", lamp = 16 }', "lamp 0 to 15"),
        (
            '[[light]]\nposition = "A1"\nlight = { kind = "pca9685", lamp = 1, address = 1 }',
            "expected 0x40 to 0x7f, not 0x01",
        ),
        (
            '[[presence]]\nposition = "A1"\ncontact = { kind = "expander", address = 32, pin = 7 }',
            "pin: expected 0 to 6 or 8 to 14, not 7",
        ),
        (
            '[[presence]]\nposition = "A1"\ncontact = { kind = "loop", input = 3 }',
            "input: expected input 0 to 2, not 3",
        ),
    ],
)
def test_what_hangs_on_a_chip_has_its_bounds(tables: str, expected: str) -> None:
    sentence = said(f"{GOOD}\n{tables}\n")
    assert sentence.startswith("k.toml: [[")
    assert expected in sentence


OSDP = """
[[reader]]
name = "door"
kind = "osdp"
reads = "badge"
device = "/dev/ttyUSB0"
address = 1
key_file = "/etc/kiosk/door.key"
"""
UHF = """
[[uhf]]
name = "antenna"
device = "/dev/ttyUSB1"
language = "r200"
region = "eu"
power_dbm = 20
"""


@pytest.mark.parametrize(
    ("table", "change", "expected"),
    [
        (OSDP, ("address = 1", "address = 127"), "address: expected 0 to 126, not 127"),
        (OSDP, ("/etc/kiosk/door.key", ""), "key_file: expected the path of the reader's key"),
        (OSDP, ("address = 1", 'address = 1\nclient_uid = "0G"'), "expected 16 hexadecimal digits"),
        (OSDP, ("/dev/ttyUSB0", ""), "device: expected the path of the reader"),
        (MFRC522, (MFRC522, MFRC522 + "key_number = 14"), "key_number: expected 0 to 13, not 14"),
        (MFRC522, (MFRC522, MFRC522 + 'application = "30"'), "application: expected 6 hexadecimal"),
        (OSDP, ("address = 1", "address = 1\nbaud = -1"), "baud: expected one of 1200, 2400"),
        (UHF, ("= 20", "= 20\nbaud = 10"), "baud: expected one of 1200, 2400"),
        (UHF, ("/dev/ttyUSB1", "loop://"), "device: expected a path, or usb:VENDOR:PRODUCT"),
        (UHF, ("/dev/ttyUSB1", "usb:zz"), "device: expected a path, or usb:VENDOR:PRODUCT"),
        (UHF, ('"r200"', '"r300"'), "language: expected one of r200, yrm100"),
        (UHF, ('"eu"', '"moon"'), "region: expected one of china900"),
        (UHF, ("= 20", "= 31"), "power_dbm: expected 0 to 30, not 31"),
        (UHF, ("= 20", "= 20\nantennas = ['1']"), "antennas: expected a list of whole numbers"),
        (UHF, ("= 20", "= 20\nracks = ['R1', 'R9']"), "antenna, racks: no [[cable]] has 'R9'"),
        (UHF, ('"antenna"', '"badge"'), "[[reader]] and [[uhf]], name: 'badge' is used twice"),
    ],
)
def test_what_a_reader_needs_is_said(table: str, change: tuple[str, str], expected: str) -> None:
    assert settings_from(tomllib.loads(GOOD + table), "k.toml").file == "k.toml"
    assert change[0] in table
    assert expected in said(GOOD + table.replace(change[0], change[1], 1))


@pytest.mark.parametrize(
    ("ammeter", "expected"),
    [
        ("shunt_mohm = 0", "shunt_mohm: expected milliohms above 0"),
        ("least_ma = 950", "least_ma: expected above 0 and below most_ma, not 950"),
    ],
)
def test_limits_that_nothing_fits_between_are_refused(ammeter: str, expected: str) -> None:
    assert expected in said(f"{GOOD}[ammeter]\n{ammeter}\n")
    assert "stable_ms: expected 0 to 60000 milliseconds, not -5" in said(
        GOOD.replace("pin = 4", "pin = 4, stable_ms = -5")
    )


def test_a_bay_with_an_imaginary_siren_says_that_it_is_simulated() -> None:
    real = GOOD.replace('kind = "simulated"\nreads', 'kind = "tag"\ndevice = "/dev/x"\nreads')
    assert not settings_from(tomllib.loads(real), "k.toml").simulated
    silent = real.replace('[siren]\nkind = "gpio"\npin = 22\n', "")
    assert settings_from(tomllib.loads(silent), "k.toml").simulated


def test_a_lock_on_a_pin_needs_something_that_drops_it_when_the_program_is_dead() -> None:
    assert "[arming]: is missing: a lock on a pin needs pulses" in said(
        GOOD.replace('[arming]\nkind = "one_shot"\n', "")
    )
    assert "[[cable]] A, lock, max_on_s: expected 1 to 5 seconds, not 0" in said(
        GOOD.replace(", max_on_s = 5", "")
    )
