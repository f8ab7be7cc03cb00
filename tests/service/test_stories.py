"""Every entry that stands in the story of a weapon or a person is said in both languages."""

import random
import re
import unicodedata
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay
from kiosk.rules.labels import Kind, number
from kiosk.rules.manifests import TransferNumber
from kiosk.rules.national import NationalList
from kiosk.rules.things import BadgeText, Grade, OfficerNumber, Rounds, WeaponNumber
from kiosk.service.found import StoryLine
from kiosk.service.lookup import LocalRegister, line_of
from kiosk.service.sentences import LANGUAGES
from kiosk.service.stories import kinds, named, places, told, word
from kiosk.service.views import PersonFace
from tests.registry.samples import AT, PLACE, POLICY, SOK, made_up, open_here
from tests.web_ui.register_fakes import LIFE

ONE = WeaponNumber(number(Kind.WEAPON, 1, 1))
POOL = ("0000000143", "0000000244", "0000000345", "0000000446", ONE)
OFFICERS = ("1042", "1043", "1044")
BY_LABEL = (
    e.Refused(AT, "not_fit", ONE, SOK.number),
    e.ShownClear(AT, ONE, SOK.number, None),
    e.ReturnTold(AT, ONE, Rounds(1, 2), 0, 3, ("wet", "dropped"), "R-7"),
    e.AlarmRaised(AT, e.AlarmCause.MISSING, ONE),
    e.AlarmAnswered(AT, e.AlarmCause.MISSING, ONE, SOK.number),
    e.AlarmCleared(AT, e.AlarmCause.MISSING, ONE),
)
"""Entries that name a weapon by its label only."""

SELDOM = (
    e.ReleaseGranted(AT, e.Purpose.ISSUE, PLACE.cable, PLACE.id, ONE, SOK.number, (ONE,)),
    e.ReleaseLapsed(AT, PLACE.cable),
    e.ReleaseGranted(AT, e.Purpose.ISSUE, PLACE.cable, PLACE.id, ONE, SOK.number, (ONE,)),
    e.WrongWeaponCleared(AT, PLACE.cable, SOK.number),
    e.CableSeenOpen(AT, PLACE.cable, released=True),
    e.CableHeldOpen(AT, PLACE.cable),
    e.CableSeenShut(AT, PLACE.cable, 9_000),
    e.CountDiffered(AT, PLACE.cable, 4, 5, "sensors"),
    e.ReleaseGranted(AT, e.Purpose.ISSUE, PLACE.cable, PLACE.id, ONE, SOK.number, (ONE,)),
    e.CountAgreed(AT, PLACE.cable, 4, "said"),
    e.ReleaseGranted(AT, e.Purpose.ISSUE, PLACE.cable, PLACE.id, ONE, SOK.number, (ONE,)),
    e.CountSkipped(AT, PLACE.cable),
    e.CardImported(AT, "s", 2, "C1", "7", e.Fate.MATCHED, ONE, ""),
    e.CounterSigned(AT, e.Purpose.ISSUE, ONE, SOK.number),
    e.EngravingAsked(AT, 3, PLACE.id, "", ONE),
    e.PlaceCounted(
        AT,
        3,
        PLACE.id,
        e.Finding.WEAPON,
        SOK.number,
        ONE,
        ONE,
        "0017",
        difference=e.Difference.WRONG_POSITION,
    ),
    e.AdjustmentAsked(AT, 3, ONE, PLACE.id, e.Difference.WRONG_POSITION, SOK.number),
    e.StandingAssigned(AT, ONE, SOK.number, "K", "SA-7", 9, 30, SOK.number),
    e.MusterAnswered(AT, 3, ONE, e.MusterAnswer.DIFFERS, "0017", SOK.number, SOK.number),
    e.CountAdjusted(AT, 3, ONE, PLACE.id, e.Difference.FOUND_AGAIN, SOK.number, SOK.number),
    e.RackingBegun(AT, ONE, SOK.number, ONE, "rifle", "7.62"),
    e.RackingRead(AT, ONE, "17", SOK.number, ("card.serial",)),
    e.RackingDiffered(AT, ONE, ("serial", "calibre"), "18", SOK.number),
    e.RackingAgreed(AT, ONE, SOK.number),
    e.RackingPhotoTold(AT, ONE, 0, "no_camera", SOK.number),
    e.RackingPlaced(AT, ONE, PLACE.id, SOK.number, needs_second=True),
    e.WeaponTaken(AT, ONE, PLACE.id, "stand-to 1", 9, SOK.number),
    e.HolderNamed(AT, ONE, SOK.number),
    e.PointAccepted(AT, e.OpenPoint(e.PointKind.OVERDUE, ONE), SOK.number),
)
"""Entries that chance seldom makes in an order in which they tell of a weapon."""

WHO, CABLES = SOK.number, (PLACE.cable,)
OF_PEOPLE = (
    e.NationalListBegun(AT, NationalList("a", "march.csv", "a", 1, 2, "x"), (WHO, "8")),
    e.CardsBegun(AT, e.CardStack("s", "k.csv", "", "utf-8", (), (), 1, "x"), (WHO, "8")),
    e.CountOrdered(AT, 8, e.CountKind.DAILY, "", CABLES, CABLES, WHO, WHO, WHO, 1, 2),
    e.CountBegun(AT, 8, WHO),
    e.CountPassed(AT, 8, WHO, 0),
    e.CountDropped(AT, 8, WHO),
    e.CountCertified(
        AT, 8, e.CountKind.DAILY, "", CABLES, (WHO,), WHO, 1, 0, (), 0, 0, 0, 0, "h"
    ),
    e.CableNumbered(AT, PLACE.cable, 3, 4, WHO),
    e.SealRead(AT, "K-1", "7", "8", WHO),
    e.KeySeen(AT, "K-1", present=False, by=WHO),
    e.HandoverBegun(AT, WHO, WHO, None),
    e.BadgeShown(AT, WHO, BadgeText("b"), Grade.CARD),
    e.TransferVoided(AT, TransferNumber("T1"), "torn", (WHO, WHO)),
    e.ServiceBegun(AT, "pi", "a reader", (WHO, OfficerNumber("8")), 9),
    e.TrialVouched(AT, WHO),
    e.ServiceEnded(AT, e.ServiceEnd.SCREEN, WHO),
)  # fmt: skip
"""Entries that chance seldom makes of a person it knows."""


def when(wall_ms: int) -> str:
    return f"@{wall_ms}"


@pytest.fixture(scope="module")
def lines(tmp_path_factory: pytest.TempPathFactory) -> list[StoryLine]:
    """Return the stories of all weapons and people of a book that has everything in it."""
    folder: Path = tmp_path_factory.mktemp("book")
    with closing(open_here(folder)) as book:
        book.journal.append([e.OfficerRegistered(AT, SOK, "x"), *BY_LABEL, *SELDOM, *OF_PEOPLE])
        for seed in range(3):
            book.journal.append(list(made_up(random.Random(seed), 900, Bay(POLICY))))
        book.journal.append([e.OfficerRegistered(AT, SOK, "x")])
        register = LocalRegister(book.facts, book.search, book.stories)
        found: list[StoryLine] = []
        for weapon in POOL:
            page = register.story(SOK.number, weapon)
            assert not page.reason
            found += page.lines
            while page.earlier:
                page = register.story(SOK.number, weapon, before=page.lines[0].seq)
                found += page.lines
        for officer in OFFICERS:
            story = book.stories.of_officer(officer, limit=10_000)
            found += [line_of(one, book.facts) for one in story.told]
    return found


def test_every_kind_that_stands_in_a_story_has_its_sentence_and_no_other_has(
    lines: list[StoryLine],
) -> None:
    """A kind that is new is filed by the weapon it names: its sentence is asked for here."""
    assert {line.kind for line in lines} == kinds()


def test_every_line_is_said_whole_in_both_languages(lines: list[StoryLine]) -> None:
    assert len(lines) > 500
    for line in lines:
        for language in LANGUAGES:
            said = told(line, language, when)
            assert said != line.kind
            assert not re.search(r"[{}\[\]]|: ?,|, ,", said), said
            assert re.search("[\u1780-\u17ff]", said) is not None or language == "en"


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_both_languages_say_the_same_fields_in_good_form(kind: str) -> None:
    assert places(kind, "km") == places(kind, "en")
    for language in LANGUAGES:
        said = told(StoryLine(1, 0, "", "", kind), language, when)
        assert unicodedata.is_normalized("NFC", said)
        assert not re.search(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]", said)


def test_what_is_empty_or_nought_is_left_out_and_a_question_is_answered() -> None:
    issued = StoryLine(1, 0, "", "", "weapon.issued", {
        "officer": "9", "position": "A1", "mission": "", "due_ms": "0",
        "rounds.magazines": "0", "rounds.rounds": "30",
    })  # fmt: skip
    assert told(issued, "en", when) == "Issued to 9 from position A1, 30 rounds"
    settled = {"by": "9", "position": "A1", "present": "true"}
    there = StoryLine(1, 0, "", "", "doubt.settled", settled)
    gone = StoryLine(1, 0, "", "", "doubt.settled", {**settled, "present": "false"})
    assert told(there, "en", when) == "9 settled the doubt at position A1: it stands there"
    assert told(gone, "en", when) == "9 settled the doubt at position A1: it does not stand there"
    counted = StoryLine(1, 0, "", "", "count.agreed", {"cable": "C", "counted": "0", "how": "said"})
    assert told(counted, "en", when) == "0 left on cable C, as the book says (counted by a person)"


def test_what_an_entry_holds_is_never_read_for_places() -> None:
    """A serial may have braces in it; it is said as it is engraved."""
    facts = {"weapon.name": "{by}", "weapon.serial": "[x? {position}]", "by": "reg"}
    line = StoryLine(1, 0, "", "", "weapon.registered", facts)
    assert told(line, "en", when) == "Registered: {by}, serial [x? {position}], by reg"


def test_a_person_is_said_by_name_in_the_language_and_number() -> None:
    issued = next(line for line in LIFE if line.kind == "weapon.issued")
    assert told(issued, "km", when).startswith("បានបញ្ចេញឱ្យ សុខ វណ្ណា (12-0417)")
    assert named(PersonFace("7", "Sok"), "km") == "Sok (7)"
    assert named(PersonFace("7", ""), "en") == "7"


def test_everybody_who_vouched_is_said_or_all_by_number() -> None:
    facts = {"changed": "serial: 1 → 2", "why": "read again", "by": "1, 2"}
    people = {"by.0": PersonFace("1", "Sok"), "by.1": PersonFace("2", "Chan")}
    whole = StoryLine(1, 0, "", "", "weapon.corrected", facts, people)
    said = "Corrected: serial: 1 → 2, because: read again, vouched for by "
    assert told(whole, "en", when) == f"{said}Sok (1), Chan (2)"
    half = StoryLine(1, 0, "", "", "weapon.corrected", facts, {"by.0": people["by.0"]})
    assert told(half, "en", when) == f"{said}1, 2"


def test_a_reason_and_a_cause_are_said_in_their_own_sentences() -> None:
    refused = StoryLine(1, 0, "", "", "refused", {"reason": "wrong_role"})
    assert told(refused, "en", when) == "Refused: You are not allowed to do this"
    doubt = StoryLine(1, 0, "", "", "doubt.raised", {"position": "A1", "cause": "forced"})
    assert told(doubt, "en", when).startswith("Doubt at position A1: ")
    assert "forced" in told(doubt, "en", when)


def test_nothing_fails_on_a_screen() -> None:
    """A later version writes kinds and words that this one never heard of."""
    assert told(StoryLine(1, 0, "", "", "weapon.melted", {"x": "y"}), "en", when) == "weapon.melted"
    assert told(StoryLine(1, 0, "", "", "word"), "en", when) == "word"
    odd = StoryLine(1, 0, "", "", "cable.shut", {"cable": "C", "open_ms": "x"})
    assert told(odd, "??", when) == told(odd, "km", when)
    assert word("molten_state", "en") == "molten state"
