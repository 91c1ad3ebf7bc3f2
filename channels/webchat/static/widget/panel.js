// The panel and its launcher: opened, closed, focused, sized; everything else is put into it here.
let host, shadow, root, panel, launcher, menu, talk;
const OPEN = "hotline:open";
const leaving = [];
// A notice heard by what is on the page now; forgotten when the page is built anew.
function follows(name, hear) {
  leaving.push(on(name, hear));
}

function build() {
  leaving.splice(0).forEach((leave) => leave());
  root = h("div", { class: "root", lang: prefs.lang === "en" ? "en" : "zh-CN" });
  menu = buildMenu(() => showMenu(false));
  talk = h(
    "div",
    { class: "talk" },
    buildProgress(),
    buildLines(),
    typingStatus(),
    buildTray(),
    buildComposer(),
  );
  panel = h(
    "section",
    {
      class: "panel",
      id: "hotline-panel",
      tabindex: "-1",
      "aria-labelledby": "hotline-title",
      role: mode === "page" ? "region" : "dialog",
    },
    buildHead(),
    buildBanner(),
    talk,
    menu,
    h("p", { class: "drop-here", "aria-hidden": "true" }, t("fileDrop")),
  );
  root.append(panel);
  if (mode !== "page") root.prepend(buildLauncher());
  takeDrops(panel);
  panel.addEventListener("keydown", keys);
  shadow.append(root);
  dress();
  show();
}
function rebuild() {
  const menuOpen = menu && !menu.hidden;
  root.remove();
  build();
  if (menuOpen) showMenu(true);
}

function buildHead() {
  return h(
    "div",
    { class: "head" },
    h("div", { class: "mark", "aria-hidden": "true" }, h("span", {}, "12330")),
    h("div", { class: "titles" }, h("h2", { id: "hotline-title" }, t("title")), buildSub()),
    buildReach(),
    button(
      {
        class: "quiet menu-open",
        "aria-label": t("menu"),
        title: t("menu"),
        "aria-expanded": "false",
        onclick: () => showMenu(menu.hidden),
      },
      icon("dots"),
    ),
    mode !== "page" &&
      button({ class: "quiet", "aria-label": t("close"), title: t("close"), onclick: close }, icon("down")),
  );
}
function buildLauncher() {
  launcher = button(
    {
      class: "launcher",
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
      "aria-controls": "hotline-panel",
      onclick: () => open(),
    },
    icon("chat"),
    h("span", { class: "launcher-words" }, t("short")),
    h("span", { class: "badge", "aria-hidden": "true", hidden: true }),
  );
  return h("aside", { "aria-label": t("short") }, launcher);
}
function showBadge() {
  if (!launcher) return;
  const count = panelOpen ? 0 : unread();
  const badge = launcher.lastChild;
  badge.hidden = !count;
  badge.textContent = count > 99 ? "99+" : String(count);
  launcher.setAttribute("aria-label", count ? t("openUnread", { n: count }) : t("open"));
}

function show() {
  panel.hidden = !panelOpen;
  if (launcher) {
    launcher.hidden = panelOpen;
    launcher.setAttribute("aria-expanded", String(panelOpen));
  }
  fit();
  readNow();
}
function open(text) {
  if (!panelOpen) {
    panelOpen = true;
    passing.set(OPEN, "1");
    show();
    toEnd();
    wake();
    tell("opened");
  }
  if (typeof text === "string" && text) prefill(text);
  else if (window.matchMedia("(pointer: fine)").matches) words.focus();
  else panel.focus();
}
function close() {
  if (mode === "page" || !panelOpen) return;
  panelOpen = false;
  passing.set(OPEN, null);
  hush();
  showMenu(false);
  show();
  launcher.focus();
  tell("closed");
}
function showMenu(on) {
  if (on) menu.refill();
  const was = !menu.hidden;
  menu.hidden = !on;
  talk.hidden = on;
  const opener = panel.querySelector(".menu-open");
  opener.setAttribute("aria-expanded", String(on));
  if (on) menu.focus();
  else if (was) {
    opener.focus();
    toEnd();
  }
}

// On a small screen the panel is the screen: nothing behind it can be reached meanwhile.
const small = window.matchMedia("(max-width: 520px), (max-height: 460px)");
const whole = () => mode !== "page" && small.matches;
function fit() {
  panel.setAttribute("aria-modal", String(whole() && panelOpen));
  if (mode === "page") panel.removeAttribute("aria-modal");
  const view = window.visualViewport;
  const keyboard = whole() && view && view.height < window.innerHeight - 80 && view.scale <= 1.01;
  panel.style.setProperty("--h-height", keyboard ? view.height + "px" : "");
  panel.style.setProperty("--h-top", keyboard ? view.offsetTop + "px" : "");
}

function keys(event) {
  if (event.key === "Escape" && !event.isComposing) {
    event.stopPropagation();
    if (!menu.hidden) showMenu(false);
    else close();
  }
  if (event.key !== "Tab" || !whole()) return;
  const stops = Array.from(
    panel.querySelectorAll("button, a[href], input, textarea, summary, [tabindex='0']"),
  ).filter((one) => !one.disabled && one.tabIndex >= 0 && one.getClientRects().length);
  const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (shadow.activeElement !== edge && shadow.activeElement !== panel) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
}
