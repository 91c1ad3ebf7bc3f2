// Reading aloud with the browser's own voice.
const canSpeak = "speechSynthesis" in window && "SpeechSynthesisUtterance" in window;
let speaking = null;

function speak(text, ended) {
  hush();
  if (!canSpeak) return;
  const words = new SpeechSynthesisUtterance(spoken(text));
  words.lang = "zh-CN";
  words.rate = 0.92;
  const voice = speechSynthesis.getVoices().find((one) => /^zh[-_](CN|Hans)/i.test(one.lang));
  if (voice) words.voice = voice;
  words.onend = words.onerror = () => {
    if (speaking === words) speaking = null;
    if (ended) ended();
  };
  speaking = words;
  speechSynthesis.speak(words);
}
function hush() {
  if (!speaking) return;
  const ending = speaking.onend;
  speaking = null;
  speechSynthesis.cancel();
  ending();
}
// Sources are for the eye; numbers are read one by one.
function spoken(text) {
  return text
    .split("\n\n来源：")[0]
    .replace(/\*\*/g, "")
    .replace(/[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{5}|\d{4,}/g, (code) =>
      code.replace(/-/g, "").split("").join(" "),
    );
}

function speakButton(text) {
  if (!canSpeak) return null;
  const press = button(
    { class: "quiet small speak", "aria-label": t("listen"), title: t("listen") },
    icon("speaker"),
  );
  const show = (on) => {
    press.replaceChildren(icon(on ? "stop" : "speaker"));
    press.setAttribute("aria-label", t(on ? "listenStop" : "listen"));
  };
  press.addEventListener("click", () => {
    if (press.dataset.on) {
      hush();
      return;
    }
    press.dataset.on = "1";
    show(true);
    speak(text, () => {
      delete press.dataset.on;
      show(false);
    });
  });
  return press;
}
