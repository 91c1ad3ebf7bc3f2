"""Nothing gets lost between pages, tabs, cuts and restarts."""

from typing import Any

import pytest
from sqlalchemy import select

from bot import db
from bot.conversations.records import Conversation, Message
from tests.browser.conftest import Open
from tests.browser.person import STORY, hears, presses, said, says, settles, words
from tests.browser.servers import FrontAlone, Service


def kept(front: FrontAlone) -> list[tuple[str, str]]:
    """The transcript at the server."""
    with db.reading(front.factory) as session:
        rows = session.scalars(select(Message).order_by(Message.seq))
        return [(row.sender, row.text) for row in rows]


def test_a_reload_and_a_second_tab_show_the_same_talk(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    says(page, "第一句")
    page.get_by_text("已送达").wait_for()
    front.says("收到第一句", buttons=(("选我", "/affirm"),))
    hears(page, "收到第一句")
    page.reload()
    hears(page, "收到第一句")
    second = new_page(f"{front.url}/demo", context=page.context)
    second.get_by_role("button", name="打开在线咨询").click()
    hears(second, "收到第一句")
    says(second, "从第二个标签页说")
    page.locator(".line.user", has_text="从第二个标签页说").wait_for()
    front.says("两边都看得到")
    for one in (page, second):
        hears(one, "两边都看得到")
        assert said(one) == ["第一句", "收到第一句", "从第二个标签页说", "两边都看得到"]
    assert page.get_by_role("button", name="选我").count() == 0


def test_the_service_restarts_in_the_middle_of_a_form(service: Service, new_page: Open) -> None:
    page = new_page(f"{service.url}/")
    says(page, STORY)
    presses(page, "同意，实名反映")
    hears(page, "知道涉及的专利号")
    service.stop()
    says(page, "没有")
    page.locator(".banner", has_text="自动发送").wait_for()
    page.locator(".line.pending", has_text="等网络恢复后自动发送").wait_for()
    service.start()
    hears(page, "怎么称呼您")
    page.locator(".banner").wait_for(state="hidden")
    assert said(page).count("没有") == 1
    assert page.locator(".line.pending").count() == 0


def test_what_is_written_offline_is_sent_once_and_in_order(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/")
    says(page, "在线的一句")
    page.get_by_text("已送达").wait_for()
    page.context.set_offline(True)
    for text in ("断网时的一", "断网时的二", "断网时的三"):
        says(page, text)
    page.locator(".banner", has_text="网络断开了").wait_for()
    page.locator(".sub", has_text="连接中断").wait_for()
    assert page.locator(".line.pending", has_text="等网络恢复后自动发送").count() == 3
    page.context.set_offline(False)
    page.locator(".line.pending").first.wait_for(state="detached")
    page.get_by_text("已送达").wait_for()
    page.locator(".sub", has_text="智能助手正在启动").wait_for()
    settles(page)
    texts = ["在线的一句", "断网时的一", "断网时的二", "断网时的三"]
    assert kept(front) == [("user", text) for text in texts]
    assert said(page) == texts


def test_what_was_not_yet_sent_survives_a_reload(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    says(page, "先说一句")
    page.get_by_text("已送达").wait_for()
    page.route("**/chat/messages", lambda route: route.abort())
    says(page, "还没发出去")
    words(page).fill("写了一半")
    page.locator(".line.pending", has_text="自动发送").wait_for()
    page.unroute("**/chat/messages")
    page.reload()
    settles(page)
    page.locator(".line.user", has_text="还没发出去").wait_for()
    assert kept(front) == [("user", "先说一句"), ("user", "还没发出去")]
    assert words(page).input_value() == "写了一半"


def test_unread_answers_are_counted_until_the_panel_is_opened(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/demo")
    page.get_by_role("button", name="打开在线咨询").click()
    says(page, "你好")
    page.get_by_text("已送达").wait_for()
    presses(page, "收起对话")
    front.says("一")
    front.says("二", sender="staff")
    page.get_by_role("button", name="打开在线咨询，2 条未读").wait_for()
    page.reload()
    page.get_by_role("button", name="打开在线咨询，2 条未读").click()
    hears(page, "二")
    presses(page, "收起对话")
    page.get_by_role("button", name="打开在线咨询", exact=True).wait_for()


def test_an_expired_talk_begins_anew_and_keeps_what_was_just_said(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/")
    says(page, "旧的对话")
    page.get_by_text("已送达").wait_for()
    with front.factory.begin() as session:
        for talk in session.scalars(select(Conversation)):
            talk.expires_at = talk.created_at
    says(page, "过期以后说的")
    page.get_by_text("上次的会话已过期").wait_for()
    page.locator(".line.user", has_text="过期以后说的").wait_for()
    page.get_by_text("已送达").wait_for()
    assert page.locator(".line.user", has_text="旧的对话").count() == 0
    assert kept(front)[-1] == ("user", "过期以后说的")


def test_clearing_leaves_nothing_behind_on_the_device(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    says(page, "我在大厅的电脑上说的话")
    page.get_by_text("已送达").wait_for()
    presses(page, "设置与更多")
    presses(page, "结束对话并清除本机记录")
    presses(page, "确定清除")
    page.get_by_text("已结束对话，并清除了本机记录").wait_for()
    left: Any = page.evaluate(
        "JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])"
    )
    assert "token" not in left
    assert "大厅" not in left
    page.reload()
    page.get_by_role("button", name="申请维权援助").wait_for()
    assert page.locator(".line.user").count() == 0


@pytest.mark.parametrize("persist", ["local", "session", "none"])
def test_a_hall_computer_can_forget_with_the_tab_or_the_page(
    front: FrontAlone, new_page: Open, persist: str
) -> None:
    page = new_page(f"{front.url}/healthz")
    facts = f'data-mode="page" data-target="m" data-persist="{persist}"'
    hall = f'<title>x</title><main id="m"></main><script src="/widget.js" {facts}></script>'
    page.route("**/hall", lambda route: route.fulfill(body=hall, content_type="text/html"))
    page.goto(f"{front.url}/hall")
    says(page, "记住多久")
    page.get_by_text("已送达").wait_for()
    stored = page.evaluate("[Object.keys(localStorage).join(), Object.keys(sessionStorage).join()]")
    assert ("token" in stored[0], "token" in stored[1]) == (
        persist == "local",
        persist == "session",
    )
    page.reload()
    again = page.locator(".line.user", has_text="记住多久")
    if persist == "none":
        page.get_by_role("button", name="申请维权援助").wait_for()
        assert again.count() == 0
    else:
        again.wait_for()
