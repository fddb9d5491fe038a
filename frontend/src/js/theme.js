// Light, dark or as the device: kept in a cookie, so that the server draws the right one at once.
const YEAR = 31536000;
const NAMES = { light: "kith", dark: "kith-dark" };

class KithTheme extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", this);
    this.show();
  }

  handleEvent(event) {
    const choice = event.target.closest("button")?.value;
    if (!choice) return;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    const age = NAMES[choice] ? YEAR : 0;
    document.cookie = `kith_theme=${choice}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
    if (NAMES[choice]) document.documentElement.dataset.theme = NAMES[choice];
    else delete document.documentElement.dataset.theme;
    document.querySelectorAll("kith-theme").forEach((other) => other.show());
  }

  show() {
    const now = document.documentElement.dataset.theme;
    const choice = Object.keys(NAMES).find((key) => NAMES[key] === now) ?? "system";
    for (const button of this.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.value === choice));
  }
}

customElements.define("kith-theme", KithTheme);
