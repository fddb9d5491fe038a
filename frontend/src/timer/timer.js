// A clock beside a question: it counts down when somebody starts it, and says when the time is over. It stops nothing.
for (const place of document.querySelectorAll("[data-timer]")) {
  const shown = place.querySelector("[data-left]");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-sm btn-quiet";
  button.textContent = place.dataset.start;
  place.append(button);
  let left = Number(place.dataset.timer) * 60;
  let ends = 0;
  let turning = 0;

  const draw = () => {
    const minutes = Math.floor(left / 60);
    shown.textContent = left > 0 ? `${minutes}:${String(left % 60).padStart(2, "0")}` : place.dataset.over;
  };
  const stop = () => {
    clearInterval(turning);
    turning = 0;
    button.textContent = place.dataset.start;
  };
  const tick = () => {
    left = Math.max(0, Math.round((ends - Date.now()) / 1000));
    draw();
    if (left > 0) return;
    stop();
    button.remove();
    shown.setAttribute("role", "status"); // read out once, when it matters
  };
  button.addEventListener("click", () => {
    if (turning) return stop();
    ends = Date.now() + left * 1000;
    turning = setInterval(tick, 500);
    button.textContent = place.dataset.stop;
    draw();
  });
}
