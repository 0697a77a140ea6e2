// The fields of a blank form: rows keep their order by themselves, what a kind has no use for is put aside,
// and the preview follows what is typed. Without script the page's own buttons do the same.
import { swap } from "./parts.js";
import { inWords } from "./words.js";

const PAUSE = 500;
const form = document.getElementById("edit");
const preview = document.getElementById("preview");
const saved = document.querySelector("[data-said-saved]");
let timer = 0;
let asking = null;

function inOrder() {
  form.querySelectorAll("[data-order]").forEach((field, index) => (field.value = String(index + 1)));
}

// A length belongs to text, words to a choice or a table, rows to a table. What was typed stays, should the kind come back.
function fit(row) {
  const kind = row.querySelector("[data-kind]").value;
  for (const field of row.querySelectorAll("[data-of]")) {
    field.hidden = !field.dataset.of.split(" ").includes(kind);
    field.closest("td").classList.toggle("is-off", field.hidden);
  }
}

const fitAll = () => form.querySelectorAll("[data-rows] > tr").forEach(fit);

async function draw() {
  asking?.abort();
  asking = new AbortController();
  const typed = new FormData(form);
  typed.set("part", "1");
  try {
    const answer = await fetch(form.action || location.href, { method: "POST", body: typed, signal: asking.signal });
    if (answer.ok) swap(preview, await answer.text());
  } catch (fault) {
    if (fault.name !== "AbortError") saved.textContent = inWords("预览没有送达，请检查网络", "The preview could not be fetched. Check the network.");
  }
}

function changed() {
  inOrder();
  if ("formEditor" in form.dataset) saved.textContent = inWords("有改动没有保存", "Changes are not saved yet");
  clearTimeout(timer);
  timer = setTimeout(draw, PAUSE);
}

form.addEventListener("input", (event) => {
  if (event.target.matches("[data-kind]")) fit(event.target.closest("tr"));
  changed();
});
form.addEventListener("grid:change", () => {
  fitAll();
  changed();
});
for (const button of document.querySelectorAll(".plain-preview")) button.hidden = true;
inOrder();
fitAll();
