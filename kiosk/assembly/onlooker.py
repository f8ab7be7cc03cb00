"""Lets a technician watch the four lines over the hatch, and passes all on to the other witness.

What is kept is what happened while somebody asked; what they are told names no badge, no PIN and no
person, and nothing of a call for help in secret (`rules.alarms.SILENT`): whoever threatens somebody
may look over a technician's shoulder.
"""

import re
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from drivers.readings import CardScan, Edge, Found, Lost, Reading, Scan
from kiosk.assembly.roll_call import SHOWN
from kiosk.assembly.witness import Witness, effect_said, reading_said
from kiosk.rules import effects as x
from kiosk.rules import entries as e
from kiosk.rules.alarms import SILENT
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Kind, Label, read_label
from kiosk.rules.observations import Observation
from kiosk.rules.things import Moment, Signal, Weapon
from kiosk.service.glimpses import Glimpse, Glimpses
from kiosk.service.protocol import KioskSilent
from kiosk.service.stages import stage_of
from kiosk.service.views import BayView, Stage

KEPT = 512
"""Glimpses that wait for who watches: some seconds of the busiest bay. Ours."""

WATCHED_MS = 30_000
"""For so long after a question somebody is still believed to watch: they ask every second."""

LONG = 2 * SHOWN
"""A text with fewer characters is masked whole: its last four would be half of it."""

_TOLD = (
    "of", "weapon", "cable", "position", "reader", "device", "line", "signal", "fault", "cause",
    "purpose", "active", "released", "tapped", "version", "how", "reason",
)  # fmt: skip
"""Fields of observations and lines that are told: none names a person, none is a secret."""

_OF_A_LINE = frozenset(
    {
        e.AlarmCause.FORCED,
        e.AlarmCause.LEFT_OPEN,
        e.AlarmCause.TAMPER,
        e.AlarmCause.BOLT_POWER,
        e.AlarmCause.CONTACT_LOST,
    }
)
"""Alarms about a cable or another line; the others may be about people."""

_WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class _Kept:
    """Something that happened, as it was told; `seq`: of the last of some lines."""

    number: int
    at_ms: int
    line: str
    what: tuple[Any, ...]
    seq: int


class Onlooker(Witness):
    """Keeps what happens for who watches. Told from any thread, asked from any other.

    What is kept is put into words by the thread that asks: nothing that goes wrong with a word may
    end the keeper.
    """

    def __init__(
        self, witness: Witness, now: Callable[[], Moment], secret: Iterable[str] = ()
    ) -> None:
        """Pass all on to a witness.

        Args:
            witness: who is told everything, always.
            now: returns this moment.
            secret: lines of which nothing is told: the buttons for help in secret.
        """
        self._witness, self._now, self._secret = witness, now, frozenset(secret)
        self._news = threading.Condition()
        self._kept: deque[_Kept] = deque(maxlen=KEPT)
        self._number = 0
        self._asked_ms = 0
        self._watched = False
        self.view: Callable[[], BayView] | None = None

    # ------------------------------------------------------------ told
    def reading(self, reading: Reading) -> None:
        """A driver took a reading. Any thread."""
        self._witness.reading(reading)
        if getattr(reading, "line", "") not in self._secret:
            self._keep("reading", (reading,))

    def seen(self, seen: Observation) -> None:
        """The keeper knows what was seen."""
        self._witness.seen(seen)
        self._keep("seen", (seen,))

    def decided(self, entries: Sequence[e.Entry]) -> None:
        """It was decided to write these lines."""
        self._witness.decided(entries)
        self._keep("decided", entries)

    def written(self, entries: Sequence[e.Entry], seq: int) -> None:
        """Lines became durable; the last has number `seq`."""
        self._witness.written(entries, seq)
        self._keep("written", entries, seq)

    def acted(self, effect: x.Effect) -> None:
        """The hands performed an effect."""
        self._witness.acted(effect)
        self._keep("acted", (effect,))

    def told(self, bay: Bay) -> None:
        """The screens were told."""
        self._witness.told(bay)
        self._keep("told", (bay,))

    def said(self, sentence: str) -> None:
        """Something a technician should read."""
        self._witness.said(sentence)
        self._keep("said", (sentence,))

    # ------------------------------------------------------------ asked
    def glimpses(self, after: int, timeout_ms: int) -> Glimpses:
        """Return what happened after a number; see `service.glimpses.Window`."""
        with self._news:
            self._asked_ms, self._watched = self._now().mono_ms, True
            if after < 0 or after > self._number:  # a kiosk that was started anew counts anew
                after = self._number
            self._news.wait_for(lambda: self._number > after, timeout_ms / 1000)
            self._asked_ms = self._now().mono_ms
            found = [kept for kept in self._kept if kept.number > after]
            last = self._number
        told = tuple(glimpse for kept in found if (glimpse := _glimpse(kept)) is not None)
        return Glimpses(told, last, last - after - len(found), self._silent())

    def _silent(self) -> str:
        """Return why nothing may be told although something happens (P7)."""
        if self.view is None:
            return ""
        try:
            view = self.view()
        except KioskSilent as silent:
            return str(silent)
        if view.stage is Stage.HALTED:
            return f"the kiosk has stopped and opens nothing: {view.faults[0].device}"
        return ""

    def _keep(self, line: str, what: Sequence[Any], seq: int = 0) -> None:
        if not self._watched:  # nearly always: nothing is asked of the clock for nobody
            return
        now = self._now()
        with self._news:
            self._watched = now.mono_ms - self._asked_ms < WATCHED_MS
            if not self._watched:
                return
            self._number += 1
            self._kept.append(_Kept(self._number, now.wall_ms, line, tuple(what), seq))
            self._news.notify_all()


def _glimpse(kept: _Kept) -> Glimpse | None:
    """Return in words what was kept; None for what nobody is told."""
    told = {
        number: one
        for number, one in enumerate(kept.what, kept.seq - len(kept.what) + 1)
        if not _is_secret(one)
    }
    if not told:
        return None
    reasons: tuple[str, ...] = ()
    first = next(iter(told.values()))
    match kept.line:
        case "reading":
            text, facts = _masked(first), _reading_facts(first)
        case "seen":
            facts = _facts(first)
            text = f"{_WORD.sub(' ', type(first).__name__).lower()}{_in_words(facts)}"
        case "decided":
            text = ", ".join(f"{one.KIND}{_in_words(_facts(one))}" for one in told.values())
            reasons = tuple(one.reason for one in told.values() if isinstance(one, e.Refused))
            facts = {}
        case "written":
            text = ", ".join(f"{number} {one.KIND}" for number, one in told.items())
            facts = {str(number): one.KIND for number, one in told.items()}
        case "acted":
            text, facts = effect_said(first), _effect_facts(first)
        case "told":
            text = str(stage_of(first))
            facts = {"stage": text}
        case _:
            text, facts = first, {}
    return Glimpse(kept.at_ms, kept.line, text, reasons, facts)


def _masked(reading: Reading) -> str:
    """Return what a driver said; of a scan only a weapon's own label is told whole."""
    if not isinstance(reading, Scan):
        return reading_said(reading)
    kind = f"{reading.kind}, {reading.bits} bits" if isinstance(reading, CardScan) else "text"
    label = None if isinstance(reading, CardScan) else read_label(reading.text)
    if isinstance(label, Label) and label.kind is Kind.WEAPON and label.sound:
        return f"{reading.reader}: {label.text}"
    if isinstance(label, Label) and label.kind is Kind.COMMAND:
        return f"{reading.reader}: a command card"
    text = reading.text
    last = f", the last {text[-SHOWN:]!a}" if len(text) >= LONG else ""
    return f"{reading.reader}: {kind}, {len(text)} characters{last}"


def _reading_facts(reading: Reading) -> dict[str, str]:
    match reading:
        case Edge(line, closed):
            return {"device": line, "state": "shut" if closed else "open"}
        case Lost(device):
            return {"device": device, "state": "lost"}
        case Found(device):
            return {"device": device, "state": "there"}
        case _:
            return {"device": reading.reader, "state": "scan"}


def _effect_facts(effect: x.Effect) -> dict[str, str]:  # noqa: PLR0911 - one return an effect
    match effect:
        case x.Unlock(cable):
            return {"cable": cable, "coil": "on"}
        case x.Lock(cable):
            return {"cable": cable, "coil": "off"}
        case x.Light(position, on):
            return {"position": position, "light": "on" if on else "off"}
        case x.Siren(on):
            return {"siren": "on" if on else "off"}
        case x.Beep(tone):
            return {"tone": tone}
        case x.Listen():
            return {"tags": "anew"}
        case x.PowerOff():
            return {"machine": "off"}
        case x.SetClock(wall_ms):
            return {"clock": str(wall_ms)}


def _facts(told: Observation | e.Entry) -> dict[str, str]:
    """Return what may be told of an observation or a line."""
    known: Any = told
    values = {name: getattr(known, name) for name in _names(known) if name in _TOLD}
    found: dict[str, str] = {}
    for name, value in values.items():
        if isinstance(value, Weapon):
            found[name] = value.number
        elif isinstance(value, bool):
            found[name] = "yes" if value else "no"
        elif isinstance(value, str) and value:
            found[name] = str(value)
    for text in (getattr(known, "text", ""), getattr(known, "about", "")):
        label = read_label(text) if isinstance(text, str) and text else None
        if isinstance(label, Label) and label.kind is Kind.WEAPON and label.sound:
            found["weapon"] = label.text
    alarm = isinstance(told, e.AlarmRaised | e.AlarmAnswered | e.AlarmCleared)
    if alarm and found["cause"] in _OF_A_LINE:
        found["about"] = known.about
    return found


def _names(told: Any) -> list[str]:  # noqa: ANN401 - any of some two hundred kinds
    return [field.name for field in fields(told)]


def _in_words(facts: Mapping[str, str]) -> str:
    said = ", ".join(f"{name} {value}" for name, value in facts.items())
    return f" ({said})" if said else ""


def _is_secret(told: object) -> bool:
    """Return whether something tells of a call for help in secret."""
    signal = getattr(told, "signal", None)
    return signal is Signal.DURESS or getattr(told, "cause", None) in SILENT
