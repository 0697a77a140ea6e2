// Choosing rows: one box chooses all, and the bar says how many. Order and filters are the server's.
import { inWords } from "./words.js";

for (const all of document.querySelectorAll("[data-check-all]")) {
  const table = all.closest("table");
  const boxes = [...table.querySelectorAll("tbody input[type=checkbox]")];
  const bar = document.querySelector(`[data-bulk="${table.id}"]`);
  const count = () => {
    const chosen = boxes.filter((box) => box.checked);
    all.checked = chosen.length === boxes.length && boxes.length > 0;
    all.indeterminate = chosen.length > 0 && !all.checked;
    for (const box of boxes) box.closest("tr").setAttribute("aria-selected", String(box.checked));
    if (!bar) return;
    bar.hidden = chosen.length === 0;
    bar.querySelector("b").textContent = inWords(`已选${chosen.length}项`, `${chosen.length} selected`);
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    count();
  });
  table.addEventListener("change", count);
  count();
}

for (const choice of document.querySelectorAll("select[data-go]")) {
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
