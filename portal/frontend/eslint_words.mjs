/**
 * A rule for ESLint: what a person reads stands in a module of words (`app/words/`), and nowhere else, so
 * that the app can speak another language.
 *
 * It refuses two things: a text written where it is put on the page, and any text of two words or of
 * a word with a capital, wherever it stands, unless it is plainly meant for the machine.
 */

/** Functions that put a text on the page, and from which argument on. */
const SHOWS = { setText: 1, element: 1, button: 0, link: 0, tell: 0, say: 1, append: 0, ask: 0, record: 1 };
/** Functions whose texts are selectors, names of things in the browser, or messages to a developer. */
const FOR_MACHINES = new Set([
  "find", "querySelector", "querySelectorAll", "closest", "part", "setAttribute", "getAttribute",
  "startsWith", "endsWith", "get", "set", "warn", "Error", "DOMException", "addEventListener",
]);
const LOOKS_LIKE_WORDS = /\p{L}{2,}[,.:;!?…]* +\p{L}|^\p{Lu}\p{Ll}+\b(?!-)/u;
/** Names of classes and attributes: "portal-link portal-notice", "[data-row]". */
const IS_MACHINE_TEXT = /^(\S*-\S*|input|textarea)( +\S*-\S*)*$|^[/#]|[[\]=]/;

export const words = {
  meta: {
    type: "problem",
    schema: [],
    messages: { words: "“{{text}}” is read by people: it belongs in a module of words." },
  },
  create(context) {
    /** @param {any} node @param {string} text */
    function check(node, text) {
      const isShown = /\p{L}{2,}/u.test(text) && !text.startsWith("/") && isPutOnThePage(node);
      if (isShown || (isWords(text) && !isForMachines(node))) {
        context.report({ node, messageId: "words", data: { text: text.trim() } });
      }
    }
    return {
      Literal(node) {
        if (typeof node.value === "string") {
          check(node, node.value);
        }
      },
      TemplateElement(node) {
        check(node.parent, node.value.cooked);
      },
    };
  },
};

/** @param {string} text */
function isWords(text) {
  return LOOKS_LIKE_WORDS.test(text) && !IS_MACHINE_TEXT.test(text);
}

/** Whether this text itself, or a part of what it is put together from, is an argument to be shown. @param {any} node */
function isPutOnThePage(node) {
  let [inner, outer] = [node, node.parent];
  while (["ConditionalExpression", "TemplateLiteral", "LogicalExpression", "ArrayExpression"].includes(outer.type)) {
    if (outer.test === inner) {
      return false;
    }
    [inner, outer] = [outer, outer.parent];
  }
  if (outer.type === "AssignmentExpression") {
    return ["textContent", "title", "innerText"].includes(outer.left.property?.name);
  }
  if (outer.type !== "CallExpression") {
    return false;
  }
  const from = SHOWS[nameOf(outer.callee)];
  const at = outer.arguments.indexOf(inner);
  return from !== undefined && at === from;
}

/** @param {any} node */
function isForMachines(node) {
  const { parent } = node;
  if (["ImportDeclaration", "ExportNamedDeclaration", "ImportExpression", "BinaryExpression"].includes(parent.type)) {
    return true;
  }
  if (parent.type === "Property" && parent.key === node) {
    return true;
  }
  const isCall = parent.type === "CallExpression" || parent.type === "NewExpression";
  return (isCall && FOR_MACHINES.has(nameOf(parent.callee))) || (isCall && parent.callee.type === "Super");
}

/** "record" of `phone.record(…)`. @param {any} callee */
function nameOf(callee) {
  return callee.type === "MemberExpression" ? callee.property.name : callee.name;
}
