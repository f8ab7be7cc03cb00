"""Says what is wrong with a pin profile, and with the config.txt it shall run under: sentences.

Pure. Facts about the Pi's header stand in `header_facts`.
"""

import re
from collections.abc import Iterator
from typing import Final

from drivers.lines.header_facts import (
    BUS_PINS,
    CONFIG_DRIVES,
    OVERLAY_PINS,
    PULLED_DOWN,
    Claim,
)
from drivers.lines.pin_profile import Pin, Profile

_HEADER: Final = range(28)
_ADDRESSES: Final = range(0x08, 0x78)
_ALL_CALL: Final = 0x70
_NO_INPUT: Final = {0, 1}
_CONSOLE: Final = 14
_WAKES: Final = 3


def check(profile: Profile, config_txt: str | None = None) -> tuple[str, ...]:
    """Return every fault as a sentence; none means that the profile may be wired.

    Args:
        profile: what hangs where.
        config_txt: the Pi's config.txt; None when it is not known.
    """
    found = [
        *_overlaps(profile),
        *(fault for pin in profile.pins for fault in _unsafe(pin)),
        *_buses(profile),
        *_bolts(profile),
        *_addresses(profile),
    ]
    if config_txt is not None:
        found += _config(profile, config_txt)
    return tuple(found)


def _overlaps(profile: Profile) -> Iterator[str]:
    seen: dict[int, Pin] = {}
    for pin in profile.pins:
        other = seen.setdefault(pin.bcm, pin)
        if other is not pin:
            yield f"GPIO{pin.bcm} is both {other.use} and {pin.use}"


def _unsafe(pin: Pin) -> Iterator[str]:
    """Yield what is wrong with one pin that is not a bus's."""
    name = f"{pin.use} on GPIO{pin.bcm}"
    if pin.bcm not in _HEADER:
        yield f"{name}: the header has GPIO0 to GPIO27"
        return
    if pin.direction == "bus":
        return
    if pin.bcm in _NO_INPUT:
        yield f"{name}: the firmware talks to a HAT there at every start"
    if pin.bcm == _WAKES:
        yield f"{name}: low starts a halted Pi, and 1.8 kohm pull it up"
    if pin.bcm == _CONSOLE:
        yield f"{name}: firmware and kernel write their messages there while the Pi starts"
    if pin.direction != "out":
        return
    if pin.bcm not in PULLED_DOWN:
        yield f"{name}: it is pulled up at power-on, and on until the program runs"
    if pin.active != "high":
        yield f"{name}: it is active low, so a dead or booting Pi means on"


def _buses(profile: Profile) -> Iterator[str]:
    for pin in profile.pins:
        if pin.direction == "bus":
            if pin.bus not in BUS_PINS:
                yield f"{pin.use} on GPIO{pin.bcm}: there is no bus {pin.bus!r}"
            elif pin.bcm not in BUS_PINS[pin.bus]:
                yield f"{pin.use} on GPIO{pin.bcm}: {pin.bus} has no pin there"
            continue
        for bus in sorted(profile.buses & BUS_PINS.keys()):
            if pin.bcm in BUS_PINS[bus]:
                yield f"{pin.use} on GPIO{pin.bcm}: the pin is {bus}'s, which is switched on"


def _bolts(profile: Profile) -> Iterator[str]:
    opens = [pin for pin in profile.pins if pin.opens]
    armed = [pin for pin in opens if pin.use == "arming pulses"]
    if opens and not armed and not profile.one_shot:
        yield f"{opens[0].use} on GPIO{opens[0].bcm}: nothing arms it (no pin has arming pulses)"
    for pin in opens:
        if pin.direction != "out":
            yield f"{pin.use} on GPIO{pin.bcm}: what opens a rack is an output"


def _addresses(profile: Profile) -> Iterator[str]:
    seen: dict[int, str] = {}
    lights = any(chip.kind == "pca9685" for chip in profile.chips)
    for chip in profile.chips:
        name = f"{chip.use} at {chip.address:#04x}"
        if chip.address not in _ADDRESSES:
            yield f"{name}: the bus keeps that address for itself"
        other = seen.setdefault(chip.address, chip.use)
        if other != chip.use:
            yield f"{name}: {other} answers there too"
        if chip.address == _ALL_CALL and lights:
            yield f"{name}: every PCA9685 answers there until it is set up"
    if profile.chips and "i2c1" not in profile.buses:
        yield "there are chips, and no pins of i2c1"


def _config(profile: Profile, config_txt: str) -> Iterator[str]:
    lines = [line.partition("#")[0].strip() for line in config_txt.splitlines()]
    for wanted in profile.config:
        if wanted not in lines:
            yield f"config.txt does not say {wanted}"
    used = {pin.bcm: pin for pin in profile.pins}
    for line in lines:
        for claim in _claims(line):
            for bcm in sorted(claim.pins):
                pin = used.get(bcm)
                if pin is not None and pin.bus != claim.bus:
                    yield f"config.txt, {line}: it takes GPIO{bcm} from {pin.use}"
        if (driven := CONFIG_DRIVES.fullmatch(line)) and "dh" in driven["does"].split(","):
            for bcm in _listed(driven["pins"]):
                if bcm in used and used[bcm].direction == "out":
                    yield f"config.txt, {line}: {used[bcm].use} is on while the Pi starts"


def _claims(line: str) -> Iterator[Claim]:
    """Yield which pins a line of config.txt takes for something."""
    if not line.startswith("dtoverlay="):
        for said, bus in (
            (r"dtparam=(?:.*,)?spi=on(?:,.*)?", "spi0"),
            (r"dtparam=(?:.*,)?i2c_arm=on(?:,.*)?", "i2c1"),
            (r"dtparam=(?:.*,)?i2s=on(?:,.*)?", "i2s"),
            (r"enable_uart=1", "uart0"),
            (r"enable_jtag_gpio=1", "jtag"),
        ):
            if re.fullmatch(said, line):
                yield Claim(bus, BUS_PINS[bus])
        return
    name, _, parameters = line.removeprefix("dtoverlay=").partition(",")
    overlay = OVERLAY_PINS.get(name)
    if overlay is None:
        return
    given = dict(each.partition("=")[::2] for each in parameters.split(",") if each)
    pins = set(overlay.always)
    for parameter, default in overlay.named.items():
        said = given.get(parameter, "")
        pins.add(int(said) if said.isdecimal() else default)
    yield Claim(overlay.bus, frozenset(pins))


def _listed(pins: str) -> Iterator[int]:
    """Yield the pins of a list as config.txt writes it: 4,7-9."""
    for part in pins.split(","):
        first, _, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)
