// Rows per second over time, as SVG. Samples are kept for every import in progress, so that choosing another one loses nothing.
import { duration, el, number, setText } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';
const WIDTH = 600;
const HEIGHT = 140;
const MOST = 600;
const samples = new Map();

export function sample(view) {
  let list = samples.get(view.id);
  if (!list) {
    samples.set(view.id, list = []);
  }

  const last = list.at(-1);
  const now = performance.now() / 1000;
  if (last && (view.isFinal && last.isFinal || now - last.at < 0.5)) {
    return;
  }

  list.push({ at: now, processed: view.processed, isFinal: view.isFinal });
  if (list.length > MOST) {
    // Every second sample: keeps the shape and limits the memory.
    samples.set(view.id, list.filter((_, index) => index % 2 === 0 || index === list.length - 1));
  }
}

function rates(list) {
  const points = [];
  for (let i = 1; i < list.length; i++) {
    const seconds = list[i].at - list[i - 1].at;
    points.push({ at: list[i].at - list[0].at, rate: Math.max(0, (list[i].processed - list[i - 1].processed) / seconds) });
  }

  return points;
}

// The next of 1, 2, 5, 10, 20, 50 ...: a scale that is easy to read.
function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].find(each => each * power >= value) * power;
}

function path(name) {
  const element = document.createElementNS(SVG, 'path');
  element.setAttribute('class', name);
  element.setAttribute('vector-effect', 'non-scaling-stroke');
  return element;
}

export class Chart {
  constructor() {
    this.svg = document.createElementNS(SVG, 'svg');
    this.svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
    this.svg.setAttribute('preserveAspectRatio', 'none');
    this.svg.setAttribute('role', 'img');
    this.grid = path('grid');
    this.grid.setAttribute('d', [0, 0.5, 1].map(part => `M0 ${HEIGHT * part}H${WIDTH}`).join(''));
    [this.area, this.line] = [path('area'), path('line')];
    this.svg.append(this.grid, this.area, this.line);
    [this.top, this.middle, this.start, this.end] = Array.from({ length: 4 }, () => el('span'));
    this.element = el('div', { class: 'chart' },
      el('div', { class: 'scale', 'aria-hidden': 'true' }, this.top, this.middle, el('span', {}, '0')),
      this.svg,
      el('div', { class: 'times', 'aria-hidden': 'true' }, this.start, this.end));
  }

  // False while there are too few points for a line.
  draw(view) {
    const points = rates(samples.get(view.id) ?? []);
    const isDrawn = points.length > 1;
    this.element.hidden = !isDrawn;
    if (!isDrawn) {
      return false;
    }

    const most = Math.max(...points.map(point => point.rate));
    const scale = roundUp(Math.max(1, most));
    const [start, end] = [points[0].at, points.at(-1).at];
    const x = point => ((point.at - start) / Math.max(0.001, end - start) * WIDTH).toFixed(1);
    const y = point => (HEIGHT - point.rate / scale * HEIGHT).toFixed(1);
    const curve = 'M' + points.map(point => `${x(point)} ${y(point)}`).join('L');
    this.line.setAttribute('d', curve);
    this.area.setAttribute('d', `${curve}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z`);
    setText(this.top, number(scale));
    setText(this.middle, scale >= 2 ? number(scale / 2) : '');
    setText(this.start, `${duration(end - start)} before`);
    setText(this.end, view.isFinal ? 'end' : 'now');
    this.svg.setAttribute('aria-label', `Rows a second over the last ${duration(end - start)}: at most ${number(most)}.`);
    return true;
  }
}
