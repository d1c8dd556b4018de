/** Work that is done one at a time, and goes on after a piece of it has failed. */

/**
 * Each call waits for those before it.
 * @param {() => Promise<void>} work
 */
export function inTurn(work) {
  /** @type {Promise<void>} */
  let turn = Promise.resolve();
  return function next() {
    turn = turn.then(work, work);
    return turn;
  };
}

/**
 * A call while the work is under way has it done once more afterwards, however many calls there were.
 * @param {() => Promise<void>} work
 */
export function onceMore(work) {
  let isAtIt = false;
  let isWanted = false;
  return async function ask() {
    isWanted = true;
    if (isAtIt) {
      return;
    }
    isAtIt = true;
    try {
      while (isWanted) {
        isWanted = false;
        await work();
      }
    } finally {
      isAtIt = false;
    }
  };
}
