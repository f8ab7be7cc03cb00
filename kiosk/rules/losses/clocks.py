"""The clocks of a loss: by when its report is due in writing, at the province and at the nation.

The hours are those of the search for a missing weapon (`rules.counts.searches`), from the same
moment. Whether the paper was handed over nobody can see: somebody at the desk says so.
"""

from kiosk.rules.counts.searches import SearchStep, steps
from kiosk.rules.losing import OpenLoss
from kiosk.rules.policy import Policy
from kiosk.rules.reports import ReportTo

STEPS = {SearchStep.REPORT: ReportTo.PROVINCE, SearchStep.NATION: ReportTo.NATION}
"""Which step of a search is a report in writing, and to whom."""


def due(policy: Policy, loss: OpenLoss) -> dict[ReportTo, int]:
    """Return by when each report is due (wall), the first one first, given or not."""
    return {STEPS[step]: due_ms for step, due_ms in steps(policy, loss.since_ms) if step in STEPS}
