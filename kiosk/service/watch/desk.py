"""The chief's watch, answered inside the kiosk's own process. Called from many threads.

Whether somebody may read is asked of the rules each time. What the lenses saw is kept for an hour
of the book, because to look through them costs as much as some hundred visits; what is about the
chief is never told here but as a number.
"""

import threading
from collections.abc import Callable, Mapping
from typing import Any

from kiosk.keeper.ports import Facts
from kiosk.registry.days import Days
from kiosk.registry.lens import Lenses, Seen
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.lens.lenses import Finding, Lens, Level
from kiosk.rules.policy import Policy
from kiosk.rules.things import Moment, OfficerNumber
from kiosk.service.protocol import KioskSilent
from kiosk.service.server import Answer
from kiosk.service.views import PersonFace
from kiosk.service.watch import views as v
from kiosk.spelling import Misspelled, plain

KEPT_MS = 3_600_000
DAYS_MAX = 366


class LocalWatch:
    """Answers who watches."""

    def __init__(
        self,
        facts: Facts,
        days: Days,
        lenses: Lenses,
        policy: Policy,
        now: Callable[[], Moment],
    ) -> None:
        """Take what knows people and days, what looks through the lenses, and a clock."""
        self._facts, self._days, self._lenses = facts, days, lenses
        self._policy, self._now = policy, now
        self._turn = threading.Lock()
        self._seen: tuple[int, Seen] | None = None

    def days(self, by: str, limit: int = 90) -> v.DaysPage:
        """Return the newest days on which anything was written."""
        try:
            reason = self._refused(by)
            if reason:
                return v.DaysPage(reason=reason)
            found = self._days.newest(min(limit, DAYS_MAX))
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong
        return v.DaysPage(
            tuple(
                v.DayView(
                    day.began_ms, day.issued, day.returned, day.openings, day.weapon_ms,
                    day.counts, day.counted, day.differing, day.inside, day.out, day.missing,
                    day.late,
                )
                for day in found
            )
        )  # fmt: skip

    def lens(self, by: str) -> v.LensPage:
        """Return what the lenses see of all but the chief."""
        try:
            reason = self._refused(by)
            if reason:
                return v.LensPage(reason=reason)
            seen = self._look()
            return v.LensPage(
                tuple(map(self._pattern, seen.told_to(Level.CHIEF))),
                len(seen.told_to(Level.ABOVE)),
                tuple(each.value for each in Lens),
                seen.since_ms,
                seen.until_ms,
                seen.entries,
                f"{seen.seq}/{seen.head}",
            )
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong

    def _look(self) -> Seen:
        with self._turn:
            now_ms = self._now().mono_ms
            if self._seen is None or now_ms - self._seen[0] >= KEPT_MS:
                self._seen = (now_ms, self._lenses.look(self._policy))
            return self._seen[1]

    def _pattern(self, one: Finding) -> v.PatternView:
        people = tuple(map(self._face, one.people))
        return v.PatternView(one.lens.value, people, one.seen, one.of, one.expected, one.one_in)

    def _face(self, number: OfficerNumber) -> PersonFace:
        person = self._facts.person(number)
        if person is None:
            return PersonFace(number, number)
        one = person.officer
        return PersonFace(one.number, one.name, one.name_km, one.rank, one.role)

    def _refused(self, by: str) -> str:
        """Return why somebody may not read here, as a wire name; empty when they may."""
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return "unknown_officer"
        return "" if Desk.WATCH in desks_of(person) else "wrong_role"


def watch_answers(watch: v.Watch) -> dict[str, Answer]:
    """Return what the questions of the chief's desk are answered with."""

    def days(ask: Mapping[str, Any]) -> Mapping[str, object]:
        limit = ask["limit"]
        if type(limit) is not int or not 0 < limit <= DAYS_MAX:
            raise Misspelled("limit must be a number of days")
        return {"page": plain(watch.days(_officer(ask), limit))}

    return {
        "watch.days": days,
        "watch.lens": lambda ask: {"page": plain(watch.lens(_officer(ask)))},
    }


def _officer(ask: Mapping[str, Any]) -> str:
    if not isinstance(ask["officer"], str):
        raise Misspelled("officer must be text")
    return str(ask["officer"])
