// What a look at a page asks of axe; handed to each page after axe itself.

// Contrast is a matter of a text's colours and size and of what is painted behind it, not of the page it
// stands on. So axe is asked of the texts whose make-up it has not passed yet: those are marked for it.
(() => {
  const OF_COLOUR = { "color-contrast": "[data-look]", "link-in-text-block": "a[href][data-look]" };
  const OF_SIZE = { "target-size": "[data-small]" };
  // These may say another thing of the same markup in another width; most depend on what is shown alone.
  const OF_LAYOUT = ["target-size", "scrollable-region-focusable", "region", "bypass", "skip-link", "aria-hidden-focus"];
  const OF_TEXT = ["color", "fontSize", "fontWeight", "textShadow", "webkitTextStrokeWidth"];
  const UNKNOWN = null;
  const marked = Object.entries({ ...OF_COLOUR, ...OF_SIZE });
  axe.configure({ rules: marked.map(([id, selector]) => ({ id, selector })) });

  // What is painted behind a text in `element`, outermost first; UNKNOWN where it floats over other things.
  function ground(element, known) {
    if (!element) return "";
    if (!known.has(element)) known.set(element, ownGround(element, ground(element.parentElement, known)));
    return known.get(element);
  }

  function ownGround(element, around) {
    const style = getComputedStyle(element);
    const isClear = style.backgroundColor === "rgba(0, 0, 0, 0)" && style.backgroundImage === "none";
    const paint = isClear ? "" : `${style.backgroundColor} ${style.backgroundImage}/`;
    const veil = [style.opacity, style.filter, style.mixBlendMode].join();
    const floats = ["absolute", "fixed"].includes(style.position) || style.transform !== "none";
    if (around === UNKNOWN || (floats && isClear)) return UNKNOWN;
    return around + paint + (veil === "1,none,normal" ? "" : `${veil}/`);
  }

  // What tells a link from the text it stands in.
  function mark(link, style) {
    let around = link.parentElement;
    while (getComputedStyle(around).display === "inline") around = around.parentElement;
    const alone = around.textContent.trim() === link.textContent.trim();
    return [alone, getComputedStyle(around).color, style.textDecorationLine, style.borderBottom].join() + "/";
  }

  // Words for screen readers alone are cut to nothing, or wait above the page until they have the focus.
  function isSeen(element) {
    if (!element.checkVisibility() || element.closest(".visually-hidden")) return false;
    return element.getBoundingClientRect().bottom + scrollY > 0;
  }

  // The elements with text of their own, each with its make-up.
  function texts() {
    const known = new Map();
    const found = new Map();
    for (const element of document.body.querySelectorAll("*")) {
      const speaks = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!(speaks || element.matches("input, select, textarea")) || !isSeen(element)) continue;
      const behind = ground(element, known);
      const style = getComputedStyle(element);
      const own = OF_TEXT.map((name) => style[name]).join() + (element.matches("a") ? mark(element, style) : "/");
      found.set(element, behind === UNKNOWN ? UNKNOWN : own + behind);
    }
    return found;
  }

  async function run(options) {
    const results = await axe.run({ resultTypes: ["violations"], elementRef: true, ...options });
    const faults = results.violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id} ${node.html.slice(0, 120)}`));
    const elements = (rules) => rules.flatMap((rule) => rule.nodes).map((node) => node.element);
    const bad = new Set(elements(results.violations));
    const fine = elements(results.passes.filter((rule) => rule.id === "color-contrast"));
    return [faults, fine.filter((element) => !bad.has(element))];
  }

  async function withMark(name, elements, act) {
    for (const element of elements) element.dataset[name] = "";
    const answer = await act();
    for (const element of elements) delete element.dataset[name];
    return answer;
  }

  // Those who are less than 24 pixels wide or high: axe weighs how near they are to others, at length.
  function small() {
    const targets = document.querySelectorAll("a, button, input, select, textarea, summary, [tabindex], [role]");
    return [...targets].filter((element) => {
      const { width, height } = element.getBoundingClientRect();
      return width && height && Math.min(width, height) < 24;
    });
  }

  async function contrast(passed) {
    const made = texts();
    const fresh = [...made.keys()].filter((element) => !passed.has(made.get(element)));
    if (!fresh.length) return [[], []];
    const order = { runOnly: Object.keys(OF_COLOUR), resultTypes: ["violations", "passes"] };
    const [faults, fine] = await withMark("look", fresh, () => run(order));
    return [faults, fine.map((element) => made.get(element)).filter((makeup) => makeup !== UNKNOWN)];
  }

  // What of the page is there to see, as long as it is the same page.
  function shown() {
    const seen = (element) => element.checkVisibility({ visibilityProperty: true });
    const cut = (element) => getComputedStyle(element).clipPath !== "none";
    return [...document.querySelectorAll("*")].map((element) => 2 * seen(element) + cut(element)).join("");
  }

  // The rules whose answer may be another than at the last look, in an order for axe.
  function due(before, now) {
    if (before?.width === now.width && before.shown === now.shown) return null;
    if (before?.shown === now.shown) return { runOnly: OF_LAYOUT };
    const rules = { "target-size": { enabled: true } };  // WCAG 2.2 AA, which axe leaves out by itself
    for (const id in OF_COLOUR) rules[id] = { enabled: false };
    return { rules };
  }

  // The faults of the page as it stands, the make-ups of text that passed now, and the width it takes.
  // `passed` are those that passed before, a line each; `isFirst` where nothing of it was looked at yet.
  let last = null;
  window.look = async ({ passed, isFirst }) => {
    const now = { width: innerWidth, shown: shown() };
    const order = due(isFirst ? null : last, now);
    last = now;
    const [faults] = order ? await withMark("small", small(), () => run(order)) : [[]];
    const [pale, fine] = await contrast(new Set(passed.split("\n")));
    return [[...faults, ...pale], [...new Set(fine)], document.documentElement.scrollWidth];
  };
})();
