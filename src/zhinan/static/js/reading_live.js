// Two people at one document: every few seconds the page asks what changed and says where its reader is.
import { currentKey, reader } from "./reading_desk.js";
import { stepNow, take } from "./reading_send.js";

const EVERY = 4000;
const LONGEST = 60_000;
let pause = EVERY;
let timer = null;

async function ask() {
  clearTimeout(timer);
  if (!document.hidden) {
    try {
      const query = new URLSearchParams({ since: stepNow(), at: currentKey() });
      const answer = await fetch(`${reader.dataset.changes}?${query}`, { headers: { "X-Zhinan-Live": "1" } });
      if (!answer.ok || !answer.headers.get("Content-Type")?.includes("json")) throw new Error(answer.statusText);
      take(await answer.json());
      pause = EVERY;
    } catch {
      pause = Math.min(pause * 2, LONGEST); // the network is down or the session ended: ask ever more rarely
    }
  }
  timer = setTimeout(ask, pause);
}

export function keepInStep() {
  timer = setTimeout(ask, EVERY);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
}
