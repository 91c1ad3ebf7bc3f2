// Calling our server. The token lives in a header, never in an address or a cookie.
let token = keeper.get(TOKEN);

class Refused extends Error {
  constructor(status, error, after) {
    super(error.code);
    this.status = status;
    this.words = error.message;
    this.after = after;
  }
}

async function call(path, options) {
  const given = options || {};
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), given.limit || 20000);
  const headers = Object.assign({}, token ? { Authorization: "Bearer " + token } : {});
  if (typeof given.body === "string") headers["Content-Type"] = "application/json";
  try {
    const answer = await fetch(server + "/chat" + path, {
      method: given.method || "GET",
      body: given.body,
      headers,
      signal: limit.signal,
      credentials: "omit",
      cache: "no-store",
      referrerPolicy: "no-referrer",
    });
    if (!answer.ok) throw await refusal(answer);
    if (answer.status === 204) return null;
    // Read here: a cut in the middle of the body counts as no answer at all.
    return given.raw ? await answer.blob() : await answer.json();
  } finally {
    clearTimeout(timer);
  }
}

async function refusal(answer) {
  let error = { code: "unknown", message: t("busy") };
  try {
    error = (await answer.json()).error || error;
  } catch (unreadable) {
    /* a proxy's page */
  }
  return new Refused(answer.status, error, Number(answer.headers.get("Retry-After")) || 0);
}

// One session for all tabs of this site; made when the first thing is sent, not before.
let opening = null;
function session() {
  token = keeper.get(TOKEN);
  if (token) return Promise.resolve();
  if (!opening) {
    opening = call("/sessions", { method: "POST", body: "{}" })
      .then((made) => {
        keepToken(made.token);
        tell("session");
      })
      .finally(() => {
        opening = null;
      });
  }
  return opening;
}
function keepToken(value) {
  token = value;
  keeper.set(TOKEN, value);
}

// Waits grow from one second to thirty, a little at random so that not all pages come at once.
function backoff(tries) {
  const most = Math.min(30000, 1000 * Math.pow(2, tries));
  return most * (0.5 + Math.random() / 2);
}
