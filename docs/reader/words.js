// What the reader says: shares, answers and the sentence that stands for the picture.

/** Whole per cent; "0 %" and "100 %" only where it is exactly so. */
export function percent(share) {
  if (share > 0 && share < 0.005) return "<1 %";
  if (share >= 0.995 && share < 1) return ">99 %";
  return `${(100 * share).toFixed(0)} %`;
}

/** The class believed most. */
export const answer = (shares) => shares.indexOf(Math.max(...shares));

/** Each stretch of rows with the same answer, as { digit, first, last }; rows count from 0. */
export function stretches(read) {
  const found = [];
  read.map(answer).forEach((digit, row) => {
    if (found.at(-1)?.digit === digit) found.at(-1).last = row;
    else found.push({ digit, first: row, last: row });
  });
  return found;
}

/** "After row 14 of 28 the network believes 7 with 83 %." */
export function sentence(read, rows) {
  if (!read.length) return `Before row 1 of ${rows} the network has read nothing.`;
  const shares = read.at(-1);
  const share = percent(Math.max(...shares)).replace(">", "more than ");
  return `After row ${read.length} of ${rows} the network believes ${answer(shares)} with ${share}.`;
}

/** All shares after the row read last, for those who do not see the bars. */
export function everyShare(read) {
  if (!read.length) return "There is no belief yet.";
  const shares = Array.from(read.at(-1), (share, digit) => `${digit}: ${percent(share)}`);
  return `Belief in each digit: ${shares.join(", ")}.`;
}

/** How the answer came about, for those who do not see the line. */
export function everyAnswer(read) {
  if (!read.length) return "All rows are veiled.";
  const answers = stretches(read).map(({ digit, first }) => `${digit} from row ${first + 1}`);
  return `Answers so far: ${answers.join(", ")}.`;
}
