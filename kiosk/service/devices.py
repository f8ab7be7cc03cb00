"""The devices of a kiosk as a technician asks for them; the pages never do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kiosk.service.client import Conversation
from kiosk.spelling import plain, thing


@dataclass(frozen=True, slots=True)
class DeviceView:
    """One device, as it stands now.

    `state`: waiting (nothing heard yet), ready, lost; of an output on or off; of a contact open or
    closed. `why`: one sentence on what is wrong; empty when nothing is. `faults`: how often it was
    lost since the start. `rejected`: what it sent that was no reading, by reason. `last`: the last
    reading in words, at `last_ms` (wall clock; 0: none yet). Never a whole badge or label.
    """

    name: str
    kind: str
    where: str
    state: str
    why: str = ""
    faults: int = 0
    rejected: Mapping[str, int] = field(default_factory=dict)
    last: str = ""
    last_ms: int = 0
    detail: str = ""


ListDevices = Callable[[], Sequence[DeviceView]]


def device_answers(
    devices: ListDevices, version: str
) -> dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]]:
    """Return what a technician's questions about devices and program are answered with."""
    return {
        "devices": lambda _: {"devices": [plain(device) for device in devices()]},
        "version": lambda _: {"version": version},
    }


def ask_devices(socket: Path) -> tuple[DeviceView, ...]:
    """Return the devices of the kiosk behind this socket.

    Raises:
        KioskSilent: nobody answers.
    """
    answer = _answer(socket, "devices")
    return tuple(thing(DeviceView, raw) for raw in answer["devices"])


def ask_version(socket: Path) -> str:
    """Return the version of the kiosk behind this socket: of what runs, not what is installed.

    Raises:
        KioskSilent: nobody answers.
    """
    return str(_answer(socket, "version")["version"])


def _answer(socket: Path, question: str) -> Mapping[str, Any]:
    conversation = Conversation(socket)
    try:
        return conversation.ask({"ask": question})
    finally:
        conversation.close()
