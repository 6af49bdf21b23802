// All content is shown by these functions, as text: content of a file is never interpreted as HTML.
export const find = id => document.getElementById(id);

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) {
      element.addEventListener(name.slice(2), value);
    } else if (value === true) {
      element.setAttribute(name, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(name, value);
    }
  }

  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

const numbers = new Intl.NumberFormat('en');
const times = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const clock = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' });
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });

export const number = value => numbers.format(Math.round(value));
export const time = text => text ? times.format(new Date(text)) : '';

// The shortest text that identifies the day.
export function shortTime(text) {
  const at = new Date(text);
  return at.toDateString() === new Date().toDateString() ? clock.format(at) : `${days.format(at)}, ${clock.format(at)}`;
}

export function duration(seconds) {
  const all = Math.max(0, Math.ceil(seconds));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h ? `${h} h ${m} min` : m ? `${m} min ${s} s` : `${s} s`;
}

// Why an import waits: for a service that it needs, or for its target.
export function waiting(view) {
  if (!view.waiting || view.isFinal) {
    return '';
  }

  const { service, detail, since } = view.waiting;
  const text = service.startsWith('target ') ? `${service} has not answered since ${shortTime(since)}` : `waiting for ${service} since ${shortTime(since)}`;
  return detail ? `${text} (${detail})` : text;
}

export function pace(view) {
  const parts = [];
  if (view.waiting && !view.isFinal) {
    parts.push(waiting(view));
  }

  if (view.rows) {
    parts.push(`${number(view.processed)} of ${number(view.rows)} rows`);
  }

  if (view.failed) {
    parts.push(`${number(view.failed)} ${view.failed === 1 ? 'error' : 'errors'}`);
  }

  if (view.rowsPerSecond && view.state !== 'paused') {
    parts.push(`${number(view.rowsPerSecond)} rows/s`);
  }

  if (view.secondsLeft && !view.isFinal) {
    parts.push(`${duration(view.secondsLeft)} left`);
  }

  return parts.join(' · ');
}

export function progressBar(label) {
  return el('div', { class: 'bar', role: 'progressbar', 'aria-label': label, 'aria-valuemin': 0, 'aria-valuemax': 100 },
    el('span', { class: 'done' }), el('span', { class: 'wrong' }));
}

// Two parts: rows that were delivered, and errors. Without a value while the rows are still counted.
export function setProgress(bar, view) {
  const isKnown = Boolean(view.rows) || view.isFinal;
  const part = rows => view.rows ? 100 * rows / view.rows : 0;
  bar.dataset.state = view.state;
  bar.classList.toggle('unknown', !isKnown);
  bar.children[0].style.width = `${part(view.succeeded)}%`;
  bar.children[1].style.width = `${part(view.failed)}%`;
  if (isKnown) {
    bar.setAttribute('aria-valuenow', Math.floor(part(view.processed)));
  } else {
    bar.removeAttribute('aria-valuenow');
  }
}
