// A place to drop files shows what was chosen and refuses what is too big before it travels.
import { inWords } from "./words.js";

function written(bytes) {
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function tell(zone, input) {
  const place = zone.querySelector("[data-drop-names]");
  if (!place) return;
  place.dataset.hint ??= place.textContent;
  const limit = Number(zone.dataset.maxBytes || 50 * 1024 * 1024);
  const files = [...input.files];
  const big = files.find((file) => file.size > limit);
  if (big) {
    input.value = "";
    place.textContent = inWords(
      `“${big.name}”${written(big.size)}，超过${written(limit)}，没有选上；请压缩或拆分`,
      `“${big.name}” is ${written(big.size)}, over ${written(limit)}; compress or split it`,
    );
  } else {
    place.textContent = files.map((file) => `${file.name}（${written(file.size)}）`).join("，") || place.dataset.hint;
  }
  zone.classList.toggle("wrong", Boolean(big));
}

for (const zone of document.querySelectorAll("[data-drop]")) {
  const input = zone.querySelector("input[type=file]");
  if (!input) continue;
  input.addEventListener("change", () => tell(zone, input));
  if (input.files.length) tell(zone, input); // chosen before this script came, or kept by the browser on going back
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, () => zone.classList.add("over"));
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => zone.classList.remove("over"));
}
