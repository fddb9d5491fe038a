// Comments beside a text that is being written: they hold on to their words while these move, and tell the server where
// they have come to. The positions are the shared document's own, so that they move with everybody's changes.
import { Extension } from "@tiptap/core";
import { Plugin, PluginKey } from "@tiptap/pm/state";
import { Decoration, DecorationSet } from "@tiptap/pm/view";
import { absolutePositionToRelativePosition, relativePositionToAbsolutePosition, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";
import { flatten, locate, place } from "../threads/locate.js";
import { begin, rows } from "../threads/panel.js";

const KEY = new PluginKey("comments");
const SETTLED = 1500; // ms without a change after which the server is told

/** The text of a document as the reading page has it, and the position of each of its letters. */
function read(doc) {
  const pieces = [];
  const starts = [];
  doc.descendants((node, at) => {
    if (node.isText || node.type.name === "mention") {
      pieces.push({ text: node.isText ? node.text : `@${node.attrs.name}` });
      starts.push({ at, whole: !node.isText });
    } else if (node.isTextblock && pieces.length) pieces.at(-1).ends = true;
  });
  if (pieces.length) pieces.at(-1).ends = true;
  const page = flatten(pieces);
  const position = (index, after) => {
    const [piece, offset] = page.places[index];
    const { at, whole } = starts[piece];
    return whole ? at + (after ? 1 : 0) : at + offset + (after ? 1 : 0);
  };
  return { text: page.text, places: page.places, range: ([start, end]) => [position(start, false), position(end - 1, true)], position };
}

function shared(state) {
  const { doc, type, binding } = ySyncPluginKey.getState(state) ?? {};
  return doc && binding ? { doc, type, mapping: binding.mapping } : null;
}

function fix(state, [from, to]) {
  const { type, mapping } = shared(state);
  return [from, to].map((at) => Y.relativePositionToJSON(absolutePositionToRelativePosition(at, type, mapping)));
}

function found(state, anchor) {
  const { doc, type, mapping } = shared(state);
  try {
    const [from, to] = anchor.map((each) => relativePositionToAbsolutePosition(doc, type, Y.createRelativePositionFromJSON(each), mapping));
    return from !== null && to !== null && from < to && to <= state.doc.content.size ? [from, to] : null;
  } catch {
    return null; // not of this document
  }
}

/** Where a range of the document stands in its text. */
function inText(page, [from, to]) {
  const first = (least) => {
    let [low, high] = [0, page.places.length]; // positions only grow
    while (low < high) {
      const middle = (low + high) >> 1;
      if (page.position(middle, false) < least) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const [start, end] = [first(from), first(to)];
  return start < end ? place(page.text, start, end) : null;
}

const fromOthers = (change) => Boolean(change.getMeta(ySyncPluginKey)?.isChangeOrigin);

export const comments = (told) =>
  Extension.create({
    name: "comments",
    addProseMirrorPlugins() {
      const view = () => this.editor.view;
      return [
        new Plugin({
          key: KEY,
          state: {
            init: () => ({ threads: [], marks: DecorationSet.empty }),
            apply: (change, now, _old, state) => {
              const given = change.getMeta(KEY);
              if (!given && !change.docChanged) return now;
              // One's own change reaches the shared document only after this: until then its positions are the old ones.
              if (!given && !fromOthers(change)) return { threads: now.threads, marks: now.marks.map(change.mapping, change.doc) };
              return drawn(given ?? now.threads, state);
            },
          },
          props: {
            decorations: (state) => KEY.getState(state).marks,
            handleClick: (_view, at) => {
              const [mark] = KEY.getState(view().state).marks.find(at, at);
              if (mark) rows().find((row) => row.uid === mark.spec.thread)?.show();
              return false;
            },
          },
        }),
      ];
    },
    onCreate() {
      const look = () => this.editor.view.dispatch(this.editor.state.tr.setMeta(KEY, rows().map(({ uid, drafted }) => ({ uid, ...drafted }))));
      this.storage.look = look;
      this.storage.to = (event) => {
        const to = event.target.closest?.("[data-to-place]");
        const uid = to?.closest("[data-thread]")?.dataset.thread;
        const [mark] = uid ? KEY.getState(this.editor.state).marks.find(undefined, undefined, (spec) => spec.thread === uid) : [];
        if (mark) this.editor.chain().setTextSelection({ from: mark.from, to: mark.to }).scrollIntoView().focus().run();
      };
      document.addEventListener("htmx:after:swap", look);
      look();
      document.addEventListener("click", this.storage.to);
    },
    onTransaction({ transaction }) {
      if (!shared(this.editor.state)) return;
      const { threads, marks } = KEY.getState(this.editor.state);
      for (const row of rows()) row.gone(Boolean(row.drafted.quote) && !marks.find(undefined, undefined, (spec) => spec.thread === row.uid).length);
      const mine = transaction.docChanged && !fromOthers(transaction);
      const loose = threads.some((each) => !each.anchor && marks.find(undefined, undefined, (spec) => spec.thread === each.uid).length);
      if (!mine && !loose) return;
      clearTimeout(this.storage.soon);
      this.storage.soon = setTimeout(() => told(moved(this.editor.state)), SETTLED);
    },
    onDestroy() {
      clearTimeout(this.storage.soon);
      document.removeEventListener("htmx:after:swap", this.storage.look);
      document.removeEventListener("click", this.storage.to);
    },
  });

function drawn(threads, state) {
  if (!shared(state)) return { threads, marks: DecorationSet.empty };
  let page = null;
  const marks = [];
  for (const each of threads) {
    if (!each.quote) continue;
    let range = each.anchor && found(state, each.anchor);
    if (!each.anchor) {
      page ??= read(state.doc);
      const place_ = locate(page.text, each);
      range = place_ && page.range(place_);
    }
    if (range) marks.push(Decoration.inline(...range, { class: "commented" }, { thread: each.uid }));
  }
  return { threads, marks: DecorationSet.create(state.doc, marks) };
}

/** The threads whose words or surroundings are not as the server has them. */
function moved(state) {
  const { threads, marks } = KEY.getState(state);
  const page = read(state.doc);
  return threads.flatMap((each) => {
    const [mark] = marks.find(undefined, undefined, (spec) => spec.thread === each.uid);
    const now = mark && inText(page, [mark.from, mark.to]);
    if (!now || (each.anchor && now.quote === each.quote && now.before.trim() === each.before && now.after.trim() === each.after)) return [];
    const anchor = each.anchor ?? fix(state, [mark.from, mark.to]);
    Object.assign(each, now, { anchor, before: now.before.trim(), after: now.after.trim() });
    return [{ thread: each.uid, ...now, anchor }];
  });
}

/** Begins a comment on what is selected, or on the whole text. */
export function comment(editor) {
  const { from, to, empty } = editor.state.selection;
  const place_ = empty ? null : inText(read(editor.state.doc), [from, to]);
  begin(place_ ? { ...place_, anchor: fix(editor.state, [from, to]) } : { quote: "", before: "", after: "" });
}
