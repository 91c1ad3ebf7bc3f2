// A message with a card: the summary whose lines can be changed in place, the ticket to keep.
const CARDS = { summary: summaryCard, ticket: ticketCard };

function summaryCard(message) {
  const parts = message.text.split("\n");
  const tail = message.text.split("\n\n").pop();
  const rows = h("ul", { class: "rows" }, ...message.card.items.map((item) => summaryRow(item, message)));
  return h(
    "div",
    { class: "card" },
    h("h3", {}, parts[0].replace(/[：:]$/, "")),
    rows,
    tail !== message.text && h("p", { class: "text" }, tail),
  );
}

function summaryRow(item, message) {
  const row = h(
    "li",
    { class: "row" },
    h(
      "div",
      { class: "pair" },
      h("span", { class: "label" }, item.label),
      h("span", { class: "value" }, item.value),
    ),
  );
  if (item.button_id) {
    const press = button(
      { class: "link edit", "aria-label": t("editOf", { label: item.label }), "aria-expanded": "false" },
      t("edit"),
    );
    press.addEventListener("click", () => openEditor(row, item, press, message));
    row.firstChild.append(press);
  }
  return row;
}

function openEditor(row, item, press, message) {
  if (row.querySelector("form")) return;
  press.setAttribute("aria-expanded", "true");
  const shut = () => {
    form.remove();
    press.setAttribute("aria-expanded", "false");
    press.focus();
  };
  const keep = (text) => {
    form.remove();
    send({ button_id: item.button_id }, { text: "改：" + item.label });
    say(text);
    focusWords();
  };
  const field = h(item.long ? "textarea" : "input", {
    class: "field",
    maxlength: "2000",
    autocomplete: "off",
    "aria-label": t("editOf", { label: item.label }),
    rows: item.long ? "3" : null,
  });
  // A masked number or a mark such as （不清楚） is no start for the new words.
  field.value = /\*{2}|^（.*）$/.test(item.value) || (item.choices || []).length > 2 ? "" : item.value;
  const chips = h(
    "div",
    { class: "choices" },
    ...(item.choices || []).map((title) => button({ class: "choice", onclick: () => keep(title) }, title)),
  );
  const form = h(
    "form",
    {
      class: "editor",
      onsubmit: (event) => {
        event.preventDefault();
        if (field.value.trim()) keep(field.value.trim());
      },
      onkeydown: (event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          shut();
        }
      },
    },
    chips,
    field,
    h(
      "div",
      { class: "choices" },
      h("button", { type: "submit", class: "choice main" }, t("save")),
      button({ class: "choice", onclick: shut }, t("cancel")),
    ),
  );
  row.append(form);
  field.focus();
}
// Only the newest summary can be changed: an older one no longer shows how things are.
function freezeCards(lines) {
  const all = Array.from(lines.querySelectorAll(".card"));
  all.slice(0, -1).forEach((card) => card.querySelectorAll(".edit, form").forEach((old) => old.remove()));
}

const LABELLED = /^([^：:\s]{2,8})[：:](.+)$/;
function ticketCard(message) {
  const number = message.card.number;
  const lines = message.text.split("\n").filter((line) => line.trim());
  const title =
    lines[0]
      .replace(number, "")
      .replace(/[。，]?\s*受理编号[：:]\s*$/, "")
      .trim() || t("number");
  const card = h(
    "div",
    { class: "card ticket" },
    h("h3", {}, title),
    h(
      "p",
      { class: "number" },
      hidden(t("number") + " "),
      h("span", { class: "code", translate: "no" }, number),
    ),
  );
  const rows = h("ul", { class: "rows" });
  lines.slice(1).forEach((line) => {
    const pair = LABELLED.exec(line);
    if (pair)
      rows.append(
        h(
          "li",
          { class: "row" },
          h(
            "div",
            { class: "stack" },
            h("span", { class: "label" }, pair[1]),
            h("span", { class: "value" }, rich(pair[2])),
          ),
        ),
      );
    else rows.append(h("li", { class: "row" }, rich(line)));
  });
  card.append(rows, ticketTools(number));
  if (/^已/.test(title)) card.append(stars(message.seq));
  return card;
}

function ticketTools(number) {
  const copy = button({ class: "choice" }, icon("copy"), h("span", {}, t("copyNo")));
  copy.addEventListener("click", async () => {
    const done = await toClipboard(number);
    copy.replaceChildren(
      icon(done ? "check" : "copy"),
      h("span", { role: "status" }, done ? t("copied") : number),
    );
    setTimeout(() => copy.replaceChildren(icon("copy"), h("span", {}, t("copyNo"))), 4000);
  });
  return h("div", { class: "choices" }, copy);
}
async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch (error) {
    /* no secure page, or no leave: the old way */
  }
  const back = shadow.activeElement;
  const area = h("textarea", { class: "sr", readonly: true });
  area.value = text;
  shadow.append(area);
  area.select();
  let done = false;
  try {
    done = document.execCommand("copy");
  } catch (error) {
    done = false;
  }
  area.remove();
  if (back) back.focus();
  return done;
}
