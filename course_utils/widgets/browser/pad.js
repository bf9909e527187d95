// A drawing pad of 28 x 28 pixels. Pen, finger and keys ink it at once; each finished stroke is told.

import { OWN_KEYS, button, element, freshId } from "./elements.js";

const SIZE = 28;
const RADIUS = 1.1; // of the pen, in pixels; its edge fades over one pixel more, as edges do in MNIST
const MOVES = {
  ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1],
  Home: [-1, -1], PageUp: [1, -1], End: [-1, 1], PageDown: [1, 1],
};
const HELP = "Draw with mouse, pen or finger. Keys: arrows move (Home, End, Page Up, Page Down: diagonally), " +
  "Space puts the pen down or lifts it, Backspace undoes, Delete clears.";

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** Ink the line between two points: each pixel by its distance from it, never lighter than before. */
function ink(pixels, [fromX, fromY], [toX, toY]) {
  const [dx, dy] = [toX - fromX, toY - fromY];
  const squared = dx * dx + dy * dy || 1;
  for (let index = 0; index < pixels.length; index++) {
    const x = (index % SIZE) + 0.5 - fromX;
    const y = Math.floor(index / SIZE) + 0.5 - fromY;
    const along = clamp((x * dx + y * dy) / squared, 0, 1);
    const distance = Math.hypot(x - along * dx, y - along * dy);
    const shade = Math.round(255 * clamp(RADIUS + 0.5 - distance, 0, 1));
    pixels[index] = Math.max(pixels[index], shade);
  }
}

/** What is drawn and where the pen is; `view` holds the elements that show it. */
class Pad {
  constructor(view, onChange, onMove) {
    Object.assign(this, { view, onChange, onMove, earlier: [], cursor: [14.5, 14.5], tip: null, byKeys: false });
    this.pixels = new Uint8Array(SIZE * SIZE);
    this.paint();
    this.say("On the sheet:");
  }

  /** Take a picture, but not the echo of the own one, and never from under a moving pen. */
  show(pixels) {
    if (this.tip || this.pixels.every((shade, index) => shade === pixels[index])) return;
    this.pixels = pixels.slice();
    this.earlier = [];
    this.paint();
    this.say("On the sheet:");
  }

  send(message) {
    this.onChange(this.pixels);
    this.say(message);
  }

  say(message) {
    const inked = this.pixels.filter((shade) => shade > 0).length;
    this.view.status.textContent = `${message} ${inked} of ${SIZE * SIZE} pixels inked.`;
  }

  paint() {
    const { canvas, cursor } = this.view;
    const context = canvas.getContext("2d");
    const picture = context.createImageData(SIZE, SIZE);
    this.pixels.forEach((shade, index) => {
      picture.data.set([255 - shade, 255 - shade, 255 - shade, 255], 4 * index);
    });
    context.putImageData(picture, 0, 0);
    cursor.style.left = `${(100 * this.cursor[0]) / SIZE}%`;
    cursor.style.top = `${(100 * this.cursor[1]) / SIZE}%`;
    cursor.classList.toggle("rnn-pad-down", this.byKeys);
  }

  penDown(point) {
    this.earlier.push(this.pixels.slice());
    this.tip = point;
    this.penTo(point);
  }

  penTo(point) {
    ink(this.pixels, this.tip, point);
    this.tip = this.cursor = point;
    this.paint();
    this.onMove?.(this.pixels);
  }

  penUp(message = "Stroke finished.") {
    this.tip = null;
    this.byKeys = false;
    this.paint();
    this.send(message);
  }

  undo() {
    if (!this.earlier.length) return;
    this.pixels = this.earlier.pop();
    this.penUp("The last stroke is gone.");
  }

  clear() {
    this.earlier.push(this.pixels);
    this.pixels = new Uint8Array(SIZE * SIZE);
    this.penUp("The sheet is empty.");
  }

  /** By keys the pen stands in the middle of a pixel. */
  move(step) {
    const place = this.cursor.map((at, axis) => clamp(Math.floor(at) + 0.5 + step[axis], 0.5, SIZE - 0.5));
    if (this.byKeys) this.penTo(place);
    this.cursor = place;
    this.paint();
    this.sayPlace();
  }

  toggle() {
    if (this.byKeys) {
      this.penUp();
    } else {
      this.byKeys = true;
      this.penDown(this.cursor);
      this.sayPlace();
    }
  }

  sayPlace() {
    const [column, row] = this.cursor.map((at) => Math.floor(at) + 1);
    this.view.status.textContent = `Row ${row}, column ${column}, pen ${this.byKeys ? "down" : "up"}.`;
  }

  press(key) {
    const acts = { " ": () => this.toggle(), Backspace: () => this.undo(), Delete: () => this.clear() };
    const act = key in MOVES ? () => this.move(MOVES[key]) : acts[key];
    act?.();
    return act !== undefined;
  }
}

function build(root) {
  const id = freshId();
  const canvas = element("canvas", { width: SIZE, height: SIZE, "aria-hidden": "true" });
  const cursor = element("div", { class: "rnn-pad-cursor" });
  const sheet = element("div", {
    class: "rnn-pad-sheet", tabindex: "0", role: "application", "aria-describedby": id,
    "aria-label": `Drawing pad of ${SIZE} rows and ${SIZE} columns`, ...OWN_KEYS,
  }, canvas, cursor);
  const status = element("p", { role: "status", "aria-live": "polite" });
  const buttons = element("div", { class: "rnn-buttons" });
  root.classList.add("rnn-pad");
  root.append(sheet, buttons, status, element("p", { id, class: "rnn-pad-help" }, HELP));
  return { sheet, canvas, cursor, status, buttons };
}

function followPointer(sheet, pad) {
  const place = ({ clientX, clientY }) => {
    const { left, top, width, height } = pad.view.canvas.getBoundingClientRect();
    return [clamp((SIZE * (clientX - left)) / width, 0, SIZE), clamp((SIZE * (clientY - top)) / height, 0, SIZE)];
  };
  let drawing = null; // the pointer that draws; others are ignored, so a second finger does not spoil the stroke
  sheet.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || drawing !== null) return;
    if (pad.byKeys) pad.penUp();
    drawing = event.pointerId;
    sheet.setPointerCapture(drawing);
    sheet.focus({ preventScroll: true });
    event.preventDefault();
    pad.penDown(place(event));
  });
  sheet.addEventListener("pointermove", (event) => {
    if (event.pointerId !== drawing) return;
    // Between two frames a quick pen has passed more places; plain http does not tell them.
    for (const moment of [...(event.getCoalescedEvents?.() ?? []), event]) pad.penTo(place(moment));
  });
  sheet.addEventListener("lostpointercapture", (event) => {
    if (event.pointerId !== drawing) return;
    drawing = null;
    pad.penUp();
  });
}

function followKeys(sheet, pad) {
  sheet.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !pad.press(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  });
  sheet.addEventListener("blur", () => pad.byKeys && pad.penUp());
}

/** Make a pad in an element.
 *
 * `onChange(pixels)` is called after each stroke, undo or clearing, `onMove(pixels)` while the pen moves. The pad
 * has `pixels` (784 shades, 0 for paper to 255 for ink), `show(pixels)`, which tells nobody, and `clear()`.
 */
export function makePad(root, onChange, onMove = null) {
  const view = build(root);
  const pad = new Pad(view, onChange, onMove);
  view.buttons.append(
    button("Undo", "Take the last stroke back", () => pad.undo()),
    button("Clear", "Take an empty sheet", () => pad.clear()),
  );
  followPointer(view.sheet, pad);
  followKeys(view.sheet, pad);
  return pad;
}
