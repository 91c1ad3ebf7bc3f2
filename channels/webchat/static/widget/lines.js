// The list of lines: kept in the server's order, own lines on their way at the end.
let history = [];
const onTheWay = new Map();
const READ = "hotline:read:" + server;
let readTo = Number(keeper.get(READ)) || 0;
let showEarlier = false;
// Whether the list goes along with what comes: not while somebody reads further up.
let following = true;
let lines, scroller, earlier, newer;

function buildLines() {
  lines = h("div", { class: "lines" });
  earlier = button({
    class: "link earlier",
    hidden: true,
    onclick: () => {
      showEarlier = !showEarlier;
      fold();
    },
  });
  scroller = h(
    "div",
    {
      class: "scroll",
      role: "log",
      "aria-live": "polite",
      "aria-relevant": "additions",
      "aria-label": t("log"),
      tabindex: "0",
    },
    earlier,
    lines,
    typingLine(),
  );
  newer = button(
    {
      class: "newer",
      hidden: true,
      "aria-label": t("newer"),
      title: t("newer"),
      onclick: () => {
        scroller.scrollTop = scroller.scrollHeight;
        scroller.focus();
      },
    },
    icon("down"),
  );
  scroller.addEventListener("scroll", () => {
    if (atEnd()) newer.hidden = true;
  });
  ["wheel", "touchmove", "keydown"].forEach((moved) =>
    scroller.addEventListener(
      moved,
      () =>
        setTimeout(() => {
          following = atEnd();
        }, 200),
      { passive: true },
    ),
  );
  welcome();
  history.forEach((message) => addLine(message));
  onTheWay.clear();
  queue.forEach(addPending);
  toEnd();
  return h("div", { class: "field-of-lines" }, scroller, newer);
}

function welcome() {
  const starters = h(
    "div",
    { class: "choices", role: "group", lang: "zh-CN" },
    ...t("starters").map((text) =>
      button(
        {
          class: "choice",
          onclick: () => {
            say(text);
            focusWords();
          },
        },
        text,
      ),
    ),
  );
  const hello = h(
    "div",
    { class: "line bot" },
    h(
      "div",
      { class: "body" },
      h("div", { class: "text" }, rich(t("welcome"))),
      h("p", { class: "soft" }, t("privacy")),
    ),
    starters,
  );
  hello.dataset.welcome = "1";
  lines.append(hello);
}

function addLine(message) {
  const waiting = onTheWay.get(message.client_msg_id);
  const line = waiting ? waiting.line : bubble(message);
  onTheWay.delete(message.client_msg_id);
  const firstWaiting = onTheWay.size ? onTheWay.values().next().value.line : null;
  daySeparator(message, firstWaiting);
  if (waiting) landed(line, message);
  if (!waiting || line.nextSibling !== firstWaiting) lines.insertBefore(line, firstWaiting);
  line.dataset.seq = String(message.seq);
  if (message.sender === "user") dropChoices();
  else line.append(choicesOf(message) || "");
  if (message.card) freezeCards(lines);
  return line;
}
// Our own line, now with the server's copy of it: files can be had back from here on.
function landed(line, message) {
  line.classList.remove("pending", "failed");
  const time = line.querySelector("time");
  time.dateTime = message.created_at;
  time.textContent = clockOf(message.created_at);
  if (message.attachments.length)
    line.querySelector(".body").replaceChildren(hidden(t("me") + "："), content(message));
  lines.querySelectorAll(".user .state").forEach((old) => old.replaceChildren());
  showState(line, { state: "delivered" });
}
function dropChoices() {
  lines.querySelectorAll(".choices").forEach((old) => {
    if (!old.closest(".card")) old.remove();
  });
}

function daySeparator(message, before) {
  const day = new Date(message.created_at).toDateString();
  if (lines.dataset.day === day) return;
  lines.dataset.day = day;
  const date = new Date(message.created_at);
  const ago = Math.round((new Date().setHours(0, 0, 0, 0) - new Date(date).setHours(0, 0, 0, 0)) / 86400000);
  const words =
    ago === 0
      ? t("today")
      : ago === 1
        ? t("yesterday")
        : date.toLocaleDateString(prefs.lang === "en" ? "en-GB" : "zh-CN", { month: "long", day: "numeric" });
  lines.insertBefore(h("p", { class: "day" }, words), before);
}

function addPending(item) {
  const known = onTheWay.get(item.id);
  const line = known ? known.line : pendingBubble(item);
  if (!known) {
    onTheWay.set(item.id, { line });
    dropChoices();
    lines.append(line);
  }
  showState(line, item);
}

// What one reads now comes first: the last thing one said and everything after it.
function fold() {
  const own = Array.from(lines.children);
  const lastOwn = own.map((line) => line.classList.contains("user")).lastIndexOf(true);
  const past = lastOwn > 0 ? own.slice(0, lastOwn) : [];
  const folding = prefs.single && !showEarlier;
  own.forEach((line) => {
    line.hidden = folding && past.includes(line);
  });
  const count = past.filter((line) => line.matches(".line:not([data-welcome])")).length;
  earlier.hidden = !prefs.single || !count;
  earlier.textContent = folding ? t("earlier", { n: count }) : t("hideEarlier");
}
const atEnd = () => scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 60;
// To the end, but what has just come is read from its beginning, with what was asked above it.
function toEnd(from) {
  fold();
  if (!history.length && !onTheWay.size) return;
  const asked = from && from.previousElementSibling;
  const first = asked && asked.matches(".user") && asked.offsetHeight < 140 ? asked : from;
  const end = scroller.scrollHeight - scroller.clientHeight;
  const top = first ? first.offsetTop - lines.offsetTop - 8 : end;
  scroller.scrollTop = Math.min(end, Math.max(top, 0));
  newer.hidden = scroller.scrollTop >= end - 60;
}
