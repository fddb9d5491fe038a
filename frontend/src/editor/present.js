// Who is here: carets in the text, faces above it.
// Whose people they are is seen from the reader: colleagues on her side, everybody else on the other.
export const caret = (mine) => ({ name, firm }) => {
  const mark = Object.assign(document.createElement("span"), { className: `caret ${firm === mine ? "o" : "t"}` });
  mark.append(Object.assign(document.createElement("span"), { textContent: name }));
  mark.append("\u200b");
  return mark;
};

export function faces(list, provider, words, mine) {
  if (!list) return;
  const draw = () => {
    const others = new Map();
    for (const [client, { user }] of provider.awareness.getStates()) if (user && client !== provider.awareness.clientID) others.set(user.name, user);
    list.replaceChildren(
      ...[...others.values()].map(({ name, letters, firm }) => {
        const line = document.createElement("li");
        const face = Object.assign(document.createElement("span"), { className: `face s${firm === mine ? "" : " t"}`, textContent: letters });
        face.setAttribute("aria-hidden", "true");
        line.append(face, Object.assign(document.createElement("bdi"), { textContent: name }));
        return line;
      }),
    );
    if (!others.size) list.append(Object.assign(document.createElement("li"), { className: "text-ink3", textContent: words.alone }));
  };
  provider.awareness.on("change", draw);
  draw();
}
