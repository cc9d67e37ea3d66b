// @ts-check
/** Deadlines as clocks: the date, what is left, and why it is this day. */
import { h } from '../lib/dom.js';
import { day, moment, shortDay, weekday, ZONE } from '../lib/format.js';
import { t, tCode } from '../lib/strings.js';
import { badge, spanText } from './parts.js';

/**
 * @typedef {object} Receipt
 * @property {string} from day of the event
 * @property {{amount: number, unit: string}} term
 * @property {string} dueOn
 * @property {string} dueAt
 * @property {string[]} counted
 * @property {{day: string, reason: string, name?: string}[]} skipped
 * @property {string} calendar
 * @property {boolean} official
 *
 * @typedef {object} Reading
 * @property {string} role `rules`, `overridden` or `information`
 * @property {string} source `law`, `policy` or `operator-rule`
 * @property {string} basis
 * @property {string} [certainty]
 * @property {string} [why]
 * @property {Receipt} receipt
 *
 * @typedef {object} DeadlineView
 * @property {string} duty
 * @property {string} dueAt
 * @property {string} [from]
 * @property {string} state
 * @property {string} [metAt]
 * @property {Reading[]} readings the ruling one first
 * @property {any[]} [earlier]
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

/** @param {{amount: number, unit: string} | undefined} term */
export function termText(term) {
  return term ? t(`term.${term.unit}`, { n: term.amount }) : '';
}

/** How a date came about. @param {Receipt} receipt */
export function receiptView(receipt) {
  const skipped = receipt.skipped ?? [];
  const named = skipped.filter((each) => each.reason !== 'weekend');
  const weekends = skipped.filter((each) => each.reason === 'weekend').map((each) => each.day);
  return h(
    'div',
    { class: 'qp-receipt' },
    h('p', null, t('deadline.from', { at: day(receipt.from) })),
    receipt.counted?.length ? h('p', null, h('strong', null, `${t('deadline.counted')}: `), runs(receipt.counted)) : null,
    skipped.length
      ? h(
          'p',
          null,
          h('strong', null, `${t('deadline.skipped')}: `),
          [weekends.length ? `${runs(weekends)} (${t('skip.weekend')})` : null, ...named.map((each) => `${shortDay(each.day)} (${each.name || tCode('skip', each.reason)})`)].filter(Boolean).join('; '),
        )
      : null,
    receipt.calendar ? h('p', { class: 'qp-hint' }, t('deadline.calendar', { version: receipt.calendar })) : null,
    receipt.official === false ? h('p', { class: 'qp-hint qp-warn-text' }, t('deadline.unofficial')) : null,
  );
}

/** @param {Reading} reading */
function readingLine(reading) {
  return [reading.basis, tCode('source', reading.source), termText(reading.receipt?.term)].filter(Boolean).join(' · ');
}

/** @param {DeadlineView} deadline @param {number} now */
function clock(deadline, now) {
  if (deadline.metAt) {
    return h('span', { class: 'qp-clock' }, t('deadline.metAt', { at: moment(deadline.metAt) }));
  }
  if (deadline.state === 'cancelled') {
    return null;
  }
  const left = Date.parse(deadline.dueAt) - now;
  const tone = left < 0 || deadline.state === 'missed' ? 'bad' : left < 86400000 * 1.5 ? 'warn' : 'good';
  return h('span', { class: `qp-clock qp-${tone}`, role: 'timer' }, t(left < 0 ? 'deadline.over' : 'deadline.left', { span: spanText(left) }));
}

/** @param {DeadlineView} deadline @param {number} now */
export function deadlineView(deadline, now = Date.now()) {
  const dueOn = deadline.readings?.[0]?.receipt?.dueOn ?? almatyDay(deadline.dueAt);
  const [ruling, ...others] = deadline.readings ?? [];
  const tone = { met: 'good', missed: 'bad', cancelled: 'neutral', running: 'neutral' }[deadline.state] ?? 'neutral';
  return h(
    'article',
    { class: `qp-deadline qp-deadline-${deadline.state}`, dataset: { duty: deadline.duty } },
    h('header', null, h('h4', null, tCode('duty', deadline.duty)), badge(tCode('deadlineState', deadline.state), /** @type {any} */ (tone))),
    h('p', { class: 'qp-due' }, h('time', { datetime: deadline.dueAt }, t('deadline.due', { day: `${day(dueOn)} (${weekday(dueOn)})` })), ' ', clock(deadline, now)),
    ruling ? h('p', { class: 'qp-basis' }, readingLine(ruling)) : null,
    ruling
      ? h(
          'details',
          { class: 'qp-why' },
          h('summary', null, t('deadline.why')),
          receiptView(ruling.receipt),
          others.map((reading) =>
            h(
              'div',
              { class: 'qp-reading' },
              h('p', null, h('strong', null, t(reading.role === 'information' ? 'deadline.information' : 'deadline.overridden')), `: ${day(reading.receipt.dueOn)}. ${readingLine(reading)}`),
              reading.why ? h('p', { class: 'qp-hint' }, tCode('why', reading.why)) : null,
            ),
          ),
          (deadline.earlier ?? []).map((each) => h('p', { class: 'qp-hint' }, `${t('deadline.earlier')}: ${day(each.dueAt)}`)),
        )
      : null,
  );
}
