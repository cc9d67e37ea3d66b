// @ts-check
/** Pieces that several sections of the case panel are made of. */
import { refusal } from '../lib/api.js';
import { h, replace, uid } from '../lib/dom.js';
import { moment, day, span } from '../lib/format.js';
import { t, tCode } from '../lib/strings.js';

/** A list of terms and what they are; rows without a value are left out. @param {[string, import('../lib/dom.js').Child][]} rows */
export function facts(rows) {
  return h(
    'dl',
    { class: 'qp-facts' },
    rows.filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false).map(([term, value]) => h('div', null, h('dt', null, term), h('dd', null, value))),
  );
}

/** @param {string} text @param {'neutral' | 'good' | 'warn' | 'bad'} [tone] */
export function badge(text, tone = 'neutral') {
  return h('span', { class: `qp-badge qp-${tone}` }, text);
}

/** An instant in words, for machines too. @param {string | null | undefined} iso */
export function time(iso) {
  return iso ? h('time', { datetime: iso }, moment(iso)) : null;
}

/** A span in words: its two largest units. @param {number} millis */
export function spanText(millis) {
  const s = span(millis);
  const words = [
    s.days > 0 ? t('span.days', { n: s.days }) : null,
    s.hours > 0 ? t('span.hours', { n: s.hours }) : null,
    s.days === 0 && (s.minutes > 0 || s.hours === 0) ? t('span.minutes', { n: s.minutes }) : null,
  ].filter(Boolean);
  return words.slice(0, 2).join(' ');
}

/**
 * A section of the panel that can be folded; what the reader folded stays so while the page lives.
 *
 * @param {string} name key of `section.…`
 * @param {import('../lib/dom.js').Child} content
 * @param {{count?: number, open?: boolean, title?: string}} [options]
 */
export function section(name, content, { count, open = true, title } = {}) {
  const id = `qp-section-${name}`;
  const node = h(
    'details',
    { class: 'qp-section', id, open: folded.get(name) ?? open, dataset: { section: name } },
    h('summary', null, h('h3', null, title ?? t(`section.${name}`)), count === undefined ? null : h('span', { class: 'qp-count' }, count)),
    h('div', { class: 'qp-section-body' }, content),
  );
  node.addEventListener('toggle', () => folded.set(name, node.open));
  return node;
}

/** @type {Map<string, boolean>} */
const folded = new Map();

/** Nothing to show. */
export function empty() {
  return h('p', { class: 'qp-empty' }, t('panel.empty'));
}

/** A button. @param {string} label @param {(event: MouseEvent) => void} onClick @param {string} [className] @param {Record<string, any>} [props] */
export function button(label, onClick, className = 'qp-button', props = {}) {
  return h('button', { type: 'button', class: className, onclick: onClick, ...props }, label);
}

/**
 * A value that is masked until the reader asks for it; each look is recorded by the server.
 *
 * @param {string} name what it is, in words
 * @param {string} masked
 * @param {() => Promise<string>} reveal
 */
export function maskedValue(name, masked, reveal) {
  const value = h('span', { class: 'qp-masked', id: uid('value') }, masked);
  const control = h('button', { type: 'button', class: 'qp-link', 'aria-label': t('parties.reveal', { field: name }), title: t('parties.recorded'), 'aria-describedby': value.id }, t('action.show'));
  let shown = false;
  control.addEventListener('click', async () => {
    if (shown) {
      shown = false;
      value.classList.remove('qp-shown');
      replace(value, masked);
      replace(control, t('action.show'));
      return;
    }
    control.disabled = true;
    try {
      const plain = await reveal();
      shown = true;
      value.classList.add('qp-shown');
      replace(value, plain);
      replace(control, t('action.hide'));
    } catch (problem) {
      replace(value, h('span', { class: 'qp-error', role: 'alert' }, refusal(problem).message));
    } finally {
      control.disabled = false;
    }
  });
  return h('span', { class: 'qp-reveal' }, value, ' ', control);
}

/** What the panel does not know by name is shown as it comes, so that a newer server loses nothing. @param {any} data @returns {import('../lib/dom.js').Child} */
export function generic(data) {
  if (data === null || data === undefined || data === '') {
    return '—';
  }
  if (typeof data === 'boolean') {
    return t(data ? 'state.yes' : 'state.no');
  }
  if (typeof data === 'string') {
    return /^\d{4}-\d\d-\d\dT/.test(data) ? time(data) : /^\d{4}-\d\d-\d\d$/.test(data) ? day(data) : data;
  }
  if (typeof data !== 'object') {
    return String(data);
  }
  if (Array.isArray(data)) {
    return data.length === 0 ? '—' : h('ul', { class: 'qp-list' }, data.map((each) => h('li', null, generic(each))));
  }
  return facts(Object.entries(data).map(([key, value]) => [tCode('property', key), generic(value)]));
}
