"""What was tapped: the forms of the touch page, read into the taps of the hatch. Pure."""

from collections.abc import Callable, Mapping
from functools import partial

from werkzeug.datastructures import MultiDict

from kiosk.service.loss_taps import TellLoss
from kiosk.service.protocol import (
    AcceptPoint,
    AdjustCount,
    BeginStandTo,
    CallChief,
    Cancel,
    Choose,
    Count,
    CountCable,
    EndService,
    EndStandTo,
    Engraving,
    FreeCable,
    Look,
    ManStandTo,
    NewPin,
    OrderCount,
    Pin,
    ReadSeal,
    Report,
    SayEmpty,
    SayNoMark,
    SayRounds,
    SeeKey,
    ShowClear,
    SignCount,
    StartCount,
    Tap,
    WantHandover,
    WantPassing,
    WantReturn,
)
from kiosk.service.rack_taps import (
    ChoosePlace,
    ReadSteel,
    SayAgreement,
    SayCleaned,
    TellPhoto,
    WantRacking,
)

TICKS = ("wet", "dropped", "damaged", "part_missing")
"""What a bearer may tick in the report at a return. That it was fired is said by a figure alone:
a tick beside it could say the opposite."""

LONGEST_PIN = 12
"""Digits: ISO 9564-1 allows 4 to 12; the pad takes no more."""

LARGEST_FIGURE = 9_999
"""More rounds than anybody carries; a figure beyond it is a slip of the finger."""

_SECOND_PIN = ("duress", "duress_again")
LONGEST_TEXT = 64
"""Letters of a label, a reason or a word that a form of the touch page may send."""

_KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")

NO_PAGE = "none"
"""What a form names that stands on no page of the kiosk: on the one that says it is silent."""


class FormWrong(ValueError):
    """A form that no page of ours can have sent."""


Fields = MultiDict[str, str]
"""The fields of a form, as Flask hands them over; a tick box may come more than once."""


def tap_of(name: str, form: Fields) -> Tap:
    """Return the tap a form stands for.

    Raises:
        FormWrong: there is no such tap, or a field is missing or impossible.
    """
    reader = _READERS.get(name)
    if reader is None:
        raise FormWrong(f"no tap is called {name!r}")
    return reader(form)


def page_tapped(form: Fields) -> str:
    """Return the name of the page a form stood on: `BayView.page`, or `NO_PAGE`.

    Raises:
        FormWrong: it names none.
    """
    page = form.get("standing", "")
    if not page:
        raise FormWrong("standing: on which page was this tapped?")
    return page


def _digits(form: Fields, field: str) -> str:
    text = form.get(field, "").strip().translate(_KHMER_DIGITS)
    if not (text.isascii() and text.isdigit() and len(text) <= LONGEST_PIN):
        raise FormWrong(f"{field}: expected digits")
    return text


def _left_out(form: Fields, field: str) -> str:
    """Read digits that nobody has to type."""
    return _digits(form, field) if form.get(field, "").strip() else ""


def _figure(form: Fields, field: str) -> int:
    figure = int(_digits(form, field)) if form.get(field, "").strip() else 0
    if figure > LARGEST_FIGURE:
        raise FormWrong(f"{field}: too large")
    return figure


def _counted(form: Fields) -> int:
    if not form.get("counted", "").strip():
        raise FormWrong("counted: nothing was said")  # silence is not a count of none
    return _figure(form, "counted")


def _text(form: Fields, field: str) -> str:
    text = form.get(field, "").strip()
    if not text or len(text) > LONGEST_TEXT or not text.isprintable():
        raise FormWrong(f"{field}: expected a short text")
    return text


def _present(form: Fields) -> bool:
    return _yes(form, "present")


def _yes(form: Fields, field: str) -> bool:
    answer = form.get(field, "")
    if answer not in {"yes", "no"}:
        raise FormWrong(f"{field}: expected yes or no")
    return answer == "yes"


def _ordered(form: Fields) -> OrderCount:
    what, bar, scope = form.get("choice", "").strip().partition("|")
    if not bar or len(what) + len(scope) > LONGEST_TEXT or not (what + scope).isprintable():
        raise FormWrong("choice: expected what, a bar, and where")
    return OrderCount(what, scope)


def _engraved(form: Fields) -> Engraving:
    """Read the digits from the steel; none at all says that they cannot be read."""
    return Engraving(_left_out(form, "digits"))


def _agreement(form: Fields) -> SayAgreement:
    differing = tuple(form.getlist("differing"))
    if not set(differing) <= {"serial", "type", "calibre"}:
        raise FormWrong("differing: there is no such field")
    return SayAgreement(differing)


def _optional(form: Fields, field: str) -> str:
    return _text(form, field) if form.get(field, "").strip() else ""


def _report(form: Fields) -> Report:
    ticked = form.getlist("ticks")
    if not set(ticked) <= set(TICKS):
        raise FormWrong("ticks: there is no such tick")
    report = form.get("report", "").strip()
    if len(report) > LONGEST_TEXT or not report.isprintable():
        raise FormWrong("report: expected a short text")
    fired = _figure(form, "fired")
    return Report(
        magazines=_figure(form, "magazines"),
        rounds=_figure(form, "rounds"),
        fired=fired,
        lost=_figure(form, "lost"),
        ticks=(("fired",) if fired else ()) + tuple(tick for tick in TICKS if tick in ticked),
        report=report,
    )


_READERS: Mapping[str, Callable[[Fields], Tap]] = {
    "pin": lambda form: Pin(_digits(form, "digits")),
    "new_pin": lambda form: NewPin(
        _digits(form, "digits"), _digits(form, "again"), *map(partial(_left_out, form), _SECOND_PIN)
    ),
    "choose": lambda form: Choose(_text(form, "weapon")),
    "say_rounds": lambda form: SayRounds(_figure(form, "magazines"), _figure(form, "rounds")),
    "want_return": lambda _: WantReturn(),
    "show_clear": lambda _: ShowClear(),
    "report": _report,
    "count": lambda form: Count(_counted(form)),
    "look": lambda form: Look(_text(form, "position"), present=_present(form)),
    "order_count": _ordered,
    "start_count": lambda _: StartCount(),
    "say_empty": lambda _: SayEmpty(),
    "say_no_mark": lambda _: SayNoMark(),
    "engraving": _engraved,
    "sign_count": lambda _: SignCount(),
    "adjust_count": lambda form: AdjustCount(_text(form, "position")),
    "want_racking": lambda _: WantRacking(),
    "read_steel": lambda form: ReadSteel(_engraved(form).digits),
    "say_agreement": _agreement,
    "say_cleaned": lambda _: SayCleaned(),
    "tell_photo": lambda form: TellPhoto(_optional(form, "why")),
    "choose_place": lambda form: ChoosePlace(_optional(form, "position")),
    "want_handover": lambda form: WantHandover(offers=_yes(form, "offers")),
    "count_cable": lambda form: CountCable(_counted(form)),
    "see_key": lambda form: SeeKey(_present(form)),
    "read_seal": lambda form: ReadSeal(_engraved(form).digits),
    "accept_point": lambda _: AcceptPoint(),
    "begin_stand_to": lambda form: BeginStandTo(_text(form, "reason")),
    "man_stand_to": lambda _: ManStandTo(),
    "free_cable": lambda form: FreeCable(_text(form, "cable")),
    "end_stand_to": lambda _: EndStandTo(),
    "want_passing": lambda _: WantPassing(),
    "tell_loss": lambda form: TellLoss(*(_text(form, name) for name in ("weapon", "kind", "when"))),
    "end_service": lambda _: EndService(),
    "cancel": lambda _: Cancel(),
    "call_chief": lambda _: CallChief(),
}

TAP_NAMES = frozenset(_READERS)
"""The names a form may post to."""
