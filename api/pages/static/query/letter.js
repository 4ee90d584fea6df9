/** Writing names into drawings: how wide they are, and which find room. */

/** Return how large a drawing may be in a place: its width, and a height in that proportion, but not less than the least. */
export function roomOf(place, proportion, least = 300) {
  const width = Math.max(300, Math.min(1400, place.clientWidth || 960));
  return { width, height: Math.max(least, Math.round(width * proportion)) };
}

/** Keeps labels apart: `free(box)` tells whether a box `[left, top, right, bottom]` touches none before, and takes it. */
export function lettering() {
  const taken = [];
  return (box) => {
    const free = !taken.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
    if (free) taken.push(box);
    return free;
  };
}

/** Return about how wide a text is at a size. */
export function widthOf(text, size) {
  let width = 0;
  for (const letter of text) width += letter.codePointAt(0) > 0x2e80 ? 1 : 0.56;
  return width * size;
}

/** Return as much of a text as fits into a width. */
export function shortened(text, size, width) {
  if (widthOf(text, size) <= width) return text;
  const letters = [...text];
  while (letters.length && widthOf(letters.join(""), size) > width - size) letters.pop();
  return `${letters.join("")}…`;
}
