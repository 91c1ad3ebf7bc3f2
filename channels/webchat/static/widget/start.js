// Beginning: one host element, one style sheet, one name on the page.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
function dress() {
  const theme = prefs.theme === 0 ? (dark.matches ? "dark" : "light") : ["", "light", "dark"][prefs.theme];
  root.dataset.theme = prefs.contrast ? "contrast" : theme;
  root.dataset.size = String(prefs.size);
  root.dataset.mode = mode;
  root.classList.toggle("single", prefs.single);
  root.dataset.side = option("side", "right");
}

function styled() {
  if ("adoptedStyleSheets" in shadow && "replaceSync" in CSSStyleSheet.prototype) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    shadow.adoptedStyleSheets = [sheet];
  } else {
    shadow.append(h("link", { rel: "stylesheet", href: server + "/widget.css" }));
  }
}

function mount() {
  host = document.createElement("hotline-chat");
  shadow = host.attachShadow({ mode: "open" });
  styled();
  panelOpen = mode === "page" || passing.get(OPEN) === "1";
  build();
  if (mode === "page") {
    host.setAttribute("data-page", "");
    (document.getElementById(option("target", "")) || document.body).append(host);
    toEnd();
  } else {
    // Beside the body: a page that moves or filters its body does not move us.
    document.documentElement.append(host);
  }
  if (token) {
    listen();
    look();
  }
  pump();
}

on("prefs", (changes) => {
  if ("lang" in changes) rebuild();
  dress();
  if (!menu.hidden && ("size" in changes || "single" in changes)) refocused(menu.refill);
  toEnd();
});
// Building the menu anew must not take the focus away from what was just switched.
function refocused(change) {
  const all = () => Array.from(menu.querySelectorAll("input, button"));
  const at = all().indexOf(shadow.activeElement);
  change();
  const again = all()[at];
  if (again) again.focus();
}
dark.addEventListener && dark.addEventListener("change", dress);
window.addEventListener("resize", () => panel && fit());
if (window.visualViewport) {
  visualViewport.addEventListener("resize", () => panel && fit());
  visualViewport.addEventListener("scroll", () => panel && fit());
}
window.addEventListener("storage", (event) => {
  if (event.key !== PREFS || !root) return;
  const langBefore = prefs.lang;
  Object.assign(prefs, read(event.newValue));
  if (prefs.lang !== langBefore) rebuild();
  dress();
});
document.addEventListener("visibilitychange", () => {
  if (lines) readNow();
});

// <a data-hotline-open="我要举报"> anywhere on the site opens the panel with these words to go on from.
function doors(event) {
  const door = event.target instanceof Element && event.target.closest("[data-hotline-open]");
  if (!door) return;
  event.preventDefault();
  open(door.dataset.hotlineOpen);
}
document.addEventListener("click", doors);

window.HotlineChat = Object.freeze({
  version: VERSION,
  open: (text) => open(text),
  close: () => close(),
  send: (text) => {
    if (typeof text === "string" && text.trim()) say(text.trim().slice(0, MAX));
  },
  on: (name, hear) => (["opened", "closed"].includes(name) ? on(name, hear) : () => {}),
  destroy: () => {
    round += 1;
    token = null;
    hush();
    document.removeEventListener("click", doors);
    host.remove();
    delete window.HotlineChat;
  },
});
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", mount);
else mount();
