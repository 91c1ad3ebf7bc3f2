"""Who is on the other side, what the service is doing, and what the person may do meanwhile."""

from pathlib import Path
from typing import Any

from bot.conversations import pulse
from tests.browser.conftest import Open
from tests.browser.person import hears, picture, presses, said, says, settles, until
from tests.browser.servers import FrontAlone


def greets(page: Any) -> None:
    says(page, "你好")
    page.get_by_text("已送达").wait_for()


def test_without_an_engine_the_words_are_kept_and_the_person_is_told(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    page.locator(".banner", has_text="智能助手正在启动").wait_for()
    page.locator(".typing").wait_for()
    with front.factory.begin() as session:
        pulse.beat(session, "engine-1")
    page.locator(".banner").wait_for(state="hidden")
    page.locator(".sub", has_text="智能助手在线").wait_for()


def test_waiting_for_staff_and_being_with_staff_are_shown(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    front.owned_by("waiting")
    front.says("已替您排队找工作人员。您排在第 2 位。")
    page.get_by_text("正在排队，等候工作人员").wait_for()
    assert page.get_by_role("button", name="转人工", exact=True).is_hidden()
    front.owned_by("staff")
    front.says("工作人员已接入，请直接说。", sender="system")
    front.says("您好，我是省中心的工作人员。", sender="staff")
    page.locator(".sub", has_text="工作人员已接入").wait_for()
    line = page.locator(".line.staff")
    assert "工作人员" in line.locator(".who").inner_text()
    assert page.locator(".line.system").inner_text().endswith("工作人员已接入，请直接说。")
    front.owned_by("bot")
    front.says("人工接待已结束，智能助手继续为您服务。", sender="system")
    page.get_by_role("button", name="转人工", exact=True).wait_for()


def test_too_fast_is_slowed_down_and_nothing_is_lost(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    refusals = iter([True, True])

    def sometimes(route: Any) -> None:
        if route.request.method == "POST" and next(refusals, False):
            body = '{"error":{"code":"too_fast","message":"慢一点"}}'
            route.fulfill(status=429, headers={"Retry-After": "1"}, body=body)
        else:
            route.continue_()

    page.route("**/chat/messages*", sometimes)
    says(page, "快一")
    says(page, "快二")
    page.locator(".banner", has_text="秒后自动接着发").wait_for()
    settles(page)
    assert said(page) == ["你好", "快一", "快二"]
    page.locator(".banner", has_text="秒后自动接着发").wait_for(state="hidden")


def test_a_refused_message_says_why_and_can_be_discarded(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    body = '{"error":{"code":"text_too_long","message":"一条消息最多 2000 字。"}}'
    page.route("**/chat/messages", lambda route: route.fulfill(status=413, body=body))
    says(page, "被拒绝的话")
    page.locator(".line.failed", has_text="一条消息最多 2000 字").wait_for()
    page.unroute("**/chat/messages")
    presses(page, "重新发送")
    settles(page)
    assert said(page) == ["你好", "被拒绝的话"]


def test_an_upload_can_be_cancelled_and_shows_its_progress(
    front: FrontAlone, new_page: Open, tmp_path: Path
) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    slow = {"offline": False, "latency": 20, "downloadThroughput": -1, "uploadThroughput": 200_000}
    cdp.send("Network.emulateNetworkConditions", slow)
    page.locator("input[type=file]").set_input_files(picture(tmp_path, "大照片.png", 4_000_000))
    bar = page.get_by_role("progressbar", name="正在上传「大照片.png」")
    bar.wait_for()
    presses(page, "取消上传「大照片.png」")
    bar.wait_for(state="detached")
    slow["uploadThroughput"] = -1
    cdp.send("Network.emulateNetworkConditions", slow)
    page.locator("input[type=file]").set_input_files(picture(tmp_path, "小照片.png"))
    page.get_by_role("button", name="下载「小照片.png」").wait_for()
    assert page.locator(".chip").count() == 1


def test_the_copy_is_saved_and_the_language_changes(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    front.says("您好，请说。")
    hears(page, "您好，请说")
    presses(page, "设置与更多")
    with page.expect_download() as download:
        presses(page, "保存对话记录")
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "您：你好" in text
    assert "智能助手：您好，请说。" in text
    page.get_by_role("radio", name="English").check()
    page.get_by_role("heading", name="Settings and more").wait_for()
    page.get_by_role("button", name="Back to the chat").click()
    assert page.get_by_role("button", name="Send", exact=True).is_visible()
    hears(page, "您好，请说")
    assert page.locator(".root").get_attribute("lang") == "en"


def test_replies_are_read_aloud_when_wished(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    page.evaluate(
        """() => {
          window.spoken = [];
          window.speechSynthesis.speak = (words) => { window.spoken.push(words.text); };
        }"""
    )
    greets(page)
    presses(page, "设置与更多")
    page.get_by_role("switch", name="自动朗读回复").check()
    presses(page, "返回对话")
    front.says("编号 HN-HT7S-YHZRT，电话 12330。\n\n来源：某通知")
    until(page, "window.spoken.some((text) => text.includes('1 2 3 3 0'))")
    spoken = page.evaluate("window.spoken.join()")
    assert "H N H T 7 S Y H Z R T" in spoken
    assert "来源" not in spoken


def test_printing_puts_only_the_talk_on_paper(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    greets(page)
    page.evaluate(
        """() => {
          window.papers = [];
          ShadowRoot.prototype.append = function (...all) {
            DocumentFragment.prototype.append.apply(this, all);
            const page = all[0].contentDocument;
            if (page) page.defaultView.print = () => window.papers.push(page.body.innerText);
          };
        }"""
    )
    presses(page, "设置与更多")
    presses(page, "打印对话记录")
    until(page, "window.papers.length === 1")
    paper = page.evaluate("window.papers[0]")
    assert "你好" in paper
    assert "设置与更多" not in paper
