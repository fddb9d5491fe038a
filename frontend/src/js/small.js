// Small things that would otherwise be inline handlers.
document.addEventListener("click", async (event) => {
  const opener = event.target.closest?.("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog)?.showModal();
  if (event.target.closest?.("[data-close]")) event.target.closest("dialog")?.close();
  if (event.target.closest?.("[data-print]")) print();
  const copier = event.target.closest?.("[data-copy]");
  if (!copier) return;
  await navigator.clipboard?.writeText(copier.dataset.copy);
  const said = copier.querySelector("[data-said]") ?? copier;
  said.dataset.was ??= said.textContent;
  said.textContent = copier.dataset.copied ?? said.textContent;
  setTimeout(() => (said.textContent = said.dataset.was), 2000);
});

// A filter sends itself when it changes; without script its button does.
document.addEventListener("change", (event) => {
  if (event.target.closest?.("[data-auto]")) event.target.form?.requestSubmit();
});
