// Comments beside a text that is being read: what they are about is marked in it, and a selection begins a new one.
import "./threads.css";
import { flatten, locate, place } from "./locate.js";
import { begin, rows } from "./panel.js";

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, pre, blockquote, aside";
const prose = () => document.querySelector("[data-commented]");

/** The text nodes of the page's prose, and all of it as one text. */
function read() {
  const walker = document.createTreeWalker(prose(), NodeFilter.SHOW_TEXT, (node) => (node.parentElement.closest("[data-reference]") ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  const nodes = [];
  while (walker.nextNode()) nodes.push(walker.currentNode);
  const pieces = nodes.map((node, n) => ({ text: node.data, ends: node.parentElement.closest(BLOCKS) !== nodes[n + 1]?.parentElement.closest(BLOCKS) }));
  return { nodes, ...flatten(pieces) };
}

function range(page, [start, end]) {
  const found = document.createRange();
  const [first, from] = page.places[start];
  const [last, to] = page.places[end - 1];
  found.setStart(page.nodes[first], from);
  found.setEnd(page.nodes[last], Math.min(to + 1, page.nodes[last].length));
  return found;
}

let marked = [];

function mark() {
  if (!prose()) return;
  const page = read();
  marked = [];
  for (const row of rows()) {
    const found = locate(page.text, row.place);
    row.gone(Boolean(row.place.quote) && !found);
    if (found) marked.push({ row, range: range(page, found) });
  }
  if (!window.Highlight) return; // the thread still says what it is about
  CSS.highlights.set("thread", new Highlight(...marked.map((each) => each.range)));
}

/** A button beside the selected words. */
const offer = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm btn-primary offer", hidden: true });

function selected() {
  const selection = getSelection();
  if (!prose() || !selection.rangeCount || selection.isCollapsed) return null;
  const given = selection.getRangeAt(0);
  return prose().contains(given.commonAncestorContainer) && given.toString().trim() ? given : null;
}

function show() {
  const given = selected();
  offer.hidden = !given || !document.querySelector("[data-begin]");
  if (!given) return;
  const box = given.getBoundingClientRect();
  offer.style.top = `${box.bottom + scrollY + 8}px`;
  offer.style.insetInlineStart = `${Math.max(8, Math.min(box.left, innerWidth - offer.offsetWidth - 8)) + scrollX}px`;
}

function quoted(given) {
  const page = read();
  const near = new Set([...page.nodes.keys()].filter((n) => given.intersectsNode(page.nodes[n])));
  const inside = page.places.flatMap(([node, offset], at) => (near.has(node) && given.comparePoint(page.nodes[node], Math.min(offset, page.nodes[node].length)) === 0 ? [at] : []));
  const [start, end] = [inside[0], inside.at(-1)];
  // The letter at the end of a selection lies behind it.
  const [node, offset] = page.places[end];
  const last = given.endContainer === page.nodes[node] && given.endOffset <= offset ? end : end + 1;
  return place(page.text, start, last);
}

offer.addEventListener("mousedown", (event) => event.preventDefault());
offer.addEventListener("click", () => {
  const given = selected();
  if (given) begin(quoted(given));
  offer.hidden = true;
});
document.addEventListener("selectionchange", () => requestAnimationFrame(show));

document.addEventListener("click", (event) => {
  const to = event.target.closest?.("[data-to-place]");
  if (to) {
    const found = marked.find(({ row }) => row.element.contains(to));
    found?.range.startContainer.parentElement.scrollIntoView({ block: "center", behavior: "smooth" });
    if (found) getSelection().setBaseAndExtent(found.range.startContainer, found.range.startOffset, found.range.endContainer, found.range.endOffset);
    return;
  }
  if (!prose()?.contains(event.target) || event.target.closest("a, button")) return;
  const here = marked.find((each) => [...each.range.getClientRects()].some((box) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom));
  if (here && getSelection().isCollapsed) here.row.show();
});

document.addEventListener("htmx:after:swap", mark);
const ready = () => {
  const words = document.querySelector("[data-begin] button")?.textContent.trim();
  if (!words) return;
  offer.textContent = words;
  document.body.append(offer);
  mark();
};
ready();
