// What a text names: other items, of which it keeps the id alone, and people.
import { mergeAttributes, Node } from "@tiptap/core";

const atom = { group: "inline", inline: true, atom: true, marks: "bold italic strike" };
// Elements of a shared document carry no marks, so an atom's marks are an attribute (kith/prose/shared.py).
const marks = { default: null, rendered: false };

/** What shows a title only to whoever may see what it names: `ask(kind, id)` promises it, or nothing. */
const named = (name, key, kind, ask, closed, written) =>
  Node.create({
    name,
    ...atom,
    addAttributes: () => ({ [key]: { default: null, parseHTML: (element) => element.dataset[key], renderHTML: (attrs) => ({ [`data-${key}`]: attrs[key] }) }, marks }),
    parseHTML: () => [{ tag: `a[data-${key}]`, priority: 60 }],
    renderHTML: ({ HTMLAttributes }) => ["a", mergeAttributes(HTMLAttributes)],
    renderText: ({ node }) => written(node.attrs[key]),
    addNodeView() {
      return ({ node }) => {
        const dom = Object.assign(document.createElement("span"), { className: name, textContent: "…" });
        ask(kind, node.attrs[key]).then((title) => {
          dom.textContent = title ?? closed;
          dom.classList.toggle("closed", !title);
        });
        return { dom };
      };
    },
  });

export const reference = (ask, words) => named("reference", "item", "items", ask, words.notOpen, (id) => `[[${id}]]`);
export const attachment = (ask, words) => named("attachment", "file", "files", ask, words.fileNotOpen, (id) => `![[${id}]]`);

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

/** Asks for the titles of several items and files in one question, each once. */
export function titles(address) {
  const known = new Map();
  let waiting = [];
  const send = async () => {
    const asked = waiting;
    waiting = [];
    let found = { items: {}, files: {} };
    const ids = (kind) => asked.filter((each) => each.kind === kind).map(({ id }) => id).join(",");
    try {
      const answer = await fetch(`${address}?items=${ids("items")}&files=${ids("files")}`, { headers: { Accept: "application/json" } });
      if (answer.ok) found = await answer.json();
    } catch {
      asked.forEach(({ kind, id }) => known.delete(kind + id)); // asked again when it is drawn again
    }
    asked.forEach(({ kind, id, tell }) => tell(found[kind][id]));
  };
  return (kind, id) => {
    if (!known.has(kind + id)) {
      known.set(kind + id, new Promise((tell) => {
        if (!waiting.length) setTimeout(send, 30);
        waiting.push({ kind, id, tell });
      }));
    }
    return known.get(kind + id);
  };
}
