// Paste from Word and Google Docs: their wrappers, styles and comments go; what they say by style becomes a mark.
const WRAPPER = 'b[id^="docs-internal-guid"]';
const NOISE = "style, meta, link, script, xml, title, o\\:p";

export function clean(html) {
  // Styles are read, never applied: under another name the page's own policy has nothing to refuse.
  const inert = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle\s*=/gi, " data-style=");
  const page = new DOMParser().parseFromString(inert, "text/html");
  for (const wrapper of page.querySelectorAll(WRAPPER)) wrapper.replaceWith(...wrapper.childNodes);
  for (const away of page.querySelectorAll(NOISE)) away.remove();
  for (const each of page.body.querySelectorAll("*")) {
    const style = each.dataset.style ?? "";
    if (/mso-element:\s*comment/.test(style)) {
      each.remove();
      continue;
    }
    each.removeAttribute("data-style");
    each.removeAttribute("class");
    const mark = each.tagName !== "SPAN" ? null : /font-weight:\s*(bold|[6-9]00)/.test(style) ? "strong" : /font-style:\s*italic/.test(style) ? "em" : null;
    if (mark) {
      const marked = page.createElement(mark);
      marked.append(...each.childNodes);
      each.replaceWith(marked);
    }
  }
  return page.body.innerHTML;
}

const MARKDOWN = /^(#{1,6} |[-*+] |\d+[.)] |> |```|\|.+\||- \[[ x]\] )|\*\*[^*\n]+\*\*|\[[^\]\n]+\]\([^)\n]+\)/m;

export const looksLikeMarkdown = (text) => MARKDOWN.test(text);

/** Reads pasted Markdown with the server's parser, the same that reads imports; as plain words when that fails. */
export async function markdown(text, editor, { read, token }) {
  try {
    const form = new FormData();
    form.append("markdown", text);
    const answer = await fetch(read, { method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" } });
    if (!answer.ok) throw new Error(answer.statusText);
    editor.chain().focus().insertContent((await answer.json()).content).run();
  } catch {
    editor.chain().focus().insertContent(text.split(/\n{2,}/).map((each) => ({ type: "paragraph", content: [{ type: "text", text: each }] }))).run();
  }
}
