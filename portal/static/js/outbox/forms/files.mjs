/**
 * Documents that wait to be sent: each goes up piece by piece, from where the server already is, and
 * leaves the phone once the server names it as kept. `store` and `sendSigned` are passed in.
 */

import { isJson, judgeOther } from "../network/judge.mjs";
import { NO_CONTACT } from "../queue.mjs";

/** @typedef {import("../types.mjs").FileRow} FileRow */
/** @typedef {import("../types.mjs").DraftRow} DraftRow */
/** @typedef {import("../types.mjs").Reply} Reply */
/** @typedef {import("../queue.mjs").Outcome} Outcome */
/** @typedef {{field: string, message: string}[]} Errors */

export const PIECE = 256 * 1024;
const PIECE_GIVE_UP_MS = 90_000;
const TARGET = "/api/v1/uploads";

/**
 * @typedef {object} Parts
 * @property {import("../types.mjs").Store} store
 * @property {import("../network/signed.mjs").SendSigned} sendSigned
 * @property {() => number} now
 * @property {(row: FileRow) => void} [progress]
 */

/** @param {Parts} parts */
export function createFiles(parts) {
  return new Files(parts);
}

class Files {
  /** @param {Parts} parts */
  constructor({ store, sendSigned, now, progress = () => {} }) {
    this.store = store;
    this.sendSigned = sendSigned;
    this.now = now;
    this.progress = progress;
  }

  /**
   * Send what waits, oldest first. Never throws for a bad network.
   * @returns {Promise<Outcome>}
   */
  async drain() {
    for (const row of await this.waitingFiles()) {
      const outcome = await this.sendOne(row);
      if (outcome.network !== "ok") {
        return outcome;
      }
    }
    return { network: "ok", wait_ms: null };
  }

  async waitingFiles() {
    const rows = await this.store.run(["files"], "readonly", (tx) => tx.list("files"));
    return /** @type {FileRow[]} */ (rows)
      .filter(({ status }) => status === "waiting")
      .sort((a, b) => (a.at < b.at ? -1 : 1));
  }

  /** @param {FileRow} row @returns {Promise<Outcome>} */
  async sendOne(row) {
    const announced = { sha256: row.sha256, size: row.blob.size, file_name: row.name };
    let answer = await this.ask(row, "POST", TARGET, json(announced));
    while (answer.kind === "ours" && answer.said.received < row.blob.size) {
      if (wrongOf(answer.said)) {
        break;
      }
      const { upload_id, received } = answer.said;
      this.progress({ ...row, received });
      answer = await this.sendPiece(row, upload_id, received);
    }
    if (answer.kind !== "ours") {
      return this.finish(row, answer);
    }
    const wrong = wrongOf(answer.said);
    if (wrong) {
      return this.finish(row, { kind: "refused_by_us", errors: wrong });
    }
    const made = { id: row.id, upload_id: answer.said.upload_id, kind: row.kind, ...row.details };
    const kept = await this.ask(row, "POST", "/api/v1/evidence", json(made));
    return this.finish(row, kept);
  }

  /** @param {FileRow} row @param {string} uploadId @param {number} from */
  async sendPiece(row, uploadId, from) {
    const piece = row.blob.slice(from, from + PIECE);
    const body = new Uint8Array(await piece.arrayBuffer());
    const answer = await this.ask(row, "PUT", `${TARGET}/${uploadId}?offset=${from}`, body);
    if (answer.kind === "ours" && answer.said.received <= from && !wrongOf(answer.said)) {
      return /** @type {const} */ ({ kind: "not_ours", reply: null }); // no progress: try later
    }
    return answer;
  }

  /**
   * @param {FileRow} row
   * @param {"POST" | "PUT"} method
   * @param {string} path
   * @param {Uint8Array<ArrayBuffer>} body
   * @returns {Promise<Judged>}
   */
  async ask(row, method, path, body) {
    const { device, contact } = await this.whoWeAre();
    if (!device) {
      return { kind: "not_ours", reply: null };
    }
    const reply = await this.sendSigned({
      method,
      target: `${path}${path.includes("?") ? "&" : "?"}actor=${row.actor ?? 0}`,
      body,
      device_id: device.device_id,
      sent_at: new Date(this.now() + contact.clock_offset).toISOString(),
      type: method === "PUT" ? "application/octet-stream" : "application/json",
      give_up_ms: PIECE_GIVE_UP_MS,
    });
    return judged(reply);
  }

  whoWeAre() {
    return this.store.run(["meta"], "readonly", async (tx) => ({
      device: await tx.get("meta", "device"),
      contact: (await tx.get("meta", "contact")) ?? NO_CONTACT,
    }));
  }

  /** @param {FileRow} row @param {Judged} answer @returns {Promise<Outcome>} */
  async finish(row, answer) {
    if (answer.kind === "not_ours") {
      const verdict = judgeOther(answer.reply);
      if (verdict.kind === "refused") {
        return { network: "paused", wait_ms: null };
      }
      const network = verdict.kind === "too_big" ? "server" : verdict.kind;
      return { network, wait_ms: verdict.kind === "server" ? verdict.wait_ms : null };
    }
    await this.keepOrFree(row, answer);
    return { network: "ok", wait_ms: null };
  }

  /**
   * On a full phone a document that the server has still goes: only so is there room again.
   * @param {FileRow} row @param {Exclude<Judged, {kind: "not_ours"}>} answer
   */
  async keepOrFree(row, answer) {
    try {
      await this.keepAnswer(row, answer);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "QuotaExceededError" || answer.kind !== "ours") {
        throw error;
      }
      await this.store.run(["files"], "readwrite", async (tx) => tx.remove("files", row.id));
    }
  }

  /** @param {FileRow} row @param {Exclude<Judged, {kind: "not_ours"}>} answer */
  keepAnswer(row, answer) {
    return this.store.run(["files", "drafts"], "readwrite", async (tx) => {
      if (answer.kind === "refused_by_us") {
        if (await tx.get("files", row.id)) {
          tx.put("files", { ...row, status: "refused", errors: answer.errors });
        }
        return;
      }
      tx.remove("files", row.id);
      const draft = /** @type {DraftRow | undefined} */ (await tx.get("drafts", row.form));
      if (draft?.head) {
        tx.put("drafts", withPaper(draft, row, answer.said.expires_on ?? null));
      }
    });
  }
}

/** @param {object} content */
function json(content) {
  return new TextEncoder().encode(JSON.stringify(content));
}

/**
 * Ours is what names an upload or a document in our own words, or says in them what is wrong.
 * @param {Reply | null} reply
 * @returns {Judged}
 */
function judged(reply) {
  if (!reply || reply.redirected || !isJson(reply.type)) {
    return { kind: "not_ours", reply };
  }
  const said = parsed(reply.text);
  if (said && isOurs(reply.status, said)) {
    return { kind: "ours", said };
  }
  const isAboutIt = [400, 403, 404, 409].includes(reply.status) && Array.isArray(said?.errors);
  return isAboutIt && said.errors.length > 0
    ? { kind: "refused_by_us", errors: said.errors }
    : { kind: "not_ours", reply };
}

/** Whether an answer names an upload, or a document that was made of one. @param {number} status @param {any} said */
function isOurs(status, { upload_id: upload, received, id }) {
  const isUpload = typeof upload === "string" && typeof received === "number";
  return ((status < 300 || status === 409) && isUpload) || (status === 201 && typeof id === "string");
}

/** @param {string} text @returns {any} null where it is not JSON */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) {
      return null;
    }
    throw error;
  }
}

/** What is wrong with the file itself. @param {Said} said @returns {Errors | null} */
function wrongOf({ state, errors }) {
  return state === "refused" && errors && errors.length > 0 ? errors : null;
}

/** @param {DraftRow} draft @param {FileRow} row @param {string | null} expiresOn @returns {DraftRow} */
function withPaper(draft, row, expiresOn) {
  const head = /** @type {import("../types.mjs").FormHead} */ (draft.head);
  const before = (head.held[row.kind] ?? []).filter(({ id }) => id !== row.id);
  const paper = { id: row.id, name: row.name, expires_on: expiresOn };
  return { ...draft, head: { ...head, held: { ...head.held, [row.kind]: [...before, paper] } } };
}

/**
 * @typedef {{upload_id: string, received: number, id?: string, expires_on?: string | null,
 *   errors?: Errors, state?: string}} Said
 * @typedef {{kind: "ours", said: Said} | {kind: "refused_by_us", errors: Errors}
 *   | {kind: "not_ours", reply: Reply | null}} Judged
 */
