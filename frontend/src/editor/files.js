// Pictures and files, pasted, dropped or chosen: they go up first, and stand in the text when they are there.
export async function send(files, editor, { address, token, words, say }) {
  for (const file of files) {
    say(words.uploading.replace("%s", file.name));
    const form = new FormData();
    form.append("file", file);
    try {
      const answer = await fetch(address, { method: "POST", body: form, headers: { "X-CSRFToken": token, Accept: "application/json" }, redirect: "manual" });
      const told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
      if (!answer.ok) throw new Error(told.detail ?? words.notUploaded);
      const { href, file: uid, name, picture } = told;
      if (picture) editor.chain().focus().setImage({ src: href, alt: name }).run();
      else editor.chain().focus().insertContent({ type: "attachment", attrs: { file: uid } }).run();
      say("");
    } catch (error) {
      say(`${file.name}: ${error instanceof TypeError ? words.notUploaded : error.message}`);
    }
  }
}
