// Where one writes: Enter sends, Shift+Enter makes a line, an input method's Enter does neither.
const MAX = 2000;
const WRITTEN = "hotline:written:" + server;
let words = null;

function buildComposer() {
  words = h("textarea", {
    class: "words",
    rows: "1",
    maxlength: String(MAX),
    "aria-label": t("say"),
    autocomplete: "off",
    enterkeyhint: "send",
    lang: "zh-CN",
  });
  words.value = passing.get(WRITTEN) || "";
  const left = h("span", { class: "left", "aria-live": "polite" });
  const picker = h("input", {
    type: "file",
    class: "sr",
    multiple: true,
    accept: ACCEPT,
    tabindex: "-1",
    "aria-hidden": "true",
  });
  picker.addEventListener("change", () => {
    addFiles(Array.from(picker.files));
    picker.value = "";
  });
  const submit = () => {
    const text = words.value.trim();
    if (!text) {
      words.focus();
      return;
    }
    words.value = "";
    grown();
    hush();
    say(text);
    words.focus();
  };
  const grown = () => {
    passing.set(WRITTEN, words.value || null);
    left.textContent = words.value.length > MAX - 200 ? words.value.length + " / " + MAX : "";
    words.style.height = "";
    if (words.value)
      words.style.height =
        Math.min(words.scrollHeight + 2, 8 * parseFloat(getComputedStyle(words).fontSize)) + "px";
  };
  words.addEventListener("input", grown);
  words.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  words.addEventListener("paste", (event) => {
    const files = Array.from((event.clipboardData && event.clipboardData.files) || []);
    if (files.length) {
      event.preventDefault();
      addFiles(files);
    }
  });
  const hint = () => {
    words.placeholder = t(prefs.size || window.innerWidth < 350 ? "hintShort" : "hint");
    grown();
  };
  follows("prefs", hint);
  requestAnimationFrame(hint);
  return h(
    "form",
    {
      class: "composer",
      onsubmit: (event) => {
        event.preventDefault();
        submit();
      },
    },
    picker,
    button(
      { class: "quiet", "aria-label": t("attach"), title: t("attach"), onclick: () => picker.click() },
      icon("clip"),
    ),
    h("div", { class: "well" }, words, left),
    h(
      "button",
      { type: "submit", class: "send", "aria-label": t("send") },
      icon("send"),
      h("span", { class: "wide" }, t("send")),
    ),
  );
}
// On a screen without keys the soft keyboard is not forced up.
function focusWords() {
  if (words && window.matchMedia("(pointer: fine)").matches) words.focus();
}
function prefill(text) {
  words.value = text;
  words.dispatchEvent(new Event("input"));
  words.focus();
}
