"""Which sites may embed the chat: those that are listed, judged on the server."""

from pathlib import Path

import httpx
import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.front.origins import normal
from tests.front.conftest import front

LISTED = "https://www.hnip.example, http://localhost:8099"


@pytest.mark.parametrize("origin", ["https://www.hnip.example", "HTTPS://WWW.HNIP.EXAMPLE:443/"])
async def test_a_listed_site_may_talk(
    database: sessionmaker[Session], tmp_path: Path, origin: str
) -> None:
    async with front(database, tmp_path, HOTLINE_WEB_ORIGINS=LISTED) as client:
        asked = await client.options(
            "/chat/messages",
            headers={"Origin": origin, "Access-Control-Request-Method": "POST"},
        )
        assert asked.status_code == 204
        assert asked.headers["access-control-allow-origin"] == origin
        assert "Authorization" in asked.headers["access-control-allow-headers"]
        made = await client.post("/chat/sessions", json={}, headers={"Origin": origin})
        assert made.status_code == 201
        assert made.headers["access-control-allow-origin"] == origin
        assert "Origin" in made.headers["vary"]
        for answer in (asked, made):
            assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://www.hnip.example",
        "https://www.hnip.example.evil.example",
        "https://www.hnip.example:8443",
        "null",
        "file://",
        "*",
        "https://a:b:c",
    ],
)
async def test_any_other_site_is_refused_and_gets_no_leave(
    database: sessionmaker[Session], tmp_path: Path, origin: str
) -> None:
    async with front(database, tmp_path, HOTLINE_WEB_ORIGINS=LISTED) as client:
        for call in (
            client.post("/chat/sessions", json={}, headers={"Origin": origin}),
            client.options("/chat/sessions", headers={"Origin": origin}),
        ):
            answer = await call
            assert answer.status_code == 403
            assert "access-control-allow-origin" not in answer.headers
            assert "12330" in answer.json()["error"]["message"]


async def test_our_own_page_and_programs_need_no_listing(client: httpx.AsyncClient) -> None:
    for headers in ({"Origin": "http://hotline"}, {"Origin": "https://hotline"}, {}):
        answer = await client.post("/chat/sessions", json={}, headers=headers)
        assert answer.status_code == 201


def test_origins_are_compared_as_browsers_mean_them() -> None:
    assert normal("HTTP://A.example:80/") == normal("http://a.example")
    assert normal("http://a.example:8080") != normal("http://a.example")
    assert normal("https://[::1]:443") == "https://[::1]"
    assert normal("http://a.example:x") == ""
