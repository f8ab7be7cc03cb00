"""Weapons are taken in from their cards and racked: read blind, compared, cleaned, put in place."""

from playwright.sync_api import Page

from kiosk.rules.entries import WeaponRacked, WeaponTakenIn
from tests.demo_register import sample
from tests.demo_register.bay import Bay
from tests.demo_register.desk import Sitting, sits
from tests.demo_register.people import CUSTODIAN, REGISTRAR, RELIEF
from tests.demo_register.sample import Paper
from tests.demo_register.story import Story, of_kind


def weapons_are_racked(story: Story) -> None:
    """Live through it, and add up what hangs."""
    plan, bay = story.plan, story.bay
    carded = {paper.serial for paper in plan.papers if paper.fate == "matched"}
    story.weapons |= {one.number: one.serial for one in sample.REGISTERED if one.serial in carded}
    with sits(story.browser, story.store.office, REGISTRAR, story.album) as registrar:
        for paper in plan.from_cards:
            story.weapons[_taken_in(registrar, paper)] = paper.steel
        registrar.shows("racking-weapon")
        registrar.goes("/racking")
        registrar.shows("racking-waiting")
    taken_in = of_kind(story.news(), WeaponTakenIn)
    bay.logs_in(CUSTODIAN)
    for number, serial in story.weapons.items():
        _racked(bay, number, serial)
    bay.leaves()
    hung = bay.weapons_in()
    story.totals.add("weapons taken in", len(plan.from_cards), None, taken_in)
    racked = of_kind(story.news(), WeaponRacked)
    story.totals.add("weapons racked", len(story.weapons), hung, racked)


def _taken_in(registrar: Sitting, paper: Paper) -> str:
    """Register a weapon that lies in the crate; return its number."""
    page: Page = registrar.page
    registrar.goes("/racking/new")
    registrar.shows("racking-intake")
    number = page.input_value('input[name="number"]')
    page.fill("#name", paper.model)
    page.fill("#type", "pistol" if paper.calibre == sample.PISTOL else "rifle")
    page.fill("#serial", paper.steel)
    page.fill("#calibre", paper.calibre)
    page.select_option("#condition", "fit")  # the form proposes that an armourer looks first
    page.fill("#document", paper.number)
    registrar.signs()
    page.wait_for_selector(".done")
    return number


def _racked(bay: Bay, number: str, serial: str) -> None:
    """Rack one weapon, its first reader not being told what is engraved."""
    bay.taps('button[form="form-want_racking"]')
    bay.sees("rack_label")
    bay.scan(number)
    bay.sees("rack_steel")
    assert serial not in bay.finger.page.inner_text("body"), "it is read blind"
    bay.types(serial)
    bay.sees("rack_check")
    bay.taps('button[form="form-agreement"]')
    bay.sees("rack_clean")
    bay.taps('button[form="form-say_cleaned"]')
    bay.sees("rack_photo")
    bay.taps('button[name="why"][value="no_camera"]')
    bay.sees("rack_place")
    position = bay.finger.page.input_value('#form-choose_place input[name="position"]')
    bay.taps('button[form="form-choose_place"]')
    bay.sees("rack_second")
    bay.joins(RELIEF)
    bay.sees("open_now")
    bay.opens(position)
    bay.sees("cable_open")
    bay.hanging[number] = bay.homes[number] = position
    bay.counts_what_hangs(position)
    bay.sees("racked")
    bay.reads_on()
    bay.sees("choose")
