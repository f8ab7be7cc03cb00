"""Every line the journal may ever hold, in the past tense.

Rules of residence: `KIND` and the field names are wire names. They are for ever: an entry may gain
a field with a default, and loses or renames none. What changes meaning gets a new kind. Integers
and text only, no floats. `rules.encoding` spells them, `tests/fixtures/journal_v1.jsonl` freezes
them.
"""

from kiosk.rules.entries.cards import (
    CardDoubt,
    CardImported,
    CardReading,
    CardsBegun,
    CardsClosed,
    CardStack,
    DoubtKind,
    Fate,
)
from kiosk.rules.entries.corrections import (
    BadgeWithdrawn,
    CorrectionBegun,
    CorrectionVouched,
    OfficerCorrected,
    OfficerHeld,
    WeaponCorrected,
)
from kiosk.rules.entries.counts import (
    AdjustmentAsked,
    CountAdjusted,
    CountBegun,
    CountCertified,
    CountDropped,
    CountKind,
    CountOrdered,
    CountPassed,
    Difference,
    EngravingAsked,
    Finding,
    PlaceCounted,
    PlaceDifference,
)
from kiosk.rules.entries.custody import (
    CounterSigned,
    IssueAsked,
    NothingTaken,
    ReturnBegun,
    ReturnTold,
    ReturnWanted,
    RoundsDiffered,
    SecondSeen,
    ShownClear,
    WeaponIssued,
    WeaponReceived,
    WeaponReturned,
    WorkOrdered,
    WrongWeapon,
    WrongWeaponCleared,
)
from kiosk.rules.entries.register import (
    BadgeEnrolled,
    EnrolBegun,
    EnrolVouched,
    MissionOrdered,
    OfficerRegistered,
    PinSet,
    WeaponRacked,
    WeaponRegistered,
)
from kiosk.rules.entries.releases import (
    CableHeldOpen,
    CableSeenOpen,
    CableSeenShut,
    CountAgreed,
    CountDiffered,
    CountSkipped,
    Purpose,
    ReleaseGranted,
    ReleaseLapsed,
)
from kiosk.rules.entries.running import (
    BayLaid,
    BookMended,
    BookPart,
    Fault,
    FaultCleared,
    FaultRaised,
    Started,
)
from kiosk.rules.entries.troubles import (
    AlarmAnswered,
    AlarmCause,
    AlarmCleared,
    AlarmRaised,
    DoubtCause,
    DoubtLooked,
    DoubtRaised,
    DoubtSettled,
    SignalCleared,
    SignalRaised,
)
from kiosk.rules.entries.visits import (
    Farewell,
    HelpCalled,
    OfficeEntered,
    PinAccepted,
    PinLocked,
    PinRefused,
    Refused,
    SessionClosed,
    SessionOpened,
)

Entry = (
    Started | BookMended | BayLaid | FaultRaised | FaultCleared
    | OfficerRegistered | WeaponRegistered | WeaponRacked | MissionOrdered
    | BadgeEnrolled | PinSet | EnrolBegun | EnrolVouched
    | CorrectionBegun | CorrectionVouched | OfficerCorrected | WeaponCorrected
    | OfficerHeld | BadgeWithdrawn
    | SessionOpened | SessionClosed | PinAccepted | PinRefused | PinLocked | OfficeEntered
    | Refused | HelpCalled
    | IssueAsked | SecondSeen | CounterSigned | ReleaseGranted | ReleaseLapsed
    | CableSeenOpen | CableHeldOpen | CableSeenShut
    | WeaponIssued | WrongWeapon | WrongWeaponCleared | NothingTaken
    | CountAgreed | CountDiffered | CountSkipped
    | ReturnBegun | ReturnWanted | ShownClear | ReturnTold | RoundsDiffered | WorkOrdered
    | WeaponReturned | WeaponReceived
    | DoubtRaised | DoubtLooked | DoubtSettled | AlarmRaised | AlarmAnswered | AlarmCleared
    | SignalRaised | SignalCleared
    | CardsBegun | CardImported | CardsClosed
    | CountOrdered | CountBegun | EngravingAsked | PlaceCounted | CountPassed
    | AdjustmentAsked | CountAdjusted | CountCertified | CountDropped
)  # fmt: skip

__all__ = [
    "AdjustmentAsked",
    "AlarmAnswered",
    "AlarmCause",
    "AlarmCleared",
    "AlarmRaised",
    "BadgeEnrolled",
    "BadgeWithdrawn",
    "BayLaid",
    "BookMended",
    "BookPart",
    "CableHeldOpen",
    "CableSeenOpen",
    "CableSeenShut",
    "CardDoubt",
    "CardImported",
    "CardReading",
    "CardStack",
    "CardsBegun",
    "CardsClosed",
    "CorrectionBegun",
    "CorrectionVouched",
    "CountAdjusted",
    "CountAgreed",
    "CountBegun",
    "CountCertified",
    "CountDiffered",
    "CountDropped",
    "CountKind",
    "CountOrdered",
    "CountPassed",
    "CountSkipped",
    "CounterSigned",
    "Difference",
    "DoubtCause",
    "DoubtKind",
    "DoubtLooked",
    "DoubtRaised",
    "DoubtSettled",
    "EngravingAsked",
    "EnrolBegun",
    "EnrolVouched",
    "Entry",
    "Farewell",
    "Fate",
    "Fault",
    "FaultCleared",
    "FaultRaised",
    "Finding",
    "HelpCalled",
    "IssueAsked",
    "MissionOrdered",
    "NothingTaken",
    "OfficeEntered",
    "OfficerCorrected",
    "OfficerHeld",
    "OfficerRegistered",
    "PinAccepted",
    "PinLocked",
    "PinRefused",
    "PinSet",
    "PlaceCounted",
    "PlaceDifference",
    "Purpose",
    "Refused",
    "ReleaseGranted",
    "ReleaseLapsed",
    "ReturnBegun",
    "ReturnTold",
    "ReturnWanted",
    "RoundsDiffered",
    "SecondSeen",
    "SessionClosed",
    "SessionOpened",
    "ShownClear",
    "SignalCleared",
    "SignalRaised",
    "Started",
    "WeaponCorrected",
    "WeaponIssued",
    "WeaponRacked",
    "WeaponReceived",
    "WeaponRegistered",
    "WeaponReturned",
    "WorkOrdered",
    "WrongWeapon",
    "WrongWeaponCleared",
]
