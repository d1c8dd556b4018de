/** A phone's database in memory: one step at a time, all of it or nothing, as the real one. */

const NAMES = ["meta", "keys", "roster", "marks", "outbox", "drafts", "forms", "files", "receipts", "attention"];
const KEYS = { marks: "entity", outbox: "seq", drafts: "id", forms: "url", files: "id", receipts: "op_id", attention: "id" };

export function createFakeStore() {
  let stores = new Map(NAMES.map((name) => [name, new Map()]));
  let nextSeq = 1;
  let turn = Promise.resolve();
  const faults = { next: null };

  function operations(draft, allowed) {
    const open = (name) => {
      if (!allowed.includes(name)) {
        throw new Error(`${name} is not part of this step`);
      }
      return draft.get(name);
    };
    return {
      get: async (name, key) => structuredClone(open(name).get(key)),
      list: async (name, from, to, limit) =>
        [...open(name).entries()]
          .filter(([key]) => from === undefined || (key >= from && key <= (to ?? from)))
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .slice(0, limit)
          .map(([, row]) => structuredClone(row)),
      count: async (name) => open(name).size,
      put: (name, row, key) => {
        const kept = structuredClone(row);
        if (name === "outbox" && kept.seq === undefined) {
          kept.seq = nextSeq++;
        }
        open(name).set(key ?? kept[KEYS[name]], kept);
      },
      remove: (name, key) => open(name).delete(key),
      clear: (name) => open(name).clear(),
    };
  }

  async function step(names, mode, work) {
    const draft = new Map([...stores].map(([name, rows]) => [name, new Map(rows)]));
    const result = await work(operations(draft, names));
    if (mode === "readwrite" && faults.next) {
      const fault = faults.next;
      faults.next = null;
      throw fault;
    }
    stores = draft;
    return result;
  }

  return {
    run(names, mode, work) {
      const mine = turn.then(() => step(names, mode, work));
      turn = mine.then(() => {}, () => {});
      return mine;
    },
    /** The next step that writes fails as a full disk does. */
    failNext(name) {
      faults.next = Object.assign(new Error(name), { name });
    },
    rows: (name) => [...stores.get(name).values()],
    row: (name, key) => stores.get(name).get(key),
    set: (name, key, row) => stores.get(name).set(key, row),
  };
}
