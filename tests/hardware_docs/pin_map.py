"""The page pin_map.md: the pin profile as tables, for whoever has a wire in the hand."""

from drivers.lines.pin_profile import Pin, Profile
from tests.hardware_docs.header import GROUND, KEPT_FREE, PLACE, POWER, places


def page(profile: Profile) -> str:
    """Return the whole page."""
    return "\n".join(
        [
            "# Pin map",
            "",
            f"Profile `{profile.name}`: one rack with one bolt. Numbers are BCM numbers; places",
            "are counted on the header. This page is made from the profile,",
            "`drivers/lines/profiles/rack_v1.toml`, by `make drawings`: change that",
            "file, not this page. As a drawing: [header](drawings/header.svg).",
            "How each kind is wired: [wiring.md](wiring.md).",
            "",
            "| pin | use | direction, at rest | place | why there |",
            "|---|---|---|---|---|",
            *(
                f"| {pin.bcm} | {pin.use} | {_behaves(pin)} | {PLACE[pin.bcm]} | {pin.source} |"
                for pin in sorted(profile.pins, key=lambda pin: pin.bcm)
            ),
            "",
            _others(profile),
            "",
            "## Chips on the I2C bus",
            "How they are wired: [i2c.md](i2c.md). As a drawing: [I2C bus](drawings/i2c.svg).",
            "",
            "| address | chip | use | how it gets there |",
            "|---|---|---|---|",
            *(
                f"| {chip.address:#04x} | {chip.kind} | {chip.use} | {chip.source} |"
                for chip in sorted(profile.chips, key=lambda chip: chip.address)
            ),
            "",
            "## config.txt",
            "What /boot/firmware/config.txt must say, so that all of this is so:",
            "```",
            *profile.config,
            "```",
            "",
        ]
    )


def _behaves(pin: Pin) -> str:
    match pin.direction:
        case "in":
            rest = "loop" if pin.rest == "closed" else "open"
            return f"in, pull-up, {rest}, {pin.stable_ms} ms"
        case "out":
            return "out, low" if pin.active == "high" else "out, high"
        case _:
            return f"bus, {pin.bus}"


def _others(profile: Profile) -> str:
    free = [f"GPIO{place.tag[4:]}" for place in places(profile) if place.sign == "free"]
    kept = [f"GPIO{bcm}" for bcm in sorted(KEPT_FREE)]
    power = ", ".join(f"{place} ({volts})" for place, volts in sorted(POWER.items()))
    grounds = ", ".join(str(place) for place in sorted(GROUND))
    return (
        f"{' and '.join(kept)} stay free (identification of a HAT); {', '.join(free)} are free to"
        f" use. Supply: places {power}. Ground: places {grounds}."
    )
