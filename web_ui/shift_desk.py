"""The desk of shift and keys: which keys there are and who has each; moved by PIN, never by a look.

The chief sees here too by which key the kiosk seals its book, and asks two people to stand by it.

A shift itself changes hands at the bay alone, where both people stand.
"""

from dataclasses import dataclass

from flask import Flask, redirect

from kiosk.service.shift_views import KeyView
from kiosk.service.shift_works import EnrolKey, GiveKey, RegisterKey, TakeKey
from kiosk.service.works import Work
from web_ui.desks import Office, Page, given

DESK = "shift"
HOME = "/shift"


@dataclass(frozen=True, slots=True)
class ShiftDesk:
    """The desk where keys are registered, given out and taken back."""

    name: str = DESK
    home: str = HOME

    def add(self, app: Flask, office: Office) -> None:
        """Put its pages into the app of the office."""
        keys = Keys(office)
        app.get(HOME, endpoint="shift")(keys.shown)
        app.post(f"{HOME}/register", endpoint="register_key")(keys.register)
        app.post(f"{HOME}/give", endpoint="give_key")(keys.give)
        app.post(f"{HOME}/take", endpoint="take_key")(keys.take)
        app.post(f"{HOME}/enrol", endpoint="enrol_key")(keys.enrol)


@dataclass(frozen=True, slots=True)
class Keys:
    """The pages of the keys. Every method answers one address."""

    office: Office

    def shown(self) -> Page:
        """Show the keys, and the forms that move them."""
        return self._page("")

    def register(self) -> Page:
        """Register a key; where it has a seal, or had one, ask two people to stand by it."""
        work = RegisterKey(given("key"), given("opens"), given("seal"))
        view = self.office.lookout.look().view
        keys = () if view is None else view.shift.keys
        sealed = work.seal or any(key.sealed for key in keys if key.name == work.key)
        return self._done(work, "asked" if sealed else "done")

    def give(self) -> Page:
        """Give a key into somebody's hand."""
        return self._done(GiveKey(given("key"), given("to")))

    def take(self) -> Page:
        """Have a key back in its place."""
        return self._done(TakeKey(given("key")))

    def enrol(self) -> Page:
        """Ask two people to stand by the key that seals the book."""
        return self._done(EnrolKey(given("fingerprint")), "enrolling")

    def _done(self, work: Work, done: str = "done") -> Page:
        who = self.office.who(DESK)
        if who is None:
            return redirect("/", 303)
        reason = self.office.sign(who, given("pin"), work)
        page = self._page(reason, "" if reason else done)
        return (page, 403) if reason and isinstance(page, str) else page

    def _page(self, refused: str, done: str = "") -> Page:
        who, view = self.office.who(DESK), self.office.lookout.look().view
        if who is None or view is None:
            return redirect("/", 303)
        keys: tuple[KeyView, ...] = view.shift.keys
        return self.office.drawn(
            "shift/keys.html",
            who,
            DESK,
            keys=keys,
            here=[key for key in keys if key.holder is None and not key.amiss],
            gone=[key for key in keys if key.holder is not None or key.amiss],
            now_ms=view.now_ms,
            own_key=view.own_key,
            key_vouched=view.key_vouched,
            refused=refused,
            done=done,
        )
