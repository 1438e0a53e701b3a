// Small behaviours, each bound to a data attribute. Every page works without them.

// [data-focus]: what has just happened comes first, for the eye and for a screen reader.
const focusNews = (root) => root.querySelector("[data-focus]")?.focus();

// [data-once]: a form that is on its way is not sent again by an impatient click.
const sendOnce = (event) => {
  const form = event.target.closest("form[data-once]");
  if (!form || event.defaultPrevented) return;
  if (form.ariaBusy === "true") {
    event.preventDefault();
    return;
  }
  form.ariaBusy = "true";
  addEventListener("pageshow", () => { form.ariaBusy = null; }, { once: true });
};

// details.menu: Escape and a click elsewhere close it, as menus do.
const closeMenus = (event) => {
  if (event.type === "keydown" && event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (event.type === "click" && menu.contains(event.target)) continue;
    menu.open = false;
    if (event.type === "keydown") menu.querySelector("summary").focus();
  }
};

focusNews(document);
document.addEventListener("submit", sendOnce);
document.addEventListener("click", closeMenus);
document.addEventListener("keydown", closeMenus);
document.addEventListener("htmx:afterSettle", (event) => {
  const target = event.detail.elt;
  focusNews(target);
  if (target.id !== "composer" || target.querySelector("[data-focus]")) return;
  const text = target.querySelector("textarea");
  text?.focus();
  text?.setSelectionRange(text.value.length, text.value.length);
  target.scrollIntoView({ block: "nearest" });
});
