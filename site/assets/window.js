// The window of a layer sliding along an axis, drawn as explainer/render/drawings/window.py
// draws it, with the notes of explainer/page/window_figure.py.
"use strict";

explain.window = (function () {
  const { say, print } = explain;
  const { WIDTH, MARGIN, LEGEND, LARGEST, MOST, SIDE_FOR_A_NUMBER, PITCH, FIRST_PLACES, LAST_PLACES, STROKES } = explain.rules.window;
  const ENDS = explain.rules.ends;
  // Beyond this a drawing would have to be thinned out even more than by its middle.
  const LARGEST_SIZE = 10n ** 6n;

  // ---- the numbers -----------------------------------------------------------------------

  function numbersOf(node, axis) {
    const v = node.values, low = axis.toLowerCase();
    if (!(`k_${low}` in v) || !(`s_${low}` in v) || node.does === "transposes") return null;
    const [before, after] = padding(v, axis, low), kernel = v[`k_${low}`], stride = v[`s_${low}`], dilation = v[`d_${low}`] ?? 1n;
    const size = v[`${axis}_in`], places = v[`${axis}_out`];
    if (size > LARGEST_SIZE) return null;
    const unread = size + before + after - ((places - 1n) * stride + dilation * (kernel - 1n) + 1n);
    const found = { size, before, after, kernel, stride, dilation, places, unread: unread > 0n ? unread : 0n };
    return { axis, ...Object.fromEntries(Object.entries(found).map(([name, value]) => [name, Number(value)])) };
  }

  function padding(v, axis, low) {
    const whole = v[`P_${low}`], [first, last] = ENDS[axis];
    if (whole !== undefined) return [whole / 2n, whole - whole / 2n];
    if (first in v) return [v[first], v[last]];
    return [v[`p_${low}`] ?? 0n, v[`p_${low}`] ?? 0n];
  }

  const spanOf = (w) => w.dilation * (w.kernel - 1) + 1;
  const reachOf = (w) => (w.places - 1) * w.stride + spanOf(w);
  const paddedOf = (w) => w.before + w.size + w.after;
  const alike = (one, other) => ["size", "before", "after", "kernel", "stride", "dilation"].every((name) => one[name] === other[name]);

  // ---- the picture -----------------------------------------------------------------------

  const short = (number) => (Number.isInteger(number) ? String(number) : number.toFixed(2).replace(/\.?0+$/, ""));
  const sized = (size) => (size ? ` style="font-size:${short(size)}px"` : "");
  const text = (x, y, written, look, size) => `<text x="${short(x)}" y="${short(y)}" class="${look}"${sized(size)}>${print.escaped(written)}</text>`;

  function rect(x, y, width, height, look, { corner, fill } = {}) {
    const rounded = corner ? ` rx="${short(corner)}"` : "", filled = fill ? ` fill="url(#${fill})"` : "";
    return `<rect x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"${rounded}${filled} class="${look}"/>`;
  }

  // The pixels that are drawn: the first `head` and those from `tail` on, of `length`.
  function lineOf(w) {
    const length = Math.max(paddedOf(w), reachOf(w)), whole = length <= MOST;
    const head = whole ? length : Math.floor((MOST * 2) / 3), tail = whole ? length : length - Math.floor(MOST / 3);
    const gap = whole ? 0 : 2, side = Math.min(LARGEST, (WIDTH - MARGIN - 2) / (head + length - tail + gap));
    const x = (pixel) => {
      if (pixel <= head) return MARGIN + pixel * side;
      return pixel < tail ? null : MARGIN + (pixel - tail + head + gap) * side;
    };
    return { length, head, tail, whole, side, x };
  }

  function cell(pixel, x, w, line, key) {
    const { side } = line, inside = pixel >= w.before && pixel < w.before + w.size, padded = paddedOf(w);
    const unread = pixel >= padded - w.unread && pixel < padded, number = pixel - w.before + 1;
    let box = rect(x, LEGEND, side, side, inside ? "pixel" : "padding");
    if (unread) box += rect(x, LEGEND, side, side, "unread", { fill: key });
    if (!inside) return box;
    if (side < SIDE_FOR_A_NUMBER) return box + numberAbove(number, x + side / 2, w.size);
    if (unread) box += rect(x + side * 0.16, LEGEND + side * 0.22, side * 0.68, side * 0.56, "patch");
    return box + text(x + side / 2, LEGEND + side / 2 + side * 0.16, String(number), "t middle", Math.min(10.5, side * 0.52));
  }

  function numberAbove(number, middle, size) {
    const told = number === 1 || number === size || (number % 10 === 0 && size - number > 3);
    return told ? text(middle, LEGEND - 2.5, String(number), "t soft middle", 8.5) : "";
  }

  function pixels(w, line, key) {
    const drawn = [...Array(line.head).keys()].map((pixel) => cell(pixel, line.x(pixel), w, line, key));
    if (line.whole) return drawn.join("");
    for (let pixel = line.tail; pixel < line.length; pixel++) {
      const x = line.x(pixel);
      if (pixel === line.tail) drawn.push(text(x - line.side, LEGEND + line.side / 2 + 4, "…", "t middle"));
      drawn.push(cell(pixel, x, w, line, key));
    }
    return drawn.join("");
  }

  const tap = (x, top, width) => rect(x, top, width, 9.5, "activations", { corner: 1 });

  function placesOf(count) {
    const all = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);
    if (count <= FIRST_PLACES + LAST_PLACES + 1) return all(0, count);
    return [...all(0, FIRST_PLACES), null, ...all(count - LAST_PLACES, count)];
  }

  function placeOf(place, row, w, line) {
    const top = LEGEND + line.side + 7 + PITCH * row;
    if (place === null) return text(0, top + 8, "…", "t soft", 11);
    const name = text(0, top + 8.5, say("site.js_place", { number: place + 1 }), "t soft", 11), start = place * w.stride;
    const first = line.x(start), last = line.x(start + spanOf(w) - 1);
    if (first === null || last === null) return name;
    const rail = `<path d="M${short(first + 3)} ${short(top + 5)}H${short(last + line.side - 3)}" class="axis"/>`;
    const taps = Array.from({ length: w.kernel }, (_, i) => line.x(start + i * w.dilation)).filter((x) => x !== null);
    return name + rail + taps.map((x) => tap(x + 1, top, line.side - 2)).join("");
  }

  function legend(w, key) {
    const samples = [];
    if (w.before || w.after) samples.push([rect(0, 4, 12, 12, "padding"), say("site.js_padding_shown")]);
    if (w.unread) samples.push([rect(0, 4, 12, 12, "pixel") + rect(0, 4, 12, 12, "unread", { fill: key }), say("site.js_never_read")]);
    samples.push([tap(0, 5, 12), say("site.js_taps")]);
    let x = MARGIN, written = "";
    for (const [box, words] of samples) {
      written += `<g transform="translate(${short(x)} 0)">${box}${text(18, 14, words, "t soft", 11)}</g>`;
      x += 34 + 6.2 * words.length;
    }
    return written;
  }

  function picture(w, key) {
    const line = lineOf(w), places = placesOf(w.places);
    const pattern = `<defs><pattern id="${key}" width="6" height="6" patternUnits="userSpaceOnUse"><path d="${STROKES}" class="ink4"/></pattern></defs>`;
    const name = text(0, LEGEND + line.side / 2 + 4, say(w.axis === "W" ? "site.js_column" : "site.js_row"), "t soft", 11);
    const body = pattern + legend(w, key) + name + pixels(w, line, key) + places.map((place, row) => placeOf(place, row, w, line)).join("");
    return { height: LEGEND + line.side + 10 + PITCH * places.length, body };
  }

  // ---- the notes and the figure ------------------------------------------------------------

  const digits = (number) => print.grouped(BigInt(number));
  const told = (key, slots) => say(key, Object.fromEntries(Object.entries(slots).map(([name, value]) => [name, typeof value === "number" ? digits(value) : value])));
  const note = (words) => `<p class="note">${print.escaped(words)}</p>`;

  function notes(w, both) {
    const axes = both ? "_both" : w.axis === "W" ? "_columns" : "", found = [], gap = w.stride - w.kernel;
    if (w.dilation === 1 && gap > 0 && w.places > 1) found.push(note(told(`layer.gap${axes}`, { stride: w.stride, kernel: w.kernel, gap })));
    if (w.unread > w.after) found.push(note(told(`layer.unread${axes}`, { size: w.size, unread: w.unread - w.after })));
    else if (w.unread) found.push(note(told(`layer.unread_padding${axes}`, { unread: w.unread })));
    const over = reachOf(w) - paddedOf(w);
    if (over > 0) found.push(note(told(`layer.over${axes}`, { over })));
    return found.join("");
  }

  function figure(name, w, key) {
    const columns = w.axis === "W" ? "_columns" : "";
    const caption = told(`layer.window${columns}`, { name, places: w.places });
    const sentence = told(`layer.window_sentence${columns}${w.before + w.after ? "_padded" : ""}`, {
      span: spanOf(w), stride: w.stride, size: paddedOf(w), padding: w.before + w.after, places: w.places, last: reachOf(w),
    });
    const { height, body } = picture(w, key), escaped = print.escaped;
    return `<figure><div class="scroll" role="group" aria-label="${escaped(caption)}" tabindex="0"><svg xmlns="http://www.w3.org/2000/svg" role="img" ` +
      `aria-label="${escaped(sentence)}" class="drawing" viewBox="0 0 ${WIDTH} ${short(height)}">${body}</svg></div>` +
      `<figcaption><strong>${escaped(caption)}.</strong> ${escaped(sentence)}</figcaption></figure>`;
  }

  // Along the height, and along the width only where it is another. key: what ids begin with.
  function markup(node, key = "") {
    if (!node.sources.length) return "";
    const windows = ["H", "W"].map((axis) => numbersOf(node, axis)).filter(Boolean), both = windows.length === 2 && alike(...windows);
    return (both ? windows.slice(0, 1) : windows).map((w) => notes(w, both) + figure(node.name, w, `${key}window-${w.axis}`)).join("");
  }

  return { markup, numbersOf, picture };
})();
