"""The register, read from inside the kiosk's own process: what is found, and the story of a weapon.

Whether somebody may read is asked of the rules, each time; the face that asks is only believed as
to who it is. Called from many threads.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from kiosk.keeper.ports import Facts
from kiosk.registry.leaves import CARD, OFFICER, WEAPON
from kiosk.registry.search import FiledCard, Hit, Hits, PlacedWeapon, Search, WrongCursor
from kiosk.registry.story import Stories, Told
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.things import OfficerNumber
from kiosk.service import found as f
from kiosk.service.marked import Marked
from kiosk.service.protocol import KioskSilent
from kiosk.service.views import PersonFace, WeaponFace

PAGE = 50
"""Things to a page: two screens of a desk, and 10 ms. Ours."""

_ENVELOPE = frozenset({"v", "seq", "kiosk", "segment", "kind", "at", "mono", "boot", "clock"})
_PEOPLE = (
    "officer", "by", "bearer", "holder", "custodian", "witness", "counter", "recounter", "counters",
    "seen_by",
    "cleaner",
    "incoming", "outgoing", "on_shift", "answers",
)  # fmt: skip


class LocalRegister:
    """Answers who reads in the register."""

    def __init__(
        self, facts: Facts, search: Search, stories: Stories, marked: Marked | None = None
    ) -> None:
        """Take what knows people, what finds things, what knows their stories and their marks."""
        self._facts, self._search, self._stories = facts, search, stories
        self._marked = marked

    def find(self, by: str, text: str, after: str = "", kind: str = "") -> f.FoundPage:
        """Return a page of what is called so, or of all weapons when nothing is asked for."""
        with answering():
            reason = self._refused(by)
            if reason:
                return f.FoundPage(reason=reason)
            if not text.strip():
                return self._leaf(after)
            hits = self._hits(text, after, kind)
            shown = (self._found(hit) for hit in hits.found)
            return f.FoundPage(tuple(one for one in shown if one is not None), hits.after)

    def story(self, by: str, weapon: str, before: int = 0, after: int = 0) -> f.StoryPage:
        """Return a page of the life story of a weapon."""
        with answering():
            reason = self._refused(by)
            if reason:
                return f.StoryPage(reason=reason)
            story = self._stories.of_weapon(weapon, before=before, after=after, limit=PAGE)
            placed = self._search.weapon(weapon)
            return f.StoryPage(
                None if placed is None else self._placed(placed, "exact"),
                tuple(line_of(told, self._facts) for told in story.told),
                story.entries,
                story.earlier,
                story.later,
            )

    def _refused(self, by: str) -> str:
        """Return why somebody may not read here, as a wire name; empty when they may."""
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return "unknown_officer"
        return "" if Desk.REGISTER in desks_of(person) else "wrong_role"

    def _hits(self, text: str, after: str, kind: str) -> Hits:
        try:
            return self._search.find(text, after, PAGE, kind)
        except WrongCursor:  # of another version: the reader begins again
            return self._search.find(text, "", PAGE, kind)

    def _leaf(self, after: str) -> f.FoundPage:
        """Return a page of the register as it stands."""
        weapons = self._search.weapons_after(after, PAGE + 1)
        shown = tuple(self._placed(weapon, "") for weapon in weapons[:PAGE])
        return f.FoundPage(shown, weapons[PAGE - 1].number if len(weapons) > PAGE else "")

    def _found(self, hit: Hit) -> f.Found | None:
        """Return a hit with what is known of it; None when it is gone since."""
        sort = hit.sort.name.lower()
        if hit.of == WEAPON:
            weapon = self._search.weapon(hit.id)
            return None if weapon is None else self._placed(weapon, sort)
        if hit.of == CARD:
            card = self._search.card(int(hit.id))
            return None if card is None else f.Found(CARD, sort, card=_card(card))
        officer = self._person(hit.id)
        held = tuple(map(str, self._search.held_by(hit.id)))
        return None if officer is None else f.Found(OFFICER, sort, officer=officer, held=held)

    def _placed(self, weapon: PlacedWeapon, sort: str) -> f.Found:
        return f.Found(
            WEAPON,
            sort,
            weapon=WeaponFace(
                weapon.number, weapon.name, weapon.serial, weapon.type, weapon.condition
            ),
            state=weapon.state,
            position=weapon.position,
            calibre=weapon.calibre,
            holder=self._person(weapon.holder) if weapon.holder else None,
            since_ms=weapon.since_ms,
            due_ms=weapon.due_ms,
            serial_status=weapon.serial_status,
            marks=() if self._marked is None else self._marked.of(weapon.number),
            tags=weapon.tags,
        )

    def _person(self, number: str) -> PersonFace | None:
        return face_of(number, self._facts)


@contextlib.contextmanager
def answering() -> Iterator[None]:
    """Turn a register that does not answer into a kiosk that does not."""
    try:
        yield
    except KioskError as wrong:
        raise KioskSilent(str(wrong)) from wrong


def line_of(told: Told, facts: Facts) -> f.StoryLine:
    """Return an entry as it is told: every field as text, and who the people in it are."""
    named = {name: told.fields[name] for name in _PEOPLE if name in told.fields}
    numbers = {name: number for name, number in named.items() if isinstance(number, str)}
    for name, several in named.items():
        if isinstance(several, list):
            numbers |= {f"{name}.{place}": str(one) for place, one in enumerate(several)}
    faces = {name: face_of(number, facts) for name, number in numbers.items()}
    return f.StoryLine(
        told.seq,
        told.fields["at"],
        told.fields["clock"],
        told.fields["kiosk"],
        told.fields["kind"],
        {**dict(_flat(told.fields)), **_taken_back(told)},
        {name: face for name, face in faces.items() if face is not None},
    )


def _taken_back(told: Told) -> dict[str, str]:
    return {"taken_back": str(told.taken_back)} if told.taken_back else {}


def face_of(number: str, facts: Facts) -> PersonFace | None:
    """Return a person as they are named, or None when nobody has this number."""
    person = facts.person(OfficerNumber(number))
    if person is None:
        return None
    one = person.officer
    return PersonFace(one.number, one.name, one.name_km, one.rank, one.role)


def _card(card: FiledCard) -> f.CardFace:
    return f.CardFace(
        card.seq, card.number, card.serial, card.fate, card.weapon, card.row, card.file
    )


def _flat(fields: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """Return the fields of an entry as text: those of a thing in it as `thing.field`."""
    for name, value in fields.items():
        if not above and name in _ENVELOPE:
            continue
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        elif name == "changed":
            yield (
                f"{above}{name}",
                "; ".join(f"{x['field']}: {x['was']} → {x['becomes']}" for x in value),
            )
        elif isinstance(value, list):
            yield f"{above}{name}", ", ".join(one for one in value if one and isinstance(one, str))
        elif value is not None:
            yield f"{above}{name}", str(value).lower() if isinstance(value, bool) else str(value)
