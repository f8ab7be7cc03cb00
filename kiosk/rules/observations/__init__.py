"""Everything that can be seen at a bay, each stamped with its moment.

A tap on the screen and a command card are senses like any reader. Facts from the register travel
inside the observation: `asker` is the person of the running session, looked up at this very moment.
"""

from kiosk.rules.count_observations import CountObservation
from kiosk.rules.observations.bay import (
    BadgeSeen,
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
from kiosk.rules.observations.office import (
    AnswerAsked,
    BadgeGift,
    CardsRead,
    CardsVouched,
    CorrectionAsked,
    EnrolAsked,
    Fact,
    HoldAsked,
    MissionOrder,
    OfficeAsked,
    Racking,
    RegisterAsked,
    Vouching,
    WithdrawalAsked,
)

Observation = (
    KeeperStarted | BadgeSeen | WeaponSeen | ScanSpoiled | PinEntered
    | ReturnAsked | RoundsSaid | ClearShown | ReturnReported | RemainingCounted | PositionLooked
    | CancelAsked | HelpAsked | CableOpened | CableShut | SignalSeen | ContactLost
    | FaultSeen | FaultGone
    | EnrolAsked | PinChosen | OfficeAsked | AnswerAsked | RegisterAsked
    | CorrectionAsked | HoldAsked | WithdrawalAsked
    | CardsVouched | CardsRead | CountObservation | TimePassed
)  # fmt: skip

__all__ = [
    "AnswerAsked",
    "BadgeGift",
    "BadgeSeen",
    "CableOpened",
    "CableShut",
    "CancelAsked",
    "CardsRead",
    "CardsVouched",
    "ClearShown",
    "ContactLost",
    "CorrectionAsked",
    "EnrolAsked",
    "Fact",
    "FaultGone",
    "FaultSeen",
    "HelpAsked",
    "HoldAsked",
    "KeeperStarted",
    "Mended",
    "MissionOrder",
    "Observation",
    "OfficeAsked",
    "PinChosen",
    "PinEntered",
    "PositionLooked",
    "Racking",
    "RegisterAsked",
    "RemainingCounted",
    "ReturnAsked",
    "ReturnReported",
    "RoundsSaid",
    "ScanSpoiled",
    "SignalSeen",
    "TimePassed",
    "Vouching",
    "WeaponSeen",
    "WithdrawalAsked",
]
