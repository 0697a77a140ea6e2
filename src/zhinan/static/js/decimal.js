// Exact sums of amounts as typed. No floating point: "9.50" + "0.10" is "9.60".

const WIDE = "０１２３４５６７８９．－，";
const NARROW = "0123456789.-,";

/** Read what a person typed: {units, scale}, or null when it is no number. Blank is nought. */
export function read(text) {
  const plain = [...String(text).trim()]
    .map((c) => (WIDE.includes(c) ? NARROW[WIDE.indexOf(c)] : c))
    .join("")
    .replaceAll(",", "");
  if (plain === "") return { units: 0n, scale: 0 };
  const parts = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain);
  if (!parts || (parts[2] === "" && !parts[3])) return null;
  const decimals = parts[3] ?? "";
  const units = BigInt(parts[2] + decimals || "0");
  return { units: parts[1] ? -units : units, scale: decimals.length };
}

/** Add numbers as written by read(); the result keeps the longest fraction. */
export function add(numbers) {
  const scale = Math.max(0, ...numbers.map((n) => n.scale));
  const units = numbers.reduce((total, n) => total + n.units * 10n ** BigInt(scale - n.scale), 0n);
  return { units, scale };
}

/** Write with at least `least` decimals and no more than are needed. */
export function write({ units, scale }, least = 2) {
  let digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  let decimals = scale ? digits.slice(-scale).replace(/0+$/, "") : "";
  decimals = decimals.padEnd(least, "0");
  return `${units < 0n ? "-" : ""}${whole.replace(/\B(?=(\d{3})+$)/g, ",")}${decimals ? `.${decimals}` : ""}`;
}

/** The sum of texts, written; null when one of them is no number. */
export function sum(texts, least = 2) {
  const numbers = texts.map(read);
  return numbers.includes(null) ? null : write(add(numbers), least);
}
