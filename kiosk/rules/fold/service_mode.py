"""How the lines of service mode change the bay."""

from typing import assert_never

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Session
from kiosk.rules.change import replace
from kiosk.rules.patches import visiting
from kiosk.rules.serving import MINUTE_MS, ServiceLine, Serving, ToServe, waits
from kiosk.rules.things import Moment, OfficerNumber


def served(bay: Bay, entry: ServiceLine) -> Bay:  # noqa: PLR0911 - one return a line
    """Return the bay after one line of service mode."""
    match entry:
        case e.ServiceAsked():
            return _awaited(bay, entry)
        case e.ServiceVouched(at, by) | e.TrialVouched(at, by):
            return _stood_by(bay, at, by)
        case e.ServiceBegun(at):
            until = at.mono_ms + MINUTE_MS * bay.policy.service_min
            return replace(bay, service=Serving(entry, until))
        case e.ServiceEnded():
            return replace(bay, service=None)
        case e.TrialBegun():
            if entry.of is e.TrialOf.LOCK:
                return _awaited(bay, entry)
            return _serving(bay, trial=entry) if waits(entry) else bay
        case e.TrialEnded():
            return _serving(bay, trial=None, last=entry)
        case _:
            assert_never(entry)


def granted(bay: Bay, at: Moment) -> Bay:
    """Return the bay after the cable was released that is to be tried."""
    assert bay.session is not None, "somebody vouched for it"
    assert bay.session.serving is not None, "and for nothing else"
    return visiting(bay, at, serving=replace(bay.session.serving, granted=True))


def _awaited(bay: Bay, wanted: e.ServiceAsked | e.TrialBegun) -> Bay:
    """Return the bay with somebody expected at the reader: coming over takes a while."""
    until = wanted.at.mono_ms + 1000 * bay.policy.return_s
    return replace(bay, session=Session(None, until, serving=ToServe(wanted)))


def _stood_by(bay: Bay, at: Moment, by: OfficerNumber) -> Bay:
    assert bay.session is not None, "a voucher stands at the bay"
    assert bay.session.serving is not None, "and vouches for something"
    serving = bay.session.serving
    return visiting(bay, at, serving=replace(serving, vouchers=(*serving.vouchers, by)))


def _serving(bay: Bay, **changes: object) -> Bay:
    assert bay.service is not None, "this line belongs to service mode"
    return replace(bay, service=replace(bay.service, **changes))  # type: ignore[arg-type]  # replace checks the names
