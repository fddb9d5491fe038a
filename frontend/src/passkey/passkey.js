// Passkeys: a button asks the browser for one, and sends what it says in the form around it. Every sentence that may
// follow stands on the page (`data-…`), so that it is translated where the others are. Without a script the button
// stays hidden, and the ways beside it work.
const bytes = text => {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, letter => letter.charCodeAt(0));
};

const text = buffer =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const known = list => (list ?? []).map(each => ({ ...each, id: bytes(each.id) }));

async function made({ publicKey }) {
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
    },
  });
}

async function shown({ publicKey }) {
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      allowCredentials: known(publicKey.allowCredentials),
    },
  });
}

function written(credential) {
  const response = {};
  for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

// What the page brought with it, or, where nobody is known yet, what the server says when asked.
async function options(form) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()).request_options;
}

// A passkey belongs to a host name; a bare number is none, and a browser gives passkeys only where nobody listens in.
const numbered = /^[\d.]+$|^\[/.test(location.hostname);

function hindrance(form) {
  if (numbered) return form.dataset.numbered;
  return window.isSecureContext && window.PublicKeyCredential ? "" : form.dataset.unable;
}

function reason(form, error) {
  if (error.name === "InvalidStateError") return form.dataset.already;
  if (error.name === "NotAllowedError" || error.name === "AbortError") return form.dataset.cancelled;
  if (error.name === "SecurityError") return form.dataset.numbered;
  return form.dataset.failed;
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("[data-ask]");
  const said = form.querySelector("[data-said]");
  const say = sentence => {
    said.textContent = sentence;
    said.hidden = !sentence;
  };
  const hindered = hindrance(form);
  button.hidden = Boolean(hindered);
  if (hindered) {
    say(hindered);
    continue;
  }
  let asking = false;
  form.addEventListener("submit", async event => {
    event.preventDefault();
    if (asking) return;
    asking = true;
    say("");
    try {
      const asked = await options(form);
      const credential = form.dataset.passkey === "new" ? await made(asked) : await shown(asked);
      form.elements.credential.value = written(credential);
      HTMLFormElement.prototype.submit.call(form); // it was checked already, and must not ask again
    } catch (error) {
      say(reason(form, error));
      asking = false;
      button.disabled = false;
      button.focus();
    }
  });
}
