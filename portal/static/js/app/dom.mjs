/** Finding and filling parts of the page. */

/**
 * @template {HTMLElement} T
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => T} [kind]
 * @returns {T} Throws where the shell lacks the part: the page and the script are of different releases.
 */
export function find(root, selector, kind) {
  const found = root.querySelector(selector);
  if (!(found instanceof (kind ?? HTMLElement))) {
    throw new Error(`The page has no ${selector}`);
  }
  return /** @type {T} */ (found);
}

/** @type {Map<string, HTMLElement>} the parts of the page itself: looked for at every paint */
const parts = new Map();

/** @param {ParentNode} root @param {string} part the value of data-part */
export function part(root, part) {
  const known = root === document ? parts.get(part) : undefined;
  if (known?.isConnected) {
    return known;
  }
  const found = find(root, `[data-part="${part}"]`);
  if (root === document) {
    parts.set(part, found);
  }
  return found;
}

/** A new copy of a template's one element. @param {string} name */
export function copyOf(name) {
  const template = find(document, `template[data-template="${name}"]`, HTMLTemplateElement);
  const copy = template.content.firstElementChild?.cloneNode(true);
  if (!(copy instanceof HTMLElement)) {
    throw new Error(`The template ${name} is empty`);
  }
  return copy;
}

/** Change a text only where it differs, so that a screen reader is not told again. */
/** @param {HTMLElement} element @param {string} text */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** @param {HTMLElement} element @param {boolean} shown */
export function show(element, shown) {
  if (element.hidden === shown) {
    element.hidden = !shown;
  }
}

/**
 * @param {string} text
 * @param {() => void} act
 * @param {string} [style]
 */
export function button(text, act, style = "portal-button") {
  const made = document.createElement("button");
  made.type = "button";
  made.className = style;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

/** @param {string} tag @param {string} text */
export function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

/**
 * @param {string} text
 * @param {string} href
 * @param {string} [style]
 */
export function link(text, href, style = "portal-button portal-button--go") {
  const made = element("a", text);
  made.setAttribute("href", href);
  made.className = style;
  return made;
}
