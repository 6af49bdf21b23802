// Everything shown goes through here, as text: what comes from a file is never read as HTML.
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

export const number = value => numbers.format(Math.round(value));
export const time = text => text ? times.format(new Date(text)) : '';

export function duration(seconds) {
  const all = Math.max(0, Math.ceil(seconds));
  const [h, m, s] = [Math.floor(all / 3600), Math.floor(all / 60) % 60, all % 60];
  return h ? `${h} h ${m} min` : m ? `${m} min ${s} s` : `${s} s`;
}

export function pace(view) {
  const parts = [];
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
  return el('progress', { max: 100, 'aria-label': label });
}

export function setProgress(bar, view) {
  if (view.percent !== undefined && view.percent !== null) {
    bar.value = view.percent;
  } else if (view.isFinal) {
    bar.value = 0;
  } else {
    bar.removeAttribute('value');
  }
}
