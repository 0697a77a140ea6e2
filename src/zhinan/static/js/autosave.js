// What was typed reaches the server or stays on this computer: nothing is let go of before it is acknowledged.
// new Autosave({address, token, copy, onState, onAnswer}).put(typed, base, version) keeps a copy in localStorage,
// waits until typing pauses, and sends one request at a time; it tries again ever later while the network is down.
const PAUSE = 1200;
const LONGEST = 60_000;
const KEEPALIVE_BYTES = 60_000; // what a browser carries after the page is left

const storage = {
  read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch {
      return false; // full, or forbidden in this window: the request alone carries it then
    }
  },
  drop(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // forbidden, so nothing was kept either
    }
  },
};

export class Autosave {
  constructor({ address, token, copy, pending, onState, onAnswer }) {
    Object.assign(this, { address, token, copy, pending, onState, onAnswer });
    this.timer = null;
    this.isSending = false;
    this.isHeld = false;
    this.failures = 0;
    window.addEventListener("online", () => this.send());
    window.addEventListener("offline", () => this.onState("offline"));
  }

  /** The copy left by an earlier visit: {typed, base, version, at}, or null. */
  leftover() {
    return storage.read(this.copy);
  }

  /** Something changed: keep a copy now, send when typing pauses. */
  changed(after = PAUSE) {
    const waiting = this.pending();
    if (waiting) storage.write(this.copy, { ...waiting, at: new Date().toISOString() });
    else storage.drop(this.copy);
    clearTimeout(this.timer);
    if (waiting && !this.isHeld) this.timer = setTimeout(() => this.send(), after);
  }

  /** Send what waits. `isLeaving` lets the browser finish after the page is gone. */
  async send({ isLeaving = false } = {}) {
    clearTimeout(this.timer);
    const waiting = this.pending();
    if (!waiting || this.isHeld || (this.isSending && !isLeaving)) return;
    const body = JSON.stringify({ typed: waiting.typed, base: waiting.base, base_version: waiting.version });
    this.isSending = true;
    this.onState("saving");
    let answer;
    try {
      answer = await fetch(this.address, {
        method: "PATCH",
        body,
        credentials: "same-origin",
        redirect: "manual",
        keepalive: isLeaving && new Blob([body]).size < KEEPALIVE_BYTES,
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token, Accept: "application/json" },
      });
    } catch {
      this.isSending = false;
      this.failed("offline");
      return;
    }
    this.isSending = false;
    await this.answered(answer, waiting);
  }

  async answered(answer, waiting) {
    const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
    if (answer.type === "opaqueredirect" || (!isJson && [401, 403, 404].includes(answer.status))) {
      this.isHeld = true; // signed out, or no longer one's own: the copy waits for the next visit
      this.onState("signed-out");
      return;
    }
    if (!isJson) {
      this.failed("failed");
      return;
    }
    this.failures = 0;
    const said = await answer.json();
    if (said.refused) {
      this.isHeld = true;
      this.onState("refused", said);
      return;
    }
    this.onAnswer(said, waiting);
    this.changed(0);
  }

  failed(state) {
    this.failures += 1;
    this.onState(state);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), Math.min(LONGEST, 2000 * 2 ** (this.failures - 1)));
  }

  hold(isHeld) {
    this.isHeld = isHeld;
  }

  forget() {
    storage.drop(this.copy);
  }
}
