"""Every line the journal may ever hold, in the past tense.

Rules of residence: `KIND` and the field names are wire names. For ever: an entry may gain a field
with a default, and loses or renames none. What changes meaning gets a new kind. Integers and text
only, no floats. `rules.encoding` spells them, `tests/fixtures/journal_v1.jsonl` freezes them.
"""

from kiosk.rules.entries.cards import (
    CardDoubt,
    CardImported,
    CardReading,
    CardsBegun,
    CardsClosed,
    DoubtKind,
    Fate,
)
from kiosk.rules.entries.clock import ClockSet
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
    CountFellDue,
    CountHeard,
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
    ReturnKept,
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
from kiosk.rules.entries.handover import (
    CableNumbered,
    HandoverAsked,
    HandoverBegun,
    HandoverSummed,
    KeyBack,
    KeyGiven,
    KeyRegistered,
    KeySeen,
    OpenPoint,
    PointAccepted,
    PointKind,
    SealRead,
    ShiftHandedOver,
    ShiftSignedByOther,
)
from kiosk.rules.entries.ladder import OverdueStep
from kiosk.rules.entries.losses import (
    LossClosed,
    LossCompleted,
    LossReported,
    LossReportGiven,
    LossReportLate,
)
from kiosk.rules.entries.matters import MatterBegun, MatterVouched
from kiosk.rules.entries.musters import (
    MusterAnswer,
    MusterAnswered,
    MusterClosed,
    MusterDrawn,
    MusterLate,
    MusterRow,
    StandingAssigned,
)
from kiosk.rules.entries.national import (
    ListedMet,
    ListedSettled,
    MetAt,
    NationalListBegun,
    NationalListClosed,
    NationalListRead,
)
from kiosk.rules.entries.passing import (
    PassingBegun,
    PassingScanned,
    PassingTaken,
    WeaponPassed,
)
from kiosk.rules.entries.people import OfficerLeft
from kiosk.rules.entries.power import PowerOffAsked, PowerSpared
from kiosk.rules.entries.racking import (
    CardSays,
    RackingAgreed,
    RackingBegun,
    RackingDiffered,
    RackingPhotoTold,
    RackingPlaced,
    RackingRead,
    RackingWanted,
    Source,
    WeaponCleaned,
    WeaponMarked,
    WeaponTagged,
    WeaponTakenIn,
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
    ConfigChanged,
    Fault,
    FaultCleared,
    FaultRaised,
    Started,
)
from kiosk.rules.entries.service_mode import (
    ServiceAsked,
    ServiceBegun,
    ServiceEnd,
    ServiceEnded,
    ServiceVouched,
    TrialBegun,
    TrialEnded,
    TrialOf,
    TrialVouched,
)
from kiosk.rules.entries.stand_to import (
    BadgeShown,
    HolderNamed,
    StandToAsked,
    StandToBegun,
    StandToEnded,
    StandToManned,
    StandToReason,
    WeaponTaken,
)
from kiosk.rules.entries.transfers import (
    TransferAnnounced,
    TransferClosed,
    TransferContested,
    TransferLeft,
    TransferRecalled,
    TransferReceived,
    TransferSent,
    TransferVoided,
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
from kiosk.rules.entries.upkeep import (
    BookPutBack,
    DrillFailed,
    KioskEnrolled,
    RestoreDrilled,
    UpdateBegun,
    UpdateDone,
    UpdateRolledBack,
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
from kiosk.rules.stacks import CardStack

Entry = (
    Started | BookMended | BayLaid | FaultRaised | FaultCleared | SignalRaised | SignalCleared
    | OfficerRegistered | WeaponRegistered | WeaponRacked | MissionOrdered
    | BadgeEnrolled | PinSet | EnrolBegun | EnrolVouched | OfficerHeld | BadgeWithdrawn
    | CorrectionBegun | CorrectionVouched | OfficerCorrected | WeaponCorrected | OfficerLeft
    | SessionOpened | SessionClosed | PinAccepted | PinRefused | PinLocked | OfficeEntered | Refused
    | HelpCalled | IssueAsked | SecondSeen | CounterSigned | ReleaseGranted | ReleaseLapsed
    | CableSeenOpen | CableHeldOpen | CableSeenShut | CountAgreed | CountDiffered | CountSkipped
    | WeaponIssued | WrongWeapon | WrongWeaponCleared | NothingTaken
    | ReturnBegun | ReturnWanted | ReturnKept | ShownClear | ReturnTold | RoundsDiffered
    | WorkOrdered | WeaponReturned | WeaponReceived | CardsBegun | CardImported | CardsClosed
    | DoubtRaised | DoubtLooked | DoubtSettled | AlarmRaised | AlarmAnswered | AlarmCleared
    | CountOrdered | CountBegun | EngravingAsked | PlaceCounted | CountPassed | CountHeard
    | AdjustmentAsked | CountAdjusted | CountCertified | CountDropped | CountFellDue
    | WeaponTakenIn | WeaponMarked | WeaponTagged | WeaponCleaned | RackingPhotoTold | RackingPlaced
    | RackingWanted | RackingBegun | RackingRead | RackingDiffered | RackingAgreed
    | TransferSent | TransferLeft | TransferRecalled | TransferClosed | TransferVoided
    | TransferContested | TransferAnnounced | TransferReceived | MatterBegun | MatterVouched
    | LossReported | LossCompleted | LossReportGiven | LossReportLate | LossClosed
    | NationalListBegun | NationalListRead | NationalListClosed | ListedMet | ListedSettled
    | HandoverAsked | HandoverBegun | CableNumbered | KeySeen | SealRead | PointAccepted
    | HandoverSummed | ShiftHandedOver | ShiftSignedByOther | KeyRegistered | KeyGiven | KeyBack
    | StandToAsked | StandToBegun | StandToManned | BadgeShown | WeaponTaken | HolderNamed
    | StandingAssigned | MusterDrawn | MusterAnswered | MusterClosed | MusterLate
    | RestoreDrilled | DrillFailed | BookPutBack | UpdateBegun | UpdateDone | UpdateRolledBack
    | StandToEnded | OverdueStep | PassingBegun | PassingScanned | PassingTaken | WeaponPassed
    | ServiceAsked | ServiceVouched | ServiceBegun | ServiceEnded
    | TrialBegun | TrialVouched | TrialEnded
    | PowerSpared | PowerOffAsked | ConfigChanged | KioskEnrolled | ClockSet
)  # fmt: skip

__all__ = [
    "AdjustmentAsked", "AlarmAnswered", "AlarmCause", "AlarmCleared", "AlarmRaised",
    "BadgeEnrolled", "BadgeShown", "BadgeWithdrawn", "BayLaid", "BookMended", "BookPart",
    "BookPutBack", "CableHeldOpen", "CableNumbered", "CableSeenOpen", "CableSeenShut", "CardDoubt",
    "CardImported", "CardReading", "CardSays", "CardStack", "CardsBegun", "CardsClosed",
    "ClockSet", "ConfigChanged",
    "CorrectionBegun", "CorrectionVouched", "CountAdjusted", "CountAgreed", "CountBegun",
    "CountCertified", "CountDiffered", "CountDropped", "CountFellDue", "CountHeard", "CountKind",
    "CountOrdered", "CountPassed", "CountSkipped", "CounterSigned", "Difference", "DoubtCause",
    "DoubtKind", "DoubtLooked", "DoubtRaised", "DoubtSettled", "DrillFailed", "EngravingAsked",
    "EnrolBegun", "EnrolVouched", "Entry", "Farewell", "Fate", "Fault", "FaultCleared",
    "FaultRaised", "Finding", "HandoverAsked", "HandoverBegun", "HandoverSummed", "HelpCalled",
    "HolderNamed", "IssueAsked", "KeyBack", "KeyGiven", "KeyRegistered", "KeySeen",
    "KioskEnrolled", "ListedMet",
    "ListedSettled", "LossClosed", "LossCompleted", "LossReportGiven", "LossReportLate",
    "LossReported", "MatterBegun", "MatterVouched", "MetAt", "MissionOrdered", "MusterAnswer",
    "MusterAnswered", "MusterClosed", "MusterDrawn", "MusterLate", "MusterRow", "NationalListBegun",
    "NationalListClosed", "NationalListRead", "NothingTaken", "OfficeEntered", "OfficerCorrected",
    "OfficerHeld", "OfficerLeft", "OfficerRegistered", "OpenPoint", "OverdueStep", "PassingBegun",
    "PassingScanned", "PassingTaken", "PinAccepted", "PinLocked", "PinRefused", "PinSet",
    "PlaceCounted", "PlaceDifference", "PointAccepted", "PointKind", "PowerOffAsked", "PowerSpared",
    "Purpose", "RackingAgreed",
    "RackingBegun", "RackingDiffered", "RackingPhotoTold", "RackingPlaced", "RackingRead",
    "RackingWanted", "Refused", "ReleaseGranted", "ReleaseLapsed", "RestoreDrilled", "ReturnBegun",
    "ReturnKept", "ReturnTold", "ReturnWanted", "RoundsDiffered", "SealRead", "SecondSeen",
    "ServiceAsked", "ServiceBegun", "ServiceEnd", "ServiceEnded", "ServiceVouched", "SessionClosed",
    "SessionOpened", "ShiftHandedOver", "ShiftSignedByOther", "ShownClear", "SignalCleared",
    "SignalRaised", "Source", "StandToAsked", "StandToBegun", "StandToEnded", "StandToManned",
    "StandToReason", "StandingAssigned", "Started", "TransferAnnounced", "TransferClosed",
    "TransferContested", "TransferLeft", "TransferRecalled", "TransferReceived", "TransferSent",
    "TransferVoided", "TrialBegun", "TrialEnded", "TrialOf", "TrialVouched", "UpdateBegun",
    "UpdateDone", "UpdateRolledBack", "WeaponCleaned", "WeaponCorrected", "WeaponIssued",
    "WeaponMarked", "WeaponPassed", "WeaponRacked", "WeaponReceived", "WeaponRegistered",
    "WeaponReturned", "WeaponTagged", "WeaponTaken", "WeaponTakenIn", "WorkOrdered", "WrongWeapon",
    "WrongWeaponCleared",
]  # fmt: skip
