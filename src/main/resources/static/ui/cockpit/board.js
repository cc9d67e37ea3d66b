// @ts-check
/** Deadlines on the dashboard: how urgent the open cases are, what comes, what was missed. It refreshes itself, and every figure opens the cases behind it. */
import { client, refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { day, moment, monthName, number, shortDay, weekday } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { spanText } from '../panel/parts.js';
import { chart } from './charts.js';
import { timelines } from './timelines.js';
import { address, caseAddress, clockTime, link, page, ROUTES, search, table } from './page.js';

const EVERY = 30_000;
const URGENCIES = /** @type {const} */ ([['overdue', 'overdue', 'bad'], ['today', 'today', 'warn'], ['three-days', 'threeDays', 'soon'], ['on-time', 'onTime', 'good'], ['undated', 'undated', 'neutral']]);

/** @type {{stop: () => void} | undefined} */
let running;

/** @param {any[]} rows @param {string} name */
const sum = (rows, name) => rows.reduce((all, row) => all + row[name], 0);

/** The cases behind a figure: no figure counts rehearsals. @param {import('./page.js').Query} query */
const cases = (query) => address(ROUTES.cases, { ...query, rehearsal: 'without' });

/** @param {any} board @param {string} operator */
function tiles(board, operator) {
  const tile = (/** @type {string} */ key, /** @type {number} */ figure, /** @type {string} */ tone, /** @type {string} */ to) =>
    h('li', null, link(to, [h('strong', null, number(figure)), h('span', null, t(`board.${key}`))], { class: `qp-tile qp-${figure === 0 ? 'neutral' : tone}`, dataset: { figure: key } }));
  return h(
    'ul',
    { class: 'qp-tiles' },
    URGENCIES.map(([key, name, tone]) => tile(key, sum(board.rows, name), tone, cases({ operator, due: key, sort: 'due' }))),
    tile('unclaimed', board.unclaimed, 'warn', cases({ operator, unclaimed: true, sort: 'due' })),
    tile('failing', board.failing, 'bad', cases({ operator, failing: true, sort: 'due' })),
    tile('sweeps', board.sweeps, 'warn', address(ROUTES.retention, { operator })),
  );
}

/** @param {any} board */
function byOperator(board) {
  if (board.rows.length === 0) {
    return h('p', { class: 'qp-empty' }, t('board.noCases'));
  }
  const figure = (/** @type {number} */ n, /** @type {import('./page.js').Query} */ query, /** @type {string} */ label) => (n === 0 ? h('span', { class: 'qp-zero' }, '0') : link(cases(query), number(n), { 'aria-label': `${label}: ${n}` }));
  return table(
    t('board.byOperator'),
    [t('cases.operator'), t('cases.kind'), ...URGENCIES.map(([key]) => t(`board.${key}`))],
    board.rows.map((/** @type {any} */ row) => [
      row.operator.name,
      row.kind.name,
      ...URGENCIES.map(([key, name]) => figure(row[name], { operator: row.operator.code, kind: row.kind.code, due: key, sort: 'due' }, `${row.operator.name}, ${t(`board.${key}`)}`)),
    ]),
    { numbers: [2, 3, 4, 5, 6], className: 'qp-urgency', foot: [t('board.total'), '', ...URGENCIES.map(([, name]) => number(sum(board.rows, name)))] },
  );
}

/** From which day more is due than can be done at the pace of the team. @param {any} board @returns {string | null} */
function overload(board) {
  let due = sum(board.rows, 'overdue');
  let done = 0;
  for (const each of board.coming) {
    due += each.cases;
    done += each.working ? board.pace.perDay : 0;
    if (due > done && due > 0 && each.cases > 0) {
      return each.day;
    }
  }
  return null;
}

/** @param {any} board @param {string} operator */
function coming(board, operator) {
  const days = board.coming;
  const drawn = chart(t('board.coming'), {
    data: {
      labels: days.map((/** @type {any} */ each) => shortDay(each.day).slice(0, 5)),
      datasets: [
        { type: 'line', label: t('board.pace', { n: number(board.pace.perDay, 1) }), data: days.map((/** @type {any} */ each) => (each.working ? board.pace.perDay : null)), borderColor: '#b45309', borderDash: [6, 4], borderWidth: 2, pointRadius: 0, pointStyle: 'line', spanGaps: true },
        { type: 'bar', stack: 'day', label: t('board.coming.cases'), data: days.map((/** @type {any} */ each) => (each.working ? each.cases : null)), backgroundColor: '#155e75', maxBarThickness: 22, pointStyle: 'rect' },
        { type: 'bar', stack: 'day', label: t('board.coming.off'), data: days.map((/** @type {any} */ each) => (each.working ? null : each.cases)), backgroundColor: '#94a3b8', maxBarThickness: 22, pointStyle: 'rect' },
      ],
    },
    options: {
      scales: { x: { grid: { display: false }, ticks: { maxRotation: 0, autoSkipPadding: 8 } }, y: { beginAtZero: true, suggestedMax: 3, ticks: { precision: 0 } } },
      plugins: { legend: { position: 'bottom', labels: { usePointStyle: true, pointStyleWidth: 22 } }, tooltip: { callbacks: { title: (/** @type {any} */ items) => `${day(days[items[0].dataIndex].day)}, ${weekday(days[items[0].dataIndex].day)}${days[items[0].dataIndex].working ? '' : ` – ${t('board.coming.off')}`}` } } },
      onClick: (/** @type {any} */ event, /** @type {any[]} */ hit) => {
        const at = hit.find((each) => each.datasetIndex > 0);
        if (at && days[at.index].cases > 0) {
          location.hash = cases({ operator, dueOn: days[at.index].day, sort: 'due' });
        }
      },
    },
  });
  const late = overload(board);
  return {
    destroy: drawn.destroy,
    node: h(
      'article',
      { class: 'qp-card' },
      h('h2', null, t('board.coming')),
      drawn.node,
      h('p', { class: late ? 'qp-warn-text' : 'qp-hint' }, late ? t('board.pace.over', { day: day(late) }) : t('board.pace.enough')),
      h('p', { class: 'qp-hint' }, t('board.pace.help', { days: board.pace.days })),
      asTable(
        table(
          t('board.coming'),
          [t('board.day'), t('board.cases')],
          days.filter((/** @type {any} */ each) => each.cases > 0).map((/** @type {any} */ each) => [`${shortDay(each.day)}, ${weekday(each.day)}`, link(cases({ operator, dueOn: each.day, sort: 'due' }), number(each.cases))]),
          { numbers: [1] },
        ),
      ),
    ),
  };
}

/** @param {any} board @param {string} operator */
function trend(board, operator) {
  const months = board.trend;
  const drawn = chart(t('board.trend'), {
    type: 'bar',
    data: {
      labels: months.map((/** @type {any} */ each) => monthName(each.month, true)),
      datasets: [
        { label: t('board.trend.missed'), data: months.map((/** @type {any} */ each) => each.missed), backgroundColor: '#a8121f', maxBarThickness: 22 },
        { label: t('board.trend.ended'), data: months.map((/** @type {any} */ each) => each.ended), backgroundColor: '#cbd5e1', maxBarThickness: 22 },
      ],
    },
    options: {
      scales: { x: { grid: { display: false } }, y: { beginAtZero: true, suggestedMax: 3, ticks: { precision: 0 } } },
      plugins: { legend: { position: 'bottom', labels: { boxWidth: 14 } }, tooltip: { callbacks: { title: (/** @type {any} */ items) => monthName(months[items[0].dataIndex].month) } } },
      onClick: (/** @type {any} */ event, /** @type {any[]} */ hit) => {
        if (hit[0] && months[hit[0].index].missed > 0) {
          location.hash = cases({ operator, missedIn: months[hit[0].index].month });
        }
      },
    },
  });
  return {
    destroy: drawn.destroy,
    node: h(
      'article',
      { class: 'qp-card' },
      h('h2', null, t('board.trend')),
      drawn.node,
      asTable(
        table(
          t('board.trend'),
          [t('board.month'), t('board.missed'), t('board.ended')],
          months.map((/** @type {any} */ each) => [monthName(each.month), each.missed === 0 ? h('span', { class: 'qp-zero' }, '0') : link(cases({ operator, missedIn: each.month }), number(each.missed)), number(each.ended)]),
          { numbers: [1, 2] },
        ),
      ),
    ),
  };
}

let tablesOpen = false;

/** @param {import('../lib/dom.js').Child} content */
function asTable(content) {
  const details = h('details', { class: 'qp-why', open: tablesOpen }, h('summary', null, t('board.asTable')), content);
  // what the reader opened stays open when the figures are refreshed
  details.addEventListener('toggle', () => (tablesOpen = details.open));
  return details;
}

/** @param {any} board */
function oldest(board) {
  return h(
    'article',
    { class: 'qp-card' },
    h('h2', null, t('board.oldest')),
    board.oldest.length === 0
      ? h('p', { class: 'qp-empty' }, t('board.oldest.none'))
      : h(
          'ul',
          { class: 'qp-oldest' },
          board.oldest.map((/** @type {any} */ each) =>
            h(
              'li',
              null,
              h('div', null, link(caseAddress(each.operator.code, each.number), each.number), ` · ${each.operator.name}`),
              h('div', null, each.task),
              h('div', { class: 'qp-hint' }, t('board.oldest.since', { span: spanText(Date.parse(board.at) - Date.parse(each.since)) }), each.dueAt ? ` · ${t('board.due', { at: moment(each.dueAt) })}` : null),
            ),
          ),
        ),
  );
}

/** @param {HTMLElement} node @param {import('../lib/api.js').PluginApi} plugin */
function render(node, plugin) {
  running?.stop();
  const api = client(plugin);
  const { tools, body } = page(node, t('board.title'), 'board');
  let operator = '';
  /** @type {(() => void)[]} */
  let drawn = [];
  /** @type {any} */
  let last;
  const state = h('p', { class: 'qp-hint', role: 'status' });
  const proof = timelines(plugin);
  const select = h('select', { 'aria-label': t('board.operator') });
  select.addEventListener('change', () => {
    operator = select.value;
    void refresh();
  });
  tools.append(select, state);

  const refresh = async () => {
    try {
      const asked = operator;
      const board = await api.get(`/api/v1/oversight/deadlines?${search({ operator: asked })}`);
      if (asked !== operator || !node.isConnected) {
        return;
      }
      if (!select.hasChildNodes()) {
        replace(select, h('option', { value: '' }, t('board.all')), board.operators.map((/** @type {any} */ each) => h('option', { value: each.code }, each.name)));
      }
      last = board;
      void proof.refresh();
      replace(state, t('board.updated', { at: clockTime(board.at) }));
      const same = JSON.stringify({ ...board, at: null });
      if (body.dataset.shown === same) {
        return;
      }
      body.dataset.shown = same;
      drawn.forEach((each) => each());
      const next = coming(board, operator);
      const past = trend(board, operator);
      drawn = [next.destroy, past.destroy];
      replace(body, proof.node, tiles(board, operator), h('div', { class: 'qp-board-grid' }, next.node, past.node, h('article', { class: 'qp-card' }, h('h2', null, t('board.byOperator')), byOperator(board)), oldest(board)));
    } catch (fault) {
      const problem = refusal(fault);
      if (last && problem.status === 0) {
        replace(state, h('span', { class: 'qp-warn-text' }, t('board.stale', { at: clockTime(last.at) })));
      } else {
        delete body.dataset.shown;
        replace(body, h('div', { class: 'qp-notice qp-notice-error', role: 'alert' }, h('p', null, problem.message)));
      }
    }
  };
  const timer = setInterval(() => {
    if (!node.isConnected) {
      running?.stop();
    } else if (document.visibilityState === 'visible') {
      void refresh();
    }
  }, EVERY);
  running = {
    stop: () => {
      clearInterval(timer);
      drawn.forEach((each) => each());
      drawn = [];
    },
  };
  void refresh();
}

/** Plugin of Cockpit's dashboard. */
export const board = {
  id: 'qupiya-board',
  pluginPoint: 'cockpit.dashboard',
  properties: { label: t('board.title'), priority: 100 },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => render(node, api),
  unmount: () => running?.stop(),
};
