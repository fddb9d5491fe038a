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
  const shown = form.querySelector("[data-quoted]");
  shown.textContent = quote;
  shown.hidden = !quote;
  form.querySelector("[data-unquote]").hidden = !quote;
  form.scrollIntoView({ block: "center", behavior: "smooth" });
  form.elements.words.focus({ preventScroll: true });
}

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-unquote]")) begin({ quote: "", before: "", after: "" });
});
