"""`kiosk doctor` on a machine that is well but for one planted fault: named with its remedy."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kiosk.assembly.clock import SystemClock
from kiosk.assembly.examination.findings import Say, places, words
from kiosk.commands import FOUND
from kiosk.registry.book import PEPPER
from kiosk.registry.holding import KEY
from kiosk.registry.keys import PUBLIC_KEY, key_from_text
from kiosk.registry.opening import DATABASE, LINES
from kiosk.rules.things import ClockQuality
from kiosk.service.sentences import LANGUAGES
from tests.commands.patient import CONFIG_TXT, Patient, certified, enrolled, patient, started

WELL = {"kiosk_silent"}
"""What is found without any planted fault: nobody started the kiosk."""


class Fault(NamedTuple):
    """One fault: how it is planted, the code it is found by, and a word of its remedy."""

    plant: Callable[[Patient], object]
    code: str
    remedy: str


def _lamp_and(config_txt: str) -> Callable[[Patient], object]:
    """Hang a lamp on a pin, and let the Pi's own settings say this."""

    def planted(it: Patient) -> None:
        it.add('[lamp]\nkind = "gpio"\npin = 21\n')
        it.put("boot/firmware/config.txt", config_txt)

    return planted


def _no_book(it: Patient) -> None:
    for path in it.settings.folder.glob("*"):
        if path.is_file():
            path.unlink()


def _silent(it: Patient) -> None:
    it.pages.shutdown()
    it.pages.server_close()


def _hung(tables: str) -> Callable[[Patient], object]:
    return lambda it: it.add(tables)


def _says(path: str, text: str) -> Callable[[Patient], object]:
    return lambda it: it.put(path, text)


def _gone(name: str) -> Callable[[Patient], object]:
    return lambda it: (it.settings.folder / name).unlink()


def _open(name: str) -> Callable[[Patient], object]:
    return lambda it: (it.settings.folder / name).chmod(0o644)


def _unit(unit: str, was: str, becomes: str) -> Callable[[Patient], object]:
    return lambda it: it.unit(unit, was, becomes)


def _reader(kind: str, device: str) -> Callable[[Patient], object]:
    """Name a reader more, at a device that is not there."""
    tables = f'[[reader]]\nname = "gate"\nkind = "{kind}"\nreads = "badge"\ndevice = "{device}"\n'
    return lambda it: it.add(tables)


def _spi_reader(it: Patient) -> None:
    _reader("mfrc522", "/dev/spidev0.0")(it)
    it.put("boot/firmware/config.txt", CONFIG_TXT.replace("dtparam=spi=on\n", ""))


def _edited(it: Patient) -> None:
    """Change one letter of a line in the middle of the line file."""
    path = it.settings.folder / LINES
    text = bytearray(path.read_bytes())
    place = text.index(b'"number":"', len(text) // 3) + len(b'"number":"')
    text[place] ^= 1
    path.write_bytes(text)


def _later(it: Patient) -> None:
    """Let the copies be a week old."""
    week_ago = SystemClock().now().wall_ms / 1000 - 7 * 86_400
    for copy in (it.root / "media/kiosk-backup").iterdir():
        os.utime(copy, (week_ago, week_ago))


def _clock(ahead_ms: int, quality: ClockQuality) -> Callable[[Patient], object]:
    return lambda it: started(it.settings, ahead_ms, quality)


def _other_rules(it: Patient) -> None:
    text = it.config.read_text(encoding="utf-8")
    assert '"cambodia"' in text
    it.config.write_text(text.replace('"cambodia"', '"self_service"'), encoding="utf-8")


REAL = """
[[reader]]
name = "any"
kind = "serial"
reads = "any"
device = "/dev/null"

[arming]
kind = "one_shot"

[[cable]]
id = "R1-A"
rack = "R1"
positions = ["R1-01", "R1-02"]
lock = { kind = "gpio", pin = 23, max_on_s = 5 }
contact = { kind = "gpio", pin = 12 }

[siren]
kind = "gpio"
pin = 27
max_on_s = 0

[buzzer]
kind = "gpio"
pin = 19
max_on_s = 5
"""
"""A bay of which no part is simulated, so that weapons may hang on it."""


def _real(it: Patient) -> None:
    text = it.config.read_text(encoding="utf-8")
    head = text[: text.index("[[reader]]")]
    it.config.write_text(head + REAL, encoding="utf-8")


def _certified(*days: int) -> Callable[[Patient], object]:
    """Let the bay be a real one, and somebody new have certificates that end in so many days."""

    def planted(it: Patient) -> None:
        _real(it)
        certified(it.settings, *days)

    return planted


FAULTS: Mapping[str, Fault] = {
    "a line of kiosk.toml": Fault(_hung("[lamp]\nkind = 'candle'\n"), "config_wrong", "mend that"),
    "a device that is not there": Fault(
        _reader("serial", "/dev/serial/by-id/none-such"), "device_missing", "readers.md"),
    "a USB device that is not there": Fault(
        _reader("serial", "usb:1a86:f00d"), "device_missing", "readers.md"),
    "two on one pin": Fault(
        _hung('[lamp]\nkind = "gpio"\npin = 21\n[[input]]\nname = "m"\nsignal = "mains"\n'
              'contact = { kind = "gpio", pin = 21 }\n'),
        "pin", "wiring.md",
    ),
    "an overlay on a pin of ours": Fault(
        _lamp_and(f"{CONFIG_TXT}dtoverlay=hifiberry-dac\n"),
        "config_txt", "start the Pi again",
    ),
    "outputs that stay on": Fault(
        _lamp_and(CONFIG_TXT.replace("dtparam=strict_gpiod\n", "")),
        "config_txt", "start the Pi again",
    ),
    "SPI that is off": Fault(_spi_reader, "config_txt", "start the Pi again"),
    "a disk that is read-only": Fault(
        _says("proc/self/mounts", "/dev/mmcblk0p2 / ext4 ro,noatime 0 0\n"),
        "disk_read_only", "swap_a_pi.md",
    ),
    "errors of the card": Fault(
        _says("sys/fs/ext4/mmcblk0p2/errors_count", "3\n"), "card_errors", "kiosk backup"
    ),
    "a card that is worn": Fault(
        _says("sys/block/mmcblk0/device/pre_eol_info", "0x02\n"), "card_worn", "kiosk backup"
    ),
    "heat": Fault(_says("sys/class/thermal/thermal_zone0/temp", "81200\n"), "too_hot", "power.md"),
    "a weak supply": Fault(
        _says("sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n"), "supply_low", "supply"
    ),
    "no memory left": Fault(
        _says("proc/meminfo", "MemAvailable: 20000 kB\n"), "memory_low", "systemctl status"
    ),
    "no watchdog": Fault(
        lambda it: shutil.rmtree(it.root / "sys/class/watchdog"), "watchdog_missing", "watchdog=on"
    ),
    "no book": Fault(
        _no_book,
        "book_missing", "kiosk provision",
    ),
    "one copy gone": Fault(_gone(LINES), "copy_missing", "kiosk backup"),
    "the other copy gone": Fault(_gone(DATABASE), "copy_missing", "kiosk backup"),
    "an edited line": Fault(_edited, "book_broken", "touch nothing"),
    "a book that cannot be read": Fault(
        lambda it: (it.settings.folder / DATABASE).write_bytes(b"rubbish" * 1000),
        "book_broken", "touch nothing",
    ),
    "no key": Fault(_gone(KEY), "key_missing", "put it back"),
    "a key that all may read": Fault(_open(KEY), "key_open", "chmod 600"),
    "a key that nobody stood by": Fault(_real, "key_not_enrolled", "two people stand by it"),
    "no pepper": Fault(_gone(PEPPER), "key_missing", "put it back"),
    "a book that all may enter": Fault(
        lambda it: it.settings.folder.chmod(0o755), "book_open", "chmod 750"
    ),
    "no ballast": Fault(_gone("ballast"), "ballast_missing", "full_card.md"),
    "a clock behind the book": Fault(
        _clock(3_600_000, ClockQuality.NTP), "clock_behind", "wrong_clock.md"
    ),
    "a clock that nobody vouches for": Fault(
        _clock(0, ClockQuality.UNKNOWN), "clock_unsure", "wrong_clock.md"
    ),
    "other rules": Fault(_other_rules, "policy_waits", "the chief"),
    "no copy": Fault(
        lambda it: shutil.rmtree(it.root / "media/kiosk-backup"), "copies_missing", "KIOSKBACKUP"
    ),
    "an old copy": Fault(_later, "copy_old", "backup.timer"),
    "a program that failed": Fault(
        _unit("kiosk.service", "ActiveState=active\nUnitFileState=enabled\nResult=success",
              "ActiveState=failed\nUnitFileState=enabled\nResult=watchdog"),
        "unit_failed", "journalctl -u kiosk.service",
    ),
    "a program that is not started": Fault(
        _unit("backup.timer", "UnitFileState=enabled", "UnitFileState=disabled"),
        "unit_off", "systemctl enable --now backup.timer",
    ),
    "no compositor": Fault(
        lambda it: (it.root / "usr/bin/labwc").unlink(), "screen_dark", "apt install labwc",
    ),
    "no browser": Fault(
        lambda it: (it.root / "usr/bin/chromium").unlink(), "screen_dark", "apt install labwc",
    ),
    "a browser that starts again and again": Fault(
        _unit("browser.service", "ActiveState=active", "ActiveState=activating"),
        "screen_dark", "journalctl -u browser",
    ),
    "certificates that are over": Fault(_certified(-1), "certificates_over", "registrar"),
    "certificates that end soon": Fault(_certified(29), "certificates_end", "registrar"),
    "pages that are silent": Fault(
        _silent, "pages_silent", "web_ui.socket"
    ),
    "a key of the pages that all may read": Fault(
        lambda it: (it.root / "var/lib/kiosk-web/office.key").chmod(0o644),
        "office_key_open", "chmod 600",
    ),
}  # fmt: skip


@pytest.fixture
def well(tmp_path: Path) -> Iterator[Patient]:
    with patient(tmp_path) as made:
        yield made


def _found(well: Patient, *words: str) -> list[Mapping[str, Any]]:
    told = well.examined("--json", *words)
    assert told.exit_code == FOUND, told.output
    findings: list[Mapping[str, Any]] = json.loads(told.stdout)["findings"]
    return findings


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_named_with_its_remedy(well: Patient, name: str) -> None:
    fault = FAULTS[name]
    assert {finding["code"] for finding in _found(well)} == WELL
    fault.plant(well)
    new = [finding for finding in _found(well) if finding["code"] not in WELL]
    assert fault.code in [finding["code"] for finding in new], new
    one = next(finding for finding in new if finding["code"] == fault.code)
    assert one["what"]
    assert fault.remedy in one["do"]
    khmer = next(one for one in _found(well, "--language", "km") if one["code"] == fault.code)
    assert any("\u1780" <= letter <= "\u17ff" for letter in khmer["what"] + khmer["do"])
    assert fault.code in well.examined().stdout


def test_a_key_that_two_people_stood_by_is_no_finding_and_another_one_is(well: Patient) -> None:
    _real(well)
    key = well.settings.folder / PUBLIC_KEY
    named = key_from_text(key.read_text("utf-8")).fingerprint
    enrolled(well.settings, "0000 1111")
    assert "key_not_enrolled" in {one["code"] for one in _found(well)}, "that is the key before"
    enrolled(well.settings, named)
    assert "key_not_enrolled" not in {one["code"] for one in _found(well)}


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        ((31,), set()),
        ((-400, 31), set()),  # it was renewed
        ((-1, 1), {"certificates_end"}),
        ((30,), {"certificates_end"}),
        ((0,), {"certificates_over"}),
    ],
)
def test_a_certificate_that_was_renewed_or_ends_later_is_no_finding(
    well: Patient, days: tuple[int, ...], codes: set[str]
) -> None:
    """Nobody is named: whoever helps from far away reads this."""
    _certified(*days)(well)
    told = [one for one in _found(well) if one["code"].startswith("certificates")]
    # One of the cast has a certificate of 2024; the newcomer is somebody else.
    assert {one["code"] for one in told} - {"certificates_over"} == codes - {"certificates_over"}
    over = next(one for one in told if one["code"] == "certificates_over")
    assert over["what"].startswith("2 " if "certificates_over" in codes else "1 ")
    assert "Newcomer" not in str(told)


def test_who_left_is_counted_no_more(well: Patient) -> None:
    _real(well)
    certified(well.settings, -1, active=False)
    (over,) = (one for one in _found(well) if one["code"] == "certificates_over")
    assert over["what"].startswith("1 ")


def test_a_kiosk_without_a_screen_has_none_that_is_dark(well: Patient) -> None:
    well.put("sys/class/drm/card1-DSI-1/status", "disconnected\n")
    (well.root / "usr/bin/chromium").unlink()
    assert {finding["code"] for finding in _found(well)} == WELL


def test_what_is_planted_is_more_than_twenty_five_faults() -> None:
    assert len(FAULTS) >= 25


@pytest.mark.parametrize("code", words())
def test_each_finding_is_worded_in_both_languages_with_the_same_places(code: str) -> None:
    both = [words()[code][language] for language in LANGUAGES]
    assert [len(said) for said in both] == [2, 2]
    assert places(both[0][0]) == places(both[1][0])
    facts = dict.fromkeys(places("".join(both[0] + both[1])), "x")
    assert all("{" not in Say(one)(code, **facts).do for one in LANGUAGES)
