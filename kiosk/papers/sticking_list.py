"""The sticking list: which label goes on which weapon, for the registrar who sticks them.

The serial stands here and never on the label: whoever counts must read it from the steel.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kiosk.papers import frame
from kiosk.papers.faces import groups
from kiosk.papers.frame import Column, Identifier, Printed, Title

TITLE = Title("បញ្ជីបិទស្លាក", "Sticking list: which label goes where")

_COLUMNS = (
    Column(11, "ស្លាក", "sheet-label"),
    Column(21, "លេខ", "number"),
    Column(22, "លេខស៊េរី", "serial"),
    Column(20, "អ្វី", "what"),
    Column(13, "ទីតាំង", "place"),
    Column(13, "បិទ ស្កេន", "stuck, scanned"),
)


@dataclass(frozen=True, slots=True)
class Stuck:
    """One label and what it goes on; what is not known is "". `at`: sheet and label, as "1-07"."""

    at: str
    number: str
    serial: str = ""
    what: str = ""
    place: str = ""


def placed(stuck: Sequence[Stuck], labels: int, first: int) -> list[Stuck]:
    """Return which label goes on what, with sheet and label; on a roll, counted through.

    Args:
        stuck: in the order of the labels.
        labels: how many are on a sheet.
        first: the first label that is left on a begun sheet, from 1; 0 for a roll.
    """
    found = []
    for place, one in enumerate(stuck):
        page, label = divmod(place + first - 1, labels)
        at = f"{page + 1}-{label + 1:02}" if first else str(place + 1)
        found.append(Stuck(at, one.number, one.serial, one.what, one.place))
    return found


def sticking_list(labels: Sequence[Stuck], printed: Printed) -> str:
    """Return the list as a paper, in the order of the labels."""
    rows = (
        (
            one.at,
            Identifier(" ".join(groups(one.number))),
            Identifier(one.serial),
            one.what,
            one.place,
            "",
        )
        for one in labels
    )
    body = frame.grid("labels", f"{printed.kiosk}: {len(labels)}", _COLUMNS, rows)
    facts = [("Labels / ស្លាក", str(len(labels)))]
    return frame.framed(TITLE, printed, facts, body, (frame.REGISTRAR, frame.SECOND, frame.DATE))
