// The title: one line, shared like the text. Two people's changes to it merge letter by letter.
export function bindTitle(field, text) {
  const grow = () => {
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };
  const show = () => {
    if (field.value === text.toString()) return;
    const at = field.selectionStart;
    field.value = text.toString();
    if (document.activeElement === field) field.setSelectionRange(at, at);
    grow();
  };
  field.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  addEventListener("resize", grow);
  field.addEventListener("input", () => {
    if (/[\r\n]/.test(field.value)) field.value = field.value.replace(/[\r\n]+/g, " ");
    grow();
    const [before, after] = [text.toString(), field.value];
    let start = 0;
    while (start < before.length && before[start] === after[start]) start += 1;
    let end = 0;
    while (end < before.length - start && end < after.length - start && before.at(-1 - end) === after.at(-1 - end)) end += 1;
    text.doc.transact(() => {
      if (before.length > start + end) text.delete(start, before.length - start - end);
      if (after.length > start + end) text.insert(start, after.slice(start, after.length - end));
    });
  });
  text.observe(show);
  show();
  requestAnimationFrame(grow);
}
