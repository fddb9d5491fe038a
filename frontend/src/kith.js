import htmx from "htmx.org";
import "./js/theme.js";
import "./js/toast.js";
import "./js/keys.js";
import "./js/forms.js";
import "./js/small.js";
import "./js/suggest.js";
import "./js/forget.js";

window.htmx = htmx;
