// Settings and more: how it looks and sounds, the language, what becomes of the talk.
function buildMenu(leave) {
  const menu = h("section", {
    class: "menu",
    "aria-labelledby": "hotline-menu",
    tabindex: "-1",
    hidden: true,
  });
  const fill = () =>
    menu.replaceChildren(
      h(
        "div",
        { class: "menu-head" },
        button({ class: "quiet", "aria-label": t("back"), onclick: leave }, icon("back")),
        h("h3", { id: "hotline-menu" }, t("menu")),
      ),
      group(
        t("reading"),
        toggle(t("elder"), t("elderHint"), isElder(), (on) =>
          prefer(on ? { size: 2, single: true, aloud: canSpeak } : { size: 0, single: false, aloud: false }),
        ),
        options(t("size"), t("sizes"), prefs.size, (index) => prefer({ size: index })),
        options(t("theme"), t("themes"), prefs.theme, (index) => prefer({ theme: index })),
        toggle(t("contrast"), t("contrastHint"), prefs.contrast, (on) => prefer({ contrast: on })),
        toggle(t("single"), t("singleHint"), prefs.single, (on) => prefer({ single: on })),
        canSpeak &&
          toggle(t("aloud"), t("aloudHint"), prefs.aloud, (on) => {
            prefer({ aloud: on });
            if (on) speak(t("aloudHint"));
            else hush();
          }),
        options(t("language"), ["中文", "English"], prefs.lang === "en" ? 1 : 0, (index) =>
          prefer({ lang: index ? "en" : "zh" }),
        ),
      ),
      group(
        t("talk"),
        entry(t("keep"), keepCopy),
        entry(t("print"), printCopy),
        stars(0),
        entry(t("fresh"), () => {
          startAgain("");
          leave();
        }),
        clearing(leave),
      ),
    );
  menu.refill = fill;
  return menu;
}
const isElder = () => prefs.size === 2 && prefs.single;

function group(title, ...rows) {
  return h("div", { class: "group" }, h("h4", {}, title), ...rows.filter(Boolean));
}
function entry(title, act) {
  return button({ class: "entry", onclick: act }, title);
}
function toggle(title, hint, isOn, change) {
  const input = h("input", { type: "checkbox", role: "switch", class: "over" });
  input.checked = isOn;
  input.addEventListener("change", () => change(input.checked));
  return h(
    "label",
    { class: "toggle" },
    input,
    h("span", { class: "toggle-words" }, h("span", {}, title), h("small", {}, hint)),
    h("span", { class: "knob", "aria-hidden": "true" }),
  );
}
function options(title, names, chosen, change) {
  const box = h("fieldset", { class: "options" }, h("legend", {}, title));
  const row = h("div", { class: "segments" });
  names.forEach((name, index) => {
    const input = h("input", { type: "radio", name: "hotline-" + title, class: "over" });
    input.checked = index === chosen;
    input.addEventListener("change", () => change(index));
    row.append(h("label", {}, input, h("span", {}, name)));
  });
  box.append(row);
  return box;
}

function clearing(leave) {
  const box = h("div", {});
  const ask = entry(t("clear"), () => {
    const sure = button(
      {
        class: "choice main",
        onclick: async () => {
          await endTalk();
          leave();
        },
      },
      t("clearYes"),
    );
    box.replaceChildren(
      h(
        "div",
        { class: "sure", role: "group", "aria-label": t("clear") },
        h("p", {}, t("clearSure")),
        h(
          "div",
          { class: "choices" },
          sure,
          button(
            {
              class: "choice",
              onclick: () => {
                box.replaceChildren(ask);
                ask.focus();
              },
            },
            t("cancel"),
          ),
        ),
      ),
    );
    sure.focus();
  });
  box.append(ask);
  return box;
}
async function endTalk() {
  hush();
  queue.length = 0;
  saveQueue();
  passing.set(WRITTEN, null);
  // Also when the server cannot be reached, nothing stays on this device.
  if (token) await call("/sessions", { method: "DELETE" }).catch(() => {});
  startAgain(t("cleared"));
}
