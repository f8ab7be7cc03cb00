"""The people of the register, read from inside the kiosk's own process. Called from many threads.

Whether somebody may read is asked of the rules each time. What opens something stays inside: of a
badge the last figures are told, of a PIN that there is one.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from kiosk.keeper.ports import Clock, Facts
from kiosk.registry.leaves import OFFICER
from kiosk.registry.people import BadgeLife, Listed, Narrowed, People, Show
from kiosk.registry.search import Search, WrongCursor
from kiosk.registry.story import Stories, Told
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.people.rights import acts_of
from kiosk.rules.policy import Policy
from kiosk.rules.second import SECONDS
from kiosk.rules.things import OfficerNumber, Person
from kiosk.service.found import StoryLine
from kiosk.service.lookup import answering, face_of, line_of
from kiosk.service.people import views as v
from kiosk.service.people_works import CertificateFacts, OfficerFacts
from kiosk.service.views import WeaponFace
from kiosk.spelling import Misspelled, plain, thing

PAGE = 50
"""People to a page: two screens of a desk. Ours."""

PORTION = 500
"""People in one part of the report of certificates: 0.3 MB of the line it goes over. Ours."""

_TAIL = 4
_CENTURY_DAYS = 36_500
_SECRET = frozenset({"sealed"})
"""Fields of an entry that are told to nobody."""

_BADGES = frozenset({"badge", "badges"})


class LocalPeople:
    """Answers who reads about people."""

    def __init__(  # noqa: PLR0913 - what the desk looks at, put together by the assembly alone
        self,
        facts: Facts,
        people: People,
        *,
        search: Search,
        stories: Stories,
        clock: Clock,
        policy: Policy,
    ) -> None:
        """Take what knows people, finds them and knows their stories, and what day it is."""
        self._facts, self._people, self._search = facts, people, search
        self._stories, self._clock, self._policy = stories, clock, policy

    def people(self, by: str, asked: v.PeopleAsked, after: str = "") -> v.PeoplePage:
        """Return a page of people."""
        with answering():
            reader, reason = self._reader(by)
            if reader is None:
                return v.PeoplePage(reason=reason)
            now_ms = self._clock.now().wall_ms
            rows, following = self._leaf(asked, after, now_ms)
            return v.PeoplePage(
                tuple(map(_row, rows)),
                following,
                self._people.choices("unit"),
                self._people.choices("post"),
                tuple(map(str, acts_of(reader))),
                now_ms,
            )

    def person(self, by: str, number: str, before: int = 0, after: int = 0) -> v.PersonPage:
        """Return all about one person."""
        with answering():
            reader, reason = self._reader(by)
            if reader is None:
                return v.PersonPage(reason=reason)
            now_ms = self._clock.now().wall_ms
            listed = self._people.these((number,), now_ms)
            person = self._facts.person(OfficerNumber(number))
            if not listed or person is None:
                return v.PersonPage(now_ms=now_ms)
            story = self._stories.of_officer(number, before=before, after=after, limit=PAGE)
            return v.PersonPage(
                _row(listed[0]),
                person.has_pin,
                tuple(v.OrderLine(*order) for order in self._people.missions(number)),
                tuple(self._badge(life, now_ms) for life in self._people.badges(number)),
                self._weapons(number),
                self._cables(person, now_ms),
                tuple(self._line(told) for told in story.told),
                story.entries,
                story.earlier,
                story.later,
                tuple(map(str, acts_of(reader))),
                self._policy.badge_lent_h,
                now_ms,
                corrections=tuple(map(self._line, self._stories.standing(OFFICER, number))),
            )

    def certificates(self, by: str, after: str = "") -> v.CertificatesPage:
        """Return a part of the report of certificates."""
        with answering():
            reader, reason = self._reader(by)
            if reader is None:
                return v.CertificatesPage(reason=reason)
            now_ms = self._clock.now().wall_ms
            rows = self._people.after(after, Narrowed(), now_ms, PORTION + 1)
            more = rows[PORTION - 1].officer.number if len(rows) > PORTION else ""
            return v.CertificatesPage(tuple(map(_row, rows[:PORTION])), more, now_ms)

    def _reader(self, by: str) -> tuple[Person | None, str]:
        """Return who reads, or why nobody does, as a wire name."""
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return None, "unknown_officer"
        return (person, "") if Desk.PEOPLE in desks_of(person) else (None, "wrong_role")

    def _leaf(
        self, asked: v.PeopleAsked, after: str, now_ms: int
    ) -> tuple[tuple[Listed, ...], str]:
        if asked.text.strip():
            try:
                hits = self._search.find(asked.text, after, PAGE, OFFICER)
            except WrongCursor:  # of another version: the reader begins again
                hits = self._search.find(asked.text, "", PAGE, OFFICER)
            return self._people.these([hit.id for hit in hits.found], now_ms), hits.after
        show = Show(asked.show) if asked.show in set(Show) else Show.SERVING
        narrowed = Narrowed(show, asked.unit, asked.post, asked.role, asked.days)
        rows = self._people.after(after, narrowed, now_ms, PAGE + 1)
        return rows[:PAGE], rows[PAGE - 1].officer.number if len(rows) > PAGE else ""

    def _weapons(self, number: str) -> tuple[v.HeldLine, ...]:
        return tuple(
            v.HeldLine(
                WeaponFace(one.number, one.name, one.serial, one.type, one.condition),
                one.since_ms,
                one.due_ms,
                one.mission,
            )
            for one in self._people.weapons(number)
        )

    def _cables(self, person: Person, now_ms: int) -> tuple[str, ...]:
        """Return what their badge could open; who signs for others may help any cable open."""
        whatever = person.role in SECONDS or not self._policy.certificate_required
        return self._people.reached(person.number, now_ms, whatever=whatever)

    def _badge(self, life: BadgeLife, now_ms: int) -> v.BadgeLine:
        given: dict[str, Any] = json.loads(life.given)
        taken: dict[str, Any] = {} if life.taken is None else json.loads(life.taken)
        vouchers = (face_of(number, self._facts) for number in given["by"])
        return v.BadgeLine(
            life.entry,
            tail_of(life.badge),
            life.kind,
            life.grade,
            _state(life, taken, now_ms),
            life.since_ms,
            life.until_ms,
            taken.get("at", 0),
            taken.get("why", ""),
            tuple(face for face in vouchers if face is not None),
        )

    def _line(self, told: Told) -> StoryLine:
        """Return an entry as it is told here: without what opens something."""
        fields = {name: value for name, value in told.fields.items() if name not in _SECRET}
        for name in _BADGES & fields.keys():
            value = fields[name]
            fields[name] = [*map(tail_of, value)] if isinstance(value, list) else tail_of(value)
        return line_of(replace(told, fields=fields), self._facts)


def _state(life: BadgeLife, taken: Mapping[str, Any], now_ms: int) -> str:
    match taken.get("kind", ""):
        case "":
            if not life.until_ms:
                return "given"
            return "lent" if now_ms < life.until_ms else "over"
        case "badge.withdrawn":
            return "lost" if taken.get("lost") else "withdrawn"
        case "officer.left":
            return "left"
        case _:
            return "over" if 0 < life.until_ms <= taken["at"] else "replaced"


def tail_of(badge: object) -> str:
    """Return the last figures of a badge: enough to tell two apart, too little to print one."""
    return f"…{str(badge)[-_TAIL:]}"


def _row(listed: Listed) -> v.PersonRow:
    one = listed.officer
    facts = OfficerFacts(
        one.number, one.name, one.name_km, one.rank, one.unit, one.role, one.active, one.hold,
        tuple(
            CertificateFacts(c.type, c.expires_ms, c.course, c.issued_ms, c.issuer, c.number)
            for c in one.certificates
        ),
        one.post,
    )  # fmt: skip
    return v.PersonRow(facts, listed.badges, listed.held, listed.untrained)


Answers = Mapping[str, Callable[[Mapping[str, Any]], Mapping[str, object]]]


def people_answers(people: v.PeopleRegister) -> Answers:
    """Return what the questions of who reads about people are answered with."""
    return {
        "people": lambda ask: {
            "page": plain(people.people(_text(ask, "officer"), _asked(ask), _text(ask, "after")))
        },
        "person": lambda ask: {
            "page": plain(
                people.person(
                    _text(ask, "officer"),
                    _text(ask, "number"),
                    _figure(ask, "before"),
                    _figure(ask, "after"),
                )
            )
        },
        "certificates": lambda ask: {
            "page": plain(people.certificates(_text(ask, "officer"), _text(ask, "after")))
        },
    }


def _asked(ask: Mapping[str, Any]) -> v.PeopleAsked:
    if not isinstance(ask["asked"], dict):
        raise Misspelled("asked must be an object")
    asked: v.PeopleAsked = thing(v.PeopleAsked, ask["asked"])
    if not 0 <= asked.days <= _CENTURY_DAYS:
        raise Misspelled("days must be within a century")
    return asked


def _text(ask: Mapping[str, Any], name: str) -> str:
    if not isinstance(ask[name], str):
        raise Misspelled(f"{name} must be text")
    return str(ask[name])


def _figure(ask: Mapping[str, Any], name: str) -> int:
    if type(ask[name]) is not int or ask[name] < 0:
        raise Misspelled(f"{name} must be a whole number")
    return int(ask[name])
