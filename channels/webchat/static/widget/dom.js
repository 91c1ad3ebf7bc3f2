// Building the page: elements and text nodes only, never markup from a string.
function h(tag, props, ...children) {
  const element = document.createElement(tag);
  Object.entries(props || {}).forEach(([name, value]) => {
    if (value === null || value === undefined || value === false) return;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  });
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const ICONS = {
  chat: "M4 5h16v11H9.5L5 20v-4H4z M8 9.2h8 M8 12.2h5",
  close: "M6 6l12 12 M18 6L6 18",
  down: "M5 9l7 7 7-7",
  send: "M4 11.5L20 4l-5.5 16-3-6.5z M11.5 13.5L20 4",
  clip: "M19.5 11.5l-7.3 7.3a4.6 4.6 0 0 1-6.5-6.5l7.6-7.6a3.1 3.1 0 0 1 4.4 4.4l-7.6 7.6a1.6 1.6 0 0 1-2.2-2.2l6.8-6.8",
  dots: "M5 7h14 M5 12h14 M5 17h14",
  phone:
    "M6 4h3.5l1.5 4-2 1.8a12 12 0 0 0 5.2 5.2L16 13l4 1.5V18a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4.5 20c1-4 4-5.5 7.5-5.5s6.5 1.500 7.500 5.500",
  copy: "M9 9h10v11H9z M15 9V4H5v11h4",
  check: "M5 12.5l4.500 4.500L19 7.500",
  file: "M6 3h8l4 4v14H6z M14 3v4h4 M9 12h6 M9 16h6",
  speaker: "M4 9.500h3.500L12 5.500v13l-4.500-4H4z M15.500 9a4 4 0 0 1 0 6 M18 6.500a8 8 0 0 1 0 11",
  stop: "M7 7h10v10H7z",
  edit: "M5 19l1-4L16 5l3 3L9 18z",
  back: "M14 5l-7 7 7 7",
  star: "M12 4l2.500 5.200 5.700.8-4.100 4 1 5.600L12 17l-5.100 2.600 1-5.600-4.100-4 5.700-.8z",
};
function icon(name, size) {
  const space = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(space, "svg");
  const facts = {
    viewBox: "0 0 24 24",
    width: size || "1.35em",
    height: size || "1.35em",
    fill: "none",
    stroke: "currentColor",
    "stroke-width": "1.7",
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    "aria-hidden": "true",
    focusable: "false",
    class: "icon",
  };
  Object.entries(facts).forEach(([key, value]) => drawing.setAttribute(key, value));
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

const hidden = (text) => h("span", { class: "sr" }, text);
function button(props, ...children) {
  return h("button", Object.assign({ type: "button" }, props), ...children);
}

// Text as people wrote it: line breaks kept, web addresses and hotlines made links, **bold** bold.
const LINK =
  /(https?:\/\/[^\s<>"'“”‘’（）()【】《》，。；、！？]+|www\.[a-z0-9-]+(?:\.[a-z0-9-]+)+[^\s<>"'“”‘’（）()【】《》，。；、！？]*)/gi;
const HOTLINE = /(^|[^\w.-])(1233[0-9]|12345|12315|12348|110|120)(?![\w.-])/g;
function rich(text, plain) {
  const made = document.createDocumentFragment();
  text.split(LINK).forEach((part, index) => {
    if (index % 2 === 1) made.append(link(part));
    else if (plain) made.append(part);
    else bold(part, made);
  });
  return made;
}
function link(address) {
  const tail = (/[.,:;!?]+$/.exec(address) || [""])[0];
  const shown = address.slice(0, address.length - tail.length);
  let target = null;
  try {
    target = new URL(/^www\./i.test(shown) ? "https://" + shown : shown);
  } catch (error) {
    /* not an address */
  }
  if (!target || !/^https?:$/.test(target.protocol) || target.username || target.password)
    return document.createTextNode(address);
  const made = document.createDocumentFragment();
  made.append(
    h(
      "a",
      {
        href: target.href,
        target: "_blank",
        rel: "noopener noreferrer nofollow",
        title: shown.length > 48 && shown,
      },
      shown.length > 48 ? shown.slice(0, 40) + "…" : shown,
    ),
    tail,
  );
  return made;
}
function bold(text, into) {
  text.split(/\*\*([^*\n]{1,200})\*\*/).forEach((part, index) => {
    if (index % 2 === 1) into.append(h("strong", {}, part));
    else phones(part, into);
  });
}
function phones(text, into) {
  let from = 0;
  text.replace(HOTLINE, (whole, before, number, at) => {
    into.append(text.slice(from, at + before.length), h("a", { href: "tel:" + number }, number));
    from = at + whole.length;
    return whole;
  });
  into.append(text.slice(from));
}
