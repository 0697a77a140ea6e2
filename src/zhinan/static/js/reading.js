// The reading desk: text left, records right. Without this file every record has its own buttons and forms.
import { placeCaret, showPicked } from "./reading_pick.js";
import { cardOf, cards, currentKey, makeCurrent, reader, reveal, startAt } from "./reading_desk.js";
import { openForm, watchForms } from "./reading_edit.js";
import { keepInStep } from "./reading_live.js";
import { pressed } from "./reading_keys.js";
import { act } from "./reading_send.js";

const sheet = reader.querySelector("[data-sheet]");
const records = reader.querySelector("[data-records]");

// A click in the text: the record of the innermost stretch, or the number that was hit.
sheet.addEventListener("click", (event) => {
  const hit = event.target.closest("[data-of]");
  if (!hit) return placeCaret(event);
  if (event.target.closest("a")) event.preventDefault();
  if (getSelection().toString()) return;
  const keys = hit.dataset.of.split(" ");
  const target = hit.matches("a[href]") ? hit.hash.slice(1) : keys[0];
  if (hit.matches("sup") || reader.dataset.only || !keys.includes(currentKey())) makeCurrent(cardOf(target) ? target : keys.find(cardOf), { from: "text" });
  placeCaret(event);
});

records.addEventListener("click", (event) => {
  const card = event.target.closest(".rec");
  if (!card) return;
  const number = event.target.closest(".rec-no");
  if (number) event.preventDefault();
  const control = event.target.closest("[data-do]");
  if (control?.dataset.do === "edit") {
    event.preventDefault();
    makeCurrent(card.dataset.entry, { from: "records" });
    openForm(card.dataset.entry);
  } else if (!event.target.closest(".entry-form")) {
    makeCurrent(card.dataset.entry, { from: "records", switchTo: number ? "text" : "" });
  }
});

records.addEventListener("focusin", (event) => {
  const card = event.target.closest(".rec");
  if (card && card.dataset.entry !== currentKey()) makeCurrent(card.dataset.entry, { from: "focus" });
});

records.addEventListener("change", (event) => {
  if (event.target.matches("[data-do=pick]")) event.target.closest(".rec").classList.toggle("picked", event.target.checked);
  if (event.target.matches(".rec-ask input[type=radio]")) event.target.closest(".rec-ask").classList.toggle("other", event.target.value === "other");
});

// Every button of the form "acts" is sent without leaving the page.
document.addEventListener("submit", (event) => {
  if (event.target.id !== "acts") return;
  event.preventDefault();
  event.stopImmediatePropagation();
  act(event.submitter.value);
}, true);

document.addEventListener("click", (event) => {
  const pane = event.target.closest("[data-show]");
  if (pane) {
    event.preventDefault();
    reader.dataset.only = pane.dataset.show;
    for (const one of document.querySelectorAll("[data-show]")) one.toggleAttribute("aria-current", one === pane);
    pane.setAttribute("aria-current", "true");
  }
  const goal = event.target.closest("[data-goto]");
  if (goal) {
    event.preventDefault();
    if (reader.dataset.only) document.querySelector("[data-show=text]").click();
    reveal(sheet, document.getElementById(goal.dataset.goto));
  }
  const told = event.target.closest("[data-picked] [data-do]");
  if (told) pressed(told.dataset.do);
});

// Which page of the document is on top.
const pages = [...sheet.querySelectorAll("[data-page]")];
const shown = reader.querySelector("[data-page-now]");
if (pages.length && shown) {
  const all = shown.textContent;
  const tell = () => {
    const top = sheet.getBoundingClientRect().top + 120;
    const above = pages.filter((page) => page.getBoundingClientRect().top < top).at(-1);
    shown.textContent = `${document.documentElement.lang.startsWith("en") ? "Page " : "第"}${above?.dataset.page ?? 1}${document.documentElement.lang.startsWith("en") ? " of " : "页，"}${all}`;
  };
  sheet.addEventListener("scroll", () => requestAnimationFrame(tell), { passive: true });
  tell();
}

if (matchMedia("(max-width: 760px)").matches) reader.dataset.only = "text";
document.addEventListener("selectionchange", showPicked);
watchForms();
startAt(new URLSearchParams(location.search).get("at") ?? location.hash.slice(1));
keepInStep();
if (!currentKey() && cards().length) makeCurrent(cards()[0].dataset.entry, { from: "first" });
