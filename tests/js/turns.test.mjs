/** One at a time, and a piece of work that fails stops nothing that comes after it. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { inTurn, onceMore } from "../../portal/static/js/app/turns.mjs";

/** Work that notes when it begins and ends; `fails` are the numbers of the pieces that fail. */
function noted(fails = []) {
  const log = [];
  let number = 0;
  const work = async () => {
    const mine = ++number;
    log.push(`begins ${mine}`);
    await new Promise((go) => setImmediate(go));
    if (fails.includes(mine)) {
      throw new Error(`${mine} failed`);
    }
    log.push(`ends ${mine}`);
  };
  return { log, work };
}

test("each piece of work waits for the one before", async () => {
  const { log, work } = noted();
  const next = inTurn(work);
  await Promise.all([next(), next()]);
  assert.deepEqual(log, ["begins 1", "ends 1", "begins 2", "ends 2"]);
});

test("a save that failed does not keep the next one from being made", async () => {
  const { log, work } = noted([1]);
  const next = inTurn(work);
  await assert.rejects(next(), { message: "1 failed" });
  await next();
  assert.deepEqual(log, ["begins 1", "begins 2", "ends 2"]);
});

test("whatever is wanted meanwhile is done once more, and once only", async () => {
  const { log, work } = noted();
  const paint = onceMore(work);
  await Promise.all([paint(), paint(), paint()]);
  assert.deepEqual(log, ["begins 1", "ends 1", "begins 2", "ends 2"]);
});

test("a screen that could not be painted can be painted again", async () => {
  const { log, work } = noted([1]);
  const paint = onceMore(work);
  await assert.rejects(paint(), { message: "1 failed" });
  await paint();
  assert.deepEqual(log, ["begins 1", "begins 2", "ends 2"]);
});
