// The digit reader of a page: a sheet to draw on, and what an LSTM believes about the drawing, row by row.

import { makeControl } from "../../course_utils/widgets/browser/controls.js";
import { button, element } from "../../course_utils/widgets/browser/elements.js";
import { makePad } from "../../course_utils/widgets/browser/pad.js";
import { makePlayer } from "../../course_utils/widgets/browser/player.js";
import { centred } from "./centring.js";
import { beliefs, parametersOf } from "./lstm.js";
import { drawBeliefs, drawReading } from "./picture.js";
import { sentence } from "./words.js";

const LINES = 28;
const CLASSES = 10;
const ROWS_READ = { kind: "slider", label: "Rows read", min: 0, max: LINES, step: 1, unit: `of ${LINES}` };

const pixelsOf = (sample) => Uint8Array.from(atob(sample.image), (letter) => letter.charCodeAt(0));

class DigitReader {
  constructor(root, network) {
    Object.assign(this, { root, samples: network.samples, parameters: parametersOf(network), frame: null });
    this.build(network.caption);
    this.take(0);
  }

  build(caption) {
    const sheet = element("div", {});
    this.pad = makePad(sheet, () => this.drawn(), () => this.drawing());
    this.slider = makeControl(ROWS_READ, (row) => this.touch(row));
    this.player = makePlayer(ROWS_READ, () => this.row, (row) => this.show(row, row < LINES));
    // The button stops, too, and then the sentence is to be read out.
    this.player.button.addEventListener("click", () => this.show(this.row));
    this.picture = element("div", { class: "rnn-reader-picture" });
    this.readout = element("p", { class: "rnn-readout", role: "status", "aria-live": "polite" });
    const panel = element("div", { class: "rnn-reader-panel" }, this.slider.element, this.buttons());
    const beside = element("div", {}, this.picture, panel, this.readout);
    this.root.setAttribute("role", "group");
    this.root.setAttribute("aria-label", "Digit reader");
    this.root.replaceChildren(
      element("p", { class: "rnn-reader-caption" }, caption),
      element("div", { class: "rnn-reader-desk" }, sheet, beside),
    );
  }

  buttons() {
    const surprise = () => this.take((this.sample + 1) % this.samples.length);
    return element(
      "div", { class: "rnn-buttons" }, this.player.button,
      button("Surprise me", "A digit worth a look", surprise), button("Reset", "Back to the first digit", () => this.take(0)),
    );
  }

  /** Put one of the samples on the sheet. */
  take(sample) {
    this.player.stop();
    this.sample = sample;
    this.remark = this.samples[sample].remark;
    this.pad.show(pixelsOf(this.samples[sample]));
    this.read();
    this.show(this.samples[sample].row);
  }

  touch(row) {
    this.player.stop();
    this.show(row);
  }

  drawn() {
    cancelAnimationFrame(this.frame);
    this.frame = null;
    this.remark = this.pad.pixels.some((shade) => shade > 0) ? "" : "The sheet is empty.";
    this.read();
    this.show(this.row);
  }

  /** A quick pen moves several times in one frame; reading once is enough. */
  drawing() {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = null;
      this.remark = "";
      this.read();
      this.show(this.row, true);
    });
  }

  read() {
    this.pixels = centred(this.pad.pixels);
    this.beliefs = beliefs(this.parameters, this.pixels);
  }

  /** Show the belief after a number of rows; what is `passing` is not read out. */
  show(row, passing = false) {
    this.row = row;
    const read = this.beliefs.slice(0, row);
    this.slider.show(row);
    this.picture.replaceChildren(drawReading(this.pixels, read, LINES), drawBeliefs(read, LINES, CLASSES));
    this.readout.setAttribute("aria-busy", passing);
    this.readout.textContent = `${this.remark} ${sentence(read, LINES)}`.trim();
  }
}

/** Make a reader of every place for one on the page. */
export function showReaders(network) {
  document.querySelectorAll(".rnn-digit-reader").forEach((root) => new DigitReader(root, network));
}

const start = () => showReaders(window.rnnDigitReaderNetwork);
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
else start();
