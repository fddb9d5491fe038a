// The buttons come from the server, drawn and worded; here they get their deeds. Arrow keys walk them, as in any toolbar.
import { deeds, isOn, run } from "./deeds.js";

export function toolbar(bar, editor, own) {
  const buttons = [...bar.querySelectorAll("button")];
  const show = () => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(isOn(editor, button.dataset.do)));
    bar.dataset.in = editor.isActive("table") ? "table" : "";
  };
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const name = button.dataset.do;
    if (deeds[name]) run(editor, name);
    else own[name]?.();
    show();
  });
  bar.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays where it is
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const seen = buttons.filter((button) => button.offsetParent !== null);
    const next = seen[(seen.indexOf(document.activeElement) + step + seen.length) % seen.length];
    for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
    next.focus();
    event.preventDefault();
  });
  buttons.forEach((button, n) => (button.tabIndex = n ? -1 : 0));
  editor.on("selectionUpdate", show).on("transaction", show);
  show();
}
