"""What a colleague does in the console: sign in, press, move a ticket."""

from typing import Any

from sqlalchemy import select

from bot import clock
from bot.conversations.records import Message
from bot.staff import service as staff
from bot.tickets import service as tickets
from tests.browser.servers import Service
from tests.tickets.cast import complaint

PASSWORD = "correct horse battery"


def hired(service: Service, name: str, *grants: tuple[str, str]) -> str:
    """An account with these pairs of unit and role; its name."""
    with service.factory.begin() as session:
        (unit, role), *more = grants
        at = clock.now()
        account = staff.add(
            session, name, unit=unit, role=role, password=PASSWORD, by="test", at=at
        )
        for unit, role in more:
            staff.grant(session, account, unit=unit, role=role, by="test", at=at)
    return name


def newest_talk(service: Service) -> str:
    """The conversation in which somebody spoke last; the service's clock stands still."""
    with service.factory() as session:
        query = select(Message.conversation_id).order_by(Message.id.desc()).limit(1)
        return session.scalars(query).one()


def ticket_of(service: Service, talk_id: str, key: str, **facts: Any) -> str:
    """A matter of 岳阳 that was filed in a conversation; its number."""
    with service.factory.begin() as session:
        made = complaint(key, conversation_id=talk_id, **facts)
        return tickets.open(session, made, at=clock.now()).number


def signs_in(new_page: Any, service: Service, name: str) -> Any:
    """A page of the console, signed in."""
    page = new_page(f"{service.url}/console/")
    page.get_by_label("姓名（登录名）").fill(name)
    page.get_by_label("密码", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("navigation", name="主导航").wait_for()
    return page


def opens(page: Any, service: Service, path: str) -> None:
    """Go to an address of the console."""
    page.goto(f"{service.url}/console{path}")


def moves(page: Any, verb: str, **fields: str) -> None:
    """Make one move on the ticket's page: open its form, fill it in, send it."""
    form = page.locator(f"#do-{verb}")
    form.locator("summary").first.click()
    for name, value in fields.items():
        field = form.locator(f"[name={name}]").first
        kind = field.evaluate("one => one.type || one.tagName")
        if kind == "checkbox":
            field.check()
        elif kind.startswith("select"):
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button").last.click()
