// A toast that tells of something done leaves by itself; one that tells of trouble waits to be closed.
const STAY = 8000;

class KithToast extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => event.target.closest(".shut") && this.remove());
    if (!this.hasAttribute("data-stay")) this.leave();
  }

  leave() {
    this.timer = setTimeout(() => (this.matches(":hover, :focus-within") ? this.leave() : this.remove()), STAY);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }
}

customElements.define("kith-toast", KithToast);
