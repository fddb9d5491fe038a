// The list of threads as the server drew it: what each is about, and the form that begins a new one.
export function rows() {
  return [...document.querySelectorAll("[data-threads] [data-thread][data-open]")].map((element) => ({
    element,
    uid: element.dataset.thread,
    place: JSON.parse(element.querySelector("script[type='application/json']").textContent),
    get drafted() {
      return { anchor: null, ...this.place, ...(this.place.moved ?? {}) }; // where it stands in the draft
    },
    gone(gone) {
      const note = element.querySelector("[data-gone]");
      if (note) note.hidden = !gone;
    },
    show() {
      document.querySelector(".thread.here")?.classList.remove("here");
      element.classList.add("here");
      element.scrollIntoView({ block: "nearest", behavior: "smooth" });
      element.focus({ preventScroll: true });
    },
  }));
}

/** Puts the place that was chosen into the form, and the caret where one writes. */
export function begin({ quote, before, after, anchor = null }) {
  const form = document.querySelector("[data-begin]");
  if (!form) return;
  const given = { quote, before, after, anchor: anchor ? JSON.stringify(anchor) : "" };
  for (const [name, value] of Object.entries(given)) form.elements[name].value = value;
  quoted(quote);
  form.scrollIntoView({ block: "center", behavior: "smooth" });
  form.elements.words.focus({ preventScroll: true });
}

function quoted(quote) {
  const form = document.querySelector("[data-begin]");
  const shown = form.querySelector("[data-quoted]");
  shown.textContent = quote;
  shown.hidden = !quote;
  form.querySelector("[data-unquote]").hidden = !quote;
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-unquote]")) begin({ quote: "", before: "", after: "" });
});

// The list is drawn anew when somebody else says something: what one is writing oneself stays, with the caret.
const fields = () => [...document.querySelectorAll("[data-threads] :is(textarea, select, input[id])")];
let kept = [];
let sent = null; // the form that the answer is for

document.addEventListener("submit", (event) => {
  if (event.target.closest?.("[data-threads]")) sent = event.target.querySelector("textarea")?.id ?? "";
}, true);

document.addEventListener("htmx:before:swap", () => {
  const here = document.activeElement;
  kept = fields().map(({ id, value, selectionStart, selectionEnd }) => ({ id, value, at: here.id === id ? [selectionStart, selectionEnd] : null }));
});

document.addEventListener("htmx:after:swap", () => {
  const panel = document.querySelector("[data-threads]");
  const refused = panel?.querySelector("[role='alert']");
  const own = sent !== null;
  const done = own && !refused ? document.getElementById(sent)?.form : null;
  for (const { id, value, at } of kept) {
    const field = document.getElementById(id);
    if (!field || !value || field.form === done) continue;
    field.value = value;
    if (field.matches("textarea")) field.closest("details")?.setAttribute("open", "");
    if (at && field.matches("textarea")) {
      field.focus({ preventScroll: true });
      field.setSelectionRange(...at);
    }
  }
  const quote = document.querySelector("[data-begin]")?.elements.quote.value;
  if (quote) quoted(quote);
  if (own && !refused) {
    panel.tabIndex = -1;
    panel.focus({ preventScroll: true });
  }
  kept = [];
  sent = null;
});
