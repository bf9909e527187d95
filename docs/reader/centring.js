// A drawing brought to the size and place that MNIST gave to its digits: centring.py, for the browser.

const SHEET = 28;
const BOX = 20;
const UNIT = 2 ** 22; // Pillow counts the weights of a mean in such parts

const within = (value, low, high) => Math.min(high, Math.max(low, value));

/** Half goes to the even neighbour, as in Python. */
function rounded(value) {
  const below = Math.floor(value);
  if (value - below !== 0.5) return Math.round(value);
  return below % 2 ? below + 1 : below;
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const transposed = (lines) => Array.from(lines[0], (_, place) => lines.map((line) => line[place]));

/** The lines from the first to the last that has ink. */
function trimmed(lines) {
  const hasInk = (line) => line.some((shade) => shade > 0);
  return lines.slice(lines.findIndex(hasInk), lines.findLastIndex(hasInk) + 1);
}

/** One new pixel of a line: a mean of those within reach of its centre, the nearer the heavier. */
function blended(line, centre, reach) {
  const first = Math.max(0, Math.trunc(centre - reach + 0.5));
  const near = line.slice(first, Math.trunc(centre + reach + 0.5));
  const weights = near.map((_, place) => Math.max(0, 1 - Math.abs(first + place + 0.5 - centre) / reach));
  const total = sum(weights);
  const parts = weights.map((weight) => Math.floor((UNIT * weight) / total + 0.5));
  return Math.floor(sum(near.map((shade, place) => shade * parts[place])) / UNIT + 0.5);
}

/** A line of another length, bilinear as Pillow does it: when it shrinks, no pixel is skipped. */
function resized(line, length) {
  const scale = line.length / length;
  return Array.from({ length }, (_, place) => blended(line, (place + 0.5) * scale, Math.max(scale, 1)));
}

function scaled(lines) {
  const longer = Math.max(lines.length, lines[0].length);
  const [height, width] = [lines.length, lines[0].length].map((side) => Math.max(1, rounded((side * BOX) / longer)));
  const across = lines.map((line) => resized(line, width));
  return transposed(transposed(across).map((line) => resized(line, height)));
}

/** Where the lines begin when their centre of mass is nearest to the middle; a lopsided shape stays on the sheet. */
function beginning(lines) {
  const ink = lines.map(sum);
  const mass = sum(ink.map((shade, place) => shade * place)) / sum(ink);
  return within(rounded(SHEET / 2 - mass), 0, SHEET - lines.length);
}

/** Scale a digit to 20 pixels and put its centre of mass into the middle: 784 shades -> 784 new ones. */
export function centred(pixels) {
  const sheet = new Uint8Array(pixels.length);
  if (!pixels.some((shade) => shade > 0)) return sheet;
  const lines = Array.from({ length: SHEET }, (_, row) => [...pixels.subarray(row * SHEET, (row + 1) * SHEET)]);
  const ink = scaled(transposed(trimmed(transposed(trimmed(lines)))));
  const [top, left] = [beginning(ink), beginning(transposed(ink))];
  ink.forEach((line, row) => sheet.set(line, (top + row) * SHEET + left));
  return sheet;
}
