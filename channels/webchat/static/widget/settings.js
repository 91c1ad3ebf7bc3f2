// What the site that embeds us chose (data-… of the script tag) and what the person chose.
const script = document.currentScript;
const option = (name, otherwise) => (script && script.dataset[name]) || otherwise;
const server = option("server", script && script.src ? new URL(script.src).origin : location.origin);
const mode = option("mode", "bubble");
const persist = option("persist", "local");

const PREFS = "hotline:prefs";
const TOKEN = "hotline:token:" + server;
const UNSENT = "hotline:unsent:" + server;

// Storage may be forbidden (private windows, third-party rules): then things last as long as the page.
const memory = new Map();
function storage(kind) {
  const real = () => (kind === "local" ? window.localStorage : window.sessionStorage);
  return {
    get(key) {
      try {
        return real().getItem(key);
      } catch (error) {
        return memory.get(key) || null;
      }
    },
    set(key, value) {
      try {
        if (value === null) real().removeItem(key);
        else real().setItem(key, value);
      } catch (error) {
        if (value === null) memory.delete(key);
        else memory.set(key, value);
      }
    },
  };
}
const nowhere = {
  get: (key) => memory.get(key) || null,
  set: (key, value) => {
    if (value === null) memory.delete(key);
    else memory.set(key, value);
  },
};
const lasting = storage("local");
const passing = persist === "none" ? nowhere : storage("session");
// A hall computer is shared: data-persist="session" or "none" leaves nothing behind.
const keeper = persist === "local" ? lasting : passing;

const prefs = Object.assign(
  { size: 0, theme: 0, contrast: false, aloud: false, single: false, lang: option("lang", "zh") },
  read(lasting.get(PREFS)),
);
function read(text) {
  try {
    return JSON.parse(text) || {};
  } catch (error) {
    return {};
  }
}
function prefer(changes) {
  Object.assign(prefs, changes);
  lasting.set(PREFS, JSON.stringify(prefs));
  tell("prefs", changes);
}

function t(key, facts) {
  const word = (WORDS[prefs.lang] || WORDS.zh)[key];
  if (!facts || typeof word !== "string") return word;
  return word.replace(/\{(\w+)\}/g, (whole, name) => (name in facts ? String(facts[name]) : whole));
}

// A small board for notices between the parts.
const listeners = {};
function on(name, hear) {
  (listeners[name] = listeners[name] || []).push(hear);
  return () => {
    listeners[name] = listeners[name].filter((one) => one !== hear);
  };
}
function tell(name, what) {
  (listeners[name] || []).slice().forEach((hear) => hear(what));
}
const pause = (ms) => new Promise((done) => setTimeout(done, ms));
