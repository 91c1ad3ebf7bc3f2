// Listens for news on pages that ask for it (data-live); sounds a soft tone when one more waits.
"use strict";
(() => {
  let waiting = null;
  let due = null;

  function count() {
    const at = document.querySelector("[data-waiting]");
    return at ? Number(at.dataset.waiting) : null;
  }

  function tone() {
    const wanted = localStorage.getItem("hotline-sound") === "1";
    if (!wanted) return;
    const audio = new AudioContext();
    const swing = audio.createOscillator();
    const loud = audio.createGain();
    swing.frequency.value = 660;
    loud.gain.setValueAtTime(0.12, audio.currentTime);
    loud.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.5);
    swing.connect(loud).connect(audio.destination);
    swing.start();
    swing.stop(audio.currentTime + 0.5);
    swing.onended = () => audio.close();
  }

  async function news() {
    due = null;
    await Parts.refresh();
    const now = count();
    if (now !== null && waiting !== null && now > waiting) tone();
    waiting = now;
    document.title = (now ? `(${now}) ` : "") + document.title.replace(/^\(\d+\) /, "");
  }

  function listen() {
    const stream = new EventSource("/console/live");
    stream.addEventListener("news", () => {
      // Several changes at once are one look.
      if (due === null) due = setTimeout(news, 150);
    });
    stream.addEventListener("over", () => {
      stream.close();
      Parts.toast("登录已过期，请重新登录。没有保存的内容请先复制。", true);
    });
    addEventListener("pagehide", () => stream.close());
  }

  addEventListener("DOMContentLoaded", () => {
    const sound = document.querySelector("[data-sound]");
    if (sound) {
      sound.checked = localStorage.getItem("hotline-sound") === "1";
      sound.addEventListener("change", () => localStorage.setItem("hotline-sound", sound.checked ? "1" : "0"));
    }
    waiting = count();
    if (document.querySelector("[data-live]")) listen();
  });
})();
