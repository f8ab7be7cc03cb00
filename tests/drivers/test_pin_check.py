"""The pin profile that we ship is sound, and every way to spoil it is a sentence."""

from dataclasses import replace
from pathlib import Path

import pytest

from drivers.lines.pin_check import check
from drivers.lines.pin_profile import RACK_V1, Chip, Pin, Profile, ProfileWrong, read_profile

PAGE = Path(__file__).parents[2] / "hardware_docs/pin_map.md"
CONFIG = "# ours\ndtparam=i2c_arm=on\ndtparam=spi=on\nenable_uart=1\ndtparam=strict_gpiod # must\n"


@pytest.fixture
def rack() -> Profile:
    return read_profile()


def with_pin(profile: Profile, **changes: object) -> Profile:
    pin = Pin(**{"bcm": 24, "use": "lamp", "direction": "out", "source": "test"} | changes)  # type: ignore[arg-type] # each case knows its types
    return replace(profile, pins=(*profile.pins, pin))


def with_chip(profile: Profile, address: int) -> Profile:
    chip = Chip(address=address, kind="other", use="other chip", source="test")
    return replace(profile, chips=(*profile.chips, chip))


def test_the_profile_that_we_ship_has_no_fault(rack: Profile) -> None:
    assert check(rack, CONFIG) == ()
    assert rack.name == "rack-v1"
    assert rack.buses == {"i2c1", "spi0", "uart0"}


def test_every_pin_and_chip_has_a_source_beside_it(rack: Profile) -> None:
    sources = [row.source for row in rack.pins] + [row.source for row in rack.chips]
    assert [source for source in sources if len(source) < 8] == []


def test_a_pin_is_found_by_its_use(rack: Profile) -> None:
    assert rack.pin("bolt").bcm == 23
    with pytest.raises(KeyError):
        rack.pin("periscope")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"bcm": 23}, "GPIO23 is both bolt and lamp"),
        ({"bcm": 4}, "lamp on GPIO4: it is pulled up at power-on"),
        ({"bcm": 8}, "lamp on GPIO8: the pin is spi0's, which is switched on"),
        ({"bcm": 10, "direction": "in"}, "lamp on GPIO10: the pin is spi0's"),
        ({"bcm": 0, "direction": "in"}, "lamp on GPIO0: the firmware talks to a HAT there"),
        ({"bcm": 3, "direction": "in"}, "lamp on GPIO3: low starts a halted Pi"),
        ({"bcm": 14}, "lamp on GPIO14: firmware and kernel write their messages there"),
        ({"active": "low"}, "lamp on GPIO24: it is active low, so a dead or booting Pi means on"),
        ({"bcm": 28}, "lamp on GPIO28: the header has GPIO0 to GPIO27"),
        ({"direction": "bus", "bus": "can0"}, "there is no bus 'can0'"),
        ({"direction": "bus", "bus": "spi0"}, "lamp on GPIO24: spi0 has no pin there"),
        ({"direction": "in", "opens": True}, "what opens a rack is an output"),
    ],
)
def test_a_pin_that_can_not_be_is_a_sentence(
    rack: Profile, changes: dict[str, object], says: str
) -> None:
    assert any(says in fault for fault in check(with_pin(rack, **changes)))


def test_a_free_pin_that_is_safe_is_none(rack: Profile) -> None:
    assert check(with_pin(rack)) == ()
    assert check(with_pin(rack, bcm=4, direction="in")) == ()


def test_a_bolt_that_nothing_arms_is_a_sentence(rack: Profile) -> None:
    pins = tuple(pin for pin in rack.pins if pin.use != "arming pulses")
    (fault,) = check(replace(rack, pins=pins))
    assert fault == "bolt on GPIO23: nothing arms it (no pin has arming pulses)"


@pytest.mark.parametrize(
    ("address", "says"),
    [
        (0x40, "other chip at 0x40: lights 1 to 16 answers there too"),
        (0x70, "other chip at 0x70: every PCA9685 answers there"),
        (0x03, "other chip at 0x03: the bus keeps that address for itself"),
    ],
)
def test_an_address_that_can_not_be_is_a_sentence(rack: Profile, address: int, says: str) -> None:
    (fault,) = check(with_chip(rack, address))
    assert fault.startswith(says)


def test_chips_without_a_bus_are_a_sentence(rack: Profile) -> None:
    pins = tuple(pin for pin in rack.pins if pin.bus != "i2c1")
    assert "there are chips, and no pins of i2c1" in check(replace(rack, pins=pins))


@pytest.mark.parametrize(
    ("line", "takes"),
    [
        ("dtoverlay=i2c-gpio", "GPIO23 from bolt"),
        ("dtoverlay=i2c-gpio,i2c_gpio_sda=27,bus=3", "GPIO27 from siren"),
        ("dtoverlay=i2c6", "GPIO22 from arming pulses"),
        ("dtoverlay=gpio-poweroff", "GPIO26 from service key switch"),
        ("dtoverlay=w1-gpio,gpiopin=16", "GPIO16 from tamper switch of the enclosure"),
        ("dtoverlay=gpio-fan", "GPIO12 from door or cable contact"),
        ("dtoverlay=uart5", "GPIO13 from bolt position"),
        ("dtparam=i2s=on", "GPIO19 from buzzer"),
        ("dtparam=audio=on,i2s=on", "GPIO21 from status lamp"),
        ("enable_jtag_gpio=1", "GPIO27 from siren"),
    ],
)
def test_an_overlay_that_takes_a_pin_of_ours_is_a_sentence(
    rack: Profile, line: str, takes: str
) -> None:
    assert f"config.txt, {line}: it takes {takes}" in check(rack, CONFIG + line)


@pytest.mark.parametrize(
    "line", ["dtoverlay=w1-gpio", "dtoverlay=vc4-kms-v3d", "gpio=23=op,dl", "dtparam=audio=on"]
)
def test_a_line_that_takes_nothing_of_ours_is_none(rack: Profile, line: str) -> None:
    assert check(rack, CONFIG + line) == ()


def test_a_pin_that_the_firmware_drives_high_is_a_sentence(rack: Profile) -> None:
    (fault,) = check(rack, CONFIG + "gpio=4,22-23=op,dh")[1:]
    assert fault == "config.txt, gpio=4,22-23=op,dh: bolt is on while the Pi starts"


@pytest.mark.parametrize("line", ["dtparam=strict_gpiod", "dtparam=i2c_arm=on", "enable_uart=1"])
def test_a_line_that_is_missing_or_commented_out_is_a_sentence(rack: Profile, line: str) -> None:
    assert check(rack, CONFIG.replace(line, "#" + line)) == (f"config.txt does not say {line}",)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = 1", "name is a text"),
        ("name = 'a'\nconfig = [1]", "config a list of texts"),
        ("name = 'a'\nextra = 1", "extra means nothing here"),
        ("name = 'a'\npin = 1", r"each pin is a table, \[\[pin\]\]"),
        ("name = 'a'\n[[pin]]\nbcm = 1", "pin 1: use is missing"),
        ("name = 'a'\n[[pin]]\nbcm = '1'", "pin 1: bcm is not to be '1'"),
        ("name = 'a'\n[[pin]]\nbmc = 1", "pin 1: bmc means nothing here"),
        ("name = 'a'\n[[chip]]\naddress = true", "chip 1: address is not to be True"),
        (
            "name = 'a'\n[[pin]]\nbcm=1\nuse='x'\ndirection='up'\nsource='s'",
            "GPIO1, x: one of in, out, bus, not 'up'",
        ),
        ("name = ", "can not be read"),
    ],
)
def test_a_profile_that_is_not_written_as_one_is_refused(
    tmp_path: Path, text: str, says: str
) -> None:
    (tmp_path / "bad.toml").write_text(text)
    with pytest.raises(ProfileWrong, match=f"bad.toml.*{says}"):
        read_profile(tmp_path / "bad.toml")


def test_a_profile_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileWrong, match=r"none.toml can not be read"):
        read_profile(tmp_path / "none.toml")


def test_the_page_for_the_technician_says_what_the_profile_says(rack: Profile) -> None:
    """Whoever wires by the page must wire what the program drives."""
    page = PAGE.read_text(encoding="utf-8")
    for pin in rack.pins:
        assert f"| {pin.bcm} | {pin.use} | {pin.direction}" in page, pin
    for chip in rack.chips:
        assert f"| {chip.address:#04x} | {chip.kind} | {chip.use} |" in page, chip
    assert RACK_V1.name == "rack_v1.toml"
