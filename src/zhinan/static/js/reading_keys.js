// One-letter keys of the desk. They rest while something is typed, while a dialog is open, and where they are switched off.
import { cardOf, cards, currentKey, isOpen, mayReview, nextOpen, reader, walk } from "./reading_desk.js";
import { openForm, openNew } from "./reading_edit.js";
import { caretNow, pickedNow, quoteOf } from "./reading_pick.js";
import { act, pickOf, picks, tell } from "./reading_send.js";
import { inWords } from "./words.js";

const STOP = /[，。；、：,;\n]/;
const typing = (element) => element.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");
const isOff = () => localStorage.getItem("zhinan-keys-off") === "yes";
const card = () => cardOf(currentKey());

function confirm() {
  const here = card();
  if (!here) return walk(1);
  if (!isOpen(here)) return nextOpen();
  const asked = here.querySelector(".rec-ask");
  if (asked && !asked.querySelector(":checked")) return asked.querySelector("input, button")?.focus();
  const key = currentKey();
  act(`${asked ? "answer" : "confirm"}:${key}`);
  nextOpen();
}

function merge() {
  const here = card();
  if (!here) return;
  const chosen = picks();
  if (!chosen.includes(here)) chosen.push(here);
  if (chosen.length < 2) {
    const behind = cards().filter((one) => one !== here && one.dataset.type === here.dataset.type && one.dataset.standing !== "discarded" && Number(one.dataset.start) >= Number(here.dataset.start));
    behind.sort((a, b) => a.dataset.start - b.dataset.start);
    if (!behind.length) return tell(inWords("后面没有同种记录可以合并", "No record of this kind follows"), "wait");
    chosen.push(behind[0]);
  }
  act("merge", chosen.map((one) => ["pick", pickOf(one)]));
}

function split() {
  const key = currentKey();
  if (!key) return;
  const { start, end, words } = quoteOf(key);
  const caret = caretNow();
  if (caret !== null && caret > start && caret < end) return act(`split:${key}`, [["at", caret]]);
  offerCuts(key, start, [...words]);
}

// Without a caret inside the record its own punctuation is offered.
function offerCuts(key, start, all) {
  const dialog = document.getElementById("split-dialog");
  const list = dialog.querySelector("[data-cuts]");
  list.replaceChildren();
  all.forEach((character, at) => {
    const after = all.slice(at + 1).join("").trim();
    if (!STOP.test(character) || !after) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn small";
    button.textContent = inWords(`从“${after.slice(0, 14)}”起另成一条`, `A record of its own from “${after.slice(0, 14)}”`);
    button.addEventListener("click", () => {
      dialog.close();
      act(`split:${key}`, [["at", start + at + 1]]);
    });
    list.append(button);
  });
  dialog.showModal();
}

function add() {
  const chosen = pickedNow();
  if (!chosen) return addByQuote();
  const dialog = document.getElementById("add-dialog");
  dialog.querySelector("[data-add-quote]").textContent = chosen.words;
  dialog.returnValue = "";
  dialog.onclose = () => dialog.returnValue && openNew(dialog.returnValue, chosen);
  dialog.onkeydown = (event) => {
    const button = dialog.querySelectorAll("[data-add-form] button")[Number(event.key) - 1];
    if ("123456789".includes(event.key) && button) button.click();
  };
  dialog.showModal();
}

// Nothing selected: the words can be copied into a form instead, which keyboards reach.
function addByQuote() {
  const form = document.getElementById("add");
  form.classList.add("shown");
  form.open = true;
  form.querySelector("textarea").focus();
}

function move() {
  const chosen = pickedNow();
  if (chosen && currentKey()) act(`move:${currentKey()}`, [["start", chosen.start], ["end", chosen.end]]);
}

function choose(digit) {
  const choice = card()?.querySelectorAll(".rec-ask input[type=radio]")[digit - 1];
  if (!choice) return;
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  if (choice.value === "other") card().querySelector(".rec-words").focus();
}

function pick() {
  const box = card()?.querySelector("[data-do=pick]");
  if (!box) return;
  box.checked = !box.checked;
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

const other = () => {
  const inText = reader.querySelector(".rd-text").contains(document.activeElement);
  (inText ? card() ?? reader.querySelector("[data-records]") : reader.querySelector("[data-sheet]")).focus({ preventScroll: true });
};
const button = (name) => card()?.querySelector(`[data-do=${name}]`);
const ACTS = {
  confirm, merge, split, add, move, pick,
  edit: () => openForm(currentKey()),
  discard: () => button("discard") && act(`discard:${currentKey()}`).then(() => isOpen(card()) || nextOpen()),
  reopen: () => button("reopen") && act(`reopen:${currentKey()}`),
  undo: () => document.querySelector("[data-do=undo]:enabled")?.click(),
  redo: () => document.querySelector("[data-do=redo]:enabled")?.click(),
};
const KEYS = { enter: "confirm", e: "edit", x: "discard", r: "reopen", u: "undo", s: "split", m: "merge", a: "add", w: "move", " ": "pick" };

/** Do what a key or a button of the text stands for. */
export function pressed(name) {
  ACTS[name]?.();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || isOff() || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  if ((key === "enter" || key === " ") && event.target.closest("a, button, summary, input")) return;
  if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1);
  if (key === "o") return other();
  if (!mayReview) return;
  const name = key === "u" && event.shiftKey ? "redo" : KEYS[key];
  if (name) {
    event.preventDefault(); // the letter must not land in the field that takes the focus
    pressed(name);
  } else if ("123456789".includes(key)) {
    event.preventDefault();
    choose(Number(key));
  }
});
