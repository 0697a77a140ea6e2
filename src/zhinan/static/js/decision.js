// Running totals of a decision list while it is filled in; the server counts again when it is saved.
import { read, add, write } from "./decimal.js";

const table = document.querySelector("[data-award-sums]");
if (table) {
  const show = () => {
    const awarded = [...table.querySelectorAll("tbody tr")].filter((row) => row.querySelector("[data-outcome]").value === "award");
    const amounts = awarded.map((row) => read(row.querySelector("[data-amount]").value));
    for (const [i, row] of awarded.entries()) row.querySelector("[data-amount]").toggleAttribute("aria-invalid", amounts[i] === null);
    const total = write(add(amounts.filter(Boolean)));
    for (const place of document.querySelectorAll("[data-award-sum]")) place.textContent = total;
    for (const place of document.querySelectorAll("[data-award-count]")) place.textContent = awarded.length;
  };
  table.addEventListener("input", show);
  table.addEventListener("change", show);
  show();
}
