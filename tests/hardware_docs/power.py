"""The power of one kiosk, worked out from hardware_docs/power.toml: rails, reserve, battery.

A load draws from its rail; a rail that is made from another draws from that, through its losses.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).parents[2] / "hardware_docs" / "power.toml"
RESERVE: Final = 0.8
"""Ours: no supply and no fuse shall carry more than this share of what is written on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """One thing that draws current, in amperes at its own rail."""

    name: str
    rail: str
    idle_a: float
    worst_a: float
    source: str
    fuse_a: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rail:
    """One voltage, and what makes it. A fuse of 0 A is none."""

    name: str
    made_by: str
    limit_a: float
    fuse_a: float
    source: str
    feeds_from: str = ""
    volts: float = 12.0
    efficiency: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Battery:
    """What carries the kiosk when the mains are away."""

    capacity_ah: float
    usable: float
    hold_up_h: float
    source: str


@dataclass(frozen=True, slots=True)
class Budget:
    """All of a kiosk's power."""

    battery: Battery
    rails: tuple[Rail, ...]
    loads: tuple[Load, ...]

    def rail(self, name: str) -> Rail:
        """Return a rail by its name."""
        return next(rail for rail in self.rails if rail.name == name)

    def drawn_a(self, name: str, *, worst: bool) -> float:
        """Return the amperes that a rail gives, with those for the rails that are made from it."""
        own = sum(
            load.worst_a if worst else load.idle_a for load in self.loads if load.rail == name
        )
        below = (rail for rail in self.rails if rail.feeds_from == name)
        return own + sum(self.taken_a(rail, worst=worst) for rail in below)

    def taken_a(self, rail: Rail, *, worst: bool) -> float:
        """Return the amperes that a rail takes from the one it is made from."""
        watts = self.drawn_a(rail.name, worst=worst) * rail.volts / rail.efficiency
        return watts / self.rail(rail.feeds_from).volts

    def heat_w(self) -> float:
        """Return the watts that stay in the enclosure while nobody is at the rack."""
        return self.drawn_a("12 V", worst=False) * self.rail("12 V").volts

    def hold_up_h(self, *, worst: bool) -> float:
        """Return how many hours the battery lasts."""
        usable_ah = self.battery.capacity_ah * self.battery.usable
        return usable_ah / self.drawn_a("12 V", worst=worst)


def read_budget(path: Path = FILE) -> Budget:
    """Read the table. What is not written as it should be ends in a TypeError or KeyError."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    rails = tuple(
        Rail(made_by=row["from"], **{key: row[key] for key in row if key != "from"})
        for row in raw["rail"]
    )
    loads = tuple(Load(**row) for row in raw["load"])
    return Budget(Battery(**raw["battery"]), rails, loads)


def faults(budget: Budget) -> list[str]:
    """Return each thing that does not suffice, as a sentence."""
    found = []
    for rail in budget.rails:
        worst = budget.drawn_a(rail.name, worst=True)
        if worst > RESERVE * rail.limit_a:
            found.append(f"{rail.name}: {worst:.2f} A of {rail.limit_a:g} A leave no reserve")
        taken = budget.taken_a(rail, worst=True) if rail.feeds_from else worst
        if rail.fuse_a and taken > RESERVE * rail.fuse_a:
            found.append(f"{rail.name}: a fuse of {rail.fuse_a:g} A is too small for {taken:.2f} A")
    found += [
        f"{load.name}: a fuse of {load.fuse_a:g} A is too small for {load.worst_a:g} A"
        for load in budget.loads
        if load.fuse_a and load.worst_a > RESERVE * load.fuse_a
    ]
    hours = budget.hold_up_h(worst=False)
    if hours < budget.battery.hold_up_h:
        found.append(f"the battery lasts {hours:.1f} h, not {budget.battery.hold_up_h:g} h")
    return found


def tables(budget: Budget) -> str:
    """Return the tables of power.md."""
    rows = ["| rail | what | idle | worst | source |", "|---|---|---|---|---|"]
    for rail in budget.rails:
        rows += [
            f"| {rail.name} | {load.name} | {load.idle_a:g} A | {load.worst_a:g} A"
            f" | {load.source} |"
            for load in budget.loads
            if load.rail == rail.name
        ]
    rows += [
        "",
        "| rail | made by | idle | worst | may give | reserve |",
        "|---|---|---|---|---|---|",
    ]
    for rail in budget.rails:
        idle = budget.drawn_a(rail.name, worst=False)
        worst = budget.drawn_a(rail.name, worst=True)
        rows.append(
            f"| {rail.name} | {rail.made_by} | {idle:.2f} A | {worst:.2f} A | {rail.limit_a:g} A"
            f" | {100 * (1 - worst / rail.limit_a):.0f} % |"
        )
    battery = budget.battery
    usable = battery.capacity_ah * battery.usable
    idle, worst = (budget.drawn_a("12 V", worst=worst) for worst in (False, True))
    rows += [
        "",
        "| battery | |",
        "|---|---|",
        f"| usable | {battery.capacity_ah:g} Ah x {battery.usable:g} = {usable:.1f} Ah |",
        f"| nobody at the rack | {usable:.1f} Ah / {idle:.2f} A = **{usable / idle:.1f} h** |",
        f"| everything at once | {usable:.1f} Ah / {worst:.2f} A = {usable / worst:.1f} h |",
        f"| heat in the enclosure, nobody at the rack | {budget.heat_w():.0f} W |",
    ]
    return "\n".join(rows)
