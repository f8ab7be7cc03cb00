"""What kiosk.toml hangs on the pins is judged as a pin profile is, before any pin is opened."""

import tomllib
from pathlib import Path

import pytest

from kiosk.assembly.header_check import faults_of, insist_on_header, kernel_faults
from kiosk.config import Settings, read_settings, settings_from
from kiosk.rules.broken import ConfigWrong
from tests.house.tree import ROOT

RACK = """
[kiosk]
name = "R-01"
folder = "/var/lib/kiosk"
socket = "/run/kiosk/kiosk.sock"
[policy]
profile = "cambodia"
[[reader]]
name = "badge"
kind = "simulated"
reads = "badge"
[[cable]]
id = "A"
rack = "R1"
positions = ["A1"]
lock = { kind = "gpio", pin = 23, max_on_s = 5 }
contact = { kind = "gpio", pin = 12 }
[arming]
kind = "pulses"
pin = 22
"""

MFRC522 = """
[[reader]]
name = "badges"
kind = "mfrc522"
reads = "badge"
device = "/dev/spidev0.1"
"""


def rack(text: str = RACK) -> Settings:
    """Return a bay's settings."""
    return settings_from(tomllib.loads(text), "k.toml")


def test_a_good_rack_and_the_example_have_no_fault() -> None:
    assert faults_of(rack()) == ()
    assert faults_of(read_settings(ROOT / "kiosk.example.toml")) == ()
    assert faults_of(rack(RACK.replace('"pulses"\npin = 22', '"one_shot"'))) == ()


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            RACK.replace("pin = 12", "pin = 23"),
            "GPIO23 is both [[cable]] A, lock and contact cable A",
        ),
        (
            RACK.replace("pin = 22", "pin = 23"),
            "GPIO23 is both arming pulses and [[cable]] A, lock",
        ),
        (RACK.replace("pin = 12", "pin = 3"), "contact cable A on GPIO3: low starts a halted Pi"),
        (
            RACK.replace("pin = 12", "pin = 10") + MFRC522,
            "GPIO10 is both the bus spi0 and contact cable A",
        ),
        (
            RACK.replace("pin = 12", "pin = 15") + MFRC522.replace("spidev0.1", "serial0"),
            "GPIO15 is both the bus uart0 and contact cable A",
        ),
        (
            RACK.replace('{ kind = "gpio", pin = 12 }', '{ kind = "loop", input = 0 }')
            + "[ammeter]\naddress = 0x48\n",
            "[ammeter] at 0x48: loops answers there too",
        ),
    ],
)
def test_pins_that_fight_are_refused_before_anything_is_opened(text: str, fault: str) -> None:
    with pytest.raises(ConfigWrong) as wrong:
        insist_on_header(rack(text))
    assert str(wrong.value).startswith(f"k.toml: {fault}")


def test_what_the_pis_own_settings_must_say_is_asked_where_they_are_known() -> None:
    expander = RACK.replace(
        '{ kind = "gpio", pin = 12 }', '{ kind = "expander", address = 32, pin = 0 }'
    )
    settings = rack(expander + MFRC522 + '[lamp]\nkind = "gpio"\npin = 21\n')
    assert faults_of(settings, "") == (
        "config.txt does not say dtparam=i2c_arm=on",
        "config.txt does not say dtparam=spi=on",
        "config.txt does not say dtparam=strict_gpiod",
    )
    good = "dtparam=i2c_arm=on\ndtparam=spi=on\ndtparam=strict_gpiod\n"
    assert faults_of(settings, good) == ()
    assert faults_of(settings, good + "dtoverlay=hifiberry-dac\n") == (
        "config.txt, dtoverlay=hifiberry-dac: it takes GPIO21 from [lamp]",
    )


@pytest.mark.parametrize(
    ("tables", "fault"),
    [
        (
            '[[input]]\nname = "cable A"\nsignal = "mains"\ncontact = { kind = "gpio", pin = 5 }',
            "the name 'cable A' stands for two things; give another",
        ),
        (
            (
                '[[input]]\nname = "bolt power"\nsignal = "tamper"\n'
                'contact = { kind = "gpio", pin = 5 }'
            ),
            "the name 'bolt power' stands for two things; give another",
        ),
        (
            (
                '[[presence]]\nposition = "A1"\n'
                'contact = { kind = "expander", address = 32, pin = 1 }\n'
                '[[input]]\nname = "box"\nsignal = "tamper"\n'
                'contact = { kind = "expander", address = 32, pin = 1 }'
            ),
            "pin 1 of the expander at 0x20 is named twice; one of them would be unheard",
        ),
        (
            (
                '[[reader]]\nname = "one"\nkind = "tag"\nreads = "badge"\ndevice = "/dev/ttyUSB0"\n'
                '[[reader]]\nname = "two"\nkind = "serial"\nreads = "any"\ndevice = "/dev/ttyUSB0"'
            ),
            "/dev/ttyUSB0 is named twice; one of them would be unheard",
        ),
        (
            (
                '[[reader]]\nname = "line x"\nkind = "tag"\nreads = "badge"\ndevice = "/dev/y"\n'
                '[[reader]]\nname = "door"\nkind = "osdp"\nreads = "badge"\ndevice = "/dev/x"\n'
                'address = 1\nkey_file = "/k"'
            ),
            "the name 'line x' stands for two things; give another",
        ),
    ],
)
def test_names_and_places_claimed_twice_are_refused_before_anything_is_opened(
    tables: str, fault: str
) -> None:
    with pytest.raises(ConfigWrong) as wrong:
        insist_on_header(rack(f"{RACK}\n{tables}\n"))
    assert str(wrong.value) == f"k.toml: {fault}"


def kernel(folder: Path, says: str) -> Path:
    """Return a kernel's list of modules, with a pin driver that says this."""
    parameter = folder / "pinctrl_rp1" / "parameters" / "persist_gpio_outputs"
    parameter.parent.mkdir(parents=True)
    parameter.write_text(f"{says}\n")
    return folder


def test_a_kernel_that_keeps_bolts_open_is_refused_at_the_start(tmp_path: Path) -> None:
    (fault,) = kernel_faults(rack(), kernel(tmp_path, "Y"))
    assert "pinctrl_rp1/parameters/persist_gpio_outputs says Y" in fault
    assert "dtparam=strict_gpiod" in fault
    with pytest.raises(ConfigWrong, match="says Y"):
        insist_on_header(rack(), tmp_path)


def test_a_kernel_that_lets_go_and_a_rack_without_pins_may_start(tmp_path: Path) -> None:
    assert kernel_faults(rack(), tmp_path) == ()
    assert kernel_faults(rack(), kernel(tmp_path / "lets_go", "N")) == ()
    simulated = RACK.replace('{ kind = "gpio", pin = 23, max_on_s = 5 }', '{ kind = "simulated" }')
    without_pins = simulated.replace('[arming]\nkind = "pulses"\npin = 22\n', "")
    assert kernel_faults(rack(without_pins), kernel(tmp_path / "keeps", "Y")) == ()


@pytest.mark.parametrize("name", ["clock chip", "lights 0x40"])
def test_what_a_chip_is_called_is_no_name_for_an_input(name: str) -> None:
    light = '[[light]]\nposition = "A1"\nlight = { kind = "pca9685", address = 0x40, lamp = 0 }\n'
    contact = 'contact = { kind = "gpio", pin = 5 }\n'
    button = f'[[input]]\nname = "{name}"\nsignal = "mains"\n{contact}'
    faults = faults_of(rack(RACK + light + button))
    assert f"the name {name!r} stands for two things; give another" in faults
