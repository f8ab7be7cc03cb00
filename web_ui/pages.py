"""Which page a screen shows. Pure: a view, the kiosk's monotonic time and where the screen was.

The keeper decides what happens; this file only decides which of the twenty-odd pages says it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kiosk.service.views import AlarmView, BayView, Outcome, Stage

OUTCOME_MS = 8_000
"""How long an outcome stays on the screen (reference: success screen 8 s, or the next scan)."""

LOSS_PAGES = ("lost", "lost_how", "lost_when")
"""Where a loss is told, tap by tap. No alarm that waits for somebody keeps anybody from it."""

ALLOWED_SHOWS = {
    Stage.IDLE: frozenset({"rack", "about"}),
    Stage.CHOOSE: frozenset({"weapons", "doubts", "counts", "shift", "alert", *LOSS_PAGES}),
    Stage.COUNTER_SIGN: frozenset({"rounds"}),
    Stage.STAND_TO: frozenset({"stand_to"}),
    Stage.COUNT: frozenset({"count_again"}),
    Stage.RETURN_REPORT: frozenset({"rounds_back"}),
    Stage.RACK_PLACE: frozenset({"rack_places"}),
}
"""What a person may leaf to, stage by stage; anything else is passed over."""


class PageName(StrEnum):
    """A page. The first ones are the stages, in their words; each has a template of that name."""

    IDLE = "idle"
    PIN = "pin"
    CHOOSE = "choose"
    COUNTER_SIGN = "counter_sign"
    COUNTER_SIGN_PIN = "counter_sign_pin"
    DOUBT_SECOND = "doubt_second"
    OPEN_NOW = "open_now"
    CABLE_OPEN = "cable_open"
    WRONG_WEAPON = "wrong_weapon"
    WRONG_BLOCKED = "wrong_blocked"
    SHUT_NOW = "shut_now"
    COUNT = "count"
    RETURN_SCAN = "return_scan"
    RETURN_CLEAR = "return_clear"
    RETURN_WITNESS = "return_witness"
    RETURN_WITNESS_PIN = "return_witness_pin"
    RETURN_REPORT = "return_report"
    ENROL_VOUCHER = "enrol_voucher"
    ENROL_VOUCHER_PIN = "enrol_voucher_pin"
    ENROL_BADGE = "enrol_badge"
    ENROL_PIN = "enrol_pin"
    VOUCH = "vouch"
    VOUCH_PIN = "vouch_pin"
    COUNT_SCAN = "count_scan"
    COUNT_STEEL = "count_steel"
    COUNT_CABLE = "count_cable"
    COUNT_SECOND = "count_second"
    RACK_LABEL = "rack_label"
    RACK_STEEL = "rack_steel"
    RACK_CHECK = "rack_check"
    RACK_CLEAN = "rack_clean"
    RACK_PHOTO = "rack_photo"
    RACK_PLACE = "rack_place"
    RACK_SECOND = "rack_second"
    HANDOVER_SECOND = "handover_second"
    HANDOVER_CABLE = "handover_cable"
    HANDOVER_KEY = "handover_key"
    HANDOVER_SEAL = "handover_seal"
    HANDOVER_POINT = "handover_point"
    HANDOVER_SIGN = "handover_sign"
    STAND_TO_SECOND = "stand_to_second"
    STAND_TO = "stand_to"
    STAND_TO_PAIRS = "stand_to_pairs"
    PASSING_SCAN = "passing_scan"
    PASSING_BADGE = "passing_badge"
    PASSING_PIN = "passing_pin"
    PASSING_SIGN = "passing_sign"
    SERVICE_BADGE = "service_badge"
    SERVICE_PIN = "service_pin"
    HALTED = "halted"
    # outcomes
    ISSUED = "issued"
    RETURNED = "returned"
    RECEIVED = "received"
    REFUSED = "refused"
    NOTHING_TAKEN = "nothing_taken"
    COUNT_DIFFERS = "count_differs"
    LAPSED = "lapsed"
    ENROLLED = "enrolled"
    CORRECTED = "corrected"
    SETTLED = "settled"
    COUNTED = "counted"
    RACKED = "racked"
    RACK_DIFFERS = "rack_differs"
    HANDED_OVER = "handed_over"
    STOOD_DOWN = "stood_down"
    PASSED = "passed"
    LOST_TOLD = "lost_told"
    # leafed to
    WEAPONS = "weapons"
    ROUNDS = "rounds"
    COUNT_AGAIN = "count_again"
    ROUNDS_BACK = "rounds_back"
    DOUBTS = "doubts"
    COUNTS = "counts"
    SHIFT = "shift"
    ALERT = "alert"
    RACK = "rack"
    RACK_PLACES = "rack_places"
    LOST = "lost"
    LOST_HOW = "lost_how"
    LOST_WHEN = "lost_when"
    ABOUT = "about"
    # the world is not as it should be
    ALARM = "alarm"
    OFFLINE = "offline"


OUTCOME_PAGES = {
    "weapon.issued": PageName.ISSUED,
    "weapon.returned": PageName.RETURNED,
    "weapon.received": PageName.RECEIVED,
    "refused": PageName.REFUSED,
    "pin.refused": PageName.REFUSED,
    "pin.locked": PageName.REFUSED,
    "nothing.taken": PageName.NOTHING_TAKEN,
    "count.differed": PageName.COUNT_DIFFERS,
    "count.skipped": PageName.COUNT_DIFFERS,
    "release.lapsed": PageName.LAPSED,
    "pin.set": PageName.ENROLLED,
    "badge.enrolled": PageName.ENROLLED,
    "officer.corrected": PageName.CORRECTED,
    "weapon.corrected": PageName.CORRECTED,
    "cards.begun": PageName.CORRECTED,
    "transfer.sent": PageName.CORRECTED,
    "key.registered": PageName.CORRECTED,
    "kiosk.enrolled": PageName.CORRECTED,
    "clock.set": PageName.CORRECTED,
    "loss.closed": PageName.CORRECTED,
    "national.begun": PageName.CORRECTED,
    "listed.settled": PageName.CORRECTED,
    "transfer.recalled": PageName.CORRECTED,
    "transfer.voided": PageName.CORRECTED,
    "transfer.received": PageName.CORRECTED,
    "doubt.settled": PageName.SETTLED,
    "count.ordered": PageName.COUNTED,
    "count.passed": PageName.COUNTED,
    "count.certified": PageName.COUNTED,
    "count.adjusted": PageName.COUNTED,
    "weapon.racked": PageName.RACKED,
    "racking.differed": PageName.RACK_DIFFERS,
    "shift.handed_over": PageName.HANDED_OVER,
    "stand_to.ended": PageName.STOOD_DOWN,
    "weapon.passed": PageName.PASSED,
    "loss.reported": PageName.LOST_TOLD,
}
"""The outcomes that deserve a page of their own; the others are said in a strip."""

SILENT_ALARMS = frozenset({"duress"})
"""Alarms of the office alone: who stands at the bay must not see that help was called."""

OFFICE_ALARMS = SILENT_ALARMS | {"overdue", "listed", "heard", "report_late"}
"""Alarms that call nobody to the bay: they are answered at a desk."""

LAWS = 4
LAW_MS = 300_000
"""What the Arms Law says in four messages on the idle screen, each for five minutes, and after each
five minutes for who is on shift: a screen that moves is looked at for moving. Ours."""

_REFUSALS = {"pin.refused": "pin_wrong", "pin.locked": "pin_locked"}
"""Refusals whose line in the book has a kind of its own, by the sentence that says them."""

_UNWELCOME = frozenset(
    {"weapon.wrong", "count.differed", "count.skipped", "release.lapsed", "racking.differed"}
)
"""Outcomes that are no refusal and still not what anybody wanted."""

_SOUGHT = frozenset({"hot_list", "destroyed"})
"""Alarms about a weapon that somebody has just brought here."""

_SAID_BY_THE_PAGE = {
    "weapon.wrong": frozenset({Stage.WRONG_WEAPON, Stage.WRONG_BLOCKED}),
    "session.closed": frozenset({Stage.IDLE}),
}
"""Outcomes that the page of the stage says already, and better."""

_CALLS = frozenset({"loss.reported"})
"""Outcomes that call somebody by themselves: they are said before their alarm takes the page."""

_RESTING = frozenset({Stage.IDLE, Stage.CHOOSE})
"""Stages that ask for nothing in particular: only there may an outcome take the whole page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page to show.

    `outcome`: what just ended, as the page itself or, when `strip`, as a line above the page.
    `until_mono`: the kiosk's moment at which another page follows though nothing happens, or None.
    `law`: which message of the Arms Law it shows, if it does.
    """

    name: PageName
    outcome: Outcome | None = None
    strip: bool = False
    until_mono: int | None = None
    law: int | None = None


def page_of(view: BayView | None, now_mono: int, *, show: str = "", seen: int = 0) -> Page:
    """Return the page for a view at a moment.

    Args:
        view: the bay, or None when nobody answers behind the hatch.
        now_mono: the kiosk's monotonic milliseconds.
        show: where the person leafed to; honoured only where the stage allows it.
        seen: the journal number of the last outcome this screen was done with.
    """
    if view is None:
        return Page(PageName.OFFLINE)
    if view.stage is Stage.HALTED:
        return Page(PageName.HALTED)
    outcome = _fresh(view, now_mono, seen)
    until = None if outcome is None else outcome.at_mono + OUTCOME_MS
    leafed = show if show in ALLOWED_SHOWS.get(view.stage, frozenset()) else ""
    tells = leafed in LOSS_PAGES or (outcome is not None and outcome.kind in _CALLS)
    if view.stage in _RESTING and sounding(view) and not tells:
        return Page(PageName.ALARM, outcome, strip=outcome is not None, until_mono=until)
    if outcome is not None and view.stage in _RESTING and not leafed:
        own = OUTCOME_PAGES.get(outcome.kind)
        if own is not None:
            return Page(own, outcome, until_mono=until)
    name = PageName(leafed) if leafed else PageName(view.stage.value)
    if name is PageName.IDLE and not _troubled(view):
        turn, changes = now_mono // LAW_MS % (2 * LAWS), (now_mono // LAW_MS + 1) * LAW_MS
        law = None if turn % 2 else turn // 2  # every other turn is for what stands there else
        until = changes if until is None else min(until, changes)
        return Page(name, outcome, strip=outcome is not None, until_mono=until, law=law)
    return Page(name, outcome, strip=outcome is not None, until_mono=until)


def _troubled(view: BayView) -> bool:
    """Return whether the idle screen has something of its own to say: an alarm stands, or worse.

    An alarm that nobody at the bay may know of changes nothing on it.
    """
    stands = any(alarm.cause not in OFFICE_ALARMS for alarm in view.alarms)
    return bool(stands or view.faults or view.signals or view.unreturned or view.service)


def sentence_of(outcome: Outcome) -> tuple[str, str]:
    """Return the group and the name of the sentence that says an outcome."""
    if outcome.kind == "refused":
        return "refused", outcome.reason
    if outcome.kind in _REFUSALS:
        return "refused", _REFUSALS[outcome.kind]
    return "outcome", outcome.kind


def unwelcome(outcome: Outcome) -> bool:
    """Return whether an outcome is said in red: nobody got what they came for."""
    return sentence_of(outcome)[0] == "refused" or outcome.kind in _UNWELCOME


def sounding(view: BayView) -> tuple[AlarmView, ...]:
    """Return the alarms nobody has answered yet, but those that nobody at the bay may see."""
    return tuple(
        alarm for alarm in view.alarms if not alarm.answered and alarm.cause not in OFFICE_ALARMS
    )


def said_at_bay(alarm: AlarmView) -> str:
    """Return the name of the sentence that says an alarm to whoever stands at the bay.

    Whoever brought a weapon that is sought is asked to wait, no more: what it is sought for, and
    what is to be done with them, is for the chief's page.
    """
    return "sought_at_bay" if alarm.cause in _SOUGHT else alarm.sentence


def quiet(alarms: Sequence[AlarmView]) -> bool:
    """Return whether nothing but what is sought calls: the bay then shows no alarm but a wait."""
    return all(alarm.cause in _SOUGHT for alarm in alarms)


def _fresh(view: BayView, now_mono: int, seen: int) -> Outcome | None:
    """Return the outcome if it is still to be said.

    In a stage that asks for something it is said only as long as the book has not gone on: the
    line before a new badge was shown is not about the person who shows it.
    """
    outcome = view.outcome
    if outcome is None or outcome.seq <= seen:
        return None
    if not outcome.at_mono <= now_mono < outcome.at_mono + OUTCOME_MS:
        return None
    if view.stage not in _RESTING and outcome.seq < view.seq:
        return None
    if view.stage in _SAID_BY_THE_PAGE.get(outcome.kind, frozenset()):
        return None
    return outcome
