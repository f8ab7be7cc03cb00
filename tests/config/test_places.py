"""In which line of a kiosk.toml something stands."""

import pytest

from kiosk.config.places import line_of
from tests.house.tree import ROOT

TEXT = '''# a kiosk
[kiosk]
name = "R-01"

[policy.changes.release_s]
value = 4
source = """
[kiosk]
name = "no key: a text of many lines"
"""
[[reader]]   # the first
name = "a [[reader]] = in a text"
[[reader]]
name = "b"
device = "/dev/x"
[[cable]]
positions = [
  "A1",
  "A2",
]
lock = { kind = "gpio", pin = 3 }
[cable.contact]
kind = "gpio"
pin = 4
[i2c]
"device" = "/dev/i2c-1"
siren.kind = "gpio"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("kiosk",), 2),
        (("kiosk", "name"), 3),
        (("kiosk", "folder"), 2),
        (("policy",), 5),
        (("policy", "changes", "release_s"), 5),
        (("policy", "changes", "release_s", "value"), 6),
        (("policy", "changes", "session_s"), 5),
        (("reader", 0), 11),
        (("reader", 0, "name"), 12),
        (("reader", 1, "name"), 14),
        (("reader", 1, "reads"), 13),
        (("reader", 2), 11),
        (("cable", 0, "positions"), 17),
        (("cable", 0, "lock", "pin"), 21),
        (("cable", 0, "contact", "pin"), 24),
        (("cable", 0, "contact", "stable_ms"), 22),
        (("i2c", "device"), 26),
        (("i2c", "siren", "kind"), 27),
        (("lamp",), 0),
        ((), 0),
    ],
)
def test_a_place_stands_in_its_line_or_in_that_of_its_table(
    path: tuple[str | int, ...], line: int
) -> None:
    assert line_of(TEXT, path) == line


def test_every_section_of_the_example_is_found() -> None:
    text = (ROOT / "kiosk.example.toml").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines[line_of(text, ("cable", 0, "lock", "max_on_s")) - 1].startswith("max_on_s = 5")
    assert lines[line_of(text, ("reader", 5, "address")) - 1].startswith("address = 0")
    assert lines[line_of(text, ("input", 2, "contact")) - 1].startswith("contact = ")
