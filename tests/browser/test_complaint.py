"""A complaint on the page, from the first word to the ticket."""

import re
from pathlib import Path

from sqlalchemy import select

from bot import db
from bot.conversations.records import Feedback
from bot.tickets import queries
from tests.browser.conftest import Open
from tests.browser.person import fills_in, hears, picture, presses, said
from tests.browser.servers import Service

NUMBER = re.compile(r"HN-\w{4}-\w{5}")


def test_from_the_first_word_to_the_ticket_with_a_file_and_a_changed_line(
    service: Service, new_page: Open, tmp_path: Path
) -> None:
    page = new_page(f"{service.url}/")
    fills_in(page)
    page.get_by_text("已填 8/8 项").wait_for()
    page.locator("input[type=file]").set_input_files(picture(tmp_path))
    hears(page, "收到 1 个文件")
    page.get_by_role("button", name="下载「包装照片.png」").wait_for()
    page.get_by_role("button", name="修改「发生地」").last.click()
    editor = page.get_by_role("textbox", name="修改「发生地」")
    assert editor.input_value() == "岳阳市岳阳楼区"
    editor.fill("株洲市天元区")
    presses(page, "保存")
    page.locator(".card", has_text="株洲市天元区").wait_for()
    card = page.locator(".card").last
    assert "附件" in card.inner_text()
    presses(page, "提交")
    ticket = page.locator(".card.ticket")
    ticket.wait_for()
    number = NUMBER.search(ticket.inner_text())
    assert number is not None
    assert "株洲市知识产权维权援助中心" in ticket.inner_text()
    with db.reading(service.factory) as session:
        filed = [queries.as_json(session, one) for one in queries.list_tickets(session)]
    mine = next(one for one in filed if one["number"] == number.group())
    assert [file["name"] for file in mine["evidence"]] == ["包装照片.png"]
    assert mine["infringement_region"]["prefecture"] == "株洲市"
    assert mine["phone"] == "13873112345"


def test_the_number_is_copied_and_stars_are_kept(service: Service, new_page: Open) -> None:
    page = new_page(f"{service.url}/", permissions=["clipboard-read", "clipboard-write"])
    fills_in(page)
    presses(page, "提交")
    presses(page, "复制编号")
    page.get_by_text("已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert NUMBER.fullmatch(copied)
    page.locator(".card.ticket").get_by_role("radio", name="4 星").check()
    page.locator(".card.ticket").get_by_text("谢谢您的评价").wait_for()
    page.get_by_label("补充意见").fill("很清楚")
    presses(page, "提交意见")
    page.get_by_label("补充意见").wait_for(state="detached")
    page.wait_for_timeout(300)
    with db.reading(service.factory) as session:
        rows = session.execute(select(Feedback.stars, Feedback.text)).all()
    assert (4, "很清楚") in [tuple(row) for row in rows]
    page.reload()
    page.locator(".card.ticket .lit").nth(3).wait_for()
    assert page.locator(".card.ticket").get_by_role("radio", name="4 星").is_checked()


def test_a_question_is_answered_with_its_sources_folded(service: Service, new_page: Open) -> None:
    page = new_page(f"{service.url}/")
    page.get_by_label("想说的话").fill("举报要收费吗？")
    presses(page, "发送")
    sources = page.locator("details.sources")
    sources.wait_for()
    assert sources.get_attribute("open") is None
    sources.locator("summary").click()
    assert sources.locator("li").first.is_visible()
    assert "来源：" not in said(page)[-1]


def test_a_person_is_one_tap_away(service: Service, new_page: Open) -> None:
    page = new_page(f"{service.url}/")
    presses(page, "转人工")
    hears(page, "已替您排队")
    page.get_by_text("正在排队，等候工作人员").wait_for()
    assert page.get_by_role("button", name="转人工", exact=True).is_hidden()
    assert page.get_by_role("link", name="拨打 12330").get_attribute("href") == "tel:12330"
