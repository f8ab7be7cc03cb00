"""Questions behind the papers of a count: its certificate, and what is known of a missing weapon.

Read-only. A certificate is looked for in the journal itself; the tables keep the newest one only.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.registry.story import Stories, Told
from kiosk.rules import entries as e
from kiosk.rules.encoding import decode
from kiosk.rules.things import OfficerNumber, PositionId, WeaponNumber

HOLDERS = 5
"""How many of those who had a missing weapon last are asked (domain W4)."""
AROUND = 3
"""Places looked at on either side of where it hung. Ours."""
_PAGE = 50

_OF_KIND = "SELECT seq, hash, body FROM journal WHERE seq < ? AND instr(body, ?) ORDER BY seq DESC"
_HEAD = "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
_MISSED = """
    SELECT about, since_ms FROM alarm WHERE cause = 'missing'
    UNION ALL
    SELECT weapon, 0 FROM missing
        WHERE weapon NOT IN (SELECT about FROM alarm WHERE cause = 'missing')
    ORDER BY 1
"""
_HOME = "SELECT position FROM home WHERE weapon = ?"
_AROUND = """
    SELECT beside.id, beside.rack, beside.cable, inside.weapon
    FROM position AS here JOIN position AS beside ON abs(beside.place - here.place) <= ?
    LEFT JOIN inside ON inside.position = beside.id
    WHERE here.id = ? ORDER BY beside.place
"""
_IN_BAY = """
    SELECT weapon FROM (SELECT position, weapon FROM inside UNION SELECT position, weapon FROM home)
    JOIN position ON position = position.id ORDER BY position.place, weapon
"""
_FAR = 2**62


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate as the book has it: its entry, that of the order, and what was booked anew."""

    seq: int
    hash: str
    entry: e.CountCertified
    order: e.CountOrdered | None
    adjusted: frozenset[PositionId]


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody had a weapon: since when, and until when; 0 when nobody wrote that it came back."""

    officer: OfficerNumber
    taken_ms: int
    back_ms: int = 0


@dataclass(frozen=True, slots=True)
class LastSeen:
    """The newest line that says where a weapon was: its number, when, where, and who was there."""

    seq: int
    at_ms: int
    place: str
    officer: OfficerNumber | None


@dataclass(frozen=True, slots=True)
class Beside:
    """A position near the one that is empty, and what the book has there."""

    position: str
    rack: str
    cable: str
    weapon: WeaponNumber | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A weapon that is looked for. `since_ms`: when it was missed; `home`: "" if it has none."""

    weapon: WeaponNumber
    since_ms: int
    home: str
    seen: LastSeen | None
    held: tuple[Held, ...]
    around: tuple[Beside, ...]


class CountPapers(Stories):
    """What is asked for a paper about a count. A reading connection of its own; any thread."""

    def head(self) -> str:
        """Return number and hash of the newest entry; "" in an empty book."""
        rows = self._rows(_HEAD)
        return f"{rows[0][0]}:{bytes(rows[0][1]).hex()}" if rows else ""

    def certificate(self, count: int | None = None) -> Certified | None:
        """Return the certificate of a count by its number, or the newest one."""
        for seq, digest, entry in self._of_kind(e.CountCertified.KIND):
            if isinstance(entry, e.CountCertified) and count in {None, entry.count}:
                return Certified(
                    seq, digest, entry, self._order(seq, entry.count), self._adjusted(seq, entry)
                )
        return None

    def missed(self) -> tuple[Missed, ...]:
        """Return every weapon that is looked for, by number."""
        return tuple(self._missed(weapon, since_ms) for weapon, since_ms in self._rows(_MISSED))

    def was_given(self, badge: str) -> bool:
        """Return whether a badge is somebody's, or ever was."""
        return bool(self._rows("SELECT 1 FROM badge WHERE badge = ? LIMIT 1", (badge,)))

    def in_bay(self) -> tuple[WeaponNumber, ...]:
        """Return the weapons whose place is in this bay, in the order of the racks."""
        rows = self._rows(_IN_BAY)
        return tuple(dict.fromkeys(WeaponNumber(weapon) for (weapon,) in rows))

    def _of_kind(self, kind: str, before: int = _FAR) -> Iterator[tuple[int, str, e.Entry]]:
        """Return the entries of a kind, the newest first: each line of the book is looked at."""
        spelled = f'"kind":"{kind}"'.encode()
        for seq, digest, body in self._rows(_OF_KIND, (before, spelled)):
            yield seq, bytes(digest).hex(), decode(body)[1]

    def _order(self, before: int, count: int) -> e.CountOrdered | None:
        for _, _, entry in self._of_kind(e.CountOrdered.KIND, before):
            if isinstance(entry, e.CountOrdered) and entry.count == count:
                return entry
        return None

    def _adjusted(self, before: int, count: e.CountCertified) -> frozenset[PositionId]:
        if not count.adjusted:
            return frozenset()
        return frozenset(
            entry.position
            for _, _, entry in self._of_kind(e.CountAdjusted.KIND, before)
            if isinstance(entry, e.CountAdjusted) and entry.count == count.count
        )

    def _missed(self, weapon: str, since_ms: int) -> Missed:
        number = WeaponNumber(weapon)
        held: list[Held] = []
        seen: LastSeen | None = None
        back_ms = 0
        for told in self._newest_first(weapon):
            entry = told.entry
            since_ms = since_ms or _missed_at(entry)
            seen = seen or _seen(told)
            if isinstance(entry, e.WeaponReturned):
                back_ms = entry.at.wall_ms
            elif isinstance(entry, e.WeaponIssued | e.WeaponPassed):
                held.append(Held(entry.officer, entry.at.wall_ms, back_ms))
                back_ms = 0
            if len(held) == HOLDERS and seen and since_ms:
                break
        homes = self._rows(_HOME, (weapon,))
        home = str(homes[0][0]) if homes else (seen.place if seen else "")
        around = tuple(
            Beside(position, rack, cable, other)
            for position, rack, cable, other in self._rows(_AROUND, (AROUND, home))
        )
        return Missed(number, since_ms, home, seen, tuple(held[:HOLDERS]), around)

    def _newest_first(self, weapon: str) -> Iterator[Told]:
        before = 0
        while True:
            page = self.of_weapon(weapon, before=before, limit=_PAGE)
            yield from reversed(page.told)
            if not page.earlier:
                return
            before = page.told[0].seq


def _missed_at(entry: e.Entry | None) -> int:
    """Return when an entry says that a weapon is missing; 0 if it does not."""
    if isinstance(entry, e.AlarmRaised) and entry.cause is e.AlarmCause.MISSING:
        return entry.at.wall_ms
    return 0


def _seen(told: Told) -> LastSeen | None:
    """Return where an entry says that its weapon was."""
    match told.entry:
        case (
            e.WeaponIssued(at=at, position=place, officer=officer)
            | e.WeaponReturned(at=at, position=place, bearer=officer)
            | e.PlaceCounted(at=at, place=place, officer=officer, weapon=str())
            | e.DoubtSettled(at=at, position=place, by=officer, present=True)
            | e.CountAdjusted(at=at, position=place, first=officer)
        ):
            return LastSeen(told.seq, at.wall_ms, place, officer)
        case e.WeaponRacked(at=at, position=place):
            return LastSeen(told.seq, at.wall_ms, place, None)
        case _:
            return None
