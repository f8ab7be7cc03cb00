"""The desk of losses, answered from inside the kiosk's own process; and what an export tells."""

from collections.abc import Callable
from dataclasses import replace

from kiosk.keeper.ports import Facts
from kiosk.registry.losses_table import KeptLoss, LossBook
from kiosk.rules.broken import KioskError
from kiosk.rules.desks import Desk, desks_of
from kiosk.rules.losses import clocks
from kiosk.rules.policy import Policy
from kiosk.rules.reports import FOR_OTHERS, ReportTo, unknown_in
from kiosk.rules.things import OfficerNumber
from kiosk.service.losses import views as v
from kiosk.service.protocol import KioskSilent

PAGE = 50
"""Reports to a page, as the register has weapons; files have all that stand open. Ours."""

Draw = Callable[[v.LossFace, ReportTo], str]
"""Draws a report as a whole HTML document."""


class LossDesk:
    """Answers who sits at the desk of losses. Any thread."""

    def __init__(  # noqa: PLR0913 - what a desk needs, put together by the assembly alone
        self,
        kiosk: str,
        facts: Facts,
        book: LossBook,
        *,
        policy: Policy,
        wall_ms: Callable[[], int],
        draw: Draw,
    ) -> None:
        """Take the kiosk's name, what knows people, the losses of all times, the hours of reports.

        `wall_ms`: the wall clock; `draw`: what draws a paper.
        """
        self._kiosk, self._facts, self._book = kiosk, facts, book
        self._policy, self._wall_ms, self._draw = policy, wall_ms, draw

    def page(self, by: str, before: int = 0) -> v.LossesPage:
        """Return a page of reports: the newest, or the newest before an entry."""
        try:
            reason = self._refused(by)
            if reason:
                return v.LossesPage(reason=reason)
            newest = self._book.newest(PAGE + 1, before)
            faces = tuple(map(self._face, newest[:PAGE]))
            older = faces[-1].entry if len(newest) > PAGE else 0
            return v.LossesPage(faces, self._kiosk, before=older)
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong

    def still_lost(self, by: str, weapon: str) -> v.LossesPage:
        """Return the report of a weapon that is on the hot list; none when it is not."""
        try:
            reason = self._refused(by)
            kept = None if reason else self._book.newest_of(weapon)
            if kept is None or kept.end is not None:
                return v.LossesPage(reason=reason)
            return v.LossesPage((self._face(kept),), self._kiosk)
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong

    def paper(self, by: str, entry: int, to: str) -> v.PaperPage:
        """Return the report that an entry made, to be printed."""
        try:
            reason = self._refused(by)
            kept = None if reason else self._book.reported_by(entry)
            if kept is None or to not in set(ReportTo):
                return v.PaperPage(reason=reason or "not_reported_lost")
            return v.PaperPage(self._draw(self._face(kept), ReportTo(to)))
        except KioskError as wrong:
            raise KioskSilent(str(wrong)) from wrong

    def _refused(self, by: str) -> str:
        person = self._facts.person(OfficerNumber(by))
        if person is None:
            return "unknown_officer"
        return "" if Desk.LOSSES in desks_of(person) else "wrong_role"

    def _face(self, kept: KeptLoss) -> v.LossFace:
        return whole(kept, self._facts, self._policy, self._wall_ms())


def whole(kept: KeptLoss, facts: Facts, policy: Policy, wall_ms: int) -> v.LossFace:
    """Return a report with the name of who told it, and with what is due of it in writing."""
    told = facts.person(kept.reported.by)
    given = {line.level: line for line in kept.given}
    reports = []
    for to, due_ms in clocks.due(policy, kept.stands).items():
        report = v.ReportFace(to, due_ms, late=kept.end is None and due_ms <= wall_ms)
        if to in given:
            line = given[to]
            report = v.ReportFace(
                to, due_ms, late=False, given_ms=line.at.wall_ms, receiver=line.receiver, by=line.by
            )
        reports.append(report)
    name = "" if told is None else told.officer.name_km or told.officer.name
    return replace(face(kept), by_name=name, reports=tuple(reports))


def face(kept: KeptLoss) -> v.LossFace:
    """Return a report with all its fields; the serial as it was corrected, and as reported."""
    entry, first, serial = kept.reported, kept.stands.serials[0], kept.stands.serials[-1]
    weapon = replace(kept.stands.loss.weapon, serial=serial)
    loss = replace(kept.stands.loss, weapon=weapon)
    told, bearer, unknown = loss.circumstances, loss.bearer, unknown_in(loss)
    return v.LossFace(
        number=weapon.number,
        name=weapon.name,
        type=weapon.type,
        serial=weapon.serial,
        calibre=weapon.calibre,
        kind=loss.kind,
        when_ms=told.when_ms,
        place=told.place,
        how=told.how,
        agency=told.agency,
        case=told.case,
        bearer=bearer.number,
        bearer_name=bearer.name,
        rank=bearer.rank,
        unit=bearer.unit,
        reported_ms=entry.at.wall_ms,
        by=entry.by,
        head=kept.head,
        found_ms=0 if kept.end is None else kept.end.circumstances.when_ms,
        found_place="" if kept.end is None else kept.end.circumstances.place,
        complete=not set(FOR_OTHERS) & set(unknown),
        whole_day=told.whole_day,
        at_bay=entry.at_bay,
        unknown=unknown,
        entry=kept.seq,
        serial_status=weapon.serial_status,
        serial_reported=first if first != serial else "",
    )
