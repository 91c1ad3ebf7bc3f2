// A copy to take away: as a text from the server, or on paper.
async function keepCopy() {
  try {
    await session();
    saveAs(
      await call("/transcript", { raw: true, limit: 60000 }),
      "12330-" + new Date().toISOString().slice(0, 10) + ".txt",
    );
  } catch (error) {
    notice(error.words || t("fileNet"));
  }
}

// A frame of its own is printed: the page around us stays off the paper.
function printCopy() {
  const frame = h("iframe", { title: t("printed"), class: "sr", tabindex: "-1", "aria-hidden": "true" });
  shadow.append(frame);
  const page = frame.contentDocument;
  page.title = t("title");
  page.documentElement.lang = "zh-CN";
  const paper = page.defaultView.CSSStyleSheet;
  if (paper && "adoptedStyleSheets" in page) {
    const sheet = new paper();
    sheet.replaceSync(
      "body{font:12pt/1.6 sans-serif;margin:2cm}h1{font-size:16pt}div{margin:0 0 10pt;white-space:pre-wrap;break-inside:avoid}b{display:block}",
    );
    page.adoptedStyleSheets = [sheet];
  }
  page.body.append(h("h1", {}, t("title")), ...history.map(onPaper));
  page.defaultView.onafterprint = () => frame.remove();
  page.defaultView.focus();
  page.defaultView.print();
}
function onPaper(message) {
  const files = (message.attachments || []).map((file) => "\n〔" + file.name + "〕").join("");
  const when = new Date(message.created_at).toLocaleString("zh-CN", { hour12: false });
  return h(
    "div",
    {},
    h("b", {}, t(message.sender === "user" ? "me" : message.sender) + " · " + when),
    message.text + files,
  );
}
