"""The shift is begun, handed over with keys, seals and counted cables, and a stand-to is held."""

from time import monotonic

from kiosk.rules.entries import HolderNamed, ShiftHandedOver, StandToEnded, WeaponIssued
from tests.demo_register.bay import Bay
from tests.demo_register.desk import sits
from tests.demo_register.people import CHIEF, CUSTODIAN, OFFICERS, RELIEF
from tests.demo_register.story import Story, of_kind

KEY, SEALED, SEAL = "K-01", "K-02", "4711"


def shift_begins(story: Story) -> None:
    """Let the chief register the keys, and the first custodian take the racks over."""
    bay = story.bay
    with sits(story.browser, story.store.office, CHIEF, story.album) as chief:
        for key, opens, seal in ((KEY, "R1", ""), (SEALED, "R2", SEAL)):
            chief.goes("/shift")
            for field, text in (("#key", key), ("#opens", opens), ("#seal", seal)):
                chief.page.fill(field, text)
            chief.signs("#register-pin")
            if seal:
                chief.shows("shift-seal-asked")
                _stand_by_the_seal(bay)
                chief.goes("/shift")
            chief.page.wait_for_selector(f'[data-key="{key}"]')
        chief.goes("/shift")
        chief.shows("shift-keys")
    bay.logs_in(CUSTODIAN)
    _asks_for_the_shift(bay)
    bay.joins(CHIEF)
    _takes_over(bay, CUSTODIAN.pin)


def _stand_by_the_seal(bay: Bay) -> None:
    """Let two people stand by the number on a seal (P10)."""
    for who in (CUSTODIAN, CHIEF):
        bay.sees("vouch")
        bay.joins(who)
    bay.rests()


def shift_is_handed_over(story: Story) -> None:
    """Let the custodian on shift hand over to the next one; nothing is skipped."""
    bay = story.bay
    story.news()
    bay.logs_in(CUSTODIAN)
    _asks_for_the_shift(bay)
    bay.joins(RELIEF)
    points = _takes_over(bay, RELIEF.pin)
    with sits(story.browser, story.store.office, CHIEF, story.album) as chief:
        on_shift = chief.page.locator(".shift-panel").get_attribute("data-shift")
        chief.shows("office-shift")
    entries = story.news()
    handed = of_kind(entries, ShiftHandedOver)
    story.totals.add("hand-overs", 1, int(on_shift == RELIEF.number), handed)
    story.totals.add("hand-over: cables counted", len(story.store.layout.cables), points)


def _asks_for_the_shift(bay: Bay) -> None:
    bay.taps('a[href="/?show=shift"]')
    bay.sees("shift")
    bay.taps('button[form="form-want_handover"]')
    bay.sees("handover_second")


def _takes_over(bay: Bay, pin: str) -> int:
    """Look at everything that is handed over, and sign; return how many cables were counted."""
    counted = 0
    while True:
        page = bay.finger.page
        before = page.get_attribute("#screen", "data-standing")
        stage = bay.sees(
            "handover_cable", "handover_key", "handover_seal", "handover_point", "handover_sign"
        )
        if stage == "handover_cable":
            cable = page.inner_text("h1").replace("\N{NON-BREAKING HYPHEN}", "-")
            asked = next(one for one in bay.layout.cables if one in cable)
            bay.types(str(bay.left_on(bay.layout.cables[asked][0])))
            counted += 1
        elif stage == "handover_key":
            bay.taps('button[form="form-see_key"][value="yes"]')
        elif stage == "handover_seal":
            bay.types(SEAL)
        elif stage == "handover_point":
            bay.taps('button[form="form-accept_point"]')
        else:
            bay.types(pin)
            bay.sees("handed_over")
            bay.reads_on()
            if bay.sees("choose", "idle") == "choose":
                bay.leaves()
            return counted
        page.wait_for_function(
            "before => document.querySelector('#screen').dataset.standing !== before", arg=before
        )


def stand_to_is_held(story: Story) -> None:
    """Let officers draw badge by weapon; one takes a weapon before the badge, and is named."""
    bay, plan = story.bay, story.plan
    story.news()
    bay.logs_in(RELIEF)
    bay.taps('a[href="/?show=shift"]')
    bay.sees("shift")
    bay.taps('a[href="/?show=alert"]')
    bay.sees("alert")
    bay.taps('button[name="reason"] >> nth=0')
    bay.sees("stand_to_second")
    bay.joins(CHIEF)
    officers = list(OFFICERS[: plan.stand_to])
    began, took_s, unnamed = 0, 0.0, False
    for cable, places in bay.layout.cables.items():
        hung = [weapon for weapon in bay.fit if bay.hanging[weapon] in places]
        if not hung or not officers:
            continue
        bay.sees("stand_to")
        bay.taps(f'button[name="cable"][value="{cable}"]')
        bay.sees("open_now")
        bay.opens(places[0])
        bay.sees("stand_to_pairs")
        for weapon in hung[: len(officers)]:
            officer, since = officers.pop(0), monotonic()
            if unnamed:
                bay.badge(officer)
                bay.finger.reads(officer.name_km)
                bay.scan(weapon)
            else:
                bay.scan(weapon)
                bay.finger.page.wait_for_selector("#screen h1.warn")
                bay.album.shoot(bay.finger.page, "touch-unknown-holder")
                bay.badge(officer)
                unnamed = True
            began += 1
            bay.finger.page.wait_for_selector(f'.heading:has-text("{began} ✔")')
            bay.finger.page.wait_for_selector("#screen .done-band")
            took_s += monotonic() - since
            del bay.hanging[weapon]
        bay.counts_what_hangs(places[0])
    _ends(story, began, took_s)


def _ends(story: Story, issued: int, took_s: float) -> None:
    """End it with the second person, and add up who has what."""
    bay, office = story.bay, story.store.office
    bay.sees("stand_to")
    told = bay.finger.page.inner_text("footer .leaf").split()  # "5 ✔ 0 ?"
    with sits(story.browser, office, CHIEF, story.album) as chief:
        chief.page.wait_for_selector('[data-stand-to="runs"]')
        chief.shows("office-stand-to")
        bay.taps('button[form="form-end_stand_to"]')
        bay.sees("stand_to_second")
        bay.joins(CHIEF)
        bay.sees("stood_down")
        bay.reads_on()
        if bay.sees("choose", "idle") == "choose":
            bay.leaves()
        chief.page.wait_for_selector("#screen:not(:has([data-stand-to]))")
        out = chief.figure('[data-figure="state.out"] b')
    entries = story.news()
    (ended,) = (one for one in entries if isinstance(one, StandToEnded))
    named = of_kind(entries, WeaponIssued) + of_kind(entries, HolderNamed)
    story.totals.add("stand-to: officers", story.plan.stand_to, int(told[0]), named)
    story.totals.add("stand-to: weapons out", story.plan.stand_to, out, ended.issued)
    story.totals.add("stand-to: unknown holders", 0, int(told[2]), len(ended.unknown))
    story.seconds_a_pair = round(took_s / issued, 2)
