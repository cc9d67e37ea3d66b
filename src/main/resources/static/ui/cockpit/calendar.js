// @ts-check
/** The working calendar: what is in force, and loading a year or an order that moves a day, never without the what-if first. */
import { client, me, refusal, rolesOf } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { dayField, field, notice, parseDay, showViolations, validateAll } from '../lib/fields.js';
import { day, moment, shortDay, weekday } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { badge } from '../panel/parts.js';
import { caseAddress, link, page, ROUTES, shown, table } from './page.js';

/** @param {any} years */
function yearsTable(years) {
  return table(
    t('calendar.title'),
    [t('calendar.year'), t('calendar.state'), t('calendar.source'), t('calendar.loaded'), t('calendar.daysOff')],
    years.years.map((/** @type {any} */ year) => [
      String(year.year),
      badge(t(year.official ? 'calendar.official' : 'calendar.computed'), year.official ? 'good' : 'warn'),
      year.source ?? '',
      year.loadedAt ? shortDay(year.loadedAt.slice(0, 10)) : '',
      h('details', { class: 'qp-why' }, h('summary', null, String(year.fiveDayWeek.length)), h('ul', null, year.fiveDayWeek.map((/** @type {any} */ off) => h('li', null, `${shortDay(off.day)}, ${weekday(off.day)} – ${off.text ?? off.name ?? off.reason}`)))),
    ]),
  );
}

/** @param {any} change */
function changeView(change) {
  return h(
    'div',
    { class: 'qp-change' },
    h('h3', null, t('calendar.changes')),
    change.days.length === 0
      ? h('p', null, t('calendar.noChange'))
      : h('ul', { class: 'qp-list' }, change.days.map((/** @type {any} */ each) => h('li', null, each.thenOff ? t('calendar.becomesOff', { day: day(each.day), why: each.thenOff.text ?? each.thenOff.name ?? '' }) : t('calendar.becomesWorking', { day: day(each.day) }), ` · ${t(`calendar.week.${String(each.week).toLowerCase() === 'six' || String(each.week) === '6' ? 6 : 5}`)}`))),
    change.differsFromLaw.length === 0 ? null : h('p', { class: 'qp-warn-text' }, t('calendar.differs', { days: change.differsFromLaw.map(shortDay).join(', ') })),
    h('p', null, t('calendar.moved', { n: change.movedCount })),
    change.intoPast > 0 ? h('p', { class: 'qp-warn-text' }, t('calendar.intoPast', { n: change.intoPast })) : null,
    change.moved.length === 0 ? null : table(t('calendar.moved', { n: change.movedCount }), [t('calendar.deadline'), t('calendar.was'), t('calendar.becomes')], change.moved.slice(0, 100).map((/** @type {any} */ each) => [/\d$/.test(each.caseNumber) ? link(caseAddress(each.operator, each.caseNumber), each.caseNumber) : each.caseNumber, moment(each.from), moment(each.to)])),
  );
}

/** Lines such as `27.12.2026 → 31.12.2026; Decree`. @param {string} text @returns {{from: string, to: string, basis: string}[] | number} the number of the first wrong line */
export function transfers(text) {
  const lines = text.split('\n').map((line) => line.trim()).filter(Boolean);
  /** @type {{from: string, to: string, basis: string}[]} */
  const all = [];
  for (const [i, line] of lines.entries()) {
    const match = /^(\S+)\s*(?:→|->|–|-)\s*(\S+?)\s*;\s*(.+)$/.exec(line);
    const from = match ? parseDay(match[1]) : '';
    const to = match ? parseDay(match[2]) : '';
    if (!match || !from || !to) {
      return i + 1;
    }
    all.push({ from, to, basis: match[3] });
  }
  return all;
}

/**
 * A form whose button shows the what-if; only what was shown can be loaded.
 *
 * @param {import('../lib/api.js').Client} api
 * @param {string} name
 * @param {string} title
 * @param {import('../lib/dom.js').Child} help
 * @param {import('../lib/fields.js').Field[]} fields
 * @param {() => any} body of the request
 * @param {() => void} loaded
 */
function loader(api, name, title, help, fields, body, loaded) {
  const say = notice();
  const result = h('div', { 'aria-live': 'polite' });
  const form = h('form', { novalidate: true, class: 'qp-card', dataset: { load: name } }, h('h2', null, title), help ? h('p', { class: 'qp-hint' }, help) : null, h('div', { class: 'qp-filters' }, fields.map((each) => each.node)), say.node, h('button', { type: 'submit', class: 'qp-button' }, t('calendar.preview')), result);
  const reset = () => replace(result);
  form.addEventListener('input', (/** @type {any} */ event) => event.target.type !== 'checkbox' && reset());
  const send = async (/** @type {string} */ path, /** @type {any} */ content) => {
    say.error(null);
    try {
      return await api.post(path, content);
    } catch (fault) {
      say.error(showViolations(refusal(fault), fields));
      return null;
    }
  };
  form.addEventListener('submit', async (/** @type {Event} */ event) => {
    event.preventDefault();
    reset();
    if (!validateAll(fields)) {
      return;
    }
    const content = body();
    const change = await send('/api/v1/calendar/preview', content);
    if (!change) {
      return;
    }
    const confirmPast = h('input', { type: 'checkbox', id: `qp-past-${name}` });
    const load = h('button', { type: 'button', class: 'qp-button qp-primary', disabled: change.intoPast > 0 }, t('calendar.load'));
    confirmPast.addEventListener('change', () => (load.disabled = !confirmPast.checked));
    load.addEventListener('click', async () => {
      load.disabled = true;
      if (await send('/api/v1/calendar/load', { ...content, confirmPast: confirmPast.checked })) {
        reset();
        say.success(t('calendar.done'));
        loaded();
      }
    });
    replace(result, changeView(change), change.intoPast > 0 ? h('p', { class: 'qp-option' }, confirmPast, h('label', { for: confirmPast.id }, t('calendar.confirmPast'))) : null, load);
  });
  return form;
}

/** @param {HTMLElement} node @param {import('../lib/api.js').PluginApi} plugin */
function render(node, plugin) {
  const api = client(plugin);
  const { body } = page(node, t('calendar.title'), 'calendar');
  const list = h('div', null);
  const forms = h('div', null);
  replace(body, list, forms);
  const load = () => shown(list, () => api.get('/api/v1/calendar/years'), (/** @type {any} */ years) => [h('p', { class: 'qp-hint' }, t('calendar.revision', { version: years.revision })), yearsTable(years)]);
  void load();
  void me(plugin).then((who) => {
    if (rolesOf(who).includes('manager')) {
      replace(forms, orderForm(api, load), yearForm(api, load));
    }
  });
}

/** @param {import('../lib/api.js').Client} api @param {() => void} loaded */
function orderForm(api, loaded) {
  const from = dayField({ name: 'order.from', label: t('calendar.from'), required: true });
  const to = dayField({ name: 'order.to', label: t('calendar.to'), required: true });
  const basis = field({ name: 'order.basis', label: t('calendar.basis'), required: true, hint: t('calendar.basis.help'), attributes: { maxlength: 300 } });
  return loader(api, 'order', t('calendar.order'), null, [from, to, basis], () => ({ order: { from: from.value(), to: to.value(), basis: basis.value() } }), loaded);
}

/** @param {import('../lib/api.js').Client} api @param {() => void} loaded */
function yearForm(api, loaded) {
  const year = field({ name: 'calendar.year', label: t('calendar.year'), required: true, attributes: { inputmode: 'numeric', maxlength: 4 } });
  const source = field({ name: 'calendar.source', label: t('calendar.source'), required: true, hint: t('calendar.source.help'), attributes: { maxlength: 300 } });
  const kurbanAit = dayField({ name: 'calendar.kurbanAit', label: t('calendar.kurbanAit') });
  const moved = field({
    name: 'calendar.transfers',
    label: t('calendar.transfers'),
    type: 'textarea',
    hint: t('calendar.transfers.help'),
    check: (text) => {
      const read = transfers(text);
      return typeof read === 'number' ? t('calendar.transfers.wrong', { n: read }) : null;
    },
  });
  return loader(
    api,
    'year',
    t('calendar.whole'),
    t('calendar.whole.help'),
    [year, source, kurbanAit, moved],
    () => ({ calendar: { year: Number(year.value()), official: true, source: source.value(), kurbanAit: kurbanAit.value() || undefined, transfers: transfers(moved.value()) } }),
    loaded,
  );
}

/** The page of the calendar. */
export const calendarPage = {
  id: 'qupiya-calendar-route',
  pluginPoint: 'cockpit.route',
  properties: { path: ROUTES.calendar, label: t('nav.calendar') },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => render(node, api),
};
