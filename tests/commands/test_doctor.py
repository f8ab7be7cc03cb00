"""`kiosk doctor`: every device, its last reading and its faults, and what to do."""

import json
from pathlib import Path

from kiosk.commands import FOUND
from tests.assembly.program import member, running, warehouse
from tests.commands.typed import fresh, typed

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


def test_the_pis_own_settings_are_looked_at(tmp_path: Path) -> None:
    config, _ = fresh(tmp_path)
    with config.open("a", encoding="utf-8") as more:
        more.write('[lamp]\nkind = "gpio"\npin = 21\n')
    settings = tmp_path / "config.txt"
    settings.write_text("dtoverlay=hifiberry-dac\n", encoding="utf-8")
    told = typed("doctor", "--config", config, "--config-txt", settings, "--json")
    pins = [found for found in json.loads(told.stdout)["findings"] if found["code"] == "pin"]
    assert [found["what"] for found in pins] == [
        "config.txt does not say dtparam=strict_gpiod",
        "config.txt, dtoverlay=hifiberry-dac: it takes GPIO21 from [lamp]",
    ]
    assert pins[0]["do"] == f"change {settings}, and start the Pi again"
