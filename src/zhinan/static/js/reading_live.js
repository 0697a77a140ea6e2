// Two people at one document: every few seconds the page asks what changed and says where its reader is.
import { currentKey, reader } from "./reading_desk.js";
import { onlyKind, stepNow, take } from "./reading_send.js";

const EVERY = 4000;
const LONGEST = 60_000;
let pause = EVERY;
let timer = null;

async function ask() {
  clearTimeout(timer);
  if (!document.hidden) {
    try {
      const query = new URLSearchParams({ since: stepNow(), at: currentKey(), only: onlyKind });
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

const lint = document.querySelector("[data-lint]");
const IDLE = 1500;
let judgedAt = -1;

// What is doubtful about the document takes the server a second: it is asked for behind the page, and anew when opened.
async function judge() {
  if (judgedAt === stepNow()) return;
  judgedAt = stepNow();
  const answer = await fetch(lint.dataset.lint, { headers: { "X-Zhinan-Live": "1" } }).catch(() => null);
  if (!answer?.ok) return;
  const body = lint.querySelector("[data-lint-body]");
  body.innerHTML = await answer.text();
  const count = lint.querySelector("[data-lint-count]");
  count.textContent = body.querySelector("[data-count]").dataset.count;
  count.hidden = count.textContent === "0";
}

if (lint) {
  lint.addEventListener("toggle", () => lint.open && judge());
  if (!lint.hasAttribute("data-on-demand")) setTimeout(judge, IDLE);
}
