"""Who watches the four lines from afar: what they are shown, and what nobody is shown."""

import threading
from io import StringIO

import pytest

from drivers.readings import CardScan, Edge, Found, Lost, Reading, Scan, ScanRejected
from kiosk.assembly.onlooker import KEPT, WATCHED_MS, Onlooker
from kiosk.assembly.witness import Log, Narrator
from kiosk.rules import effects as x
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Kind, number
from kiosk.rules.things import (
    BadgeText,
    CableId,
    Moment,
    OfficerNumber,
    PositionId,
    Signal,
)
from kiosk.service.glimpses import Glimpse
from kiosk.service.protocol import KioskSilent
from kiosk.service.views import BayView, FaultView, Stage
from tests.rules.scenes import policy, rifle

RIFLE, BADGE = number(Kind.WEAPON, 1, 1), number(Kind.BADGE, 1, 14)
AT = Moment(1_000, 1_000)
SOK = OfficerNumber("0041207")


class Watched:
    """An onlooker, somebody who watches, and a clock."""

    def __init__(self) -> None:
        """Begin to watch."""
        self.mono_ms = 1_000
        self.log = StringIO()
        self.one = Onlooker(
            Narrator(self.log, colour=False), lambda: Moment(5, self.mono_ms), ["button"]
        )
        self.after = self.one.glimpses(-1, 0).next

    def news(self) -> list[Glimpse]:
        """Return what happened since it was asked last."""
        found = self.one.glimpses(self.after, 0)
        self.after = found.next
        return [*found.seen]

    def texts(self) -> list[str]:
        """Return it in words."""
        return [f"{glimpse.line}: {glimpse.text}" for glimpse in self.news()]


@pytest.mark.parametrize(
    ("reading", "text"),
    [
        (Scan("weapon", RIFLE), f"weapon: {RIFLE}"),
        (Scan("weapon", f" {RIFLE} "), f"weapon: {RIFLE}"),
        (Scan("badge", BADGE), f"badge: text, 10 characters, the last '{BADGE[-4:]}'"),
        (Scan("badge", "0123"), "badge: text, 4 characters"),
        (Scan("badge", number(Kind.COMMAND, 0, 7)), "badge: a command card"),
        (Scan("badge", "\033[2J\r\n12345"), "badge: text, 11 characters, the last '2345'"),
        (
            CardScan("badge", "04A2B3C4D5E680", "iso14443a", 56),
            "badge: iso14443a, 56 bits, 14 characters, the last 'E680'",
        ),
        (
            CardScan("badge", RIFLE, "em4100", 40),
            f"badge: em4100, 40 bits, 10 characters, the last '{RIFLE[-4:]}'",
        ),
        (ScanRejected("badge", "too_long"), "badge: rejected, too_long"),
        (Edge("cable A", False), "cable A: open"),
        (Lost("badge", "unplugged"), "badge: lost, unplugged"),
        (Found("badge"), "badge: there"),
    ],
)  # fmt: skip
def test_a_reading_is_told_and_no_badge_is(reading: Reading, text: str) -> None:
    watched = Watched()
    watched.one.reading(reading)
    (glimpse,) = watched.news()
    assert (glimpse.line, glimpse.text, glimpse.at_ms) == ("reading", text, 5)
    assert glimpse.facts["device"]


def test_the_four_lines_of_a_refusal_say_why() -> None:
    watched, refused = Watched(), e.Refused(AT, "not_fit", RIFLE, SOK)
    watched.one.reading(Scan("weapon", RIFLE))
    watched.one.seen(o.WeaponSeen(AT, RIFLE, rifle(RIFLE)))
    watched.one.decided([refused])
    watched.one.written([refused], 42)
    watched.one.acted(x.Beep(x.Tone.REFUSED))
    watched.one.told(Bay(policy()))
    watched.one.said("The book was checked.")
    found = watched.news()
    assert [f"{one.line}: {one.text}" for one in found] == [
        f"reading: weapon: {RIFLE}",
        f"seen: weapon seen (weapon {RIFLE}, tapped no)",
        f"decided: refused (reason not_fit, weapon {RIFLE})",
        "written: 42 refused",
        "acted: beep refused",
        "told: idle",
        "said: The book was checked.",
    ]
    assert found[2].reasons == ("not_fit",)
    assert found[3].facts == {"42": "refused"}


def test_the_coil_that_was_asked_for_is_named() -> None:
    watched = Watched()
    for effect in (
        x.Unlock(CableId("A")),
        x.Lock(CableId("A")),
        x.Light(PositionId("A1"), on=True),
        x.Siren(on=False),
    ):
        watched.one.acted(effect)
    assert [glimpse.facts for glimpse in watched.news()] == [
        {"cable": "A", "coil": "on"},
        {"cable": "A", "coil": "off"},
        {"position": "A1", "light": "on"},
        {"siren": "off"},
    ]


def test_people_badges_and_pins_are_never_told() -> None:
    """A technician has no custody rights: what moves is theirs to see, and not who."""
    watched = Watched()
    badge = BadgeText(BADGE)
    for seen in (
        o.BadgeSeen(AT, badge, None),
        o.PinChosen(AT, "sealed-secret"),
        o.ScanSpoiled(AT, "badge", "bad_label", "77777777"),
    ):
        watched.one.seen(seen)
    lines: list[e.Entry] = [
        e.SessionOpened(AT, SOK, badge),
        e.PinSet(AT, SOK, "sealed-secret"),
        e.AlarmRaised(AT, e.AlarmCause.PIN_LOCKED, SOK),
        e.Refused(AT, "unknown_badge", BADGE, SOK),
    ]
    watched.one.decided(lines)
    watched.one.written(lines, 9)
    found = watched.news()
    assert [one.text for one in found[:3]] == [
        "badge seen", "pin chosen", "scan spoiled (reader badge, reason bad_label)",
    ]  # fmt: skip
    said = " ".join(str(one) for one in found)
    assert not any(secret in said for secret in (BADGE, SOK, "sealed", "77777777"))
    assert "6 session.opened, 7 pin.set, 8 alarm.raised, 9 refused" in said


def test_what_an_alarm_is_about_is_told_of_lines_and_weapons_only() -> None:
    watched = Watched()
    watched.one.decided([e.AlarmRaised(AT, e.AlarmCause.FORCED, "A")])
    watched.one.decided([e.AlarmRaised(AT, e.AlarmCause.MISSING, RIFLE)])
    assert watched.texts() == [
        "decided: alarm.raised (cause forced, about A)",
        f"decided: alarm.raised (cause missing, weapon {RIFLE})",
    ]


def test_nothing_tells_of_a_call_for_help_in_secret() -> None:
    """Whoever threatens somebody may look over a technician's shoulder."""
    watched = Watched()
    watched.one.reading(Edge("button", False))
    watched.one.seen(o.SignalSeen(AT, Signal.DURESS, "button", active=True))
    silent: list[e.Entry] = [
        e.SignalRaised(AT, "button", Signal.DURESS),
        e.AlarmRaised(AT, e.AlarmCause.DURESS, "button"),
    ]
    watched.one.decided(silent)
    watched.one.written(silent, 12)
    assert watched.news() == []
    pin: list[e.Entry] = [
        e.PinAccepted(AT, SOK), e.AlarmRaised(AT, e.AlarmCause.CODE_9, SOK)
    ]  # fmt: skip
    watched.one.decided(pin)
    watched.one.written(pin, 14)
    assert watched.texts() == ["decided: pin.accepted", "written: 13 pin.accepted"]
    assert "alarm.raised" in watched.log.getvalue(), "the witness behind it is told everything"


def test_nothing_is_kept_while_nobody_watches() -> None:
    watched = Watched()
    watched.mono_ms += WATCHED_MS
    watched.one.reading(Edge("cable A", False))
    assert watched.news() == []
    watched.one.reading(Edge("cable A", True))
    assert watched.texts() == ["reading: cable A: shut"]
    assert "cable A: open" in watched.log.getvalue()


def test_who_asks_too_late_is_told_how_much_they_missed() -> None:
    watched = Watched()
    for _ in range(KEPT + 7):
        watched.one.said("again")
    found = watched.one.glimpses(watched.after, 0)
    assert (len(found.seen), found.missed, found.next) == (KEPT, 7, KEPT + 7)


def test_who_waits_is_woken_by_the_next_thing_that_happens() -> None:
    watched = Watched()
    told: list[Glimpse] = []
    waits = threading.Thread(target=lambda: told.extend(watched.one.glimpses(0, 20_000).seen))
    waits.start()
    watched.one.said("now")
    waits.join(10)
    assert [one.text for one in told] == ["now"]


def test_a_kiosk_that_was_started_anew_is_watched_from_now() -> None:
    watched = Watched()
    watched.one.said("before")
    assert watched.one.glimpses(9_000, 0).next == 1


@pytest.mark.promise("P7")
def test_a_keeper_that_hangs_or_halted_is_said_to_be_silent() -> None:
    def hangs() -> BayView:
        raise KioskSilent("the keeper has not looked around for 10 s")

    one = Onlooker(Log(StringIO()), lambda: AT)
    assert one.glimpses(-1, 0).silent == ""
    one.view = hangs
    assert one.glimpses(-1, 0).silent == "the keeper has not looked around for 10 s"
    halted = BayView(Stage.HALTED, faults=(FaultView("book_broken", "the disk is gone"),))
    one.view = lambda: halted
    assert "stopped and opens nothing: the disk is gone" in one.glimpses(-1, 0).silent
    one.view = lambda: BayView(Stage.IDLE)
    assert one.glimpses(-1, 0).silent == ""
