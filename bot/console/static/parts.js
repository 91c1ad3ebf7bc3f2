// Pages are made on the server. This fetches a page again and puts its marked parts (data-part) in
// place of the old ones: after a form was sent, and when the server says that something is new.
"use strict";
const Parts = (() => {
  const box = () => document.querySelector("[data-bottom]");

  function atBottom(log) {
    return log && log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  }

  function busy(part) {
    const at = document.activeElement;
    return part.contains(at) && at.matches("input:not([type=checkbox]), textarea, select");
  }

  function keepOpen(fresh, old) {
    for (const one of old.querySelectorAll("details[id]")) {
      const same = fresh.querySelector("#" + CSS.escape(one.id));
      if (same) same.open = one.open;
    }
  }

  function put(page) {
    const follow = atBottom(box());
    for (const old of document.querySelectorAll("[data-part]")) {
      const fresh = page.querySelector(`[data-part="${old.dataset.part}"]`);
      if (!fresh || busy(old)) continue;
      keepOpen(fresh, old);
      if (fresh.innerHTML !== old.innerHTML) old.innerHTML = fresh.innerHTML;
    }
    if (follow) toBottom();
  }

  function toBottom() {
    const log = box();
    if (log) log.scrollTop = log.scrollHeight;
  }

  async function read(response) {
    return new DOMParser().parseFromString(await response.text(), "text/html");
  }

  async function refresh() {
    const response = await fetch(location.href, { headers: { "X-Again": "1" } });
    if (response.redirected && response.url.includes("/console/sign-in")) location.reload();
    else if (response.ok) put(await read(response));
  }

  function toast(words, bad) {
    document.querySelectorAll(".toast").forEach((old) => old.remove());
    const shown = document.createElement("p");
    shown.className = bad ? "toast bad" : "toast";
    shown.setAttribute("role", bad ? "alert" : "status");
    shown.textContent = words;
    document.body.append(shown);
    setTimeout(() => shown.remove(), bad ? 9000 : 4000);
  }

  async function send(form, button) {
    const body = new FormData(form, button);
    const plain = form.enctype === "multipart/form-data" ? body : new URLSearchParams(body);
    form.querySelectorAll("button").forEach((one) => (one.disabled = true));
    try {
      const response = await fetch(form.action, { method: "POST", body: plain });
      const page = await read(response);
      if (!response.ok) {
        const why = page.querySelector("[data-message]");
        toast(why ? why.textContent : "没有成功，请稍候再试。", true);
        return;
      }
      finished(form, page, response.url);
    } catch {
      toast("网络不通，没有发出。内容还在，请稍候再试。", true);
    } finally {
      form.querySelectorAll("button").forEach((one) => (one.disabled = false));
    }
  }

  function finished(form, page, url) {
    // Other forms than before belong to another state of the page: then it is opened whole.
    const whole = (doc) => [...doc.querySelectorAll("form[data-reset]")].map((one) => one.getAttribute("action")).join();
    if (whole(page) !== whole(document)) return location.assign(url);
    if (form.matches("[data-reset]")) form.reset();
    const open = form.closest("details.act, details.fix");
    if (open && !form.matches("[data-reset]")) open.open = false;
    if (document.activeElement instanceof HTMLElement && !form.matches("[data-reset]")) document.activeElement.blur();
    put(page);
    const said = page.querySelector(".said");
    if (said) toast(said.textContent);
    if (form.matches(".answer")) {
      toBottom();
      form.querySelector("textarea").focus();
      form.querySelectorAll("[data-chosen]").forEach((one) => (one.textContent = ""));
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-quick]")) return;
    event.preventDefault();
    send(event.target, event.submitter);
  });

  document.addEventListener("change", (event) => {
    const at = event.target;
    if (at.closest("form[data-auto]") && at.matches("select, [type=checkbox]")) at.form.requestSubmit();
    if (at.matches("[type=file]")) {
      const name = at.form.querySelector("[data-chosen]");
      if (name) name.textContent = at.files[0] ? at.files[0].name : "";
    }
    if (at.matches("[data-all]")) {
      at.form.querySelectorAll("tbody [type=checkbox]").forEach((one) => (one.checked = at.checked));
    }
  });

  document.addEventListener("click", (event) => {
    const pick = event.target.closest("[data-insert]");
    const reply = document.querySelector("#reply");
    if (!pick || !reply) return;
    const before = reply.value.trim();
    reply.value = (before ? before + "\n" : "") + pick.dataset.insert;
    const drawer = pick.closest("details.canned");
    if (drawer) drawer.open = false;
    reply.focus();
  });

  addEventListener("DOMContentLoaded", toBottom);
  return { refresh, toast };
})();
