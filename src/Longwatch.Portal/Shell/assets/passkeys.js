"use strict";
// Passkeys: asks the server for options, the browser for a credential, and sends it as a field of the form. Without a script the button stays hidden.
(() => {
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const ids = (list) => (list ?? []).map((entry) => ({ ...entry, id: bytes(entry.id) }));

  // The browser's own conversions where it has them; else the same by hand (WebAuthn Level 3, 5.1.8 to 5.1.10).
  const creation = (json) =>
    PublicKeyCredential.parseCreationOptionsFromJSON?.(json) ?? {
      ...json,
      challenge: bytes(json.challenge),
      user: { ...json.user, id: bytes(json.user.id) },
      excludeCredentials: ids(json.excludeCredentials),
    };
  const request = (json) =>
    PublicKeyCredential.parseRequestOptionsFromJSON?.(json) ?? {
      ...json,
      challenge: bytes(json.challenge),
      allowCredentials: ids(json.allowCredentials),
    };
  const plain = (credential) => {
    if (credential.toJSON) return credential.toJSON();
    const answer = credential.response;
    const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"].filter((name) => answer[name]);
    return {
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      authenticatorAttachment: credential.authenticatorAttachment,
      response: {
        ...Object.fromEntries(parts.map((name) => [name, text(answer[name])])),
        ...(answer.getTransports ? { transports: answer.getTransports() } : {}),
      },
    };
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    if (!window.PublicKeyCredential || form.dataset.ready) continue;
    form.dataset.ready = "1";
    const button = form.querySelector("button");
    const failure = form.querySelector("[role=alert]");
    button.hidden = false;
    form.addEventListener("submit", (event) => form.elements.credential.value || event.preventDefault());
    button.addEventListener("click", async () => {
      failure.hidden = true;
      try {
        const answer = await fetch(form.dataset.options, { method: "POST", body: new URLSearchParams(new FormData(form)) });
        if (!answer.ok) throw new Error(`options: ${answer.status}`);
        const options = await answer.json();
        const credential =
          form.dataset.passkey === "create"
            ? await navigator.credentials.create({ publicKey: creation(options) })
            : await navigator.credentials.get({ publicKey: request(options) });
        form.elements.credential.value = JSON.stringify(plain(credential));
        form.submit();
      } catch {
        failure.hidden = false;
      }
    });
  }
})();
