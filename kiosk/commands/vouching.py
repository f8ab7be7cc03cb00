"""What two people do at the kiosk's reader, told step by step to whoever began it at a terminal."""

from collections.abc import Collection, Mapping

from kiosk.commands import FAILED, ends
from kiosk.commands.options import say
from kiosk.commands.register import refusal
from kiosk.service.protocol import Service, WorkDone
from kiosk.service.views import BayView, Stage

WAIT_S = 5.0

AWAITED = {
    "technician": "the technician",
    "chief": "the chief",
    "both": "the technician or the chief",
}
"""Who is awaited for service mode, by `ServiceView.awaits`."""


VOUCHERS = "Two people vouch for this at the kiosk: custodian, chief or registrar."


def follow(  # noqa: PLR0913 - what differs from one thing that is vouched for to the next
    kiosk: Service,
    begun: WorkDone,
    steps: Mapping[Stage, str],
    done: Collection[str],
    otherwise: str,
    *,
    who: str = VOUCHERS,
) -> None:
    """Say each step until it is done; ends with 1 when it was refused or given up.

    Args:
        kiosk: where it goes on.
        begun: what the kiosk answered to the question.
        steps: what is to be done next, stage by stage.
        done: the kinds of outcome that end it well.
        otherwise: what to say when it was left before its end.
        who: says first who must come.
    """
    if begun.reason:
        ends(refusal(begun.reason, begun.about), FAILED)
    say(who)
    view, said, told = kiosk.view(), "", begun.seq
    while view.stage in steps:
        step = step_of(steps, view)
        if step != said:
            say(step)
            said = step
        if view.outcome is not None and view.outcome.seq > told and view.outcome.kind == "refused":
            told = view.outcome.seq
            say(refusal(view.outcome.reason, view.outcome.facts.get("name", "")))
        view = kiosk.wait(view.version, WAIT_S)
    if view.outcome is None or view.outcome.kind not in done or view.outcome.seq <= begun.seq:
        ends(otherwise, FAILED)


def step_of(steps: Mapping[Stage, str], view: BayView) -> str:
    """Return what is to be done next, with whom it is about."""
    person, second = view.visit.person, view.visit.second
    return steps[view.stage].format(
        vouchers=view.visit.vouchers + 1,
        second=second.name if second is not None else "",
        person=person.name if person is not None else "",
        awaits=AWAITED.get(view.service.awaits, "") if view.service is not None else "",
        cable=view.visit.cable,
    )
