"""Every command beside a kiosk.toml that somebody spoilt: one sentence, and 78."""

import re
from pathlib import Path

import pytest

from tests.commands.spoiling import ALL, CONFIG, Spoil, assert_says, make_folder
from tests.commands.typed import fresh, typed, written


def with_text(config: Path, before: str, after: str) -> None:
    """Change a kiosk.toml."""
    text = config.read_text(encoding="utf-8")
    assert before in text
    config.write_text(text.replace(before, after, 1), encoding="utf-8")


WRONG: list[tuple[str, Spoil, str]] = [
    ("missing", Path.unlink, "cannot be read: there is no such file"),
    ("empty", lambda file: file.write_bytes(b""), "[kiosk]: is missing"),
    ("a folder", make_folder, "cannot be read: it is a folder; expected a file"),
    (
        "Latin-1",
        lambda file: file.write_bytes(b"# caf\xe9\n" + file.read_bytes()),
        "is not UTF-8 at byte 5: save it as UTF-8",
    ),
    (
        "UTF-16",
        lambda file: file.write_bytes(file.read_text(encoding="utf-8").encode("utf-16")),
        "is not UTF-8 at byte 0: save it as UTF-8",
    ),
    ("a NUL", lambda file: file.write_bytes(b"\0" + file.read_bytes()), "is not TOML: "),
    (
        "a NUL in a path",
        lambda file: with_text(file, 'folder = "', 'folder = "\\u0000'),
        "[kiosk], folder: must not hold a control character",
    ),
    (
        "a NUL in a list",
        lambda file: with_text(file, 'positions = ["', 'positions = ["\\u0000'),
        "[[cable]] 1, positions: must not hold a control character",
    ),
    (
        "no folder",
        lambda file: file.write_text(
            re.sub('folder = ".*"', 'folder = ""', file.read_text(encoding="utf-8"))
        ),
        "[kiosk], folder: must not be empty",
    ),
    (
        "no profile",
        lambda file: with_text(file, 'profile = "cambodia"', 'profile = ""'),
        "[policy], profile: must not be empty",
    ),
    (
        "a folder for a profile",
        lambda file: with_text(file, 'profile = "cambodia"', f'profile = "{file.parent}"'),
        "cannot be read: it is a folder; expected a file",
    ),
    (
        "brackets without end",
        lambda file: file.write_text("a = " + "[" * 3_000),
        "a value in it is beyond all bounds",
    ),
    (
        "a number without end",
        lambda file: file.write_text("a = " + "9" * 5_000),
        "a value in it is beyond all bounds",
    ),
]


@pytest.mark.parametrize(
    ("spoil", "expected"), [row[1:] for row in WRONG], ids=[row[0] for row in WRONG]
)
def test_a_wrong_kiosk_toml_ends_every_command_alike(
    tmp_path: Path, spoil: Spoil, expected: str
) -> None:
    config, _ = fresh(tmp_path)
    spoil(config)
    for words in ALL:
        assert_says(config, words, CONFIG, expected)


def test_a_kiosk_toml_from_notepad_is_read(tmp_path: Path) -> None:
    """It puts a BOM before the text and CR LF after each line."""
    config, settings = fresh(tmp_path)
    text = config.read_text(encoding="utf-8").replace("\n", "\r\n")
    written(config, text, "utf-8-sig")
    assert typed("officers", "add", "7", "Sok", "--config", config).stdout == "7\n"
    assert settings.folder.is_dir()
