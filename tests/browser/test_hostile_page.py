"""A page with a strict policy, odd styles or bad manners cannot break the widget."""

from typing import Any

import pytest

from tests.browser.conftest import Open
from tests.browser.person import hears, says
from tests.browser.servers import FrontAlone, site

POLICY = (
    "default-src 'none'; script-src {h}; connect-src {h}; img-src {h}; style-src 'self'; "
    "require-trusted-types-for 'script'"
)
PAGE = """<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>x</title>{head}
</head><body><h1>某网站</h1>{body}
<script src="{h}/widget.js" async></script>
<script src="{h}/widget.js" async></script></body></html>"""
ODD = [
    "* { all: unset }",
    "* { all: unset !important }",
    "hotline-chat, body * { display: none !important }",
    "* { color: red !important; font: 60px cursive !important; direction: rtl !important }",
    "hotline-chat { visibility: hidden !important; transform: scale(0) !important }",
    "html { font-size: 62.5% } body { transform: rotate(3deg); filter: blur(1px) }",
    "button, input, textarea, section { position: static !important; width: 3px !important }",
    "* { --accent: transparent !important; --card: transparent !important; pointer-events: none }",
    "div { z-index: 2147483647; position: fixed; inset: 0; background: #fff }",
]
BOX = """() => {
  const root = document.querySelector('hotline-chat').shadowRoot;
  const look = (name) => {
    const one = root.querySelector(name), box = one.getBoundingClientRect();
    const style = getComputedStyle(one);
    return [name, box.width, box.height, box.right, style.color, style.backgroundColor,
      style.fontSize, style.fontFamily, style.direction, style.visibility, style.pointerEvents];
  };
  return ['.panel', '.head', '.words', '.send', '.choice'].map(look);
}"""


def opened(page: Any) -> Any:
    page.get_by_role("button", name="打开在线咨询").click()
    page.locator(".words").wait_for()
    page.mouse.move(1, 1)
    return page.evaluate(BOX)


def test_a_strict_policy_has_nothing_to_forbid(
    front: FrontAlone, new_page: Open, other_port: int
) -> None:
    html = PAGE.format(h=front.url, head="", body="")
    with site(html, other_port, POLICY.format(h=front.url)) as address:
        page = new_page("about:blank")
        blocked: list[str] = []
        page.on("console", lambda said: blocked.append(said.text))
        page.goto(address)
        opened(page)
        says(page, "从别的网站说的话")
        page.get_by_text("已送达").wait_for()
        front.says("听到了", buttons=(("好", "/affirm"),))
        hears(page, "听到了")
        file = {"name": "照片.png", "mimeType": "image/png", "buffer": b"\x89PNG\r\n\x1a\n0000"}
        page.locator("input[type=file]").set_input_files(files=[file])
        page.get_by_role("button", name="下载「照片.png」").wait_for()
        with page.expect_download() as download:
            page.get_by_role("button", name="下载「照片.png」").click()
        assert download.value.suggested_filename == "照片.png"
        assert blocked == []
        assert page.locator("hotline-chat").count() == 1
        assert page.evaluate("Object.keys(window).filter((n) => /hotline/i.test(n))") == [
            "HotlineChat"
        ]
        assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("style", ODD)
def test_odd_styles_change_nothing(
    front: FrontAlone, new_page: Open, other_port: int, style: str
) -> None:
    plain = PAGE.format(h=front.url, head="", body="<div>内容</div>")
    odd = PAGE.format(h=front.url, head=f"<style>{style}</style>", body="<div>内容</div>")
    with site(plain, other_port) as address:
        expected = opened(new_page(address, reduced_motion="reduce"))
    with site(odd, other_port) as address:
        page = new_page(address, reduced_motion="reduce")
        assert opened(page) == expected
        says(page, "照样能说话")
        page.get_by_text("已送达").wait_for()


def test_a_site_that_is_not_listed_gets_a_sentence_and_no_talk(
    front: FrontAlone, new_page: Open, other_port: int
) -> None:
    html = PAGE.format(h=front.url, head="", body="")
    # The same server under another name is another origin, which is not on the list.
    with site(html, other_port):
        page = new_page(f"http://localhost:{other_port}/")
        page.get_by_role("button", name="打开在线咨询").click()
        says(page, "有人吗")
        page.locator(".banner").wait_for()
        assert page.get_by_text("已送达").count() == 0


def test_the_page_may_open_prefill_close_and_remove_it(
    front: FrontAlone, new_page: Open, other_port: int
) -> None:
    door = '<a id="d" href="/" data-hotline-open="我要举报">举报</a>'
    html = PAGE.format(h=front.url, head="", body=door)
    with site(html, other_port) as address:
        page = new_page(address)
        page.get_by_role("button", name="打开在线咨询").wait_for()
        page.click("#d")
        assert page.get_by_label("想说的话").input_value() == "我要举报"
        page.evaluate("HotlineChat.close()")
        assert page.get_by_role("dialog").is_hidden()
        page.evaluate("HotlineChat.open('换一句')")
        assert page.get_by_label("想说的话").input_value() == "换一句"
        page.evaluate("HotlineChat.send('直接发')")
        page.get_by_text("已送达").wait_for()
        page.evaluate("HotlineChat.destroy()")
        assert page.locator("hotline-chat").count() == 0
        assert page.evaluate("typeof window.HotlineChat") == "undefined"
