"""Files on the web: judged by content, capped on the way, given to one conversation only."""

import io
import zipfile
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot import db
from bot.conversations import files
from bot.conversations.records import Inbound, Message
from tests.front.conftest import PNG, session_of


def archive(*names: str) -> bytes:
    """A zip archive holding these files."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        for name in names:
            opened.writestr(name, "x")
    return made.getvalue()


DOCX = archive("[Content_Types].xml", "word/document.xml")


async def test_a_file_comes_back_only_to_its_owner_and_as_an_attachment(
    client: httpx.AsyncClient,
) -> None:
    first, second = await session_of(client), await session_of(client)
    upload = {"file": ("../../证据.png", PNG, "text/html")}
    kept = await client.post("/chat/files", files=upload, headers=first)
    assert kept.status_code == 201
    assert set(kept.json()) == {"file_id", "name", "size", "sha256"}
    assert kept.json()["name"] == "证据.png"
    place = f"/chat/files/{kept.json()['file_id']}"
    assert (await client.get(place, headers=second)).status_code == 404
    given = await client.get(place, headers=first)
    assert given.content == PNG
    assert given.headers["content-disposition"].startswith("attachment")
    assert given.headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"<html><script>1</script>", 415),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415),
        (b"MZ\x90\x00 a program", 415),
        (archive("payload.exe"), 415),
        (archive("[Content_Types].xml", "evil.bin"), 415),
        (b"PK\x03\x04 broken", 415),
        (b"", 415),
        (DOCX, 201),
        (b"RIFF0000WEBPVP8 ", 201),
        (b"%PDF-1.7", 201),
        (PNG + b"0" * (10 * 1024 * 1024), 413),
    ],
)
async def test_a_file_is_judged_by_its_content(
    client: httpx.AsyncClient, content: bytes, status: int
) -> None:
    auth = await session_of(client)
    upload = {"file": ("harmless.png", content, "image/png")}
    assert (await client.post("/chat/files", files=upload, headers=auth)).status_code == status


async def test_an_endless_upload_is_cut_at_the_limit(client: httpx.AsyncClient) -> None:
    auth = await session_of(client)
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        yield b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\n' + PNG
        while sent < 100 * files.MAX_BYTES:
            sent += 1 << 20
            yield b"0" * (1 << 20)

    headers = {**auth, "Content-Type": "multipart/form-data; boundary=b"}
    answer = await client.post("/chat/files", content=endless(), headers=headers)
    assert answer.status_code == 413
    assert "10 MB" in answer.json()["error"]["message"]
    assert sent <= 2 * files.MAX_BYTES


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=b", "a/b"])
async def test_a_body_that_is_no_form_is_refused_in_words(
    client: httpx.AsyncClient, kind: str
) -> None:
    auth = await session_of(client)
    headers = {**auth, "Content-Type": kind}
    answer = await client.post("/chat/files", content=b"nonsense", headers=headers)
    assert answer.status_code == 400
    assert "文件" in answer.json()["error"]["message"]


async def test_a_message_points_at_files_of_its_own_conversation_only(
    client: httpx.AsyncClient, database: sessionmaker[Session]
) -> None:
    first, second = await session_of(client), await session_of(client)
    upload = {"file": ("合同.png", PNG, "image/png")}
    kept = (await client.post("/chat/files", files=upload, headers=first)).json()
    body = {"client_msg_id": "a", "attachments": [kept["file_id"]]}
    assert (await client.post("/chat/messages", json=body, headers=second)).status_code == 404
    for _ in range(2):
        answer = await client.post("/chat/messages", json=body, headers=first)
        assert (answer.status_code, answer.json()) == (202, {"seq": 1})
    seen = (await client.get("/chat/messages", headers=first)).json()["messages"]
    assert len(seen) == 1
    assert seen[0]["text"] == ""
    assert seen[0]["client_msg_id"] == "a"
    assert [file["name"] for file in seen[0]["attachments"]] == ["合同.png"]
    with db.reading(database) as session:
        assert session.scalars(select(Inbound.status)).all() == ["waiting"]
        assert session.scalars(select(Message.sender)).all() == ["user"]


@pytest.mark.parametrize("ids", [[], "x", [1], ["x"] * 21, {"a": 1}])
async def test_odd_attachments_are_refused(client: httpx.AsyncClient, ids: object) -> None:
    auth = await session_of(client)
    body = {"client_msg_id": "a", "attachments": ids}
    assert (await client.post("/chat/messages", json=body, headers=auth)).status_code == 400


async def test_at_most_twenty_files_a_conversation(client: httpx.AsyncClient) -> None:
    auth = await session_of(client)
    for _ in range(files.MAX_FILES):
        upload = {"file": ("a.png", PNG, "image/png")}
        assert (await client.post("/chat/files", files=upload, headers=auth)).status_code == 201
    assert (await client.post("/chat/files", files=upload, headers=auth)).status_code == 409
