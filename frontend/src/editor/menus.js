// Menus that open under the caret: "/" for what a line can become, "[[" for links to other items.
import { Extension } from "@tiptap/core";
import { PluginKey } from "@tiptap/pm/state";
import Suggestion from "@tiptap/suggestion";
import { run } from "./deeds.js";

class Menu {
  constructor(label) {
    this.list = Object.assign(document.createElement("div"), { className: "menu3", id: `menu-${label}` });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", label);
    this.at = 0;
  }

  show({ items, command, clientRect, editor }) {
    if (!this.list.isConnected) document.body.append(this.list);
    Object.assign(this, { items, command, editor });
    this.at = Math.min(this.at, Math.max(items.length - 1, 0));
    this.list.replaceChildren(...items.map((item, n) => this.line(item, n)));
    this.list.hidden = items.length === 0;
    const place = clientRect?.();
    if (place) {
      const below = place.bottom + this.list.offsetHeight < innerHeight;
      this.list.style.insetInlineStart = `${Math.max(8, Math.min(place.left, innerWidth - this.list.offsetWidth - 8)) + scrollX}px`;
      this.list.style.top = `${(below ? place.bottom + 6 : place.top - this.list.offsetHeight - 6) + scrollY}px`;
    }
    this.mark();
  }

  line(item, n) {
    const line = document.createElement("div");
    line.setAttribute("role", "option");
    line.id = `${this.list.id}-${n}`;
    if (item.icon) line.append(item.icon.cloneNode(true));
    const words = Object.assign(document.createElement("span"), { className: "grow", textContent: item.words });
    line.append(words);
    if (item.more) line.append(Object.assign(document.createElement("span"), { className: "t2", textContent: item.more }));
    line.addEventListener("mousedown", (event) => {
      event.preventDefault();
      this.command(item);
    });
    return line;
  }

  mark() {
    [...this.list.children].forEach((line, n) => {
      line.setAttribute("aria-selected", String(n === this.at));
      if (n === this.at) line.scrollIntoView({ block: "nearest" });
    });
    this.editor.view.dom.setAttribute("aria-activedescendant", this.list.children[this.at]?.id ?? "");
  }

  key({ event }) {
    const count = this.items?.length ?? 0;
    if (event.key === "Escape") return this.away(), true;
    if (!count || this.list.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      this.at = (this.at + step + count) % count;
      this.mark();
      return true;
    }
    if (event.key === "Enter" || event.key === "Tab") return this.command(this.items[this.at]), true;
    return false;
  }

  away() {
    this.list.remove();
    this.at = 0;
    this.editor?.view.dom.removeAttribute("aria-activedescendant");
  }
}

const menu = (name, label, options) =>
  Extension.create({
    name,
    addProseMirrorPlugins() {
      return [
        Suggestion({
          editor: this.editor,
          pluginKey: new PluginKey(name),
          render: () => {
            const shown = new Menu(label);
            return { onStart: (given) => shown.show(given), onUpdate: (given) => shown.show(given), onKeyDown: (given) => shown.key(given), onExit: () => shown.away() };
          },
          ...options,
        }),
      ];
    },
  });

/** `lines`: what a line can become, as {do, words, icon}, from the server. */
export const slash = (label, lines) =>
  menu("slash", label, {
    char: "/",
    startOfLine: false,
    allow: ({ editor }) => !editor.isActive("codeBlock"),
    items: ({ query }) => lines.filter((line) => line.words.toLowerCase().includes(query.toLowerCase())),
    command: ({ editor, range, props }) => {
      editor.chain().focus().deleteRange(range).run();
      if (props.own) props.own();
      else run(editor, props.do);
    },
  });

/** `find(words)` gives the items that the writer may see, as {words, item}. */
export const links = (label, find) =>
  menu("links", label, {
    char: "[[",
    allowSpaces: true,
    allow: ({ editor }) => !editor.isActive("codeBlock"),
    items: ({ query }) => find(query),
    command: ({ editor, range, props }) =>
      editor
        .chain()
        .focus()
        .insertContentAt(range, [{ type: "reference", attrs: { item: props.item } }, { type: "text", text: " " }])
        .run(),
  });

/** `find(words)` gives the people who may see the item, as {words, person, more}. */
export const people = (label, find) =>
  menu("people", label, {
    char: "@",
    allow: ({ editor }) => !editor.isActive("codeBlock"),
    items: ({ query }) => find(query),
    command: ({ editor, range, props }) =>
      editor
        .chain()
        .focus()
        .insertContentAt(range, [{ type: "mention", attrs: { person: props.person, name: props.words } }, { type: "text", text: " " }])
        .run(),
  });
