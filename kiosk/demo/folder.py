"""Where a play lives, and the kiosk.toml it is started with."""

import json
import os
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kiosk.config import SOCKET_MAX, Settings, read_toml, settings_from
from kiosk.config.apart import MARK
from kiosk.demo.cast import files
from kiosk.demo.plays import DEMONSTRATION, Play
from kiosk.registry.holding import has_book
from kiosk.rules.broken import ConfigWrong

CARDS = "cards.csv"
"""The list of paper cards that is imported as an exercise."""


def home(play: Play = DEMONSTRATION) -> Path:
    """Return where a play lives: $XDG_DATA_HOME or ~/.local/share (XDG Base Directory)."""
    given = os.environ.get("XDG_DATA_HOME", "")
    shared = Path(given) if given.startswith("/") else Path.home() / ".local" / "share"
    return shared / "armoury-kiosk" / play.name


def laid_out(
    folder: Path, mine: Path | None, *, fresh: bool, play: Play = DEMONSTRATION
) -> tuple[Path, Settings]:
    """Make the folder of a play; return its kiosk.toml and what that says.

    Args:
        folder: where.
        mine: a file whose readers, cables and so on take the place of simulated ones.
        fresh: throw away what an earlier one left there, and nothing else.
        play: a demonstration, or a training.

    Raises:
        ConfigWrong: the folder holds something else, or `mine` is wrong.
    """
    path = folder / "kiosk.toml"
    if path.exists() and not path.read_text(encoding="utf-8").startswith(play.mark):
        raise ConfigWrong(f"{path}: is not the file of a {play.what}; choose another --folder")
    if play.training and has_book(folder / "book") and not (folder / "book" / MARK).exists():
        raise ConfigWrong(f"{folder}: holds the book of a real register; choose another --folder")
    begun = read_toml(path).get("kiosk", {}) if path.exists() and not fresh else {}
    raw = _merged(folder, {} if mine is None else read_toml(mine), begun, play)
    settings = settings_from(raw, f"{mine}, with the demonstration's own" if mine else str(path))
    if fresh and path.exists():
        for part in ("book", "web"):
            shutil.rmtree(folder / part, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(play.mark + spelled(raw), encoding="utf-8")
    if play.training:
        settings.folder.mkdir(exist_ok=True)
        (settings.folder / MARK).write_text("Nothing in this folder is true.\n", encoding="ascii")
        shutil.copyfile(str(files() / CARDS), folder / CARDS)
    return path, settings


def _merged(
    folder: Path, mine: Mapping[str, Any], begun: Mapping[str, Any], play: Play
) -> dict[str, Any]:
    """Return the simulated warehouse with the parts of `mine` in place of its own.

    `begun`: the `[kiosk]` of the demonstration that began the book; a book keeps its name.
    """
    raw = tomllib.loads((files() / "kiosk.toml").read_text(encoding="utf-8"))
    folder = folder.absolute()
    raw["kiosk"] |= {"folder": str(folder / "book"), "socket": _socket(folder, play)}
    raw["kiosk"]["name"] = begun.get("name", play.kiosk or raw["kiosk"]["name"])
    if play.training:
        raw["kiosk"]["training"] = True
    for section, value in mine.items():
        if section == "reader" and isinstance(value, list):
            raw["reader"] = [*value, *_left(raw["reader"], value, "reads")]
        elif section == "cable" and isinstance(value, list):
            raw["cable"] = [*value, *_left(raw["cable"], value, "id")]
        elif isinstance(value, dict) and isinstance(raw.get(section), dict):
            raw[section] = {**raw[section], **value}
        else:
            raw[section] = value
    return raw


def _left(ours: list[Any], mine: list[Any], key: str) -> list[Any]:
    """Return what stays of our own parts: those that no part of `mine` stands in for."""
    taken = {part.get(key) for part in mine if isinstance(part, dict)}
    return [] if "any" in taken else [part for part in ours if part[key] not in taken]


def _socket(folder: Path, play: Play) -> str:
    """Return the socket's path; of a folder too deep for one, elsewhere."""
    path = folder / "kiosk.sock"
    if len(os.fsencode(path)) <= SOCKET_MAX:
        return str(path)
    short = os.environ.get("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - always there
    return str(Path(short) / f"kiosk-{play.name}-{os.getpid()}.sock")


def spelled(raw: Mapping[str, Any]) -> str:
    """Return plain data as TOML; a JSON text or number is a TOML one."""
    lines = []
    for section, value in raw.items():
        for table in value if isinstance(value, list) else [value]:
            lines.append(f"\n[[{section}]]" if isinstance(value, list) else f"\n[{section}]")
            lines += [f"{json.dumps(key)} = {_value(held)}" for key, held in table.items()]
    return "\n".join(lines) + "\n"


def _value(held: object) -> str:
    if isinstance(held, dict):
        inside = ", ".join(f"{json.dumps(key)} = {_value(value)}" for key, value in held.items())
        return f"{{ {inside} }}"
    if isinstance(held, list):
        return f"[{', '.join(map(_value, held))}]"
    return json.dumps(held, ensure_ascii=False)
