"""What the desk of transfers is told. Values only; numbers are text, times wall milliseconds."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class TransferFace:
    """A transfer as a list names it.

    `side`: sent or announced; `store`: the other one. `state`: loading, transit, came_back (of some
    of it), recalled, loose (called back, and its manifest is about), contested (and taken over),
    closed, closed_empty (nothing arrived); announced, received. `loaded`: how many weapons its
    carrier has. `late`: its deadline passed.
    """

    number: str
    side: str
    store: str
    state: str
    weapons: int
    loaded: int
    carrier: str
    since_ms: int
    due_ms: int
    late: bool = False
    differences: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class TransfersPage:
    """Every transfer under way and the newest that ended; the stores that can be sent to.

    `hours`: the longest a transfer may take. `reason`: why nothing is told, a refusal's wire name.
    """

    transfers: tuple[TransferFace, ...] = ()
    stores: tuple[str, ...] = ()
    kiosk: str = ""
    hours: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoadFace:
    """A label that was scanned for a new transfer. `reason`: why its weapon cannot go, if so."""

    number: str
    name: str = ""
    serial: str = ""
    position: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LoadPage:
    """What was scanned so far, each label once, in the order it was scanned."""

    load: tuple[LoadFace, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PaperWeapon:
    """A weapon as a paper names it."""

    number: str
    name: str
    type: str
    serial: str
    calibre: str
    condition: str


@dataclass(frozen=True, slots=True)
class DifferenceFace:
    """A difference at an arrival, as `rules.manifests.ArrivalDifference`."""

    text: str
    discrepancy: str
    expected: str
    engraved: str


@dataclass(frozen=True, slots=True)
class PaperPage:
    """One transfer with all that its papers say. `note`: the file to carry along, "" if none yet.

    `wait`: why there is no file yet, a refusal's wire name. `key`: the fingerprint of what signs
    the manifest, "" of a store nobody knows; `key_vouched`: two people there stood by it, it says.
    """

    transfer: TransferFace | None = None
    origin: str = ""
    to: str = ""
    carrier: str = ""
    route: str = ""
    vehicle: str = ""
    seal: str = ""
    vouchers: tuple[str, ...] = ()
    head: str = ""
    weapons: tuple[PaperWeapon, ...] = ()
    differences: tuple[DifferenceFace, ...] = ()
    ended_ms: int = 0
    note: str = ""
    wait: str = ""
    key: str = ""
    key_vouched: bool = False
    reason: str = ""


class Transfers(Protocol):
    """The desk of transfers. Any thread; every question may raise `KioskSilent`.

    `by`: the officer who asks, as they entered the office; whether they may is decided each time.
    """

    def page(self, by: str) -> TransfersPage:
        """Return every transfer."""
        ...

    def load(self, by: str, labels: tuple[str, ...]) -> LoadPage:
        """Return what some labels are, and which of their weapons may go."""
        ...

    def paper(self, by: str, number: str, side: str) -> PaperPage:
        """Return one transfer; `side`: sent or announced."""
        ...
