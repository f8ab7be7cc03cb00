"""`kiosk doctor`: every device, its last reading and its faults, and what to do."""

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from drivers.readings import ScanRejected
from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.devices import NOISY, devices
from kiosk.assembly.examination.examined import own_words
from kiosk.assembly.examination.findings import Say
from kiosk.assembly.examination.programs import programs
from kiosk.assembly.parts import build_parts
from kiosk.assembly.roll_call import RollCall
from kiosk.commands import FOUND
from kiosk.service.devices import ask_version
from kiosk.service.views import FaultView
from tests.assembly.program import member, running, warehouse
from tests.commands.typed import fresh, typed
from tests.end_to_end.programs import python

OFFICER = "0041207"


def test_every_device_of_a_running_kiosk_is_listed_with_what_it_said(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        kiosk.bench.scan("badge", member(OFFICER).badge_text)
        well = typed("doctor", "--config", config)
        assert well.exit_code == 0, well.output
        assert "Nothing wrong was found" in well.stdout
        badge = next(line for line in well.stdout.splitlines() if line.startswith("badge "))
        assert member(OFFICER).badge_text not in well.stdout
        assert f"the last '{member(OFFICER).badge_text[-4:]}'" in badge
        assert "cable R1-A" in well.stdout
        assert "bolt R1-A" in well.stdout
        kiosk.bench.plug("weapon", plugged=False)
        ill = typed("doctor", "--config", config, "--json")
        assert ill.exit_code == FOUND
        told = json.loads(ill.stdout)
        assert told["running"]
        weapon = next(device for device in told["devices"] if device["name"] == "weapon")
        assert (weapon["state"], weapon["faults"]) == ("lost", 1)
        assert told["findings"] == [
            {
                "code": "device_lost",
                "what": "weapon: unplugged at the bench",
                "do": "see hardware_docs/README.md",
            }
        ]


def test_without_a_kiosk_it_says_so_and_which_paths_lead_nowhere(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    text = config.read_text(encoding="utf-8")
    scanner = 'kind = "keyboard"\ndevice = "/dev/input/by-id/none-such"'
    config.write_text(text.replace('kind = "simulated"', scanner, 1), encoding="utf-8")
    told = typed("doctor", "--config", config)
    assert told.exit_code == FOUND
    assert "kiosk_silent: no kiosk runs on this configuration" in told.stdout
    assert "device_missing: any: there is no /dev/input/by-id/none-such" in told.stdout
    config.write_text(
        text.replace('kind = "simulated"', 'kind = "serial"\ndevice = "usb:1a86:f00d"', 1),
        encoding="utf-8",
    )
    told = typed("doctor", "--config", config)
    assert "device_missing: any: nothing is plugged in" in told.stdout


def test_a_reader_that_sends_noise_is_named_with_what_it_sends_most(tmp_path: Path) -> None:
    _, settings = warehouse(tmp_path)
    with closing(build_parts(settings)) as parts:
        heard = RollCall(settings, parts, lambda: 0)
        for reason in ("half_scan", *(["too_long"] * (NOISY - 2))):
            heard.listen(ScanRejected("weapon", reason))
        views, box = heard.devices(), Box(0, tmp_path)
        assert list(devices(settings, views, box, Say())) == []
        heard.listen(ScanRejected("weapon", "half_scan"))
        (found,) = devices(settings, heard.devices(), box, Say())
    assert (found.code, found.what) == (
        "device_noisy",
        f"weapon: {NOISY} times since the start it sent what is no reading (too_long)",
    )


def test_a_version_that_was_installed_and_does_not_run_yet_is_named(tmp_path: Path) -> None:
    config, settings = warehouse(tmp_path)
    with running(config, settings) as kiosk:
        kiosk.answered()
        runs = ask_version(Path(settings.kiosk.socket))
    assert list(programs(Box(0, tmp_path), runs, Say())) == []
    (found,) = programs(Box(0, tmp_path), "2025.4", Say())
    assert found.code == "version_waits"
    assert f"2025.4 runs, and {runs} is installed" in found.what


def test_what_the_kiosk_shows_on_its_screen_is_said_once() -> None:
    shown = [FaultView("tables_differ", "register"), FaultView("device_lost", "weapon")]
    (found,) = own_words(shown, {"device_lost"}, Say())
    assert (found.code, found.do) == ("tables_differ", "Call the chief.")


def test_a_disk_that_is_almost_full_is_named_with_what_is_left(tmp_path: Path) -> None:
    """On a disk of its own that only this test sees."""
    config, settings = warehouse(tmp_path)
    book, kept = settings.folder, tmp_path / "kept"
    book.rename(kept)
    book.mkdir()
    shell = 'mount -t tmpfs -o size="$1" none "$2" && cp -a "$3"/. "$2" && shift 3 && exec "$@"'
    for size, code in (("60m", "disk_low"), ("400m", "disk_filling")):
        told = subprocess.run(
            ["unshare", "--map-root-user", "--mount", "sh", "-ec", shell, "disk", size, book, kept,
             *python("kiosk"), "doctor", "--config", config, "--json"],
            capture_output=True, check=False,
        )  # fmt: skip
        if "Operation not permitted" in told.stderr.decode():
            pytest.skip("this machine lets nobody mount a disk of their own")
        found = {one["code"]: one for one in json.loads(told.stdout)["findings"]}
        assert code in found, told.stderr
        assert "full_card.md" in found[code]["do"]


def test_what_this_account_may_not_look_at_is_named() -> None:
    with TemporaryDirectory() as folder, other_account():
        box = Box(0)
        assert not box.may_enter(Path(folder), "the book")
        assert not box.may_enter(Path(folder) / "below", "the copies")
    assert box.unseen == ["the book", "the copies"]


@contextmanager
def other_account() -> Iterator[None]:
    """Be somebody who may nothing for a while, if this account may change that."""
    if os.geteuid():
        pytest.skip("only root can see what another account may not")
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
