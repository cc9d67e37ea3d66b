// @ts-check
/** The list of cases: filters in the address, so that a list can be sent to a colleague; files of the same list. */
import { client, refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { fileButton } from '../lib/download.js';
import { dayField, field } from '../lib/fields.js';
import { day, moment, monthName, number } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { badge } from '../panel/parts.js';
import { address, caseAddress, go, here, link, page, ROUTES, search, shown, table } from './page.js';

const URGENCY_TONE = /** @type {Record<string, any>} */ ({ overdue: 'bad', today: 'warn', 'three-days': 'warn', 'on-time': 'good', undated: 'neutral' });
const SIZE = 50;

/** Conditions that a figure of the dashboard brings; shown as words that can be dropped. @type {Record<string, (value: string) => string>} */
const BROUGHT = {
  dueOn: (value) => t('cases.dueOn', { day: day(value) }),
  missedIn: (value) => t('cases.missedIn', { month: monthName(value) }),
  failing: () => t('cases.failing'),
  unclaimed: () => t('cases.unclaimed'),
};

/** @param {any} row */
function line(row) {
  return [
    link(caseAddress(row.operator.code, row.number), row.number, { class: 'qp-case-link' }),
    row.operator.name,
    [h('div', null, row.kind.name), row.rehearsal ? badge(t('cases.rehearsal.mark')) : null, row.ground ? h('div', { class: 'qp-hint' }, row.ground.name) : null],
    [h('div', null, row.status.name), row.outcome ? h('div', { class: 'qp-hint' }, row.outcome.name) : null],
    moment(row.receivedAt),
    row.dueAt
      ? [badge(moment(row.dueAt), URGENCY_TONE[row.urgency]), h('div', { class: 'qp-hint' }, row.duty)]
      : row.urgency === 'undated'
        ? h('span', { class: 'qp-hint' }, t('board.undated'))
        : '',
    row.missed > 0 ? badge(number(row.missed), 'bad') : h('span', { class: 'qp-zero' }, '0'),
  ];
}

/** @param {HTMLElement} node @param {import('../lib/api.js').PluginApi} plugin */
function render(node, plugin) {
  const api = client(plugin);
  const { query } = here();
  const { tools, body } = page(node, t('cases.title'), 'cases');
  const asked = Object.fromEntries([...query].filter(([key]) => key !== 'page'));
  const pageNumber = Math.max(0, Number(query.get('page') ?? 0) || 0);
  const results = h('div', { class: 'qp-results' });

  const files = ['csv', 'xlsx'].map((type) => fileButton(t(`cases.${type}`), `/api/v1/oversight/cases.${type}?${search({ ...asked, sort: '' })}`, `cases.${type}`, { dataset: { file: type } }));
  tools.append(...files.flat());

  const filters = h('form', { novalidate: true, class: 'qp-filters', 'aria-label': t('cases.filter') });
  replace(body, filters, results);
  void api
    .get('/api/v1/oversight/words')
    .then((/** @type {any} */ words) => filterForm(filters, words, asked))
    .catch((/** @type {unknown} */ fault) => replace(filters, h('p', { class: 'qp-error', role: 'alert' }, refusal(fault).message)));

  void shown(
    results,
    () => api.get(`/api/v1/oversight/cases?${search({ ...asked, page: pageNumber, size: SIZE })}`),
    (/** @type {any} */ found) => {
      const pages = Math.max(1, Math.ceil(found.total / SIZE));
      const turn = (/** @type {number} */ to, /** @type {string} */ key, /** @type {boolean} */ on) => (on ? link(address(ROUTES.cases, { ...asked, page: to }), t(key), { class: 'qp-button' }) : null);
      return [
        h('p', { class: 'qp-found', role: 'status' }, found.more ? t('cases.foundMore', { n: number(found.total) }) : t('cases.found', { n: number(found.total) })),
        brought(asked),
        found.items.length === 0
          ? h('p', { class: 'qp-empty' }, t('cases.none'))
          : table(t('cases.title'), [t('cases.number'), t('cases.operator'), t('cases.kind'), t('cases.status'), t('cases.received'), t('cases.next-deadline'), t('board.missed')], found.items.map(line), { numbers: [6], className: 'qp-case-table' }),
        pages > 1 || found.more ? h('nav', { class: 'qp-pages', 'aria-label': t('cases.title') }, turn(pageNumber - 1, 'cases.previous', pageNumber > 0), h('span', null, t('cases.page', { page: pageNumber + 1, pages: found.more ? '…' : pages })), turn(pageNumber + 1, 'cases.next', found.items.length === SIZE && (found.more || pageNumber + 1 < pages))) : null,
      ];
    },
  );
}

/** @param {Record<string, string>} asked */
function brought(asked) {
  const conditions = Object.keys(BROUGHT).filter((key) => asked[key]);
  if (conditions.length === 0) {
    return null;
  }
  return h(
    'ul',
    { class: 'qp-conditions' },
    conditions.map((key) => {
      const what = BROUGHT[key](asked[key]);
      return h('li', null, link(address(ROUTES.cases, { ...asked, [key]: '' }), [what, h('span', { 'aria-hidden': 'true' }, ' ×')], { class: 'qp-chip', title: t('cases.drop', { what }), 'aria-label': t('cases.drop', { what }) }));
    }),
  );
}

/**
 * @param {HTMLFormElement} form
 * @param {Record<string, {code: string, name: string}[]>} words
 * @param {Record<string, string>} asked
 */
function filterForm(form, words, asked) {
  const select = (/** @type {string} */ name, /** @type {{code: string, name: string}[]} */ options) => field({ name, label: t(`cases.${name}`), type: 'select', value: asked[name], options: [{ value: '', label: t('cases.any') }, ...options.map((each) => ({ value: each.code, label: each.name }))] });
  const fields = [
    select('operator', words.operators),
    select('kind', words.kinds),
    select('status', words.statuses),
    select('due', ['overdue', 'today', 'three-days', 'on-time', 'undated'].map((code) => ({ code, name: t(`board.${code}`) }))),
    select('outcome', words.outcomes),
    select('rehearsal', ['without', 'only'].map((code) => ({ code, name: t(`cases.rehearsal.${code}`) }))),
    dayField({ name: 'receivedFrom', label: t('cases.receivedFrom'), value: asked.receivedFrom }),
    dayField({ name: 'receivedTo', label: t('cases.receivedTo'), value: asked.receivedTo }),
    dayField({ name: 'closedFrom', label: t('cases.closedFrom'), value: asked.closedFrom }),
    dayField({ name: 'closedTo', label: t('cases.closedTo'), value: asked.closedTo }),
    field({ name: 'number', label: t('cases.number'), value: asked.number, attributes: { maxlength: 24, placeholder: 'ZVN-2026-000001' } }),
    field({ name: 'sort', label: t('cases.sort'), type: 'select', value: asked.sort ?? 'received', options: ['received', 'due'].map((value) => ({ value, label: t(`cases.sort.${value}`) })) }),
  ];
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (fields.every((each) => each.validate())) {
      const kept = Object.fromEntries(Object.keys(BROUGHT).map((key) => [key, asked[key]]));
      go(address(ROUTES.cases, { ...kept, ...Object.fromEntries(fields.map((each) => [each.name, each.value()])) }));
    }
  });
  replace(
    form,
    fields.map((each) => each.node),
    h('div', { class: 'qp-filter-actions' }, h('button', { type: 'submit', class: 'qp-button qp-primary' }, t('cases.apply')), link(address(ROUTES.cases), t('cases.reset'), { class: 'qp-button' })),
  );
}

/** The page of the list. */
export const casesPage = {
  id: 'qupiya-cases-route',
  pluginPoint: 'cockpit.route',
  properties: { path: ROUTES.cases, label: t('nav.cases') },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => render(node, api),
};
