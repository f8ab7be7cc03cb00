"""Everything that can be seen at a bay, each stamped with its moment.

A tap on the screen and a command card are senses like any reader. Facts from the register travel
inside the observation: `asker` is the person of the running session, looked up at this very moment.
"""

from kiosk.rules.observations.bay import (
    BadgeSeen,
    BayObservation,
    CableOpened,
    CableShut,
    CancelAsked,
    ClearShown,
    ContactLost,
    FaultGone,
    FaultSeen,
    HelpAsked,
    KeeperStarted,
    Mended,
    PinChosen,
    PinEntered,
    PositionLooked,
    RemainingCounted,
    ReturnAsked,
    ReturnReported,
    RoundsSaid,
    ScanSpoiled,
    SignalSeen,
    TimePassed,
    WeaponSeen,
)
from kiosk.rules.observations.counts import CountObservation
from kiosk.rules.observations.handover import HandoverObservation
from kiosk.rules.observations.losses import (
    LossFilledIn,
    LossObservation,
    LossReportHanded,
    LossTapped,
    LossTold,
)
from kiosk.rules.observations.musters import MusterObservation
from kiosk.rules.observations.national import NationalObservation
from kiosk.rules.observations.office import (
    AnswerAsked,
    BadgeGift,
    CardsRead,
    CardsVouched,
    CorrectionAsked,
    EnrolAsked,
    Fact,
    HoldAsked,
    MatterAsked,
    MissionOrder,
    OfficeAsked,
    OfficeObservation,
    Racking,
    RegisterAsked,
    ReversalAsked,
    WithdrawalAsked,
    Written,
)
from kiosk.rules.observations.passing import PassingAsked
from kiosk.rules.observations.people import PeopleObservation, Wish, WishSigned
from kiosk.rules.observations.racking import RackingObservation
from kiosk.rules.observations.service_mode import ServiceObservation
from kiosk.rules.observations.signature import Signature
from kiosk.rules.observations.stand_to import StandToObservation
from kiosk.rules.observations.transfers import TransferObservation
from kiosk.rules.observations.upkeep import UpkeepObservation

Observation = (
    BayObservation | OfficeObservation | CountObservation | PeopleObservation
    | HandoverObservation | StandToObservation | TransferObservation | LossObservation
    | MusterObservation | RackingObservation | PassingAsked | NationalObservation
    | UpkeepObservation | ServiceObservation
)  # fmt: skip

__all__ = [
    "AnswerAsked",
    "BadgeGift",
    "BadgeSeen",
    "BayObservation",
    "CableOpened",
    "CableShut",
    "CancelAsked",
    "CardsRead",
    "CardsVouched",
    "ClearShown",
    "ContactLost",
    "CorrectionAsked",
    "CountObservation",
    "EnrolAsked",
    "Fact",
    "FaultGone",
    "FaultSeen",
    "HandoverObservation",
    "HelpAsked",
    "HoldAsked",
    "KeeperStarted",
    "LossFilledIn",
    "LossObservation",
    "LossReportHanded",
    "LossTapped",
    "LossTold",
    "MatterAsked",
    "Mended",
    "MissionOrder",
    "MusterObservation",
    "NationalObservation",
    "Observation",
    "OfficeAsked",
    "OfficeObservation",
    "PassingAsked",
    "PeopleObservation",
    "PinChosen",
    "PinEntered",
    "PositionLooked",
    "Racking",
    "RackingObservation",
    "RegisterAsked",
    "RemainingCounted",
    "ReturnAsked",
    "ReturnReported",
    "ReversalAsked",
    "RoundsSaid",
    "ScanSpoiled",
    "ServiceObservation",
    "SignalSeen",
    "Signature",
    "StandToObservation",
    "TimePassed",
    "TransferObservation",
    "UpkeepObservation",
    "WeaponSeen",
    "Wish",
    "WishSigned",
    "WithdrawalAsked",
    "Written",
]
