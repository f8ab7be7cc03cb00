"""What the capital's lists name is told to the rules before a scan, and after a line."""

from kiosk.keeper.listing import Listing
from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.things import Weapon, WeaponNumber, WeaponType
from tests.keeper.rig import RIFLE, Rig
from tests.rules.listed_scenes import Capital, lost

NEW = Weapon(WeaponNumber("1010000999"), "AKM", WeaponType("rifle"), "KV 417")


def rig(*serials: str) -> Rig:
    """Return a keeper that has a list of the capital with these serials."""
    made = Rig()
    made.keeper.listing = Listing(Capital(map(lost, serials)), made.register)
    return made


def test_what_a_line_names_is_written_after_it_and_calls_somebody() -> None:
    keeper = rig("kv417").keeper
    lines, seq = keeper.step(o.RegisterAsked(keeper._clock.now(), "import", (NEW,)))
    kinds = [line.KIND for line in lines]
    assert (
        kinds.index("weapon.registered") < kinds.index("listed.met") < kinds.index("alarm.raised")
    )
    assert (e.AlarmCause.LISTED, NEW.number) in keeper.bay.alarms
    assert seq > 0


def test_what_no_list_names_is_written_as_ever() -> None:
    keeper = rig("another").keeper
    lines, _ = keeper.step(o.RegisterAsked(keeper._clock.now(), "import", (NEW,)))
    assert "listed.met" not in [line.KIND for line in lines]


def test_a_scan_is_looked_up_before_it_is_decided_on() -> None:
    made = rig("s1")
    made.register.weapons[RIFLE] = Weapon(RIFLE, "AKM", WeaponType("rifle"), "S-1")
    kinds = [line.KIND for line in made.scan(RIFLE)]
    assert kinds[0] == "listed.met"
