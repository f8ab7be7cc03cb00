"""Samples of service mode: asked for, begun, and a lock that is tested."""

from dataclasses import replace

from kiosk.service.service_views import ServiceView, TrialView
from kiosk.service.views import BayView, Stage
from tests.web_ui.shift_fakes import BORIN, SOK

WHY = "reader at the left rack is dead, a new one is put in"
ASKED = ServiceView(running=False, account="pi", why=WHY, awaits="technician")
RUNNING = ServiceView(
    running=True,
    account="pi",
    why=WHY,
    people=(SOK, BORIN),
    since_ms=1_795_330_000_000,
    until_ms=1_795_333_600_000,
)
LOCK = replace(RUNNING, awaits="both", trial=TrialView("lock", "R1-C2", 5), exposed=4)


def with_service(view: BayView) -> BayView:
    """Return a view with service mode asked for, where its stage waits for who opens it."""
    waits = view.stage in {Stage.SERVICE_BADGE, Stage.SERVICE_PIN}
    return replace(view, service=ASKED) if waits else view
