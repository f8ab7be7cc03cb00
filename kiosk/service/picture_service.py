"""Draws service mode as a screen shows it."""

from kiosk.rules import entries as e
from kiosk.rules.bay import Bay, Session
from kiosk.rules.service_mode.opening import WHO
from kiosk.rules.serving import Serving, ToServe
from kiosk.rules.things import CableId
from kiosk.service import service_views as s
from kiosk.service import views as v
from kiosk.service.picture_names import Names
from kiosk.service.picture_shift import as_who

EITHER = "both"
"""Who is awaited where one of the two comes next, whoever it is."""


def service_stage(session: Session) -> v.Stage | None:
    """Return where somebody stands whom service mode waits for; None when it waits for nobody."""
    if session.serving is None or session.serving.granted:
        return None
    return v.Stage.SERVICE_BADGE if session.second is None else v.Stage.SERVICE_PIN


def service(bay: Bay, names: Names) -> s.ServiceView | None:
    """Return service mode, or what waits for the two who open it."""
    serving = bay.session.serving if bay.session is not None else None
    if bay.service is not None:
        return _running(bay, bay.service, serving, names)
    if serving is None or not isinstance(serving.wanted, e.ServiceAsked):
        return None
    asked = serving.wanted
    people = tuple(who for by in serving.vouchers if (who := as_who(names, by)) is not None)
    awaits = str(WHO[len(serving.vouchers)])
    return s.ServiceView(
        running=False, account=asked.account, why=asked.why, people=people, awaits=awaits
    )


def _running(bay: Bay, mode: Serving, serving: ToServe | None, names: Names) -> s.ServiceView:
    begun, lock = mode.begun, None if serving is None else serving.wanted
    trial = lock if isinstance(lock, e.TrialBegun) else mode.trial
    last = mode.last
    return s.ServiceView(
        running=True,
        account=begun.account,
        why=begun.why,
        people=tuple(who for by in begun.by if (who := as_who(names, by)) is not None),
        since_ms=begun.at.wall_ms,
        until_ms=begun.until_ms,
        awaits="" if serving is None or serving.granted else _awaits(mode, serving),
        trial=None if trial is None else s.TrialView(trial.of, trial.about, trial.at.mono_ms),
        last=None
        if last is None
        else s.TrialView(last.of, last.about, last.at.mono_ms, last.found, last.missed),
        exposed=len(bay.on_cable(CableId(lock.about))) if isinstance(lock, e.TrialBegun) else 0,
    )


def _awaits(mode: Serving, serving: ToServe) -> str:
    """Return who of the two is to show a badge before a lock."""
    left = [role for role, by in zip(WHO, mode.begun.by, strict=True) if by not in serving.vouchers]
    return str(left[0]) if len(left) == 1 else EITHER
