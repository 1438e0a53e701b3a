// Small behaviours, each bound to a data attribute. Every page works without them.
// One file, because the first view of a thread may take six requests.

const words = document.querySelector("script[data-posting]").dataset; // components/behaviors.html

// [data-focus]: what has just happened comes first, for the eye and for a screen reader.
const focusNews = (root) => root.querySelector("[data-focus]")?.focus();

// [data-once]: a form that is on its way is not sent again by an impatient click. Its button says so,
// in the words of the attribute if it has any. A stopped send, which no event tells of, frees it again.
const sendOnce = (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form || event.defaultPrevented) return;
  if (form.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  const button = event.submitter;
  const label = button?.textContent;
  form.ariaBusy = "true";
  if (button && !button.name) {
    button.ariaBusy = "true";
    button.textContent = form.dataset.once || words.posting;
  }
  const free = () => {
    clearTimeout(waiting);
    form.ariaBusy = null;
    if (!button?.ariaBusy) return;
    button.ariaBusy = null;
    button.textContent = label;
  };
  const waiting = setTimeout(free, 8000);
  form.addEventListener("input", free, { once: true });
  addEventListener("pageshow", free, { once: true });
};

// details.menu: Escape, a click elsewhere and leaving by Tab close it, as menus do.
const closeMenus = (event) => {
  if (event.type === "keydown" && event.key !== "Escape") return;
  const goesTo = event.type === "focusout" ? event.relatedTarget : event.target;
  if (!goesTo) return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type !== "keydown" && menu.contains(goesTo)) continue;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  }
};

// form [role=status]: what became of the text while it was typed; the next letter makes it old news.
const statusLine = (element) => element.closest("form")?.querySelector("[role=status]");
const clearStatus = ({ target }) => {
  const line = statusLine(target);
  if (line) line.textContent = "";
};

// What htmx could not do is said in that line, or else right after what was clicked, until the next try.
const lineBeside = (element) => {
  const line = document.createElement("p");
  line.className = "hint";
  line.role = "alert";
  line.dataset.said = "";
  element.after(line);
  return line;
};
const forgetSaid = () => document.querySelector("[data-said]")?.remove();
const whyNot = (status) => {
  if (!status) return "noAnswer";
  if (status === 429) return "tooOften";
  return status < 500 ? "outOfDate" : "broken";
};
const sayNotSaved = ({ detail: { elt, xhr } }) => {
  forgetSaid();
  const line = statusLine(elt) ?? lineBeside(elt);
  const why = whyNot(xhr.status);
  line.textContent = words[why];
  if (why !== "outOfDate") return;
  const reload = document.createElement("a");
  reload.href = location.pathname + location.search;
  reload.textContent = words.reload;
  line.append(" ", reload);
};

focusNews(document);
document.addEventListener("submit", sendOnce);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("focusout", closeMenus);
document.addEventListener("input", clearStatus);
document.addEventListener("htmx:beforeRequest", forgetSaid);
document.addEventListener("htmx:sendError", sayNotSaved);
document.addEventListener("htmx:responseError", sayNotSaved);
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  focusNews(target);
  if (target.id !== "composer" || target.querySelector("[data-focus]")) return;
  const text = target.querySelector("textarea");
  text?.focus();
  text?.setSelectionRange(text.value.length, text.value.length);
  target.scrollIntoView({ block: "nearest" });
});
