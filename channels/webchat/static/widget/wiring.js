// What happens in the list of lines when something comes, goes, is read or is emptied.
let replayed = false;
let firstNew = null;
on("message", (message) => {
  history.push(message);
  if (!lines) return;
  const line = addLine(message);
  if (message.sender !== "user") firstNew = firstNew || line;
  if (
    prefs.aloud &&
    panelOpen &&
    message.sender !== "user" &&
    message.seq > readTo &&
    Date.now() - new Date(message.created_at).getTime() < 60000
  )
    speakSoon(message.text);
});
on("taken", () => {
  if (!lines) return;
  if (following) toEnd(replayed ? firstNew : null);
  else newer.hidden = false;
  replayed = true;
  firstNew = null;
  readNow();
});
on("pending", (item) => {
  if (lines) {
    addPending(item);
    toEnd();
  }
});
on("sent", () => {
  showEarlier = false;
  following = true;
});
on("settled", ({ item }) => {
  item.state = "delivered";
  const known = onTheWay.get(item.id);
  if (known) showState(known.line, item);
});
on("discarded", (item) => {
  const known = onTheWay.get(item.id);
  onTheWay.delete(item.id);
  if (known) known.line.remove();
});
on("emptied", (note) => {
  history = [];
  replayed = false;
  readTo = 0;
  keeper.set(READ, null);
  if (lines) rebuild();
  if (note) notice(note);
});

function notice(words) {
  if (!lines) return;
  lines.append(h("div", { class: "line system" }, h("div", { class: "body" }, words)));
  toEnd();
}

// Several bubbles of one turn are read out as one.
let toSpeak = [];
function speakSoon(text) {
  toSpeak.push(text);
  if (toSpeak.length === 1)
    setTimeout(() => {
      speak(toSpeak.join("。\n"));
      toSpeak = [];
    }, 300);
}

// Unread: what others said since the panel was last in sight.
const unread = () => history.filter((message) => message.seq > readTo && message.sender !== "user").length;
function readNow() {
  if (panelOpen && seen() && last > readTo) {
    readTo = last;
    keeper.set(READ, String(readTo));
  }
  showBadge();
}
