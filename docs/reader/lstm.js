// An LSTM that answers after every row: nn.LSTM, then nn.Linear, with the names and the order of gates of torch.

const sigmoid = (x) => 1 / (1 + Math.exp(-x));

/** A tensor from its shape and its float32 numbers in base64. */
function tensor({ shape, float32 }) {
  const bytes = Uint8Array.from(atob(float32), (letter) => letter.charCodeAt(0));
  return { shape, numbers: new Float32Array(bytes.buffer) };
}

/** The parameters of an exported network, by name. */
export function parametersOf({ parameters }) {
  return Object.fromEntries(Object.entries(parameters).map(([name, exported]) => [name, tensor(exported)]));
}

/** W x + b */
function affine(weight, bias, x) {
  const { numbers } = weight;
  return Float64Array.from(bias.numbers, (start, row) => {
    let total = start;
    for (let column = 0; column < x.length; column++) total += numbers[row * x.length + column] * x[column];
    return total;
  });
}

/** One step of the LSTM: the input x, what is remembered (h, c) -> the new (h, c). */
function step(p, x, { h, c }) {
  const fromInput = affine(p["rnn.weight_ih_l0"], p["rnn.bias_ih_l0"], x);
  const fromMemory = affine(p["rnn.weight_hh_l0"], p["rnn.bias_hh_l0"], h);
  const sums = fromInput.map((sum, place) => sum + fromMemory[place]);
  const part = (place) => sums.subarray(place * c.length, (place + 1) * c.length);
  const i = part(0).map(sigmoid); // what is let in
  const f = part(1).map(sigmoid); // what is kept
  const g = part(2).map(Math.tanh); // what is proposed
  const o = part(3).map(sigmoid); // what is shown
  const next = c.map((kept, n) => f[n] * kept + i[n] * g[n]);
  return { h: next.map((kept, n) => o[n] * Math.tanh(kept)), c: next };
}

function softmax(logits) {
  const highest = Math.max(...logits);
  const shares = logits.map((logit) => Math.exp(logit - highest));
  const total = shares.reduce((sum, share) => sum + share);
  return shares.map((share) => share / total);
}

/** The belief in each class after each row of a picture: pixels from 0 to 255 -> an array of shares for each row. */
export function beliefs(p, pixels) {
  const [hidden, width] = [p["rnn.weight_hh_l0"].shape[1], p["rnn.weight_ih_l0"].shape[1]];
  let memory = { h: new Float64Array(hidden), c: new Float64Array(hidden) };
  const found = [];
  for (let start = 0; start < pixels.length; start += width) {
    const row = Float64Array.from(pixels.subarray(start, start + width), (shade) => shade / 255);
    memory = step(p, row, memory);
    found.push(softmax(affine(p["head.weight"], p["head.bias"], memory.h)));
  }
  return found;
}
