// The list under a search field: titles that the server knows, and the areas and partners of the frame to go to.
// Arrows walk it, Enter opens what is chosen (and searches when nothing is), Escape closes it.
const field = (element) => element?.closest?.("input[role='combobox']");
const listOf = (input) => document.getElementById(input.getAttribute("aria-controls"));
const options = (list) => [...list.querySelectorAll("[role='option']")];

function show(input, open) {
  const list = listOf(input);
  list.hidden = !open || options(list).length === 0;
  input.setAttribute("aria-expanded", String(!list.hidden));
  if (list.hidden) input.removeAttribute("aria-activedescendant");
}

function places(typed) {
  const begins = (link) => ` ${link.textContent.toLowerCase().trim()}`.includes(` ${typed}`);
  const found = [...document.querySelectorAll(".rail a.navi")].filter(begins);
  return found.slice(0, 4).map((link) => {
    const place = link.cloneNode(true);
    place.removeAttribute("aria-current");
    place.querySelectorAll(".n").forEach((count) => count.remove());
    return Object.assign(place, { role: "option", ariaSelected: "false", tabIndex: -1 });
  });
}

function choose(input, step) {
  const all = options(listOf(input));
  const at = all.findIndex((option) => option.ariaSelected === "true");
  const next = (at + step + all.length + 1) % (all.length + 1); // the last stop is the field itself: nothing chosen
  all.forEach((option, number) => { option.ariaSelected = String(number === next); });
  if (all[next]) input.setAttribute("aria-activedescendant", all[next].id);
  else input.removeAttribute("aria-activedescendant");
}

document.addEventListener("htmx:after:swap", () => {
  const input = field(document.activeElement);
  if (!input) return;
  const list = listOf(input);
  const typed = input.value.trim().toLowerCase();
  if (!typed || !list.firstElementChild?.matches("[role='option']")) list.replaceChildren(); // nothing, or a page: signed out
  if (typed) list.prepend(...places(typed));
  options(list).forEach((option, number) => { option.id = `${list.id}-${number}`; });
  show(input, true);
});

document.addEventListener("keydown", (event) => {
  const input = field(event.target);
  if (!input || listOf(input).hidden || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const all = options(listOf(input)).length;
    choose(input, event.key === "ArrowDown" ? 1 : all);
  } else if (event.key === "Escape") {
    event.preventDefault();
    show(input, false);
  } else if (event.key === "Enter") {
    const chosen = listOf(input).querySelector("[aria-selected='true']");
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
  }
});

document.addEventListener("focusin", (event) => { if (field(event.target)) show(field(event.target), true); });
document.addEventListener("focusout", (event) => {
  const input = field(event.target);
  if (input && !listOf(input).contains(event.relatedTarget)) setTimeout(() => show(input, false), 150); // a click comes first
});
