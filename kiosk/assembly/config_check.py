"""A kiosk.toml, or a policy profile, looked through: everything that is wrong with it, at once.

What the file alone can tell, and no device: whether a path leads anywhere is for `kiosk doctor`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from kiosk import config as c
from kiosk.assembly.header_check import faults_of
from kiosk.assembly.readers import build_readers
from kiosk.config.apart import check_folder
from kiosk.config.places import Complaints, WrongAt, line_of
from kiosk.config.settings import SECTIONS, judged
from kiosk.rules.broken import ConfigWrong
from kiosk.rules.policy import Policy, policy_problems

EXAMPLE = "kiosk.example.toml"
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_SETTINGS = frozenset(field.name for field in fields(Policy))


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is wrong: a code for scripts, where, what was found, and what to do.

    `line`: in `file`, 0 where no line says it.
    """

    code: str
    file: str
    line: int
    what: str
    do: str


def is_profile(raw: Mapping[str, Any]) -> bool:
    """Return whether this is a policy profile and no kiosk.toml."""
    return not raw.keys() & set(SECTIONS) and bool(raw.keys() & _SETTINGS)


def problems(path: Path) -> tuple[Problem, ...]:
    """Return everything that is wrong with a file, a policy profile that it names included."""
    try:
        raw = c.read_toml(path)
    except ConfigWrong as wrong:
        found = _LINE.search(str(wrong))
        line = int(found[1]) if found else 0
        return (Problem("unread", str(path), line, str(wrong), _mended(str(path), line)),)
    if is_profile(raw):
        return tuple(_of_profile(path, raw))
    complaints = Complaints(keep=True)
    settings = judged(raw, str(path), complaints)
    if settings is None:
        return tuple(_complained(complaints))
    return tuple(_of_parts(path, settings))


def _of_profile(path: Path, raw: Mapping[str, Any]) -> Iterator[Problem]:
    text = _text(str(path))
    for wrong in policy_problems(raw):
        line = line_of(text, (wrong.setting,))
        yield Problem("policy", str(path), line, f"{path}: {wrong}", _cure(str(wrong), path, line))


def _complained(complaints: Complaints) -> Iterator[Problem]:
    texts: dict[str, str] = {}
    for wrong in complaints.kept:
        place = wrong.place
        text = texts.setdefault(place.file, _text(place.file))
        line = line_of(text, place.path)
        code = "policy" if _is_policy(wrong) else "config"
        yield Problem(code, place.file, line, str(wrong), _cure(wrong.why, place.file, line))


def _is_policy(wrong: WrongAt) -> bool:
    path = wrong.place.path
    return path[:2] == ("policy", "changes") or path[0] in _SETTINGS if path else False


def _of_parts(path: Path, settings: c.Settings) -> Iterator[Problem]:
    """Yield what is wrong with parts that are each right by themselves."""
    file = str(path)
    try:
        check_folder(settings, file)
    except ConfigWrong as wrong:
        yield Problem("config", file, 0, str(wrong), "give the book a folder of its own")
    for fault in faults_of(settings):
        yield Problem("pin", file, 0, f"{file}: {fault}", "see hardware_docs/wiring.md")
    yield from _of_readers(settings)


def _of_readers(settings: c.Settings) -> Iterator[Problem]:
    """Yield what keeps a reader from being built: its key, the speed of its line, its power."""
    lines: dict[str, list[int]] = {}
    for row, reader in enumerate(settings.readers):
        shared = reader.device if isinstance(reader, c.OsdpReader) else ""
        lines.setdefault(shared or f"{row}", []).append(row)
    for rows in lines.values():
        some = tuple(settings.readers[row] for row in rows)
        yield from _unbuilt(replace(settings, readers=some, uhfs=()), ("reader", rows[0]))
    for row, module in enumerate(settings.uhfs):
        yield from _unbuilt(replace(settings, readers=(), uhfs=(module,)), ("uhf", row))


def _unbuilt(some: c.Settings, path: tuple[str, int]) -> Iterator[Problem]:
    """Yield why these readers cannot be built, if they cannot; nothing is opened."""
    try:
        build_readers(some, lambda _: None)
    except ConfigWrong as wrong:
        names = ", ".join(one.name for one in (*some.readers, *some.uhfs))
        line = line_of(_text(some.file), path)
        said = str(wrong).removeprefix(f"{some.file}: ")
        what = f"{some.file}: [[{path[0]}]] {names}: {said}"
        cure = "see hardware_docs/readers.md; a key is for the account of the kiosk alone to read"
        yield Problem("reader", some.file, line, what, cure)


def _cure(why: str, file: str | Path, line: int) -> str:
    """Return what to do about a complaint, by its kind."""
    here = f"line {line} of {file}" if line else str(file)
    if "is missing" in why or ": missing" in why:
        return f"write it {'below' if line else 'into'} {here}; {EXAMPLE} shows every key"
    if "there is no such" in why:
        return f"take {here} out, or spell it as {EXAMPLE} does"
    if "used twice" in why:
        return f"give another one in {here}"
    return f"change {here}"


def _mended(file: str, line: int) -> str:
    return f"mend line {line} of {file}" if line else f"look whether {file} is the right file"


def _text(file: str) -> str:
    """Return the text of a file that was read just now; nothing of one that was not."""
    try:
        return Path(file).read_text(encoding="utf-8-sig")
    except (OSError, ValueError):
        return ""
