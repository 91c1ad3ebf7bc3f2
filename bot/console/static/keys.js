// The keyboard: J and K move in a list, other keys press what carries data-key, ? shows them all.
"use strict";
(() => {
  const NAMES = { c: "接入", r: "写回复", b: "交回智能助手", t: "登记工单", n: "内部备注", "/": "查找", e: "编辑" };

  function writing(at) {
    return at.matches("input, textarea, select") || at.isContentEditable;
  }

  function move(step) {
    const links = [...document.querySelectorAll("[data-list] a[href]:not([data-aside])")];
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    const current = at >= 0 ? at : links.findIndex((one) => one.getAttribute("aria-current"));
    const next = Math.min(Math.max(current + step, 0), links.length - 1);
    links[next].focus();
  }

  function press(target) {
    if (target.matches("input, textarea")) {
      target.focus();
    } else if (target.matches("summary")) {
      target.parentElement.open = true;
      const first = target.parentElement.querySelector("textarea, input:not([type=hidden]), select");
      if (first) first.focus();
    } else {
      target.click();
    }
  }

  function help() {
    const old = document.querySelector("dialog.keys");
    if (old) return old.remove();
    const shown = document.createElement("dialog");
    shown.className = "keys card";
    const rows = [["J / K", "列表里上下移动"], ["回车", "打开"], ["Ctrl + 回车", "发送"]];
    for (const one of document.querySelectorAll("[data-key]")) {
      const key = one.dataset.key;
      rows.push([key.toUpperCase(), NAMES[key] || one.textContent.trim()]);
    }
    rows.push(["?", "这张表"]);
    const title = document.createElement("h2");
    title.textContent = "快捷键";
    const list = document.createElement("dl");
    list.className = "facts";
    for (const [key, name] of rows) {
      const term = document.createElement("dt");
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap);
      const words = document.createElement("dd");
      words.textContent = name;
      list.append(term, words);
    }
    shown.append(title, list);
    document.body.append(shown);
    shown.addEventListener("close", () => shown.remove());
    shown.showModal();
  }

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && at.matches("textarea")) {
      event.preventDefault();
      at.form.requestSubmit();
      return;
    }
    if (event.key === "Escape" && writing(at)) return at.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || writing(at)) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1);
    if (key === "?") return help();
    const target = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (target) {
      event.preventDefault();
      press(target);
    }
  });
})();
