"""What an entry says in a story: one sentence in the language of who reads it.

The words stand in stories.toml, those of one room in stories_ROOM.toml, Khmer beside English; pages
and the terminal say the same ones. Nothing in here decides anything, and nothing in here may fail
on a screen.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kiosk.service.found import StoryLine
from kiosk.service.sentences import LANGUAGES, sentence
from kiosk.service.views import PersonFace

BOOKS = tuple(sorted(Path(__file__).parent.glob("stories*.toml")))

_PLACE = re.compile(r"\{([a-z_.]+)\}")
_PART = re.compile(r"\[(?:(!?)([a-z_.]+)\? ?)?([^\[\]]*)\]")
_MISSING = "…"
_WORDS = {
    "answer": "muster.",
    "ticks": "", "condition": "", "purpose": "", "fate": "", "how": "", "difference": "count.",
    "source": "source.", "mark.kind": "mark.", "mark.status": "status.", "differing": "differs.",
    "disputed": "differs.", "without": "without.", "weapon.serial_status": "status.",
    "tells": "tells.", "where": "met.", "level": "report.",
}  # fmt: skip
"""Fields whose values are wire names, said by the words of stories.toml, and what these begin with:
a card that is a duplicate is not what a label is that two weapons have."""

_MOMENTS = (
    "due_ms",
    "until_ms",
    "was_ms",
    "becomes_ms",
    "mission.valid_from_ms",
    "mission.valid_until_ms",
)
"""Fields that are a moment, and no word when there is none."""

_NONE_AT_ZERO = frozenset(
    {
        "due_ms",
        "open_s",
        "fired",
        "lost",
        "rounds.magazines",
        "rounds.rounds",
        "reverses",
        "correction.reverses",
    }
)
"""Figures that are not worth a word when they are nought."""

_SECOND_MS = 1_000


def told(line: StoryLine, language: str, when: Callable[[int], str]) -> str:
    """Return what an entry says. A kind nobody wrote a sentence for says its wire name.

    Args:
        line: the entry.
        language: one of `LANGUAGES`; any other one is the first of them.
        when: says a moment (wall milliseconds) as people read it.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    template = _book().get(line.kind, {}).get(spoken)
    if not isinstance(template, str):
        return line.kind
    said = _said(line, spoken, when)

    def part(found: re.Match[str]) -> str:
        absent, asked, text = found[1], found[2], found[3]
        needed = [asked] if asked else _PLACE.findall(text)
        known = all(said.get(name) for name in needed)
        return _filled(text, said) if known is not bool(absent) else ""

    begins = 0
    whole = ""
    for found in _PART.finditer(template):
        whole += _filled(template[begins : found.start()], said) + part(found)
        begins = found.end()
    return whole + _filled(template[begins:], said)


def kinds() -> frozenset[str]:
    """Return the wire kinds that have a sentence."""
    return frozenset(_book()) - {"word"}


def places(kind: str, language: str) -> frozenset[str]:
    """Return the fields that the sentence of a kind names or asks for."""
    template: str = _book()[kind][language]
    asked = {name for _, name, _ in _PART.findall(template) if name}
    return frozenset({*_PLACE.findall(template), *asked})


def named(person: PersonFace, language: str) -> str:
    """Return a person by name and number."""
    name = person.name_km if language == "km" and person.name_km else person.name
    return f"{name} ({person.number})" if name else person.number


def word(name: str, language: str) -> str:
    """Return a wire name in words; one that nobody wrote stays as it is."""
    return str(_book()["word"].get(name, {}).get(language, name.replace("_", " ")))


def _said(line: StoryLine, language: str, when: Callable[[int], str]) -> Mapping[str, str]:
    """Return every field in words; one that is empty says nothing."""
    facts = dict(line.facts)
    said = {name: "" if value == "false" else value for name, value in facts.items()}
    several: dict[str, list[str]] = {}
    for name, person in line.people.items():
        several.setdefault(name.partition(".")[0], []).append(named(person, language))
    said |= {
        name: ", ".join(people)
        for name, people in several.items()
        if len(people) == len(facts.get(name, "").split(", "))  # nobody who vouched is left out
    }
    for name, begin in _WORDS.items():
        if said.get(name):
            said[name] = ", ".join(word(begin + one, language) for one in said[name].split(", "))
    said["fired_rounds"], said["lost_rounds"] = facts.get("fired", ""), facts.get("lost", "")
    said |= {name: _moment(facts.get(name, "0"), when) for name in _MOMENTS}
    said["open_s"] = str(_figure(facts.get("open_ms", "0")) // _SECOND_MS)
    for group, field in (("refused", "reason"), ("doubt", "cause"), ("alarm", "cause")):
        if field in facts and (group == "refused" or line.kind.startswith(group)):
            name = "reason" if group == "refused" else group
            said[name] = sentence(group, facts[field], language, facts).happened
    return {
        name: "" if name in _NONE_AT_ZERO and value == "0" else value
        for name, value in said.items()
    }


def _filled(text: str, said: Mapping[str, str]) -> str:
    """Fill the places of a text; what a fact holds is never read for places again."""
    return _PLACE.sub(lambda place: said.get(place[1]) or _MISSING, text)


def _moment(text: str, when: Callable[[int], str]) -> str:
    wall_ms = _figure(text)
    return when(wall_ms) if wall_ms else ""


def _figure(text: str) -> int:
    return int(text) if text.lstrip("-").isdecimal() else 0


@cache
def _book() -> Mapping[str, Mapping[str, Any]]:
    return {
        kind: said
        for book in BOOKS
        for kind, said in tomllib.loads(book.read_text("utf-8")).items()
    }
