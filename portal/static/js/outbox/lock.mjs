/**
 * Lets one tab at a time send. Nothing depends on it being right: sending twice is harmless.
 * A tab that the system has frozen holds its lock for ever, so after a while another takes it over.
 */

const FROZEN_AFTER_MS = 40_000;

/**
 * @param {LockManager | undefined} locks Missing in old browsers: then every tab may send.
 * @param {string} name of what only one tab does
 * @param {() => number} now
 */
export function createLock(locks, name = "portal-send", now = Date.now) {
  let refusedSince = 0;

  /**
   * Do the work, or nothing where another tab is doing it.
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T | null>}
   */
  return async function withLock(work) {
    if (!locks) {
      return work();
    }
    const isFrozen = refusedSince > 0 && now() - refusedSince > FROZEN_AFTER_MS;
    const options = isFrozen ? { steal: true } : { ifAvailable: true };
    const asked = locks.request(name, options, async (lock) => {
      if (lock) {
        refusedSince = 0;
        return work();
      }
      refusedSince ||= now();
      return null;
    });
    return asked.catch(nullWhenTakenOver);
  };
}

/** @param {unknown} error @returns {null} */
function nullWhenTakenOver(error) {
  if (error instanceof DOMException && error.name === "AbortError") {
    return null;
  }
  throw error;
}
