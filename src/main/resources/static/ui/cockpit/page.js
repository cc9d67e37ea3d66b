// @ts-check
/** What Cockpit's pages of our own share: an address with filters, a page that says when it loads or fails, tables. */
import './strings.js';
import { refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { moment } from '../lib/format.js';
import { t } from '../lib/strings.js';

/** Addresses of our pages, below the hash of Cockpit. */
export const ROUTES = { cases: '/qupiya/cases', story: '/qupiya/cases/:operator/:number', report: '/qupiya/report', retention: '/qupiya/retention', staff: '/qupiya/staff', calendar: '/qupiya/calendar' };

/** @typedef {Record<string, string | number | boolean | null | undefined>} Query */

/** @param {Query} query */
export function search(query) {
  const filled = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '' && value !== false);
  return new URLSearchParams(filled.map(([key, value]) => [key, String(value)])).toString();
}

/** An address of one of our pages. @param {string} path @param {Query} [query] */
export function address(path, query = {}) {
  const text = search(query);
  return `#${path}${text ? `?${text}` : ''}`;
}

/** @param {string} operator @param {string} number */
export function caseAddress(operator, number) {
  return address(`/qupiya/cases/${encodeURIComponent(operator)}/${encodeURIComponent(number)}`);
}

/** What stands in the address now. @returns {{path: string[], query: URLSearchParams}} */
export function here() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query ?? '') };
}

/** Goes to another of our pages. @param {string} hash as of {@link address} */
export function go(hash) {
  if (location.hash === hash) {
    // the same page again: Angular would do nothing
    window.dispatchEvent(new Event('hashchange'));
  }
  location.hash = hash;
}

/** A link. @param {string} href @param {import('../lib/dom.js').Child} text @param {Record<string, any>} [props] */
export function link(href, text, props = {}) {
  return h('a', { href, ...props }, text);
}

/**
 * The frame of a page.
 *
 * @param {HTMLElement} node where Cockpit wants it
 * @param {string} title
 * @param {string} name for styles
 */
export function page(node, title, name) {
  const heading = h('h1', { tabindex: '-1' }, title);
  const tools = h('div', { class: 'qp-page-tools' });
  const body = h('div', { class: 'qp-page-body' });
  replace(node, h('main', { class: `qp qp-page qp-${name}` }, h('header', { class: 'qp-page-header' }, heading, tools), body));
  document.title = `${title} – Qupiya`;
  return { heading, tools, body };
}

/**
 * Shows what a promise brings; until then that it loads, and a refusal with a way to try again.
 *
 * @template T
 * @param {HTMLElement} target
 * @param {() => Promise<T>} load
 * @param {(data: T) => import('../lib/dom.js').Child} show
 */
export async function shown(target, load, show) {
  const loading = h('p', { class: 'qp-empty', role: 'status' }, t('state.loading'));
  if (!target.hasChildNodes()) {
    replace(target, loading);
  }
  try {
    replace(target, show(await load()));
  } catch (fault) {
    const again = h('button', { type: 'button', class: 'qp-button' }, t('error.retry'));
    again.addEventListener('click', () => shown(target, load, show));
    replace(target, h('div', { class: 'qp-notice qp-notice-error', role: 'alert' }, h('p', null, refusal(fault).message), again));
  }
}

/**
 * A table.
 *
 * @param {string} caption read by assistive technology
 * @param {import('../lib/dom.js').Child[]} heads
 * @param {import('../lib/dom.js').Child[][]} rows
 * @param {{numbers?: number[], className?: string, foot?: import('../lib/dom.js').Child[]}} [options] `numbers`: columns of figures
 */
export function table(caption, heads, rows, { numbers = [], className = '', foot } = {}) {
  const cell = (/** @type {string} */ tag, /** @type {any} */ content, /** @type {number} */ i, /** @type {any} */ props = {}) => h(tag, { class: numbers.includes(i) ? 'qp-number' : undefined, ...props }, content);
  return h(
    'div',
    { class: 'qp-table-frame', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      { class: `qp-table ${className}` },
      h('caption', { class: 'qp-hidden' }, caption),
      h('thead', null, h('tr', null, heads.map((head, i) => cell('th', head, i, { scope: 'col' })))),
      h('tbody', null, rows.map((row) => h('tr', null, row.map((content, i) => (i === 0 ? cell('th', content, i, { scope: 'row' }) : cell('td', content, i)))))),
      foot ? h('tfoot', null, h('tr', null, foot.map((content, i) => (i === 0 ? cell('th', content, i, { scope: 'row' }) : cell('td', content, i))))) : null,
    ),
  );
}

/** Time of day of an instant. @param {string} iso */
export function clockTime(iso) {
  return moment(iso).split(', ').pop();
}
