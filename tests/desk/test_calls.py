"""Changes are told to other programs: signed, in order, again when they do not answer."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select

from bot.desk import calls
from bot.errors import Refused
from bot.tickets import webhooks
from bot.tickets.webhook_records import WebhookDelivery
from tests.desk.cast import Office

Heard = list[tuple[dict[str, str], bytes]]


class _Ear(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append((dict(self.headers), body))  # type: ignore[attr-defined]
        self.send_response(self.server.answer)  # type: ignore[attr-defined]
        self.send_header("Location", "http://127.0.0.1:1/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def ear() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Ear)
    server.heard, server.answer = [], 200  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def heard(ear: ThreadingHTTPServer) -> Heard:
    return ear.heard  # type: ignore[attr-defined, no-any-return]


def enrolled(office: Office, ear: ThreadingHTTPServer, unit: str = "yueyang-branch") -> str:
    with office.factory.begin() as session:
        url = f"http://127.0.0.1:{ear.server_address[1]}/hook"
        hook = webhooks.enrol(session, unit=unit, url=url, secure=False, by="test", at=office.now)
        return hook.secret


def states(office: Office) -> list[str]:
    with office.factory() as session:
        query = select(WebhookDelivery.status).order_by(WebhookDelivery.id)
        return list(session.scalars(query))


def test_every_change_is_told_once_signed_and_without_persons(
    office: Office, ear: ThreadingHTTPServer
) -> None:
    secret = enrolled(office, ear)
    number = office.files(applicant_name="王建国")
    office.does("周强", "accept", number, why="王建国的案子")
    assert calls.make_some(office.factory, at=office.now) == 2
    assert calls.make_some(office.factory, at=office.now) == 0
    told = [json.loads(body) for _, body in heard(ear)]
    assert [(one["number"], one["event"]) for one in told] == [(number, "open"), (number, "accept")]
    assert len({one["id"] for one in told}) == 2
    for headers, body in heard(ear):
        stamp, seal = (part[2:] for part in headers[calls.SIGNATURE].split(","))
        sealed = f"{stamp}.".encode() + body
        right = hmac.new(secret.encode(), sealed, hashlib.sha256).hexdigest()
        assert seal.removeprefix("=") == right
        assert "王建国" not in body.decode()
        assert "138" not in body.decode()


def test_units_without_a_part_in_it_hear_nothing(office: Office, ear: ThreadingHTTPServer) -> None:
    enrolled(office, ear, "hengyang-branch")
    number = office.files()
    assert states(office) == []
    office.does("周强", "transfer", number, unit="hengyang-branch", why="店在衡阳")
    assert states(office) == ["waiting"]


def test_a_program_that_does_not_answer_is_called_again_ever_later_and_then_given_up(
    office: Office, ear: ThreadingHTTPServer
) -> None:
    enrolled(office, ear)
    office.files()
    ear.answer = 500  # type: ignore[attr-defined]
    for wait in (timedelta(0), *calls.LATER):
        office.now += wait
        assert calls.make_some(office.factory, at=office.now - timedelta(seconds=1)) == 0
        assert calls.make_some(office.factory, at=office.now) == 0
    assert states(office) == ["dead"]
    assert len(heard(ear)) == len(calls.LATER) + 1


def test_it_is_not_led_elsewhere(office: Office, ear: ThreadingHTTPServer) -> None:
    enrolled(office, ear)
    office.files()
    ear.answer = 307  # type: ignore[attr-defined]
    assert calls.make_some(office.factory, at=office.now) == 0
    assert len(heard(ear)) == 1
    assert states(office) == ["waiting"]


def test_what_a_crash_left_under_way_is_sent_again_with_the_same_id(
    office: Office, ear: ThreadingHTTPServer
) -> None:
    enrolled(office, ear)
    office.files()
    with office.factory.begin() as session:
        (taken,) = calls.take(session, at=office.now)
    assert calls.make_some(office.factory, at=office.now) == 0
    with office.factory.begin() as session:
        calls.recover(session)
    assert calls.make_some(office.factory, at=office.now) == 1
    assert json.loads(heard(ear)[0][1])["id"] == taken.body["id"]


def test_a_move_that_was_refused_is_not_told(office: Office, ear: ThreadingHTTPServer) -> None:
    enrolled(office, ear)
    number = office.files()
    with pytest.raises(Refused):
        office.does("周强", "decline", number)
    assert states(office) == ["waiting"]


def test_silenced_it_hears_no_more(office: Office, ear: ThreadingHTTPServer) -> None:
    enrolled(office, ear)
    with office.factory.begin() as session:
        webhooks.strike(session, 1, by="test", at=office.now)
    office.files()
    assert states(office) == []


@pytest.mark.parametrize(
    "url", ["", "ftp://x", "http://x", "https://user:pw@x", "javascript:alert(1)", "https://"]
)
def test_an_address_that_is_not_safe_is_refused(office: Office, url: str) -> None:
    with office.factory.begin() as session, pytest.raises(Refused):
        webhooks.enrol(session, unit="provincial", url=url, secure=True, by="t", at=office.now)
