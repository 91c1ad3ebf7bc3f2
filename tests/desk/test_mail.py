"""Mail to colleagues through a real SMTP conversation with a small server on this machine."""

import socketserver
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default

import pytest
from sqlalchemy import select

from bot.desk import mail
from bot.office_settings import Mail
from bot.staff.notice_records import StaffNotice
from bot.staff.records import StaffAccount
from tests.desk.cast import Office


class _Postman(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 here")
        while line := self.rfile.readline().decode().strip():
            verb = line[:4].upper()
            if verb == "DATA":
                self._say("354 go on")
                data = b""
                while (row := self.rfile.readline()) != b".\r\n":
                    data += row
                self.server.letters.append(data)  # type: ignore[attr-defined]
            if verb == "RCPT" and "nobody" in line:
                self._say("550 no such box")
            else:
                self._say("221 bye" if verb == "QUIT" else "250 ok")
            if verb == "QUIT":
                return

    def _say(self, text: str) -> None:
        self.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def postbox() -> Iterator[tuple[Mail, list[bytes]]]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Postman)
    server.daemon_threads = True
    server.letters = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    port = server.server_address[1]
    yield Mail("smtp", "127.0.0.1", port, "", "", "12330@example.cn"), server.letters  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def _addressed(office: Office, name: str, address: str) -> None:
    with office.factory.begin() as session:
        account = session.scalars(select(StaffAccount).where(StaffAccount.name == name)).one()
        account.email = address


def _states(office: Office) -> list[str | None]:
    with office.factory() as session:
        query = select(StaffNotice.mail).where(StaffNotice.mail.is_not(None))
        return list(session.scalars(query.order_by(StaffNotice.id)))


def _read(letter: bytes) -> Message:
    return message_from_bytes(letter, policy=default)


def test_a_colleague_with_an_address_gets_mail_once(
    office: Office, postbox: tuple[Mail, list[bytes]]
) -> None:
    where, letters = postbox
    _addressed(office, "岳阳主管", "chief@example.cn")
    number = office.files()
    office.does("省主管", "supervise", number, why="社会关注，王建国的案子")
    assert mail.send_some(office.factory, where, "https://12330.example.cn") == 1
    assert mail.send_some(office.factory, where, "https://12330.example.cn") == 0
    letter = _read(letters[0])
    assert letter["To"] == "chief@example.cn"
    body = letter.get_content()  # type: ignore[attr-defined]
    assert number in body
    assert "https://12330.example.cn/console/" in body
    assert "王建国" not in body
    assert _states(office) == ["done"]


def test_a_box_that_does_not_exist_does_not_hold_up_the_others(
    office: Office, postbox: tuple[Mail, list[bytes]]
) -> None:
    where, letters = postbox
    _addressed(office, "岳阳主管", "nobody@example.cn")
    _addressed(office, "周强", "zhou@example.cn")
    office.does("省主管", "supervise", office.files(), why="社会关注")
    assert mail.send_some(office.factory, where, "") == 1
    assert len(letters) == 1
    assert sorted(filter(None, _states(office))) == ["done", "waiting"]


def test_a_server_that_is_down_is_tried_again_but_not_for_ever(office: Office) -> None:
    nowhere = Mail("smtp", "127.0.0.1", 1, "", "", "12330@example.cn")
    _addressed(office, "岳阳主管", "chief@example.cn")
    office.does("省主管", "supervise", office.files(), why="社会关注")
    for _ in range(mail.TRIES - 1):
        assert mail.send_some(office.factory, nowhere, "") == 0
    assert _states(office) == ["waiting"]
    mail.send_some(office.factory, nowhere, "")
    assert _states(office) == ["dead"]


def test_what_a_crash_left_half_sent_is_sent_again(
    office: Office, postbox: tuple[Mail, list[bytes]]
) -> None:
    _addressed(office, "岳阳主管", "chief@example.cn")
    office.does("省主管", "supervise", office.files(), why="社会关注")
    with office.factory.begin() as session:
        assert len(mail.take(session)) == 1
    with office.factory.begin() as session:
        mail.recover(session)
    assert mail.send_some(office.factory, postbox[0], "") == 1
