// Short messages, printing, and the place a refused form puts the reader.
import { inWords } from "./words.js";

const LINGER = 8000;
const area = document.querySelector("[data-toasts]");

function leaveSoon(toast) {
  if (toast.matches(".bad, .wait")) return;
  let timer = setTimeout(() => toast.remove(), LINGER);
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("focusin", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", () => (timer = setTimeout(() => toast.remove(), LINGER)));
}

/** Say something in the corner; `action` adds a button, as in ("已删一行", {label: "撤销", run}). */
export function say(words, { kind = "", action = null } = {}) {
  const toast = document.createElement("div");
  toast.className = `toast ${kind}`.trim();
  const text = document.createElement("span");
  text.textContent = words;
  const button = document.createElement("button");
  button.type = "button";
  button.dataset.dismiss = "";
  button.textContent = action?.label ?? inWords("知道了", "OK");
  if (action) button.addEventListener("click", action.run);
  toast.append(text, button);
  area?.append(toast);
  leaveSoon(toast);
  return toast;
}

area?.querySelectorAll(".toast").forEach(leaveSoon);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove();
  if (event.target.closest("[data-print]")) window.print();
});
for (const button of document.querySelectorAll("[data-print]")) button.hidden = false;
document.querySelector("[data-focus]")?.focus();

for (const failure of ["htmx:error", "htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(failure, () =>
    say(inWords("没有送达，请检查网络后重试", "Not delivered. Check the network and try again."), { kind: "bad" }),
  );
}
