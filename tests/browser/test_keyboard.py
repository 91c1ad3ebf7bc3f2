"""Without a mouse: everything can be reached, nothing traps, focus comes back."""

from typing import Any

from tests.browser.conftest import Open
from tests.browser.person import hears, said, says, words
from tests.browser.servers import FrontAlone, Service


def focused(page: Any) -> str:
    """The name of what has the focus, inside the widget."""
    name: str = page.evaluate(
        """() => {
          const host = document.querySelector('hotline-chat');
          const one = host.shadowRoot.activeElement;
          if (!one) return '';
          return one.getAttribute('aria-label') || one.innerText || one.className;
        }"""
    )
    return name.strip()


def tabs_to(page: Any, name: str, *, back: bool = False) -> None:
    """Tab until something of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        if name in focused(page):
            return
    raise AssertionError(f"{name} was not reached; last was {focused(page)}")


def answers_until_summary(page: Any) -> None:
    """Whatever else is asked, this person does not know."""
    heard = page.locator(".line.bot .body")
    for turn in range(3, 12):
        heard.nth(turn - 1).wait_for()
        if page.locator(".card").count():
            return
        page.keyboard.type("不知道")
        page.keyboard.press("Enter")
    raise AssertionError("no summary came")


def test_a_complaint_by_keyboard_alone(service: Service, new_page: Open) -> None:
    page = new_page(f"{service.url}/demo")
    tabs_to(page, "打开在线咨询")
    page.keyboard.press("Enter")
    assert focused(page) == "想说的话"
    page.keyboard.type("我要举报株洲天元区有个仓库在批发假冒名牌鞋，就在新马路那边的仓库里")
    page.keyboard.press("Enter")
    hears(page, "您怎么选")
    tabs_to(page, "匿名反映", back=True)
    page.keyboard.press("Space")
    assert focused(page) == "想说的话"
    answers_until_summary(page)
    tabs_to(page, "提交", back=True)
    page.keyboard.press("Enter")
    page.locator(".card.ticket").wait_for()
    tabs_to(page, "复制编号", back=True)
    page.keyboard.press("Escape")
    assert "打开在线咨询" in focused(page)


def test_the_menu_by_keyboard(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/demo")
    page.get_by_role("button", name="打开在线咨询").focus()
    page.keyboard.press("Enter")
    tabs_to(page, "设置与更多", back=True)
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="设置与更多").wait_for()
    large = page.get_by_role("radio", name="大", exact=True)
    page.get_by_role("radio", name="标准").focus()
    page.keyboard.press("ArrowRight")
    assert large.is_checked()
    assert page.locator(".root").get_attribute("data-size") == "1"
    page.get_by_role("switch", name="高对比").focus()
    page.keyboard.press("Space")
    assert page.locator(".root").get_attribute("data-theme") == "contrast"
    page.keyboard.press("Escape")
    assert focused(page) == "设置与更多"
    page.keyboard.press("Escape")
    assert "打开在线咨询" in focused(page)


def test_the_enter_of_an_input_method_does_not_send(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    box = words(page)
    box.fill("zhishi chanquan")
    for facts in ("isComposing: true", "keyCode: 229"):
        box.evaluate(
            "(box, f) => box.dispatchEvent(new KeyboardEvent('keydown', "
            "Object.assign({key: 'Enter', bubbles: true, cancelable: true}, f)))",
            {facts.split(":")[0]: True if "true" in facts else 229},
        )
    # The browser's own composition, as an input method drives it.
    box.fill("")
    method = page.context.new_cdp_session(page)
    method.send(
        "Input.imeSetComposition", {"text": "zhishi", "selectionStart": 6, "selectionEnd": 6}
    )
    page.keyboard.press("Enter")
    assert said(page) == []
    method.send("Input.insertText", {"text": "知识"})
    page.wait_for_timeout(200)
    assert said(page) == []
    box.fill("知识产权")
    box.press("Enter")
    page.get_by_text("已送达").wait_for()
    assert said(page) == ["知识产权"]


def test_on_a_small_screen_the_focus_stays_in_the_panel(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/demo", viewport={"width": 360, "height": 740})
    page.get_by_role("button", name="打开在线咨询").click()
    panel = page.get_by_role("dialog")
    assert panel.get_attribute("aria-modal") == "true"
    for _ in range(40):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement === document.querySelector('hotline-chat')")
        assert inside
    page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_focus_is_not_taken_away_while_messages_come(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    says(page, "你好")
    page.get_by_text("已送达").wait_for()
    words(page).fill("正在写")
    front.says("插进来的一句", buttons=(("选我", "/affirm"),))
    hears(page, "插进来的一句")
    assert focused(page) == "想说的话"
    assert words(page).input_value() == "正在写"
