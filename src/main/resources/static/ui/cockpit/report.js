// @ts-check
/** The report for a period, as a page and as a file of the same tables. */
import { client } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { fileButton } from '../lib/download.js';
import { dayField, field } from '../lib/fields.js';
import { day, moment, number } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { address, go, here, page, ROUTES, search, shown, table } from './page.js';

/** @param {any} value @param {string} type */
function cell(value, type) {
  if (value === null || value === undefined) {
    return h('span', { class: 'qp-zero' }, '–');
  }
  switch (type) {
    case 'count':
      return value === 0 ? h('span', { class: 'qp-zero' }, '0') : number(value);
    case 'number':
      return number(value, 1);
    case 'share':
      return `${number(value * 100, 1)} %`;
    case 'moment':
      return moment(value);
    default:
      return value;
  }
}

/** One table; rows in which nothing happened are folded away, and counted: that there was none is told too. @param {any} each */
function reportTable(each) {
  /** @type {number[]} columns of figures */
  const numbers = each.columns.flatMap((/** @type {any} */ column, /** @type {number} */ i) => (['count', 'number', 'share'].includes(column.type) ? [i] : []));
  const some = each.rows.filter((/** @type {any[]} */ row) => numbers.some((i) => row[i]));
  const without = each.rows.length - some.length;
  const body = h('div', null);
  const show = (/** @type {boolean} */ all) => {
    const rows = all ? each.rows : some;
    replace(
      body,
      rows.length === 0 ? h('p', { class: 'qp-empty' }, t('report.none')) : table(each.title, each.columns.map((/** @type {any} */ column) => column.title), rows.map((/** @type {any[]} */ row) => row.map((value, i) => cell(value, each.columns[i].type))), { numbers }),
    );
  };
  show(false);
  return h('article', { class: 'qp-card', dataset: { table: each.code } }, h('h2', null, each.title), body, without > 0 ? foldedRows(without, show) : null);
}

/** @param {number} n how many rows are folded away @param {(all: boolean) => void} show */
function foldedRows(n, show) {
  const control = h('button', { type: 'button', class: 'qp-link', 'aria-expanded': 'false' }, t('report.zero.show'));
  control.addEventListener('click', () => {
    const all = control.getAttribute('aria-expanded') === 'false';
    control.setAttribute('aria-expanded', String(all));
    replace(control, t(all ? 'report.zero.hide' : 'report.zero.show'));
    show(all);
  });
  return h('p', { class: 'qp-hint qp-folded' }, t('report.zero', { n: number(n) }), ' ', control);
}

/** @param {HTMLElement} node @param {import('../lib/api.js').PluginApi} plugin */
function render(node, plugin) {
  const api = client(plugin);
  const asked = Object.fromEntries(here().query);
  const { tools, body } = page(node, t('report.title'), 'report');
  const result = h('div', null);
  const form = h('form', { novalidate: true, class: 'qp-filters', 'aria-label': t('report.title') });
  replace(body, form, result);
  void shown(
    result,
    () => api.get(`/api/v1/oversight/report?${search(asked)}`),
    (/** @type {any} */ report) => {
      const operator = field({ name: 'operator', label: t('cases.operator'), type: 'select', value: asked.operator, options: [{ value: '', label: t('board.all') }] });
      const from = dayField({ name: 'from', label: t('report.from'), value: report.from, required: true });
      const to = dayField({ name: 'to', label: t('report.to'), value: report.to, required: true, check: (value) => (from.value() && value < from.value() ? t('report.backwards') : null) });
      const fields = [operator, from, to];
      void api.get('/api/v1/oversight/words').then((/** @type {any} */ words) => {
        operator.control.append(...words.operators.map((/** @type {any} */ each) => h('option', { value: each.code }, each.name)));
        operator.control.value = asked.operator ?? '';
      });
      replace(form, fields.map((each) => each.node), h('div', { class: 'qp-filter-actions' }, h('button', { type: 'submit', class: 'qp-button qp-primary' }, t('report.show'))));
      form.onsubmit = (/** @type {Event} */ event) => {
        event.preventDefault();
        if (fields.every((each) => each.validate())) {
          go(address(ROUTES.report, Object.fromEntries(fields.map((each) => [each.name, each.value()]))));
        }
      };
      replace(tools, fileButton(t('report.xlsx'), `/api/v1/oversight/report.xlsx?${search({ ...asked, from: report.from, to: report.to })}`, 'report.xlsx'));
      return [h('p', { class: 'qp-found' }, `${day(report.from)} – ${day(report.to)} · ${report.operators.map((/** @type {any} */ each) => each.name).join(', ')}`), report.tables.map(reportTable)];
    },
  );
}

/** The page of the report. */
export const reportPage = {
  id: 'qupiya-report-route',
  pluginPoint: 'cockpit.route',
  properties: { path: ROUTES.report, label: t('nav.report') },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => render(node, api),
};
