// <kith-editor>: the text of an item, written by several people at once. Loaded on the page where one writes.
import "./editor.css";
import { Editor } from "@tiptap/core";
import Collaboration from "@tiptap/extension-collaboration";
import CollaborationCaret from "@tiptap/extension-collaboration-caret";
import { comment, comments } from "./comments.js";
import { send } from "./files.js";
import { clean, looksLikeMarkdown, markdown } from "./paste.js";
import { links, people, slash } from "./menus.js";
import { titles } from "./naming.js";
import { caret, faces } from "./present.js";
import { extensions } from "./schema.js";
import { bindTitle } from "./title.js";
import { open } from "./together.js";
import { toolbar } from "./toolbar.js";

class KithEditor extends HTMLElement {
  connectedCallback() {
    const { document: name, person, name: who, letters, firm, upload, markdown: read, suggest, titles: named, people: present, places, keep, lent } = this.dataset;
    this.words = JSON.parse(document.getElementById("editor-words").textContent);
    this.form = this.closest("form");
    this.together = open({ name, person, keep: keep !== undefined, lent: lent !== undefined, alive: location.pathname, show: (state) => this.show(state) });
    const own = { picture: () => this.choose("image/*"), file: () => this.choose(""), link: () => this.link(), comment: () => comment(this.editor) };
    const lines = [...this.querySelectorAll("[data-slash]")].map((each) => ({
      do: each.dataset.do,
      words: each.dataset.slash,
      icon: each.querySelector("svg"),
      own: own[each.dataset.do],
    }));
    this.sending = { address: upload, read, token: this.form.elements.csrfmiddlewaretoken.value, words: this.words, say: (words) => this.say(words) };
    this.editor = new Editor({
      injectCSS: false,
      element: this.querySelector("[data-text]"),
      editorProps: {
        attributes: { class: "prose2", role: "textbox", "aria-multiline": "true", "aria-label": this.words.text },
        handlePaste: (_view, event) => this.took(event.clipboardData),
        handleDrop: (_view, event) => this.took(event.dataTransfer),
        transformPastedHTML: clean,
      },
      extensions: [
        ...extensions(titles(named), this.words),
        Collaboration.configure({ document: this.together.document, field: "body" }),
        CollaborationCaret.configure({ provider: this.together.provider, user: { name: who, letters, firm }, render: caret(firm), selectionRender: () => ({ nodeName: "span", class: "ProseMirror-yjs-selection" }) }),
        comments((moved) => this.put(places, moved)),
        slash(this.words.insert, lines),
        links(this.words.link, async (words) => (await this.found(suggest, words)).items ?? []),
        people(this.words.people, async (words) => (await this.found(present, words)).people ?? []),
      ],
    });
    toolbar(this.querySelector("[role=toolbar]"), this.editor, own);
    bindTitle(this.querySelector("[data-title]"), this.together.document.getText("title"));
    this.together.provider.on("stateless", () => window.htmx.trigger("#threads", "refresh"));
    faces(document.querySelector("[data-here]"), this.together.provider, this.words, firm);
    this.hidden = false;
    this.form.removeAttribute("data-unsaved"); // the light and the guard below say it better
    document.querySelector("[data-with-editor]").hidden = false;
    document.querySelector("[data-quiet-with-editor]").classList.add("sr-only");
    for (const each of document.querySelectorAll("[data-without-editor]")) {
      each.hidden = true;
      for (const field of each.querySelectorAll("input, textarea, button")) field.disabled = true;
    }
    this.form.elements.together.disabled = false;
    this.form.addEventListener("submit", (event) => this.publish(event));
    this.leaving = (event) => {
      if (!this.together.safe && !this.done) event.preventDefault();
    };
    addEventListener("beforeunload", this.leaving);
  }

  disconnectedCallback() {
    removeEventListener("beforeunload", this.leaving);
    this.editor?.destroy();
    this.together?.provider.destroy();
  }

  show(state) {
    if (this.state === state) return;
    this.state = this.dataset.state = state;
    const light = document.querySelector("[data-light]");
    light.dataset.state = state;
    light.querySelector("[data-words]").textContent = this.words.states[state];
    this.editor?.setEditable(state !== "closed");
    for (const button of this.form.querySelectorAll(".actions button")) button.disabled = state === "closed";
    if (state === "closed" || state === "signed-out") this.say(this.words.help[state]);
    else if (state === "offline") this.say(this.together.local ? this.words.help.kept : this.words.help.offline);
    else this.say("");
  }

  say(words) {
    const note = this.querySelector("[data-note]");
    note.hidden = !words;
    note.textContent = words;
  }

  async publish(event) {
    if (this.done || this.together.safe) {
      this.done = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    try {
      await this.together.whenSafe();
      this.done = true;
      this.form.requestSubmit(button);
    } catch {
      this.say(this.words.notYet);
    }
  }

  took(given) {
    const files = [...(given?.files ?? [])];
    if (given?.types.includes("text/html")) return false;
    const words = given?.getData("text/plain") ?? "";
    const own = words.trim().match(new RegExp(`^${RegExp.escape?.(location.origin) ?? location.origin.replace(/[.:/]/g, "\\$&")}/items/([0-9a-z]{12})$`));
    if (own) this.editor.chain().focus().insertContent({ type: "reference", attrs: { item: own[1] } }).run();
    else if (files.length) send(files, this.editor, this.sending);
    else if (!this.editor.isActive("codeBlock") && looksLikeMarkdown(words)) markdown(words, this.editor, this.sending);
    else return false;
    return true;
  }

  choose(accept) {
    const field = Object.assign(document.createElement("input"), { type: "file", accept, multiple: true });
    field.addEventListener("change", () => send([...field.files], this.editor, this.sending));
    field.click();
  }

  link() {
    if (this.editor.isActive("link")) return this.editor.chain().focus().extendMarkRange("link").unsetLink().run();
    if (this.editor.state.selection.empty) return this.editor.chain().focus().insertContent("[[").run();
    const href = prompt(this.words.address, "https://");
    if (href) this.editor.chain().focus().setLink({ href }).run();
  }

  /** Tells the server where the threads are now; the next change tells it again when that fails. */
  async put(address, moved) {
    if (!moved.length) return;
    const form = new FormData();
    form.append("places", JSON.stringify(moved));
    await fetch(address, { method: "POST", body: form, headers: { "X-CSRFToken": this.sending.token, Accept: "application/json" } }).catch(() => undefined);
  }

  async found(address, words) {
    try {
      const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`, { headers: { Accept: "application/json" } });
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }
}

customElements.define("kith-editor", KithEditor);
