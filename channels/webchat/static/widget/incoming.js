// What comes in: fetched by sequence. Nothing is shown twice, nothing is passed over, and the order
// is the server's, however often the connection breaks.
const ATTENTIVE = 25;
const LOOK_EVERY = 20000;
let last = 0;
let round = 0;
let typing = false;
let lastNews = Date.now();
let panelOpen = mode === "page";
let waker = null;

const seen = () => document.visibilityState !== "hidden";
// A hidden tab, or a closed panel that has long been quiet, holds no connection open.
const attentive = () => seen() && (panelOpen || Date.now() - lastNews < 600000);

function wake() {
  if (waker) waker();
  if (nudge) nudge();
}

async function listen() {
  const mine = ++round;
  let tries = 0;
  while (mine === round && token) {
    const seconds = attentive() ? ATTENTIVE : 0;
    try {
      const news = await call("/messages?after=" + last + "&wait=" + seconds, {
        limit: (seconds + 12) * 1000,
      });
      if (mine !== round) return;
      tries = 0;
      trouble("listen", null);
      if (!take(news) && (!seconds || news.messages.length)) await nap(seconds ? 500 : LOOK_EVERY);
    } catch (error) {
      if (mine !== round) return;
      if (error instanceof Refused && error.status === 401) {
        startAgain(t("expired"));
        return;
      }
      if (tries > 0) trouble("listen", t(navigator.onLine === false ? "offline" : "reconnecting"));
      await nap(error instanceof Refused && error.after ? error.after * 1000 : backoff(tries));
      tries += 1;
    }
  }
}
function nap(ms) {
  return Promise.race([
    pause(ms),
    new Promise((done) => {
      waker = done;
    }),
  ]);
}

function take(news) {
  let taken = 0;
  for (const message of news.messages) {
    if (message.seq <= last) continue;
    // A hole would be a lost message: leave the rest and ask again from here.
    if (message.seq !== last + 1) break;
    last = message.seq;
    taken += 1;
    lastNews = Date.now();
    forgetSent(message);
    tell("message", message);
  }
  if (typing !== news.typing) {
    typing = news.typing;
    tell("typing", typing);
  }
  if (taken) tell("taken", taken);
  return taken;
}
// The server's copy of what we sent may come before the answer to the sending, or instead of it.
function forgetSent(message) {
  const item = queue.find((one) => one.id === message.client_msg_id);
  if (item) settled(item, message.seq);
}

// A new conversation: by wish, because the old one expired, or because another tab began one.
function startAgain(note) {
  round += 1;
  last = 0;
  if (typing) tell("typing", (typing = false));
  keepToken(null);
  tell("emptied", note || "");
  pump();
}

// Troubles by their source; the banner shows the one that matters most.
const troubles = {};
function trouble(source, words) {
  if ((troubles[source] || null) === words) return;
  troubles[source] = words;
  tell("trouble", troubles.send || troubles.listen || troubles.engine || null);
}

on("session", listen);
window.addEventListener("online", wake);
document.addEventListener("visibilitychange", () => {
  if (seen()) wake();
});
window.addEventListener("storage", (event) => {
  if (persist !== "local" || event.key !== TOKEN || event.newValue === token) return;
  round += 1;
  last = 0;
  token = event.newValue;
  tell("emptied", "");
  if (token) listen();
});
