"""How lines about the kiosk itself change the bay: starts, its layout, faults and signals."""

from collections.abc import Mapping
from typing import TypeVar, assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.change import replace
from kiosk.rules.supply import FROM_MAINS, SupplyLine, supply_after
from kiosk.rules.things import CableId, PositionId

Key = TypeVar("Key")
Value = TypeVar("Value")

Running = (
    e.Started | e.BayLaid | e.FaultRaised | e.FaultCleared | e.SignalRaised | e.SignalCleared
    | e.PowerSpared | e.PowerOffAsked
)  # fmt: skip


def running(bay: Bay, entry: Running) -> Bay:  # noqa: PLR0911 - one return a line
    """Return the bay after one line about the kiosk itself."""
    match entry:
        case e.Started():
            return _started(bay, entry)
        case e.BayLaid(_, positions):
            cables: dict[CableId, tuple[PositionId, ...]] = {}
            for position in positions:
                cables[position.cable] = (*cables.get(position.cable, ()), position.id)
            return replace(bay, positions={p.id: p for p in positions}, cables=cables)
        case e.FaultRaised(_, fault, device, cable):
            blind = _without(bay.blind, (fault, device))
            if cable is not None:
                blind[fault, device] = cable
            return replace(bay, faults=bay.faults | {(fault, device)}, blind=blind)
        case e.FaultCleared(_, fault, device):
            blind = _without(bay.blind, (fault, device))
            return replace(bay, faults=bay.faults - {(fault, device)}, blind=blind)
        case e.SignalRaised(_, line, signal):
            return _supplied(replace(bay, signals={**bay.signals, line: signal}), entry)
        case e.SignalCleared(_, line):
            return _supplied(replace(bay, signals=_without(bay.signals, line)), entry)
        case e.PowerSpared() | e.PowerOffAsked():
            return _supplied(bay, entry)
        case _:
            assert_never(entry)


def _supplied(bay: Bay, entry: SupplyLine) -> Bay:
    supply = supply_after(bay.supply, entry, bay.signals.values())
    return bay if supply == bay.supply else replace(bay, supply=supply)


def _without(all_of_them: Mapping[Key, Value], one: Key) -> dict[Key, Value]:
    return {key: value for key, value in all_of_them.items() if key != one}


def _started(bay: Bay, entry: e.Started) -> Bay:
    """Forget whatever a start looks for anew; a wait after wrong PINs begins again."""
    waits = {
        officer: replace(tries, until=entry.at.mono_ms + tries.wait_ms)
        for officer, tries in bay.pin_tries.items()
    }
    return replace(
        bay,
        session=None,
        release=None,
        faults=frozenset(),
        blind={},
        signals={},
        supply=FROM_MAINS,
        open_cables=frozenset(entry.open_cables),
        pin_tries=waits,
    )
