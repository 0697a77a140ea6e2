// Filling in a section: changed terms are saved as one types, faults stand beside their fields, lengths are
// counted as officials count. Without script the section is saved by its buttons.
import { Autosave } from "./autosave.js";
import { characters } from "./characters.js";
import { addRow, renumber, total } from "./grid.js";
import { swap } from "./parts.js";
import { inWords } from "./words.js";

const form = document.getElementById("section");
const box = form.querySelector("[data-table]");
const grid = box?.querySelector("[data-grid]");
const state = { version: Number(form.dataset.version), base: JSON.parse(form.dataset.base || "{}"), sent: {} };

/* ---- what stands in the page ---- */
const controls = () => [...document.querySelectorAll("[data-term]")];
const byPath = (path) => controls().find((control) => control.dataset.term === path);

function valueOf(control) {
  if (control.dataset.kind === "choices") return [...control.querySelectorAll("input:checked")].map((field) => field.value);
  if (control.dataset.kind === "none") return control.checked ? { none: true } : { blank: true };
  if (control.dataset.kind === "pledge") return control.checked ? "是" : "";
  return control.value;
}

const newId = () => `r${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`.slice(0, 16);

function rowOf(row) {
  const id = row.querySelector("[data-row-id]");
  if (!id.value) id.value = newId();
  const cells = {};
  for (const field of row.querySelectorAll("[data-cell]")) cells[field.dataset.cell] = field.value;
  return { id: id.value, cells };
}

function rowsTyped() {
  const isFixed = !grid.querySelector("template");
  const rows = [...grid.querySelectorAll("[data-rows] > tr")]
    .filter((row) => isFixed || [...row.querySelectorAll("[data-cell]")].some((field) => field.value.trim()))
    .map(rowOf);
  return !rows.length && box.querySelector("[data-none]")?.checked ? { none: true } : rows;
}

function typedNow() {
  const typed = {};
  for (const control of controls()) typed[control.dataset.term] = valueOf(control);
  if (box) typed[box.dataset.table] = rowsTyped();
  return typed;
}

function pending() {
  const typed = {};
  const base = {};
  for (const [path, value] of Object.entries(typedNow())) {
    if (JSON.stringify(value) === state.sent[path]) continue;
    typed[path] = value;
    base[path] = state.base[path] ?? null;
  }
  return Object.keys(typed).length ? { typed, base, version: state.version } : null;
}

const remember = (typed) => {
  for (const [path, value] of Object.entries(typed)) state.sent[path] = JSON.stringify(value);
};

/* ---- writing into the page ---- */
function write(path, value) {
  if (path === box?.dataset.table) return writeRows(value);
  const control = byPath(path);
  if (!control) return;
  if (control.dataset.kind === "choices") {
    for (const field of control.querySelectorAll("input[type=checkbox]")) field.checked = value.includes(field.value);
  } else if (control.dataset.kind === "none") control.checked = Boolean(value?.none);
  else if (control.dataset.kind === "pledge") control.checked = value === "是";
  else {
    if (control.matches("select") && ![...control.options].some((option) => option.value === value)) control.add(new Option(value, value));
    control.value = value;
  }
  count(control);
}

function writeRows(value) {
  const none = box.querySelector("[data-none]");
  if (none) none.checked = Boolean(value?.none);
  const rows = Array.isArray(value) ? value : [];
  const present = () => [...grid.querySelectorAll("[data-rows] > tr")];
  if (grid.querySelector("template")) {
    while (present().length > rows.length) present().at(-1).remove();
    while (present().length < rows.length && addRow(grid));
  }
  present().forEach((row, index) => {
    row.querySelector("[data-row-id]").value = rows[index]?.id ?? "";
    for (const field of row.querySelectorAll("[data-cell]")) {
      const text = rows[index]?.cells[field.dataset.cell] ?? "";
      if (field.matches("select") && ![...field.options].some((option) => option.value === text)) field.add(new Option(text, text));
      field.value = text;
    }
  });
  renumber(grid);
  total(grid);
}

/* ---- beside the fields ---- */
function say(id, words) {
  const place = document.getElementById(`${id}-error`);
  const field = document.getElementById(id);
  if (place) {
    place.textContent = words;
    place.hidden = !words;
  }
  if (field && id !== "rows") {
    if (words) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }
}

function showFindings(findings, paths) {
  for (const path of paths) {
    if (path === box?.dataset.table) {
      for (const place of box.querySelectorAll(".err[id]")) say(place.id.replace(/-error$/, ""), "");
    } else say(`f.${path}`, "");
  }
  for (const finding of findings) say(finding.cell ? cellOf(finding.cell) ?? finding.field : finding.field, finding.words);
}

function cellOf(place) {
  const [id, column] = place.split(".");
  const held = [...box.querySelectorAll("[data-row-id]")].find((field) => field.value === id);
  return held?.closest("tr").querySelector(`[data-cell="${CSS.escape(column)}"]`)?.id;
}

function count(control) {
  const place = control.id && form.querySelector(`[data-count="${CSS.escape(control.id)}"]`);
  if (!place) return;
  const seen = characters(control.value);
  place.textContent = `${seen} / ${place.dataset.limit}${inWords("字", "")}`;
  place.classList.toggle("over", seen > Number(place.dataset.limit));
}

/* ---- the bar and the panels ---- */
const bar = document.querySelector("[data-saved]");
const banner = document.querySelector("[data-offline]");
const WORDS = {
  saving: () => inWords("正在保存…", "Saving…"),
  offline: () => inWords("未送达，已存在本机，恢复后自动补送", "Kept on this computer; sent when the network is back"),
  failed: () => inWords("服务器没有答复，稍后自动再试", "The server did not answer; trying again soon"),
  "signed-out": () => inWords("登录已失效，内容已存在本机；重新登录打开本页即可补上", "Signed out. Kept on this computer until you sign in and open this page"),
};

function onState(name, said) {
  banner.hidden = name !== "offline";
  bar.textContent = name === "refused" ? said.refused.join(" ") : WORDS[name]();
  bar.classList.toggle("fail-ink", name === "refused" || name === "signed-out");
}

function fill(id, html) {
  const place = document.getElementById(id);
  if (place && html) swap(place, html);
}

// A colleague's answers appear where nobody is typing; where somebody is, both are shown to choose from.
function takeTheirs(said, waiting, conflicting) {
  const now = typedNow();
  const clashes = [];
  for (const [path, typed] of Object.entries(said.typed)) {
    if (!(path in now) || conflicting.has(path)) continue;
    const stored = said.values[path] ?? null;
    const isOvertaken = said.overtaken.includes(path);
    if (!isOvertaken && JSON.stringify(stored) === JSON.stringify(state.base[path] ?? null)) continue;
    if (!isOvertaken && path in waiting.typed) continue;
    if (JSON.stringify(now[path]) === state.sent[path]) {
      state.base[path] = stored;
      write(path, typed);
      remember({ [path]: typedNow()[path] });
    } else {
      const label = byPath(path)?.labels?.[0]?.textContent ?? document.getElementById("section-h").textContent;
      const words = (value) => (typeof value === "string" ? value : JSON.stringify(value));
      clashes.push({ path, label, who: "", mine: words(now[path]), theirs: words(typed), my_typed: now[path], their_typed: typed, their_state: stored });
    }
  }
  return clashes;
}

function onAnswer(said, waiting) {
  const conflicting = new Set(said.conflicts.map((conflict) => conflict.path));
  const taken = Object.keys(waiting.typed).filter((path) => !conflicting.has(path));
  for (const path of taken) {
    state.base[path] = said.values[path] ?? null;
    remember({ [path]: waiting.typed[path] });
  }
  banner.hidden = true;
  bar.classList.remove("fail-ink");
  bar.textContent = inWords(`${said.saved_at}已自动保存，版本${said.version}`, `Saved at ${said.saved_at}, version ${said.version}`);
  showFindings(said.findings, taken);
  const conflicts = [...said.conflicts, ...takeTheirs(said, waiting, conflicting)];
  form.elements.base.value = JSON.stringify(state.base);
  fill("panel", said.panel);
  fill("steps", said.steps);
  if (conflicts.length) choose(conflicts, said.version);
  else begunFrom(said.version);
}

function begunFrom(version) {
  state.version = version;
  form.elements.base_version.value = version;
}

/* ---- two people, one answer ---- */
// Until the choice is made the section still begins from the version before, so that a page left now asks again.
function choose(conflicts, version) {
  const dialog = document.querySelector("[data-conflicts]");
  const list = dialog.querySelector("[data-conflict-list]");
  saver.hold(true);
  list.replaceChildren(
    ...conflicts.map((conflict, place) => {
      const part = dialog.querySelector("template").content.cloneNode(true);
      part.querySelector("legend").textContent = conflict.who ? `${conflict.label}（${conflict.who}）` : conflict.label;
      part.querySelector("[data-mine]").textContent = conflict.mine;
      part.querySelector("[data-theirs]").textContent = conflict.theirs;
      for (const field of part.querySelectorAll("input")) field.name = `conflict-${place}`;
      return part;
    }),
  );
  dialog.addEventListener("close", () => settle(conflicts, list, version), { once: true });
  if (!dialog.open) dialog.showModal();
}

function settle(conflicts, list, version) {
  begunFrom(version);
  conflicts.forEach((conflict, place) => {
    const isMine = list.querySelector(`[name="conflict-${place}"]:checked`)?.value !== "theirs";
    state.base[conflict.path] = conflict.their_state ?? null;
    if (isMine) {
      if (Array.isArray(conflict.my_typed)) write(conflict.path, conflict.my_typed);
      return;
    }
    write(conflict.path, conflict.their_typed);
    remember({ [conflict.path]: typedNow()[conflict.path] });
    showFindings([], [conflict.path]);
  });
  form.elements.base.value = JSON.stringify(state.base);
  saver.hold(false);
  saver.changed(0);
}

/* ---- begin ---- */
remember(typedNow());
const saver = new Autosave({
  address: form.dataset.save,
  token: form.elements.csrfmiddlewaretoken.value,
  copy: form.dataset.copy,
  pending,
  onState,
  onAnswer,
});

const left = saver.leftover();
if (left) {
  const now = typedNow();
  const news = Object.entries(left.typed).filter(([path, value]) => path in now && JSON.stringify(now[path]) !== JSON.stringify(value));
  for (const [path, value] of news) {
    write(path, value);
    if (path in left.base) state.base[path] = left.base[path];
  }
  if (news.length) {
    state.version = Math.min(left.version, state.version);
    document.querySelector("[data-recovered]").hidden = false;
    saver.changed(0);
  } else saver.forget();
}

form.addEventListener("input", (event) => {
  count(event.target);
  const none = box?.querySelector("[data-none]");
  if (none?.checked && event.target.matches("[data-cell]")) none.checked = false;
  saver.changed();
});
form.addEventListener("grid:change", () => saver.changed());
form.addEventListener("focusout", () => saver.changed(200));
for (const control of controls()) if (!form.contains(control)) control.addEventListener("change", () => saver.changed(200));
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") saver.send({ isLeaving: true });
});
form.addEventListener("submit", () => {
  // The whole section travels with the form; a copy stays until the next page has shown it.
  saver.hold(true);
});
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
for (const upload of document.querySelectorAll("[data-upload]")) {
  upload.querySelector("[data-upload-button]").hidden = true;
  upload.querySelector("input[type=file]").addEventListener("change", (event) => {
    if (event.target.files.length) upload.requestSubmit();
  });
}
