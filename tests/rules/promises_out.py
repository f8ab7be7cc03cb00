"""The promises about weapons that are out: taken back, and lost only by who has them."""

from kiosk.rules import entries as e
from kiosk.rules import observations as o
from kiosk.rules.bay import Bay
from kiosk.rules.decision import Decision


def refuses_no_weapon_that_is_out(before: Bay, seen: o.Observation, decision: Decision) -> None:
    """P6, whatever people are at: it is taken back, or kept in mind, or was seen already."""
    if not isinstance(seen, o.WeaponSeen) or seen.weapon is None or seen.tapped:
        return
    if seen.weapon.number in before.out:
        unwelcome = e.Refused | e.WrongWeapon
        assert not [entry for entry in decision.entries if isinstance(entry, unwelcome)]


def loses_only_what_is_out(before: Bay, seen: o.Observation, decision: Decision) -> None:
    """A loss told at the bay is of a weapon that is out: it opens nothing, and needs no second."""
    for entry in decision.entries:
        if isinstance(entry, e.LossReported) and entry.at_bay:
            assert isinstance(seen, o.LossTapped)
            assert before.session is not None
            assert before.session.passed
            assert entry.by == before.session.officer
            assert entry.loss.bearer.number == before.out[entry.weapon].holder
        if isinstance(entry, e.LossCompleted):
            stands, more = before.losses[entry.weapon].loss, entry.loss
            assert (more.kind, more.bearer) == (stands.kind, stands.bearer)
            was, told = stands.circumstances, more.circumstances
            for name in ("place", "how", "agency", "case"):
                assert getattr(was, name) in {"", getattr(told, name)}, "what was said is another"
