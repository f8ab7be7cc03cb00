"""The office pages: the chief's live picture of the bay, behind a login, over TLS.

Looks, and moves nothing at the bay. Two forms in here write more than the login: the answer to a
silent alarm, which nobody may give at the bay, and the order of a count; with the PIN each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import (
    Flask,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    session,
)
from werkzeug.wrappers import Response as Answer

from kiosk.service.protocol import KioskSilent, OfficePass, Service
from kiosk.service.views import Line
from kiosk.service.works import AnswerAlarm, OrderCountAfar
from web_ui import counting, racks, shell
from web_ui.desks import Office, OfficeDesk, given, secret
from web_ui.guard import guard
from web_ui.logins import SEAT, Logins
from web_ui.lookout import Clock, Lookout, Seats, Sight, monotonic_ms
from web_ui.office_face import (
    by_cause,
    calls_for,
    figures_of,
    open_cables,
    silent_calls,
    told,
    whole,
)
from web_ui.streams import stream, tick_of

STREAMS = 40
"""Streams of the office pages; with the touch page's eight the face serves forty-eight."""

LARGEST_FORM = 65_536
"""Bytes: the paper of a transfer of a hundred weapons has some 25,000."""

LINES = 8
"""Lines of the book on the first page: what a visit leaves, without pushing the rest away."""

DESK = "bay"
"""What a pass must name for the pages of this module."""

HOME = "/"


@dataclass(frozen=True, slots=True)
class Desk:
    """The office pages. Every method answers one address."""

    office: Office
    seats: Seats

    def bay(self) -> str | Answer:
        """Show the bay, or the login to who is not logged in."""
        office = self.office
        who = office.logins.who(secret())
        if who is None:
            return self._login("")
        if DESK not in who.desks:
            return redirect(office.first_home(who), 303)
        sight = office.lookout.look()
        return office.drawn(
            "office/shell.html",
            who,
            DESK,
            screen=_draw(office.service, sight, who),
            tick=tick_of(sight, office.lookout.clock(), office.look.calendar),
        )

    def _login(self, refused: str) -> str:
        simulated = self.office.lookout.recent().simulated
        return render_template("office/login.html", refused=refused, simulated=simulated)

    def enter(self) -> Answer | tuple[str, int]:
        """Let somebody in whom the keeper let in; the try is in the book before the answer."""
        number, pin = given("number"), given("pin")
        try:
            told = self.office.service.enter_office(number, pin)
        except KioskSilent:
            told = OfficePass(granted=False, reason="kiosk_silent")
        if not told.granted or not self.office.first_home(told):
            reason = "wrong_role" if told.granted else told.reason
            return self._login(reason), 403
        spoken = shell.language()
        session.clear()  # nothing a stranger may have planted before survives the login
        shell.speak(spoken)
        session[SEAT] = self.office.logins.enter(told)
        return redirect("/", 303)

    def answer(self) -> Answer | tuple[str, int]:
        """Show the silent alarms that wait for an answer; to the bay when there is none."""
        return self._answer("", 200)

    def _answer(self, refused: str, status: int) -> Answer | tuple[str, int]:
        who, sight = self.office.who(DESK), self.office.lookout.look()
        if who is None or sight.view is None:
            return redirect("/", 303)
        calls, threatened = silent_calls(sight.view), calls_for(sight.view, who)
        if not (calls or threatened):
            return redirect("/", 303)
        page = render_template(
            "office/answer.html",
            who=who,
            calls=calls,
            threatened=threatened,
            refused=refused,
            simulated=sight.simulated,
        )
        return page, status

    def give_answer(self) -> Answer | tuple[str, int]:
        """Answer a silent alarm as whoever is logged in, by the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        work = AnswerAlarm(given("cause"), given("about"))
        reason = self.office.sign(who, given("pin"), work)
        return self._answer(reason, 403) if reason else redirect("/", 303)

    def order(self) -> Answer | str:
        """Show the form that orders a count."""
        return self._order("")

    def _order(self, refused: str) -> Answer | str:
        who, sight = self.office.who(DESK), self.office.lookout.look()
        if who is None or sight.view is None:
            return redirect("/", 303)
        return render_template(
            "office/order.html",
            who=who,
            kinds=counting.kinds(who.role),
            scopes=counting.scopes(sight.view),
            refused=refused,
            simulated=sight.simulated,
        )

    def give_order(self) -> Answer | tuple[Answer | str, int]:
        """Order a count as whoever is logged in, by the PIN typed for it."""
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        work = OrderCountAfar(given("what"), given("scope"))
        reason = self.office.sign(who, given("pin"), work)
        return (self._order(reason), 403) if reason else redirect("/", 303)

    def leave(self) -> Answer:
        """Log out."""
        self.office.logins.leave(secret())
        session.clear()
        return redirect("/", 303)

    def switch(self, chosen: str) -> Answer:
        """Speak another language."""
        if not shell.speak(chosen):
            abort(404)
        return redirect(self.office.came_from(request.form.get("back", "")), 303)

    def live(self) -> Response:
        """Stream the bay for as long as the login lasts."""
        known, speech, app = secret(), shell.speech(), current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way out of the request
        if self.office.logins.at(DESK, known, watching=True) is None:
            abort(403)

        def draw(sight: Sight, _: int) -> tuple[str, int | None]:
            who = self.office.logins.at(DESK, known, watching=True)
            if who is None:
                return "", None
            with app.app_context():
                return _draw(self.office.service, sight, who, speech), None

        return stream(self.office.lookout, self.seats, draw, self.office.look.calendar)


def create_office(  # noqa: PLR0913 - what an app is built from, each by its name
    service: Service,
    *,
    desks: Sequence[OfficeDesk] = (),
    lookout: Lookout | None = None,
    clock: Clock = monotonic_ms,
    look: shell.Look | None = None,
    hosts: Sequence[str] = ("localhost",),
    tls: bool = True,
) -> Flask:
    """Return the app of the office pages.

    Args:
        service: the hatch.
        desks: what stands in it beside the desk of the bay.
        lookout: shared with the touch page, or None for one of its own.
        clock: monotonic milliseconds, for the logins, and for the lookout when it is None.
        look: name, calendar and the watch over silence.
        hosts: the names a browser may call us by; an address always passes.
        tls: whether cookies may say Secure; False only where a test speaks plain HTTP.
    """
    look = look or shell.Look()
    app = shell.build("web_ui.office", look)
    # A cookie with this prefix is refused by browsers unless it is Secure and for this host only.
    guard(
        app,
        hosts,
        cookie="__Host-office" if tls else "office",
        tls=tls,
        framed=False,
        largest=LARGEST_FORM,
    )
    homes = {DESK: HOME} | {one.name: one.home for one in desks}
    shared = Office(service, lookout or Lookout(service, clock), look, Logins(clock), homes)
    for one in desks:
        one.add(app, shared)
    desk = Desk(shared, Seats(STREAMS))
    app.extensions["desk"], app.extensions["lookout"] = desk, shared.lookout
    app.get("/")(desk.bay)
    app.post("/enter")(desk.enter)
    app.get("/answer")(desk.answer)
    app.post("/answer", endpoint="give_answer")(desk.give_answer)
    app.get("/counts")(desk.order)
    app.post("/counts", endpoint="give_order")(desk.give_order)
    app.post("/leave")(desk.leave)
    app.post("/language/<chosen>")(desk.switch)
    app.get("/live")(desk.live)
    return app


def _draw(
    service: Service, sight: Sight, who: OfficePass, speech: dict[str, object] | None = None
) -> str:
    """Return the bay as HTML: what the kiosk says, or said last, and then that it is silent."""
    view = sight.view or sight.last
    return render_template(
        "office/bay.html",
        **(speech or {}),
        view=view,
        silent=sight.view is None,
        figures=() if view is None else figures_of(view, silent=sight.view is None),
        away=() if view is None else racks.away(view),
        doubts={} if view is None else by_cause(racks.doubtful(view), view),
        calls=() if view is None else silent_calls(view),
        threatened=() if view is None else calls_for(view, who),
        late_counts=() if view is None else counting.overdue(view),
        opened="" if view is None else ", ".join(map(whole, open_cables(view))),
        told=told,
        whole=whole,
        lines=_lines(service) if sight.view is not None else (),
    )


def _lines(service: Service) -> tuple[Line, ...]:
    try:
        return service.lines(0, LINES)
    except KioskSilent:
        return ()
