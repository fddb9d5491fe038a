// Signing out clears the copies of texts that the editor kept on this device for times without a connection.
const KEPT = "kith:texts";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-forget]")) return;
  for (const copy of JSON.parse(localStorage.getItem(KEPT) ?? "[]")) indexedDB.deleteDatabase(copy);
  localStorage.removeItem(KEPT);
});
