"""Forms become the taps of the hatch, and nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from kiosk.service.loss_taps import TellLoss
from kiosk.service.protocol import (
    AcceptPoint,
    AdjustCount,
    BeginStandTo,
    CallChief,
    Cancel,
    Choose,
    Count,
    CountCable,
    EndService,
    EndStandTo,
    Engraving,
    FreeCable,
    Look,
    ManStandTo,
    NewPin,
    OrderCount,
    Pin,
    ReadSeal,
    Report,
    SayEmpty,
    SayNoMark,
    SayRounds,
    SeeKey,
    ShowClear,
    SignCount,
    StartCount,
    Tap,
    WantHandover,
    WantPassing,
    WantReturn,
)
from tests.web_ui.racking_fakes import TAPS
from web_ui.forms import TAP_NAMES, FormWrong, page_tapped, tap_of

Pairs = list[tuple[str, str]]

GOOD: list[tuple[str, Pairs, Tap]] = [
    ("pin", [("digits", "135790")], Pin("135790")),
    ("pin", [("digits", "០១២៣៤៥")], Pin("012345")),
    ("new_pin", [("digits", "135790"), ("again", "135791")], NewPin("135790", "135791")),
    ("choose", [("weapon", "1030000747")], Choose("1030000747")),
    ("say_rounds", [("magazines", "2"), ("rounds", "60")], SayRounds(2, 60)),
    ("say_rounds", [("magazines", "2"), ("rounds", "")], SayRounds(2, 0)),
    ("want_return", [], WantReturn()),
    ("show_clear", [], ShowClear()),
    (
        "report",
        [
            ("magazines", "1"),
            ("rounds", "28"),
            ("fired", "2"),
            ("ticks", "dropped"),
            ("ticks", "wet"),
        ],
        Report(1, 28, fired=2, ticks=("fired", "wet", "dropped")),
    ),
    ("report", [("rounds", "30"), ("fired", "0")], Report(0, 30)),
    ("report", [("report", "hit a tree")], Report(0, 0, report="hit a tree")),
    ("count", [("counted", "0")], Count(0)),
    ("count", [("counted", "11")], Count(11)),
    ("look", [("position", "R2-05"), ("present", "yes")], Look("R2-05", present=True)),
    ("look", [("position", "R2-05"), ("present", "no")], Look("R2-05", present=False)),
    ("order_count", [("choice", "monthly|R1")], OrderCount("monthly", "R1")),
    ("order_count", [("choice", "daily|")], OrderCount("daily", "")),
    ("start_count", [], StartCount()),
    ("say_empty", [], SayEmpty()),
    ("say_no_mark", [], SayNoMark()),
    ("engraving", [("digits", "០១២3")], Engraving("0123")),
    ("engraving", [], Engraving("")),
    ("sign_count", [], SignCount()),
    ("adjust_count", [("position", "R1-07")], AdjustCount("R1-07")),
    ("want_handover", [("offers", "yes")], WantHandover(offers=True)),
    ("want_handover", [("offers", "no")], WantHandover(offers=False)),
    ("want_passing", [], WantPassing()),
    (
        "tell_loss",
        [("weapon", "1010000182"), ("kind", "stolen"), ("when", "yesterday")],
        TellLoss("1010000182", "stolen", "yesterday"),
    ),
    ("count_cable", [("counted", "4")], CountCable(4)),
    ("see_key", [("present", "no")], SeeKey(present=False)),
    ("read_seal", [("digits", "០០417")], ReadSeal("00417")),
    ("read_seal", [], ReadSeal("")),
    ("accept_point", [], AcceptPoint()),
    ("begin_stand_to", [("reason", "attack")], BeginStandTo("attack")),
    ("man_stand_to", [], ManStandTo()),
    ("free_cable", [("cable", "R1-C2")], FreeCable("R1-C2")),
    ("end_stand_to", [], EndStandTo()),
    ("end_service", [], EndService()),
    ("cancel", [], Cancel()),
    ("call_chief", [], CallChief()),
    *TAPS,
]

BAD: list[tuple[str, Pairs]] = [
    ("open_everything", []),
    ("pin", []),
    ("pin", [("digits", "12a456")]),
    ("pin", [("digits", "1234567890123")]),
    ("pin", [("digits", "¹²³")]),
    ("new_pin", [("digits", "135790")]),
    ("choose", []),
    ("choose", [("weapon", "x" * 65)]),
    ("choose", [("weapon", "1030\u202e000747")]),
    ("say_rounds", [("magazines", "-1")]),
    ("say_rounds", [("rounds", "99999")]),
    ("report", [("ticks", "stolen")]),
    ("report", [("ticks", "fired"), ("fired", "0")]),
    ("report", [("report", "x" * 65)]),
    ("report", [("report", "a\nb")]),
    ("count", [("counted", "")]),
    ("count", [("counted", "many")]),
    ("order_count", []),
    ("order_count", [("choice", "monthly")]),
    ("order_count", [("choice", "monthly|" + "x" * 60)]),
    ("order_count", [("choice", "monthly|R\u202e1")]),
    ("engraving", [("digits", "12a4")]),
    ("adjust_count", []),
    ("want_handover", []),
    ("count_cable", [("counted", "")]),
    ("see_key", [("present", "perhaps")]),
    ("read_seal", [("digits", "A-17")]),
    ("begin_stand_to", []),
    ("free_cable", [("cable", "x" * 65)]),
    ("tell_loss", [("weapon", "1010000182"), ("kind", "stolen")]),
    ("tell_loss", [("weapon", "1010000182"), ("kind", "stolen"), ("when", "\n")]),
    ("look", [("position", "R2-05")]),
    ("look", [("position", "R2-05"), ("present", "maybe")]),
]


@pytest.mark.parametrize(("name", "pairs", "tap"), GOOD)
def test_every_form_becomes_its_tap(name: str, pairs: Pairs, tap: Tap) -> None:
    assert tap_of(name, MultiDict(pairs)) == tap


def test_every_name_was_tried() -> None:
    assert {name for name, _, _ in GOOD} == TAP_NAMES


@pytest.mark.parametrize(("name", "pairs"), BAD)
def test_what_no_page_of_ours_sends_is_no_tap(name: str, pairs: Pairs) -> None:
    with pytest.raises(FormWrong):
        tap_of(name, MultiDict(pairs))


@given(
    st.sampled_from(sorted(TAP_NAMES)),
    st.lists(
        st.tuples(
            st.sampled_from(["digits", "again", "weapon", "counted", "rounds", "ticks", "present"]),
            st.text(max_size=20),
        )
    ),
)
def test_any_form_is_a_tap_or_wrong(name: str, pairs: Pairs) -> None:
    try:
        tap = tap_of(name, MultiDict(pairs))
    except FormWrong:
        return
    assert isinstance(tap, Tap)


def test_a_form_says_which_page_it_stood_on() -> None:
    assert page_tapped(MultiDict([("standing", "pin/12-0417")])) == "pin/12-0417"
    with pytest.raises(FormWrong):
        page_tapped(MultiDict())
