"""What would change with another kiosk.toml: by table and key, and never a secret."""

import tomllib
from dataclasses import fields

from kiosk.config import Settings, settings_from
from kiosk.config.comparing import HIDDEN, Change, changes, flat
from tests.house.tree import ROOT

EXAMPLE = (ROOT / "kiosk.example.toml").read_text(encoding="utf-8")


def read(text: str) -> Settings:
    """Return what a text says."""
    return settings_from(tomllib.loads(text), "k.toml")


def changed(*pairs: tuple[str, str]) -> tuple[Change, ...]:
    """Return what becomes other when the example is changed."""
    text = EXAMPLE
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    return changes(flat(read(EXAMPLE)), flat(read(text)))


def test_nothing_changes_in_a_file_that_only_looks_other() -> None:
    head, _, tail = EXAMPLE.partition("[[presence]]")
    assert changed(("site = 1  ", "site=1"), ("# kiosk.toml:", "# Kiosk.toml:")) == ()
    assert head
    assert tail


def test_a_key_is_told_with_what_it_was_and_becomes() -> None:
    assert changed(("site = 1", "site = 2"), ("max_on_s = 5 ", "max_on_s = 4 ")) == (
        Change("[kiosk]", "site", "1", "2"),
        Change("[[cable]] R1-A", "lock, max_on_s", "5", "4"),
    )


def test_a_table_that_is_new_or_gone_is_told_by_its_kind() -> None:
    lamp = EXAMPLE.index("[lamp]"), EXAMPLE.index("# ------", EXAMPLE.index("[lamp]"))
    without = changed((EXAMPLE[slice(*lamp)], ""))
    assert without == (Change("[lamp]", "", "gpio", ""),)
    new = changed(("[siren]", '[[light]]\nposition = "R1-02"\nlight.kind = "simulated"\n[siren]'))
    assert new == (Change("[[light]] R1-02", "", "", "there"),)


def test_another_kind_of_a_part_tells_each_key() -> None:
    told = changed(('kind = "pulses"', 'kind = "one_shot"'), ("pin = 22\n", "\n"))
    assert told == (
        Change("[arming]", "kind", "pulses", "one_shot"),
        Change("[arming]", "pin", "22", ""),
    )


def test_a_rule_of_custody_is_for_the_chief_and_nothing_else_is() -> None:
    (rule,) = changed(("value = 4", "value = 3"))
    assert (rule, rule.chief) == (Change("[policy]", "release_s", "4", "3"), True)
    assert not any(one.chief for one in changed(("site = 1", "site = 2")))


def test_the_ladder_of_overdue_weapons_is_told_in_words() -> None:
    own = (
        "[policy.changes.overdue]\nsource = 'ours'\n[[policy.changes.overdue.value]]\n"
        "missions = []\nranks = []\nrungs = [{ tells = 'chief', after_min = 5, alarm = true }]\n"
    )
    (one,) = changed(("[policy.changes.release_s]", own + "[policy.changes.release_s]"))
    assert one.becomes == "every mission, every rank: chief 5 min with an alarm"
    assert "Colonel" in one.was


def test_where_a_secret_lies_is_compared_and_never_shown() -> None:
    (one,) = changed(("/etc/kiosk/door.key", "/etc/kiosk/gate.key"))
    assert one == Change("[[reader]] badges at the door", "key_file", "", "", hidden=True)
    told = flat(read(EXAMPLE))
    assert "door.key" not in str(told)
    assert all(len(keys[name]) in {0, 8} for keys in told.values() for name in HIDDEN & keys.keys())


def test_every_section_is_compared() -> None:
    """A section that is new in Settings and forgotten here would change unseen."""
    told = {table.strip("[]").partition("]")[0] for table in flat(read(EXAMPLE))}
    sections = {field.name for field in fields(Settings)} - {"file"}
    assert {name if name in sections else f"{name}s" for name in told} == sections
