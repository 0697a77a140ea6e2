// The review page: each decision is saved as it is made, the letter follows, keys walk the items.
// Without it the form is one form: decide, save, conclude.
import { say } from "./feedback.js";
import { inWords } from "./words.js";

const form = document.querySelector("[data-review]");
const items = () => [...form.querySelectorAll("[data-item]")].filter((item) => item.offsetParent);
const typing = (element) => element.closest("input:not([type=radio]), textarea, select");
const NEEDS_REMARK = ["to_correct", "failed", "waived"];
let queue = Promise.resolve();

// Where nothing needs a reason the field for it stays away; without script it is always there.
function fold(item) {
  const chosen = item.querySelector("input[type=radio]:checked");
  const remark = item.querySelector("textarea");
  item.querySelector(".why").hidden = !NEEDS_REMARK.includes(chosen?.value) && !remark.value;
}

function suggest() {
  const chosen = [...form.querySelectorAll("input[type=radio]:checked")].map((radio) => radio.value);
  const wanted = chosen.includes("failed") ? "rejected" : chosen.includes("to_correct") ? "correction" : "valid";
  for (const button of document.querySelectorAll("[data-suggest]")) button.classList.toggle("pri", button.dataset.suggest === wanted);
}

function show(item, message) {
  const place = item.querySelector("[data-error]");
  place.textContent = message;
  place.hidden = !message;
}

async function save(item) {
  const id = item.dataset.item;
  const chosen = item.querySelector("input[type=radio]:checked");
  if (!chosen) return;
  const remark = item.querySelector("textarea");
  if (NEEDS_REMARK.includes(chosen.value) && !remark.value.trim()) {
    show(item, inWords("请写明理由，理由将写入通知书", "Give the reason; it goes into the letter"));
    return;
  }
  const body = new FormData();
  body.set("act", "save");
  body.set(`outcome-${id}`, chosen.value);
  body.set(`remark-${id}`, remark.value);
  body.set(`version-${id}`, item.querySelector("[data-version]").value);
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body, headers: { "X-Zhinan-Live": "1" } });
  } catch {
    return say(inWords("没有送达，意见还在页面上，请重试", "Not delivered; your entry is still here"), { kind: "bad" });
  }
  const said = await answer.json().catch(() => ({ findings: [answer.statusText] }));
  if (!answer.ok) return show(item, said.findings.join(" "));
  show(item, "");
  for (const [pk, version] of Object.entries(said.versions)) {
    const field = form.querySelector(`[name="version-${pk}"]`);
    if (field) field.value = version;
  }
  document.querySelector("[data-letter]").innerHTML = said.letter;
  document.querySelector("[data-decided]").textContent = said.decided;
  item.querySelector(".vw").textContent = chosen.parentElement.textContent.trim();
}

// One after another: a save carries the version the one before it gave back.
const saveInTurn = (item) => (queue = queue.then(() => save(item)));

form.addEventListener("change", (event) => {
  const item = event.target.closest("[data-item]");
  if (!item) return;
  fold(item);
  suggest();
  if (event.target.type === "radio" && NEEDS_REMARK.includes(event.target.value)) {
    const remark = item.querySelector("textarea");
    if (!remark.value.trim()) remark.focus();
  }
  saveInTurn(item);
});

for (const item of form.querySelectorAll("[data-item]")) fold(item);

function walk(step) {
  const all = items();
  const here = all.indexOf(document.activeElement.closest("[data-item]"));
  const to = all[Math.min(Math.max(here + step, 0), all.length - 1)];
  to?.focus();
  to?.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.querySelector("dialog[open]") || localStorage.getItem("zhinan-keys-off") === "yes") return;
  const key = event.key.toLowerCase();
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "n") document.querySelector("[data-next]")?.click();
  else if ("12345".includes(key)) {
    const item = document.activeElement.closest("[data-item]");
    const choice = item?.querySelectorAll("input[type=radio]")[Number(key) - 1];
    if (!choice) return;
    event.preventDefault(); // the digit must not land in the field that takes the focus
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  }
});

for (const button of document.querySelectorAll("[data-conclude]")) {
  button.addEventListener("click", async () => {
    await queue;
    const hidden = (name, value) => {
      const field = document.createElement("input");
      field.type = "hidden";
      field.name = name;
      field.value = value;
      form.append(field);
    };
    hidden("act", "conclude");
    hidden("conclusion", button.dataset.conclude);
    hidden("reason", button.closest("dialog").querySelector("[data-reason]").value);
    form.submit();
  });
}
