"""Pictures of the console for the guide, over the invented data.

`uv run python -m tests.browser.console_pictures docs/images/console` makes them anew.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot import clock, db
from bot import settings as settings_module
from bot.conversations.handoff_records import CLAIMED, Handoff
from bot.demo import colleagues, seeding
from bot.settings import Settings
from bot.staff import service
from bot.staff.permissions import ROLES
from bot.tickets.records import Ticket
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.servers import front_alone

NAME = "示例·全部角色"
WIDE, PHONE = (1280, 860), (375, 760)
PAGES = {
    "talks": "/talks?tab=waiting",
    "talk": "/talks/{talk}?tab=waiting",
    "tickets": "/tickets?tab=live",
    "ticket": "/tickets/{ticket}",
    "funding": "/plan/funding",
    "funding-list": "/plan/funding/1",
    "experts": "/plan/experts",
    "activities": "/plan/activities",
    "activity": "/plan/activities/1",
    "agreements": "/plan/agreements",
    "agreement": "/plan/agreements/1",
    "knowledge": "/knowledge?tab=all",
    "knowledge-review": "/knowledge/versions/1?try=直播能不能放歌",
    "knowledge-edit": "/knowledge/entries/example-live-music/edit",
    "knowledge-try": "/knowledge/try?q=举报要收费吗",
    "quality": "/quality",
    "gaps": "/quality/gaps",
    "readings": "/quality/readings",
    "replays": "/quality/replays",
    "replay": "/quality/replays/1?tab=better",
    "figures": "/figures?days=90",
    "switches": "/switches",
    "notices": "/notices",
    "staff": "/staff",
    "audit": "/audit?check=1",
    "account": "/account",
}


def _all_roles(settings: Settings) -> dict[str, str]:
    """An account that may open every page; what stands in the blanks of addresses."""
    engine = db.make_engine(settings.database_url)
    db.migrate(engine)
    factory = db.session_factory(engine)
    seeding.seed(settings, factory)
    with factory.begin() as session:
        at, first, *rest = clock.now(), *ROLES
        password = colleagues.PASSWORD
        account = service.add(
            session, NAME, unit="provincial", role=first, password=password, by="demo", at=at
        )
        for role in rest:
            service.grant(session, account, unit="provincial", role=role, by="demo", at=at)
        claimed = select(Handoff.conversation_id).where(Handoff.status == CLAIMED)
        busy = select(Ticket.number).where(Ticket.status == "in_progress").limit(1)
        return {
            "talk": str(session.scalar(claimed.limit(1))),
            "ticket": str(session.scalar(busy)),
        }


def _sign_in(browser: Any, url: str, size: tuple[int, int]) -> Any:
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(120_000)
    page.goto(f"{url}/console/sign-in")
    page.get_by_label("姓名（登录名）").fill(NAME)
    page.get_by_label("密码", exact=True).fill(colleagues.PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主导航").wait_for()
    return page


def take_all(browser: Any, url: str, folder: Path, blanks: dict[str, str]) -> list[str]:
    """Every page at both widths; the pages that are wider than the window."""
    wide: list[str] = []
    for size in (WIDE, PHONE):
        page = _sign_in(browser, url, size)
        for name, path in PAGES.items():
            page.goto(f"{url}/console{path.format(**blanks)}")
            page.wait_for_timeout(250)
            page.screenshot(path=folder / f"{name}-{size[0]}.png")
            if page.evaluate("document.documentElement.scrollWidth > innerWidth + 1"):
                wide.append(f"{name}-{size[0]}")
        page.context.close()
    return wide


def main(folder: Path) -> None:
    """Fill a database, run the front, take the pictures."""
    from playwright.sync_api import sync_playwright

    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as driver:
        blanks = _all_roles(settings_module.load({}, data_dir=Path(data)))
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        with front_alone(Path(data)) as front:
            wide = take_all(browser, front.url, folder, blanks)
        browser.close()
    print("wider than the window:", ", ".join(wide) or "none")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
