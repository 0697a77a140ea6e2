// While a document is being read: ask every second how far it is, and go where the answer says when it is done.
import { swap } from "./parts.js";

const EVERY = 1000;
const SLOWEST = 15000;
const place = document.querySelector("[data-wait]");
let wait = EVERY;

async function ask() {
  try {
    const answer = await fetch(place.dataset.wait, { headers: { Accept: "text/html" } });
    const next = answer.headers.get("X-Go-To");
    if (next) return location.replace(next);
    if (!answer.ok || answer.redirected) return location.reload();
    swap(place, await answer.text());
    wait = EVERY;
  } catch {
    wait = Math.min(wait * 2, SLOWEST); // no network: keep asking, more slowly
  }
  setTimeout(ask, wait);
}

if (place) {
  for (const line of document.querySelectorAll(".no-script")) line.hidden = true;
  setTimeout(ask, EVERY);
}
