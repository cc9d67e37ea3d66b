// @ts-check
/** Deadlines as clocks: the date, what is left, and why it is this day. */
import { h } from '../lib/dom.js';
import { day, moment, shortDay, weekday, ZONE } from '../lib/format.js';
import { t, tCode } from '../lib/strings.js';
import { badge, spanText } from './parts.js';

/**
 * @typedef {object} Reading
 * @property {{code: string, text: string}} role `rules`, `overridden` or `information`
 * @property {string} source `law`, `policy` or `operator-rule`
 * @property {string} basis in words
 * @property {string} term in words
 * @property {string} [certainty]
 * @property {string} [why]
 * @property {string} from day of the event
 * @property {string} dueOn
 * @property {string} dueAt
 * @property {string[]} counted
 * @property {{day: string, text: string}[]} skipped
 * @property {string} calendar
 * @property {boolean} official
 * @property {{by: string, name: string, at: string, reason: {code: string, text: string}}} [decided] a manager's decision
 *
 * @typedef {object} DeadlineView
 * @property {{code: string, text: string}} duty
 * @property {string} [from]
 * @property {string} dueAt
 * @property {{code: string, text: string}} [state] none for a deadline that has not started
 * @property {boolean} [overdue]
 * @property {string} [metAt]
 * @property {Reading[]} readings the ruling one first
 * @property {{dueAt: string, replacedAt: string, text: string}[]} [earlier]
 */

/** The Almaty day of an instant. @param {string} iso */
function almatyDay(iso) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: ZONE }).format(new Date(iso));
}

/** Runs of consecutive days, so that a month of counted days stays readable. @param {string[]} days */
function runs(days) {
  /** @type {[string, string][]} */
  const result = [];
  for (const each of days) {
    const last = result[result.length - 1];
    if (last && (Date.parse(each) - Date.parse(last[1])) / 86400000 === 1) {
      last[1] = each;
    } else {
      result.push([each, each]);
    }
  }
  return result.map(([from, to]) => (from === to ? shortDay(from) : `${shortDay(from).slice(0, 5)}–${shortDay(to)}`)).join(', ');
}

/** Days that did not count, those of one reason together. @param {{day: string, text: string}[]} skipped */
function skippedText(skipped) {
  /** @type {Map<string, string[]>} */
  const reasons = new Map();
  for (const each of skipped) {
    reasons.set(each.text, [...(reasons.get(each.text) ?? []), each.day]);
  }
  return [...reasons].map(([text, days]) => `${runs(days)} (${text})`).join('; ');
}

/** How a date came about. @param {Reading} reading */
function receipt(reading) {
  return h(
    'div',
    { class: 'qp-receipt' },
    h('p', null, t('deadline.from', { at: day(reading.from) })),
    reading.counted?.length ? h('p', null, h('strong', null, `${t('deadline.counted')}: `), runs(reading.counted)) : null,
    reading.skipped?.length ? h('p', null, h('strong', null, `${t('deadline.skipped')}: `), skippedText(reading.skipped)) : null,
    reading.calendar && reading.calendar !== 'none' ? h('p', { class: 'qp-hint' }, t('deadline.calendar', { version: reading.calendar })) : null,
    reading.official === false ? h('p', { class: 'qp-hint qp-warn-text' }, t('deadline.unofficial')) : null,
  );
}

/** @param {Reading} reading */
function readingLine(reading) {
  const source = tCode('source', reading.source);
  const basis = reading.basis ?? '';
  return [basis, basis.toLowerCase() === source.toLowerCase() || reading.source === 'law' ? null : source, reading.term].filter(Boolean).join(' · ');
}

/** @param {DeadlineView} deadline @param {number} now */
function clock(deadline, now) {
  if (!deadline.state) {
    return null;
  }
  if (deadline.metAt) {
    return h('span', { class: 'qp-clock' }, t('deadline.metAt', { at: moment(deadline.metAt) }));
  }
  const left = Date.parse(deadline.dueAt) - now;
  const tone = left < 0 || deadline.overdue ? 'bad' : left < 86400000 * 1.5 ? 'warn' : 'good';
  return h('span', { class: `qp-clock qp-${tone}`, role: 'timer' }, t(left < 0 ? 'deadline.over' : 'deadline.left', { span: spanText(left) }));
}

/** @param {DeadlineView} deadline @param {number} [now] */
export function deadlineView(deadline, now = Date.now()) {
  const [ruling, ...others] = deadline.readings ?? [];
  const dueOn = ruling?.dueOn ?? almatyDay(deadline.dueAt);
  const state = deadline.state?.code ?? 'planned';
  const tone = { met: 'good', missed: 'bad' }[state] ?? 'neutral';
  return h(
    'article',
    { class: `qp-deadline qp-deadline-${state}`, dataset: { duty: deadline.duty.code } },
    h('header', null, h('h4', null, deadline.duty.text), deadline.state ? badge(deadline.state.text, /** @type {any} */ (tone)) : null),
    h('p', { class: 'qp-due' }, h('time', { datetime: deadline.dueAt }, t('deadline.due', { day: `${day(dueOn)} (${weekday(dueOn)})` })), ' ', clock(deadline, now)),
    ruling ? h('p', { class: 'qp-basis' }, readingLine(ruling)) : null,
    ruling
      ? h(
          'details',
          { class: 'qp-why' },
          h('summary', null, t('deadline.why')),
          ruling.decided ? h('p', null, t('deadline.decided', { by: ruling.decided.name, at: moment(ruling.decided.at), reason: ruling.decided.reason.text })) : null,
          ruling.why ? h('p', { class: 'qp-hint' }, ruling.why) : null,
          receipt(ruling),
          others.map((reading) =>
            h(
              'div',
              { class: 'qp-reading', dataset: { role: reading.role?.code ?? '' } },
              h('p', null, h('strong', null, `${reading.role?.text ?? t('deadline.overridden')}: `), `${day(reading.dueOn)} (${weekday(reading.dueOn)}) – ${readingLine(reading)}`),
              reading.why ? h('p', { class: 'qp-hint' }, reading.why) : reading.role?.code === 'overridden' && ruling && ruling.source !== 'manager' ? h('p', { class: 'qp-hint' }, t(reading.dueOn === ruling.dueOn ? 'deadline.sameDay' : 'deadline.later', { day: day(ruling.dueOn) })) : null,
              reading.counted?.length || reading.skipped?.length ? h('details', { class: 'qp-why' }, h('summary', null, t('deadline.how')), receipt(reading)) : null,
            ),
          ),
          (deadline.earlier ?? []).map((each) =>
            h('div', { class: 'qp-reading', dataset: { role: 'earlier' } }, h('p', null, h('strong', null, `${t('deadline.earlier')}: `), t('deadline.replaced', { day: day(each.dueAt), at: moment(each.replacedAt) })), each.text ? h('p', { class: 'qp-hint' }, each.text) : null),
          ),
        )
      : null,
  );
}
