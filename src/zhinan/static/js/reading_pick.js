// Places in the text: what is selected, and where the caret stands, as offsets of the official text (code points).
import { cardOf, currentKey, mayReview, reader } from "./reading_desk.js";
import { inWords } from "./words.js";

const sheet = reader.querySelector("[data-sheet]");
const bar = reader.querySelector("[data-picked]");
const marker = globalThis.Highlight && CSS.highlights ? new Highlight() : null;
if (marker) CSS.highlights.set("picked", marker);
const points = (text) => [...text].length;
let picked = null; // {start, end, words}
let caret = null;

function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest("sup") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  const found = [];
  while (walker.nextNode()) found.push(walker.currentNode);
  return found;
}

// Line breaks within Chinese are not drawn; data-cuts says where they were, as offset:length in the block.
function withCuts(block, shown, isEnd) {
  let count = shown;
  for (const cut of block.dataset.cuts?.split(" ") ?? []) {
    const [at, length] = cut.split(":").map(Number);
    if (isEnd ? at >= count : at > count) break;
    count += length;
  }
  return count;
}

/** The offset in the official text of a place in the page; null outside of it. An end stays before a line break. */
export function placeOf(node, offset, isEnd = false) {
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const block = element.closest("[data-at]");
  if (!block || !sheet.contains(block)) return null;
  const probe = document.createRange();
  probe.setStart(block, 0);
  probe.setEnd(node, offset);
  let count = 0;
  for (const text of textsIn(block)) {
    if (!probe.intersectsNode(text)) break;
    const upTo = text === probe.endContainer ? probe.endOffset : text.data.length;
    if (text !== probe.endContainer && probe.comparePoint(text, text.data.length) > 0) break;
    count += points(text.data.slice(0, upTo));
  }
  return Number(block.dataset.at) + withCuts(block, count, isEnd);
}

/** The words a record stands on, as the page shows them, and where they begin. */
export function quoteOf(key) {
  const card = cardOf(key);
  const spans = [...sheet.querySelectorAll(`[data-of~="${CSS.escape(key)}"]`)].filter((span) => span.matches("a.span-hit, .quiet"));
  const words = spans.map((span) => textsIn(span).map((text) => text.data).join("")).join("");
  return { words, start: Number(card.dataset.start), end: Number(card.dataset.end) };
}

export const pickedNow = () => picked;
export const caretNow = () => caret;

export function dropPick() {
  picked = caret = null;
  marker?.clear();
  getSelection().removeAllRanges();
  if (bar) bar.hidden = true;
}

/** After a click: the place between two characters it fell on. */
export function placeCaret(event) {
  if (!mayReview) return;
  const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
  const range = at ? null : document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const node = at?.offsetNode ?? range?.startContainer;
  caret = node ? placeOf(node, at?.offset ?? range.startOffset) : null;
  if (!picked) tell();
}

/** While the selection changes: what it covers, kept when the focus goes to a button or a form. */
export function showPicked() {
  if (!mayReview) return;
  const selection = getSelection();
  const range = selection.rangeCount ? selection.getRangeAt(0) : null;
  if (!range || !sheet.contains(range.commonAncestorContainer)) return;
  if (range.collapsed) {
    picked = null;
    marker?.clear();
    return tell();
  }
  const start = placeOf(range.startContainer, range.startOffset);
  const end = placeOf(range.endContainer, range.endOffset, true);
  picked = start === null || end === null || start >= end ? null : { start, end, words: wordsOf(range) };
  marker?.clear();
  if (picked) marker?.add(range.cloneRange());
  tell();
}

function wordsOf(range) {
  const copy = range.cloneContents();
  for (const number of copy.querySelectorAll("sup")) number.remove();
  return copy.textContent.trim();
}

function cutWords() {
  const card = cardOf(currentKey());
  const start = Number(card?.dataset.start);
  if (caret === null || !card || caret <= start || caret >= Number(card.dataset.end)) return "";
  const { words } = quoteOf(currentKey());
  const all = [...words];
  return `…${all.slice(0, caret - start).slice(-8).join("")}｜${all.slice(caret - start).slice(0, 8).join("")}…`;
}

function tell() {
  if (!bar) return;
  const cut = picked ? "" : cutWords();
  bar.hidden = !picked && !cut;
  const about = picked ? inWords(`已选“${picked.words}”`, `Selected “${picked.words}”`) : cut;
  bar.querySelector("[data-picked-words]").textContent = about;
  for (const [name, isShown] of [["add", picked], ["move", picked && currentKey()], ["split", cut]])
    bar.querySelector(`[data-do=${name}]`).hidden = !isShown;
}
