"""Questions of the desk of people: who is trained, who has a badge, who is out with what.

Read-only. A list is paged by officer number, so that its end costs what its beginning does; what it
is narrowed down by stands in an index each. Times are wall milliseconds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kiosk.registry.queries import Asked, officer_of
from kiosk.rules.things import Officer

CHOICES_MAX = 200
"""So many posts or units are offered to choose from. Ours: the sample has 60 posts."""

_DAY_MS = 86_400_000


class Show(StrEnum):
    """Whom a list shows."""

    SERVING = "serving"
    HELD = "held"
    RECALLED = "recalled"
    """May draw no longer, and is out with a weapon."""
    BADGELESS = "badgeless"
    UNTRAINED = "untrained"
    """Out with a weapon, or sent with an order, without a certificate that counts for it."""
    EXPIRING = "expiring"
    LEFT = "left"


_OFFICER = "SELECT number, name, name_km, rank, unit, role, active, hold, post FROM officer"
_KEPT, _FIRST = "SELECT 1 FROM badge", "SELECT officer FROM "
_LIVES = "officer != '' AND (until_ms = 0 OR until_ms > :now)"
_UNCOVERED = """
    SELECT DISTINCT custody.holder AS officer, weapon.type AS type
    FROM custody JOIN weapon ON weapon.number = custody.weapon
    WHERE NOT EXISTS (
        SELECT 1 FROM certificate
        WHERE certificate.officer = custody.holder AND certificate.type = weapon.type
            AND certificate.expires_ms > :now)
"""
"""Who is out with a weapon of a type that none of their certificates counts for."""

_SENT = """
    SELECT DISTINCT officer, '' AS type FROM mission
    WHERE valid_until_ms > :now AND NOT EXISTS (
        SELECT 1 FROM certificate
        WHERE certificate.officer = mission.officer AND certificate.expires_ms > :now)
"""
"""Who has an order that counts, or will, and no certificate at all that does."""

_SHOWN: Mapping[Show, str] = {
    Show.SERVING: "active = 1",
    Show.HELD: "active = 1 AND hold = 1",
    Show.RECALLED: ("(hold = 1 OR active = 0) AND number IN (SELECT DISTINCT holder FROM custody)"),
    Show.BADGELESS: f"active = 1 AND NOT EXISTS ({_KEPT} WHERE officer = number AND {_LIVES})",
    Show.UNTRAINED: f"number IN ({_FIRST}({_UNCOVERED} UNION {_SENT}))",
    Show.EXPIRING: (
        "active = 1 AND number IN (SELECT officer FROM certificate"
        " WHERE expires_ms > :now AND expires_ms <= :soon)"
    ),
    Show.LEFT: "active = 0",
}

_CHOICES = """
    WITH RECURSIVE one(choice) AS (
        SELECT min({column}) FROM officer WHERE {column} > ''
        UNION ALL
        SELECT (SELECT min({column}) FROM officer WHERE {column} > choice) FROM one
        WHERE choice IS NOT NULL
    ) SELECT choice FROM one WHERE choice IS NOT NULL LIMIT ?
"""
"""Every post or unit, from one to the next in the index, however many people have it."""

_LIFE = """
    SELECT entry, badge, kind, grade, since_ms, until_ms, given.body, taken.body
    FROM badge_life
    JOIN journal AS given ON given.seq = entry
    LEFT JOIN journal AS taken ON taken.seq = ended
    WHERE officer = ? ORDER BY entry DESC LIMIT ?
"""
_HELD = """
    SELECT weapon.number, weapon.name, weapon.serial, weapon.type, weapon.condition,
        custody.since_ms, custody.due_ms, custody.mission
    FROM custody JOIN weapon ON weapon.number = custody.weapon
    WHERE custody.holder = ? ORDER BY weapon.number LIMIT ?
"""
_MISSIONS = """
    SELECT number, valid_from_ms, valid_until_ms FROM mission
    WHERE officer = ? ORDER BY valid_until_ms DESC, number LIMIT ?
"""
_ENDING = """
    SELECT count(DISTINCT CASE WHEN latest <= :now THEN officer END),
        count(DISTINCT CASE WHEN latest > :now AND latest <= :soon THEN officer END)
    FROM (
        SELECT certificate.officer, max(expires_ms) AS latest
        FROM certificate JOIN officer ON officer.number = certificate.officer
        WHERE active = 1 GROUP BY certificate.officer, type)
"""
"""How many people have a certificate that is over, or will be; one that was renewed is neither."""

_REACHED = """
    SELECT DISTINCT position.cable FROM home
    JOIN position ON position.id = home.position
    JOIN weapon ON weapon.number = home.weapon
    WHERE :whatever OR weapon.type IN (
        SELECT type FROM certificate WHERE officer = :number AND expires_ms > :now)
    ORDER BY position.cable
"""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of people is narrowed down to; empty: it is not. `days`: of what expires soon."""

    show: Show = Show.SERVING
    unit: str = ""
    post: str = ""
    role: str = ""
    days: int = 60


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a list. `badges`: how many count now; `held`: the weapons they are out with.

    `untrained`: the types of those without a certificate that counts; "" for an order without one.
    """

    officer: Officer
    badges: int
    held: int
    untrained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BadgeLife:
    """What became of a badge. `given` and `taken`: the bodies of the entries; None: it is kept."""

    entry: int
    badge: str
    kind: str
    grade: str
    since_ms: int
    until_ms: int
    given: bytes
    taken: bytes | None


@dataclass(frozen=True, slots=True)
class HeldWeapon:
    """A weapon somebody is out with."""

    number: str
    name: str
    serial: str
    type: str
    condition: str
    since_ms: int
    due_ms: int
    mission: str


class People(Asked):
    """What is asked at the desk of people. A reading connection of its own; any thread."""

    def after(
        self, number: str, asked: Narrowed, now_ms: int, limit: int = 50
    ) -> tuple[Listed, ...]:
        """Return a page of the people behind a number, in order of number."""
        conditions = ["number > :after", _SHOWN[asked.show]]
        narrowing = [name for name in ("unit", "post", "role") if getattr(asked, name)]
        conditions += [f"{name} = :{name}" for name in narrowing]
        given = {
            "after": number, "now": now_ms, "soon": now_ms + asked.days * _DAY_MS, "limit": limit,
            "unit": asked.unit, "post": asked.post, "role": asked.role,
        }  # fmt: skip
        where = " AND ".join(conditions)
        rows = self._rows(f"{_OFFICER} WHERE {where} ORDER BY number LIMIT :limit", given)
        return self._listed(rows, now_ms)

    def these(self, numbers: Sequence[str], now_ms: int) -> tuple[Listed, ...]:
        """Return some people, in order of number."""
        marks = ", ".join("?" * len(numbers))
        rows = self._rows(f"{_OFFICER} WHERE number IN ({marks}) ORDER BY number", (*numbers,))
        return self._listed(rows, now_ms)

    def choices(self, column: str) -> tuple[str, ...]:
        """Return every `unit` or `post` there is, the first so many."""
        assert column in {"unit", "post"}
        rows = self._rows(_CHOICES.format(column=column), (CHOICES_MAX,))
        return tuple(choice for (choice,) in rows)

    def badges(self, number: str, limit: int = 50) -> tuple[BadgeLife, ...]:
        """Return what became of the badges of a person, the newest first."""
        return tuple(BadgeLife(*row) for row in self._rows(_LIFE, (number, limit)))

    def weapons(self, number: str, limit: int = 50) -> tuple[HeldWeapon, ...]:
        """Return the weapons a person is out with."""
        return tuple(HeldWeapon(*row) for row in self._rows(_HELD, (number, limit)))

    def missions(self, number: str, limit: int = 50) -> tuple[tuple[str, int, int], ...]:
        """Return the orders of a person: number, from when, until when; the latest first."""
        return tuple(self._rows(_MISSIONS, (number, limit)))

    def reached(self, number: str, now_ms: int, *, whatever: bool) -> tuple[str, ...]:
        """Return the cables that a person's badge, with their PIN, could open (R22).

        Args:
            number: whose.
            now_ms: which certificates count.
            whatever: the policy asks for no certificate, or they sign for others: all of them.
        """
        given = {"number": number, "now": now_ms, "whatever": whatever}
        return tuple(cable for (cable,) in self._rows(_REACHED, given))

    def ending(self, now_ms: int, days: int) -> tuple[int, int]:
        """Return how many who serve have a certificate that is over, and one that soon will be."""
        given = {"now": now_ms, "soon": now_ms + days * _DAY_MS}
        ((over, soon),) = self._rows(_ENDING, given)
        return int(over), int(soon)

    def _listed(self, rows: Sequence[Sequence[Any]], now_ms: int) -> tuple[Listed, ...]:
        numbers = [row[0] for row in rows]
        if not numbers:
            return ()
        papers = _grouped(self._of(_PAPERS, numbers, now_ms))
        badges = dict(self._of(_BADGES, numbers, now_ms))
        held = dict(self._of(_WEAPONS, numbers, now_ms))
        untrained = _grouped(self._of(_UNTRAINED, numbers, now_ms))
        return tuple(
            Listed(
                officer_of(row, papers.get(row[0], ())),
                badges.get(row[0], 0),
                held.get(row[0], 0),
                tuple(sorted(kind for (kind,) in untrained.get(row[0], ()))),
            )
            for row in rows
        )

    def _of(self, question: str, numbers: Sequence[str], now_ms: int) -> list[Any]:
        """Ask about the people of one page at once."""
        marks = {f"n{place}": number for place, number in enumerate(numbers)}
        some = ", ".join(f":{mark}" for mark in marks)
        return self._rows(question.format(some=some), {**marks, "now": now_ms})


_PAPERS = """
    SELECT officer, type, expires_ms, course, issued_ms, issuer, number FROM certificate
    WHERE officer IN ({some}) AND :now = :now ORDER BY officer, place
"""
_BADGES = f"SELECT officer, count(*) FROM badge WHERE officer IN ({{some}}) AND {_LIVES} GROUP BY 1"  # noqa: S608 - our own words
_WEAPONS = """
    SELECT holder, count(*) FROM custody WHERE holder IN ({some}) AND :now = :now GROUP BY holder
"""
_UNTRAINED = (
    f"{_UNCOVERED} AND custody.holder IN ({{some}}) UNION {_SENT} AND mission.officer IN ({{some}})"
)


def _grouped(rows: Iterable[Sequence[Any]]) -> dict[str, list[Sequence[Any]]]:
    found: dict[str, list[Sequence[Any]]] = {}
    for officer, *rest in rows:
        found.setdefault(officer, []).append(rest)
    return found
