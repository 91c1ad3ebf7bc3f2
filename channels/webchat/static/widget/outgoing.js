// What the person sends: queued, sent one after the other, sent again under the same id until the
// server has taken it. The same id never makes a second message, so trying again is always safe.
const queue = read(passing.get(UNSENT)).items || [];
let pumping = false;
let nudge = null;

function saveQueue() {
  passing.set(UNSENT, queue.length ? JSON.stringify({ items: queue }) : null);
}
function freshId() {
  if (window.crypto && crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

// content: {text} | {button_id} | {attachments}; shown: what the bubble says until the server's copy.
function send(content, shown) {
  // Behind one that waits for the network nothing is under way.
  const state = queue.some(isWaiting) ? "waiting" : "sending";
  const item = { id: freshId(), content, shown, state, at: Date.now() };
  queue.push(item);
  saveQueue();
  tell("pending", item);
  tell("sent", item);
  pump();
  return item;
}
const isWaiting = (item) => item.state === "waiting";
const say = (text) => send({ text }, { text });

async function pump() {
  if (pumping) return;
  pumping = true;
  let tries = 0;
  for (let item = nextItem(); item; item = nextItem()) {
    try {
      await session();
      const body = JSON.stringify(Object.assign({ client_msg_id: item.id }, item.content));
      const taken = await call("/messages", { method: "POST", body });
      tries = 0;
      settled(item, taken.seq);
      trouble("send", null);
    } catch (error) {
      await afterTrouble(item, error, tries);
      tries += 1;
    }
  }
  pumping = false;
}
const nextItem = () => queue.find((item) => item.state !== "failed");

function settled(item, seq) {
  const at = queue.indexOf(item);
  if (at < 0) return;
  queue.splice(at, 1);
  saveQueue();
  tell("settled", { item, seq });
  wake();
}

async function afterTrouble(item, error, tries) {
  if (error instanceof Refused && error.status === 401) return startAgain(t("expired"));
  if (error instanceof Refused && error.status === 429) {
    const seconds = Math.max(1, error.after);
    trouble("send", t("slow", { n: seconds }));
    return rest(seconds * 1000);
  }
  if (error instanceof Refused && error.status < 500) return failed(item, error.words);
  queue.filter((one) => one.state === "sending").forEach((one) => mark(one, "waiting"));
  trouble("send", t(error instanceof Refused ? "busy" : "offline"));
  return rest(backoff(tries));
}
// Rest, but not longer than until the network is back.
function rest(ms) {
  return Promise.race([
    pause(ms),
    new Promise((done) => {
      nudge = done;
    }),
  ]);
}
function mark(item, state) {
  item.state = state;
  saveQueue();
  tell("pending", item);
}
function failed(item, why) {
  item.why = why;
  mark(item, "failed");
}
function sendAgain(item) {
  mark(item, "sending");
  pump();
}
function discard(item) {
  const at = queue.indexOf(item);
  if (at >= 0) queue.splice(at, 1);
  saveQueue();
  tell("discarded", item);
}
