// The editor's schema is the body's: kith/prose/schema.py names the same nodes, marks and attributes, and a test holds
// them against each other. What the editor did not know it would delete from everybody's text.
import { mergeAttributes, Node } from "@tiptap/core";
import CodeBlockLowlight from "@tiptap/extension-code-block-lowlight";
import Heading from "@tiptap/extension-heading";
import Image from "@tiptap/extension-image";
import { TaskItem, TaskList } from "@tiptap/extension-list";
import { TableKit } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";
import { attachment, mention, reference } from "./naming.js";
import { common, createLowlight } from "lowlight";

const Callout = Node.create({
  name: "callout",
  group: "block",
  content: "block+",
  defining: true,
  addAttributes: () => ({ tone: { default: "note", parseHTML: (element) => element.dataset.tone ?? "note", renderHTML: ({ tone }) => ({ "data-tone": tone }) } }),
  parseHTML: () => [{ tag: "aside.callout" }],
  renderHTML: ({ HTMLAttributes }) => ["aside", mergeAttributes(HTMLAttributes, { class: "callout" }), 0],
  addCommands() {
    return { toggleCallout: (tone = "note") => ({ commands }) => commands.toggleWrap(this.name, { tone }) };
  },
});

const Anchored = Heading.extend({
  addAttributes() {
    return { ...this.parent?.(), id: { default: null } };
  },
});

// A picture may stand inside a link; the shared document keeps that as an attribute, because elements carry no marks.
const Picture = Image.extend({
  addAttributes() {
    return { src: { default: null }, alt: { default: null }, title: { default: null }, marks: { default: null, rendered: false } };
  },
});

/** `ask` gives the titles of items that a text refers to. */
export const extensions = (ask, words) => [
  reference(ask, words),
  attachment(ask, words),
  mention,
  StarterKit.configure({
    undoRedo: false,
    underline: false,
    heading: false,
    codeBlock: false,
    link: { openOnClick: false, autolink: true, protocols: ["http", "https", "mailto", "tel"], HTMLAttributes: { rel: null, target: null } },
  }),
  Anchored.configure({ levels: [1, 2, 3, 4, 5, 6] }),
  CodeBlockLowlight.configure({ lowlight: createLowlight(common) }),
  TaskList,
  TaskItem.configure({ nested: true }),
  TableKit.configure({ table: { resizable: true } }),
  Picture.configure({ inline: true, allowBase64: false }),
  Callout,
];
