"""The people of the register, counted and never named: whose certificates end."""

from collections.abc import Iterator
from contextlib import closing

from kiosk.assembly.examination.box import Box
from kiosk.assembly.examination.findings import Finding, Say
from kiosk.config import Settings
from kiosk.registry.opening import DATABASE
from kiosk.registry.people import People

SOON_D = 30
"""A course is held about once a month where there is one. Ours."""


def certificates(settings: Settings, box: Box, say: Say) -> Iterator[Finding]:
    """Yield how many people draw no longer, or soon will not, for want of a certificate.

    Asked where a policy wants one, on a kiosk that guards something: who stands in the register of
    a simulated bay is invented.

    Raises:
        BookBroken, BookUnwritable: the register does not answer.
    """
    if settings.simulated or not (box.is_kiosk and settings.policy.certificate_required):
        return
    with closing(People.at(settings.folder / DATABASE)) as people:
        over, soon = people.ending(box.now_ms, SOON_D)
    if over:
        yield say("certificates_over", count=over)
    if soon:
        yield say("certificates_end", count=soon, days=SOON_D)
