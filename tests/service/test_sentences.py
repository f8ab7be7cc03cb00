"""Everything the kiosk can say is said in Khmer and in English, in the same shape."""

import re
import tomllib
import unicodedata
from typing import Any

import pytest

from drivers.protocols.rejections import REJECTIONS
from kiosk.rules.entries import AlarmCause, BookPart, DoubtCause, Fault
from kiosk.rules.gates import GATES
from kiosk.rules.refusals import REASONS
from kiosk.rules.things import Signal
from kiosk.service.sentences import BOOKS, GROUPS, LANGUAGES, Sentence, names, places, sentence

EVERY = [(group, name) for group in GROUPS for name in sorted(names(group) | {"other"})]

CLUSTER = re.compile(
    r"[\u1780-\u17b3]"  # a consonant or independent vowel
    r"[\u17c9\u17ca\u17cc]?"  # a sign that changes its register
    r"(?:\u17d2[\u1780-\u17b3])*"  # subscripts: coeng, then a consonant
    r"[\u17c9\u17ca]?"
    r"[\u17b6-\u17c5]*"  # vowels
    r"[\u17c6-\u17c8\u17cb-\u17d1\u17dd]*"  # signs
)
"""A written syllable in the order of the Unicode standard; another shows a dotted circle."""

SAID_ELSEWHERE = {
    "bad_label", "wrong_kind", "badge_of_two", "pin_too_simple", "duress_pin_too_close",
    "pins_differ", "pin_wrong", "list_wrong",
}  # fmt: skip
"""Refusals of the eyes, of the form of a PIN, of a PIN itself, and of a list that is read."""

SAID_ELSEWHERE_OR_AT_BAY = {"missing_elsewhere", "sought_at_bay"}
"""Sentences of alarms where that of their cause would mislead who reads it."""

OURS = sorted(REASONS | {name for name, _ in GATES} | set(REJECTIONS) | SAID_ELSEWHERE)
"""Every refusal there is. A new gate is in here as soon as it stands in its table."""


def books() -> list[dict[str, Any]]:
    return [tomllib.loads(book.read_text("utf-8")) for book in BOOKS]


def parts(said: Sentence) -> list[str]:
    return [said.happened, said.do, said.recorded]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("group", "name"), EVERY)
def test_every_sentence_says_what_happened_what_to_do_and_what_was_recorded(
    group: str, name: str, language: str
) -> None:
    for part in parts(sentence(group, name, language, {})):
        assert part == part.strip()
        assert len(part) >= 4
        assert "  " not in part
        assert unicodedata.is_normalized("NFC", part)
        assert not re.search(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", part)
        assert "{" not in part


@pytest.mark.parametrize(("group", "name"), EVERY)
def test_khmer_is_written_in_khmer_and_english_in_latin(group: str, name: str) -> None:
    for part in parts(sentence(group, name, "km", {})):
        assert re.search(r"[\u1780-\u17ff]", part)
        assert not re.search(r"[A-Za-z]", part)
    for part in parts(sentence(group, name, "en", {})):
        assert not re.search(r"[\u1780-\u17ff]", part)


@pytest.mark.parametrize(("group", "name"), EVERY)
def test_both_languages_have_room_for_the_same_facts(group: str, name: str) -> None:
    assert places(group, name, "km") == places(group, name, "en")


@pytest.mark.parametrize(("group", "name"), EVERY)
def test_every_khmer_syllable_is_in_the_order_of_the_standard(group: str, name: str) -> None:
    for part in parts(sentence(group, name, "km", {})):
        left = CLUSTER.sub("", part)
        assert not re.search(r"[\u1780-\u17d3\u17dd]", left), left


@pytest.mark.promise("P11")
def test_there_is_a_sentence_for_every_refusal_and_no_other() -> None:
    assert names("refused") == set(OURS)


def test_there_is_a_sentence_for_every_alarm_doubt_fault_mending_and_outcome() -> None:
    assert names("alarm") == set(AlarmCause) | SAID_ELSEWHERE_OR_AT_BAY
    assert names("doubt") == set(DoubtCause)
    assert names("fault") == set(Fault)
    assert names("signal") == {*Signal, "spared", "power_off"}
    assert names("mended") == set(BookPart)
    assert names("outcome") == {
        "weapon.issued", "weapon.passed", "weapon.returned", "weapon.received",
        "return.kept", "nothing.taken", "count.differed",
        "count.skipped", "release.lapsed", "badge.enrolled", "pin.set", "weapon.wrong",
        "doubt.settled", "help.called", "session.closed", "officer.corrected", "weapon.corrected",
        "count.ordered", "count.passed", "count.certified", "count.adjusted",
        "weapon.racked", "racking.differed", "cards.begun",
        "transfer.sent", "transfer.recalled", "transfer.voided", "transfer.received",
        "loss.reported", "loss.closed",
        "key.registered", "kiosk.enrolled",
        "shift.handed_over", "stand_to.begun", "stand_to.ended", "national.begun", "listed.settled",
        "service.begun", "service.ended", "clock.set",
    }  # fmt: skip


@pytest.mark.parametrize("name", OURS)
@pytest.mark.promise("P11")
def test_every_refusal_says_that_no_weapon_was_issued_and_that_it_is_in_the_book(
    name: str,
) -> None:
    said = sentence("refused", name, "en", {})
    assert said.recorded == "No weapon was issued. The refusal is in the book."


def test_no_khmer_is_called_confirmed_before_a_native_reader_has_confirmed_it() -> None:
    confirmed = [
        (group, name)
        for book in books()
        for group in book.keys() - {"recorded"}
        for name, entry in book[group].items()
        if entry["km_confirmed"] is not False
    ]
    assert confirmed == []


def test_the_refusals_stand_alone_in_their_files_and_each_has_one_sentence() -> None:
    """Who adds a reason to refuse opens one file, and finds nothing else in it."""
    standing = [sorted(book.keys() - {"recorded"}) for book in books()]
    refusals = [groups for groups in standing if "refused" in groups]
    assert refusals == [["refused"]] * len(refusals)
    assert {group for groups in standing for group in groups} == set(GROUPS)
    every = [name for book in books() for name in book.get("refused", ())]
    assert len(every) == len(set(every)), "a reason that has two sentences"


def test_what_a_group_records_is_said_once() -> None:
    said = [group for book in books() for group in book.get("recorded", ())]
    assert sorted(said) == sorted(GROUPS)


def test_facts_are_filled_in() -> None:
    said = sentence("refused", "pin_wrong", "en", {"tries_left": "3"})
    assert said.do == "Try again: 3 tries left."


def test_a_fact_that_is_missing_never_fails() -> None:
    assert sentence("alarm", "forced", "en", {}).happened == "Cable … was forced open"
    assert sentence("alarm", "forced", "en").happened == "Cable … was forced open"


def test_a_fact_is_never_read_for_places_of_its_own() -> None:
    said = sentence("alarm", "forced", "en", {"about": "{about} %s {0.__class__}"})
    assert said.happened == "Cable {about} %s {0.__class__} was forced open"


def test_a_name_without_a_sentence_is_said_as_its_groups_other() -> None:
    assert sentence("refused", "a_later_reason", "en") == sentence("refused", "other", "en")
    assert sentence("no_group", "at_all", "en") == sentence("refused", "other", "en")


def test_an_unknown_language_is_khmer() -> None:
    assert sentence("refused", "not_fit", "fr") == sentence("refused", "not_fit", "km")


WORDS = [
    ("refused", "unknown_badge", "មិនស្គាល់ប័ណ្ណនេះ"),
    ("refused", "pin_wrong", "លេខសម្ងាត់មិនត្រឹមត្រូវ"),
    ("refused", "unknown_weapon", "មិនស្គាល់ស្លាកអាវុធនេះ"),
    ("refused", "wrong_role", "អ្នកគ្មានសិទ្ធិ"),
    ("outcome", "weapon.issued", "បានបញ្ចេញអាវុធ"),
    ("outcome", "weapon.returned", "បានប្រគល់ត្រឡប់"),
]


@pytest.mark.parametrize(("group", "name", "khmer"), WORDS)
def test_words_of_the_glossary_stand_as_they_are_there(group: str, name: str, khmer: str) -> None:
    assert sentence(group, name, "km").happened == khmer
