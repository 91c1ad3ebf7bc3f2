// One to five stars, and a word if one likes: about a message (a ticket), or 0 for the whole talk.
function stars(about) {
  const given = standing.stars[about] || 0;
  const thanks = h("p", { class: "thanks", role: "status" }, given ? t("rated") : "");
  const box = h("fieldset", { class: "stars", "data-given": String(given) }, h("legend", {}, t("rate")));
  const row = h("div", { class: "row-stars" });
  for (let count = 1; count <= 5; count += 1) row.append(star(about, count, given, box, thanks));
  box.append(row, thanks);
  return box;
}

function star(about, count, given, box, thanks) {
  const input = h("input", { type: "radio", name: "stars-" + about, value: String(count), class: "over" });
  input.checked = count === given;
  input.addEventListener("change", () => {
    box.dataset.given = String(count);
    clearTimeout(box.timer);
    // Arrow keys pass over the stars on the way: only where one stops is given.
    box.timer = setTimeout(() => give(about, count, "", box, thanks), 500);
  });
  return h("label", { "data-count": String(count) }, input, icon("star", "1.9em"), hidden(t("star", { n: count })));
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
  const field = h("textarea", { class: "field", rows: "2", maxlength: "500", "aria-label": t("rateWord"), placeholder: t("rateWord") });
  const form = h("form", { class: "editor" }, field, h("div", { class: "choices" }, h("button", { type: "submit", class: "choice" }, t("rateSend"))));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!field.value.trim()) return;
    give(about, Number(box.dataset.given), field.value.trim(), box, thanks);
    form.remove();
  });
  return form;
}
