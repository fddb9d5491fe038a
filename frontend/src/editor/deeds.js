// What can be done with the text: the toolbar's buttons and the slash menu's lines name these.
export const deeds = {
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  code: (chain) => chain.toggleCode(),
  heading2: (chain) => chain.toggleHeading({ level: 2 }),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  tasks: (chain) => chain.toggleTaskList(),
  quote: (chain) => chain.toggleBlockquote(),
  note: (chain) => chain.toggleCallout("note"),
  warning: (chain) => chain.toggleCallout("warning"),
  codeBlock: (chain) => chain.toggleCodeBlock(),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  rule: (chain) => chain.setHorizontalRule(),
  rowAfter: (chain) => chain.addRowAfter(),
  columnAfter: (chain) => chain.addColumnAfter(),
  rowAway: (chain) => chain.deleteRow(),
  columnAway: (chain) => chain.deleteColumn(),
  tableAway: (chain) => chain.deleteTable(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
};

const ON = {
  bold: ["bold"], italic: ["italic"], code: ["code"], heading2: ["heading", { level: 2 }],
  bullets: ["bulletList"], numbers: ["orderedList"], tasks: ["taskList"], quote: ["blockquote"], note: ["callout"], codeBlock: ["codeBlock"], link: ["link"],
};

export const isOn = (editor, name) => (ON[name] ? editor.isActive(...ON[name]) : false);

export const run = (editor, name) => deeds[name](editor.chain().focus()).run();
