"""The written report of a loss: whole for the province, and what files ask for the nation.

Leaves build/evidence/papers/loss-province, loss-nation and loss-unknown as PDF and PNG.
"""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Browser

from kiosk.papers.frame import Printed
from kiosk.papers.loss_report import NOT_KNOWN, TITLES, loss_report
from kiosk.rules.labels import Kind, number
from kiosk.rules.reports import FOR_OTHERS, LossKind, ReportTo
from kiosk.service.losses.views import LossFace, ReportFace
from tests.papers import certified as c
from tests.papers.pictures import PAPERS, pictures, read
from tests.papers.test_signed_papers import printed_whole, told

HERE = Printed("battambang-1", c.NOON_MS, 420, "1042:" + "ab" * 32)
WEAPON = number(Kind.WEAPON, 1, 182)
LOSS = LossFace(
    WEAPON, "Norinco Type 56", "rifle", "56-1 2374051", "7.62x39", "stolen",
    c.NOON_MS - 5 * c.HOUR_MS, "ផ្សារ <Samlot>", "Taken in the crowd, at the gate", "BTB-02",
    "2026/0314-7", "12-0417", "Sok Vanna", "Captain", "Post 4", c.NOON_MS - c.HOUR_MS, "12-0417",
    "1041/" + "cd" * 32, at_bay=True, entry=1040, by_name="សុខ វណ្ណា",
    reports=(
        ReportFace("province", c.NOON_MS + c.HOUR_MS, late=False, given_ms=c.NOON_MS,
                   receiver="Major Keo", by="12-0001"),
        ReportFace("nation", c.NOON_MS + 23 * c.HOUR_MS, late=False),
    ),
)  # fmt: skip
BARE = replace(
    LOSS, serial="", name="", calibre="", type="", agency="", case="", when_ms=0, place="",
    how="", bearer="", bearer_name="", rank="", unit="", by_name="", at_bay=False,
)  # fmt: skip


def rows(html: str) -> list[tuple[str, str]]:
    """Return the names and values that stand in a paper, in order."""
    found = re.findall(r"<tr><th>(.*?)</th><td[^>]*>(.*?)</td></tr>", html)
    return [(name, re.sub(r"<svg.*?</svg>", "", value)) for name, value in found]


def test_the_province_reads_all_that_is_known() -> None:
    html = loss_report(LOSS, ReportTo.PROVINCE, HERE)
    text = told(html)
    for part in (
        LOSS.serial, LOSS.name, LOSS.calibre, "ផ្សារ <Samlot>", LOSS.how, LOSS.agency, LOSS.case,
        "Sok Vanna (12-0417), Captain, Post 4", "សុខ វណ្ណា (12-0417)", "at the racks",
        "18 November 2026, 13:06", "ថ្ងៃទី18 ខែវិច្ឆិកា ឆ្នាំ2026", "18 November 2026, 19:06",
        "Major Keo", "1042:" + "ab" * 32, "1041/" + "cd" * 32, "A weapon is stolen",
    ):  # fmt: skip
        assert part in text, part
    assert NOT_KNOWN not in text


def test_the_nation_reads_what_files_ask_for_and_nothing_else() -> None:
    html = loss_report(LOSS, ReportTo.NATION, HERE)
    names = [name for name, _ in rows(html)]
    begin = names.index("Reporting office / អង្គភាពរាយការណ៍")
    assert len(names[begin:]) == len(FOR_OTHERS), "and no row behind them"
    text = told(html)
    for left_out in (LOSS.how, "Samlot", "Sok Vanna", "Captain", "Major Keo", "at the racks"):
        assert left_out not in text, left_out
    for part in (LOSS.serial, LOSS.case, "A weapon is stolen", "1042:" + "ab" * 32):
        assert part in text, part


@pytest.mark.parametrize("to", ReportTo)
def test_a_serial_that_was_corrected_stands_beside_the_one_that_was_reported(to: ReportTo) -> None:
    found = dict(rows(loss_report(replace(LOSS, serial_reported="56-1 2374O51"), to, HERE)))
    assert "56-1 2374051" in found["Serial / លេខស៊េរី"]
    assert "56-1 2374O51" in found["Serial as reported / លេខស៊េរីតាមរបាយការណ៍"]
    assert not any("as reported" in name for name, _ in rows(loss_report(LOSS, to, HERE)))


@pytest.mark.parametrize("to", ReportTo)
def test_what_is_not_known_is_said_and_never_left_out(to: ReportTo) -> None:
    html = loss_report(BARE, to, HERE)
    said = dict(rows(html))
    asked = {name for name, value in said.items() if value == NOT_KNOWN}
    wanted = len(FOR_OTHERS) if to is ReportTo.NATION else len(FOR_OTHERS) + 3
    assert len(asked) == wanted, "place, how and holder besides, for the province"
    whole = [name for name, _ in rows(loss_report(LOSS, to, HERE))]
    assert [name for name, _ in rows(html)] == whole, "the same rows, whatever is known"


@pytest.mark.parametrize("to", ReportTo)
def test_the_report_of_a_weapon_that_was_found_says_so_first(to: ReportTo) -> None:
    found = replace(LOSS, found_ms=c.NOON_MS, found_place="Pailin")
    names = list(dict(rows(loss_report(found, to, HERE))))
    assert dict(rows(loss_report(found, to, HERE)))["FOUND / បានរកឃើញ"].endswith(", Pailin")
    assert names.index("FOUND / បានរកឃើញ") < names.index("Weapon number / លេខអាវុធ")
    assert "FOUND" not in told(loss_report(LOSS, to, HERE))


def test_a_weapon_without_a_serial_is_reported_as_one() -> None:
    html = loss_report(replace(LOSS, serial="", serial_status="none"), ReportTo.NATION, HERE)
    assert f"{NOT_KNOWN} (none / គ្មានលេខ)" in told(html)


def test_of_a_whole_day_no_hour_is_made_up() -> None:
    midnight_ms = c.NOON_MS - c.NOON_MS % 86_400_000 - 7 * c.HOUR_MS
    html = loss_report(replace(LOSS, when_ms=midnight_ms, whole_day=True), ReportTo.NATION, HERE)
    assert dict(rows(html))["Date / កាលបរិច្ឆេទ"] == "ថ្ងៃទី18 ខែវិច្ឆិកា ឆ្នាំ2026 · 18 November 2026"


@pytest.mark.parametrize("kind", LossKind)
@pytest.mark.parametrize("to", ReportTo)
def test_every_kind_of_loss_has_its_words_for_each_reader(kind: LossKind, to: ReportTo) -> None:
    text = told(loss_report(replace(LOSS, kind=kind), to, HERE))
    assert TITLES[to].km in text
    assert {LossKind.LOST: "is lost", LossKind.STOLEN: "is stolen"}[kind] in text


def test_a_number_that_is_none_of_ours_has_no_code() -> None:
    html = loss_report(replace(LOSS, number="W1"), ReportTo.PROVINCE, HERE)
    assert "<svg" not in html
    assert "W1" in told(html)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("name", "loss", "to"),
    [
        ("loss-province", LOSS, ReportTo.PROVINCE),
        ("loss-nation", LOSS, ReportTo.NATION),
        ("loss-unknown", BARE, ReportTo.PROVINCE),
    ],
)
def test_a_report_prints_on_one_page_and_its_code_is_read_back(
    browser: Browser, name: str, loss: LossFace, to: ReportTo
) -> None:
    assert printed_whole(browser, loss_report(loss, to, HERE), name) == 1
    (page,) = pictures(PAPERS / f"{name}.pdf")
    assert read(page) == [("QR Code", WEAPON.encode())]
