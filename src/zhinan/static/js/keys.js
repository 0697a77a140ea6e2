// One-letter keys. An element says its own: data-key="n" is pressed by N; data-keys on a list lets J and K walk its links.
// They can be switched off (WCAG 2.1.4) in the list that ? opens.
import { inWords } from "./words.js";

const SWITCH = "zhinan-keys-off";
const typing = (element) => element.closest("input, textarea, select, [contenteditable]");
const isOff = () => localStorage.getItem(SWITCH) === "yes";

function walk(step) {
  const links = [...document.querySelectorAll("[data-keys] a, [data-keys] [tabindex]")].filter((l) => l.offsetParent);
  if (!links.length) return;
  const here = links.indexOf(document.activeElement);
  const start = here < 0 ? links.findIndex((l) => l.hasAttribute("aria-current")) : here;
  const to = links[Math.min(Math.max(start + step, 0), links.length - 1)];
  to.focus();
  to.scrollIntoView({ block: "nearest" });
}

function listed() {
  const own = [...document.querySelectorAll("[data-key]")].map((e) => [e.dataset.key, e.dataset.keyLabel ?? e.textContent.trim()]);
  const fixed = [["/", inWords("查找", "Search")], ["?", inWords("全部快捷键", "All shortcuts")]];
  if (document.querySelector("[data-keys]")) fixed.unshift(["J / K", inWords("下一条、上一条", "Next, previous")]);
  return [...own, ...fixed];
}

function build() {
  const dialog = document.createElement("dialog");
  dialog.setAttribute("aria-label", inWords("快捷键", "Shortcuts"));
  const body = document.createElement("div");
  body.className = "body keylist";
  for (const [key, label] of listed()) {
    const line = document.createElement("p");
    const cap = document.createElement("kbd");
    cap.textContent = key.toUpperCase();
    line.append(cap, label);
    body.append(line);
  }
  const choice = document.createElement("label");
  choice.className = "choice";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = isOff();
  box.addEventListener("change", () => localStorage.setItem(SWITCH, box.checked ? "yes" : "no"));
  choice.append(box, inWords("关掉单键快捷键", "Switch single-key shortcuts off"));
  body.append(choice);
  const foot = document.createElement("footer");
  const close = document.createElement("button");
  close.className = "btn";
  close.type = "button";
  close.dataset.close = "";
  close.textContent = inWords("关闭", "Close");
  foot.append(close);
  dialog.append(body, foot);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-show-keys]")) build();
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return build();
  if (isOff()) return;
  const key = event.key.toLowerCase();
  if (key === "j") walk(1);
  else if (key === "k") walk(-1);
  else if (key === "/") {
    const search = document.querySelector("main input[type=search]");
    if (!search) return;
    event.preventDefault();
    search.focus();
  } else {
    const owner = [...document.querySelectorAll("[data-key]")].find((e) => e.dataset.key === key && e.offsetParent);
    if (owner) {
      event.preventDefault();
      owner.click();
    }
  }
});
