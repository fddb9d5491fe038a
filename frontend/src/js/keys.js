// Ctrl K or / to find, J and K to walk a list, Escape to close a menu.
// `data-keys="off"` on <html> (a person's own setting) leaves every single letter to the browser.
const typing = (element) => element?.closest?.("input, textarea, select, [contenteditable='true']");
const shown = (element) => element.offsetParent !== null;

function find() {
  const field = [...document.querySelectorAll("input[data-find]")].find(shown);
  if (field) {
    field.focus();
    field.select();
    return true;
  }
  const link = [...document.querySelectorAll("a[data-find]")].find(shown);
  link?.click();
  return Boolean(link);
}

function walk(step) {
  const here = document.activeElement;
  const list = here?.closest(".rows") ?? [...document.querySelectorAll("main .rows")].find(shown);
  if (!list) return false;
  const stops = [...list.children].map((row) => (row.matches("a, button") ? row : row.querySelector("a, button"))).filter(Boolean);
  const at = stops.findIndex((stop) => stop === here || stop.closest(".rows > *")?.contains(here));
  const next = stops[Math.max(0, Math.min(stops.length - 1, at + step))] ?? stops[0];
  next?.focus();
  return Boolean(next);
}

function shut() {
  const open = [...document.querySelectorAll("details.menu2[open]")].pop();
  if (!open) return false;
  open.open = false;
  open.querySelector("summary")?.focus();
  return true;
}

const LETTERS = { "/": find, j: () => walk(1), k: () => walk(-1) };

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
    if (find()) event.preventDefault();
    return;
  }
  if (event.key === "Escape" && shut()) return event.preventDefault();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  if (document.documentElement.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
  if (LETTERS[event.key]?.()) event.preventDefault();
});

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu2[open]")) if (!menu.contains(event.target)) menu.open = false;
});
