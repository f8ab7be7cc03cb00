"""What the tables of kiosk.toml must be to each other, and no table can know by itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from kiosk.config.lines import GpioOutput
from kiosk.config.places import Complaints, Place, section

LOCK_ON_S = range(1, 6)
"""How long a lock's driver may hold it open: five seconds, and the board's one-shot lets go after
six (hardware_docs/bolts.md)."""

Named = Iterable[tuple[str, Place]]
"""Texts of which none may be there twice, each with its place."""


def check_fit(
    one: Mapping[str, Any],
    many: Mapping[str, Sequence[Any]],
    name: str,
    complaints: Complaints,
) -> None:
    """Complain about what does not fit together.

    Args:
        one: the tables by name; a wrong one is None.
        many: the arrays of tables, `readers`, `cables` and so on; a wrong table is None.
        name: the file that complaints speak of.
        complaints: what is wrong already: nothing is held against a part that is.
    """
    rows = {
        key: [(number, row) for number, row in enumerate(found, 1) if row is not None]
        for key, found in many.items()
    }
    cables_known, known = (not complaints.about("cable"), not complaints.about("reader", "cable"))
    _names(rows, name, complaints)
    places = {place for _, cable in rows["cables"] for place in cable.positions}
    for key in ("presence", "light"):
        strays = [(row.position, n) for n, row in rows[f"{key}s"] if row.position not in places]
        for stray, number in sorted(strays if cables_known else ()):
            where = Place(f"{name}: [[{key}]], position", (key, number - 1, "position"), name)
            complaints.add(where, f"no [[cable]] has {stray!r}")
    racks = {cable.rack for _, cable in rows["cables"]}
    for number, module in rows["uhfs"] if cables_known else ():
        where = Place(f"{name}: [[uhf]] {module.name}", ("uhf", number - 1), name).at("racks")
        for stray in sorted(set(module.racks) - racks):
            complaints.add(where, f"no [[cable]] has {stray!r}")
    if not (places and rows["readers"]) and known:
        complaints.add(
            Place(name, (), name), "a bay needs at least one [[reader]] and one [[cable]]"
        )
    if "arming" not in one and any(isinstance(c.lock, GpioOutput) for _, c in rows["cables"]):
        complaints.add(
            section(name, "arming"),
            "is missing: a lock on a pin needs pulses, or a board with a one-shot"
            " (hardware_docs/fail_secure.md)",
        )
    for number, cable in rows["cables"]:
        where = Place(f"{name}: [[cable]] {cable.id}", ("cable", number - 1), name)
        _cable(cable, where, complaints)


def _names(
    rows: Mapping[str, Sequence[tuple[int, Any]]], name: str, complaints: Complaints
) -> None:
    """Complain about names that are empty, or there twice."""

    def named(key: str, what: str, said: str) -> list[tuple[str, Place]]:
        return [
            (getattr(row, what), Place(f"{name}: {said}", (key, number - 1, what), name))
            for number, row in rows[f"{key}s"]
        ]

    readers = "[[reader]] and [[uhf]], name"
    _unique([*named("reader", "name", readers), *named("uhf", "name", readers)], complaints)
    _unique(named("cable", "id", "[[cable]], id"), complaints)
    _unique(
        (
            (
                place,
                Place(f"{name}: [[cable]], positions", ("cable", number - 1, "positions"), name),
            )
            for number, cable in rows["cables"]
            for place in cable.positions
        ),
        complaints,
    )
    _unique(named("input", "name", "[[input]], name"), complaints)
    for key in ("presence", "light"):
        _unique(named(key, "position", f"[[{key}]], position"), complaints)


def _unique(values: Named, complaints: Complaints) -> None:
    seen: set[str] = set()
    for value, where in values:
        if not value:
            complaints.add(where, "must not be empty")
        elif value in seen:
            complaints.add(where, f"{value!r} is used twice")
        seen.add(value)


def _cable(cable: Any, where: Place, complaints: Complaints) -> None:  # noqa: ANN401 - CableSettings, which knows this room
    for stray in sorted(set(cable.quarantine) - set(cable.positions)):
        complaints.add(where.at("quarantine"), f"{stray} hangs elsewhere")
    if isinstance(cable.lock, GpioOutput) and cable.lock.max_on_s not in LOCK_ON_S:
        complaints.add(
            where.at("lock").at("max_on_s"),
            f"expected 1 to {LOCK_ON_S.stop - 1} seconds, not {cable.lock.max_on_s}: a coil that"
            " somebody forgot burns, and its rack is open",
        )
