// @ts-check
/** The section of a breach: what is known, what is done against it, who is told. */
import { operatorPath } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { choice, dayField, field, momentField } from '../lib/fields.js';
import { fromInput, moment } from '../lib/format.js';
import { t, tCode } from '../lib/strings.js';
import { actionForm } from './action.js';
import { listOf } from './model.js';
import { badge, facts, section, time } from './parts.js';

/** @typedef {import('./sections.js').Context} Context */

/** Columns that a list may have. */
const COLUMNS = ['iin', 'phone', 'email', 'login', 'contract', 'name', 'language'];
const LANGUAGES = ['ru', 'kk'];
const PARTS = ['what', 'data', 'done', 'advice', 'ask'];
const CONCLUSION = ['facts', 'measures', 'lessons'];

/** @param {Context} context @param {...string} more */
const path = (context, ...more) => operatorPath(context.operator, 'breaches', context.panel.summary.number, ...more);

/** @param {Context} context @param {...string} roles */
const may = (context, ...roles) => context.panel.summary.status.code !== 'closed' && roles.some((role) => context.roles.includes(role));

/** @param {Context} context @param {any} data */
export function breach(context, data) {
  return section('breach', [
    data.rehearsal ? h('p', { class: 'qp-callout qp-warn' }, t('breach.rehearsal')) : null,
    facts([
      [t('breach.discovered'), time(data.discoveredAt)],
      [t('breach.occurred'), time(data.occurredFrom)],
      [t('breach.verdict'), data.verdict ? [data.verdict, data.reason].filter(Boolean).join(' · ') : null],
      [t('breach.sameAs'), data.joinedTo],
      [t('breach.joined'), listOf(data.joined).join(', ')],
      [t('breach.cause'), data.cause],
    ]),
    versions(context, data),
    may(context, 'security') && !data.verdict && listOf(data.others).length ? sameAs(context, data) : null,
    measures(context, data),
    accounts(data),
    lists(context, data),
    filings(context, data),
    notices(context, data),
    conclusion(context, data),
  ]);
}

/** @param {Context} context @param {any} data */
function versions(context, data) {
  const all = listOf(data.versions);
  return [
    h('h4', null, t('breach.facts')),
    h(
      'ul',
      { class: 'qp-systems' },
      all.map((each) =>
        h(
          'li',
          null,
          h('div', { class: 'qp-row' }, h('strong', null, t('breach.version', { n: each.version })), h('span', { class: 'qp-hint' }, moment(each.at))),
          each.facts ? h('p', { class: 'qp-prose qp-quote' }, each.facts) : null,
          each.measures ? [h('p', { class: 'qp-hint' }, t('breach.measuresTaken')), h('p', { class: 'qp-prose qp-quote' }, each.measures)] : null,
          listOf(each.categories).length ? h('p', { class: 'qp-hint' }, `${t('breach.categories')}: ${each.categories.join('; ')}`) : null,
        ),
      ),
    ),
    may(context, 'security', 'officer') && !data.cause ? addPart(context) : null,
  ];
}

/** @param {Context} context */
function addPart(context) {
  const text = field({ name: 'facts', label: t('breach.newFacts'), type: 'textarea', attributes: { maxlength: 20000, rows: 3 } });
  const done = field({ name: 'measures', label: t('breach.measuresTaken'), type: 'textarea', attributes: { maxlength: 20000, rows: 2 } });
  const occurred = momentField({ name: 'occurredFrom', label: t('breach.occurred') });
  return actionForm(
    context,
    t('breach.addPart'),
    [text, done, occurred],
    t('action.save'),
    () => context.api.post(path(context, 'parts'), { facts: text.value() || undefined, measures: done.value() || undefined, occurredFrom: occurred.value() ? fromInput(occurred.value()) : undefined }),
    t('breach.partAdded'),
  );
}

/** @param {Context} context @param {any} data */
function sameAs(context, data) {
  const first = field({ name: 'joinedTo', label: t('breach.first'), type: 'select', required: true, options: data.others.map((/** @type {any} */ each) => ({ value: each.number, label: `${each.number} · ${tCode('breachKind', each.kind)} · ${moment(each.discoveredAt)}` })) });
  return actionForm(context, t('breach.nameFirst'), [first], t('action.save'), () => context.api.post(path(context, 'same-as'), { number: first.value() }), t('breach.firstNamed'));
}

/** @param {Context} context @param {any} data */
function measures(context, data) {
  const all = listOf(data.measures);
  if (!all.length && !data.running) {
    return null;
  }
  return [
    h('h4', null, t('breach.measures')),
    all.length
      ? h(
          'ul',
          { class: 'qp-systems' },
          all.map((each) => h('li', null, h('p', { class: 'qp-prose' }, each.text ?? ''), h('div', { class: 'qp-row' }, h('span', { class: 'qp-hint' }, tCode('owner', each.owner)), each.takenAt ? badge(t('breach.taken', { at: moment(each.takenAt) }), 'good') : badge(t('breach.due', { at: moment(each.dueAt) }), Date.parse(each.dueAt) < Date.now() ? 'bad' : 'warn')))),
        )
      : h('p', { class: 'qp-empty' }, t('breach.noMeasures')),
    data.running && may(context, 'security', 'officer') ? setMeasure(context) : null,
  ];
}

/** @param {Context} context */
function setMeasure(context) {
  const text = field({ name: 'text', label: t('breach.measure'), type: 'textarea', required: true, attributes: { maxlength: 20000, rows: 2 } });
  const owner = field({ name: 'owner', label: t('breach.owner'), type: 'select', required: true, options: ['security-officer', 'privacy-officer', 'data-custodian'].map((role) => ({ value: role, label: tCode('owner', role) })) });
  const due = dayField({ name: 'dueOn', label: t('breach.dueOn'), required: true });
  return actionForm(context, t('breach.setMeasure'), [text, owner, due], t('action.save'), () => context.api.post(path(context, 'measures'), { text: text.value(), owner: owner.value(), dueOn: due.value() }), t('breach.measureSet'));
}

/** @param {any} data */
function accounts(data) {
  const all = listOf(data.accounts);
  return all.length
    ? [
        h('h4', null, t('breach.accounts')),
        h(
          'ul',
          { class: 'qp-systems' },
          all.map((each) => h('li', null, h('div', { class: 'qp-row' }, h('span', null, t('breach.account', { n: each.seq })), each.resetAt ? badge(t('breach.reset', { at: moment(each.resetAt) }), 'good') : badge(t('breach.suspended'), 'warn')))),
        ),
      ]
    : null;
}

/** @param {Context} context @param {any} data */
function lists(context, data) {
  const all = listOf(data.lists);
  return [
    h('h4', null, t('breach.people')),
    all.length
      ? h(
          'ul',
          { class: 'qp-systems' },
          all.map((each) =>
            h(
              'li',
              null,
              h('div', { class: 'qp-row' }, h('strong', null, t('breach.list', { n: each.version })), badge(t('breach.count', { n: each.people })), each.frozenAt ? badge(t('breach.frozen', { at: moment(each.frozenAt) }), 'good') : badge(t('breach.collecting'), 'warn')),
              h('p', { class: 'qp-hint' }, t('breach.counts', { iin: each.withIin, email: each.withEmail, phone: each.withPhone, duplicate: each.duplicate, rejected: each.rejected })),
              each.hash ? h('p', { class: 'qp-hint qp-hash' }, `SHA-256 ${each.hash}`) : null,
            ),
          ),
        )
      : h('p', { class: 'qp-empty' }, t('breach.noPeople')),
    may(context, 'security', 'officer') && !data.cause ? [loadList(context), queryList(context)] : null,
  ];
}

/** @param {Context} context */
function loadList(context) {
  const file = field({ name: 'file', label: t('breach.file'), required: true, hint: `${t('breach.fileHelp')} ${COLUMNS.join(', ')}`, attributes: { type: 'file', accept: '.csv,text/csv,.json,.ndjson,application/json' } });
  const how = choice({
    name: 'how',
    label: t('breach.how'),
    options: [
      { value: 'POST', label: t('breach.addTo') },
      { value: 'PUT', label: t('breach.replace') },
    ],
    value: 'POST',
  });
  return actionForm(
    context,
    t('breach.load'),
    [file, how],
    t('breach.loadNow'),
    () => {
      const chosen = file.control.files[0];
      const headers = { 'Content-Type': /json$/i.test(chosen.name) ? 'application/json' : 'text/csv' };
      const to = path(context, 'affected');
      return how.value() === 'PUT' ? context.api.put(to, chosen, headers) : context.api.post(to, chosen, headers);
    },
    t('breach.loaded'),
  );
}

/** @param {Context} context */
function queryList(context) {
  const system = field({ name: 'query.system', label: t('breach.system'), required: true });
  const table = field({ name: 'query.table', label: t('breach.table'), hint: t('breach.tableHelp') });
  const column = field({ name: 'query.column', label: t('breach.column'), hint: t('breach.columnHelp') });
  const from = momentField({ name: 'query.from', label: t('breach.from') });
  const to = momentField({ name: 'query.to', label: t('breach.to') });
  return actionForm(
    context,
    t('breach.query'),
    [system, table, column, from, to],
    t('breach.queryNow'),
    () =>
      context.api.post(path(context, 'affected'), {
        query: { system: system.value(), table: table.value() || undefined, column: column.value() || undefined, from: from.value() ? fromInput(from.value()) : undefined, to: to.value() ? fromInput(to.value()) : undefined },
      }),
    t('breach.loaded'),
  );
}

/** @param {Context} context @param {any} data */
function filings(context, data) {
  const all = listOf(data.filings);
  if (!data.verdict && !all.length) {
    return null;
  }
  /** @param {number} round @param {string} part @param {string} words */
  const link = (round, part, words) => h('a', { href: `${path(context, 'authority-file')}?part=${part}&round=${round}`, download: '' }, words);
  return [
    h('h4', null, t('breach.authority')),
    h('p', { class: 'qp-hint' }, data.authority),
    all.map((each) =>
      h(
        'div',
        { class: 'qp-systems' },
        h(
          'div',
          { class: 'qp-row' },
          h('strong', null, t(each.round === 1 ? 'breach.filing' : 'breach.supplement', { n: each.round })),
          badge(t(`breach.way.${each.way}`)),
          each.registrationNumber ? badge(t('breach.registered', { number: each.registrationNumber }), 'good') : each.sentAt ? badge(t('breach.sent', { at: moment(each.sentAt) }), 'warn') : badge(t(each.approved ? 'breach.approved' : 'breach.prepared'), 'warn'),
        ),
        h('p', { class: 'qp-hint' }, t('breach.filingHolds', { version: each.factsVersion, people: each.people })),
        each.listHash ? h('p', { class: 'qp-hint qp-hash' }, `SHA-256 ${each.listHash}`) : null,
        h('p', { class: 'qp-row' }, link(each.round, 'letter', t('breach.letter')), each.people ? link(each.round, 'people', t('breach.csv')) : null, link(each.round, 'all', t('breach.zip'))),
        each.sentAt && !each.registrationNumber && may(context, 'clerk', 'officer', 'security') ? register(context, each) : null,
      ),
    ),
    all.length && all.every((each) => each.sentAt) && !data.cause && may(context, 'security', 'officer')
      ? actionForm(context, t('breach.orderSupplement'), [], t('breach.supplementNow'), () => context.api.post(path(context, 'supplements')), t('breach.supplementOrdered'), h('p', { class: 'qp-hint' }, t('breach.supplementHelp')))
      : null,
  ];
}

/** @param {Context} context @param {any} filing */
function register(context, filing) {
  const number = field({ name: 'number', label: t('breach.registrationNumber'), required: true, attributes: { maxlength: 100 } });
  const at = momentField({ name: 'handedInAt', label: t('breach.handedInAt'), required: true });
  return actionForm(context, t('breach.register'), [number, at], t('action.save'), () => context.api.post(path(context, 'filings', String(filing.round), 'registration'), { number: number.value(), handedInAt: fromInput(at.value()) }), t('breach.registeredNow'));
}

/** @param {Context} context @param {any} data */
function notices(context, data) {
  if (!data.verdict && !data.tell) {
    return null;
  }
  const all = listOf(data.notices);
  return [
    h('h4', null, t('breach.notices')),
    facts([
      [t('breach.tell'), data.tell ? [data.tell, data.tellCode === 'duty' ? data.clause && t('breach.clause', { clause: data.clause }) : data.tellReason].filter(Boolean).join(' · ') : t('breach.undecided')],
    ]),
    all.map((each) =>
      h(
        'div',
        { class: 'qp-systems' },
        h('div', { class: 'qp-row' }, h('strong', null, t('breach.noticeTo', { n: each.version })), each.rejected ? badge(t('breach.rejected'), 'bad') : each.drainedAt ? badge(t('breach.drained', { at: moment(each.drainedAt) }), 'good') : badge(t(each.approved ? 'breach.noticeApproved' : 'breach.noticeWaits'), 'warn'), each.unreached ? badge(each.unreached) : null),
        h('p', { class: 'qp-hint qp-hash' }, `SHA-256 ${each.textHash}`),
      ),
    ),
    data.tellCode === 'not-tell' || data.cause ? null : noticeText(context),
  ];
}

/** The text of the notice is read when it is opened. @param {Context} context */
function noticeText(context) {
  const holder = h('div');
  const node = h('details', { class: 'qp-form', dataset: { action: 'notice-text' } }, h('summary', null, t('breach.noticeText')), holder);
  let asked = false;
  node.addEventListener('toggle', async () => {
    if (asked || !node.open) {
      return;
    }
    asked = true;
    const text = await context.api.get(path(context, 'notice-text'));
    const editable = may(context, 'officer');
    /** @type {import('../lib/fields.js').Field[]} */
    const fields = [];
    for (const language of LANGUAGES) {
      for (const part of PARTS) {
        fields.push(field({ name: `${language}.${part}`, label: `${t(`breach.language.${language}`)} · ${t(`breach.part.${part}`)}`, type: 'textarea', required: true, value: text[language]?.[part] ?? '', attributes: { maxlength: 4000, rows: part === 'advice' ? 7 : 3, lang: language, readonly: !editable } }));
      }
    }
    holder.append(
      editable
        ? actionForm(
            context,
            t('breach.writeNotice'),
            fields,
            t('action.save'),
            () => context.api.put(path(context, 'notice-text'), Object.fromEntries(LANGUAGES.map((language, at) => [language, Object.fromEntries(PARTS.map((part, i) => [part, fields[at * PARTS.length + i].value()]))]))),
            t('breach.noticeWritten'),
            null,
            true,
          )
        : h('div', null, fields.map((each) => each.node)),
    );
  });
  return node;
}

/** @param {Context} context @param {any} data */
function conclusion(context, data) {
  const written = data.conclusion ?? {};
  if (!data.verdict && !CONCLUSION.some((part) => written[part])) {
    return null;
  }
  const shown = facts(CONCLUSION.map((part) => [t(`breach.conclusion.${part}`), written[part] ? h('p', { class: 'qp-prose' }, written[part]) : null]));
  if (!may(context, 'security', 'officer') || data.cause) {
    return CONCLUSION.some((part) => written[part]) ? [h('h4', null, t('breach.conclusion')), shown] : null;
  }
  const fields = CONCLUSION.map((part) => field({ name: part, label: t(`breach.conclusion.${part}`), type: 'textarea', required: true, value: written[part] ?? '', attributes: { maxlength: 20000, rows: 3 } }));
  return [
    h('h4', null, t('breach.conclusion')),
    shown,
    actionForm(context, t('breach.writeConclusion'), fields, t('action.save'), () => context.api.put(path(context, 'conclusion'), Object.fromEntries(CONCLUSION.map((part, at) => [part, fields[at].value()]))), t('breach.conclusionWritten')),
  ];
}
