"""The widget as it is served: small, whole, cached, and without what a strict page forbids."""

import re
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from channels.webchat import bundle, page

MOST = 45 * 1024
SOURCES = sorted(bundle.PARTS.glob("*.js")) + sorted(bundle.PARTS.glob("*.css"))


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(page.router())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://hotline") as made:
        yield made


def test_the_whole_widget_stays_below_45_kilobytes_packed() -> None:
    assert len(bundle.script().packed) <= MOST


def test_every_part_is_in_the_bundle_once_and_short_enough_to_read() -> None:
    named = [f"{name}.js" for name in bundle.SCRIPTS] + [f"{name}.css" for name in bundle.STYLES]
    assert sorted(named) == sorted(source.name for source in SOURCES)
    for source in SOURCES:
        lines = source.read_text(encoding="utf-8").splitlines()
        # Style sheets are lists of one-line facts.
        assert len(lines) <= (200 if source.suffix == ".js" else 320), source.name


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_no_part_does_what_a_strict_page_forbids(source: object) -> None:
    text = source.read_text(encoding="utf-8")  # type: ignore[attr-defined]
    forbidden = (
        r"\b(inner|outer)HTML\b|insertAdjacentHTML|document\.write|\beval\b|new Function\b|"
        r"setAttribute\(\"style\"|[{,]\s*style:|srcdoc|javascript:|@import|url\(|document\.cookie"
    )
    assert re.search(forbidden, text) is None
    # Nothing is fetched from elsewhere: the only address is the name of SVG.
    addresses = set(re.findall(r"https?://[\w.]+", text)) - {"http://www.w3.org"}
    assert addresses == set()


def test_older_browsers_can_read_the_script() -> None:
    text = bundle.script().body.decode()
    assert re.search(r"\?\.\w|\?\?|\bcatch \{|\(\?<[=!]|replaceAll|\.at\(", text) is None


@pytest.mark.parametrize("path", ["/widget.js", "/widget.css"])
async def test_an_asset_is_packed_tagged_and_open_to_every_site(
    client: httpx.AsyncClient, path: str
) -> None:
    whole = await client.get(path, headers={"Accept-Encoding": "identity"})
    packed = await client.get(path, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.text == whole.text
    assert whole.headers["access-control-allow-origin"] == "*"
    assert "max-age" in whole.headers["cache-control"]
    again = await client.get(path, headers={"If-None-Match": whole.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    changed = await client.get(path, headers={"If-None-Match": '"other"'})
    assert changed.status_code == 200


async def test_the_pages_hold_no_script_and_no_style_of_their_own(
    client: httpx.AsyncClient,
) -> None:
    for path in ("/", "/demo"):
        html = (await client.get(path)).text
        assert 'src="/widget.js"' in html
        assert re.search(r"<style|style=|\son\w+=|<script>", html) is None
        assert "12330" in html


def test_both_languages_have_every_word() -> None:
    chinese = _keys((bundle.PARTS / "words.js").read_text(encoding="utf-8"))
    english = _keys((bundle.PARTS / "words_en.js").read_text(encoding="utf-8"))
    assert chinese == english
    script = bundle.script().body.decode()
    used = set(re.findall(r'\bt\("(\w+)"', script))
    assert used <= set(chinese)


def _keys(text: str) -> list[str]:
    return sorted(re.findall(r"^\s{2,4}(\w+):(?!\s*\{)", text, re.M))
