// The form of one record, opened inside its card; what is typed stays until it is saved or given up.
import { cardOf, makeCurrent, nextOpen, reader } from "./reading_desk.js";
import { dropPick } from "./reading_pick.js";
import { post, take, tell, tellLost } from "./reading_send.js";
import { inWords } from "./words.js";

const records = reader.querySelector("[data-records]");
const LIVE = { headers: { "X-Zhinan-Live": "1" } };
const dirty = new Set();

async function fetched(address) {
  const answer = await fetch(address, LIVE);
  if (!answer.ok || answer.redirected) throw new Error(answer.redirected ? "signed out" : answer.statusText);
  return answer.text();
}

function put(place, html) {
  const form = Object.assign(document.createElement("template"), { innerHTML: html.trim() }).content.firstElementChild;
  if (!form?.matches(".entry-form")) throw new Error("no form came back");
  place.replaceChildren(form);
  form.querySelector("[aria-invalid], [data-focus]")?.focus();
  return form;
}

/** Open the form of a record; a second time it only takes the focus. */
export async function openForm(key, kind = "") {
  const card = cardOf(key);
  const place = card?.querySelector("[data-form]");
  if (!place) return;
  if (place.firstElementChild && !kind) return place.querySelector("select, input:not([type=hidden])").focus();
  const address = `${reader.dataset.reading}entries/${key}/`;
  try {
    const form = put(place, await fetched(kind ? `${address}?type=${kind}` : address));
    form.querySelector(kind ? "[name=type]" : ".field:nth-child(3) :is(input, select, textarea)")?.focus();
    makeCurrent(key, { from: "form" });
  } catch (error) {
    tellLost(error);
  }
}

/** The form of a record still to be added, above all others. */
export async function openNew(kind, { start, end }) {
  const place = records.querySelector("[data-new-form]") ?? document.createElement("div");
  place.dataset.newForm = "";
  place.className = "rec-new";
  records.prepend(place);
  records.scrollTop = 0;
  const query = new URLSearchParams({ type: kind, start, end });
  const form = put(place, await fetched(`${reader.dataset.new}?${query}`));
  if (reader.dataset.only) document.querySelector("[data-show=records]").click();
  form.querySelector(".field:nth-child(3) :is(input, select, textarea)")?.focus();
}

export function closeForm(form) {
  const card = form.closest(".rec");
  dirty.delete(form);
  (form.closest("[data-new-form]") ?? form).remove();
  card?.focus({ preventScroll: true });
}

async function save(form) {
  const key = form.dataset.entryForm;
  const said = form.querySelector("[data-form-said]");
  said.textContent = inWords("正在保存", "Saving");
  const { ok, html, said: answer } = await post(form.action, new FormData(form));
  if (html !== undefined) return dirty.add(put(form.parentElement, html));
  if (ok) {
    closeForm(form);
    take(answer);
    dropPick();
    tell(answer.said);
    makeCurrent(answer.at, { from: "key" });
    return key && nextOpen();
  }
  take(answer); // somebody else changed it: the card shows what it says now, the form what was typed
  const now = cardOf(key);
  const kept = now?.querySelector(".entry-form") ?? form;
  if (now) kept.elements.version.value = now.dataset.version;
  kept.querySelector("[data-form-said]").textContent = `${answer.findings.join(" ")} ${inWords("上面是现在的内容，下面是您填写的；再按保存，以您填写的为准。", "Above is what it says now, below what you typed; save again to keep yours.")}`;
}

export function watchForms() {
  document.addEventListener("submit", (event) => {
    if (!event.target.matches(".entry-form")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    save(event.target).catch(tellLost);
  }, true);
  records.addEventListener("input", (event) => {
    const form = event.target.closest(".entry-form");
    if (form) dirty.add(form);
  });
  records.addEventListener("change", (event) => {
    const form = event.target.closest(".entry-form");
    if (!form || event.target.name !== "type") return;
    const key = form.dataset.entryForm;
    if (key) openForm(key, event.target.value);
    else openNew(event.target.value, { start: form.elements.start.value, end: form.elements.end.value });
  });
  records.addEventListener("click", (event) => {
    if (!event.target.closest("[data-do=cancel]")) return;
    event.preventDefault();
    closeForm(event.target.closest(".entry-form"));
  });
  records.addEventListener("keydown", (event) => {
    const form = event.target.closest(".entry-form");
    if (!form) return;
    if (event.key === "Escape") closeForm(form);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  window.addEventListener("beforeunload", (event) => {
    if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
  });
}
