"""What a person does on the page: write, press, read."""

import time
from pathlib import Path
from typing import Any

STORY = "我要举报岳阳楼区一家店卖假冒我们商标的白酒，店名叫好再来烟酒行"


def words(page: Any) -> Any:
    """Where one writes."""
    return page.get_by_label("想说的话")


def says(page: Any, text: str) -> None:
    """Write and send with Enter."""
    words(page).fill(text)
    words(page).press("Enter")


def presses(page: Any, name: str) -> None:
    """Press a button by its whole name, once it is there."""
    page.get_by_role("button", name=name, exact=True).click()


def hears(page: Any, text: str) -> None:
    """Wait until the other side has said so."""
    page.locator(".line:not(.user)", has_text=text).last.wait_for()


def said(page: Any) -> list[str]:
    """All lines of the talk, oldest first, the welcome left out."""
    lines = page.locator(".line:not([data-welcome]) .body").all_inner_texts()
    return [line.split("：\n", 1)[-1].strip() for line in lines]


def fills_in(page: Any) -> None:
    """From the first word to the summary."""
    says(page, STORY)
    presses(page, "同意，实名反映")
    presses(page, "没有/不知道")
    hears(page, "怎么称呼您")
    says(page, "李敏")
    hears(page, "请留一个联系电话")
    says(page, "13873112345")
    page.get_by_role("button", name="提交", exact=True).wait_for()


def picture(folder: Path, name: str = "包装照片.png", size: int = 20_000) -> Path:
    """A file that begins as a picture does."""
    made = folder / name
    made.write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * size)
    return made


def settles(page: Any) -> None:
    """Wait until nothing is on its way any more."""
    page.locator(".pending").first.wait_for(state="detached")


def until(page: Any, condition: str) -> None:
    """Wait for something in the page; our own policy forbids what the driver has for it."""
    deadline = time.monotonic() + 30
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(100)
