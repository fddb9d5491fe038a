// As one types in a search field that names where suggestions come from, its list of titles follows, a moment later.
const PAUSE = 180;
const LEAST = 2;
let waiting;

document.addEventListener("input", (event) => {
  const field = event.target.closest?.("input[data-suggest]");
  if (!field) return;
  clearTimeout(waiting);
  const typed = field.value.trim();
  if (typed.length < LEAST) return;
  waiting = setTimeout(async () => {
    const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`);
    if (answer.ok && field.value.trim() === typed) field.list?.replaceChildren(...options(await answer.text()));
  }, PAUSE);
});

function options(markup) {
  return [...new DOMParser().parseFromString(`<datalist>${markup}</datalist>`, "text/html").querySelectorAll("option")];
}
