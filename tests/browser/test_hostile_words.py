"""Whatever is said, named or filled in stays text."""

from typing import Any

from tests.browser.conftest import Open
from tests.browser.person import says, settles
from tests.browser.servers import FrontAlone

ATTACKS = [
    "<img src=x onerror=pwned()>",
    "<script>pwned()</script>",
    "<svg/onload=pwned()>",
    "[点我](javascript:pwned())",
    "javascript:pwned()",
    "data:text/html,<script>pwned()</script>",
    "https://user:pass@evil.example/",
    'http://evil.example/" onmouseover="pwned()',
    "**<b onclick=pwned()>粗**",
    "</div></textarea><iframe srcdoc='<script>parent.pwned()</script>'>",
    "{{constructor.constructor('pwned()')()}}",
    "vbscript:x www.javascript:alert(1).com",
    "\u202egnp.exe 反向",
]

TRAP = "() => { window.pwned = () => { window.ran = (window.ran || 0) + 1; }; }"


def inert(page: Any) -> None:
    """Nothing was run and nothing but our own elements is there."""
    assert page.evaluate("window.ran || 0") == 0
    found: dict[str, list[str]] = page.evaluate(
        """() => {
          const root = document.querySelector('hotline-chat').shadowRoot;
          const all = Array.from(root.querySelectorAll('*'));
          const shown = all.filter((one) => one.closest('.lines'));
          const handlers = shown.flatMap((one) => Array.from(one.attributes)
            .filter((attribute) => /^on|^style$|^srcdoc$/.test(attribute.name)).map((a) => a.name));
          return {
            tags: all.map((one) => one.tagName.toLowerCase())
              .filter((tag) => /^(script|img|iframe|object|embed|b|base)$/.test(tag)),
            handlers,
            links: all.filter((one) => one.tagName === 'A').map((one) => one.href)
              .filter((href) => !/^(https?|tel|blob):/.test(href) || /@/.test(href)),
          };
        }"""
    )
    assert found == {"tags": [], "handlers": [], "links": []}


def test_words_of_anybody_are_inert(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    page.evaluate(TRAP)
    for text in ATTACKS:
        says(page, text)
    settles(page)
    for text in ATTACKS:
        front.says(text, buttons=((text, "/affirm"),))
        front.says(text, sender="staff")
        front.says(text, sender="system")
    item = {"label": ATTACKS[0], "value": ATTACKS[2], "edit": "/x", "choices": [ATTACKS[1]]}
    front.says("\n".join(ATTACKS), card={"kind": "summary", "items": [item]})
    front.says("\n".join(ATTACKS), card={"kind": "ticket", "number": ATTACKS[0]})
    front.says("x\n\n来源：" + "；".join(ATTACKS), card={"kind": "no such card"})
    page.locator(".sources").wait_for()
    page.locator(".sources summary").click()
    for number in range(page.locator(".edit").count()):
        page.locator(".edit").nth(number).click()
    page.locator(".line a").first.wait_for()
    inert(page)
    page.reload()
    page.locator(".sources").wait_for()
    inert(page)


def test_a_files_name_is_only_a_name(front: FrontAlone, new_page: Open) -> None:
    page = new_page(f"{front.url}/")
    page.evaluate(TRAP)
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 100
    names = ["<img src=x onerror=pwned()>.png", "../../../etc/passwd.png", "a\u202egpj.png"]
    files = [{"name": name, "mimeType": "image/png", "buffer": png} for name in names]
    page.locator("input[type=file]").set_input_files(files=files)
    page.locator("button.chip").nth(2).wait_for()
    shown = page.locator("button.chip .name").all_inner_texts()
    assert shown[0].endswith("onerror=pwned()>.png")
    assert shown[1:] == ["passwd.png", "agpj.png"]
    inert(page)
    assert page.get_by_role("progressbar").count() == 0


def test_a_file_that_is_not_what_it_says_is_refused_in_words(
    front: FrontAlone, new_page: Open
) -> None:
    page = new_page(f"{front.url}/")
    fake = {"name": "照片.png", "mimeType": "image/png", "buffer": b"<svg onload=alert(1)>"}
    page.locator("input[type=file]").set_input_files(files=[fake])
    page.get_by_role("alert").filter(has_text="收不了").wait_for()
    program = {"name": "程序.exe", "mimeType": "image/png", "buffer": b"MZ"}
    page.locator("input[type=file]").set_input_files(files=[program])
    page.get_by_role("alert").filter(has_text="程序.exe").wait_for()
    assert page.locator(".chip").count() == 0
