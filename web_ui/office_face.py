"""The chief's page arranged for the eye: its figures, what needs attention, its lines. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.service.call_views import CallView
from kiosk.service.protocol import OfficePass
from kiosk.service.sentences import sentence
from kiosk.service.views import AlarmView, BayView, Line, PositionView
from web_ui import racks
from web_ui.pages import OFFICE_ALARMS

_NOT_SHOWN = frozenset(
    {"rack", "number", "tries_left", "wait_ms", "due_ms", "how", "first_seq", "last_seq"}
)
"""Facts of a line that say nothing to a chief, or what another fact of it says better."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of the first row. `word`: what it counts; `look`: fine, bad, odd or nothing."""

    word: str
    value: int
    look: str
    of: int | None = None


def figures_of(view: BayView, *, silent: bool) -> tuple[Figure, ...]:
    """Return the first row; nothing of a silent kiosk is fine."""
    opened = len(open_cables(view))
    sure = "" if silent or racks.doubtful(view) or view.missing else "fine"
    return (
        Figure("state.in", view.in_rack, sure, view.registered),
        Figure("state.out", view.out, ""),
        Figure("state.overdue", view.overdue, "bad" if view.overdue else ""),
        Figure("state.doubt", view.in_doubt, "odd" if view.in_doubt else ""),
        *((Figure("state.missing", view.missing, "bad"),) if view.missing else ()),
        Figure("office.alarms", len(view.alarms), "bad" if view.alarms else ""),
        Figure("office.open_cables", opened, "odd" if opened else ""),
    )


def silent_calls(view: BayView) -> tuple[AlarmView, ...]:
    """Return the alarms that are answered in the office, and that nobody has answered yet."""
    return tuple(a for a in view.alarms if a.cause in OFFICE_ALARMS and not a.answered)


def calls_for(view: BayView, who: OfficePass) -> tuple[CallView, ...]:
    """Return the calls of second PINs that somebody may see: a chief, and never their own.

    Whoever is threatened may sit at this very page. Nobody else's page knows of a call at all.
    """
    if who.role != "chief":
        return ()
    return tuple(call for call in view.calls if call.who.number != who.number)


def open_cables(view: BayView) -> tuple[str, ...]:
    """Return the cables that stand open, by right or by force."""
    return tuple(cable.id for cable in view.cables if cable.open)


def by_cause(doubts: Sequence[PositionView], view: BayView) -> dict[str, str]:
    """Return the positions in doubt by why they are: one forced cable is one thing to look at."""
    order = [position.id for position in view.positions]
    causes = dict.fromkeys(position.cause for position in doubts)
    return {
        cause: ", ".join(spans([p.id for p in doubts if p.cause == cause], order))
        for cause in causes
    }


def spans(names: Sequence[str], order: Sequence[str]) -> tuple[str, ...]:
    """Return names with neighbours drawn together: three in a row are said by first and last.

    Args:
        names: what is to be said, in the order of the bay.
        order: the order of the bay.
    """
    places = {name: place for place, name in enumerate(order)}
    runs: list[list[str]] = []
    for name in names:
        if runs and places[name] == places[runs[-1][-1]] + 1:
            runs[-1].append(name)
        else:
            runs.append([name])
    return tuple(_said(run) for run in runs)


def _said(run: Sequence[str]) -> str:
    """Return neighbours as they are said; two are said as quickly one by one."""
    if len(run) <= 2:  # noqa: PLR2004 - see above
        return ", ".join(map(whole, run))
    return f"{whole(run[0])} … {whole(run[-1])}"


def whole(text: str) -> str:
    """Return the name of a place so that no line tears it in two; never a serial: it is copied."""
    return text.replace("-", "\u2011")


def told(line: Line, spoken: str) -> str:
    """Return what a line of the book is about, as people read it: no wire names, nothing twice."""
    facts = dict(line.facts)
    if "reason" in facts:
        facts["reason"] = sentence("refused", facts["reason"], spoken, facts).happened
    if "signal" in facts:
        facts["signal"] = sentence("signal", facts["signal"], spoken, facts).happened
    if "part" in facts:
        facts["part"] = sentence("mended", facts["part"], spoken, facts).happened
    if "weapon" in facts:
        facts.pop("text", None)
    shown = (value for name, value in facts.items() if name not in _NOT_SHOWN and value)
    return " · ".join(dict.fromkeys(shown))
