// @ts-check
/**
 * Sweeps of data whose term of storage is over: what was counted, what stays and which case keeps it, the two approvals, how far it is. A page of Cockpit, and a dialog of
 * Tasklist for those who approve.
 */
import { client, me, operatorPath, operatorsOf, refusal, rolesOf } from '../lib/api.js';
import { openDialog } from '../lib/dialog.js';
import { h, replace } from '../lib/dom.js';
import { field, notice, showViolations, validateAll } from '../lib/fields.js';
import { day, moment, number } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { badge, facts } from '../panel/parts.js';
import { caseAddress, here, link, page, ROUTES, shown, table } from './page.js';

const REFRESH = 5000;

/** @type {Record<string, 'neutral' | 'good' | 'warn' | 'bad'>} */
const TONE = { prepared: 'warn', confirmed: 'warn', approved: 'warn', running: 'warn', completed: 'good', rejected: 'neutral', stale: 'bad' };
const WAITING = ['prepared', 'confirmed'];
const UNDER_WAY = ['approved', 'running'];

/** @typedef {{plugin: import('../lib/api.js').PluginApi, api: import('../lib/api.js').Client, operator: {key: string, name: string}, linked: boolean, reload: () => void}} Place */

/** @param {any} run @param {'counted' | 'destroyed' | 'kept' | 'expected'} name */
const sum = (run, name) => run.parts.reduce((/** @type {number} */ all, /** @type {any} */ part) => all + (part[name] ?? 0), 0);

/** Whether every table has been looked at for what would stay. @param {any} run */
const looked = (run) => run.parts.every((/** @type {any} */ part) => part.expected !== undefined);

/** Whether something is still to be done. @param {any} run */
const isOpen = (run) => WAITING.includes(run.state) || UNDER_WAY.includes(run.state);

/** @param {number} n */
const figure = (n) => (n === 0 ? h('span', { class: 'qp-zero' }, '0') : number(n));

/** Who did something and when, as far as that is known. @param {any} run @param {string | undefined} id @param {string | undefined} at */
function done(run, id, at) {
  return id && at ? `${run.names[id] ?? id}, ${moment(at)}` : null;
}

/** What keeps rows, case by case. @param {any} part @param {'expected' | 'kept'} name @param {Place} place */
function keepers(part, name, place) {
  const some = part.keepers.filter((/** @type {any} */ each) => each[name] > 0);
  return some.length === 0
    ? null
    : h(
        'ul',
        { class: 'qp-keepers' },
        some.map((/** @type {any} */ each) => {
          const which = each.caseNumber ? (place.linked ? link(caseAddress(place.operator.key, each.caseNumber), each.caseNumber) : each.caseNumber) : t('retention.hiddenCase');
          return h('li', { class: 'qp-hint' }, `${number(each[name])}: ${each.kind.text}, `, h('span', { class: each.caseNumber ? 'qp-case-number' : undefined }, which));
        }),
      );
}

/** @param {any} run @param {Place} place */
function parts(run, place) {
  const some = run.parts.filter((/** @type {any} */ part) => part.counted > 0 || part.destroyed > 0 || part.kept > 0);
  const without = run.parts.length - some.length;
  const swept = run.startedAt !== undefined;
  const stays = swept ? 'kept' : 'expected';
  const known = swept || looked(run);
  // of a run that was not approved nothing goes
  const over = !isOpen(run);
  const goes = (/** @type {number} */ counted, /** @type {number} */ kept) => Math.max(0, counted - kept);
  const line = (/** @type {any} */ part) => {
    const seen = part[stays] !== undefined;
    return [
      [h('div', null, part.title), h('div', { class: 'qp-hint' }, part.systemTitle)],
      part.groundText,
      t(part.what === 'rows' ? 'retention.rows' : 'retention.columns'),
      figure(part.counted),
      seen ? figure(part[stays]) : h('span', { class: 'qp-hint' }, t(WAITING.includes(run.state) ? 'retention.looking' : 'retention.unknown')),
      seen ? keepers(part, stays, place) : '',
      swept ? figure(part.destroyed) : seen ? figure(goes(part.counted, part.expected)) : '',
      ...(swept ? [partState(run, part)] : []),
    ];
  };
  return [
    table(
      t('retention.parts'),
      [t('retention.table'), t('retention.ground'), t('retention.what'), t('retention.counted'), t(swept ? 'retention.kept' : over ? 'retention.wouldStay' : 'retention.expected'), t('retention.why'), t(swept ? 'retention.destroyed' : over ? 'retention.wouldGo' : 'retention.goes'), ...(swept ? [t('retention.state')] : [])],
      some.map(line),
      {
        numbers: [3, 4, 6],
        className: 'qp-retention-parts',
        foot: [t('board.total'), '', '', number(sum(run, 'counted')), known ? number(sum(run, stays)) : '', '', swept ? number(sum(run, 'destroyed')) : known ? number(goes(sum(run, 'counted'), sum(run, 'expected'))) : '', ...(swept ? [''] : [])],
      },
    ),
    without > 0 ? h('p', { class: 'qp-hint' }, t('retention.without', { n: number(without) })) : null,
  ];
}

/** @param {any} run @param {any} part */
function partState(run, part) {
  if (part.left !== undefined) {
    return badge(t('retention.part.proved'), 'good');
  }
  if (run.state === 'stale') {
    return badge(t('retention.part.stopped'), 'bad');
  }
  return part.done || part.destroyed + part.kept > 0 ? badge(t('retention.part.running'), 'warn') : badge(t('retention.part.next'));
}

/** @param {any} run */
function progress(run) {
  if (!UNDER_WAY.includes(run.state)) {
    return null;
  }
  const all = sum(run, 'counted');
  const over = Math.min(all, sum(run, 'destroyed') + sum(run, 'kept'));
  const words = run.startedAt ? t('retention.progress', { done: number(over), all: number(all) }) : t('retention.begins');
  return h('div', { class: 'qp-retention-progress', role: 'status' }, h('progress', { class: 'qp-progress', max: Math.max(1, all), value: over, 'aria-label': words }), h('p', null, words));
}

/** Whose word is waited for, where it is not the reader's. @param {any} run */
function waitsFor(run) {
  return run.mayApprove || !WAITING.includes(run.state) ? null : h('p', { class: 'qp-callout' }, t(run.state === 'prepared' ? 'retention.waits.first' : 'retention.waits.second'));
}

/** @param {any} run @param {Place} place */
function details(run, place) {
  return [
    facts([
      [t('retention.asOf'), day(run.asOf)],
      [t('retention.prepared'), `${moment(run.preparedAt)}, ${run.askedBy ? t('retention.asked', { name: run.names[run.askedBy] ?? run.askedBy }) : t('retention.nightly')}`],
      [t('retention.first'), done(run, run.firstBy, run.firstAt)],
      [t('retention.second'), done(run, run.secondBy, run.secondAt)],
      [t('retention.rejected'), done(run, run.rejectedBy, run.rejectedAt)],
      [t('retention.reason'), run.rejectedReason?.text],
      [t('retention.started'), run.startedAt ? moment(run.startedAt) : null],
      [t('retention.completed'), run.completedAt ? moment(run.completedAt) : null],
    ]),
    run.errorText ? h('p', { class: `qp-callout ${run.state === 'stale' ? 'qp-bad' : 'qp-warn'}`, role: 'alert' }, run.errorText) : null,
    progress(run),
    parts(run, place),
    waitsFor(run),
    run.mayApprove || run.mayReject
      ? h(
          'div',
          { class: 'qp-buttons' },
          run.mayApprove ? h('button', { type: 'button', class: 'qp-button qp-primary', dataset: { act: 'approve' }, onclick: () => approve(run, place) }, t(run.state === 'prepared' ? 'retention.confirm' : 'retention.approve')) : null,
          run.mayReject ? h('button', { type: 'button', class: 'qp-button', dataset: { act: 'reject' }, onclick: () => reject(run, place) }, t('retention.reject')) : null,
        )
      : null,
  ];
}

/**
 * A dialog of one act; the list is read anew afterwards, also when the server refused, since somebody else may have been faster.
 *
 * @param {Place} place
 * @param {string} title
 * @param {string} label of the button
 * @param {import('../lib/dom.js').Child} about
 * @param {import('../lib/fields.js').Field[]} fields
 * @param {() => Promise<any>} send
 */
function act(place, title, label, about, fields, send) {
  const dialog = openDialog({ title, className: 'qp-manager-act qp-retention-act' });
  const say = notice();
  const form = h('form', { id: 'qp-retention-form', novalidate: true }, about, fields.map((each) => each.node), say.node);
  form.addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    if (!validateAll(fields)) {
      return;
    }
    dialog.setBusy(true);
    try {
      await send();
      dialog.close();
    } catch (fault) {
      dialog.setBusy(false);
      say.error(showViolations(refusal(fault), fields));
    }
    place.reload();
  });
  const confirm = h('button', { type: 'submit', class: 'qp-button qp-primary', form: 'qp-retention-form' }, label);
  replace(dialog.body, form);
  replace(dialog.footer, h('button', { type: 'button', class: 'qp-button', onclick: dialog.close }, t('action.cancel')), confirm);
  (fields[0]?.control ?? confirm).focus();
}

/** @param {any} run @param {Place} place @param {...string} rest */
const pathOf = (run, place, ...rest) => operatorPath(place.operator.key, 'retention-runs', run.id, ...rest);

/** @param {any} run @param {Place} place */
function approve(run, place) {
  const last = run.state === 'confirmed';
  const most = number(sum(run, 'counted'));
  act(
    place,
    t(last ? 'retention.approve' : 'retention.confirm'),
    t(last ? 'retention.approve' : 'retention.confirm'),
    [
      h('p', { class: 'qp-act-about' }, `${place.operator.name}, ${day(run.asOf)}`),
      h('p', null, t(last ? 'retention.approve.help' : 'retention.confirm.help', { n: most })),
      looked(run) ? h('p', null, t('retention.stays', { n: number(sum(run, 'expected')) })) : h('p', { class: 'qp-callout' }, t('retention.notLooked')),
    ],
    [],
    () => place.api.post(pathOf(run, place, 'approve'), { digest: run.digest }),
  );
}

/** @param {any} run @param {Place} place */
async function reject(run, place) {
  /** @type {any[]} */
  let reasons;
  try {
    reasons = await place.api.get(operatorPath(place.operator.key, 'retention-runs', 'reasons'));
  } catch (fault) {
    const dialog = openDialog({ title: t('retention.reject'), className: 'qp-manager-act' });
    replace(dialog.body, h('p', { class: 'qp-notice qp-notice-error', role: 'alert' }, refusal(fault).message));
    return;
  }
  const reason = field({ name: 'reason', label: t('act.reason'), type: 'select', required: true, options: [{ value: '', label: '—' }, ...reasons.map((each) => ({ value: each.code, label: each.text }))] });
  act(
    place,
    t('retention.reject'),
    t('retention.reject'),
    [h('p', { class: 'qp-act-about' }, `${place.operator.name}, ${day(run.asOf)}`), h('p', null, t('retention.reject.help'))],
    [reason],
    () => place.api.post(pathOf(run, place, 'reject'), { reason: reason.value() }),
  );
}

/** @param {any} run @param {Place} place */
function past(run, place) {
  const figures = run.startedAt ? t('retention.past.swept', { destroyed: number(sum(run, 'destroyed')), kept: number(sum(run, 'kept')) }) : t('retention.past.counted', { n: number(sum(run, 'counted')) });
  const body = h('div', { class: 'qp-retention-past-body' });
  const node = h('details', { class: 'qp-retention-past', open: opened.has(run.id) }, h('summary', null, h('span', { class: 'qp-retention-day' }, day(run.asOf)), ' ', badge(run.stateText, TONE[run.state]), ' ', h('span', { class: 'qp-hint' }, figures)), body);
  const fill = () => node.open && !body.hasChildNodes() && replace(body, details(run, place));
  node.addEventListener('toggle', () => {
    opened[node.open ? 'add' : 'delete'](run.id);
    fill();
  });
  fill();
  return node;
}

/** What the reader opened stays open when the list is read anew. @type {Set<string>} */
const opened = new Set();

/** The button that counts now, for an officer. @param {Place} place */
function askButton(place) {
  const said = h('span', { class: 'qp-error', role: 'alert' });
  const control = h('button', { type: 'button', class: 'qp-button', dataset: { act: 'ask' } }, t('retention.ask'));
  control.addEventListener('click', async () => {
    control.disabled = true;
    replace(said, t('retention.asking'));
    try {
      await place.api.post(operatorPath(place.operator.key, 'retention-runs'));
      place.reload();
    } catch (fault) {
      replace(said, refusal(fault).message);
    }
    control.disabled = false;
  });
  return h('div', { class: 'qp-retention-ask' }, control, said);
}

/**
 * The sweeps of one operator.
 *
 * @param {import('../lib/api.js').PluginApi} plugin
 * @param {{key: string, name: string}} operator
 * @param {string[]} roles
 * @param {boolean} linked whether numbers of cases lead to the case
 */
function ofOperator(plugin, operator, roles, linked) {
  const api = client(plugin);
  const body = h('div', null);
  const node = h('article', { class: 'qp-card qp-retention-operator', dataset: { operator: operator.key } }, h('h2', null, operator.name), body);
  let last = '';
  const place = { plugin, api, operator, linked, reload: () => void load() };

  /** @param {any[]} runs */
  function show(runs) {
    const open = runs.find(isOpen);
    const others = runs.filter((each) => each !== open);
    return [
      open ? h('section', { class: 'qp-retention-run', dataset: { state: open.state } }, h('h3', null, day(open.asOf), ' ', badge(open.stateText, TONE[open.state])), details(open, place)) : h('p', { class: 'qp-empty' }, t(others.length ? 'retention.none.open' : 'retention.none')),
      !open && roles.includes('officer') ? askButton(place) : null,
      others.length ? [h('h3', { class: 'qp-retention-others' }, t('retention.past')), others.map((each) => past(each, place))] : null,
    ];
  }

  const read = () => api.get(operatorPath(operator.key, 'retention-runs'));
  const load = () =>
    shown(body, read, (runs) => {
      if (!last && runs.some(isOpen)) {
        node.parentElement?.prepend(node); // what somebody has to look at comes first
      }
      last = JSON.stringify(runs);
      again(runs);
      return show(runs);
    });

  /** Asks again while something moves by itself. @param {any[]} runs */
  function again(runs) {
    if (runs.some((each) => UNDER_WAY.includes(each.state) || (WAITING.includes(each.state) && !looked(each)))) {
      clearTimeout(timer);
      timer = setTimeout(refresh, REFRESH);
    }
  }
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  async function refresh() {
    if (!node.isConnected) {
      return; // the reader has left
    }
    if (document.hidden || body.contains(document.activeElement)) {
      timer = setTimeout(refresh, REFRESH); // nobody looks, or somebody is about to press
      return;
    }
    try {
      const runs = await read();
      if (JSON.stringify(runs) !== last) {
        last = JSON.stringify(runs);
        replace(body, show(runs));
      }
      again(runs);
    } catch {
      timer = setTimeout(refresh, REFRESH);
    }
  }

  void load();
  return node;
}

/**
 * The sweeps of all operators of the reader, or of one.
 *
 * @param {import('../lib/api.js').PluginApi} plugin
 * @param {HTMLElement} body
 * @param {HTMLElement} tools where the operator is chosen
 * @param {{linked: boolean, operator?: string}} options
 */
export function retention(plugin, body, tools, { linked, operator = '' }) {
  void shown(
    body,
    () => me(plugin),
    (who) => {
      const operators = operatorsOf(who);
      const list = h('div', null);
      const show = (/** @type {string} */ key) => replace(list, operators.filter((each) => !key || each.key === key).map((each) => ofOperator(plugin, each, rolesOf(who), linked)));
      const select = h('select', { 'aria-label': t('board.operator') }, h('option', { value: '' }, t('board.all')), operators.map((each) => h('option', { value: each.key }, each.name)));
      select.value = operators.some((each) => each.key === operator) ? operator : '';
      select.addEventListener('change', () => show(select.value));
      replace(tools, operators.length > 1 ? select : null);
      show(select.value);
      return [h('p', { class: 'qp-hint qp-retention-help' }, t('retention.help')), list];
    },
  );
}

/** As a dialog, for those who work in Tasklist. @param {import('../lib/api.js').PluginApi} plugin */
export function openRetention(plugin) {
  const dialog = openDialog({ title: t('nav.retention'), className: 'qp-retention-desk' });
  const tools = h('div', { class: 'qp-retention-tools' });
  const body = h('div', { class: 'qp-retention' });
  replace(dialog.body, tools, body);
  replace(dialog.footer, h('button', { type: 'button', class: 'qp-button', onclick: dialog.close }, t('action.close')));
  retention(plugin, body, tools, { linked: false });
}

/** The page of Cockpit. */
export const retentionPage = {
  id: 'qupiya-retention-route',
  pluginPoint: 'cockpit.route',
  properties: { path: ROUTES.retention, label: t('nav.retention') },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => {
    const { tools, body } = page(node, t('nav.retention'), 'retention');
    retention(api, body, tools, { linked: true, operator: here().query.get('operator') ?? '' });
  },
};
