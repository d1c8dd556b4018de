/** The worker that starts the app without a connection, and new versions of it, which wait. */

/**
 * @param {object} parts
 * @param {() => void} parts.ready  A new version waits.
 * @param {() => boolean} parts.isTouched  Somebody has begun to do something on this page.
 */
export function createUpdates({ ready, isTouched }) {
  const workers = navigator.serviceWorker;
  let isReloadWanted = false;

  /** Without a worker the app still works, with a connection. */
  async function register() {
    if (!workers) {
      return;
    }
    workers.addEventListener("controllerchange", () => {
      if (isReloadWanted) {
        location.reload();
      }
    });
    const registration = await workers
      .register("/sw.js", { scope: "/app/", updateViaCache: "none" })
      .catch(noWorker);
    if (registration?.waiting && registration.active) {
      startUp(registration.waiting);
    }
    if (registration) {
      watch(registration, ready);
    }
  }

  /** At a start the new version is used at once, if no other page is open and nothing has begun. */
  /** @param {ServiceWorker} waiting */
  function startUp(waiting) {
    ready();
    if (!isTouched()) {
      isReloadWanted = true;
      waiting.postMessage("use-if-alone");
    }
  }

  async function use() {
    const registration = await workers?.getRegistration("/app/");
    if (registration?.waiting) {
      isReloadWanted = true;
      registration.waiting.postMessage("use");
    } else {
      location.reload();
    }
  }

  return {
    register,
    use,
    sendInBackground,
    /** Once a person does something, the page no longer reloads by itself. */
    hold: () => {
      isReloadWanted = false;
    },
  };
}

/** Tell when a newer version has come. @param {ServiceWorkerRegistration} registration @param {() => void} ready */
function watch(registration, ready) {
  registration.addEventListener("updatefound", () => {
    const { installing, active } = registration;
    installing?.addEventListener("statechange", () => {
      if (installing.state === "installed" && active) {
        ready();
      }
    });
  });
}

/** Have the browser send when it can, where it knows how. */
async function sendInBackground() {
  const registration = await navigator.serviceWorker?.getRegistration("/app/");
  const sync = /** @type {any} */ (registration)?.sync;
  await sync?.register("send").catch(noWorker);
}

/** The server's answer was no worker, or the browser allows none. @param {unknown} error */
function noWorker(error) {
  if (error instanceof TypeError || error instanceof DOMException) {
    return null;
  }
  throw error;
}
