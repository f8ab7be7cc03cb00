"""kiosk.toml: whatever is wrong with it is said in one sentence with file, key and cure."""

import tomllib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest

from kiosk import config
from kiosk.config import Settings, read_settings, settings_from
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
lock = { kind = "gpio", pin = 17 }
contact = { kind = "gpio", pin = 4 }
[siren]
kind = "gpio"
pin = 22
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
        (("pin = 17", "pin = 3"), "[[cable]] A, lock, pin: expected GPIO 9 to 27, not 3"),
        (("pin = 17", "pin = 28"), "[[cable]] A, lock, pin: expected GPIO 9 to 27, not 28"),
        (("pin = 4", "pin = 0"), "[[cable]] A, contact, pin: expected GPIO 2 to 27, not 0"),
        (("pin = 4", "pin = 17"), "contact, pin: GPIO 17 is used by [[cable]] A, lock"),
        (("pin = 22", "pin = 17"), "[[cable]] A, lock, pin: GPIO 17 is used by [siren]"),
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
        (('kind = "simulated"', 'kind = "serial"'), "[[reader]] 1, device: expected the path"),
        (('reads = "badge"', 'reads = "minds"'), "[[reader]] 1, reads: expected one of badge"),
        (('reads = "badge"', 'reads = "badge"\nframing = "x"'), "[[reader]] 1, framing: expected"),
        (('["A1", "A2"]', '["A1", "A1"]'), "[[cable]], positions: 'A1' is used twice"),
        (('["A1", "A2"]', '["A1", ""]'), "[[cable]], positions: must not be empty"),
        (('["A1", "A2"]', '["A1", 2]'), "[[cable]] 1, positions: expected a list of texts"),
        (('["A1", "A2"]', '"A1"'), "[[cable]] 1, positions: expected a list of texts"),
        (('quarantine = ["A2"]', 'quarantine = ["B"]'), "A, quarantine: B hangs elsewhere"),
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
    assert settings.policy.release_s == 8


def test_every_key_there_is_stands_in_the_example() -> None:
    """Whoever sets up a kiosk reads one file; a key that is not in there does not exist."""
    raw = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    missing = [
        f"{section}.{key}"
        for section, kind in sections().items()
        for key in keys_of(kind)
        if not any(has(table, key) for table in tables_of(raw.get(section)))
    ]
    assert missing == []


def sections() -> dict[str, type[Any]]:
    """Return the sections of kiosk.toml by name, each with its dataclass."""
    return {
        "kiosk": config.KioskSettings,
        "policy": config.PolicySettings,
        "reader": config.ReaderSettings,
        "cable": config.CableSettings,
        "siren": config.OutputSettings,
        "buzzer": config.OutputSettings,
    }


def keys_of(kind: type[Any]) -> list[str]:
    """Return the keys of a section, those of the tables inside it too, with dots."""
    hints = get_type_hints(kind)
    found = []
    for field in fields(kind):
        found.append(field.name)
        if is_dataclass(hints[field.name]):
            found += [f"{field.name}.{key}" for key in keys_of(hints[field.name])]
    return found


def tables_of(section: object) -> list[Mapping[str, Any]]:
    """Return the tables of a section, of which there may be one or many."""
    if isinstance(section, dict):
        return [section]
    return section if isinstance(section, list) else []


def has(table: Mapping[str, Any], key: str) -> bool:
    """Return whether a table has a key, which may lie in a table inside it."""
    here, _, below = key.partition(".")
    return here in table and (not below or has(table[here], below))


def test_the_sections_of_the_example_test_are_all_there_are() -> None:
    counted = {
        get_args(hint)[0] if get_args(hint) else hint for hint in get_type_hints(Settings).values()
    }
    assert {kind.__name__ for kind in counted} - {"Policy"} == {
        kind.__name__ for kind in sections().values()
    } - {"PolicySettings"}
