"""Pictures of the widget for the documentation, taken of the real service.

`uv run python -m tests.browser.pictures docs/images` makes them anew.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.person import STORY, fills_in, hears, presses, says, settles
from tests.browser.servers import Service


def page(browser: Any, url: str, size: tuple[int, int], prefs: str = "", **options: Any) -> Any:
    """A page of this size, with these preferences of the person."""
    seen = {"width": size[0], "height": size[1]}
    context = browser.new_context(
        viewport=seen,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        **options,
    )
    if prefs:
        context.add_init_script(f"localStorage.setItem('hotline:prefs', '{prefs}')")
    made = context.new_page()
    # The service's own morning, as in its clock file.
    made.clock.set_fixed_time("2026-11-24T10:00:00+08:00")
    made.goto(url)
    return made


def take(made: Any, folder: Path, name: str) -> None:
    """Write one picture, the pointer out of the way."""
    made.mouse.move(1, 1)
    made.wait_for_timeout(600)
    made.screenshot(path=folder / f"{name}.png")
    made.context.close()


def take_all(browser: Any, url: str, folder: Path) -> None:
    """Every picture that the documentation shows."""
    demo = page(browser, f"{url}/demo", (1440, 900))
    demo.get_by_role("button", name="打开在线咨询").click()
    fills_in(demo)
    take(demo, folder, "widget-1440")

    ticket = page(browser, f"{url}/", (768, 1024))
    fills_in(ticket)
    presses(ticket, "提交")
    ticket.locator(".card.ticket").wait_for()
    take(ticket, folder, "page-768")

    form = page(browser, f"{url}/", (360, 740))
    says(form, STORY)
    presses(form, "同意，实名反映")
    form.get_by_role("button", name="没有/不知道").wait_for()
    take(form, folder, "page-360")

    elder = page(browser, f"{url}/", (360, 740), prefs='{"size":2,"single":true}')
    says(elder, "举报要收费吗？")
    hears(elder, "公益服务")
    take(elder, folder, "elder-360")

    dark = page(browser, f"{url}/", (768, 1024), color_scheme="dark")
    fills_in(dark)
    take(dark, folder, "dark-768")

    person = page(browser, f"{url}/demo", (360, 740), prefs='{"contrast":true}')
    person.get_by_role("button", name="打开在线咨询").click()
    says(person, "转人工")
    settles(person)
    hears(person, "已替您排队")
    take(person, folder, "contrast-360")


def main(folder: Path) -> None:
    """Run the service, take the pictures, end it."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as data, sync_playwright() as driver:
        service = Service(Path(data))
        service.start()
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        try:
            take_all(browser, service.url, folder)
        finally:
            browser.close()
            service.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
