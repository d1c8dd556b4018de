/** The phone's database. Every step over it is durable as a whole, or nothing of it is kept. */

/** @typedef {import("./types.mjs").Transaction} Transaction */
/** @typedef {import("./types.mjs").Store} Store */

export const NAME = "portal";
export const VERSION = 2;

/** @type {Record<string, IDBObjectStoreParameters>} */
const STORES = {
  meta: {},
  keys: {},
  roster: {},
  marks: { keyPath: "entity" },
  outbox: { keyPath: "seq", autoIncrement: true },
  drafts: { keyPath: "id" },
  forms: { keyPath: "url" },
  files: { keyPath: "id" },
  receipts: { keyPath: "op_id" },
  attention: { keyPath: "id" },
};

/**
 * @typedef {object} Events
 * @property {() => void} [blocked]  Another tab with an older version holds the database.
 * @property {() => void} [replaced]  A newer version wants the database: this page should reload.
 *
 * @typedef {Store & {isNewer: () => boolean, close: () => void}} PhoneStore
 */

/**
 * @param {IDBFactory} factory
 * @param {Events} [events]
 * @returns {Promise<PhoneStore>} Rejects where the browser keeps no database (a private window).
 */
export async function openStore(factory, events = {}) {
  /** @type {IDBDatabase | null} */
  let database = null;
  let isNewer = false;

  async function connect() {
    const opened = await open(factory, events);
    isNewer = opened.version > VERSION;
    opened.onclose = () => {
      database = null;
    };
    opened.onversionchange = () => {
      opened.close();
      database = null;
      events.replaced?.();
    };
    database = opened;
    return opened;
  }

  await connect();
  return {
    async run(names, mode, work) {
      try {
        return await step(database ?? (await connect()), names, mode, work);
      } catch (error) {
        if (database !== null && !isConnectionLost(error)) {
          throw error;
        }
        return step(await connect(), names, mode, work);
      }
    },
    isNewer: () => isNewer,
    close: () => database?.close(),
  };
}

/**
 * Open at our version; where a newer release has already changed the database, open it as it is.
 * @param {IDBFactory} factory
 * @param {Events} events
 * @returns {Promise<IDBDatabase>}
 */
async function open(factory, events) {
  try {
    return await request(factory, events, VERSION);
  } catch (error) {
    if (nameOf(error) === "VersionError") {
      return request(factory, events);
    }
    throw error;
  }
}

/**
 * @param {IDBFactory} factory
 * @param {Events} events
 * @param {number} [version]
 * @returns {Promise<IDBDatabase>}
 */
function request(factory, events, version) {
  return new Promise((resolve, reject) => {
    const opening = factory.open(NAME, version);
    opening.onupgradeneeded = () => addMissingStores(opening.result);
    opening.onblocked = () => events.blocked?.();
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error);
  });
}

/** @param {IDBDatabase} database */
function addMissingStores(database) {
  for (const [name, parameters] of Object.entries(STORES)) {
    if (!database.objectStoreNames.contains(name)) {
      database.createObjectStore(name, parameters);
    }
  }
}

/**
 * One transaction. Resolves when it is complete: only then is anything saved.
 * @template T
 * @param {IDBDatabase} database
 * @param {string[]} names
 * @param {"readonly" | "readwrite"} mode
 * @param {(tx: Transaction) => Promise<T>} work
 * @returns {Promise<T>}
 */
function step(database, names, mode, work) {
  return new Promise((resolve, reject) => {
    const tx = database.transaction(names, mode, { durability: "strict" });
    /** @type {T} */
    let result;
    /** @type {unknown} */
    let failure = null;
    tx.oncomplete = () => resolve(result);
    tx.onabort = () => reject(failure ?? tx.error ?? new DOMException("not saved", "AbortError"));
    work(operations(tx)).then(
      (value) => {
        result = value;
        if (mode === "readwrite") {
          finish(() => tx.commit?.());
        } else {
          resolve(value);
        }
      },
      (error) => {
        failure = error;
        finish(() => tx.abort());
      },
    );
  });
}

/** End a transaction now; it may have ended by itself. @param {() => void} end */
function finish(end) {
  try {
    end();
  } catch (error) {
    if (nameOf(error) !== "InvalidStateError") {
      throw error;
    }
  }
}

/** @param {IDBTransaction} tx @returns {Transaction} */
function operations(tx) {
  return {
    get: (store, key) => answer(tx.objectStore(store).get(key)),
    list: (store, from, to, limit) => {
      const range = from === undefined ? undefined : IDBKeyRange.bound(from, to ?? from);
      return answer(tx.objectStore(store).getAll(range, limit));
    },
    count: (store) => answer(tx.objectStore(store).count()),
    put: (store, row, key) => {
      tx.objectStore(store).put(row, key);
    },
    remove: (store, key) => {
      tx.objectStore(store).delete(key);
    },
    clear: (store) => {
      tx.objectStore(store).clear();
    },
  };
}

/**
 * @template T
 * @param {IDBRequest<T>} asked
 * @returns {Promise<T>}
 */
function answer(asked) {
  return new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

/** The system closed the database under us, as iOS does when memory is short. */
/** @param {unknown} error */
function isConnectionLost(error) {
  return nameOf(error) === "InvalidStateError" || nameOf(error) === "UnknownError";
}

/** @param {unknown} error */
function nameOf(error) {
  return error instanceof Error || error instanceof DOMException ? error.name : "";
}
