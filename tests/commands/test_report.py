"""`kiosk report`: all that helps, and nobody's name, number, key or place."""

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from zipfile import ZipFile

import pytest

from kiosk.assembly import logs
from kiosk.assembly.report import settings as kept
from kiosk.assembly.report.cleaning import Clean, known, our_words
from kiosk.assembly.report.gathering import LEFT, words
from kiosk.commands import FAILED
from kiosk.demo.cast import read_cast
from kiosk.registry.abroad import private
from kiosk.registry.opening import DATABASE, LINES
from kiosk.registry.queries import Office
from kiosk.service.sentences import LANGUAGES
from tests.assembly.program import member, running
from tests.commands.patient import Patient, patient
from tests.commands.typed import typed

OFFICER = "0041207"
READER = "Sergeant Vannak Phon's desk"
KEY_FILE = "/etc/kiosk/vannak.key"
KEY = "00112233445566778899aabbccddeeff"
CLIENT = "a1b2c3d4e5f60718"
TELEPHONE = "+855 12 345 678"
PIN = "493817"
SHORT = "417"
"""The number of an officer, short enough to be a quantity."""

NAMED_AS_WE_SPEAK = "Long Reading"
"""Somebody whose name is two words of our programs."""


class Told(NamedTuple):
    """A report: its texts by their file, and what the command said."""

    texts: Mapping[str, str]
    said: str

    @property
    def all(self) -> str:
        """Everything that leaves, in small letters."""
        return "\n".join((*self.texts.values(), self.said)).casefold()


@pytest.fixture
def well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Patient]:
    """Return a healthy machine whose register, settings and logs are full of what must stay."""
    monkeypatch.setattr(logs, "BOOTED", tmp_path)
    with patient(tmp_path) as made:
        typed_in = typed(
            "officers", "add", SHORT, NAMED_AS_WE_SPEAK, "--config", made.config,
        )  # fmt: skip
        assert typed_in.exit_code == 0, typed_in.output
        made.add(
            f'[[reader]]\nname = "{READER}"\nkind = "osdp"\nreads = "badge"\naddress = 3\n'
            f'device = "/dev/serial/by-id/usb-FTDI_{CLIENT}-if00"\nkey_file = "{KEY_FILE}"\n'
            f'client_uid = "{CLIENT}"\n'
        )
        _says(made, [f"reading of {one} by the keeper" for one in kept_here(made)])
        yield made


def _says(made: Patient, messages: list[str]) -> None:
    """Let journald have such lines of the kiosk."""
    lines = [
        json.dumps(
            {
                "__REALTIME_TIMESTAMP": "1795463123517000",
                "_SYSTEMD_UNIT": "kiosk.service",
                "_HOSTNAME": "post-of-vannak",
                "PRIORITY": "4",
                "MESSAGE": message,
            },
            ensure_ascii=False,
        )
        for message in messages
    ]
    said = made.units.with_name("said")
    said.write_text("\n".join(lines) + "\n", encoding="utf-8")
    program = made.units.with_name("journalctl")
    program.write_text(f"#!/bin/sh\ncat {said}\n", encoding="utf-8")
    program.chmod(0o755)


def kept_here(made: Patient) -> frozenset[str]:
    """Return every known value that must not leave: of register, settings, keys and logs."""
    found = {one.pin for one in read_cast().members}
    with closing(sqlite3.connect(made.settings.folder / DATABASE)) as book:
        for asked in (
            "SELECT number, name, name_km FROM officer",
            "SELECT number, serial FROM weapon",
            "SELECT badge FROM badge",
        ):
            found |= {text for row in book.execute(asked) for text in row if text}
    keys = [(made.settings.folder / name).read_bytes().hex() for name in ("kiosk.key", "pepper")]
    public = (made.settings.folder / "kiosk.pub").read_text(encoding="utf-8").strip()
    found |= {*keys, public, READER, KEY_FILE, KEY, CLIENT, TELEPHONE, PIN, "post-of-vannak"}
    found |= {"ភោគ វណ្ណៈ", "vannak", made.settings.kiosk.name}
    return frozenset(text for text in found if text != SHORT)


def leaked(made: Patient, told: Told) -> frozenset[str]:
    """Return what stands in a report and must not."""
    return frozenset(one for one in kept_here(made) if one.casefold() in told.all)


def reported(made: Patient, *more: str) -> Told:
    """Make a report and unpack it."""
    path = made.config.with_name("out.zip")
    path.unlink(missing_ok=True)
    done = typed(
        "report", "--config", made.config, "--root", made.root, "--output", path, *more,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    assert path.stat().st_mode & 0o777 == 0o600
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    return Told(texts, done.stdout)


def test_nothing_that_names_anybody_is_in_the_report(well: Patient) -> None:
    assert len(kept_here(well)) > 60
    told = reported(well)
    assert leaked(well, told) == frozenset()
    lines = told.texts["log.txt"].splitlines()
    assert len(lines) == len(kept_here(well))
    assert all("kiosk.service <4> … of " in line for line in lines)
    assert all(line.endswith("by the keeper") for line in lines)


def test_a_short_number_and_a_name_of_our_own_words_are_known_by_the_register(
    well: Patient,
) -> None:
    _says(well, [f"reading of {SHORT} and {NAMED_AS_WE_SPEAK}: 12 bytes", "too long by 418"])
    first, second = reported(well).texts["log.txt"].splitlines()
    assert first.endswith("… of … and … … 12 bytes")
    assert second.endswith("too … by 418")


def _as_it_is(clean: Clean, text: str) -> str:
    del clean
    return text


BREAKS: Mapping[str, tuple[Callable[[pytest.MonkeyPatch], None], frozenset[str]]] = {
    "no text is cleaned": (
        lambda patch: patch.setattr(Clean, "__call__", _as_it_is),
        frozenset({READER, KEY, TELEPHONE, PIN, "vannak"}),
    ),
    "secrets of kiosk.toml are shown": (
        lambda patch: patch.setattr(kept, "_value", lambda *words: words[2]),
        frozenset({CLIENT, READER}),
    ),
    "numbers may be long": (
        lambda patch: patch.setattr("kiosk.assembly.report.cleaning.DIGITS_MAX", 99),
        frozenset({PIN}),
    ),
    "every word may go": (
        lambda patch: patch.setattr(Clean, "_may", lambda *_: True),
        frozenset({KEY_FILE, "vannak"}),
    ),
}
"""What is broken on purpose, and what must be seen to leak by it."""


@pytest.mark.parametrize("name", BREAKS)
def test_a_report_that_is_not_cleaned_is_seen(
    well: Patient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The search above finds what leaks: a test that could not fail would prove nothing."""
    broken, found = BREAKS[name]
    broken(monkeypatch)
    assert found <= leaked(well, reported(well))


def test_it_tells_what_the_doctor_finds_and_how_machine_and_book_stand(well: Patient) -> None:
    well.put("sys/class/thermal/thermal_zone0/temp", "81200\n")
    told = reported(well)
    assert "too_hot: the processor" in told.texts["findings.txt"] or "81" in told.all
    report = json.loads(told.texts["report.json"])
    doctor = json.loads(well.examined("--json").stdout)["findings"]
    assert [one["code"] for one in report["findings"]] == [one["code"] for one in doctor]
    with closing(Office.at(well.settings.folder / DATABASE)) as office:
        head = office.lines(limit=1)[0]
    assert report["journal"]["head"]["seq"] == head.seq
    assert sum(report["journal"]["kinds"].values()) == head.seq
    assert report["journal"]["lines_that_are_none"] == 0
    assert report["versions"]["libraries"]["Flask"]
    assert report["machine"]["hottest_mc"] == 81200
    assert report["settings"]["[policy]"]["mission_required"] == "true"
    assert {"key_file": "…", "address": "3"}.items() <= next(
        table for table in report["settings"].values() if table.get("kind") == "osdp"
    ).items()
    assert {one["Id"]: one["ActiveState"] for one in report["units"]}["backup.timer"] == "active"
    assert report["disks"]["book"]["files"][LINES] == (well.settings.folder / LINES).stat().st_size


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_it_left_out(well: Patient, language: str) -> None:
    told = reported(well, "--language", language)
    for name in LEFT:
        sentence = words()[name][language].format(digits=3)
        assert sentence in told.said
        assert sentence in told.texts["read_me.txt"]
    assert leaked(well, told) == frozenset()


def test_both_languages_have_the_same_sentences() -> None:
    assert all(set(said) == set(LANGUAGES) for said in words().values())


def _destroyed(made: Patient) -> None:
    (made.settings.folder / DATABASE).write_bytes(b"rubbish" * 1000)
    (made.settings.folder / f"{DATABASE}-wal").unlink(missing_ok=True)


def _cut_in_half(made: Patient) -> None:
    path = made.settings.folder / LINES
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] + b"\n\xff\x00 Vannak\n")


def _gone(made: Patient) -> None:
    for name in (DATABASE, LINES):
        (made.settings.folder / name).unlink()


def _wrong_line(made: Patient) -> None:
    made.add(f'[lamp]\nkind = "{READER}"\n')


def _no_toml(made: Patient) -> None:
    made.config.write_text(f"[kiosk\nname = '{READER}'\n", encoding="utf-8")


BROKEN: Mapping[str, tuple[Callable[[Patient], None], str]] = {
    "a database that is none": (_destroyed, "book_broken"),
    "a line file that ends in the middle": (_cut_in_half, "book_broken"),
    "no book at all": (_gone, "book_missing"),
    "a wrong line in kiosk.toml": (_wrong_line, "config_wrong"),
    "a kiosk.toml that is none": (_no_toml, "config_wrong"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_works_on_what_is_broken_and_still_names_nobody(well: Patient, name: str) -> None:
    must_stay, (plant, code) = kept_here(well), BROKEN[name]
    plant(well)
    told = reported(well)
    assert code in told.texts["findings.txt"]
    assert [one for one in must_stay if one.casefold() in told.all] == []
    assert "by the keeper" in told.texts["log.txt"]
    report = json.loads(told.texts["report.json"])
    if name in {"a database that is none", "no book at all"}:
        assert "The register could not be asked" in told.said
    if name == "a line file that ends in the middle":
        assert report["journal"]["lines_that_are_none"] >= 1


def test_of_a_running_kiosk_the_last_reading_stays_here(well: Patient, tmp_path: Path) -> None:
    text = well.config.read_text(encoding="utf-8")
    well.config.write_text(text.partition('[[reader]]\nname = "Sergeant')[0], encoding="utf-8")
    badge = member(OFFICER).badge_text
    with running(well.config, well.settings) as kiosk:
        kiosk.answered()
        kiosk.bench.scan("badge", badge)
        kiosk.bench.plug("weapon", plugged=False)
        told = reported(well)
    report = json.loads(told.texts["report.json"])
    assert report["running"]
    assert "device_lost" in {one["code"] for one in report["findings"]}
    assert {one["name"]: one["state"] for one in report["devices"]}["weapon"] == "lost"
    assert f"'{badge[-4:]}'" not in told.all
    assert leaked(well, told) == frozenset()
    assert not (tmp_path / "kiosk-report.zip").exists()


def test_a_file_that_is_there_is_never_written_over(well: Patient) -> None:
    path = well.config.with_name("mine.zip")
    path.write_text("mine", encoding="utf-8")
    refused = typed("report", "--config", well.config, "--output", path)
    assert refused.exit_code == FAILED
    assert path.read_text(encoding="utf-8") == "mine"


def test_what_this_account_may_not_look_at_is_said(well: Patient) -> None:
    if os.geteuid():
        pytest.skip("only root can be another account")
    well.config.chmod(0o644)
    os.seteuid(65534)
    try:
        told = typed("report", "--config", well.config, "--output", os.devnull)
    finally:
        os.seteuid(0)
    assert told.exit_code == FAILED


def test_nobody_of_the_cast_has_a_name_that_is_a_word_of_the_programs(well: Patient) -> None:
    """Else the names that the other tests look for would prove less than they seem to."""
    names = private(well.settings.folder).names
    assert known((), [one for one in names if one.startswith("Sok")]).isdisjoint(our_words())


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Traceback (most recent call last):", "Traceback (most recent call last):"),
        ("kiosk.service: Failed with result 'watchdog'.",) * 2,
        ("BookUnwritable: the disk is full, SQLITE_FULL",) * 2,
        ("expander 0x21 had lost its settings",) * 2,
        ("usb:1a86:7523 at /dev/ttyUSB0",) * 2,
        ("Main process exited, code=exited, status=78/CONFIG",) * 2,
        ("serial KX-88213-B refused", "serial … refused"),
        ("at 12 345 678 now", "at 12 … … now"),
        ("key 00:11:22:33:44:55", "key …"),
        ("key deadbeefcafe", "key …"),
        ("seen Dara's badge", "seen … badge"),
        ("serial AB 12 refused", "serial … 12 refused"),
        ("seen Long Reading: no badge", "seen … … no badge"),
        ("មន្ត្រី came", "… came"),
    ],
)
def test_of_a_log_the_words_of_our_programs_are_told(text: str, told: str) -> None:
    assert Clean(our_words())(text) == told
