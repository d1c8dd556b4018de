/** When to send: in a pause after a save, at every sign of a connection, and now and then while visible. */

/** @typedef {import("../outbox/queue.mjs").Outcome} Outcome */

/** Taking in an answer holds up the next tap, so what was tapped waits until the tapping rests. */
const PAUSE_MS = 1_000;
const LONGEST_WITHOUT_PAUSE_MS = 20_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 5 * 60_000;
const OTHER_TAB_MS = 10_000;
const LOOK_FOR_NEWS_MS = 45_000;

/**
 * @typedef {object} Parts
 * @property {(force: boolean) => Promise<Outcome | null>} drain  Null while another tab sends.
 * @property {() => number} waiting
 * @property {(outcome: Outcome | null | "started") => void} report
 */

/** @param {Parts} parts */
export function createSending({ drain, waiting, report }) {
  const pace = createPace(waiting);
  let timer = 0;
  let isRunning = false;
  let isAskedAgain = false;
  let waitsSince = 0;

  /** @param {number} delay */
  function plan(delay) {
    clearTimeout(timer);
    timer = setTimeout(() => void send(), Math.max(delay, pace.notBefore() - Date.now()));
  }

  /** After a save. @param {boolean} [isLast] whether no further tap is to be expected */
  function soon(isLast = false) {
    waitsSince ||= Date.now();
    const longest = Math.max(waitsSince + LONGEST_WITHOUT_PAUSE_MS - Date.now(), 0);
    plan(isLast ? 0 : Math.min(PAUSE_MS, longest));
  }

  /** Send at once, unless the server asked to wait and no person insists. */
  async function send(force = false) {
    if (isRunning) {
      isAskedAgain = true;
      return;
    }
    if (!force && Date.now() < pace.notBefore()) {
      plan(0);
      return;
    }
    isRunning = true;
    waitsSince = 0;
    report("started");
    /** @type {Outcome | null} */
    let outcome = { network: "server", wait_ms: null };
    try {
      outcome = await drain(force);
    } finally {
      isRunning = false;
      report(outcome);
      planNext(outcome);
    }
  }

  /** @param {Outcome | null} outcome */
  function planNext(outcome) {
    if (isAskedAgain) {
      isAskedAgain = false;
      plan(0);
    } else if (document.visibilityState === "visible") {
      const delay = pace.nextDelay(outcome);
      if (delay !== null) {
        plan(delay);
      }
    }
  }

  return { soon, send, listen: () => whenConnected(() => plan(0)) };
}

/** How long until the next time, by what came of the last. @param {() => number} waiting */
function createPace(waiting) {
  let failures = 0;
  let notBefore = 0;

  /** @param {number | null} wanted */
  function backOff(wanted) {
    if (wanted !== null) {
      notBefore = Date.now() + wanted;
      return wanted;
    }
    const longest = Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
    failures += 1;
    return longest * (0.5 + Math.random() / 2);
  }

  return {
    /** The server asked not to be called before. */
    notBefore: () => notBefore,

    /** @param {Outcome | null} outcome @returns {number | null} */
    nextDelay(outcome) {
      switch (outcome?.network) {
        case undefined:
          return OTHER_TAB_MS;
        case "paused":
        case "not_set_up":
          return null;
        case "ok":
          failures = 0;
          return waiting() > 0 ? FIRST_RETRY_MS : LOOK_FOR_NEWS_MS;
        default:
          return backOff(outcome?.wait_ms ?? null);
      }
    },
  };
}

/** Whenever the phone may have a connection again. @param {() => void} act */
function whenConnected(act) {
  addEventListener("online", act);
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) {
      act();
    }
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      act();
    }
  });
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data === "send") {
      act();
    }
  });
}
