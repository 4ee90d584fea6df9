/** Names on the drawing: the largest first, none over another. */

const CELL = 48, TRIES = 700, HEIGHT = 15;

/**
 * Return the labels that fit a frame: `[{ node, text, x, y }]`, x and y of their left middle. `first` are nodes that
 * come before all others; `at(node)` gives `[x, y, radius]` on the drawing, `text(node)` its name, `measure(text)` its width.
 */
export function fitLabels(nodes, { first, frame: [left, top, right, bottom], at, text, measure }) {
  const taken = new Map(), labels = [], done = new Set();
  const fit = (node) => {
    if (done.has(node)) return;
    done.add(node);
    const [x, y, radius] = at(node);
    if (!(x > left && y > top && x < right && y < bottom)) return;
    const name = text(node), across = measure(name);
    for (const start of [x + radius + 4, x - radius - 4 - across]) {
      const box = [start - 2, y - HEIGHT / 2, start + across + 2, y + HEIGHT / 2];
      if (box[2] > right || box[0] < left || meets(taken, box)) continue;
      take(taken, box);
      labels.push({ node, text: name, x: start, y });
      return;
    }
  };
  first.forEach(fit);
  for (let i = 0; i < nodes.length && i < TRIES; i++) fit(nodes[i]);
  return labels;
}

function* cells([left, top, right, bottom]) {
  for (let x = Math.floor(left / CELL); x <= right / CELL; x++) for (let y = Math.floor(top / CELL); y <= bottom / CELL; y++) yield x * 8192 + y;
}

function meets(taken, box) {
  for (const cell of cells(box)) for (const other of taken.get(cell) ?? []) {
    if (box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]) return true;
  }
  return false;
}

function take(taken, box) {
  for (const cell of cells(box)) taken.set(cell, [...(taken.get(cell) ?? []), box]);
}
