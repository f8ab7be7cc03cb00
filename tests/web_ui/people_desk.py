"""An office with one registrar at the desk of people, for tests of its pages and forms."""

from dataclasses import replace

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from kiosk.service.protocol import OfficePass, WorkDone
from tests.web_ui.client import token_in
from tests.web_ui.fakes import SOK, FakeClock, FakeService, view_of
from tests.web_ui.people_fakes import FakePeople
from web_ui.office import create_office
from web_ui.people import PeopleDesk

BASE = "https://localhost"
REGISTRAR = OfficePass(
    granted=True, number="12-0500", name="Ros Maly", role="registrar", desks=("people",)
)
PIN = "135790"


class Answering(FakeService):
    """A hatch that answers what is signed as it is told to."""

    def __init__(self) -> None:
        super().__init__(view_of())
        self.done = WorkDone(seq=9)

    def sign(self, number: str, pin: str, work: object) -> WorkDone:
        super().sign(number, pin, work)  # type: ignore[arg-type]  # handed on
        return self.done


class Desk:
    """An office with one registrar at the desk of people."""

    def __init__(self, *desks: str) -> None:
        self.service, self.people = Answering(), FakePeople()
        self.service.passes["12-0500", PIN] = replace(REGISTRAR, desks=desks or ("people",))
        self.app = create_office(self.service, desks=(PeopleDesk(self.people),), clock=FakeClock())
        self.browser: FlaskClient = self.app.test_client()
        self.token = token_in(self.browser.get("/", base_url=BASE).text)
        fields = {"token": self.token, "number": "12-0500", "pin": PIN}
        assert self.browser.post("/enter", data=fields, base_url=BASE).status_code == 303
        if "people" in (desks or ("people",)):
            self.token = token_in(self.get().text)

    def get(self, path: str = "/people") -> TestResponse:
        return self.browser.get(path, base_url=BASE)

    def post(self, path: str, **fields: object) -> TestResponse:
        told = {"token": self.token, "pin": PIN, **fields}
        return self.browser.post(path, data=told, base_url=BASE)

    def signs(self, act: str, **fields: object) -> TestResponse:
        return self.post(f"/people/person/{act}", number=SOK.number, **fields)
