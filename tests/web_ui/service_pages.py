"""Every page of service mode that a stage alone does not show, as it is painted."""

from dataclasses import replace

from kiosk.service.views import BayView, FaultView, Stage
from tests.web_ui.fakes import ALARM, CHAN, SOK, outcome, view_of, visit_of, weapon
from tests.web_ui.service_fakes import ASKED, LOCK, RUNNING
from tests.web_ui.shift_fakes import SOK as SOK_STANDS

_TECHNICIAN = replace(visit_of(Stage.CHOOSE), person=replace(SOK, role="technician"))
_CHIEF = replace(visit_of(Stage.CHOOSE), person=replace(CHAN, role="chief"))
_TESTED = replace(visit_of(Stage.CABLE_OPEN), weapon=None, person=None, purpose="test")


def _in_service(stage: Stage = Stage.IDLE, **changes: object) -> BayView:
    """Return a view of a real bay in service mode."""
    return replace(view_of(stage, **changes), service=RUNNING)


SERVICE_PAGES: dict[str, tuple[BayView, str]] = {
    "idle_service": (_in_service(), "/"),
    "idle_service_real": (replace(_in_service(), simulated=False), "/"),
    "idle_service_fault": (_in_service(faults=(FaultView("device_lost", "badge"),)), "/"),
    "idle_service_alarm": (_in_service(alarms=(ALARM,)), "/"),
    "choose_service": (_in_service(Stage.CHOOSE), "/"),
    "choose_service_technician": (_in_service(Stage.CHOOSE, visit=_TECHNICIAN), "/"),
    "choose_service_chief": (_in_service(Stage.CHOOSE, visit=_CHIEF), "/"),
    "choose_service_unreturned": (
        replace(_in_service(Stage.CHOOSE, visit=_CHIEF), unreturned=weapon(4)), "/"
    ),
    "pin_service": (_in_service(Stage.PIN), "/"),
    "return_scan_service": (_in_service(Stage.RETURN_SCAN), "/"),
    "refused_service": (
        _in_service(Stage.CHOOSE, outcome=outcome("refused", "service_mode")), "/"
    ),
    "strip_service": (
        _in_service(Stage.RETURN_SCAN, outcome=outcome("refused", "bad_checksum")), "/"
    ),
    "service_chief": (
        view_of(
            Stage.SERVICE_BADGE,
            service=replace(ASKED, awaits="chief", people=(SOK_STANDS,)),
        ),
        "/",
    ),
    "service_lock": (view_of(Stage.SERVICE_BADGE, service=LOCK), "/"),
    "service_lock_pin": (view_of(Stage.SERVICE_PIN, service=LOCK), "/"),
    "open_now_test": (_in_service(Stage.OPEN_NOW, visit=_TESTED), "/"),
    "cable_open_test": (_in_service(Stage.CABLE_OPEN, visit=_TESTED), "/"),
    "cable_open_test_held": (
        _in_service(Stage.CABLE_OPEN, visit=replace(_TESTED, held_open=True)), "/"
    ),
    "count_test": (_in_service(Stage.COUNT, visit=_TESTED), "/"),
}  # fmt: skip
