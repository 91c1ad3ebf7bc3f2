"""WCAG 2.2 AA: axe-core finds nothing in any mode; small screens, large type, roles, targets."""

import json
from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.person import hears, says, settles
from tests.browser.servers import FrontAlone

ITEMS = [
    {"label": "发生地", "value": "岳阳市岳阳楼区", "edit": "/inform", "choices": ["说不清"]},
    {"label": "事情经过", "value": "一家店卖假冒我们商标的白酒", "edit": "/inform", "long": True},
]
SUMMARY = {"kind": "summary", "items": ITEMS}
TICKET = "已登记。受理编号：HN-HT7S-YHZRT\n受理单位：株洲市中心\n接下来：一般在 12 月有初步处理。"
MODES = {
    "light": {},
    "dark": {"theme": 2},
    "large": {"size": 2, "single": True},
    "contrast": {"contrast": True},
    "english": {"lang": "en", "size": 1},
}


def violations(page: Any) -> list[str]:
    """What axe-core objects to, with the elements."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'][:120] for node in one['nodes']]}" for one in found]


# The checker puts its own script into the page, which our policy would forbid.
CHECKED: dict[str, Any] = {"bypass_csp": True}


def prefer(page: Any, prefs: dict[str, Any]) -> None:
    page.evaluate("(p) => localStorage.setItem('hotline:prefs', p)", json.dumps(prefs))
    page.reload()


def talk_of_every_kind(page: Any, front: FrontAlone) -> None:
    """Each kind of line, card and choice there is."""
    page.locator(".words").fill("我要举报")
    page.locator(".words").press("Enter")
    settles(page)
    front.says("要收费吗？不收费，见 https://www.ipwq.cn/ 。\n\n来源：某办法；某通知")
    front.says(TICKET, card={"kind": "ticket", "number": "HN-HT7S-YHZRT"})
    front.says("工作人员已接入，请直接说。", sender="system")
    front.says("您好，我是工作人员。", sender="staff")
    front.says("请您核对一下：\n发生地：岳阳\n\n可以提交了吗？", card=SUMMARY)
    front.says("您怎么选？", buttons=(("同意", "/affirm"), ("不同意", "/deny")))
    hears(page, "您怎么选")


@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(front: FrontAlone, new_page: Open, mode: str) -> None:
    page = new_page(f"{front.url}/", **CHECKED)
    prefer(page, MODES[mode])
    assert violations(page) == []
    talk_of_every_kind(page, front)
    page.locator(".sources summary").click()
    page.locator(".edit").last.click()
    assert violations(page) == []
    page.locator(".menu-open").click()
    page.locator(".menu h3").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_demo_site(front: FrontAlone, new_page: Open, scheme: str) -> None:
    page = new_page(f"{front.url}/demo", color_scheme=scheme, **CHECKED)
    launcher = page.locator(".launcher")
    launcher.wait_for()
    assert violations(page) == []
    launcher.click()
    assert violations(page) == []


@pytest.mark.parametrize(
    ("width", "height", "prefs"),
    [(320, 640, {}), (320, 640, {"size": 2}), (320, 640, {"lang": "en"}), (640, 360, {"size": 1})],
)
@pytest.mark.parametrize("path", ["/", "/demo"])
def test_nothing_scrolls_sideways_on_small_screens_and_at_200_percent(
    front: FrontAlone,
    new_page: Open,
    path: str,
    width: int,
    height: int,
    prefs: dict[str, Any],
) -> None:
    # 640 by 360 is what a screen of 1280 by 720 has left at 200 %.
    page = new_page(f"{front.url}{path}", viewport={"width": width, "height": height})
    prefer(page, prefs)
    if path == "/demo":
        page.locator(".launcher").click()
    page.locator(".words").fill("一句话")
    page.locator(".words").press("Enter")
    settles(page)
    front.says("A" * 300 + "https://www.example.cn/" + "b" * 200)
    front.says(TICKET, card={"kind": "ticket", "number": "HN-HT7S-YHZRT"})
    front.says("核对：\n\n可以吗", card=SUMMARY)
    page.locator(".card .edit").last.wait_for()
    wide: list[str] = page.evaluate(
        """() => {
          const root = document.querySelector('hotline-chat').shadowRoot;
          const parts = root.querySelectorAll('.panel, .scroll, .card, .composer, .head');
          return [document.documentElement, ...parts]
            .filter((one) => one.scrollWidth > one.clientWidth + 1)
            .map((one) => one.className || 'page');
        }"""
    )
    assert wide == []
    box = page.locator(".words").bounding_box()
    assert box["y"] + box["height"] <= height
    assert page.locator(".scroll").bounding_box()["height"] >= 100
    page.locator(".menu-open").click()
    menu = page.locator(".menu")
    assert menu.evaluate("(menu) => menu.scrollWidth - menu.clientWidth") <= 1


def test_roles_and_names_are_what_a_screen_reader_needs(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/demo")
    launcher = page.get_by_role("button", name="打开在线咨询")
    assert launcher.get_attribute("aria-expanded") == "false"
    launcher.click()
    panel = page.get_by_role("dialog", name="湖南 12330 知识产权维权援助")
    assert panel.get_attribute("aria-modal") == "false"
    log = page.get_by_role("log", name="对话记录")
    assert log.get_attribute("aria-live") == "polite"
    says(page, "你好")
    front_line = page.locator(".line.user .body").last
    front_line.wait_for()
    assert front_line.locator(".sr").inner_text() == "您："
    page.get_by_text("已送达").wait_for()
    front.says("您好")
    hears(page, "您好")
    assert page.locator(".line.bot .body .sr").last.inner_text() == "智能助手："


def test_targets_are_large_enough_for_any_finger(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    says(page, "你好")
    page.get_by_text("已送达").wait_for()
    front.says("选一个", buttons=(("是", "/affirm"), ("否", "/deny")))
    hears(page, "选一个")
    small: list[str] = page.evaluate(
        """() => Array.from(document.querySelector('hotline-chat').shadowRoot
          .querySelectorAll('button, a, summary, input, textarea'))
          .filter((one) => one.getClientRects().length && !one.matches('.sr, .text a'))
          .map((one) => [one.className || one.tagName, one.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([name, box]) => `${name} ${box.width}x${box.height}`)"""
    )
    assert small == []
    for name in ("发送", "添加照片或文件", "设置与更多", "是"):
        box = page.get_by_role("button", name=name, exact=True).bounding_box()
        assert min(box["width"], box["height"]) >= 43.5, name


def test_motion_stops_for_those_who_ask(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/", reduced_motion="reduce")
    says(page, "你好")
    page.locator(".typing").wait_for()
    moving = page.locator(".typing i").first.evaluate(
        "(dot) => getComputedStyle(dot).animationName"
    )
    assert moving == "none"


def test_one_question_at_a_time_shows_only_what_matters_now(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/")
    for n in (1, 2):
        says(page, f"第{n}句")
        # The line's own mark: the one before may still carry its mark while this one is on its way.
        page.locator(".user", has_text=f"第{n}句").get_by_text("已送达").wait_for()
        front.says(f"第{n}答")
        hears(page, f"第{n}答")
    presses = page.get_by_role("button", name="设置与更多")
    presses.click()
    page.get_by_role("switch", name="一次只看一个问题").check()
    page.get_by_role("button", name="返回对话").click()
    assert page.get_by_text("第1答").is_hidden()
    assert page.get_by_text("第2答").is_visible()
    page.get_by_role("button", name="查看前面的对话").click()
    assert page.get_by_text("第1答").is_visible()
