"""A count of everything with errors planted in it: two weapons that changed places, and one gone.

Who counts is drawn by the kiosk and not by us. The errors are in what is held before the scanner.
"""

from collections import Counter

from playwright.sync_api import expect

from kiosk.rules.entries import CountCertified
from tests.demo_register.bay import Bay
from tests.demo_register.desk import Sitting, sits
from tests.demo_register.people import CHIEF, CUSTODIAN, PEOPLE, Somebody
from tests.demo_register.story import Story

PLANTED = {"wrong_position": 2, "missing": 1}
"""Two places with each other's weapon, and one with none."""

_LAST_DIGITS = 4
"""How many digits of the steel are asked for."""


def count_is_held(story: Story) -> None:
    """Live through it, and add up what was found."""
    bay, office = story.bay, story.store.office
    stands = _planted(bay)
    with sits(story.browser, office, CHIEF, story.album) as chief:
        _ordered(chief)
        first = _drawn(bay)
        _counts(story, first, stands)
        second = _drawn(bay)
        assert second != first, "what differs is seen again by another person"
        looked_again = _counts(story, second, stands)
        classified = _differences(chief)
        _answered_and_signed(bay)
        chief.goes("/")
        chief.shows("office-certificate")
        found = chief.page.locator("[data-last-count]").inner_text()
    _settled(bay)
    (certificate,) = (one for one in story.news() if isinstance(one, CountCertified))
    differing = Counter(str(one.difference) for one in certificate.differences)
    story.totals.add("count: differences", sum(PLANTED.values()), classified, differing.total())
    for kind, planted in PLANTED.items():
        story.totals.add(f"count: {kind.replace('_', ' ')}", planted, None, differing[kind])
    story.totals.add("count: seen again", 3, looked_again, certificate.recounted)
    every = sum(map(len, story.store.layout.cables.values()))
    story.totals.add("count: places", every, int(str(every) in found) * every, certificate.places)
    story.totals.add("count: who counted", 2, None, len(set(certificate.counters)))


def _planted(bay: Bay) -> dict[str, str]:
    """Return what is held before the scanner at each place; two are swapped, one is missing."""
    stands = {place: weapon for weapon, place in bay.hanging.items()}
    first, second, gone = sorted(place for place in stands if place.startswith("R1"))[:3]
    stands[first], stands[second] = stands[second], stands[first]
    del stands[gone]
    return stands


def _ordered(chief: Sitting) -> None:
    """Let the chief order a count of everything."""
    chief.goes("/counts")
    chief.shows("count-order")
    chief.page.select_option("#what", "monthly")
    chief.signs()
    expect(chief.page.locator("[data-count]")).to_be_visible()


def _drawn(bay: Bay) -> Somebody:
    """Return who was drawn, as the idle screen calls them."""
    bay.sees("idle")
    called = bay.finger.page.inner_text("p.counts")
    return next(who for who in PEOPLE if who.name_km in called)


def _counts(story: Story, who: Somebody, stands: dict[str, str]) -> int:
    """Let somebody go along the racks; return how many places they saw."""
    bay = story.bay
    bay.logs_in(who)
    bay.taps('button[form="form-start_count"]')
    seen, before = 0, ""
    while (stage := bay.sees("count_scan", "count_steel", "counted", "alarm")) in {
        "count_scan", "count_steel",
    }:  # fmt: skip
        if stage == "count_steel":
            bay.types(story.weapons[stands[before]][-_LAST_DIGITS:])
            bay.finger.page.wait_for_selector('#screen:not([data-page="count_steel"])')
            continue
        before = bay.place()
        seen += 1
        if before in stands:
            bay.scan(stands[before])
        else:
            bay.taps('button[form="form-say_empty"]')
        bay.next_after("count_scan", before)
    if stage == "counted":
        bay.reads_on()
        if bay.sees("choose", "idle", "alarm") == "choose":
            bay.leaves()
    return seen


def _differences(chief: Sitting) -> int:
    """Return how many differences stand, as the chief's page names them."""
    chief.goes("/")
    chief.shows("office-count-differs")
    return chief.page.locator(".counts-panel p.figures > b").count()


def _answered_and_signed(bay: Bay) -> None:
    """Let the custodian come for the alarm about what is gone, and sign the certificate."""
    if bay.sees("alarm", "idle") == "alarm":
        bay.album.shoot(bay.finger.page, "touch-alarm")
    bay.logs_in(CUSTODIAN)
    bay.taps('a[href="/?show=counts"]')
    bay.sees("counts")
    bay.taps('button[form="form-sign_count"]')
    bay.sees("counted")
    bay.reads_on()
    bay.sees("choose")


def _settled(bay: Bay) -> None:
    """Let the custodian look at each place in doubt: everything hangs where it belongs."""
    page = bay.finger.page
    bay.taps('a[href="/?show=doubts"]')
    while bay.sees("doubts", "settled", "choose") == "doubts":
        place = page.input_value('.rows input[name="position"] >> nth=0')
        bay.taps('.rows button[value="yes"] >> nth=0')
        page.wait_for_selector(f'#screen:not(:has(.rows input[value="{place}"]))')
    if page.get_attribute("#screen", "data-page") == "settled":
        bay.reads_on()
        bay.sees("choose")
    bay.leaves()
