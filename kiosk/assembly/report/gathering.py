"""A report, gathered: every part by itself, so that what is broken takes nothing else with it."""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.devices import unnamed
from kiosk.assembly.examination.examined import Running, examined
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.assembly.examination.programs import PACKAGE
from kiosk.assembly.logs import NoLog
from kiosk.assembly.report import settings as kept
from kiosk.assembly.report.cleaning import DIGITS_MAX, LEFT_OUT, Clean, known, our_words
from kiosk.assembly.report.log_lines import log_lines
from kiosk.assembly.report.machine import condition, disks, units, versions
from kiosk.config import Settings, read_toml
from kiosk.registry.abroad import Unlooked, counted, private
from kiosk.rules.broken import ConfigWrong, KioskError
from kiosk.service.devices import DeviceView

WORDS: Final = Path(__file__).with_name("words.toml")
BOOK: Final = Path("/var/lib/kiosk")
"""Where a book lies whose kiosk.toml cannot be read: systemd/kiosk.tmpfiles."""

LEFT: Final = ("people", "weapons", "badges", "keys", "name", "text")
"""What is left out, in the order in which it is said."""


@dataclass(frozen=True, slots=True)
class CleanSay(Say):
    """Puts what was found into words, every fact of it cleaned first."""

    clean: Clean = field(default_factory=Clean)

    def __call__(self, code: str, **facts: object) -> Finding:
        """Return the finding with this code; numbers that we counted stay as they are."""
        told = {
            name: fact if isinstance(fact, int) else self.clean(str(fact))
            for name, fact in facts.items()
        }
        return Say.__call__(self, code, **told)


@dataclass(frozen=True, slots=True)
class Report:
    """What goes: the texts by the name of their file, and the sentences on what stays here."""

    texts: Mapping[str, str]
    left_out: Sequence[str]


@dataclass(frozen=True, slots=True)
class Patient:
    """Who is reported on. `wrong`: why there are no `settings`. `running`: None when silent."""

    config: Path
    settings: Settings | None
    wrong: str
    running: Running | None
    box: Box


def gathered(patient: Patient, language: str) -> Report:
    """Return the report of a kiosk, running or not, its book whole or not."""
    folder = patient.settings.folder if patient.settings else _folder(patient.config)
    secret, unlooked = _secret(folder, patient)
    clean = Clean(our_words(), secret)
    say = CleanSay(language, clean)
    found = _part(lambda: _findings(patient, say), clean)
    findings = found if isinstance(found, tuple) else ()
    parts: dict[str, object] = {
        "findings": [{"code": one.code, "what": one.what, "do": one.do} for one in findings],
        "not_found_out": None if isinstance(found, tuple) else found,
        "not_looked_at": [clean(one) for one in dict.fromkeys(patient.box.unseen)],
        "running": patient.running is not None,
        "versions": _part(lambda: versions(patient.box), clean),
        "devices": [_device(one, clean) for one in patient.running.devices]
        if patient.running
        else [],
        "unnamed": _part(lambda: _unnamed(patient, clean), clean),
        "settings": _part(lambda: _settings(patient, clean), clean),
        "journal": _part(lambda: _journal(folder), clean),
        "disks": _part(lambda: disks(folder, patient.box), clean),
        "machine": _part(lambda: condition(patient.box), clean),
        "units": _part(lambda: units(patient.box), clean),
    }
    log = _part(lambda: log_lines(patient.settings, clean), clean)
    left = _left_out(language, unlooked, patient.box)
    when = datetime.fromtimestamp(patient.box.now_ms / 1000, UTC)
    first = _said("what", language, when=f"{when:%Y-%m-%d %H:%M}", version=version(PACKAGE))
    texts = {
        "read_me.txt": "\n\n".join((first, _said("files", language), "\n".join(left))) + "\n",
        "findings.txt": _findings_text(findings, language),
        "report.json": json.dumps({"schema": 1, **parts}, ensure_ascii=False, indent=1) + "\n",
        "log.txt": _log_text(log),
    }
    return Report(texts, left)


def _part(gather: Callable[[], object], clean: Clean) -> object:
    """Return one part, or why there is none: a report with a hole is better than none."""
    try:
        return gather()
    except NoLog as none:
        return {"not_told": str(none)}
    except (KioskError, OSError, ValueError) as wrong:
        return {"not_told": f"{type(wrong).__name__}: {clean(str(wrong))}"}


def _secret(folder: Path, patient: Patient) -> tuple[frozenset[str], str]:
    """Return what the register and kiosk.toml know and nobody else may, and why it is not all."""
    own = {patient.settings.kiosk.name} if patient.settings else set()
    try:
        kept_in = private(folder)
    except Unlooked as unlooked:
        return known(own, ()), str(unlooked)
    return known({*kept_in.numbers, *own}, kept_in.names), ""


def _folder(config: Path) -> Path:
    """Return the folder of the book of a kiosk.toml that is wrong, as far as it can be told."""
    try:
        said: Any = read_toml(config).get("kiosk", {})
    except ConfigWrong:
        return BOOK
    found = said.get("folder") if isinstance(said, dict) else None
    return Path(found) if isinstance(found, str) and found else BOOK


def _findings(patient: Patient, say: CleanSay) -> tuple[Finding, ...]:
    if patient.settings is None:
        return (say("config_wrong", why=patient.wrong),)
    running = patient.running
    if running is not None:
        faults = [replace(one, device=say.clean(one.device)) for one in running.faults]
        running = replace(running, faults=faults)
    return examined(patient.settings, running, patient.box, say)


def _device(view: DeviceView, clean: Clean) -> Mapping[str, object]:
    """Return how a device stands. What it read last stays here."""
    return {
        "name": clean(view.name),
        "kind": clean(view.kind),
        "where": clean(view.where),
        "state": clean(view.state),
        "why": clean(view.why),
        "lost": view.faults,
        "rejected": {clean(reason): count for reason, count in view.rejected.items()},
    }


def _unnamed(patient: Patient, clean: Clean) -> list[dict[str, str]]:
    """Return what is plugged in on USB and stands in no table, without the number of its maker."""
    if patient.settings is None:
        return []
    found = unnamed(patient.settings)
    return [{"name": clean(one.name), "usb": clean(one.usb_name)} for one in found]


def _settings(patient: Patient, clean: Clean) -> object:
    if patient.settings is None:
        return {"not_told": clean(patient.wrong)}
    return kept.told(patient.settings, clean)


def _journal(folder: Path) -> Mapping[str, object]:
    found = counted(folder)
    return {
        "head": {"seq": found.seq, "hash": found.hash},
        "bytes": found.bytes,
        "lines_that_are_none": found.others,
        "kinds": found.kinds,
    }


def _findings_text(findings: Sequence[Finding], language: str) -> str:
    if not findings:
        return _said("well", language) + "\n"
    return "\n".join(f"{one.code}: {one.what}\n  do: {one.do}\n" for one in findings)


def _log_text(log: object) -> str:
    if isinstance(log, dict):
        return f"{log['not_told']}\n"
    return "".join(f"{line}\n" for line in log) if isinstance(log, list) else ""


def _left_out(language: str, unlooked: str, box: Box) -> list[str]:
    lines = [_said("head", language, mark=LEFT_OUT)]
    lines += [f"- {_said(name, language, digits=DIGITS_MAX)}" for name in LEFT]
    if unlooked:
        lines.append(_said("unlooked", language, why=unlooked))
    lines += [_said("unseen", language, what=len(box.unseen))] if box.unseen else []
    return lines


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Return what a report says of itself, by language."""
    return tomllib.loads(WORDS.read_text(encoding="utf-8"))


def _said(name: str, language: str, **facts: object) -> str:
    return words()[name][language].format(**facts)
