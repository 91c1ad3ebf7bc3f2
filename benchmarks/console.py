"""`python -m benchmarks.console`: every page of the console over 10,000 tickets, 100,000 messages.

Pages are asked of the application in this process, each several times. Shown are the processor's
time for the whole page, database included, and the time that passed, which on a machine that others
use holds waiting too. Goal: at most 200 ms.
"""

import asyncio
import platform
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from sqlalchemy import Engine, func, select, text
from sqlalchemy.orm import Session, sessionmaker

from benchmarks import big_house
from benchmarks.figures import milliseconds, percentile, table
from bot import clock, db
from bot import settings as settings_module
from bot.console.app import DOORS
from bot.conversations.records import Conversation
from bot.demo import colleagues
from bot.front.app import create_app
from bot.plan.activity_records import Activity
from bot.plan.agreement_records import Agreement
from bot.staff import service, signing_in
from bot.staff.permissions import ROLES
from bot.staff.signing_in import Opened
from bot.tickets.funding_records import FundingList
from bot.tickets.records import Ticket

ROOT = Path(__file__).resolve().parent.parent
RESULT = ROOT / "benchmarks" / "console.md"
TIMES, GOAL = 7, 0.2
NAME = "测量"
# What people really ask of a list, beside the list as it opens.
MORE = (
    "/talks?tab=all",
    "/talks?tab=all&page=100",
    "/talks?tab=all&intent=report_complaint&unsure=1",
    "/talks?tab=all&unhappy=1",
    "/tickets?tab=live",
    "/tickets?tab=all&page=50",
    "/tickets?tab=late",
    "/tickets?tab=all&q=商标",
    "/tickets?tab=all&q=岳阳 专利",
    "/figures?days=365",
    "/knowledge?tab=all&q=商标",
    "/knowledge/try?q=商标被抢注了怎么办",
    "/quality/gaps?page=5",
)
# These make a file to take away, or wait for news; they are no pages.
NO_PAGE = ("/export", "/live", "/files/", "/papers/")


@dataclass
class Took:
    """Seconds for a page, each time: of the processor, and on the clock."""

    worked: list[float] = field(default_factory=list)
    passed: list[float] = field(default_factory=list)


def main(url: str = "") -> None:
    """Fill, measure, print, and write benchmarks/console.md."""
    with tempfile.TemporaryDirectory() as folder:
        env = {"HOTLINE_RATE_LIMIT": "off", **({"HOTLINE_DATABASE_URL": url} if url else {})}
        settings = settings_module.load(env, data_dir=Path(folder))
        engine = db.make_engine(settings.database_url)
        counts, found = _run(settings, engine)
        engine.dispose()
    order = sorted(found.items(), key=lambda one: -percentile(one[1].worked, 0.5))
    rows = [
        [
            path,
            milliseconds(percentile(took.worked, 0.5)),
            milliseconds(min(took.passed)),
            milliseconds(percentile(took.passed, 0.5)),
        ]
        for path, took in order
    ]
    slow = [path for path, took in order if percentile(took.worked, 0.5) > GOAL]
    shown = table(["page", "processor, median", "passed, best", "passed, median"], rows)
    print(shown)
    print("over 200 ms:", slow or "none")
    RESULT.write_text(_page(shown, counts, len(slow), engine.dialect.name), encoding="utf-8")


def _run(
    settings: settings_module.Settings, engine: Engine
) -> tuple[dict[str, int], dict[str, Took]]:
    db.migrate(engine)
    factory = db.session_factory(engine)
    counts = big_house.fill(settings, factory)
    with factory.begin() as session:
        session.execute(text("ANALYZE"))
    return counts, asyncio.run(_measure(settings, factory))


async def _measure(
    settings: settings_module.Settings, factory: sessionmaker[Session]
) -> dict[str, Took]:
    app = create_app(settings, factory)
    transport = httpx.ASGITransport(app=app)
    headers = {"Cookie": f"hotline_staff={_token(factory)}"}
    found: dict[str, Took] = {}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://hotline", headers=headers, timeout=120
    ) as client:
        await client.get("/console/knowledge")
        for path in _paths(factory):
            # Before it is measured, templates are read and the file's pages fetched.
            await client.get(f"/console{path}")
            for _ in range(TIMES):
                await _once(client, path, found.setdefault(path, Took()))
    return found


async def _once(client: httpx.AsyncClient, path: str, took: Took) -> None:
    worked, passed = time.process_time(), time.perf_counter()
    answer = await client.get(f"/console{path}")
    took.worked.append(time.process_time() - worked)
    took.passed.append(time.perf_counter() - passed)
    assert answer.status_code in {200, 303}, (path, answer.status_code)


def _token(factory: sessionmaker[Session]) -> str:
    """A colleague with every role at the province, signed in."""
    with factory.begin() as session:
        at, first, *rest = clock.now(), *ROLES
        password = colleagues.PASSWORD
        account = service.add(
            session, NAME, unit="provincial", role=first, password=password, by=NAME, at=at
        )
        for role in rest:
            service.grant(session, account, unit="provincial", role=role, by=NAME, at=at)
        opened = signing_in.sign_in(session, NAME, password, at=at)
        assert isinstance(opened, Opened)
        return opened.token


def _paths(factory: sessionmaker[Session]) -> list[str]:
    """Every page there is, its blanks filled by one thing of each kind."""
    with db.reading(factory) as session:
        busiest = select(Conversation.id).order_by(Conversation.last_seq.desc()).limit(1)
        blanks = {
            "/talks/{id}": str(session.scalar(busiest)),
            "/tickets/{number}": str(session.scalar(select(func.max(Ticket.number)))),
            "/plan/funding/{id}": str(session.scalar(select(func.max(FundingList.id)))),
            "/plan/activities/{id}": str(session.scalar(select(func.max(Activity.id)))),
            "/plan/agreements/{id}": str(session.scalar(select(func.max(Agreement.id)))),
            "/staff/{id}": "1",
        }
    pages = []
    for door in DOORS:
        if door.method != "GET" or any(part in door.path for part in NO_PAGE):
            continue
        known = next((blank for blank in blanks if door.path == blank), None)
        if known:
            pages.append(door.path.replace(known[known.index("{") :], blanks[known]))
        elif "{" not in door.path:
            pages.append(door.path)
    return [*pages, *MORE]


def _page(shown: str, counts: dict[str, int], slow: int, backend: str) -> str:
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    return f"""# Every page of the console over a big house

Made by `python -m benchmarks.console`: {told}; {backend},
Python {platform.python_version()}, 2 cores that other work shared. "Processor" is the work for the
whole page, database included; "passed" is the time on the clock, waiting for others' work included.
Goal: ≤ 200 ms. Pages whose work takes longer: {slow}. Not a page: the deliberate
check of all chains (`/audit?check=1`) reads every event there is, some 2 s.

{shown}
"""


if __name__ == "__main__":
    main(*sys.argv[1:2])
