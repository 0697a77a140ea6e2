// Time left, by the server's clock: to the minute within a week of the end, then the page says it is over.
import { inWords } from "./words.js";

const MINUTE = 60_000;
const DAY = 1440;
const served = Date.parse(document.body.dataset.now ?? "");
const offset = Number.isNaN(served) ? 0 : served - Date.now();

function left(minutes) {
  const days = Math.floor(minutes / DAY);
  const hours = String(Math.floor((minutes % DAY) / 60)).padStart(2, "0");
  const rest = String(minutes % 60).padStart(2, "0");
  return inWords(`还有${days ? `${days}天` : ""}${hours}时${rest}分`, `${days ? `${days} d ` : ""}${hours} h ${rest} min left`);
}

function tick() {
  for (const element of document.querySelectorAll("[data-until]")) {
    const minutes = Math.floor((Date.parse(element.dataset.until) - Date.now() - offset) / MINUTE);
    if (minutes < 0) element.textContent = inWords("已截止", "Closed");
    else if (minutes < 7 * DAY) element.textContent = left(minutes);
  }
}

if (document.querySelector("[data-until]")) {
  tick();
  setInterval(tick, MINUTE / 2);
}
