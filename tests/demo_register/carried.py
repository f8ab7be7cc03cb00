"""Weapons go to another store: drawn up, drawn, carried with two papers, taken over, closed."""

from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import expect

from kiosk.rules.entries import TransferClosed, WeaponIssued, WeaponReturned
from tests.demo_register.bay import Bay, stands_at
from tests.demo_register.desk import Sitting, sits
from tests.demo_register.month import comes_back, draws
from tests.demo_register.people import CHIEF, CUSTODIAN, OFFICERS, REGISTRAR, RELIEF
from tests.demo_register.store import Store
from tests.demo_register.story import Story, of_kind

CARRIER = OFFICERS[-1]


def transfer_is_made(story: Story, other: Store, folder: Path) -> None:
    """Live through it on both sides, and add up what went and what came."""
    bay = story.bay
    load = bay.fit[-story.plan.sent :]
    with ExitStack() as opened:
        there = opened.enter_context(stands_at(story.browser, other, story.album))
        for _ in range(story.plan.days):
            there.day_passes()  # the calendar is the same in both stores
        sender = opened.enter_context(
            sits(story.browser, story.store.office, REGISTRAR, story.album)
        )
        taker = opened.enter_context(sits(story.browser, other.office, REGISTRAR, story.album))
        number = _sent(sender, bay, other.layout.name, load)
        manifest = _saved(sender, number, "sent", folder / "manifest.txt")
        _read(taker, manifest)
        _taken_over(taker, there, number, {one: story.weapons[one] for one in load})
        for weapon in load:
            comes_back(there, weapon, CHIEF)
        receipt = _saved(taker, number, "announced", folder / "receipt.txt")
        _read(sender, receipt)
        sender.goes("/transfers")
        sender.shows("transfers")
        row = sender.page.locator(f'[data-transfer="{number}"]')
        expect(row).to_have_attribute("data-state", "closed")
        hung = there.weapons_in()
    for weapon in load:
        del bay.homes[weapon]
    here, arrived = story.news(), other.entries()
    story.totals.add("transfers closed", 1, 1, of_kind(here, TransferClosed))
    story.totals.add("weapons sent", len(load), None, of_kind(here, WeaponIssued))
    story.totals.add("weapons taken over", len(load), hung, of_kind(arrived, WeaponReturned))


def _sent(sender: Sitting, bay: Bay, to: str, load: list[str]) -> str:
    """Draw the transfer up, let two people stand by it, and let its carrier draw."""
    page = sender.page
    sender.goes("/transfers/new")
    for weapon in load:
        page.keyboard.type(weapon)
        page.keyboard.press("Enter")
        page.wait_for_selector(f'[data-load="{weapon}"]')
    sender.shows("transfer-new")
    page.select_option("#to", to)
    page.fill("#carrier", CARRIER.number)
    page.fill("#why", "to be issued there")
    sender.signs()
    page.wait_for_url("**/transfers?**")
    for who in (CUSTODIAN, CHIEF):
        bay.sees("vouch")
        bay.joins(who)
    bay.rests()
    for weapon in load:
        draws(bay, CARRIER, weapon, RELIEF)
    sender.goes("/transfers")
    return page.locator("[data-transfer]").first.get_attribute("data-transfer") or ""


def _saved(sitting: Sitting, number: str, side: str, to: Path) -> Path:
    """Save the file of a transfer's paper, as it is carried."""
    page = sitting.page
    sitting.goes("/transfers")
    page.click(f'[data-transfer="{number}"] a')
    sitting.shows(f"transfer-paper-{side}")
    with page.expect_download() as download:
        page.click('a[href^="/transfers/file"]')
    download.value.save_as(to)
    return to


def _read(sitting: Sitting, paper: Path) -> None:
    """Read a paper that came from the other store."""
    sitting.goes("/transfers/read")
    sitting.shows("transfer-read")
    sitting.page.set_input_files("#file", paper)
    sitting.signs()
    sitting.page.wait_for_selector(".done")


def _taken_over(taker: Sitting, there: Bay, number: str, load: dict[str, str]) -> None:
    """Unload and compare with the steel; two people of the other store stand by it."""
    page = taker.page
    taker.goes("/transfers")
    page.click(f'[data-transfer="{number}"] a')
    page.click('a[href^="/transfers/unload"]')
    for weapon, engraved in load.items():
        expect(page.locator("#scan")).to_be_focused()
        page.keyboard.type(weapon)
        page.keyboard.press("Enter")
        expect(page.locator("#engraved")).to_be_focused()
        page.keyboard.type(engraved)
        page.keyboard.press("Enter")
        page.wait_for_selector(f'[data-unloaded="{weapon}"]')
    taker.shows("transfer-unload")
    taker.signs()
    page.wait_for_selector(".done")
    for who in (CUSTODIAN, CHIEF):
        there.sees("vouch")
        there.joins(who)
    there.rests()
