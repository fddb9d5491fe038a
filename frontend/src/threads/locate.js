// Finds the words of a thread again in a text that has changed: by the words, and among several by what stands around them.
const squeeze = (text) => text.replace(/\s+/g, " ");

/** The place of `quote` in `text` as [start, end], by its surroundings when it stands there several times; or null. */
export function locate(text, { quote, before, after }) {
  if (!quote) return null;
  const places = [];
  for (let at = text.indexOf(quote); at >= 0 && places.length < 500; at = text.indexOf(quote, at + 1)) places.push(at);
  if (!places.length) return null;
  const beside = (from, to) => text.slice(Math.max(0, from), to);
  const alike = (at) => {
    const end = at + quote.length;
    return endsAlike(beside(at - 120, at).trimEnd(), before.trimEnd()) + startsAlike(beside(end, end + 120).trimStart(), after.trimStart());
  };
  const best = places.reduce((one, other) => (alike(other) > alike(one) ? other : one));
  return [best, best + quote.length];
}

function endsAlike(text, words) {
  let count = 0;
  while (count < words.length && text.at(-1 - count) === words.at(-1 - count)) count += 1;
  return count;
}

function startsAlike(text, words) {
  let count = 0;
  while (count < words.length && text[count] === words[count]) count += 1;
  return count;
}

/** Pieces of text, each `{ text, at }`, as one text in which white space counts as one space, and the way back from it. */
export function flatten(pieces) {
  let text = "";
  const places = []; // for each letter of `text`: [piece, offset]
  pieces.forEach((piece, number) => {
    for (let offset = 0; offset < piece.text.length; offset += 1) {
      const letter = /\s/.test(piece.text[offset]) ? " " : piece.text[offset];
      if (letter === " " && (text === "" || text.endsWith(" "))) continue;
      text += letter;
      places.push([number, offset]);
    }
    if (piece.ends && text && !text.endsWith(" ")) {
      text += " ";
      places.push([number, piece.text.length]);
    }
  });
  return { text, places };
}

/** What a thread keeps of a selection: its words and some around them. */
export function place(text, start, end, beside = 60) {
  return { quote: squeeze(text.slice(start, end)).trim().slice(0, 300), before: text.slice(Math.max(0, start - beside), start), after: text.slice(end, end + beside) };
}
