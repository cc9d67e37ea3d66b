// @ts-check
/** Whether the person of a request is known: asked by one whole identifier while the clerk types, and never by a part of it. Each look is recorded by the server. */
import { operatorPath, refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { moment } from '../lib/format.js';
import { validIin } from '../lib/iin.js';
import { t } from '../lib/strings.js';

/** A clerk who still types is not asked about. */
const PAUSE = 600;

/** Identifiers that are seen to be whole while they are typed; of the others nobody can tell before the field is left. @type {Record<string, (value: string) => boolean>} */
const WHOLE = {
  iin: validIin,
  phone: (value) => /^(\+?7|8)\d{10}$/.test(value.replace(/[\s()-]/g, '')),
};

/**
 * Watches the identifiers of a form.
 *
 * @param {import('../lib/api.js').Client} api
 * @param {() => string} operator the one chosen, or nothing yet
 * @param {Record<string, import('../lib/fields.js').Field>} fields by kind of identifier
 * @returns {{node: HTMLElement, again: () => void}} where it is told; `again` when another operator is chosen
 */
export function knownPeople(api, operator, fields) {
  const node = h('div', { class: 'qp-known', role: 'status' });
  /** @type {Map<string, any>} */
  const answers = new Map();
  /** What is told of each field now. @type {Map<string, import('../lib/dom.js').Child>} */
  const told = new Map();
  /** @type {Map<string, ReturnType<typeof setTimeout>>} */
  const timers = new Map();

  const show = () => {
    const lines = [...told.values()];
    replace(node, lines, h('p', { class: 'qp-hint' }, t('known.recorded')));
    // its room is kept and does not grow, so that nothing below moves from under somebody's hand; what is longer scrolls
    if (node.scrollHeight > node.clientHeight) {
      node.setAttribute('tabindex', '0');
    } else {
      node.removeAttribute('tabindex');
    }
  };

  /** @param {string} kind */
  const look = async (kind) => {
    clearTimeout(timers.get(kind));
    const [whose, value] = [operator(), fields[kind].value()];
    if (!whose || !value || !fields[kind].validate() || (WHOLE[kind] && !WHOLE[kind](value))) {
      told.delete(kind);
      show();
      return;
    }
    const key = [whose, kind, value].join(' ');
    const label = t(`field.subject.${kind}`);
    try {
      if (!answers.has(key)) {
        told.set(kind, h('p', { class: 'qp-hint' }, `${label}: ${t('known.looking')}`));
        show();
        answers.set(key, api.post(operatorPath(whose, 'subject-look-ups'), { kind, value }));
      }
      const answer = await answers.get(key);
      if (key === [operator(), kind, fields[kind].value()].join(' ')) {
        told.set(kind, line(label, answer));
      }
    } catch (problem) {
      answers.delete(key);
      told.set(kind, h('p', { class: 'qp-hint qp-warn-text' }, `${label}: ${refusal(problem).message}`));
    }
    show();
  };

  show();
  for (const [kind, each] of Object.entries(fields)) {
    each.control.addEventListener('input', () => {
      clearTimeout(timers.get(kind));
      if (told.delete(kind)) {
        show();
      }
      if (WHOLE[kind]?.(each.value())) {
        timers.set(kind, setTimeout(() => void look(kind), PAUSE));
      }
    });
    each.control.addEventListener('change', () => each.value() !== '' && void look(kind));
  }
  return {
    node,
    again: () => {
      for (const kind of Object.keys(fields)) {
        void look(kind);
      }
    },
  };
}

/** @param {string} label @param {any} answer */
function line(label, answer) {
  const inside = answer.systems.filter((/** @type {any} */ each) => each.known).map((/** @type {any} */ each) => each.title);
  const silent = answer.systems.filter((/** @type {any} */ each) => each.known === undefined || each.known === null).map((/** @type {any} */ each) => each.title);
  const open = answer.cases.map((/** @type {any} */ each) => `${each.number} (${each.kind}, ${moment(each.receivedAt)})`);
  const standing = answer.restrictions.map((/** @type {any} */ each) => `${each.kind} (${each.caseNumber})`);
  return h(
    'div',
    { class: `qp-callout ${open.length || standing.length ? 'qp-warn' : ''}` },
    h('p', null, h('strong', null, `${label}: `), inside.length ? t('known.systems', { systems: inside.join(', ') }) : t('known.nowhere')),
    silent.length ? h('p', { class: 'qp-warn-text' }, t('known.silent', { systems: silent.join(', ') })) : null,
    open.length ? h('p', null, t('known.cases', { cases: open.join('; ') })) : null,
    standing.length ? h('p', null, t('known.restrictions', { restrictions: standing.join('; ') })) : null,
  );
}
