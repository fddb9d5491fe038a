// The copies of texts that the editor keeps on this device, by the names of their databases: `kith:<person>:<document>`.
const KEPT = "kith:texts";
const LENT = "kith:lent"; // those of them that belong to another organisation

const AT_ONCE = 40; // that are asked for

const listed = (key) => JSON.parse(localStorage.getItem(key) ?? "[]");
const list = (key, names) => (names.length ? localStorage.setItem(key, JSON.stringify(names)) : localStorage.removeItem(key));

/** Writes a copy's name down before there is one, so that it can be found again; returns it. */
export function remember(copy, lent) {
  for (const key of lent ? [KEPT, LENT] : [KEPT]) list(key, [...new Set([...listed(key), copy])]);
  return copy;
}

/** Deletes all copies: she signs out. */
export function forgetAll() {
  for (const copy of listed(KEPT)) indexedDB.deleteDatabase(copy);
  list(KEPT, []);
  list(LENT, []);
}

/**
 * Deletes the copies of another organisation's texts that may not be kept any more, asked at each page: an access that
 * ended is felt at the first contact. Nothing is asked where there are none, nothing deleted without an answer.
 */
export async function forgetLent(address) {
  const lent = listed(LENT);
  for (let at = 0; at < lent.length; at += AT_ONCE) await ask(address, lent.slice(at, at + AT_ONCE));
}

async function ask(address, copies) {
  const documents = copies.map((copy) => copy.split(":").slice(2).join(":"));
  const answer = await fetch(`${address}?documents=${encodeURIComponent(documents.join(","))}`, {
    headers: { Accept: "application/json" },
    redirect: "error",
  }).catch(() => null);
  if (!answer?.ok) return;
  const { person, keep } = await answer.json();
  const open = new Set(keep.map((document_) => `kith:${person}:${document_}`));
  const gone = new Set(copies.filter((copy) => !open.has(copy)));
  for (const copy of gone) indexedDB.deleteDatabase(copy);
  for (const key of [LENT, KEPT]) list(key, listed(key).filter((copy) => !gone.has(copy)));
}
