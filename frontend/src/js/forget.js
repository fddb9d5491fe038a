// Copies of texts on this device: signing out clears them, and so does coming back after an access has ended.
import { forgetAll, forgetLent } from "./copies.js";

document.addEventListener("submit", (event) => {
  if (event.target.matches("form[data-forget]")) forgetAll();
});

const { copies } = document.body.dataset;
if (copies) forgetLent(copies);
