// swap(place, html): bring a panel up to date by replacing only the parts that changed. A part is an element with
// data-part; parts inside a part are compared one by one, so that what is open stays open and what is read stays put.
const keyed = (element) => {
  const children = [...element.children];
  return children.length && children.every((child) => child.dataset?.part) ? children : null;
};

function bring(old, fresh) {
  const wanted = keyed(fresh);
  const present = keyed(old);
  if (!wanted || !present) {
    if (old.innerHTML !== fresh.innerHTML) old.innerHTML = fresh.innerHTML;
    return;
  }
  const byPart = new Map(present.map((child) => [child.dataset.part, child]));
  let here = old.firstElementChild;
  for (const child of wanted) {
    const held = byPart.get(child.dataset.part);
    byPart.delete(child.dataset.part);
    if (!held || held.tagName !== child.tagName) {
      old.insertBefore(child, here);
      held?.remove();
    } else {
      if (held !== here) old.insertBefore(held, here);
      if (held.className !== child.className) held.className = child.className;
      bring(held, child);
      here = held.nextElementSibling;
    }
  }
  for (const gone of byPart.values()) gone.remove();
}

export function swap(place, html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const holder = document.createElement("div");
  holder.append(fresh.content);
  bring(place, holder);
}
