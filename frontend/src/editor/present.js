// Who is here: carets in the text, faces above it.
export function caret({ name, side }) {
  const mark = Object.assign(document.createElement("span"), { className: `caret ${side === "t" ? "t" : "o"}` });
  mark.append(Object.assign(document.createElement("span"), { textContent: name }));
  mark.append("\u200b");
  return mark;
}

export function faces(list, provider, words) {
  if (!list) return;
  const draw = () => {
    const others = new Map();
    for (const [client, { user }] of provider.awareness.getStates()) if (user && client !== provider.awareness.clientID) others.set(user.name, user);
    list.replaceChildren(
      ...[...others.values()].map(({ name, letters, side }) => {
        const line = document.createElement("li");
        const face = Object.assign(document.createElement("span"), { className: `face s${side === "t" ? " t" : ""}`, textContent: letters });
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
