// The controls of an explorer: each shows one value, and tells when a person has changed it.

import { OWN_KEYS, element, freshId } from "./elements.js";
import { makePad } from "./pad.js";

const decimals = (step) => (String(step).split(".")[1] ?? "").length;

function slider({ label, min, max, step, unit }, onChange) {
  const id = freshId();
  const input = element("input", { type: "range", id, min, max, step, ...OWN_KEYS });
  const output = element("output", { for: id });
  const say = () => {
    const number = Number(input.value).toFixed(decimals(step)).replace("-", "−");
    output.textContent = unit ? `${number} ${unit}` : number;
    input.setAttribute("aria-valuetext", output.textContent);
  };
  input.addEventListener("input", () => {
    say();
    onChange(Number(input.value));
  });
  const show = (value) => {
    input.value = value;
    say();
  };
  const name = element("label", { for: id }, label);
  const made = element("div", { class: "rnn-control rnn-slider" }, name, input, output);
  made.hidden = min === max;
  return { element: made, show };
}

function choice({ label, options }, onChange) {
  const group = freshId();
  const inputs = options.map(([, value]) => {
    const input = element("input", { type: "radio", name: group, ...OWN_KEYS });
    input.addEventListener("change", () => onChange(value));
    return input;
  });
  const labels = options.map(([name], place) => element("label", {}, inputs[place], name));
  const legend = element("legend", {}, label);
  const show = (value) => inputs.forEach((input, place) => (input.checked = options[place][1] === value));
  return { element: element("fieldset", { class: "rnn-control rnn-choice" }, legend, ...labels), show };
}

function onOff({ label }, onChange) {
  const input = element("input", { type: "checkbox", ...OWN_KEYS });
  input.addEventListener("change", () => onChange(input.checked));
  const show = (value) => (input.checked = value);
  return { element: element("label", { class: "rnn-control rnn-switch" }, input, label), show };
}

function pad(description, onChange) {
  const sheet = element("div", { class: "rnn-control" });
  const made = makePad(sheet, (pixels) => onChange(new DataView(pixels.slice().buffer)));
  const show = ({ buffer, byteOffset, byteLength }) => made.show(new Uint8Array(buffer, byteOffset, byteLength));
  return { element: sheet, show };
}

const MAKERS = { slider, choice, switch: onOff, pad };

/** Make the control of a description; it has `element` and `show(value)`, which tells nobody. */
export function makeControl(description, onChange) {
  return MAKERS[description.kind](description, onChange);
}
