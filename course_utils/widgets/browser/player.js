// A button that moves a slider on by itself, a step at a time, until its end.

import { button } from "./elements.js";

const MILLISECONDS = 250;

/** Make the button; `read()` gives the slider's value, `write(value)` changes it. */
export function makePlayer({ min, max, step }, read, write) {
  let clock = null;
  const stop = () => {
    clearInterval(clock);
    clock = null;
    made.textContent = "Play";
  };
  const advance = () => {
    write(Math.min(max, read() + step));
    if (read() >= max) stop();
  };
  const start = () => {
    if (read() >= max) write(min);
    clock = setInterval(advance, MILLISECONDS);
    made.textContent = "Pause";
  };
  const made = button("Play", "Go on by itself, step by step", () => (clock === null ? start() : stop()));
  return { button: made, stop };
}
