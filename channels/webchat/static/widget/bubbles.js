// One line of the talk: who, what, when; its files, its sources, its answers to choose from.
const clockOf = (time) =>
  new Date(time).toLocaleTimeString(prefs.lang === "en" ? "en-GB" : "zh-CN", {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });

function bubble(message) {
  const mine = message.sender === "user";
  const body = h("div", { class: "body", lang: "zh-CN" }, hidden(t(mine ? "me" : message.sender) + "："));
  body.append(content(message));
  const line = h("div", { class: "line " + message.sender }, body);
  if (message.sender !== "system") line.append(footer(message));
  if (message.sender === "staff")
    body.prepend(h("p", { class: "who", "aria-hidden": "true" }, icon("person"), t("staff")));
  return line;
}

function content(message) {
  const card = message.card && CARDS[message.card.kind];
  if (card) return card(message);
  const made = document.createDocumentFragment();
  const cut = message.sender === "bot" ? message.text.lastIndexOf("\n\n来源：") : -1;
  const text = cut < 0 ? message.text : message.text.slice(0, cut);
  if (text) made.append(h("div", { class: "text" }, rich(text, message.sender === "user")));
  (message.attachments || []).forEach((file) => made.append(fileChip(file)));
  if (cut >= 0) made.append(sourcesOf(message.text.slice(cut + 5)));
  return made;
}

function sourcesOf(text) {
  const list = text
    .split("；")
    .map((one) => one.trim())
    .filter(Boolean);
  return h(
    "details",
    { class: "sources" },
    h("summary", {}, t("sources")),
    h("ul", {}, ...list.map((one) => h("li", {}, rich(one, true)))),
  );
}

function footer(message) {
  const foot = h(
    "div",
    { class: "foot" },
    h("time", { datetime: message.created_at }, clockOf(message.created_at)),
  );
  if (message.sender !== "user") foot.append(speakButton(message.text) || "");
  else foot.append(h("span", { class: "state" }));
  return foot;
}

// A message on its way: the same bubble, with its state instead of a tick.
function pendingBubble(item) {
  const files = item.shown.files || [];
  const line = bubble({
    sender: "user",
    text: item.shown.text || "",
    attachments: files,
    created_at: new Date(item.at).toISOString(),
  });
  line.classList.add("pending");
  return line;
}
function showState(line, item) {
  const state = line.querySelector(".state");
  line.classList.toggle("failed", item.state === "failed");
  state.replaceChildren();
  if (item.state === "sending") state.append(t("sending"));
  else if (item.state === "waiting") state.append(t("waiting"));
  else if (item.state === "delivered") state.append(t("delivered"));
  else if (item.state === "failed") {
    state.append(
      h("span", { class: "why" }, item.why || t("failed")),
      button({ class: "link", onclick: () => sendAgain(item) }, t("retry")),
      button({ class: "link", onclick: () => discard(item) }, t("drop")),
    );
  }
}

const sizeOf = (bytes) =>
  bytes < 1024 * 1024 ? Math.max(1, Math.round(bytes / 1024)) + " KB" : (bytes / 1048576).toFixed(1) + " MB";
function fileChip(file) {
  const about = [
    icon("file"),
    h("span", { class: "name" }, file.name || ""),
    h("span", { class: "size" }, file.size ? sizeOf(file.size) : ""),
  ];
  if (!file.file_id) return h("span", { class: "chip" }, ...about);
  return button(
    { class: "chip", "aria-label": t("fileGet", { name: file.name }), onclick: () => download(file) },
    ...about,
  );
}
async function download(file) {
  try {
    saveAs(await call("/files/" + encodeURIComponent(file.file_id), { raw: true, limit: 120000 }), file.name);
    trouble("file", null);
  } catch (error) {
    notice(error.words || t("fileNet"));
  }
}
function saveAs(blob, name) {
  const address = URL.createObjectURL(blob);
  const anchor = h("a", { href: address, download: name });
  shadow.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
}

function choicesOf(message) {
  if (!message.buttons || !message.buttons.length) return null;
  const row = h("div", { class: "choices", role: "group", lang: "zh-CN" });
  message.buttons.forEach((one, index) => {
    const first = index === 0 && message.card && message.card.kind === "summary";
    row.append(
      button(
        {
          class: first ? "choice main" : "choice",
          onclick: () => {
            send({ button_id: one.id }, { text: one.title });
            focusWords();
          },
        },
        one.title,
      ),
    );
  });
  return row;
}
