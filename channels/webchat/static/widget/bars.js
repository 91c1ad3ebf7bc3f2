// The bars above and below the lines: whose turn it is, troubles, the form's progress, typing.
function buildReach() {
  const person = button(
    {
      class: "reach-one",
      onclick: () => {
        say("转人工");
        focusWords();
      },
    },
    icon("person"),
    h("span", {}, t("human")),
  );
  const phone = h("a", { class: "reach-one", href: "tel:12330" }, icon("phone"), h("span", {}, t("call")));
  const large = button(
    {
      class: "reach-one",
      "aria-pressed": String(prefs.size > 0),
      onclick: () => prefer({ size: prefs.size ? 0 : 1 }),
    },
    h("span", { class: "large-mark", "aria-hidden": "true" }, "A"),
    h("span", {}, t("large")),
  );
  follows("prefs", () => large.setAttribute("aria-pressed", String(prefs.size > 0)));
  // Who is being served needs no second wish.
  const show = () => {
    person.hidden = standing.owner !== "bot";
  };
  follows("standing", show);
  show();
  return h("div", { class: "reach" }, person, phone, large);
}

function buildSub() {
  const sub = h(
    "p",
    { class: "sub" },
    h("span", { class: "dot", "aria-hidden": "true" }),
    h("span", { class: "sub-words" }),
  );
  const show = () => {
    const key = subKey();
    sub.dataset.state = key;
    sub.lastChild.textContent = t(key);
  };
  follows("standing", show);
  follows("trouble", show);
  show();
  return sub;
}
function subKey() {
  if (troubles.listen || troubles.send === t("offline")) return "subCut";
  if (standing.owner === "staff") return "subStaff";
  if (standing.owner === "waiting") return "subWaiting";
  return standing.answering ? "sub" : "subStarting";
}

function buildBanner() {
  const banner = h("p", { class: "banner", role: "status" });
  const show = (said) => {
    banner.textContent = said || "";
    banner.hidden = !said;
  };
  follows("trouble", show);
  show(troubles.send || troubles.listen || troubles.engine);
  return banner;
}

function typingLine() {
  const line = h(
    "div",
    { class: "typing", "aria-hidden": "true", hidden: !typing },
    h("i", {}),
    h("i", {}),
    h("i", {}),
  );
  let delay = null;
  follows("standing", () => {
    if (standing.owner === "staff") line.hidden = true;
  });
  follows("typing", (on) => {
    clearTimeout(delay);
    if (!on || standing.owner === "staff") {
      line.hidden = true;
      return;
    }
    delay = setTimeout(() => {
      line.hidden = false;
      if (following) scroller.scrollTop = scroller.scrollHeight;
    }, 300);
  });
  return line;
}
function typingStatus() {
  const status = h("p", { class: "sr", role: "status" });
  let delay = null;
  follows("typing", (on) => {
    clearTimeout(delay);
    // Said once, and only when it takes a while.
    if (on)
      delay = setTimeout(() => {
        status.textContent = t("bot") + t("typing");
      }, 1500);
    else status.textContent = "";
  });
  return status;
}

// 「已填 4/7 项」, and at a tap what is filled in and what is not.
function buildProgress() {
  const bar = h("div", { class: "progress", hidden: true });
  let open = false;
  const show = () => {
    const draft = standing.draft;
    bar.hidden = !(draft || standing.kept);
    if (draft) bar.replaceChildren(...draftBar(draft));
    else if (standing.kept) bar.replaceChildren(keptBar());
  };
  const draftBar = (draft) => {
    const count = t("filled", draft);
    const list = h("ul", { class: "rows", id: "hotline-draft", hidden: !open }, ...draft.items.map(draftRow));
    const toggle = button(
      { class: "progress-head", "aria-expanded": String(open), "aria-controls": "hotline-draft" },
      h("span", { class: "progress-title" }, draft.title),
      h("span", { class: "progress-count" }, count),
      icon("down", "1.1em"),
    );
    toggle.addEventListener("click", () => {
      open = !open;
      list.hidden = !open;
      toggle.setAttribute("aria-expanded", String(open));
    });
    const gauge = h("progress", {
      max: draft.total,
      value: draft.done,
      "aria-label": draft.title,
      "aria-valuetext": count,
    });
    list.append(
      h(
        "li",
        { class: "row" },
        button(
          {
            class: "link",
            onclick: () => {
              say(t("elsewhereSay"));
              focusWords();
            },
          },
          t("elsewhere"),
        ),
      ),
    );
    return [toggle, gauge, list];
  };
  follows("standing", show);
  show();
  return bar;
}
function draftRow(item) {
  return h(
    "li",
    { class: item.value === null ? "row open" : "row" },
    h(
      "div",
      { class: "pair" },
      h("span", { class: "label" }, item.label),
      h("span", { class: "value" }, item.value === null ? t("notYet") : item.value),
    ),
  );
}
function keptBar() {
  return h(
    "div",
    { class: "kept" },
    h("span", {}, t("kept", { title: standing.kept })),
    button(
      {
        class: "link",
        onclick: () => {
          say(t("goOnSay"));
          focusWords();
        },
      },
      t("goOn"),
    ),
  );
}
