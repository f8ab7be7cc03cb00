"""`kiosk config`: everything that is wrong with a file at once, and what it would change."""

import json
from pathlib import Path

import pytest

from kiosk.commands import CONFIG, FAILED, FOUND
from kiosk.config.settings import SECTIONS
from tests.assembly.program import running, warehouse
from tests.commands.typed import fresh, typed
from tests.house.tree import ROOT

PROFILE = ROOT / "kiosk" / "rules" / "profiles" / "cambodia.toml"

DROPPED = "pulses, or a board with a one-shot (hardware_docs/fail_secure.md)"
SOURCE = 'expected { value = ..., source = "..." }'

MANY = """
[kiosk]
name = ""
folder = "/var/lib/kiosk"
socket = 7
[policy]
profile = "cambodia"
[policy.changes.session_s]
value = 9
[policy.changes.moon]
value = 1
source = "ours"
[[reader]]
name = "badge"
kind = "simulated"
[[reader]]
name = "badge"
kind = "simulated"
reads = "minds"
colour = "red"
[[reader]]
name = "any"
kind = "simulated"
reads = "any"
[[uhf]]
name = "any"
device = "/dev/ttyUSB1"
language = "r200"
region = "eu"
power_dbm = 20
[[cable]]
id = "A"
rack = "R1"
positions = ["A1", "A1"]
lock = { kind = "gpio", pin = 3, max_on_s = 5 }
contact = { kind = "relay" }
[[presence]]
position = "B1"
contact = { kind = "simulated" }
[sirens]
kind = "simulated"
"""


def findings(path: Path) -> list[tuple[str, int, str]]:
    """Return what is found in a file: code, line and what."""
    result = typed("config", "check", path, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == (FOUND if told["findings"] else 0)
    assert all(found["do"] for found in told["findings"])
    return [(one["code"], one["line"], one["what"]) for one in told["findings"]]


def written(folder: Path, text: str, name: str = "mine.toml") -> Path:
    """Put a file on the disk."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_thing_that_is_wrong_is_named_at_once_with_its_line(tmp_path: Path) -> None:
    path = written(tmp_path, MANY)
    sections, kinds = ", ".join(SECTIONS), "simulated, gpio, expander, loop"
    assert findings(path) == [
        ("config", 40, f"{path}: [sirens]: there is no such section; expected {sections}"),
        ("config", 5, f"{path}: [kiosk], socket: expected text, not 7"),
        ("config", 13, f"{path}: [[reader]] 1, reads: is missing"),
        (
            "config",
            20,
            f"{path}: [[reader]] 2, colour: there is no such key; expected kind, name, reads",
        ),
        ("config", 35, f"{path}: [[cable]] 1, lock, pin: expected GPIO 9 to 27, not 3"),
        ("config", 36, f"{path}: [[cable]] 1, contact, kind: expected one of {kinds}, not 'relay'"),
        ("policy", 8, f"{path}: [policy], cambodia: session_s: {SOURCE}"),
        ("policy", 10, f"{path}: [policy], cambodia: moon: there is no such setting in a policy"),
        ("config", 26, f"{path}: [[reader]] and [[uhf]], name: 'any' is used twice"),
    ]


def test_what_the_tables_are_to_each_other_is_named_once_each_is_right_by_itself(
    tmp_path: Path,
) -> None:
    text = (
        MANY.replace('name = ""', 'name = "R"')
        .replace("socket = 7", 'socket = "/run/k"')
        .replace('"simulated"\n[[reader]]', '"simulated"\nreads = "badge"\n[[reader]]')
        .replace('reads = "minds"\ncolour = "red"\n', 'reads = "any"\n')
        .replace("pin = 3", "pin = 17")
        .replace('"relay"', '"simulated"')
        .replace("[sirens]", "[siren]")
        .replace("value = 9\n", 'value = 9\nsource = "ours"\n')
        .replace('[policy.changes.moon]\nvalue = 1\nsource = "ours"\n', "")
    )
    path = written(tmp_path, text)
    assert findings(path) == [
        ("config", 16, f"{path}: [[reader]] and [[uhf]], name: 'badge' is used twice"),
        ("config", 24, f"{path}: [[reader]] and [[uhf]], name: 'any' is used twice"),
        ("config", 32, f"{path}: [[cable]], positions: 'A1' is used twice"),
        ("config", 36, f"{path}: [[presence]], position: no [[cable]] has 'B1'"),
        ("config", 0, f"{path}: [arming]: is missing: a lock on a pin needs {DROPPED}"),
    ]


def test_a_file_that_nothing_is_wrong_with_is_said_to_be_right(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    told = typed("config", "check", "--config", config)
    assert (told.exit_code, told.stdout) == (0, f"{config}: nothing is wrong with it.\n")


def test_a_second_value_that_does_not_fit_in_one_table_is_named_too(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    with config.open("a", encoding="utf-8") as more:
        more.write("[ammeter]\nshunt_mohm = 0\nleast_ma = 9000\n")
    assert [what.removeprefix(f"{config}: [ammeter], ") for *_, what in findings(config)] == [
        "shunt_mohm: expected milliohms above 0, not 0",
        "least_ma: expected above 0 and below most_ma, not 9000",
    ]


def test_a_person_reads_the_line_what_is_wrong_and_what_to_do(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    text = config.read_text(encoding="utf-8")
    config.write_text(text.replace("site = 7", "site = 700"), encoding="utf-8")
    told = typed("config", "check", config)
    assert told.exit_code == FOUND
    assert told.stdout == (
        f"config: line 6: {config}: [kiosk], site: expected 0 to 99, not 700\n"
        f"  do: change line 6 of {config}\n\n"
        f"{config}: 1 thing is wrong.\n"
    )


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("[kiosk]\nname = R-01\n", 2, "is not TOML: Invalid value (at line 2, column 8)"),
        ("", 0, "[kiosk]: is missing"),
        ("session_s = 3\n", 1, "session_s: expected { value"),
    ],
)
def test_what_is_no_configuration_at_all_is_said(
    tmp_path: Path, text: str, line: int, says: str
) -> None:
    found = findings(written(tmp_path, text))
    assert any(says in what and at == line for _, at, what in found)


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    (found,) = findings(tmp_path / "none.toml")
    assert found[:2] == ("unread", 0)
    assert found[2].endswith("cannot be read: there is no such file")


def test_a_profile_of_ones_own_is_looked_through_by_itself_and_where_it_is_named(
    tmp_path: Path,
) -> None:
    text = PROFILE.read_text(encoding="utf-8")
    spoilt = text.replace("value = 5\n", "value = 0\n", 1).replace('source = "ours: alarm"', "")
    mine = written(tmp_path, spoilt, "profile.toml")
    at = 1 + text[: text.index("[left_open_s]")].count("\n")
    by_itself = findings(mine)
    assert ("policy", at, f"{mine}: left_open_s: {SOURCE}") in by_itself
    assert len(by_itself) == 2
    config, _ = fresh(tmp_path)
    named = config.read_text(encoding="utf-8").replace('"cambodia"', f'"{mine}"')
    config.write_text(named, encoding="utf-8")
    through = findings(config)
    assert [(code, line) for code, line, _ in through] == [
        (code, line) for code, line, _ in by_itself
    ]
    assert all(f"{config}: [policy], {mine}: " in what for *_, what in through)
    config.write_text(named.replace("profile.toml", "none.toml"), encoding="utf-8")
    (gone,) = findings(config)
    assert "none.toml: cannot be read: there is no such file" in gone[2]


def test_pins_that_fight_and_keys_that_are_not_there_are_named(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    with config.open("a", encoding="utf-8") as more:
        more.write(
            '[lamp]\nkind = "gpio"\npin = 21\n[buzzer]\nkind = "gpio"\npin = 21\n'
            '[[reader]]\nname = "door"\nkind = "osdp"\nreads = "badge"\ndevice = "/dev/ttyUSB0"\n'
            f'address = 1\nkey_file = "{tmp_path}/none.key"\n'
            '[[uhf]]\nname = "antenna"\ndevice = "/dev/ttyUSB1"\nlanguage = "chafon18"\n'
            'region = "china900"\npower_dbm = 0\nantennas = [9]\n'
        )
    codes = [(code, line) for code, line, _ in findings(config)]
    assert ("pin", 0) in codes
    text = config.read_text(encoding="utf-8").splitlines()
    readers = [text[line - 1] for code, line in codes if code == "reader"]
    assert readers == ["[[reader]]", "[[uhf]]"]


def test_two_speeds_on_one_line_are_a_finding(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    key = tmp_path / "door.key"
    key.write_text("000102030405060708090a0b0c0d0e0f", encoding="ascii")
    key.chmod(0o600)
    with config.open("a", encoding="utf-8") as more:
        for address, baud in ((1, 9600), (2, 19200)):
            more.write(
                f'[[reader]]\nname = "door {address}"\nkind = "osdp"\nreads = "badge"\n'
                f'device = "/dev/ttyUSB0"\naddress = {address}\nkey_file = "{key}"\nbaud = {baud}\n'
            )
    (found,) = findings(config)
    assert "door 1, door 2" in found[2]
    assert "different speeds" in found[2]


def test_what_a_file_would_change_is_said_table_by_table(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    text = config.read_text(encoding="utf-8")
    mine = written(
        tmp_path,
        text.replace("site = 7", "site = 8").replace('name = "small"', 'name = "large"')
        + "[policy.changes.release_s]\nvalue = 4\nsource = 'ours'\n",
    )
    told = typed("config", "diff", mine, "--config", config)
    assert told.exit_code == FOUND
    assert told.stderr == f"From {config} to {mine}:\n"
    assert told.stdout == (
        "[kiosk], name: small, becomes large: a book keeps its name: this kiosk would not start\n"
        "[kiosk], site: 7, becomes 8\n"
        "[policy], release_s: 5, becomes 4: the chief is asked at the next start\n"
    )
    same = typed("config", "diff", config, "--config", config)
    assert (same.exit_code, same.stdout) == (0, "Nothing would change.\n")
    told = typed("config", "diff", mine, "--config", config, "--json")
    changes = json.loads(told.stdout)["changes"]
    assert [(one["key"], one["chief"]) for one in changes] == [
        ("name", False), ("site", False), ("release_s", True)
    ]  # fmt: skip


def test_a_secret_that_changes_is_not_shown(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    pn532 = (
        '[[reader]]\nname = "b"\nkind = "pn532"\nreads = "badge"\ndevice = "/dev/x"\n'
        'key_file = "/etc/kiosk/first.key"\n'
    )
    text = config.read_text(encoding="utf-8") + pn532
    config.write_text(text, encoding="utf-8")
    mine = written(tmp_path, text.replace("first.key", "second.key"))
    for words in ((), ("--json",)):
        told = typed("config", "diff", mine, "--config", config, *words)
        assert told.exit_code == FOUND
        assert "key_file" in told.stdout
        assert ".key" not in told.stdout.replace(str(mine), "")


def test_a_table_that_is_new_is_said(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    lamp = '[lamp]\nkind = "simulated"\n[i2c]\ndevice = "/dev/i2c-0"\n'
    mine = written(tmp_path, config.read_text(encoding="utf-8") + lamp)
    told = typed("config", "diff", mine, "--config", config).stdout
    assert told == "[i2c], device: /dev/i2c-1, becomes /dev/i2c-0\n[lamp]: is new (simulated)\n"
    told = typed("config", "diff", config, "--config", mine).stdout
    assert "[lamp]: is gone (simulated)\n" in told


def test_a_file_that_is_wrong_is_compared_with_nothing(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    assert typed("config", "diff", written(tmp_path, MANY), "--config", config).exit_code == CONFIG
    assert typed("config", "diff", "--config", config).exit_code == FAILED


def test_what_was_changed_since_the_kiosk_started_is_said(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        same = typed("config", "diff", "--config", config)
        assert (same.exit_code, same.stdout) == (0, "Nothing would change.\n")
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace('"value" = 30', '"value" = 3'), encoding="utf-8")
        told = typed("config", "diff", "--config", config)
        assert told.exit_code == FOUND
        assert told.stderr == f"From the running kiosk to {config}:\n"
        assert "[policy], release_s: 30, becomes 3: the chief" in told.stdout
