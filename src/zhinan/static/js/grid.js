// Tables to fill in: rows added from a <template>, removed, moved; cells walked by keyboard; totals kept exactly.
//   <div data-grid="members" data-least="1" data-most="20"> <tbody data-rows> … <template>
//   <input data-sum="grant"> is added into <output data-total="grant"> of the table and
//   <output data-row-total="grant own"> of its row. Names and ids are renumbered: members-0-name, members-1-name …
// After every change of rows the box sends a bubbling "grid:change".
import { sum } from "./decimal.js";
import { say } from "./feedback.js";
import { inWords } from "./words.js";

const NUMBERED = ["name", "id", "for", "aria-describedby", "aria-labelledby", "form"];
const FIELDS = "input:not([type=hidden]), select, textarea";

const rowsOf = (box) => [...box.querySelector("[data-rows]").children];
const inputsOf = (row) => [...row.querySelectorAll(FIELDS)].filter((field) => !field.disabled);

export function renumber(box) {
  const name = box.dataset.grid.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const place = new RegExp(`((?:^|[\\s._\\[-])${name}[._\\[-])(\\d+|__i__)(?=[\\]._-]|$|\\s)`, "g");
  rowsOf(box).forEach((row, index) => {
    for (const element of row.querySelectorAll("*")) {
      for (const attribute of NUMBERED) {
        const written = element.getAttribute(attribute);
        if (written) element.setAttribute(attribute, written.replace(place, `$1${index}`));
      }
      if (element.matches("[data-place]")) element.textContent = String(index + 1);
    }
    for (const [button, chinese, english] of [["up", "上移", "Move up"], ["down", "下移", "Move down"], ["remove", "删除", "Remove"]]) {
      row.querySelector(`[data-${button}]`)?.setAttribute("aria-label", inWords(`${chinese}第${index + 1}行`, `${english} row ${index + 1}`));
    }
  });
  limits(box);
}

function limits(box) {
  const rows = rowsOf(box);
  const least = Number(box.dataset.least || 0);
  const most = Number(box.dataset.most || Infinity);
  rows.forEach((row, index) => {
    const set = (name, off) => {
      const button = row.querySelector(`[data-${name}]`);
      if (button) button.disabled = off;
    };
    set("up", index === 0);
    set("down", index === rows.length - 1);
    set("remove", rows.length <= least);
  });
  const add = box.querySelector("[data-add]");
  if (add) add.disabled = rows.length >= most;
}

export function total(scope) {
  const texts = (part, names) =>
    names.split(" ").flatMap((name) => [...part.querySelectorAll(`[data-sum="${name}"]`)].map((field) => field.value));
  for (const output of scope.querySelectorAll("[data-row-total]")) {
    output.textContent = sum(texts(output.closest("tr"), output.dataset.rowTotal)) ?? "—";
  }
  for (const output of scope.querySelectorAll("[data-total]")) {
    output.textContent = sum(texts(scope, output.dataset.total)) ?? "—";
  }
}

function changed(box, words) {
  renumber(box);
  total(box);
  const place = box.querySelector("[data-said]");
  if (place) place.textContent = words;
  box.dispatchEvent(new CustomEvent("grid:change", { bubbles: true }));
}

export function addRow(box) {
  const most = Number(box.dataset.most || Infinity);
  if (rowsOf(box).length >= most) return null;
  const row = box.querySelector("template").content.firstElementChild.cloneNode(true);
  box.querySelector("[data-rows]").append(row);
  changed(box, inWords("已加一行", "Row added"));
  return row;
}

export function removeRow(box, row) {
  if (rowsOf(box).length <= Number(box.dataset.least || 0)) return;
  const next = row.nextElementSibling;
  const isFilled = inputsOf(row).some((field) => !["checkbox", "radio"].includes(field.type) && field.value.trim());
  row.remove();
  changed(box, inWords("已删一行", "Row removed"));
  (inputsOf(next ?? rowsOf(box).at(-1) ?? box)[0] ?? box.querySelector("[data-add]"))?.focus();
  if (!isFilled) return;
  const run = () => {
    if (next?.isConnected) next.before(row);
    else box.querySelector("[data-rows]").append(row);
    changed(box, inWords("已恢复", "Row restored"));
    inputsOf(row)[0]?.focus();
  };
  say(inWords("已删一行", "Row removed"), { action: { label: inWords("撤销", "Undo"), run } });
}

export function moveRow(box, row, step) {
  const rows = rowsOf(box);
  const to = rows[rows.indexOf(row) + step];
  if (!to) return;
  const held = document.activeElement;
  if (step < 0) to.before(row);
  else to.after(row);
  changed(box, inWords("已移动", "Row moved"));
  if (row.contains(held)) (held.disabled ? inputsOf(row)[0] : held)?.focus();
}

function walk(box, field, step, mayAdd) {
  const row = field.closest("[data-rows] > *");
  const rows = rowsOf(box);
  const column = inputsOf(row).indexOf(field);
  let to = rows[rows.indexOf(row) + step];
  if (!to && mayAdd && box.querySelector("template") && inputsOf(row).some((f) => f.value.trim())) to = addRow(box);
  const next = to && inputsOf(to)[column];
  if (!next) return;
  next.focus();
  if (next.matches("input")) next.select?.();
}

function pressed(box, event) {
  const field = event.target;
  if (!field.matches(FIELDS) || !field.closest("[data-rows]") || event.isComposing) return;
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (event.altKey && step) {
    event.preventDefault();
    moveRow(box, field.closest("[data-rows] > *"), step);
  } else if (event.key === "Enter" && !field.matches("textarea")) {
    event.preventDefault();
    walk(box, field, event.shiftKey ? -1 : 1, !event.shiftKey);
  } else if (step && field.matches("input:not([type=number], [type=date], [type=radio], [list])") && !event.shiftKey) {
    event.preventDefault();
    walk(box, field, step, false);
  }
}

/** Give a box its behaviour; call it again for boxes that arrive later. */
export function enliven(box) {
  if (box.classList.contains("live")) return;
  box.classList.add("live");
  box.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-up], [data-down], [data-remove]");
    if (!button || !box.contains(button)) return;
    event.preventDefault();
    const row = button.closest("[data-rows] > *");
    if ("add" in button.dataset) inputsOf(addRow(box) ?? box)[0]?.focus();
    else if ("remove" in button.dataset) removeRow(box, row);
    else moveRow(box, row, "up" in button.dataset ? -1 : 1);
  });
  box.addEventListener("keydown", (event) => pressed(box, event));
  box.addEventListener("input", () => total(box));
  renumber(box);
  total(box);
}

const enlivenAll = (scope) => scope.querySelectorAll("[data-grid]").forEach(enliven);
enlivenAll(document);
document.addEventListener("htmx:afterSwap", () => enlivenAll(document));
