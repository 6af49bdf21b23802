// The imports, newest first. Rows of the list are kept and changed in place, so that focus and scrolling stay where they are.
import { el, find, pace, progressBar, setProgress, setText, time } from './dom.js';

const shown = new Map();

function makeItem(id) {
  const name = el('span', { class: 'name' });
  const state = el('span', { class: 'state' });
  const owner = el('span', { class: 'owner' });
  const bar = progressBar('Rows with a result');
  const facts = el('span', { class: 'facts' });
  const anchor = el('a', { href: `#/${id}` }, el('span', { class: 'head' }, name, state), owner, bar, facts);
  return { element: el('li', { 'data-id': id }, anchor), anchor, name, state, owner, bar, facts };
}

function fill(item, view, isChosen) {
  setText(item.name, view.fileName);
  item.name.title = view.fileName;
  setText(item.state, view.state);
  item.state.dataset.state = view.state;
  setText(item.owner, [view.owner, time(view.receivedAt)].filter(Boolean).join(' · '));
  setText(item.facts, view.state === 'rejected' ? view.problemCode ?? '' : pace(view));
  setProgress(item.bar, view);
  item.bar.dataset.state = view.state;
  if (isChosen) {
    item.anchor.setAttribute('aria-current', 'true');
  } else {
    item.anchor.removeAttribute('aria-current');
  }
}

export function showList(views, chosen) {
  const list = find('imports');
  const ids = new Set(views.map(view => view.id));
  for (const [id, item] of shown) {
    if (!ids.has(id)) {
      item.element.remove();
      shown.delete(id);
    }
  }

  views.forEach((view, index) => {
    let item = shown.get(view.id);
    if (!item) {
      shown.set(view.id, item = makeItem(view.id));
    }

    fill(item, view, view.id === chosen);
    if (list.children[index] !== item.element) {
      list.insertBefore(item.element, list.children[index] ?? null);
    }
  });
  find('no-imports').hidden = views.length > 0;
}
