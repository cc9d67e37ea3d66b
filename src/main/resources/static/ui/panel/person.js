// @ts-check
/** The history of the person over all cases of the operator. It is read when somebody asks for it, since each look is on the record of every case that it shows. */
import { operatorPath, refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { day, moment } from '../lib/format.js';
import { t, tCode } from '../lib/strings.js';
import { badge, button, empty, section, time } from './parts.js';

/** @param {any} each */
function otherCase(each) {
  return h(
    'li',
    null,
    h('div', { class: 'qp-row' }, h('strong', null, each.number), h('span', null, badge(each.outcome?.text ?? each.status.text), each.links.map((/** @type {any} */ link) => [' ', badge(link.text, link.code === 'same-contact' ? 'warn' : 'neutral')]))),
    h('p', { class: 'qp-hint' }, [each.kind.text, day(each.receivedAt.slice(0, 10)), each.closedAt ? t('person.closed', { day: day(each.closedAt.slice(0, 10)) }) : null].filter(Boolean).join(' · ')),
  );
}

/** @param {string} key @param {any[] | undefined} list @param {(each: any) => import('../lib/dom.js').Child} line */
function part(key, list, line) {
  return list?.length ? [h('h4', null, t(key)), h('ul', { class: 'qp-systems' }, list.map((each) => h('li', null, line(each))))] : null;
}

/** @param {any} found */
function history(found) {
  const { restrictions, acts } = found.parts;
  return [
    found.cases.length ? h('ul', { class: 'qp-systems' }, found.cases.map(otherCase)) : h('p', { class: 'qp-empty' }, t('person.alone')),
    found.more ? h('p', { class: 'qp-hint' }, t('person.more')) : null,
    found.cases.some((/** @type {any} */ each) => each.links.some((/** @type {any} */ link) => link.code === 'same-contact')) ? h('p', { class: 'qp-hint' }, t('person.contact')) : null,
    part('person.restrictions', restrictions?.restrictions, (each) => [
      h('div', { class: 'qp-row' }, h('strong', null, tCode('restriction', each.kind)), each.endedAt ? badge(t('restriction.lifted', { at: moment(each.endedAt) })) : badge(t('restriction.since', { at: moment(each.since) }), 'warn')),
      h('p', { class: 'qp-hint' }, [each.caseNumber, tCode('ground', each.reason.replace(/-\d+$/, '')), each.article].filter(Boolean).join(' · ')),
    ]),
    part('person.denials', restrictions?.denials, (each) => [h('div', { class: 'qp-row' }, h('strong', null, each.purposeText), badge(t('person.times', { n: each.times }))), h('p', { class: 'qp-hint' }, [day(each.day), each.caseNumber].join(' · '))]),
    part('person.acts', acts, (each) => [h('div', { class: 'qp-row' }, h('strong', null, each.title), badge(tCode('actState', each.state), each.state === 'completed' ? 'good' : 'neutral')), h('p', { class: 'qp-hint' }, [moment(each.preparedAt), each.caseNumber].join(' · '))]),
    found.events.length
      ? [h('h4', null, t('person.events')), h('ol', { class: 'qp-timeline' }, found.events.map((/** @type {any} */ each) => h('li', null, h('p', null, each.text), h('p', { class: 'qp-hint' }, [time(each.at), ` · ${each.number}`]))))]
      : null,
  ];
}

/** @param {import('./sections.js').Context} context */
export function person(context) {
  const { panel, api, operator } = context;
  if (panel.scope !== 'file') {
    return null;
  }
  const body = h('div', null);
  const show = button(t('person.show'), async () => {
    show.disabled = true;
    try {
      const found = await api.get(operatorPath(operator, 'cases', panel.summary.number, 'person'));
      replace(body, history(found) ?? empty());
    } catch (problem) {
      show.disabled = false;
      replace(body, show, h('p', { class: 'qp-error', role: 'alert' }, refusal(problem).message));
    }
  });
  replace(body, h('p', { class: 'qp-hint' }, t('person.help')), show);
  return section('person', body, { open: false });
}
