// What a text names: other items, of which it keeps the id alone, and people.
import { mergeAttributes, Node } from "@tiptap/core";

const atom = { group: "inline", inline: true, atom: true, marks: "bold italic strike" };
// Elements of a shared document carry no marks, so an atom's marks are an attribute (kith/prose/shared.py).
const marks = { default: null, rendered: false };

/** A reference shows its item's title to whoever may see the item: `ask(id)` promises it, or nothing. */
export const reference = (ask, closed) =>
  Node.create({
    name: "reference",
    ...atom,
    addAttributes: () => ({ item: { default: null, parseHTML: (element) => element.dataset.item, renderHTML: ({ item }) => ({ "data-item": item }) }, marks }),
    parseHTML: () => [{ tag: "a[data-item]", priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes)],
    renderText: ({ node }) => `[[${node.attrs.item}]]`,
    addNodeView() {
      return ({ node }) => {
        const dom = Object.assign(document.createElement("span"), { className: "reference", textContent: "…" });
        dom.dataset.item = node.attrs.item;
        ask(node.attrs.item).then((title) => {
          dom.textContent = title ?? closed;
          dom.classList.toggle("closed", !title);
        });
        return { dom };
      };
    },
  });

export const mention = Node.create({
  name: "mention",
  ...atom,
  addAttributes: () => ({
    person: { default: null, parseHTML: (element) => element.dataset.person, renderHTML: ({ person }) => ({ "data-person": person }) },
    name: { default: null, parseHTML: (element) => element.dataset.name ?? element.textContent.replace(/^@/, ""), renderHTML: ({ name }) => ({ "data-name": name }) },
    marks,
  }),
  parseHTML: () => [{ tag: "span[data-person]" }],
  renderHTML: ({ node, HTMLAttributes }) => ["span", mergeAttributes(HTMLAttributes, { class: "mention" }), `@${node.attrs.name}`],
  renderText: ({ node }) => `@${node.attrs.name}`,
});

/** Asks for the titles of several items in one question, each once. */
export function titles(address) {
  const known = new Map();
  let waiting = [];
  const send = async () => {
    const asked = waiting;
    waiting = [];
    let found = {};
    try {
      const answer = await fetch(`${address}?items=${asked.map(({ item }) => item).join(",")}`, { headers: { Accept: "application/json" } });
      if (answer.ok) found = (await answer.json()).titles;
    } catch {
      asked.forEach(({ item }) => known.delete(item)); // asked again when it is drawn again
    }
    asked.forEach(({ item, tell }) => tell(found[item]));
  };
  return (item) => {
    if (!known.has(item)) {
      known.set(item, new Promise((tell) => {
        if (!waiting.length) setTimeout(send, 30);
        waiting.push({ item, tell });
      }));
    }
    return known.get(item);
  };
}
