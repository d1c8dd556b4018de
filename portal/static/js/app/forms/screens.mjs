/** The forms that this person fills in: which there are, their sections, and one section at a time. */

import { part, setText } from "../dom.mjs";
import { blankForm, refreshForm } from "./blank.mjs";
import { filesOf, paintForm, paintList } from "./lists.mjs";
import { createSection } from "./section.mjs";
import { drawnSection, goToQuestion, paintWays } from "./ways.mjs";
import { onceMore } from "../turns.mjs";
import { FORMS } from "../words/forms.mjs";
import { createFiles } from "../../outbox/forms/files.mjs";
import { createLock } from "../../outbox/lock.mjs";

/** @typedef {import("../state.mjs").Phone} Phone */
/** @typedef {import("../../outbox/types.mjs").DraftRow} DraftRow */
/** @typedef {import("../../outbox/types.mjs").FileRow} FileRow */

/**
 * @typedef {object} Parts
 * @property {Phone} phone
 * @property {import("../../outbox/network/signed.mjs").SendSigned} sendSigned
 * @property {(screen: "forms" | "form" | "section") => void} showScreen
 * @property {(title: string, words: (string | HTMLElement)[]) => void} tell
 * @property {() => void} sendSoon
 * @property {() => void} sent  Something of ours was sent.
 */

/** @param {Parts} parts */
export function createForms(parts) {
  return new Forms(parts);
}

class Forms {
  /** @param {Parts} parts */
  constructor(parts) {
    this.parts = parts;
    const { store } = parts.phone;
    this.store = store;
    this.files = createFiles({
      store,
      sendSigned: parts.sendSigned,
      now: Date.now,
      progress: (row) => this.noteProgress(row),
    });
    this.lock = createLock(navigator.locks, "portal-files");
    /** @type {Map<string, number>} how much of a file the server has */
    this.received = new Map();
    /** @type {{hash: string, screen: ReturnType<typeof createSection>} | null} */
    this.open = null;
    /** Show what the address names. */
    this.paint = onceMore(() => this.paintNow(location.hash));

    const saveAll = () => void this.open?.screen.saveAll();
    addEventListener("pagehide", saveAll);
    document.addEventListener("visibilitychange", saveAll);
  }

  /**
   * Nothing where the person has gone on meanwhile: the screen is no longer ours to paint.
   * @param {string} hash "#forms", "#form/<form>", "#form/<form>/<section>" or "#form/<form>/?<question>"
   */
  async paintNow(hash) {
    const { phone, showScreen } = this.parts;
    const [, id = "", section = ""] = hash.split("/");
    const { drafts, waiting } = await this.read();
    const draft = drafts.find((one) => one.id === id);
    if (this.open && this.open.hash !== hash) {
      await this.open.screen.saveAll();
      this.open = null;
    }
    if (location.hash !== hash) {
      return;
    }
    if (!hash.startsWith("#form/") || !draft) {
      showScreen(paintList(phone, drafts, waiting));
    } else if (!section) {
      showScreen(paintForm(draft, filesOf(draft, waiting)));
    } else {
      await this.paintSection(hash, draft, section, filesOf(draft, waiting));
    }
  }

  async read() {
    const [drafts, waiting] = await this.store.run(["drafts", "files"], "readonly", (tx) =>
      Promise.all([tx.list("drafts"), tx.list("files")]),
    );
    return {
      drafts: /** @type {DraftRow[]} */ (drafts).sort((a, b) => Number(a.closed) - Number(b.closed)),
      waiting: /** @type {FileRow[]} */ (waiting).map((row) => ({
        ...row,
        received: this.received.get(row.id) ?? 0,
      })),
    };
  }

  /** @param {string} hash @param {DraftRow} draft @param {string} section @param {FileRow[]} waiting */
  async paintSection(hash, draft, section, waiting) {
    if (this.open?.hash !== hash) {
      const screen = await this.openSection(hash, draft, section);
      if (!screen) {
        return;
      }
      this.open = { hash, screen };
      part(document, "section-body").replaceChildren(screen.section);
    }
    const { screen } = this.open;
    screen.update(draft, waiting);
    setText(part(document, "title"), screen.title);
    setText(part(document, "subtitle"), draft.title);
    paintWays(draft, screen.section.dataset["formSection"] ?? "");
    this.parts.showScreen("section");
    goToQuestion(section, screen.section);
    await this.notePlace(hash);
  }

  /** @param {string} hash @param {DraftRow} draft @param {string} section */
  async openSection(hash, draft, section) {
    const { phone, sendSoon, tell } = this.parts;
    const blank = draft.head && (await blankForm(this.store, draft.head.form));
    if (location.hash !== hash) {
      return null;
    }
    if (!blank) {
      tell(draft.title, [FORMS.notHere]);
      return null;
    }
    const drawn = drawnSection(blank, section);
    if (!drawn) {
      location.replace(`#form/${draft.id}`);
      return null;
    }
    return createSection({ drawn, draft, phone, sendSoon });
  }

  /** Where to go on after the browser was closed. @param {string} hash */
  async notePlace(hash) {
    const place = { hash, at: new Date(this.parts.phone.now()).toISOString() };
    await this.store.run(["meta"], "readwrite", async (tx) => tx.put("meta", place, "place"));
  }

  /** @param {FileRow} row */
  noteProgress(row) {
    this.received.set(row.id, row.received);
    if (this.open) {
      void this.paint();
    }
  }

  /** Fetch the questions of forms that this phone has heard of. */
  async keepBlanks() {
    const { drafts } = await this.read();
    for (const { head, closed } of drafts) {
      if (head && !closed) {
        await refreshForm(this.store, head.form);
      }
    }
  }

  /** Send the documents that wait; nothing while another tab is sending them. */
  async sendFiles() {
    const outcome = await this.lock(() => this.files.drain());
    if (outcome?.network === "ok") {
      this.parts.sent();
    }
  }
}
