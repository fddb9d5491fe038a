// The shared document: the socket, the copy on this device, and the light that says whether the text is safe.
import { HocuspocusProvider } from "@hocuspocus/provider";
import { IndexeddbPersistence } from "y-indexeddb";
import * as Y from "yjs";

import { remember } from "../js/copies.js";

const CALM = 300; // ms without an open change before "saved" is said
const PATIENCE = 2500; // ms without a connection before it is called missing

/**
 * Opens `document`, with a copy on this device if it may `keep` one; `lent` when it is another organisation's. `show(state, details)` is told "opening", "saved", "saving", "offline", "signed-out" or "closed".
 * `saved` is said only after everything was acknowledged, which the server does after its COMMIT.
 */
export function open({ name, person, keep, lent, alive, show }) {
  const document_ = new Y.Doc();
  const local = keep ? new IndexeddbPersistence(remember(`kith:${person}:${name}`, lent), document_) : null;
  const state = { number: 0, connected: false, synced: false, closed: false, signedOut: false };
  let calm = 0;
  let missing = 0;

  const tell = () => {
    clearTimeout(calm);
    if (state.closed) return show("closed");
    if (state.signedOut) return show("signed-out");
    if (!state.connected) return;
    if (!state.synced) return show("opening");
    if (state.number > 0) return show("saving");
    calm = setTimeout(() => show("saved"), CALM);
  };
  const lost = () => {
    state.connected = state.synced = false;
    clearTimeout(calm);
    clearTimeout(missing);
    missing = setTimeout(async () => {
      if (state.connected || state.closed) return;
      state.signedOut = await gone(alive);
      if (!state.connected) show(state.signedOut ? "signed-out" : "offline");
    }, PATIENCE);
  };

  const provider = new HocuspocusProvider({
    url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/together`,
    name,
    document: document_,
    token: "session",
    delay: 500,
    minDelay: 300,
    maxDelay: 5000,
    factor: 1.5,
    onStatus: ({ status }) => {
      if (status === "connected") {
        Object.assign(state, { connected: true, signedOut: false });
        clearTimeout(missing);
        tell();
      } else if (state.connected) lost();
    },
    onSynced: () => {
      state.synced = true;
      tell();
    },
    onUnsyncedChanges: ({ number }) => {
      state.number = number;
      tell();
    },
    onAuthenticationFailed: () => shut(),
    onClose: ({ event }) => {
      if (event?.reason === "access ended") shut();
    },
  });
  const shut = () => {
    state.closed = true;
    provider.disconnect();
    local?.clearData();
    tell();
  };
  lost();

  return {
    document: document_,
    provider,
    local,
    get safe() {
      return state.synced && state.number === 0;
    },
    whenSafe: (seconds = 10) =>
      new Promise((yes, no) => {
        const end = Date.now() + seconds * 1000;
        const look = () => (state.synced && state.number === 0 ? yes() : Date.now() > end || state.closed ? no(new Error("not saved")) : setTimeout(look, 50));
        setTimeout(look, 50);
      }),
  };
}

/** Whether the session is over: the page that we are on sends whoever is not signed in elsewhere. */
async function gone(alive) {
  try {
    const answer = await fetch(alive, { method: "HEAD", redirect: "manual", cache: "no-store" });
    return answer.type === "opaqueredirect";
  } catch {
    return false;
  }
}
