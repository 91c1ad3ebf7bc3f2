// Photos and files: checked, sent one after the other with their progress, cancelled if wished.
// They go as they are: a photo's date and place are evidence.
const ACCEPT = ".jpg,.jpeg,.png,.gif,.webp,.pdf,.doc,.docx,.xls,.xlsx,.ppt,.pptx";
const BIGGEST = 10 * 1024 * 1024;
const AT_ONCE = 5;
let tray = null;

function buildTray() {
  tray = h("div", { class: "tray", role: "group", "aria-label": t("attach") });
  return tray;
}

async function addFiles(files) {
  if (!files.length) return;
  if (files.length > AT_ONCE) notice(t("fileMany"));
  const kept = [];
  for (const file of files.slice(0, AT_ONCE)) {
    const stored = await upload(file);
    if (stored) kept.push(stored);
  }
  if (kept.length) send({ attachments: kept.map((file) => file.file_id) }, { files: kept });
}

function refusedBefore(file) {
  if (file.size > BIGGEST) return t("fileBig");
  const ending = "." + file.name.split(".").pop().toLowerCase();
  return ACCEPT.split(",").includes(ending) ? null : t("fileKind");
}

// One file; its record at the server, or null when it did not get there.
async function upload(file) {
  const why = refusedBefore(file);
  if (why) {
    goneRow(file, why, false);
    return null;
  }
  const row = uploadRow(file);
  tray.append(row.element);
  try {
    await session();
    return await transfer(file, row);
  } catch (error) {
    if (error !== row.cancelled) goneRow(file, error.words || t("fileNet"), true);
    return null;
  } finally {
    row.element.remove();
  }
}

function uploadRow(file) {
  const name = t("fileUp", { name: file.name });
  const bar = h("progress", { max: 100, value: 0, "aria-label": name });
  const row = { bar, cancelled: new Error("cancelled"), stop: () => {} };
  row.element = h(
    "div",
    { class: "upload" },
    h("span", { class: "name" }, name),
    bar,
    button(
      { class: "quiet small", "aria-label": t("fileStop", { name: file.name }), onclick: () => row.stop() },
      icon("close"),
    ),
  );
  return row;
}
function goneRow(file, why, again) {
  const row = h(
    "div",
    { class: "upload gone", role: "alert" },
    h("span", { class: "name" }, t("fileGone", { name: file.name, why })),
  );
  if (again)
    row.append(
      button(
        {
          class: "link",
          onclick: () => {
            row.remove();
            addFiles([file]);
          },
        },
        t("fileAgain"),
      ),
    );
  row.append(
    button(
      {
        class: "quiet small",
        "aria-label": t("cancel"),
        onclick: () => {
          row.remove();
          focusWords();
        },
      },
      icon("close"),
    ),
  );
  tray.append(row);
}

// fetch() tells nothing of how much has gone out: the older way does.
function transfer(file, row) {
  return new Promise((done, fail) => {
    const request = new XMLHttpRequest();
    request.open("POST", server + "/chat/files");
    request.setRequestHeader("Authorization", "Bearer " + token);
    request.responseType = "json";
    request.timeout = 300000;
    request.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      row.bar.value = Math.round((event.loaded / event.total) * 100);
      row.bar.setAttribute("aria-valuetext", row.bar.value + "%");
    };
    request.onload = () => {
      if (request.status === 201) done(request.response);
      else
        fail(
          new Refused(
            request.status,
            (request.response && request.response.error) || { code: "?", message: t("busy") },
            0,
          ),
        );
    };
    request.onerror = request.ontimeout = () => fail(new Error("network"));
    request.onabort = () => fail(row.cancelled);
    row.stop = () => request.abort();
    const form = new FormData();
    form.append("file", file);
    request.send(form);
  });
}

function takeDrops(panel) {
  const over = (on) => panel.classList.toggle("dropping", on);
  const holdsFiles = (event) => event.dataTransfer && Array.from(event.dataTransfer.types).includes("Files");
  panel.addEventListener("dragover", (event) => {
    if (holdsFiles(event)) {
      event.preventDefault();
      over(true);
    }
  });
  panel.addEventListener("dragleave", (event) => {
    if (!panel.contains(event.relatedTarget)) over(false);
  });
  panel.addEventListener("drop", (event) => {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    over(false);
    addFiles(Array.from(event.dataTransfer.files));
  });
}
