// The chat page: sends with an id of its own, fetches by sequence, never shows anything twice.
(() => {
  "use strict";
  const $ = (id) => document.getElementById(id);
  const KEY = "hotline-session";
  const WELCOME = "您好，这里是湖南省知识产权维权援助(12330)智能助手。请直接说说您遇到的情况；" +
    "我能帮您申请维权援助、登记举报投诉、解答办事问题。";
  let token = null;
  let last = 0;
  let round = 0;
  const store = {
    get: () => { try { return localStorage.getItem(KEY); } catch { return null; } },
    set: (value) => { try { value ? localStorage.setItem(KEY, value) : localStorage.removeItem(KEY); } catch { /* private window */ } },
  };

  const call = (path, options = {}) => fetch("/chat" + path, {
    ...options,
    headers: { ...(token ? { Authorization: "Bearer " + token } : {}), ...(options.headers || {}) },
  });
  const banner = (text) => { $("banner").hidden = !text; $("banner").textContent = text || ""; };
  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  async function open() {
    token = store.get();
    if (token) return;
    const answer = await call("/sessions", { method: "POST", body: "{}" });
    if (!answer.ok) throw new Error("session");
    token = (await answer.json()).token;
    store.set(token);
  }

  function line(kind, text, time) {
    const item = document.createElement("li");
    item.className = kind === "user" ? "user" : "bot";
    const who = document.createElement("span");
    who.className = "sr";
    who.textContent = { user: "您", bot: "助手", staff: "工作人员", system: "系统" }[kind] + ":";
    const bubble = document.createElement("div");
    bubble.className = "bubble";
    const [main, source] = kind === "bot" ? text.split("\n\n来源：") : [text];
    bubble.append(who, document.createTextNode(main));
    if (source) {
      const small = document.createElement("div");
      small.className = "source";
      small.textContent = "来源：" + source;
      bubble.append(small);
    }
    item.append(bubble);
    if (time) {
      const stamp = document.createElement("div");
      stamp.className = "time";
      stamp.textContent = new Date(time).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit" });
      item.append(stamp);
    }
    $("log").append(item);
    item.scrollIntoView({ block: "end" });
    return item;
  }

  function show(message) {
    if (message.seq <= last) return;
    last = message.seq;
    document.querySelectorAll(".choices").forEach((old) => old.remove());
    const item = line(message.sender, message.text, message.created_at);
    if (!message.buttons.length) return;
    const choices = document.createElement("div");
    choices.className = "choices";
    for (const button of message.buttons) {
      const press = document.createElement("button");
      press.type = "button";
      press.textContent = button.title;
      press.addEventListener("click", () => { choices.remove(); send({ button_id: button.id }); });
      choices.append(press);
    }
    item.append(choices);
    choices.scrollIntoView({ block: "end" });
  }

  async function send(content) {
    const body = JSON.stringify({ client_msg_id: crypto.randomUUID ? crypto.randomUUID() : String(Math.random()), ...content });
    $("typing").hidden = false;
    for (let wait = 1000; ; wait = Math.min(wait * 2, 15000)) {
      try {
        const answer = await call("/messages", { method: "POST", body });
        if (answer.ok) { banner(""); return; }
        if (answer.status < 500) {
          $("typing").hidden = true;
          banner((await answer.json()).error.message);
          if (answer.status === 401) restart();
          return;
        }
        banner("系统繁忙，正在重新发送…");
      } catch { banner("网络断开了，恢复后会自动发送…"); }
      await pause(wait);
    }
  }

  async function listen(mine) {
    for (let wait = 500; mine === round;) {
      try {
        const answer = await call(`/messages?after=${last}&wait=25`);
        if (mine !== round) return;
        if (answer.status === 401) { store.set(null); return restart(); }
        if (!answer.ok) throw new Error("fetch");
        const news = await answer.json();
        news.messages.forEach(show);
        $("typing").hidden = !news.typing;
        banner("");
        wait = 500;
      } catch {
        banner("连接中断，正在重新连接…");
        await pause(wait);
        wait = Math.min(wait * 2, 15000);
      }
    }
  }

  async function restart() {
    round += 1;
    last = 0;
    token = null;
    store.set(null);
    $("log").replaceChildren();
    await start();
  }

  async function start() {
    const mine = ++round;
    line("bot", WELCOME);
    for (;;) {
      try { await open(); break; } catch { banner("暂时连不上服务，正在重试…"); await pause(2000); }
    }
    listen(mine);
  }

  async function upload() {
    const file = $("file").files[0];
    $("file").value = "";
    if (!file) return;
    const form = new FormData();
    form.append("file", file);
    banner("正在上传「" + file.name + "」…");
    try {
      const answer = await call("/files", { method: "POST", body: form });
      const body = await answer.json();
      if (!answer.ok) { banner(body.error.message); return; }
      banner("");
      line("user", "已上传：" + body.name);
    } catch { banner("上传没有成功，请再试一次。"); }
  }

  document.addEventListener("DOMContentLoaded", () => {
    const words = $("words");
    const submit = () => {
      const text = words.value.trim();
      if (!text) return;
      words.value = "";
      send({ text });
    };
    $("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); words.focus(); });
    words.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
        event.preventDefault();
        submit();
      }
    });
    $("file").addEventListener("change", upload);
    $("restart").addEventListener("click", restart);
    $("large").addEventListener("click", () => {
      const on = document.documentElement.classList.toggle("large");
      $("large").setAttribute("aria-pressed", String(on));
    });
    start();
  });
})();
