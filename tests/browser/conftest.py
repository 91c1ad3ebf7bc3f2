"""Headless Chromium, and a person who sits before it."""

import os
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browser.servers import FrontAlone, Service, front_alone
from tests.channels.loopback import free_port

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def _missing() -> str | None:
    if not CHROMIUM.exists():
        return f"the browser {CHROMIUM} is not installed (Debian's package chromium)"
    if not all(map(find_spec, ("playwright", "axe_playwright_python"))):
        return "the dependency group `browser` is not installed (uv sync --group browser)"
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)


# Its scope ends with this folder: the driver's event loop must not outlive it.
@pytest.fixture(scope="package")
def browser() -> Iterator[Any]:
    """Headless Chromium, one for all tests of this folder."""
    reason = _missing()
    if reason and os.environ.get("CI") == "true":
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        made = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield made
        made.close()


Open = Callable[..., Any]


@pytest.fixture
def new_page(browser: Any) -> Iterator[Open]:
    """Opens pages; any error of a script on them fails the test."""
    contexts: list[Any] = []
    errors: list[str] = []

    def make(url: str, **options: Any) -> Any:
        seen = {"width": 1280, "height": 800}
        options = {"viewport": seen, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **options}
        context = options.pop("context", None) or browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(url)
        return page

    yield make
    for context in dict.fromkeys(contexts):
        context.close()
    assert errors == []


@pytest.fixture(scope="package")
def other_port() -> int:
    """Where the site of another origin will be."""
    return free_port()


@pytest.fixture(scope="package")
def service(
    browser: Any, other_port: int, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """The whole service with the trained model."""
    folder = tmp_path_factory.mktemp("service")
    running = Service(folder, origins=f"http://127.0.0.1:{other_port}")
    running.start()
    yield running
    running.stop()


@pytest.fixture
def front(browser: Any, other_port: int, tmp_path: Path) -> Iterator[FrontAlone]:
    """The front alone; the test speaks for the bot."""
    with front_alone(tmp_path, origins=f"http://127.0.0.1:{other_port}") as running:
        yield running
