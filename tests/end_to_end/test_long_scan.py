"""A label of 4,096 bytes, sent through the page of the simulated bench to the real programs."""

import http.client
import re
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from kiosk.service.client import RemoteService
from kiosk.service.sentences import sentence
from tests.assembly.program import warehouse
from tests.end_to_end.programs import face_command, kiosk_command, ready, running, touch_address

LONGEST = 4096


@pytest.mark.promise("P9", "P11")
@pytest.mark.parametrize("char", ["9", "%", "ក"])
def test_a_scan_of_4096_bytes_at_the_bench_is_refused_in_a_sentence(
    tmp_path: Path, char: str
) -> None:
    """`%` and Khmer grow to three bytes and more on the way; no form is turned away for that."""
    config, settings = warehouse(tmp_path)
    (tmp_path / "face").mkdir()
    socket = Path(settings.kiosk.socket)
    text = char * (LONGEST // len(char.encode()))
    with (
        running(kiosk_command(config), tmp_path / "kiosk.log") as kiosk,
        running(face_command(socket, tmp_path / "face"), tmp_path / "face.log") as face,
        closing(RemoteService(socket)) as service,
    ):
        before = ready(kiosk.child, service, kiosk.log).version
        host = urlsplit(touch_address(face)).netloc
        with closing(http.client.HTTPConnection(host, timeout=15)) as line:
            status, page, cookie = _ask(line, host, "GET", "/bench")
            token = re.search(r'name="token" value="([^"]*)"', page)
            assert token is not None, page[:500]
            form = {"token": token.group(1), "reader": "weapon", "text": text}
            status, page, _ = _ask(line, host, "POST", "/bench/scan", urlencode(form), cookie)
            assert (status, "413" in page) == (303, False)
            view = service.wait(before, 15)
            assert view.outcome is not None
            assert (view.outcome.kind, view.outcome.reason) == ("refused", "too_long")
            status, page, _ = _ask(line, host, "GET", "/", "", cookie)
    assert status == 200
    assert sentence("refused", "too_long", "km", {}).happened in page


def _ask(  # noqa: PLR0913, PLR0917 - what a request consists of
    line: http.client.HTTPConnection,
    host: str,
    method: str,
    path: str,
    body: str = "",
    cookie: str = "",
) -> tuple[int, str, str]:
    """Return status, content and cookie of an answer."""
    headers = {"Cookie": cookie} if cookie else {}
    if body:
        kind = "application/x-www-form-urlencoded"
        headers |= {"Content-Type": kind, "Origin": f"http://{host}"}
    line.request(method, path, body or None, headers)
    answer = line.getresponse()
    content = answer.read().decode()
    return answer.status, content, (answer.getheader("Set-Cookie") or cookie).partition(";")[0]
