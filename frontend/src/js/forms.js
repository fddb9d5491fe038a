// Busy buttons, no second send, a guard for words not yet saved, and the focus on what needs it.
const sending = new WeakSet();
const plain = (form) => !["hx-post", "hx-get", "hx-put", "hx-patch", "hx-delete"].some((name) => form.hasAttribute(name));

function busy(button) {
  if (!button) return;
  button.dataset.rest ??= button.innerHTML;
  button.setAttribute("aria-busy", "true");
  button.setAttribute("aria-disabled", "true");
  if (button.dataset.busy) button.textContent = button.dataset.busy;
}

function rest(button) {
  if (button.dataset.rest === undefined) return;
  button.innerHTML = button.dataset.rest;
  delete button.dataset.rest;
  button.removeAttribute("aria-busy");
  button.removeAttribute("aria-disabled");
  button.disabled = false;
}

function free(form) {
  sending.delete(form);
  form.querySelectorAll("[data-rest]").forEach(rest);
}

// Capturing, so that it is asked before htmx: a second press must not become a second request.
document.addEventListener("submit", (event) => {
  if (sending.has(event.target)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);

document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter ?? form.querySelector("button:not([type='button'])");
  if (form.target === "_blank" || form.method === "dialog" || (event.defaultPrevented && plain(form))) return;
  if (form.method !== "post" && plain(form) && !button?.dataset.busy) return;
  sending.add(form);
  form.removeAttribute("data-changed");
  // Disabled only after the browser has collected the fields, or the pressed button's own value would be lost.
  setTimeout(() => {
    busy(button);
    if (button && plain(form)) button.disabled = true;
  });
});

for (const name of ["htmx:after:request", "htmx:error", "htmx:finally:request"]) {
  document.addEventListener(name, (event) => {
    const form = event.target.closest?.("form");
    if (form) setTimeout(() => free(form), 10);
  });
}

// Back from the next page by the browser's own memory: nothing is being sent any more.
addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form").forEach(free));

const touch = (event) => event.target.closest?.("form[data-unsaved]")?.setAttribute("data-changed", "");
document.addEventListener("input", touch);
document.addEventListener("change", touch);
addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-unsaved][data-changed]")) event.preventDefault();
});

function settle(root) {
  const summary = root.querySelector?.(".errors[role='alert']");
  const wrong = root.querySelector?.("[aria-invalid='true']");
  if (summary) {
    summary.tabIndex = -1;
    summary.focus();
  } else if (wrong) wrong.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".errors a[href^='#']");
  const field = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!field) return;
  event.preventDefault();
  const control = field.matches("input, select, textarea, button") ? field : field.querySelector("input, select, textarea, button");
  (control ?? field).focus();
});

document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  const heading = target.querySelector?.("h1");
  if (target.querySelector?.(".errors, [aria-invalid='true']")) settle(target);
  else if (heading && target.matches?.("main, body")) {
    heading.tabIndex = -1;
    heading.focus();
  }
});

settle(document);
