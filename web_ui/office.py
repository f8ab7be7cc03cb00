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

from kiosk.service.protocol import KioskSilent, OfficePass, Register, Service
from kiosk.service.views import Line
from web_ui import counting, racks, register, shell
from web_ui.guard import guard
from web_ui.logins import SEAT, Logins
from web_ui.lookout import Clock, Lookout, Seats, Sight, monotonic_ms
from web_ui.office_face import by_cause, figures_of, open_cables, silent_calls, told, whole
from web_ui.streams import stream, tick_of

STREAMS = 40
"""Streams of the office pages; with the touch page's eight the face serves forty-eight."""

LINES = 8
"""Lines of the book on the first page: what a visit leaves, without pushing the rest away."""

DESK = "bay"
"""What a pass must name for the pages of this module."""

DESKS = frozenset({DESK, register.DESK})
"""What we have pages for; a pass for none of them opens nothing."""

_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Desk:
    """The office pages. Every method answers one address."""

    service: Service
    lookout: Lookout
    look: shell.Look
    logins: Logins
    seats: Seats

    def bay(self) -> str | Answer:
        """Show the bay, or the login to who is not logged in."""
        who = self.logins.who(_secret())
        if who is None:
            return self._login("")
        if DESK not in who.desks:
            return redirect(register.HOME, 303)
        sight = self.lookout.look()
        return render_template(
            "office/shell.html",
            screen=_draw(self.service, sight),
            tick=tick_of(sight, self.lookout.clock(), self.look.calendar),
            who=who,
            reads=register.DESK in who.desks,
            simulated=sight.simulated,
        )

    def _login(self, refused: str) -> str:
        simulated = self.lookout.recent().simulated
        return render_template("office/login.html", refused=refused, simulated=simulated)

    def enter(self) -> Answer | tuple[str, int]:
        """Let somebody in whom the keeper let in; the try is in the book before the answer."""
        number, pin = (
            request.form.get(field, "").strip()[:_LONGEST] for field in ("number", "pin")
        )
        try:
            told = self.service.enter_office(number, pin)
        except KioskSilent:
            told = OfficePass(granted=False, reason="kiosk_silent")
        if not told.granted or not DESKS & set(told.desks):
            reason = "wrong_role" if told.granted else told.reason
            return self._login(reason), 403
        spoken = shell.language()
        session.clear()  # nothing a stranger may have planted before survives the login
        shell.speak(spoken)
        session[SEAT] = self.logins.enter(told)
        return redirect("/", 303)

    def answer(self) -> Answer | tuple[str, int]:
        """Show the silent alarms that wait for an answer; to the bay when there is none."""
        return self._answer("", 200)

    def _answer(self, refused: str, status: int) -> Answer | tuple[str, int]:
        who, sight = self.logins.at(DESK, _secret()), self.lookout.look()
        calls = () if sight.view is None else silent_calls(sight.view)
        if who is None or not calls:
            return redirect("/", 303)
        page = render_template(
            "office/answer.html", who=who, calls=calls, refused=refused, simulated=sight.simulated
        )
        return page, status

    def give_answer(self) -> Answer | tuple[str, int]:
        """Answer a silent alarm as whoever is logged in, by the PIN typed for it."""
        who = self.logins.at(DESK, _secret())
        if who is None:
            return redirect("/", 303)
        cause, about, pin = (
            request.form.get(field, "").strip()[:_LONGEST] for field in ("cause", "about", "pin")
        )
        try:
            reason = self.service.answer_alarm(who.number, pin, cause, about).reason
        except KioskSilent:
            reason = "kiosk_silent"
        return self._answer(reason, 403) if reason else redirect("/", 303)

    def order(self) -> Answer | str:
        """Show the form that orders a count."""
        return self._order("")

    def _order(self, refused: str) -> Answer | str:
        who, sight = self.logins.at(DESK, _secret()), self.lookout.look()
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
        who = self.logins.at(DESK, _secret())
        if who is None:
            return redirect("/", 303)
        pin, what, scope = (
            request.form.get(field, "").strip()[:_LONGEST] for field in ("pin", "what", "scope")
        )
        try:
            reason = self.service.order_count(who.number, pin, what, scope).reason
        except KioskSilent:
            reason = "kiosk_silent"
        return (self._order(reason), 403) if reason else redirect("/", 303)

    def leave(self) -> Answer:
        """Log out."""
        self.logins.leave(_secret())
        session.clear()
        return redirect("/", 303)

    def switch(self, chosen: str) -> Answer:
        """Speak another language."""
        if not shell.speak(chosen):
            abort(404)
        return redirect(register.came_from(request.form.get("back", "")), 303)

    def live(self) -> Response:
        """Stream the bay for as long as the login lasts."""
        secret, speech, app = _secret(), shell.speech(), current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way out of the request
        if self.logins.at(DESK, secret, watching=True) is None:
            abort(403)

        def draw(sight: Sight, _: int) -> tuple[str, int | None]:
            if self.logins.at(DESK, secret, watching=True) is None:
                return "", None
            with app.app_context():
                return _draw(self.service, sight, speech), None

        return stream(self.lookout, self.seats, draw, self.look.calendar)


def create_office(  # noqa: PLR0913 - what an app is built from, each by its name
    service: Service,
    *,
    readable: Register | None = None,
    lookout: Lookout | None = None,
    clock: Clock = monotonic_ms,
    look: shell.Look | None = None,
    hosts: Sequence[str] = ("localhost",),
    tls: bool = True,
) -> Flask:
    """Return the app of the office pages.

    Args:
        service: the hatch.
        readable: the register, or None where nobody reads in it.
        lookout: shared with the touch page, or None for one of its own.
        clock: monotonic milliseconds, for the logins, and for the lookout when it is None.
        look: name, calendar and the watch over silence.
        hosts: the names a browser may call us by; an address always passes.
        tls: whether cookies may say Secure; False only where a test speaks plain HTTP.
    """
    look = look or shell.Look()
    app = shell.build("web_ui.office", look)
    # A cookie with this prefix is refused by browsers unless it is Secure and for this host only.
    guard(app, hosts, cookie="__Host-office" if tls else "office", tls=tls, framed=False)
    desk = Desk(service, lookout or Lookout(service, clock), look, Logins(clock), Seats(STREAMS))
    if readable is not None:
        register.add_register(app, readable, desk.logins, desk.lookout, look)
    app.extensions["desk"], app.extensions["lookout"] = desk, desk.lookout
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


def _secret() -> str:
    return str(session.get(SEAT, ""))


def _draw(service: Service, sight: Sight, speech: dict[str, object] | None = None) -> str:
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
