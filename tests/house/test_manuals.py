"""The manuals do not lie: what they quote stands on a screen, and both languages tell the same."""

import tomllib
from functools import cache
from pathlib import Path

import pytest

from kiosk.rules.corrections import FIELDS_MAX
from kiosk.rules.desks import MAY_SIT, Desk
from kiosk.rules.musters.assignments import EVERY_MOST_D, LONGEST_D
from kiosk.rules.things import Role
from tests.house import manuals
from tests.house.tree import ROOT
from web_ui.logins import IDLE_MS
from web_ui.shell import GREY_S, STALE_S

FOLDER = ROOT / "docs" / "manual"
WHOSE = (Role.REGISTRAR, Role.CUSTODIAN, Role.CHIEF)
LANGUAGES = ("en", "km")
POLICY = ROOT / "kiosk" / "rules" / "profiles" / "cambodia.toml"
UNREVIEWED = (
    "> មិនទាន់មានអ្នកអានជាជនជាតិខ្មែរបានបញ្ជាក់អត្ថបទនេះទេ។ No native reader has confirmed this page."
)


@cache
def spoken(language: str) -> manuals.Spoken:
    return manuals.said_on_screens(language)


def page(whose: Role, language: str) -> str:
    return Path(FOLDER / f"{whose.value}.{language}.md").read_text("utf-8")


def sections(whose: Role, language: str) -> list[manuals.Section]:
    return list(manuals.sections(page(whose, language)))


def test_there_are_these_manuals_and_no_others() -> None:
    wanted = {f"{whose.value}.{language}.md" for whose in WHOSE for language in LANGUAGES}
    assert {path.name for path in FOLDER.iterdir()} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whose", WHOSE)
def test_every_word_in_bold_stands_on_a_screen(whose: Role, language: str) -> None:
    """Whoever looks for a button that has another name stops reading."""
    quotes = [quote for one in sections(whose, language) for quote in one.quotes]
    assert len(quotes) > 50, "a manual that quotes so little was not read here"
    assert [one for one in quotes if not manuals.keys_of(one, spoken(language))] == []


@pytest.mark.parametrize("whose", WHOSE)
def test_both_languages_have_the_same_sections_steps_and_rows(whose: Role) -> None:
    english, khmer = sections(whose, "en"), sections(whose, "km")
    shapes = [(one.title, one.shape) for one in english[1:]]
    assert [shape for _, shape in shapes] == [one.shape for one in khmer[1:]], shapes


@pytest.mark.parametrize("whose", WHOSE)
def test_both_languages_quote_the_same_words_in_the_same_order(whose: Role) -> None:
    apart = [
        (here, there)
        for one, other in zip(sections(whose, "en"), sections(whose, "km"), strict=True)
        for here, there in zip(one.quotes, other.quotes, strict=True)
        if not manuals.keys_of(here, spoken("en")) & manuals.keys_of(there, spoken("km"))
    ]
    assert apart == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("whose", WHOSE)
def test_nobody_is_sent_to_a_desk_that_is_shut_to_them(whose: Role, language: str) -> None:
    shut = {f"desk.{desk.value}" for desk in Desk if whose not in MAY_SIT[desk]}
    quotes = {quote for one in sections(whose, language) for quote in one.quotes}
    assert [one for one in quotes if manuals.keys_of(one, spoken(language)) & shut] == []


@pytest.mark.parametrize(
    ("whose", "english", "khmer", "setting", "figure"),
    [
        (Role.REGISTRAR, "it waits two minutes", "តែ 2 នាទី", "return_s", 120),
        (Role.REGISTRAR, "After five wrong ones", "ខុសប្រាំដង", "pin_tries", 5),
        (Role.REGISTRAR, "(72 at most)", "(យ៉ាងច្រើន 72)", "transfer_h", 72),
        (Role.REGISTRAR, "within a week", "ក្នុងមួយសប្តាហ៍", "muster_return_h", 168),
        (Role.CUSTODIAN, "A shift is 12 hours", "វេនមួយមាន 12 ម៉ោង", "shift_h", 12),
        (Role.CUSTODIAN, "for five seconds only", "តែ 5 វិនាទី", "release_s", 5),
        (Role.CUSTODIAN, "open for 90 seconds", "បើក 90 វិនាទី", "held_open_s", 90),
        (Role.CUSTODIAN, "at three minutes", "បើក 3 នាទី", "left_open_s", 180),
        (Role.CUSTODIAN, "counted for two minutes", "ក្នុង 2 នាទី", "count_s", 120),
        (Role.CUSTODIAN, "12 hours at most", "យ៉ាងយូរ 12 ម៉ោង", "badge_lent_h", 12),
        (Role.CUSTODIAN, "at 07:00", "ម៉ោង 07:00", "count_by_itself_min", 420),
        (Role.CHIEF, "half an hour", "30 នាទី", "search_list_min", 30),
        (Role.CHIEF, "two hours, in writing", "2 ម៉ោង លើក្រដាស", "search_report_h", 2),
        (Role.CHIEF, "twenty-four hours", "24 ម៉ោង", "search_nation_h", 24),
        (Role.CHIEF, "(30 days)", "(30 ថ្ងៃ)", "count_appointment_d", 30),
        (Role.CHIEF, "(a week)", "(7 ថ្ងៃ)", "count_command_d", 7),
        (Role.CHIEF, "three days at most", "យ៉ាងយូរបីថ្ងៃ", "transfer_h", 72),
    ],
)
def test_a_figure_that_is_told_is_the_policys(
    whose: Role, english: str, khmer: str, setting: str, figure: int
) -> None:
    """Whoever changes the policy that comes with a kiosk changes the manuals."""
    assert english in " ".join(page(whose, "en").split())
    assert khmer in " ".join(page(whose, "km").split())
    assert tomllib.loads(POLICY.read_text("utf-8"))[setting]["value"] == figure


@pytest.mark.parametrize(
    ("whose", "english", "khmer", "stands", "told"),
    [
        (Role.REGISTRAR, "at most two fields", "យ៉ាងច្រើនពីរចំណុច", FIELDS_MAX, 2),
        (Role.REGISTRAR, "After 15 minutes", "15 នាទី", IDLE_MS, 15 * 60_000),
        (Role.CHIEF, "six seconds without a word", "មិនឆ្លើយ 6 វិនាទី", STALE_S, 6),
        (Role.CHIEF, "After ten seconds", "ក្រោយ 10 វិនាទី", GREY_S, 10),
        (Role.CHIEF, "(366 at most)", "(យ៉ាងច្រើន 366)", LONGEST_D, 366),
        (Role.CHIEF, "(92 at most)", "(យ៉ាងច្រើន 92)", EVERY_MOST_D, 92),
    ],
)
def test_a_figure_that_is_told_is_the_programs(
    whose: Role, english: str, khmer: str, stands: float, told: int
) -> None:
    assert english in " ".join(page(whose, "en").split())
    assert khmer in " ".join(page(whose, "km").split())
    assert stands == told


@pytest.mark.parametrize("whose", WHOSE)
def test_the_khmer_begins_by_saying_that_nobody_has_confirmed_it(whose: Role) -> None:
    """It goes when a native reader of the police has signed the page (docs/open-questions.md)."""
    assert page(whose, "km").splitlines()[0] == UNREVIEWED


@pytest.mark.parametrize(
    "wrong",
    [
        "Open the cable",
        "Take Out",
        "The custodian …",
        "{cable}",
        "On shift: Sok",
        "Sign here",
        "Bench",
        "Bench alone",
    ],
)
def test_a_word_that_no_screen_says_is_found(wrong: str) -> None:
    assert manuals.keys_of(wrong, spoken("en")) == frozenset()


@pytest.mark.parametrize(
    ("quote", "key"),
    [
        ("Take out", "choose.take_out"),
        ("On shift: …", "shift.on"),
        ("Voucher 2: scan your badge", "enrol.voucher"),
        ("Return it before …", "outcome.weapon.issued.1"),
        ("It is in the book", "recorded.outcome.0"),
        ("to be inspected", "word.inspect"),
    ],
)
def test_a_word_of_a_screen_is_known_by_its_key(quote: str, key: str) -> None:
    assert key in manuals.keys_of(quote, spoken("en"))
