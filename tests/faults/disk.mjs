/**
 * A phone's database on disk, with the rules of IndexedDB: a step is kept as a whole or not at all, it
 * ends by itself once nothing more is asked of it, and a number once given is never given again.
 *
 * Each step that was kept is one line of a file, so that it outlives the death of the process.
 */

import { appendFileSync, existsSync, readFileSync, truncateSync } from "node:fs";

const KEYS = { marks: "entity", outbox: "seq", drafts: "id", forms: "url", files: "id", receipts: "op_id", attention: "id" };

/** @param {string} path */
export function openDisk(path) {
  const stores = new Map();
  let nextSeq = 1;
  let turn = Promise.resolve();
  /** What befalls the next step that writes: "full", "dies before" or "dies after". */
  const disk = { next: "" };

  for (const line of wholeLines(path)) {
    carryOut(JSON.parse(line));
  }

  function rowsOf(name) {
    if (!stores.has(name)) {
      stores.set(name, new Map());
    }
    return stores.get(name);
  }

  function carryOut(changes) {
    for (const [what, name, key, row] of changes) {
      if (what === "put") {
        rowsOf(name).set(key, row);
        nextSeq = name === "outbox" ? Math.max(nextSeq, key + 1) : nextSeq;
      } else if (what === "remove") {
        rowsOf(name).delete(key);
      } else {
        rowsOf(name).clear();
      }
    }
  }

  function keep(changes) {
    const fault = changes.length > 0 ? disk.next : "";
    disk.next = changes.length > 0 ? "" : disk.next;
    if (fault === "full") {
      throw new DOMException("The disk is full", "QuotaExceededError");
    }
    if (fault === "dies before") {
      process.kill(process.pid, "SIGKILL");
    }
    if (changes.length > 0) {
      appendFileSync(path, `${JSON.stringify(changes)}\n`);
      carryOut(changes);
    }
    if (fault === "dies after") {
      process.kill(process.pid, "SIGKILL");
    }
  }

  function step(names, mode, work) {
    return new Promise((resolve, reject) => {
      const draft = new Map(names.map((name) => [name, new Map(rowsOf(name))]));
      const changes = [];
      let seq = nextSeq;
      let pending = 0;
      let isOver = false;
      let result;

      function open(name, isWrite = false) {
        if (isOver) {
          throw new DOMException("This step is over", "TransactionInactiveError");
        }
        if (!draft.has(name) || (isWrite && mode !== "readwrite")) {
          throw new DOMException(`${name} is not part of this step`, "NotFoundError");
        }
        return draft.get(name);
      }

      function end(finish) {
        if (!isOver) {
          isOver = true;
          try {
            finish();
          } catch (error) {
            reject(error);
          }
        }
      }

      const endWhenIdle = () =>
        setImmediate(() => {
          if (pending === 0) {
            end(() => {
              keep(changes);
              resolve(result);
            });
          }
        });

      /** Answer later, as a database does, with what was true when it was asked. */
      function answer(value) {
        const told = structuredClone(value);
        pending += 1;
        return new Promise((tell) => {
          setImmediate(() => {
            pending -= 1;
            tell(told);
            endWhenIdle();
          });
        });
      }

      const tx = {
        get: (name, key) => answer(open(name).get(key)),
        list: (name, from, to, limit) =>
          answer(
            [...open(name)]
              .filter(([key]) => from === undefined || (key >= from && key <= (to ?? from)))
              .sort(([one], [other]) => (one < other ? -1 : 1))
              .slice(0, limit)
              .map(([, row]) => row),
          ),
        count: (name) => answer(open(name).size),
        put(name, row, key) {
          const rows = open(name, true);
          const kept = structuredClone(row);
          if (name === "outbox" && kept.seq === undefined) {
            kept.seq = seq++;
          }
          rows.set(key ?? kept[KEYS[name]], kept);
          changes.push(["put", name, key ?? kept[KEYS[name]], kept]);
        },
        remove(name, key) {
          open(name, true).delete(key);
          changes.push(["remove", name, key]);
        },
        clear(name) {
          open(name, true).clear();
          changes.push(["clear", name]);
        },
      };
      work(tx).then(
        (value) => {
          result = value;
        },
        (error) => end(() => reject(error)),
      );
      endWhenIdle();
    });
  }

  return Object.assign(disk, {
    run(names, mode, work) {
      const mine = turn.then(() => step(names, mode, work));
      turn = mine.then(
        () => {},
        () => {},
      );
      return mine;
    },
  });
}

/** What was written to the end. A line that was cut when the phone died is removed. */
function wholeLines(path) {
  const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0);
  const end = content.lastIndexOf("\n") + 1;
  if (end < content.length) {
    truncateSync(path, end);
  }
  return content.toString("utf8", 0, end).split("\n").slice(0, -1);
}
