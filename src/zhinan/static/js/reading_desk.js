// Which record is the current one, and how both sides follow it.
export const reader = document.querySelector("[data-reading]");
export const mayReview = reader.hasAttribute("data-may-review");
const sheet = reader.querySelector("[data-sheet]");
const records = reader.querySelector("[data-records]");
const MARGIN = 56;
const PAUSE = 400;
let current = "";

export const currentKey = () => current;
export const cardOf = (key) => (key ? document.getElementById(key) : null);
export const spansOf = (key) => [...sheet.querySelectorAll(`[data-of~="${CSS.escape(key)}"]`)].filter((span) => span.matches("a.span-hit, .quiet"));
export const cards = () => [...records.querySelectorAll(".rec")].filter((card) => !card.closest("details:not([open])"));
export const isOpen = (card) => card.dataset.standing === "open";
const isNarrow = () => Boolean(reader.dataset.only);

/** Bring an element into its scrolling side without moving the page; where the side does not scroll, the page does. */
export function reveal(side, element) {
  if (!element) return;
  if (side.scrollHeight <= side.clientHeight + 1) {
    if (element.offsetParent) element.scrollIntoView({ block: "nearest" });
    return;
  }
  const frame = side.getBoundingClientRect();
  const here = element.getBoundingClientRect();
  if (here.top < frame.top + MARGIN || here.bottom > frame.bottom - MARGIN) {
    side.scrollTop += here.top - frame.top - Math.min(frame.height / 3, Math.max(frame.height - here.height, MARGIN));
  }
}

// The buttons of a record are written for pages without script; here only the current one gets them.
function equip(card) {
  const written = card?.querySelector("noscript");
  if (!written || card.querySelector(".rec-b > .rec-act")) return;
  written.insertAdjacentHTML("beforebegin", written.innerHTML);
  const box = card.querySelector("[data-do=pick]");
  if (box) box.checked = card.classList.contains("picked");
}

/** Draw the current record on both sides; after a part of the page was drawn anew as well. */
export function drawCurrent() {
  for (const old of [...reader.getElementsByClassName("now")]) {
    old.classList.remove("now");
    if (old.dataset.entry !== current) old.querySelector(".rec-b > .rec-act")?.remove();
  }
  const card = cardOf(current);
  card?.classList.add("now");
  equip(card);
  if (current) for (const span of spansOf(current)) span.classList.add("now");
}

export function makeCurrent(key, { from = "", switchTo = "" } = {}) {
  const card = cardOf(key);
  if (!card) return;
  current = key;
  card.closest("details").open = true;
  drawCurrent();
  const opens = from === "start" || from === "first";
  if (!opens) remember(key);
  const to = switchTo || (from === "text" ? "records" : "");
  if (isNarrow() && to) document.querySelector(`[data-show="${to}"]`).click();
  const stays = from === "first" && isNarrow(); // there the page itself would scroll away from its head
  if (from !== "text" && !stays) reveal(sheet, spansOf(key)[0]);
  if (from !== "focus" && !stays) reveal(records, card);
  const focused = document.activeElement;
  if (from !== "focus" && !opens && (!card.contains(focused) || focused.matches(".rec-no"))) card.focus({ preventScroll: true });
  document.dispatchEvent(new CustomEvent("reading:current", { detail: key }));
}

// The address follows when walking stops: browsers refuse hundreds of changes a minute.
let later = null;
function remember(key) {
  clearTimeout(later);
  later = setTimeout(() => history.replaceState(null, "", `#${key}`), PAUSE);
}

/** The card `step` places on in the order shown. */
export function walk(step) {
  const all = cards();
  const here = all.indexOf(cardOf(current));
  const to = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  if (to) makeCurrent(to.dataset.entry, { from: "key" });
}

/** The next card still to be decided, after the current one and then from the top. */
export function nextOpen() {
  const all = cards();
  const here = all.indexOf(cardOf(current));
  const order = [...all.slice(here + 1), ...all.slice(0, Math.max(here, 0))];
  const to = order.find((card) => isOpen(card) && !card.classList.contains("busy"));
  if (to) makeCurrent(to.dataset.entry, { from: "key" });
}

/** The record the address names. */
export function startAt(key) {
  makeCurrent(cardOf(key)?.matches(".rec") ? key : spanKey(key), { from: "start" });
}

const spanKey = (id) => (id.startsWith("t-") ? id.slice(2) : "");
