"""A month of duty: officers draw in the morning and bring back what they drew, day after day."""

from dataclasses import dataclass

from kiosk.rules.entries import ReturnTold, WeaponIssued, WeaponReturned, WrongWeapon
from tests.demo_register.bay import Bay
from tests.demo_register.desk import sits
from tests.demo_register.people import CHIEF, CUSTODIAN, OFFICERS, Somebody
from tests.demo_register.story import Story, of_kind

TICKED = ("wet",)
"""What is reported of a weapon; an armourer looks at it before it goes out again."""


@dataclass
class Day:
    """What the screen said on the days so far."""

    issued: int = 0
    returned: int = 0
    wrong: int = 0
    ticked: int = 0


def month_passes(story: Story) -> None:
    """Live through it, and add up what went out and came back."""
    plan, said = story.plan, Day()
    for day in range(plan.days):
        _one_day(story, day, said)
        story.bay.day_passes()
    entries = story.news()
    drawn = sum(map(plan.draws_on, range(plan.days)))
    story.totals.add("days", plan.days, plan.days)
    story.totals.add("issues", drawn, said.issued, of_kind(entries, WeaponIssued))
    story.totals.add("returns", drawn, said.returned, of_kind(entries, WeaponReturned))
    story.totals.add("wrong weapons", 1, said.wrong, of_kind(entries, WrongWeapon))
    wet = sum(isinstance(one, ReturnTold) and "wet" in one.ticks for one in entries)
    story.totals.add("returned wet", sum(map(plan.is_wet_on, range(plan.days))), said.ticked, wet)
    with sits(story.browser, story.store.office, CHIEF, story.album) as chief:
        chief.shows("office-bay")
        chief.goes("/watch/days")
        chief.shows("watch-days")


def _one_day(story: Story, day: int, said: Day) -> None:
    """Let officers draw, and bring back."""
    bay = story.bay
    count = story.plan.draws_on(day)
    officers = story.dice.sample(OFFICERS, count)
    weapons = story.dice.sample(bay.fit, count)
    for place, (officer, weapon) in enumerate(zip(officers, weapons, strict=True)):
        by_mistake = bay.beside(weapon) if day == place == 0 else ""
        draws(bay, officer, weapon, CUSTODIAN, by_mistake)
        said.issued += 1
        said.wrong += bool(by_mistake)
    for place, weapon in enumerate(weapons):
        ticks = TICKED if place == 0 and story.plan.is_wet_on(day) else ()
        comes_back(bay, weapon, CHIEF, ticks)
        if ticks:
            bay.unfit.add(weapon)
        said.returned += 1
        said.ticked += bool(ticks)


def draws(bay: Bay, officer: Somebody, weapon: str, second: Somebody, wrong: str = "") -> None:
    """Let an officer draw a weapon by its label; `wrong`: one they take by mistake at first."""
    home = bay.homes[weapon]
    bay.logs_in(officer)
    bay.scan(weapon)
    bay.sees("counter_sign")
    bay.joins(second)
    bay.sees("open_now")
    bay.opens(home)
    bay.sees("cable_open")
    if wrong:
        bay.scan(wrong)
        bay.sees("wrong_weapon")
    bay.scan(weapon)
    bay.sees("shut_now")
    del bay.hanging[weapon]
    bay.counts_what_hangs(home)
    bay.sees("issued")
    bay.reads_on()
    bay.sees("choose")
    bay.leaves()


def comes_back(bay: Bay, weapon: str, second: Somebody, ticks: tuple[str, ...] = ()) -> None:
    """Bring a weapon back, with no badge, and hang it where the screen says."""
    bay.scan(weapon)
    bay.sees("return_clear")
    bay.taps('form[action="/tap/show_clear"] button')
    bay.sees("return_witness")
    bay.joins(second)
    bay.sees("return_report")
    for tick in ticks:
        bay.taps(f'label.tick:has(input[value="{tick}"])')
    bay.taps('button[form="form-condition"]')
    bay.sees("rounds_back")
    for _ in ("magazines", "rounds", "fired", "lost"):
        bay.types("0")
    bay.sees("open_now")
    home = bay.place()
    bay.opens(home)
    bay.sees("cable_open")
    bay.hanging[weapon] = bay.homes[weapon] = home
    bay.counts_what_hangs(home)
    bay.sees("returned")
    bay.reads_on()
    bay.sees("idle")
