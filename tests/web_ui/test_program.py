"""The face as a program: started, looked at, and stopped, with a kiosk behind a real socket."""

import argparse
import hashlib
import http.client
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.service.server import SocketServer, answers
from tests.web_ui.fakes import FakeBench, FakeService, view_of
from web_ui.__main__ import address, arguments, serve

PATIENCE_S = 30
RSS_MAX_KB = 60 * 1024
"""The bar of the project for the face, on a Pi with 1 GB."""


@pytest.fixture
def socket_path(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "kiosk.sock"
    with SocketServer(path, answers(FakeService(view_of()), FakeBench())) as server:
        server.open()
        yield path
        server.shutdown()


@pytest.fixture
def face(socket_path: Path, tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen(
        [
            sys.executable, "-m", "web_ui", "--socket", str(socket_path), "--data",
            str(tmp_path / "face"), "--touch", "127.0.0.1:0", "--office", "127.0.0.1:0",
            "--kiosk-name", "R-07",
        ],
        stderr=subprocess.PIPE,
        text=True,
    )  # fmt: skip
    yield program
    program.kill()
    program.communicate(timeout=PATIENCE_S)


def page_of(port: int, path: str) -> tuple[int, str]:
    """Return the status and the text of a page."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)) as connection:
        connection.request("GET", path)
        with closing(connection.getresponse()) as answer:
            return answer.status, answer.read().decode()


def said(face: subprocess.Popen[str], pattern: str) -> str:
    """Return what the program said in answer to a pattern, line by line as it starts."""
    assert face.stderr is not None
    for line in face.stderr:
        found = re.search(pattern, line)
        if found is not None:
            return found[1]
    raise AssertionError(f"the program never said {pattern}")


def test_it_says_where_it_is_and_serves_there(face: subprocess.Popen[str]) -> None:
    office = int(said(face, r"office pages https://127\.0\.0\.1:(\d+)/"))
    fingerprint = said(face, r"fingerprint  SHA-256 ([0-9A-F:]{95})")
    touch = int(said(face, r"touch page   http://127\.0\.0\.1:(\d+)/"))
    _, shown = page_of(touch, "/?show=about")
    assert fingerprint.replace(":", " ") in shown
    assert "R-07" in shown
    pem = ssl.get_server_certificate(("127.0.0.1", office), timeout=PATIENCE_S)
    der = ssl.PEM_cert_to_DER_cert(pem)
    assert hashlib.sha256(der).hexdigest().upper() == fingerprint.replace(":", "")


def test_it_stays_small_with_every_page_drawn(face: subprocess.Popen[str]) -> None:
    touch = int(said(face, r"touch page   http://127\.0\.0\.1:(\d+)/"))
    for path in ("/", "/?show=rack", "/?show=about", "/bench", "/demo") * 20:
        assert page_of(touch, path)[0] == 200
    status = Path(f"/proc/{face.pid}/status").read_text()
    rss = int(re.search(r"VmRSS:\s+(\d+)", status)[1])  # type: ignore[index]  # a line of every kernel
    assert rss <= RSS_MAX_KB, f"{rss} kB"


def test_it_ends_when_it_is_asked_to(face: subprocess.Popen[str]) -> None:
    touch = int(said(face, r"touch page   http://127\.0\.0\.1:(\d+)/"))
    with closing(http.client.HTTPConnection("127.0.0.1", touch, timeout=PATIENCE_S)) as screen:
        screen.request("GET", "/live")
        with closing(screen.getresponse()) as stream:
            assert stream.status == 200
            face.send_signal(signal.SIGTERM)
            assert face.wait(PATIENCE_S) == 0


def test_a_port_that_is_taken_is_said_and_ends_the_program(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        told = arguments(
            [
                "--socket", str(tmp_path / "none"), "--data", str(tmp_path), "--no-office",
                "--touch", f"127.0.0.1:{port}",
            ]
        )  # fmt: skip
        assert serve(told) == 1


@pytest.mark.parametrize("text", ["8080", "host", "host:", ":80", "host:x", "host:70000", "h:²"])
def test_an_address_that_is_none_is_told(text: str) -> None:
    with pytest.raises(argparse.ArgumentTypeError):
        address(text)


def test_what_is_not_said_has_a_default() -> None:
    told = arguments(["--socket", "/run/k.sock", "--data", "/var/lib/k"])
    assert told.touch == ("127.0.0.1", 8080)
    assert told.office == ("0.0.0.0", 8443)  # noqa: S104 - compared, not bound
    assert (told.kiosk_name, told.utc_offset_min) == ("R-01", 420)
