/** The forms that this person fills in: which there are, their sections, and one section at a time. */

import { element, link, part, setText, show } from "../dom.mjs";
import { blankForm, refreshForm } from "./blank.mjs";
import { createSection } from "./section.mjs";
import { draftNote } from "./words.mjs";
import { onceMore } from "../turns.mjs";
import { createFiles } from "../../outbox/forms/files.mjs";
import { createLock } from "../../outbox/lock.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */

/**
 * @param {object} parts
 * @param {Phone} parts.phone
 * @param {import("../../outbox/network/signed.mjs").SendSigned} parts.sendSigned
 * @param {(screen: "forms" | "form" | "section") => void} parts.showScreen
 * @param {(title: string, words: (string | HTMLElement)[]) => void} parts.tell
 * @param {() => void} parts.sendSoon
 * @param {() => void} parts.sent  Something of ours was sent.
 */
export function createForms({ phone, sendSigned, showScreen, tell, sendSoon, sent }) {
  const { store } = phone;
  const files = createFiles({ store, sendSigned, now: Date.now, progress: noteProgress });
  const lock = createLock(navigator.locks, "portal-files");
  /** @type {Map<string, number>} how much of a file the server has */
  const received = new Map();
  /** @type {{hash: string, screen: ReturnType<typeof createSection>} | null} */
  let open = null;
  /** Show what the address names. */
  const paint = onceMore(() => paintNow(location.hash));

  addEventListener("pagehide", () => void open?.screen.saveAll());
  document.addEventListener("visibilitychange", () => void open?.screen.saveAll());

  /**
   * Nothing where the person has gone on meanwhile: the screen is no longer ours to paint.
   * @param {string} hash "#forms", "#form/<form>", "#form/<form>/<section>" or "#form/<form>/?<question>"
   */
  async function paintNow(hash) {
    const [, id = "", section = ""] = hash.split("/");
    const { drafts, waiting } = await read();
    const draft = drafts.find((one) => one.id === id);
    if (open && open.hash !== hash) {
      await open.screen.saveAll();
      open = null;
    }
    if (location.hash !== hash) {
      return;
    }
    if (!hash.startsWith("#form/") || !draft) {
      paintList(drafts, waiting);
    } else if (!section) {
      paintForm(draft, filesOf(draft, waiting));
    } else {
      await paintSection(hash, draft, section, filesOf(draft, waiting));
    }
  }

  async function read() {
    const [drafts, waiting] = await store.run(["drafts", "files"], "readonly", (tx) =>
      Promise.all([tx.list("drafts"), tx.list("files")]),
    );
    return {
      drafts: /** @type {DraftRow[]} */ (drafts).sort((a, b) => Number(a.closed) - Number(b.closed)),
      waiting: /** @type {FileRow[]} */ (waiting).map((row) => ({
        ...row,
        received: received.get(row.id) ?? 0,
      })),
    };
  }

  /** @param {DraftRow[]} drafts @param {FileRow[]} waiting */
  function paintList(drafts, waiting) {
    setText(part(document, "title"), "Forms to fill in");
    setText(part(document, "subtitle"), phone.view.device?.provider.name ?? "");
    const lines = drafts.map((draft) => {
      const line = element("li", "");
      line.append(
        link(draft.title, `#form/${draft.id}`, "portal-link"),
        element("br", ""),
        quiet(draftNote(draft, filesOf(draft, waiting))),
      );
      return line;
    });
    part(document, "forms-list").replaceChildren(...lines);
    show(part(document, "forms-none"), lines.length === 0);
    showScreen("forms");
  }

  /** @param {DraftRow} draft @param {FileRow[]} waiting */
  function paintForm(draft, waiting) {
    setText(part(document, "title"), draft.title);
    setText(part(document, "subtitle"), draftNote(draft, waiting));
    const lines = (draft.head?.sections ?? []).map(({ key, title, state }) => {
      const line = element("li", "");
      line.append(link(title, `#form/${draft.id}/${key}`, "portal-link"), element("br", ""), quiet(state));
      return line;
    });
    const asked = draft.closed ? [] : (draft.head?.questions ?? []);
    show(part(document, "form-asked"), asked.length > 0);
    part(document, "form-questions").replaceChildren(...asked.map((text) => element("li", text)));
    part(document, "form-sections").replaceChildren(...(draft.closed ? [] : lines));
    const page = part(document, "form-page");
    page.setAttribute("href", draft.head?.page ?? "/");
    show(part(document, "form-send"), !draft.closed);
    showScreen("form");
  }

  /** @param {string} hash @param {DraftRow} draft @param {string} section @param {FileRow[]} waiting */
  async function paintSection(hash, draft, section, waiting) {
    if (open?.hash !== hash) {
      const blank = draft.head && (await blankForm(store, draft.head.form));
      const drawn = location.hash === hash ? drawnSection(blank, draft, section) : null;
      if (!drawn) {
        return;
      }
      const screen = createSection({ drawn, draft, phone, sendSoon });
      open = { hash, screen };
      part(document, "section-body").replaceChildren(screen.section);
    }
    const { screen } = open;
    screen.update(draft, waiting);
    setText(part(document, "title"), screen.title);
    setText(part(document, "subtitle"), draft.title);
    paintWays(draft, screen.section.dataset["formSection"] ?? "");
    showScreen("section");
    goToQuestion(section, screen.section);
    await notePlace(hash);
  }

  /** @param {Document | null} blank @param {DraftRow} draft @param {string} section @returns {HTMLElement | null} */
  function drawnSection(blank, draft, section) {
    if (!blank) {
      tell(draft.title, ["The questions are not on this phone yet. Connect once, and they are kept."]);
      return null;
    }
    const selector = section.startsWith("?")
      ? `[data-form-section]:has([data-question="${CSS.escape(section.slice(1))}"])`
      : `[data-form-section="${CSS.escape(section)}"]`;
    const drawn = blank.querySelector(selector);
    if (!(drawn instanceof HTMLElement)) {
      location.replace(`#form/${draft.id}`);
      return null;
    }
    return drawn;
  }

  /** The links to all sections and to the next. @param {DraftRow} draft @param {string} key */
  function paintWays(draft, key) {
    const sections = draft.head?.sections ?? [];
    const next = sections[sections.findIndex((one) => one.key === key) + 1];
    part(document, "section-all").setAttribute("href", `#form/${draft.id}`);
    const onward = part(document, "section-next");
    show(onward, next !== undefined);
    if (next) {
      onward.setAttribute("href", `#form/${draft.id}/${next.key}`);
      setText(onward, `Next: ${next.title}`);
    }
  }

  /** @param {string} section @param {HTMLElement} drawn */
  function goToQuestion(section, drawn) {
    if (section.startsWith("?")) {
      const question = drawn.querySelector(`[data-question="${CSS.escape(section.slice(1))}"]`);
      question?.scrollIntoView({ block: "center" });
    }
  }

  /** Where to go on after the browser was closed. @param {string} hash */
  async function notePlace(hash) {
    const place = { hash, at: new Date(phone.now()).toISOString() };
    await store.run(["meta"], "readwrite", async (tx) => tx.put("meta", place, "place"));
  }

  /** @param {FileRow} row */
  function noteProgress(row) {
    received.set(row.id, row.received);
    if (open) {
      void paint();
    }
  }

  return {
    paint,

    /** Fetch the questions of forms that this phone has heard of. */
    async keepBlanks() {
      const { drafts } = await read();
      for (const { head, closed } of drafts) {
        if (head && !closed) {
          await refreshForm(store, head.form);
        }
      }
    },

    /** Send the documents that wait; nothing while another tab is at it. */
    async sendFiles() {
      const outcome = await lock(() => files.drain());
      if (outcome?.network === "ok") {
        sent();
      }
    },
  };
}

/** @param {DraftRow} draft @param {FileRow[]} files */
function filesOf(draft, files) {
  return files.filter((row) => row.form === draft.id);
}

/** @param {string} text */
function quiet(text) {
  const made = element("span", text);
  made.className = "portal-quiet";
  return made;
}
