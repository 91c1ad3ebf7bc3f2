// One to five stars, and a word if one likes: about a message (a ticket), or 0 for the whole talk.
function stars(about) {
  const thanks = h("p", { class: "thanks", role: "status" });
  const box = h("fieldset", { class: "stars" }, h("legend", {}, t("rate")));
  const row = h("div", { class: "row-stars" });
  for (let count = 1; count <= 5; count += 1) row.append(star(about, count, box, thanks));
  box.append(row, thanks);
  // What was given before comes with the state, a moment after the messages.
  const show = () => {
    const given = standing.stars[about];
    if (given && !box.timer) light(box, given);
    if (given && !thanks.textContent) thanks.textContent = t("rated");
  };
  follows("standing", show);
  show();
  return box;
}

function star(about, count, box, thanks) {
  const input = h("input", { type: "radio", name: "stars-" + about, value: String(count), class: "over" });
  input.addEventListener("change", () => {
    light(box, count);
    clearTimeout(box.timer);
    // Arrow keys pass over the stars on the way: only where one stops is given.
    box.timer = setTimeout(() => give(about, count, "", box, thanks), 500);
  });
  return h("label", {}, input, icon("star", "1.9em"), hidden(t("star", { n: count })));
}
function light(box, count) {
  box.dataset.given = String(count);
  box.querySelectorAll("label").forEach((label, index) => {
    label.classList.toggle("lit", index < count);
    label.firstChild.checked = index === count - 1;
  });
}

async function give(about, count, word, box, thanks) {
  try {
    await session();
    await call("/ratings", { method: "POST", body: JSON.stringify({ stars: count, about, word }) });
    standing.stars[about] = count;
    thanks.textContent = t("rated");
    if (!word && !box.querySelector("form")) box.append(wordForm(about, box, thanks));
  } catch (error) {
    thanks.textContent = error.words || t("fileNet");
  }
}

function wordForm(about, box, thanks) {
  const field = h("textarea", {
    class: "field",
    rows: "2",
    maxlength: "500",
    "aria-label": t("rateWord"),
    placeholder: t("rateWord"),
  });
  const form = h(
    "form",
    { class: "editor" },
    field,
    h("div", { class: "choices" }, h("button", { type: "submit", class: "choice" }, t("rateSend"))),
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    give(about, Number(box.dataset.given), field.value.trim(), box, thanks);
    form.remove();
  });
  return form;
}
