// Rows a second over time, as SVG. Samples are kept for every import that is under way, so that choosing another one loses nothing.
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
    // Every other one: the shape stays, the memory too.
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

export function makeChart() {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${HEIGHT}`);
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('role', 'img');
  for (const part of ['grid', 'area', 'line']) {
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('class', part);
    path.setAttribute('vector-effect', 'non-scaling-stroke');
    svg.append(path);
  }

  return svg;
}

export function drawChart(svg, view) {
  const points = rates(samples.get(view.id) ?? []);
  const [grid, area, line] = svg.children;
  grid.setAttribute('d', [0.25, 0.5, 0.75].map(part => `M0 ${HEIGHT * part}H${WIDTH}`).join(''));
  const most = Math.max(1, ...points.map(point => point.rate));
  const end = Math.max(1, points.at(-1)?.at ?? 1);
  const start = points[0]?.at ?? 0;
  const x = point => ((point.at - start) / Math.max(0.001, end - start) * WIDTH).toFixed(1);
  const y = point => (HEIGHT - 4 - point.rate / most * (HEIGHT - 12)).toFixed(1);
  const path = points.length > 1 ? 'M' + points.map(point => `${x(point)} ${y(point)}`).join('L') : '';
  line.setAttribute('d', path);
  area.setAttribute('d', path ? `${path}L${WIDTH} ${HEIGHT}L0 ${HEIGHT}Z` : '');
  svg.setAttribute('aria-label', points.length ? `Rows a second; at most ${Math.round(most)}` : 'Rows a second');
  return { most, seconds: end - start, isEmpty: points.length < 2 };
}
