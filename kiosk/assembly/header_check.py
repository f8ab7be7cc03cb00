"""The pin header as kiosk.toml uses it, judged by the checker of pin profiles."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from drivers.lines.header_facts import BUS_PINS
from drivers.lines.pin_check import check
from drivers.lines.pin_profile import Chip, Pin, Profile
from kiosk import config as c
from kiosk.assembly.lines import contact_lines
from kiosk.assembly.one_name import claimed_twice
from kiosk.rules.broken import ConfigWrong

_BUSES: Final = {
    "/dev/spidev0.": "spi0",
    "/dev/i2c-1": "i2c1",
    "/dev/i2c-0": "i2c0",
    "/dev/serial0": "uart0",
    "/dev/ttyAMA0": "uart0",
    "/dev/ttyS0": "uart0",
}
"""How the path of a device begins, and whose pins it lies on (Raspberry Pi documentation)."""

_CONFIG: Final = {
    "i2c1": "dtparam=i2c_arm=on",
    "spi0": "dtparam=spi=on",
    "uart0": "enable_uart=1",
}


MODULES: Final = Path("/sys/module")
"""Where the kernel tells how its parts are set."""

_KEEPS: Final = "pinctrl_*/parameters/persist_gpio_outputs"
"""Whether an output keeps its level when the program that drives it ends (raspberrypi/linux, pull
request 6150; `strict_gpiod` turns it off). Kernels that never keep one do not have it."""


def header_of(settings: c.Settings) -> Profile:
    """Return what kiosk.toml hangs on the pins and on the I2C bus."""
    chips = tuple(_chips(settings))
    devices = [getattr(reader, "device", "") for reader in settings.readers]
    devices += [module.device for module in settings.uhfs]
    devices += [settings.i2c.device] if chips else []
    buses = {
        bus
        for device in devices
        for begins, bus in _BUSES.items()
        if device == begins or (begins.endswith(".") and device.startswith(begins))
    }
    on_bus = (
        Pin(bcm=bcm, use=f"the bus {bus}", direction="bus", bus=bus, source=settings.file)
        for bus in sorted(buses)
        for bcm in sorted(BUS_PINS[bus])
    )
    pins = (*on_bus, *_pins(settings))
    return Profile(
        settings.file,
        tuple(_config(buses, pins)),
        pins,
        chips,
        one_shot=isinstance(settings.arming, c.OneShotArming),
    )


def faults_of(settings: c.Settings, config_txt: str | None = None) -> tuple[str, ...]:
    """Return every fault of names, pins and chips as a sentence.

    Args:
        settings: what kiosk.toml says.
        config_txt: the Pi's config.txt; None when it is not known.
    """
    return (*claimed_twice(settings), *check(header_of(settings), config_txt))


def insist_on_header(settings: c.Settings, modules: Path = MODULES) -> None:
    """Insist on pins that do not fight, and on a kernel that lets go of them.

    Raises:
        ConfigWrong: the first fault.
    """
    for fault in (*faults_of(settings), *kernel_faults(settings, modules)):
        raise ConfigWrong(f"{settings.file}: {fault}")


def kernel_faults(settings: c.Settings, modules: Path = MODULES) -> tuple[str, ...]:
    """Return a sentence if this kernel would keep a bolt open after this program has died."""
    if not any(pin.opens for pin in _pins(settings)):
        return ()
    return tuple(
        f"{keeps} says Y: a bolt would keep its power after this program has died. "
        "Put dtparam=strict_gpiod into config.txt, and start the Pi again"
        for keeps in sorted(modules.glob(_KEEPS))
        if keeps.read_text(encoding="ascii").strip() in {"Y", "1"}
    )


def _config(buses: set[str], pins: tuple[Pin, ...]) -> Iterator[str]:
    """Yield what config.txt must say (hardware_docs/wiring.md, fail_secure.md)."""
    yield from (line for bus, line in _CONFIG.items() if bus in buses)
    if any(pin.direction == "out" for pin in pins):
        yield "dtparam=strict_gpiod"


def _pins(settings: c.Settings) -> Iterator[Pin]:
    """Yield the pins, those that nobody may take from the others first."""
    source = settings.file
    if isinstance(settings.arming, c.PulsedArming):
        yield Pin(
            bcm=settings.arming.pin, use="arming pulses", direction="out", opens=True, source=source
        )
    for cable in settings.cables:
        if isinstance(cable.lock, c.GpioOutput):
            use = f"[[cable]] {cable.id}, lock"
            yield Pin(bcm=cable.lock.pin, use=use, direction="out", opens=True, source=source)
    outputs = [("[siren]", settings.siren), ("[buzzer]", settings.buzzer)]
    outputs += [("[lamp]", settings.lamp)] if settings.lamp is not None else []
    outputs += [
        (f"[[light]] {row.position}", row.light)
        for row in settings.lights
        if not isinstance(row.light, c.Pca9685Light)
    ]
    for use, output in outputs:
        if isinstance(output, c.GpioOutput):
            yield Pin(bcm=output.pin, use=use, direction="out", source=source)
    for line, contact in contact_lines(settings):
        if isinstance(contact, c.GpioContact):
            yield Pin(bcm=contact.pin, use=f"contact {line}", direction="in", source=source)


def _chips(settings: c.Settings) -> Iterator[Chip]:
    """Yield every chip once, though many lines may hang on it."""
    kinds: dict[tuple[int, str], str] = {}
    for contact in dict(contact_lines(settings)).values():
        _note(kinds, contact)
    for row in settings.lights:
        if isinstance(row.light, c.Pca9685Light):
            kinds[row.light.address, "pca9685"] = "lights"
    if settings.ammeter is not None:
        kinds[settings.ammeter.address, "ina219"] = "[ammeter]"
    if settings.clock is not None:
        kinds[settings.clock.address, "ds3231"] = "[clock]"
    if settings.witness is not None:
        kinds[settings.witness.address, "at24c32"] = "[witness]"
    for (address, kind), use in kinds.items():
        yield Chip(address=address, kind=kind, use=use, source=settings.file)


def _note(kinds: dict[tuple[int, str], str], contact: c.Contact) -> None:
    match contact:
        case c.ExpanderContact(address=address):
            kinds[address, "mcp23017"] = "contacts"
        case c.LoopContact(address=address):
            kinds[address, "ads1115"] = "loops"
        case _:
            return
