// Tabs show one panel at a time; left and right move between them. The address keeps the choice.
function show(list, tab, focus) {
  for (const other of list.querySelectorAll("[role=tab]")) {
    const isOn = other === tab;
    other.setAttribute("aria-selected", String(isOn));
    other.tabIndex = isOn ? 0 : -1;
    const panel = document.getElementById(other.getAttribute("aria-controls"));
    if (panel) panel.hidden = !isOn;
  }
  if (focus) tab.focus();
}

for (const list of document.querySelectorAll("[role=tablist]")) {
  const tabs = [...list.querySelectorAll("[role=tab]")];
  const named = tabs.find((tab) => location.hash && location.hash.slice(1) === tab.getAttribute("aria-controls"));
  show(list, named ?? tabs.find((tab) => tab.getAttribute("aria-selected") === "true") ?? tabs[0], false);
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (!tab) return;
    show(list, tab, true);
    history.replaceState(null, "", `#${tab.getAttribute("aria-controls")}`);
  });
  list.addEventListener("keydown", (event) => {
    const at = tabs.indexOf(event.target);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    show(list, tabs[(to + tabs.length) % tabs.length], true);
  });
}
