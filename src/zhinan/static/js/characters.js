// As engines/values/text.py counts: what is seen counts one; space, hidden signs, accents and joined parts do not.
export function characters(text) {
  let seen = 0;
  let isJoined = false;
  for (const sign of text) {
    if (sign === "\u200d") {
      isJoined = true;
      continue;
    }
    if (/[\p{C}\p{Z}\p{M}\s]|[\u{1f3fb}-\u{1f3ff}]/u.test(sign)) continue;
    if (!isJoined) seen += 1;
    isJoined = false;
  }
  return seen;
}
