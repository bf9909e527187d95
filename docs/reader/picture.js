// Two pictures of a reading: the digit with the belief beside each row, and the belief in each class as bars.

import { answer, everyAnswer, everyShare, percent, sentence, stretches } from "./words.js";

// Colours with at least 3:1 on a white page and on a black one; text has the colour of the page.
const ANSWER = "#CC79A7";
const OTHER = "#767676";

const TOP = 26;
const PIXEL = 9; // a row of the digit, of the line and of the answers has the same height and place
const DIGIT_LEFT = 36;
const LINE_LEFT = 312;
const ANSWERS_LEFT = 414;
const BARS_LEFT = 28;
const SHARE_WIDTH = 84;
const PERCENT_RIGHT = 162;
const BOTTOM = 22; // under the paper, for the scale
const GREYS = 15;
// A share, its name, and where the name stands if not below its line: "chance" is wide.
const SCALE = [[0.1, "chance", 0], [0.5, "50 %"], [1, "100 %"]];

function add(parent, tag, attributes, text = "") {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.textContent = text;
  parent.append(made);
  return made;
}

function drawing(width, rows, label) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const size = { viewBox: `0 0 ${width} ${TOP + rows * PIXEL + BOTTOM}`, "font-size": 13, fill: "currentColor" };
  for (const [name, value] of Object.entries({ ...size, role: "img", "aria-label": label })) svg.setAttribute(name, value);
  return svg;
}

const heading = (svg, x, text) => add(svg, "text", { x, y: TOP - 10 }, text);
const middle = (row) => TOP + (row + 0.5) * PIXEL;

function drawScale(svg, left, height) {
  for (const [share, name, place = share] of SCALE) {
    const x = left + SHARE_WIDTH * share;
    const dashes = share === 0.1 ? { "stroke-dasharray": "3 3" } : {};
    add(svg, "path", { d: `M${x} ${TOP}v${height}`, stroke: OTHER, "stroke-width": 0.5, ...dashes });
    const centre = left + SHARE_WIDTH * place;
    add(svg, "text", { x: centre, y: TOP + height + 16, "font-size": 11, "text-anchor": "middle" }, name);
  }
  add(svg, "path", { d: `M${left} ${TOP}v${height}`, stroke: OTHER, "stroke-width": 1.5 });
}

/** The pixels as one path for each shade of grey, the rows that are not read under a veil. */
function drawDigit(svg, pixels, rows, count) {
  heading(svg, DIGIT_LEFT, `${count} of ${rows} rows read`);
  const place = `translate(${DIGIT_LEFT} ${TOP}) scale(${PIXEL})`;
  const paper = add(svg, "g", { transform: place, "shape-rendering": "crispEdges" });
  add(paper, "rect", { width: rows, height: rows, fill: "#ffffff" });
  const shades = Array(GREYS + 1).fill("");
  pixels.forEach((ink, n) => (shades[Math.round((ink / 255) * GREYS)] += `M${n % rows} ${Math.floor(n / rows)}h1v1h-1z`));
  shades.forEach((d, shade) => {
    const grey = 255 - (255 / GREYS) * shade;
    if (shade && d) add(paper, "path", { d, fill: `rgb(${grey},${grey},${grey})` });
  });
  add(paper, "rect", { y: count, width: rows, height: rows - count, fill: OTHER, "fill-opacity": 0.8 });
  const frame = { x: DIGIT_LEFT, y: TOP, width: rows * PIXEL, height: rows * PIXEL };
  add(svg, "rect", { ...frame, fill: "none", stroke: OTHER });
}

/** The belief after each row in what is the answer now. */
function drawLine(svg, read, rows) {
  drawScale(svg, LINE_LEFT, rows * PIXEL);
  if (!read.length) return heading(svg, LINE_LEFT, "belief");
  const followed = answer(read.at(-1));
  heading(svg, LINE_LEFT, `belief in ${followed}`);
  const points = read.map((shares, row) => [LINE_LEFT + SHARE_WIDTH * shares[followed], middle(row)]);
  const look = { fill: "none", stroke: ANSWER, "stroke-width": 2, "stroke-linejoin": "round" };
  add(svg, "polyline", { points: points.map((point) => point.join()).join(" "), ...look });
  const [cx, cy] = points.at(-1);
  return add(svg, "circle", { cx, cy, r: 4, fill: ANSWER });
}

/** Each answer where it begins, and a line as long as it lasts; in two columns, as rows are lower than letters. */
function drawAnswers(svg, read) {
  heading(svg, ANSWERS_LEFT - 6, "answer");
  stretches(read).forEach(({ digit, first, last }, place) => {
    const x = ANSWERS_LEFT + 12 * (place % 2);
    add(svg, "text", { x, y: middle(first) + 4, "font-size": 12 }, digit);
    if (last > first) add(svg, "path", { d: `M${x + 3} ${middle(first) + 7}V${middle(last) + 4}`, stroke: OTHER });
  });
}

/** Mark the row read last, through digit, line and answers. */
function drawCursor(svg, row, rows) {
  const y = middle(row);
  const frame = { x: DIGIT_LEFT - 1, y: TOP + row * PIXEL - 1, width: rows * PIXEL + 2, height: PIXEL + 2 };
  add(svg, "text", { x: DIGIT_LEFT - 14, y: y + 4, "text-anchor": "end" }, row + 1);
  add(svg, "path", { d: `M${DIGIT_LEFT - 3} ${y}l-8 -5v10z` });
  add(svg, "rect", { ...frame, fill: "none", stroke: ANSWER, "stroke-width": 2 });
  add(svg, "path", { d: `M${DIGIT_LEFT + rows * PIXEL + 1} ${y}H${ANSWERS_LEFT - 4}`, stroke: ANSWER });
}

function drawBar(svg, digit, share, y, isAnswer) {
  add(svg, "rect", { x: BARS_LEFT, y: y - 8, width: SHARE_WIDTH * share, height: 16, fill: isAnswer ? ANSWER : OTHER });
  const look = { x: PERCENT_RIGHT, y: y + 5, "text-anchor": "end", "font-weight": isAnswer ? "bold" : "normal" };
  add(svg, "text", look, percent(share));
  if (!isAnswer) return;
  add(svg, "path", { d: `M${PERCENT_RIGHT + 6} ${y}l8 -5v10z` });
  add(svg, "text", { x: PERCENT_RIGHT + 18, y: y + 5, "font-weight": "bold" }, "answer");
}

/** Draw the digit as it is read, and beside each row what the network believed there. */
export function drawReading(pixels, read, rows) {
  const svg = drawing(456, rows, `${sentence(read, rows)} ${everyAnswer(read)}`);
  drawDigit(svg, pixels, rows, read.length);
  drawLine(svg, read, rows);
  drawAnswers(svg, read);
  if (read.length) drawCursor(svg, read.length - 1, rows);
  return svg;
}

/** Draw the belief in each class after the row read last. */
export function drawBeliefs(read, rows, classes) {
  const svg = drawing(236, rows, everyShare(read));
  const pitch = (rows * PIXEL) / classes;
  heading(svg, BARS_LEFT, read.length ? `belief after row ${read.length}` : "no belief yet");
  drawScale(svg, BARS_LEFT, rows * PIXEL);
  for (let digit = 0; digit < classes; digit++) {
    const y = TOP + (digit + 0.5) * pitch;
    add(svg, "text", { x: BARS_LEFT - 14, y: y + 5, "font-size": 15, "text-anchor": "middle" }, digit);
    if (read.length) drawBar(svg, digit, read.at(-1)[digit], y, digit === answer(read.at(-1)));
  }
  return svg;
}
