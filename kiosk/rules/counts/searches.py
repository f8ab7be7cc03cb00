"""What is due after a weapon was missed, and by when: the clocks of a search (domain W4)."""

from enum import StrEnum

from kiosk.rules.policy import Policy

MINUTE_MS = 60_000


class SearchStep(StrEnum):
    """What somebody must have done by a moment."""

    LIST = "list"
    """The neighbours, the last five who had it, workshop and posts were asked, from a list."""
    REPORT = "report"
    """The province has it in writing."""
    NATION = "nation"
    """The National Commission has it."""


def steps(policy: Policy, since_ms: int) -> tuple[tuple[SearchStep, int], ...]:
    """Return each step of a search that began at a wall moment, and by when it is due."""
    return (
        (SearchStep.LIST, since_ms + policy.search_list_min * MINUTE_MS),
        (SearchStep.REPORT, since_ms + policy.search_report_h * 60 * MINUTE_MS),
        (SearchStep.NATION, since_ms + policy.search_nation_h * 60 * MINUTE_MS),
    )
