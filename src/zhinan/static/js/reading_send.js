// Acts go to the server one after another; its answer says what to draw anew on both sides.
import { say } from "./feedback.js";
import { cardOf, drawCurrent, makeCurrent, reader, spansOf } from "./reading_desk.js";
import { dropPick } from "./reading_pick.js";
import { inWords } from "./words.js";

const form = document.getElementById("acts");
const token = form.elements.csrfmiddlewaretoken.value;
const records = reader.querySelector("[data-records]");
const LOST = ["没有送达，填写的内容还在，请检查网络后重试", "Not delivered; what you typed is still here. Check the network and try again."];
const SIGNED_OUT = ["登录已失效，填写的内容还在，请在新窗口登录后再试", "You are signed out; what you typed is still here. Sign in in another window, then try again."];
const QUIET = ["confirm", "answer", "discard", "reopen", "move"]; // the card and the undo button say it
let toast = null;
let queue = Promise.resolve();
let step = Number(form.elements.step.value);

export const stepNow = () => step;
export const onlyKind = form.elements.only.value; // the one kind of record shown, where the reader filters

/** POST and return {ok, status, said} with said the JSON, or {html} where a form came back. */
export async function post(address, fields) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (!(fields instanceof FormData)) for (const [name, value] of fields) body.append(name, value);
  body.set("csrfmiddlewaretoken", token);
  body.set("step", step);
  body.set("only", onlyKind);
  const answer = await fetch(address, { method: "POST", body, headers: { "X-Zhinan-Live": "1" } });
  if (answer.redirected || answer.status === 403) throw new Error("signed out");
  const isJson = answer.headers.get("Content-Type")?.includes("json");
  return { ok: answer.ok, status: answer.status, [isJson ? "said" : "html"]: isJson ? await answer.json() : await answer.text() };
}

/** One word in the corner, in the place of the last. */
export function tell(words, kind = "") {
  toast?.remove();
  toast = say(words, { kind });
}

/** Say why nothing was done: the network, or a session that ended. */
export const tellLost = (error) => tell(inWords(...(error.message === "signed out" ? SIGNED_OUT : LOST)), "bad");

/** An act such as "confirm:e17": the version is the one shown when its turn comes. */
export function act(word, more = []) {
  const run = () => send(word, more).catch(tellLost);
  queue = queue.then(run, run);
  return queue;
}

async function send(word, more) {
  const [name, key] = word.split(":");
  const card = cardOf(key);
  card?.classList.add("busy");
  const fields = [["act", card ? `${name}:${key}:${card.dataset.version}` : word], ...more];
  if (name === "merge" && !more.length) for (const one of picks()) fields.push(["pick", pickOf(one)]);
  if (name === "answer" && card) for (const field of answersIn(card)) fields.push([field.name, field.value]);
  try {
    const { ok, said, status } = await post(reader.dataset.reading, fields);
    if (!said) throw new Error(`answer ${status}`);
    take(said);
    if (!ok) return refuse(key, said.findings);
    if (["split", "merge", "move"].includes(name)) dropPick();
    if (["split", "merge", "undo", "redo"].includes(name) && cardOf(said.at)) makeCurrent(said.at, { from: "key" });
    if (!QUIET.includes(name)) tell(said.said);
  } finally {
    cardOf(key)?.classList.remove("busy");
  }
}

const answersIn = (card) => card.querySelectorAll("input[type=radio]:checked, .rec-words");
export const picks = () => [...records.querySelectorAll(".rec.picked")];
export const pickOf = (card) => `${card.dataset.entry}:${card.dataset.version}`;

function refuse(key, findings) {
  const card = cardOf(key);
  if (!card) return tell(findings.join(" "), "bad");
  tellIn(card, findings.join(" "), "bad");
  makeCurrent(key, { from: "key" });
}

/** A word to the reader inside a card; it stays until the card is drawn anew. */
export function tellIn(card, words, kind = "") {
  const place = card.querySelector(".rec-told") ?? document.createElement("p");
  place.className = `rec-told ${kind}`.trim();
  place.setAttribute("role", "alert");
  place.textContent = words;
  card.querySelector(".rec-b").append(place);
}

/** Draw what changed. What is being typed, chosen or read stays where it is. */
export function take(answer) {
  if (answer.reload) return location.reload();
  if (answer.step < step) return; // an older answer that was overtaken
  step = form.elements.step.value = answer.step;
  for (const key of answer.gone ?? []) takeAway(cardOf(key));
  for (const one of answer.blocks ?? []) drawBlock(one);
  for (const one of answer.cards ?? []) drawCard(one);
  for (const [name, html] of Object.entries(answer.parts ?? {})) drawPart(name, html);
  if (answer.asked !== undefined) document.querySelector("[data-asked]").textContent = answer.asked;
  count();
  drawCurrent();
  for (const old of reader.querySelectorAll(".other")) old.classList.remove("other");
  for (const one of document.querySelectorAll(".here-too[data-at]"))
    if (one.dataset.at) for (const span of spansOf(one.dataset.at)) span.classList.add("other");
}

// An addition that was undone: its card goes, unless somebody is typing into it.
function takeAway(card) {
  if (!card?.querySelector(".entry-form")) return card?.remove();
  card.classList.add("gone");
  tellIn(card, inWords("补的这条已被撤销，您填写的还在下面", "This addition was undone; what you typed is still below"));
}

const made = (html) => Object.assign(document.createElement("template"), { innerHTML: html.trim() }).content.firstElementChild;

function drawBlock({ number, html }) {
  document.getElementById(`b${number}`)?.replaceWith(made(html));
}

function drawPart(name, html) {
  const place = document.querySelector(`[data-live=${name}]`);
  if (place && place.innerHTML.trim() !== html.trim()) place.innerHTML = html.trim();
}

function drawCard({ key, html, group, start, parents }) {
  const fresh = made(html);
  const old = cardOf(key);
  if (!old) return place(fresh, group, start, parents);
  const typing = old.querySelector(".entry-form");
  if (typing) fresh.querySelector("[data-form]").append(typing);
  if (old.dataset.version === fresh.dataset.version && !typing) return;
  for (const field of answersIn(old)) {
    const same = fresh.querySelector(field.type === "radio" ? `[name="${field.name}"][value="${field.value}"]` : `[name="${field.name}"]`);
    if (same?.type === "radio") same.checked = true;
    else if (same) same.value = field.value;
  }
  const isFocused = old.contains(document.activeElement) && !typing;
  const field = typing?.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (isFocused) fresh.focus({ preventScroll: true });
  field?.focus({ preventScroll: true });
}

// A new record stands behind those it was made of, else in its kind's group in the order of the text.
function place(fresh, group, start, parents) {
  fresh.dataset.parents = parents.join(" ");
  let before = parents.map(cardOf).find(Boolean);
  if (before) {
    while (before.nextElementSibling?.dataset.parents === fresh.dataset.parents) before = before.nextElementSibling;
    return before.after(fresh);
  }
  const list = records.querySelector(`[data-group="${group}"] ul`) ?? records.querySelector("[data-group] ul");
  if (!list) return location.reload();
  const behind = [...list.children].find((card) => Number(card.dataset.start) > start);
  list.insertBefore(fresh, behind ?? null);
}

function count() {
  for (const group of records.querySelectorAll("[data-group]")) {
    const all = [...group.querySelectorAll(".rec")];
    const done = all.filter((card) => ["confirmed", "corrected"].includes(card.dataset.standing));
    const number = group.querySelector("[data-n]");
    if (number) number.textContent = all.length;
    const settled = group.querySelector("[data-done]");
    if (settled) settled.textContent = done.length;
  }
}
