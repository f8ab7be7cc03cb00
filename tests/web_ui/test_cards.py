"""The pages of paper cards: what is shown of each state, what each form asks, and bad forms."""

import re
from dataclasses import replace
from html import unescape

import pytest
from markupsafe import escape

from kiosk.service.cards import views as v
from tests.web_ui.cards_fakes import (
    BASE,
    DIFFERENCE,
    DOUBT,
    FOUND,
    LONE_CARD,
    LONE_WEAPON,
    SOUGHT,
    STACKS,
    WHO,
    Sitting,
    stack,
)
from tests.web_ui.client import HOSTILE, token_in
from web_ui.languages import words_in

NAMES = {one.state: one.name for one in STACKS}
JUDGED = f"/cards/{NAMES['judged']}"
NOTHING = "មិនទាន់បានកត់ត្រាអ្វីទេ"


@pytest.fixture
def desk() -> Sitting:
    return Sitting()


PAGES = (
    "/cards", JUDGED, f"{JUDGED}/doubts", f"{JUDGED}/differing", f"{JUDGED}/keying",
    f"{JUDGED}/sought", "/cards/unmatched",
    f"{JUDGED}/paper", "/cards/export", f"{JUDGED}/export", "/cards/arrived",
)  # fmt: skip
FORMS = tuple(f"{JUDGED}/{form}" for form in ("columns", "again", "keying", "sign", "drop"))


def test_a_stranger_sees_and_sends_nothing(desk: Sitting) -> None:
    stranger = desk.app.test_client()
    for page in PAGES:
        assert stranger.get(page, base_url=BASE).status_code in {303, 403}
    token = token_in(stranger.get("/", base_url=BASE).text)
    for form in (*FORMS, "/cards/list", "/cards/piece"):
        answer = stranger.post(form, data={"token": token, "signed": "1"}, base_url=BASE)
        assert answer.status_code in {303, 403}
    assert desk.cards.asked == []


def test_who_may_not_sit_there_is_shown_no_way_and_no_page() -> None:
    desk = Sitting("bay")
    assert 'href="/cards"' not in desk.get("/").text
    assert desk.get().headers["Location"] == "/"
    assert desk.cards.asked == []


def test_no_form_is_taken_without_its_token(desk: Sitting) -> None:
    for form in (*FORMS, "/cards/list", "/cards/piece"):
        assert desk.browser.post(form, data={"mark": "x"}, base_url=BASE).status_code == 403
    assert desk.cards.asked == []


def test_every_list_is_shown_with_where_it_stands(desk: Sitting) -> None:
    html = desk.get().text
    for one in STACKS:
        assert f'data-stack="{one.name}"' in html
        assert str(escape(one.file)) in html
        assert words_in("km")(f"cards.state_of.{one.state}") in html
    assert "<columns>" not in html


@pytest.mark.parametrize("one", STACKS, ids=lambda one: one.state)
def test_each_state_has_its_page_and_looks_again_only_while_something_moves(
    desk: Sitting, one: v.Stack
) -> None:
    html = desk.get(f"/cards/{one.name}").text
    assert f'data-at="{one.state}"' in html
    moving = one.state in {"looking", "judging", "awaited", "coming_in"}
    assert ("<noscript><meta" in html) == ("data-moving" in html) == moving
    assert ("/drop" in html) == (one.state in {"arriving", "columns", "judged", "refused"})
    assert ("/sign" in html) == (one.state == "judged")
    assert (f'value="{one.done}"' in html) == (one.state in {"arriving", "judging", "coming_in"})
    for hostile in ("<u>", "<script>", "<quotation>", "<columns>"):
        assert hostile not in html.partition("<main")[2]


def test_a_report_tells_every_total_with_the_way_to_its_doubts(desk: Sitting) -> None:
    html = desk.get(JUDGED).text
    for fate, count in FOUND.fates.items():
        row = html.partition(f'data-fate="{fate}"')[2].partition("</tr>")[0]
        assert f"{count:,}" in row
    assert f"{JUDGED}/doubts?kind=look_alike" in html
    assert "a_later_kind" in html, "a kind of a later program is shown as it is"
    assert "12-0500" in html
    desk.cards.told = (stack(v.State.JUDGED, found=v.Found(3, {"matched": 3})),)
    assert words_in("km")("cards.report.no_doubts") in desk.get(JUDGED).text


@pytest.mark.parametrize("moved", [{"differing": 2}, {"weapons": 1}, {"others": 1}])
def test_what_cannot_be_let_in_yet_has_no_form_to_sign(
    desk: Sitting, moved: dict[str, int]
) -> None:
    desk.cards.told = (stack(v.State.JUDGED, found=replace(FOUND, **moved)),)  # type: ignore[arg-type]  # the names are Found's
    html = desk.get(JUDGED).text
    assert f"{JUDGED}/sign" not in html
    assert (f"{JUDGED}/again" in html) == ("differing" not in moved)
    assert (f"{JUDGED}/differing" in html) == ("differing" in moved)


def test_doubts_are_leafed_through_within_their_kind(desk: Sitting) -> None:
    html = desk.get(f"{JUDGED}/doubts?kind=look_alike").text
    assert str(escape(DOUBT.value)) in html
    assert desk.last() == ("doubts", WHO, NAMES["judged"], "look_alike", "")
    following = re.search(r'rel="next" href="([^"]+)"', html)
    assert following is not None
    last = desk.get(following[1].replace("&amp;", "&")).text
    assert desk.last()[-2:] == ("look_alike", "3|serial|look_alike")
    assert 'rel="next"' not in last
    assert desk.get(f"/cards/{NAMES['columns']}/doubts").status_code == 409


def test_cards_of_weapons_that_are_looked_for_are_told_with_why_they_are(desk: Sitting) -> None:
    assert f'href="{JUDGED}/sought"' in desk.get(JUDGED).text
    html = desk.get(f"{JUDGED}/sought").text
    for one in SOUGHT:
        row = html.partition(f'data-sought="{one.kind}"')[2].partition("</tr>")[0]
        likeness = words_in("km")(f"cards.sought.{'exact' if one.exact else 'near'}")
        for said in (escape(one.serial), escape(one.found), likeness):
            assert str(said) in row
        assert words_in("km")(f"cards.sought.{one.kind}") in row
    assert f'rel="next" href="{JUDGED}/sought?after=10001"' in html
    last = desk.get(f"{JUDGED}/sought?after=10001").text
    assert desk.last() == ("sought", WHO, NAMES["judged"], 10_001)
    assert 'rel="next"' not in last
    assert desk.get(f"/cards/{NAMES['columns']}/sought").status_code == 409


def test_what_has_no_match_is_searched_and_leafed_through(desk: Sitting) -> None:
    assert 'href="/cards/unmatched"' in desk.get().text
    html = desk.get("/cards/unmatched?q=0077%26").text
    assert desk.last() == ("unmatched", WHO, "card_only", "0077&", "")
    assert str(escape(LONE_CARD.serial)) in html
    assert f'href="/register/weapon?number={LONE_CARD.now}"' in html
    following = re.search(r'rel="next" href="([^"]+)"', html)
    assert following is not None
    last = desk.get(unescape(following[1])).text
    assert desk.last() == ("unmatched", WHO, "card_only", "0077&", '[1, "card", "9&"]')
    assert 'rel="next"' not in last
    html = desk.get("/cards/unmatched?what=weapon_only").text
    assert desk.last()[2:] == ("weapon_only", "", "")
    assert f'data-lone="{LONE_WEAPON.number}"' in html
    desk.get("/cards/unmatched?what=holders")
    assert desk.last()[2] == "card_only", "a word nobody knows is the first of them"
    desk.cards.told = ()
    assert "/cards/unmatched?what=weapon_only" in desk.get().text, "also where no list came yet"


def test_the_columns_are_proposed_and_what_is_chosen_is_sent(desk: Sitting) -> None:
    path = f"/cards/{NAMES['columns']}"
    html = desk.get(path).text
    assert html.count('name="field-') == 4
    assert '<option value="serial" selected>' in html
    assert re.search(r'name="limon-2"[^>]* checked', html)
    fields = {"field-0": "card", "field-1": "serial", "field-2": "note", "field-3": ""}
    answer = desk.post(f"{path}/columns", mark="mark columns", **fields, **{"limon-2": "1"})
    assert (answer.status_code, answer.headers["Location"]) == (303, path)
    assert desk.last() == (
        "judge", WHO, NAMES["columns"], "mark columns", ("card", "serial", "note", ""), (2,),
    )  # fmt: skip
    desk.post(f"{path}/columns")
    assert desk.last()[-2:] == ((), ())
    desk.post(f"{JUDGED}/again", mark="mark judged")
    assert desk.last() == ("judge", WHO, NAMES["judged"], "mark judged", (), ())


@pytest.mark.parametrize("why", [*v.WHYS, "silent"])
def test_whatever_was_not_done_is_said_with_what_to_do_and_what_was_recorded(
    desk: Sitting, why: str
) -> None:
    """A stale tab, a second registrar, a list that is none: all of them end on such a page."""
    desk.cards.done = v.Done(why=why)
    answer = desk.post(f"{JUDGED}/sign", mark="old", pin="135790", signed="1")
    assert answer.status_code == 303
    html = desk.get(answer.headers["Location"]).text
    words = words_in("km")
    for said in (f'data-why="{why}"', words(f"cards.why.{why}"), words(f"cards.do.{why}"), NOTHING):
        assert said in html
    other = desk.get(f"/cards?why={why}").text
    assert words(f"cards.why.{why}") in other


def test_a_refusal_of_the_rules_is_said_in_their_words(desk: Sitting) -> None:
    desk.cards.done = v.Done(reason="pin_wrong", about=WHO)
    answer = desk.post(f"{JUDGED}/sign", mark="mark judged", pin="000000", signed="1")
    html = desk.get(answer.headers["Location"]).text
    assert "លេខសម្ងាត់មិនត្រឹមត្រូវ" in html
    assert "…" not in html.partition("data-refused")[2].partition("</p>")[0]
    assert desk.cards.asked[-2] == ("sign", WHO, NAMES["judged"], "mark judged", "000000")


def test_nobody_signs_for_what_is_not_signed_on_paper(desk: Sitting) -> None:
    answer = desk.post(f"{JUDGED}/sign", mark="mark judged", pin="135790")
    assert answer.headers["Location"] == f"{JUDGED}?why=sign_first"
    assert desk.cards.asked == []


def test_a_word_nobody_knows_in_an_address_says_nothing(desk: Sitting) -> None:
    for hostile in (*HOSTILE, "no_such_why"):
        for name in ("why", "reason", "said", "about", "kind", "after", "row"):
            for path in (JUDGED, f"{JUDGED}/keying", f"{JUDGED}/doubts", "/cards"):
                answer = desk.browser.get(path, query_string={name: hostile}, base_url=BASE)
                assert answer.status_code == 200
                assert not {"<", '"', "'"} & set(hostile) or hostile not in answer.text


def test_a_dropped_list_leads_to_all_of_them_and_one_that_is_not_dropped_says_why(
    desk: Sitting,
) -> None:
    assert desk.post(f"{JUDGED}/drop", mark="m").headers["Location"] == "/cards"
    assert desk.last() == ("drop", WHO, NAMES["judged"], "m")
    desk.cards.done = v.Done(why="went_on")
    assert desk.post(f"{JUDGED}/drop").headers["Location"] == f"{JUDGED}?why=went_on"


def test_a_card_is_keyed_and_the_next_one_is_asked_for(desk: Sitting) -> None:
    html = desk.get(f"{JUDGED}/keying?after=6").text
    assert str(escape("C7 <i>")) in html
    assert desk.last() == ("next_card", WHO, NAMES["judged"], 6, 0)
    typed = {"row": "7", "card": "C7", "serial": " 0012345 ", "calibre": "9"}
    answer = desk.post(f"{JUDGED}/keying", **typed)
    assert desk.last()[-1] == v.Typed(7, "0012345", "9")
    assert answer.headers["Location"] == f"{JUDGED}/keying?after=7&said=agreed&about=C7"
    assert 'data-said="agreed"' in desk.get(answer.headers["Location"]).text
    desk.cards.keyed = v.KeyedOne()
    answer = desk.post(f"{JUDGED}/keying", **typed)
    assert answer.headers["Location"] == f"{JUDGED}/keying?row=7&again=1"
    again = desk.get(answer.headers["Location"]).text
    assert 'name="again" value="1"' in again
    assert "0012345" not in again, "the list and the first keying are not shown"
    answer = desk.post(f"{JUDGED}/keying", **typed, again="1")
    assert "said=differs" in answer.headers["Location"]
    desk.cards.keyed = v.KeyedOne(why="keyed_meanwhile")
    assert "why=keyed_meanwhile" in desk.post(f"{JUDGED}/keying", **typed).headers["Location"]


def test_nothing_left_to_key_and_nothing_that_can_be_keyed_are_said(desk: Sitting) -> None:
    desk.cards.card = v.KeyingPage(keyed=40, cards=40)
    assert words_in("km")("cards.keying.none_left") in desk.get(f"{JUDGED}/keying").text
    desk.cards.card = v.KeyingPage(why="same_person")
    answer = desk.get(f"{JUDGED}/keying")
    assert (answer.status_code, 'data-why="same_person"' in answer.text) == (409, True)


def test_differences_are_shown_with_the_way_to_a_third_look(desk: Sitting) -> None:
    html = desk.get(f"{JUDGED}/differing").text
    for said in (DIFFERENCE.first, DIFFERENCE.second, DIFFERENCE.by):
        assert said in html
    assert html.count("/keying?row=3") == 1, "what two lists differ in is no card to look at here"


def test_an_export_is_handed_out_as_it_comes_and_a_paper_runs_nothing(desk: Sitting) -> None:
    answer = desk.get(f"{JUDGED}/export")
    assert answer.data == b"".join(desk.cards.sheets)
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert [asked[-1] for asked in desk.cards.asked] == ["", "1", "2"]
    assert desk.get("/cards/export").data == answer.data
    paper = desk.get(f"{JUDGED}/paper")
    policy = paper.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy
    assert policy.startswith("default-src 'none'")
    desk.cards.why = "gone"
    assert desk.get(f"{JUDGED}/paper").status_code == 404


@pytest.mark.parametrize("page", [*PAGES])
def test_a_silent_kiosk_is_said_and_nothing_old_is_shown(desk: Sitting, page: str) -> None:
    desk.cards.silent = True
    answer = desk.get(page)
    assert answer.status_code == 503
    assert "silent" in answer.text
    assert str(FOUND.cards) not in answer.text


def test_a_form_sent_to_a_silent_kiosk_says_so(desk: Sitting) -> None:
    desk.cards.silent = True
    for form in FORMS:
        answer = desk.post(form, signed="1", row="3")
        assert (answer.status_code, "why=silent" in answer.headers["Location"]) == (303, True)


@pytest.mark.parametrize("page", [p for p in PAGES if not p.endswith("arrived")])
def test_a_role_that_was_taken_away_is_refused_at_once(desk: Sitting, page: str) -> None:
    desk.cards.reason = "wrong_role"
    answer = desk.get(page)
    assert answer.status_code == 403
    assert "អ្នកគ្មានសិទ្ធិ" in answer.text
    assert "206" not in answer.text


def test_the_language_is_switched_where_one_reads(desk: Sitting) -> None:
    answer = desk.post("/language/en", back=JUDGED)
    assert answer.headers["Location"] == JUDGED
    english = desk.get(JUDGED).text
    for said in ("What became of the cards", "Letters that look alike", "206,122"):
        assert said in english
