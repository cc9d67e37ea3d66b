// @ts-check
/** The sections of the case panel, each from its part of the server's answer. */
import { language } from '../lib/language.js';
import { nameOf } from '../lib/names.js';
import { h, replace } from '../lib/dom.js';
import { operatorPath, refusal } from '../lib/api.js';
import { answers, askedOf } from '../lib/asked.js';
import { archiveButton, fileButton } from '../lib/download.js';
import { choice, dayField, documentFields, field, notice, showViolations, validateAll } from '../lib/fields.js';
import { day, fileSize, moment } from '../lib/format.js';
import { caseNamed, t, tCode } from '../lib/strings.js';
import { blockOf, listOf, personName, sectionOf } from './model.js';
import { viewDocument } from './viewer.js';
import { badge, button, empty, facts, generic, maskedValue, section, spanText, time } from './parts.js';
import { actionForm } from './action.js';
import { deadlineView } from './deadlines.js';
import { campaignList } from './campaigns.js';

/**
 * What every section is given.
 *
 * @typedef {object} Context
 * @property {string} operator
 * @property {string} operatorName
 * @property {string[]} roles of the reader
 * @property {import('./model.js').CasePanel} panel
 * @property {import('../lib/api.js').Client} api
 * @property {() => Promise<void>} reload reads the case anew
 */

/** @param {Context} context @param {...string} more */
const path = (context, ...more) => operatorPath(context.operator, 'cases', context.panel.summary.number, ...more);

/** @type {Record<string, 'good' | 'warn' | 'bad' | 'neutral'>} */
const ENTITLEMENT_TONE = { 'to-be-proved': 'warn', 'not-proved': 'bad', proved: 'good', 'not-needed': 'neutral' };

/** A code in words: the server's own, or ours. @param {string} group @param {any} value */
const words = (group, value) => (typeof value === 'object' && value !== null ? (value.text ?? value.code) : tCode(group, value));

/** @param {Context} context */
export function summary({ panel }) {
  const { summary: it, requester, repeated } = panel;
  const since = it.more?.blockedSince ?? blockOf(panel)?.since;
  const gap = since ? Date.parse(since) - Date.parse(it.receivedAt) : 0;
  const late = Math.abs(Date.parse(it.openedAt) - Date.parse(it.receivedAt)) > 60000;
  return section('summary', [
    it.process?.text ? h('p', { class: 'qp-callout qp-bad' }, it.process.text) : null,
    facts([
      [t('summary.asked'), requester ? [requester.kind.text, requester.entitlement.state === 'not-needed' ? null : [' ', badge(requester.entitlement.text, ENTITLEMENT_TONE[requester.entitlement.state])]] : null],
      [t(it.kind.code === 'breach' ? 'breach.kind' : 'summary.ground'), it.ground?.text],
      [t(it.kind.code === 'breach' ? 'breach.discovered' : 'summary.received'), time(it.receivedAt)],
      [t('summary.channel'), it.channel.text],
      [t('summary.opened'), late ? time(it.openedAt) : null],
      [t('summary.blockedSince'), since ? h('strong', null, time(since)) : null],
      [t('summary.decision'), it.decision ? [it.decision.text, it.decidedAt ? [', ', time(it.decidedAt)] : null] : null],
      [t('summary.outcome'), it.outcome?.text],
      [t('section.tasks'), it.openTasks.map(nameOf).join('; ')],
    ]),
    it.kind.code === 'data-block' && !since && it.status.code !== 'closed' ? h('p', { class: 'qp-callout qp-bad' }, t('summary.notBlocked')) : null,
    gap > 60000 ? h('p', { class: 'qp-callout qp-warn' }, t('summary.gap', { span: spanText(gap) }), ' ', t('summary.gapWhy')) : null,
    repeated && repeated.unproved > 0 ? h('p', { class: 'qp-callout qp-warn' }, repeated.text ?? t('summary.unproved', { n: repeated.unproved })) : null,
    it.description && it.kind.code !== 'breach' ? [h('h4', null, t('summary.words')), h('p', { class: 'qp-prose qp-quote' }, it.description)] : null,
    it.destroyedAt ? h('p', { class: 'qp-callout' }, t('panel.destroyed', { at: moment(it.destroyedAt) })) : null,
  ]);
}

/** @param {Context} context */
export function deadlines({ panel }) {
  const shown = panel.deadlines.filter((each) => each.state?.code !== 'cancelled');
  return section('deadlines', shown.length ? shown.map((each) => deadlineView(each)) : empty(), { count: shown.length });
}

/** @param {Context} context */
export function parties(context) {
  const { panel, api } = context;
  /** @param {import('./model.js').MaskedField[]} list */
  const rows = (list) => facts(list.map((each) => [each.label, panel.permissions.reveal ? maskedValue(each.label, each.masked, async () => (await api.post(path(context, 'reveal'), { field: each.field }))?.value ?? '') : each.masked]));
  const subject = panel.subject?.fields ?? [];
  const requester = panel.requester?.fields ?? [];
  if (subject.length + requester.length === 0) {
    return null;
  }
  return section('parties', [subject.length ? [h('h4', null, t('parties.subject')), rows(subject)] : null, requester.length ? [h('h4', null, t('parties.requester')), rows(requester)] : null, h('p', { class: 'qp-hint' }, t('parties.recorded'))]);
}

/** @param {any} table */
const filled = (table) => table.rows > 0;

/** @param {Context} context @param {any} data */
export function findings(context, data) {
  const systems = listOf(data, 'systems');
  if (systems.length === 0) {
    return section('findings', Array.isArray(data) || data?.systems ? empty() : generic(data));
  }
  const flags = [
    data.ambiguous ? h('p', { class: 'qp-callout qp-bad' }, t('act.ambiguous')) : null,
    data.otherPeople > 0 ? h('p', { class: 'qp-callout qp-warn' }, t('act.others', { n: data.otherPeople })) : null,
  ];
  return section('findings', [
    flags,
    h(
      'ul',
      { class: 'qp-systems' },
      systems.map((/** @type {any} */ each) => {
        const tables = each.tables ?? [];
        const rows = each.rows ?? tables.reduce((/** @type {number} */ sum, /** @type {any} */ table) => sum + (table.rows ?? 0), 0);
        const state = each.error ? badge(t('findings.unavailable'), 'bad') : each.connector === 'manual' && !rows ? badge(t('findings.manual'), 'neutral') : rows > 0 ? badge(t('findings.rows', { n: rows })) : badge(t('findings.nothing'));
        return h('li', null, h('div', { class: 'qp-row' }, h('strong', null, each.title ?? each.name ?? each.label ?? each.system), state), tables.some(filled) ? h('ul', { class: 'qp-tables' }, tables.filter(filled).map((/** @type {any} */ table) => h('li', null, table.title ?? table.name ?? h('code', null, table.table), ': ', table.rows))) : null);
      }),
    ),
  ]);
}

/** @param {Context} context @param {any} data */
export function restrictions(context, data) {
  const list = listOf(data, 'restrictions');
  if (!list.length) {
    return section('restrictions', empty());
  }
  return section(
    'restrictions',
    h(
      'ul',
      { class: 'qp-systems' },
      list.map((/** @type {any} */ each) =>
        h(
          'li',
          null,
          h('div', { class: 'qp-row' }, h('strong', null, words('restriction', each.kind)), each.endedAt ? badge(t('restriction.lifted', { at: moment(each.endedAt) })) : badge(t('restriction.since', { at: moment(each.since) }), 'warn')),
          h(
            'p',
            { class: 'qp-hint' },
            [
              each.text ?? null,
              each.reason && !each.text ? words('ground', typeof each.reason === 'string' ? each.reason.replace(/-\d+$/, '') : each.reason) : null,
              each.article,
              each.until && !each.text ? t('act.keptUntil', { day: day(each.until) }) : null,
              typeof each.identifiers === 'number' ? t('restriction.identifiers', { n: each.identifiers }) : null,
              each.denied > 0 ? t('restriction.denied', { n: each.denied }) : null,
              each.caseNumber && !each.text && each.caseNumber !== context.panel.summary.number ? each.caseNumber : null,
            ]
              .filter(Boolean)
              .join(' · '),
          ),
          each.searchComplete === false ? h('p', { class: 'qp-hint qp-warn-text' }, t('findings.unavailable')) : null,
        ),
      ),
    ),
  );
}

/** What the person agreed to. @param {Context} context @param {any} data */
export function consents(context, data) {
  const list = listOf(data, 'consents');
  return section(
    'consents',
    list.length
      ? h(
          'ul',
          { class: 'qp-systems' },
          list.map((/** @type {any} */ each) =>
            h(
              'li',
              null,
              h('div', { class: 'qp-row' }, h('strong', null, each.purposes.join(', ')), each.running.length ? badge(each.running.length === each.purposes.length ? t('consent.running') : t('consent.inPart', { purposes: each.running.join(', ') }), 'good') : badge(t('consent.ended'))),
              h('p', { class: 'qp-hint' }, [t('consent.given', { at: moment(each.givenAt) }), each.until ? t('consent.until', { at: moment(each.until) }) : each.termText].filter(Boolean).join(' · ')),
              each.endings.map((/** @type {any} */ end) => h('p', { class: 'qp-hint' }, [`${end.text}: ${end.purposes.join(', ')}`, moment(end.at), end.caseNumber && end.caseNumber !== context.panel.summary.number ? end.caseNumber : null].filter(Boolean).join(' · '))),
            ),
          ),
        )
      : empty(),
    { count: list.length },
  );
}

/** @param {any} item */
function itemRow(item) {
  return h(
    'tr',
    null,
    h('td', null, item.title ?? h('code', null, item.table), ' ', item.column ? h('code', null, item.column) : null),
    h('td', null, tCode('itemOutcome', item.outcome), item.ground ? h('span', { class: 'qp-hint' }, ` ${item.groundText ?? tCode('keepGround', item.ground)}${item.until ? `, ${t('act.keptUntil', { day: day(item.until) })}` : ''}`) : null),
    h('td', { class: 'qp-number' }, item.count),
  );
}

/** @param {any[]} items @param {string} caption */
function itemTable(items, caption) {
  return h(
    'div',
    { class: 'qp-scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h('table', { class: 'qp-table' }, h('thead', null, h('tr', null, [t('act.column'), t('act.outcome'), t('act.count')].map((each) => h('th', { scope: 'col' }, each)))), h('tbody', null, items.map(itemRow))),
  );
}

/** @param {Context} context @param {any} data */
export function acts(context, data) {
  const list = listOf(data, 'acts');
  if (!list.length) {
    return null;
  }
  return section(
    'acts',
    list.map((/** @type {any} */ act) => {
      const items = (act.items ?? []).filter((/** @type {any} */ each) => each.outcome !== 'nothing-found');
      const kept = items.filter((/** @type {any} */ each) => each.outcome === 'kept' && each.ground !== 'not-personal');
      return h(
        'article',
        { class: 'qp-act' },
        h('header', null, h('h4', null, [act.continues ? t('act.continued') : tCode('act', act.kind), act.purposes?.length ? `: ${act.purposes.join(', ')}` : ''].join('')), badge(tCode('actState', act.state), act.state === 'completed' ? 'good' : act.state === 'running' ? 'warn' : 'neutral')),
        act.ambiguous ? h('p', { class: 'qp-callout qp-bad' }, t('act.ambiguous')) : null,
        act.otherPeople > 0 ? h('p', { class: 'qp-callout qp-warn' }, t('act.others', { n: act.otherPeople })) : null,
        h('ul', { class: 'qp-systems' }, (act.systems ?? []).map((/** @type {any} */ each) => actSystem(context, act, each))),
        kept.length ? h('details', { class: 'qp-why', open: true }, h('summary', null, `${t('act.kept')} (${kept.length})`), itemTable(kept, t('act.kept'))) : null,
        items.length ? h('details', { class: 'qp-why' }, h('summary', null, `${t('act.preview')} (${items.length})`), itemTable(items, t('act.preview'))) : null,
        facts([
          [t('act.preparedBy'), act.preparedBy === 'system' ? t('act.bySystem') : personName(context.panel, act.preparedBy)],
          [t('act.approvedBy'), personName(context.panel, act.approvedBy)],
          [t('act.digest'), act.digest ? h('code', { class: 'qp-digest' }, act.digest) : null],
        ]),
      );
    }),
    { count: list.length },
  );
}

/** An act in one system; what a custodian does by hand is told and proved here. @param {Context} context @param {any} act @param {any} system */
function actSystem(context, act, system) {
  // a closed case has no task for the custodian: an officer records what the custodian has done
  const byHand = system.state === 'by-hand' && context.roles.includes(context.panel.summary.status.code === 'closed' ? 'officer' : 'custodian');
  const proof = field({ name: 'proof', label: t('act.proofText'), type: 'textarea', attributes: { maxlength: 4000, rows: 3 } });
  const documents = context.panel.documents ?? [];
  const document = field({ name: 'documentId', label: t('act.proofDocument'), type: 'select', options: [{ value: '', label: t('state.no') }, ...documents.map((each) => ({ value: each.id, label: each.fileName }))] });
  return h(
    'li',
    null,
    h('div', { class: 'qp-row' }, h('strong', null, system.title ?? system.name ?? system.system), badge(tCode('systemState', system.state), system.state === 'failed' ? 'bad' : system.state === 'proved' ? 'good' : system.state === 'by-hand' ? 'warn' : 'neutral')),
    (system.error ?? system.previewError) && system.state !== 'proved' ? h('p', { class: 'qp-hint qp-warn-text' }, t('act.previewFailed')) : null,
    system.instructions ? h('p', { class: 'qp-prose qp-quote' }, system.instructions) : null,
    byHand
      ? actionForm(context, t('act.prove'), documents.length ? [proof, document] : [proof], t('action.save'), () => context.api.post(path(context, 'acts', act.id, 'systems', system.system, 'proof'), { proof: proof.value() || undefined, documentId: document.value() || undefined }), t('act.provedByHand'), null, true)
      : null,
  );
}

/** @type {Record<string, 'good' | 'warn' | 'bad' | 'neutral'>} */
const PART_TONE = { running: 'neutral', done: 'good', 'done-late': 'warn', overdue: 'bad' };

/** The parts that the steps have of the terms, each with its reason. @param {Context} _context @param {any} data */
export function termParts(_context, data) {
  const list = listOf(data, 'parts');
  return list.length
    ? section(
        'term-parts',
        h(
          'ul',
          { class: 'qp-systems' },
          list.map((/** @type {any} */ each) =>
            h(
              'li',
              { dataset: { part: each.step } },
              h('div', { class: 'qp-row' }, h('strong', null, [each.text, each.topic].filter(Boolean).join(': ')), badge(each.stateText, PART_TONE[each.state])),
              h('p', null, t('part.due', { at: moment(each.dueAt) })),
              each.doneAt ? h('p', { class: 'qp-hint' }, t('part.done', { at: moment(each.doneAt) })) : h('p', { class: 'qp-hint' }, each.chasedAt ? t('part.chased', { at: moment(each.chasedAt) }) : t('part.chase', { at: moment(each.chaseAt) })),
              h('p', { class: 'qp-hint' }, each.why),
            ),
          ),
        ),
        { count: list.length },
      )
    : null;
}

/** What of a destruction is still to come. @param {Context} _context @param {any} data */
export function suspended(_context, data) {
  const list = listOf(data, 'suspended');
  return list.length
    ? section(
        'suspended',
        h(
          'ul',
          { class: 'qp-systems' },
          list.map((/** @type {any} */ each) =>
            h(
              'li',
              null,
              h('div', { class: 'qp-row' }, h('strong', null, each.waits), each.dueOn ? badge(t('suspended.from', { day: day(each.dueOn) })) : null),
              h('p', { class: 'qp-hint' }, t('suspended.next', { at: moment(each.nextLookAt) })),
              listOf(each.holds).map((/** @type {any} */ hold) => h('p', { class: 'qp-hint qp-warn-text' }, t('suspended.hold', { why: hold.text, at: moment(hold.since) }))),
              each.error ? h('p', { class: each.raisedAt ? 'qp-callout qp-bad' : 'qp-hint qp-warn-text' }, [each.system, each.error].filter(Boolean).join(': ')) : null,
            ),
          ),
        ),
      )
    : null;
}

/** Third parties to whom data were given: how they were told, and whether they have said that they stopped. @param {Context} context @param {any} data */
export function recipients(context, data) {
  const list = listOf(data, 'recipients');
  if (!list.length) {
    return null;
  }
  const staff = context.roles.includes('officer') || context.roles.includes('clerk');
  return section(
    'recipients',
    h(
      'ul',
      { class: 'qp-systems' },
      list.map((/** @type {any} */ each) =>
        h(
          'li',
          null,
          h('div', { class: 'qp-row' }, h('strong', null, each.title), recipientBadge(each)),
          h('p', { class: 'qp-hint' }, [each.whatTitle, each.purposes.join(', '), recipientTimes(each)].filter(Boolean).join(' · ')),
          each.raisedAt && each.waits ? h('p', { class: 'qp-callout qp-bad' }, t('recipients.silent')) : null,
          staff && (each.state === 'by-hand' || each.state === 'failed') ? actionForm(context, t('recipients.give'), [], t('recipients.given'), () => context.api.post(path(context, 'recipients', each.id, 'given')), t('recipients.givenDone'), h('p', { class: 'qp-hint' }, t('recipients.giveHelp'))) : null,
          staff && each.waits ? acknowledge(context, each) : null,
        ),
      ),
    ),
    { count: list.length },
  );
}

/** @param {any} notice */
function recipientBadge(notice) {
  if (notice.acknowledgedAt) {
    return badge(t('recipients.acknowledged'), 'good');
  }
  if (notice.state === 'failed') {
    return badge(t('recipients.failed'), 'bad');
  }
  if (notice.state === 'by-hand') {
    return badge(t('recipients.byHand'), 'warn');
  }
  if (notice.state === 'pending') {
    return badge(t('recipients.pending'));
  }
  return notice.waits ? badge(t('recipients.waits'), notice.raisedAt ? 'bad' : 'warn') : badge(t('recipients.sent'), 'good');
}

/** @param {any} notice */
function recipientTimes(notice) {
  return [
    notice.sentAt ? t('recipients.sentAt', { at: moment(notice.sentAt) }) : null,
    notice.toldAgainAt ? t('recipients.toldAgainAt', { at: moment(notice.toldAgainAt) }) : null,
    notice.acknowledgedAt ? t('recipients.acknowledgedAt', { at: moment(notice.acknowledgedAt), how: notice.acknowledgedHow }) : null,
  ]
    .filter(Boolean)
    .join('; ');
}

/** @param {Context} context @param {any} notice */
function acknowledge(context, notice) {
  const documents = context.panel.documents ?? [];
  const document = field({ name: 'documentId', label: t('recipients.document'), type: 'select', options: [{ value: '', label: t('recipients.word') }, ...documents.map((each) => ({ value: each.id, label: each.fileName }))] });
  return actionForm(context, t('recipients.acknowledge'), [document], t('action.save'), () => context.api.post(path(context, 'recipients', notice.id, 'acknowledgement'), { documentId: document.value() || undefined }), t('recipients.acknowledgedDone'));
}

/** @param {Context} context */
export function documents(context) {
  const { panel, api } = context;
  if (!panel.documents) {
    return null;
  }
  const say = notice();
  const list = panel.documents.length
    ? h(
        'ul',
        { class: 'qp-documents' },
        panel.documents.map((each) => {
          const href = path(context, 'documents', each.id);
          return h(
            'li',
            null,
            h('div', { class: 'qp-row' }, h('strong', { class: 'qp-file-title' }, each.fileName), badge(each.purpose.text)),
            h('p', { class: 'qp-hint' }, [fileSize(each.size), t('documents.by', { by: personName(panel, each.by), at: moment(each.at) })].join(' · ')),
            h('p', { class: 'qp-links' }, each.preview ? button(t('viewer.open'), () => viewDocument(context, each), 'qp-link', { 'aria-label': `${t('viewer.open')}: ${each.fileName}` }) : h('span', { class: 'qp-hint' }, t('viewer.onlyDownload')), h('a', { href, download: each.fileName, 'aria-label': `${t('action.download')}: ${each.fileName}` }, t('action.download'))),
          );
        }),
      )
    : empty();
  const fields = documentFields(fileSize);
  const send = button(t('documents.upload'), async () => {
    const file = fields.chosen();
    if (!file) {
      return;
    }
    send.disabled = true;
    try {
      await uploadDocument(api, path(context, 'documents'), file, fields.purpose.value());
      await context.reload();
    } catch (problem) {
      say.error(showViolations(refusal(problem), [fields.purpose]));
    } finally {
      send.disabled = false;
    }
  });
  const form = h('details', { class: 'qp-form' }, h('summary', null, t('documents.upload')), fields.node, send, say.node);
  return section('documents', [list, panel.documents.length ? h('p', { class: 'qp-hint' }, t('documents.recorded')) : null, panel.permissions.addDocument ? form : null], { count: panel.documents.length });
}

/** Files a document. @param {import('../lib/api.js').Client} api @param {string} target @param {File} file @param {string} purpose */
export function uploadDocument(api, target, file, purpose) {
  const body = new FormData();
  body.append('purpose', purpose);
  body.append('file', file, file.name);
  return api.post(target, body);
}

/** @param {Context} context */
export function notes(context) {
  const { panel, api } = context;
  if (!panel.notes) {
    return null;
  }
  const say = notice();
  const text = field({ name: 'text', label: t('notes.add'), type: 'textarea', required: true, hint: t('notes.help'), attributes: { maxlength: 4000, rows: 3 } });
  const send = button(t('action.add'), async () => {
    if (!text.validate()) {
      return;
    }
    send.disabled = true;
    try {
      await api.post(path(context, 'notes'), { text: text.value() });
      await context.reload();
    } catch (problem) {
      say.error(showViolations(refusal(problem), [text]));
    } finally {
      send.disabled = false;
    }
  });
  return section(
    'notes',
    [
      panel.notes.map((each) => h('article', { class: 'qp-note' }, h('p', { class: 'qp-prose' }, each.text), h('p', { class: 'qp-hint' }, `${personName(panel, each.by)}, ${moment(each.at)}`))),
      panel.permissions.addNote ? h('details', { class: 'qp-form' }, h('summary', null, t('notes.add')), text.node, send, say.node) : null,
    ],
    { count: panel.notes.length },
  );
}

/** @param {Context} context @param {any} data */
export function letters(context, data) {
  const list = listOf(data, 'letters');
  const drafts = listOf(data?.drafts);
  if (!list.length && !drafts.length) {
    return null;
  }
  return section(
    'letters',
    h(
      'ul',
      { class: 'qp-systems' },
      list.map((/** @type {any} */ each) => {
        const tone = ['bounced', 'failed'].includes(each.state) ? 'bad' : ['sent', 'printed'].includes(each.state) ? 'good' : 'neutral';
        return h(
          'li',
          null,
          h('div', { class: 'qp-row' }, h('strong', null, each.title), badge(each.stateText ?? each.state, tone)),
          h('p', { class: 'qp-hint' }, [each.number, each.to, ...(each.languages ?? []).map((/** @type {string} */ tag) => t(`letters.in.${tag}`))].filter(Boolean).join(' · ')),
          h('p', { class: 'qp-hint' }, delivery(each)),
          letterPreview(context, path(context, 'letters', each.id), t('letters.preview'), each.languages ?? []),
          each.onPrintList && (context.roles.includes('clerk') || context.roles.includes('officer')) ? onPaper(context, each) : null,
        );
      }),
      drafts.map((/** @type {any} */ each) =>
        h(
          'li',
          { dataset: { draft: each.template } },
          h('div', { class: 'qp-row' }, h('strong', null, each.title), badge(t('letters.draft'), 'warn')),
          h('p', { class: 'qp-hint' }, each.to),
          letterPreview(context, path(context, 'letter-drafts', each.template), t('letters.previewDraft'), []),
        ),
      ),
    ),
    { count: list.length },
  );
}

/** A letter that goes out on paper: its PDF, and how it left. @param {Context} context @param {any} letter */
function onPaper(context, letter) {
  const registeredMail = field({ name: 'registeredMail', label: t('letters.registeredNumber'), hint: t('letters.registeredHelp'), attributes: { maxlength: 40, spellcheck: 'false' } });
  const pdf = fileButton(t('letters.pdf'), path(context, 'letters', letter.id), `${letter.number.replace('/', '-')}.pdf`, { type: 'application/pdf' });
  const form = actionForm(context, t('letters.post'), [registeredMail], t('letters.posted'), () => context.api.post(operatorPath(context.operator, 'letters', letter.id, 'printed'), { registeredMail: registeredMail.value() || undefined }), t('letters.postedDone'));
  form.dataset.letter = letter.template;
  form.querySelector('summary')?.after(h('p', { class: 'qp-row' }, pdf));
  return form;
}

/** The way of a letter in words: each step with its time. @param {any} letter */
function delivery(letter) {
  return [
    letter.createdAt ? t('letters.written', { at: moment(letter.createdAt) }) : null,
    letter.sentAt ? t('letters.sent', { at: moment(letter.sentAt) }) : null,
    letter.bouncedAt ? t('letters.bounced', { at: moment(letter.bouncedAt) }) : null,
    letter.printedAt ? t('letters.printed', { at: moment(letter.printedAt) }) : null,
    letter.registeredMail ? t('letters.registered', { number: letter.registeredMail }) : null,
    !letter.sentAt && letter.nextAttemptAt ? t('letters.next', { at: moment(letter.nextAttemptAt), n: letter.attempts }) : null,
    letter.printText,
  ]
    .filter(Boolean)
    .join('; ');
}

/**
 * A letter in both languages, in a frame that can run nothing; it is read only when somebody looks, and the look is on the record.
 *
 * @param {Context} context
 * @param {string} href
 * @param {string} title
 * @param {string[]} sentIn languages it went out in; none for a draft
 */
function letterPreview(context, href, title, sentIn) {
  const holder = h('div', { class: 'qp-letter' });
  const tabs = h('div', { class: 'qp-tabs', role: 'tablist', 'aria-label': title });
  const details = h('details', { class: 'qp-why' }, h('summary', null, title), tabs, holder);
  const tags = ['kk', 'ru'];
  /** @type {HTMLButtonElement[]} */
  const all = tags.map((tag) => {
    const tab = button(t(`letters.in.${tag}`), () => void show(tag), 'qp-tab-button', { role: 'tab', lang: tag, 'aria-selected': 'false' });
    tab.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
      if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
        const other = all[(all.indexOf(tab) + 1) % all.length];
        other.focus();
        other.click();
      }
    });
    return tab;
  });
  replace(tabs, all);
  /** @type {string | undefined} */
  let shown;

  /** @param {string} tag */
  async function show(tag) {
    shown = tag;
    all.forEach((each, at) => {
      each.setAttribute('aria-selected', String(tags[at] === tag));
      each.tabIndex = tags[at] === tag ? 0 : -1;
    });
    replace(holder, h('p', { role: 'status' }, t('state.loading')));
    try {
      const html = await context.api.text(`${href}?language=${tag}`, 'text/html');
      if (shown === tag) {
        replace(holder, sentIn.length && !sentIn.includes(tag) ? h('p', { class: 'qp-hint qp-warn-text' }, t('letters.notSentIn')) : null, h('iframe', { sandbox: '', title: `${title}, ${t(`letters.in.${tag}`)}`, srcdoc: html }));
      }
    } catch (problem) {
      if (shown === tag) {
        replace(holder, h('p', { class: 'qp-error', role: 'alert' }, refusal(problem).message));
      }
    }
  }
  details.addEventListener('toggle', () => {
    if (details.open && shown === undefined) {
      void show(tags.includes(language) ? language : (sentIn.find((tag) => tags.includes(tag)) ?? 'ru'));
    }
  });
  return details;
}

/** Notices to many people. @param {Context} context @param {any} data */
export function campaigns(context, data) {
  const list = listOf(data, 'campaigns');
  return list.length
    ? section('campaigns', campaignList({ api: context.api, operator: context.operator, number: context.panel.summary.number, campaigns: list, roles: context.roles, more: (campaign) => letterPreview(context, path(context, 'campaigns', campaign.id, 'text'), t('campaign.text'), []) }), { count: list.length })
    : null;
}

/** What people told who got a notice. @param {Context} context @param {any} data */
export function noticeReports(context, data) {
  const list = listOf(data, 'reports');
  return list.length
    ? section(
        'notice-reports',
        list.map((/** @type {any} */ each) => h('article', { class: 'qp-note' }, h('p', { class: 'qp-prose qp-quote' }, each.text ?? ''), h('p', { class: 'qp-hint' }, `${t('campaign.person', { seq: each.seq, n: each.campaign })} · ${moment(each.at)}`), openClaim(context, each))),
        { count: list.length },
      )
    : null;
}

/** A report may be a claim: it becomes a case of its own. @param {Context} context @param {any} report */
function openClaim(context, report) {
  const number = sectionOf(context.panel, 'breach')?.claims?.[report.id];
  if (number) {
    return h('p', { class: 'qp-hint' }, t('breach.claim', { case: caseNamed(number) }));
  }
  return report.text && (context.roles.includes('officer') || context.roles.includes('lawyer')) ? actionForm(context, t('breach.openClaim'), [], t('breach.openClaimNow'), () => context.api.post(operatorPath(context.operator, 'breaches', context.panel.summary.number, 'reports', report.id, 'claim')), t('breach.claimOpened'), h('p', { class: 'qp-hint' }, t('breach.claimHelp'))) : null;
}

/**
 * What data blocking adds: questions to custodians, and the values recorded for correction.
 *
 * @param {Context} context
 * @param {any} data
 */
export function dataBlock(context, data) {
  const { api } = context;
  const asked = listOf(data.factsRequests);
  const corrections = listOf(data.corrections);
  const document = context.panel.documents?.find((each) => each.id === data.confirmingDocument);
  return [
    asked.length
      ? section(
          'facts',
          asked.map((each) => {
            const answer = field({ name: 'answer', label: t('facts.answer'), type: 'textarea', required: true, attributes: { maxlength: 4000, rows: 3 } });
            return h(
              'article',
              { class: 'qp-note' },
              h('div', { class: 'qp-row' }, h('strong', null, systemName(context, each.system)), each.answeredAt ? badge(t('facts.answered', { at: moment(each.answeredAt) }), 'good') : badge(t('facts.open'), 'warn')),
              each.question ? h('p', { class: 'qp-prose' }, each.question) : null,
              h('p', { class: 'qp-hint' }, [personName(context.panel, each.askedBy), each.askedAt ? moment(each.askedAt) : null].filter(Boolean).join(', ')),
              each.answer ? h('p', { class: 'qp-prose qp-quote' }, each.answer) : null,
              !each.answeredAt && context.roles.includes('custodian') ? actionForm(context, t('facts.give'), [answer], t('action.save'), () => api.post(path(context, 'facts-requests', each.id, 'answer'), { answer: answer.value() }), t('facts.given'), null, true) : null,
            );
          }),
          { count: asked.length },
        )
      : null,
    corrections.length
      ? section('corrections', [
          facts([
            [t('corrections.document'), document?.fileName],
            [t('corrections.confirmedOn'), data.confirmedOn ? day(data.confirmedOn) : null],
            ...corrections.map((each) => {
              const name = fieldName(each.field);
              return /** @type {[string, any]} */ ([name, each.clears ? t('corrections.clears') : maskedValue(name, '•••', async () => (await api.post(path(context, 'reveal'), { field: each.vaultField }))?.value ?? '')]);
            }),
          ]),
        ])
      : null,
  ];
}

/**
 * A withdrawal of consent: for what, from when on, what is owed, what the decision table proposes and what was decided.
 *
 * @param {Context} context
 * @param {any} data
 */
export function consentWithdrawal(context, data) {
  const obligations = listOf(data.obligations);
  const unanswered = listOf(data.unanswered);
  const purposes = (/** @type {string[]} */ list) => list.join(', ') || null;
  return section('consent-withdrawal', [
    data.repeated ? h('p', { class: 'qp-callout' }, t('withdrawal.repeated')) : null,
    data.minor ? h('p', { class: 'qp-callout qp-bad' }, t('withdrawal.minor')) : null,
    data.safeSideAt && !data.tookEffectAt ? h('p', { class: 'qp-callout qp-bad' }, t('withdrawal.safeSide', { at: moment(data.safeSideAt) })) : null,
    facts([
      [t('withdrawal.scope'), data.whole ? t('withdrawal.whole') : purposes(listOf(data.purposes))],
      [t('withdrawal.clause'), data.clause],
      [t('withdrawal.effective'), data.later ? moment(data.effectiveAt) : t('withdrawal.atOnce')],
      [t('withdrawal.byConsent'), purposes(listOf(data.byConsent)) ?? t('withdrawal.none')],
      [t('withdrawal.proposal'), data.proposal ? [data.proposal, data.proposalGround].filter(Boolean).join(' · ') : null],
      [t('withdrawal.allowed'), purposes(listOf(data.allowed))],
      [t('withdrawal.reason'), data.reason],
      [t('withdrawal.refusalGround'), data.refusalGround],
      [t('withdrawal.tookEffect'), data.tookEffectAt ? moment(data.tookEffectAt) : null],
    ]),
    obligations.length
      ? h(
          'ul',
          { class: 'qp-systems' },
          obligations.map((each) =>
            h(
              'li',
              null,
              h('div', { class: 'qp-row' }, h('strong', null, each.name), each.fulfilledAt ? badge(t('withdrawal.fulfilled', { at: moment(each.fulfilledAt) }), 'good') : badge(String(each.count), 'warn')),
              h('p', { class: 'qp-hint' }, [each.system, purposes(listOf(each.purposes))].filter(Boolean).join(' · ')),
              each.askStaff && (context.roles.includes('officer') || context.roles.includes('custodian')) ? actionForm(context, t('withdrawal.fulfil'), [], t('withdrawal.isFulfilled'), () => context.api.post(operatorPath(context.operator, 'consent-withdrawals', context.panel.summary.number, 'obligations', each.key, 'fulfilled')), t('withdrawal.fulfilDone'), h('p', { class: 'qp-hint' }, t('withdrawal.fulfilHelp'))) : null,
            ),
          ),
        )
      : data.proposal
        ? h('p', { class: 'qp-hint' }, t('withdrawal.noObligations'))
        : null,
    unanswered.length ? h('p', { class: 'qp-hint qp-warn-text' }, t('withdrawal.unanswered', { systems: unanswered.join(', ') })) : null,
  ]);
}

/**
 * A request for access, correction, destruction or something else: what is asked, whether the answer is written.
 *
 * @param {Context} context
 * @param {any} data
 */
export function otherRequest(context, data) {
  return section('other-request', [
    facts([
      [t('request.about'), data.about],
      [t('request.reason'), data.reason],
    ]),
    h('p', { class: 'qp-hint' }, t(data.answered ? 'request.answered' : 'request.unanswered')),
    data.open && data.needsProof ? h('p', { class: 'qp-hint' }, t('request.needsProof')) : null,
  ]);
}

/**
 * The mails of a case: what those say that joined it, what came with them and what was left out.
 *
 * @param {Context} context
 * @param {any} data
 */
export function mails(context, data) {
  const list = listOf(data, 'mails');
  return section(
    'mails',
    [
      data.older ? h('p', { class: 'qp-hint' }, t('mails.older', { count: data.older })) : null,
      h(
        'ul',
        { class: 'qp-systems' },
        list.map((/** @type {any} */ each) =>
          h(
            'li',
            null,
            h('div', { class: 'qp-row' }, h('strong', null, each.subject || t('mails.noSubject')), each.joined ? badge(t('mails.joined'), 'warn') : null),
            h('p', { class: 'qp-hint' }, [moment(each.at), each.from].filter(Boolean).join(' · ')),
            each.named ? h('p', { class: 'qp-callout' }, t('mails.named', { number: each.named })) : null,
            each.text ? h('p', { class: 'qp-prose qp-quote' }, each.text) : null,
            each.cut ? h('p', { class: 'qp-hint qp-warn-text' }, t('mails.cut')) : null,
            listOf(each.files).length ? h('p', { class: 'qp-hint' }, t('mails.files', { files: each.files.join(', ') })) : null,
            listOf(each.missing).length || each.more
              ? [
                  h('p', { class: 'qp-hint qp-warn-text' }, t('mails.missing')),
                  h(
                    'ul',
                    null,
                    listOf(each.missing).map((/** @type {any} */ one) => h('li', { class: 'qp-hint' }, [one.name, one.reason].filter(Boolean).join(': '))),
                    each.more ? h('li', { class: 'qp-hint' }, t('mails.more', { count: each.more })) : null,
                  ),
                ]
              : null,
          ),
        ),
      ),
    ],
    { count: list.length + (data.older ?? 0) },
  );
}

/** A field of a person, in words. @param {any} name */
function fieldName(name) {
  return typeof name === 'object' ? (name.text ?? name.code) : tCode('personField', name);
}

/** A system by its title, where a section tells it. @param {Context} context @param {string} key */
function systemName(context, key) {
  return systemsOf(context).find((each) => each.key === key)?.title ?? key;
}

/** The systems that sections of this case name. @param {Context} context @returns {{key: string, title: string}[]} */
function systemsOf(context) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const each of [...listOf(sectionOf(context.panel, 'systems', 'findings'), 'systems'), ...listOf(sectionOf(context.panel, 'acts'), 'acts').flatMap((act) => act.systems ?? [])]) {
    const key = each.key ?? each.system;
    if (key && !found.has(key)) {
      found.set(key, each.title ?? each.name ?? key);
    }
  }
  return [...found].map(([key, title]) => ({ key, title }));
}

/** @param {Context} context */
export function related({ panel }) {
  const cases = panel.repeated?.cases ?? [];
  if (!cases.length) {
    return null;
  }
  return section(
    'related',
    h(
      'ul',
      { class: 'qp-systems' },
      cases.map((each) => h('li', null, h('div', { class: 'qp-row' }, h('strong', null, each.number), badge(each.outcome?.text ?? each.status.text)), h('p', { class: 'qp-hint' }, [each.kind.text, day(each.receivedAt), each.entitlement.text].join(' · ')))),
    ),
    { count: cases.length },
  );
}

/** @param {Context} context */
export function history({ panel }) {
  return section(
    'timeline',
    panel.history.length
      ? h(
          'ol',
          { class: 'qp-timeline' },
          panel.history.map((each) => h('li', null, h('p', null, each.text), h('p', { class: 'qp-hint' }, [time(each.at), each.by ? `, ${personName(panel, each.by)}` : null]))),
        )
      : empty(),
    { count: panel.history.length, open: false },
  );
}

/** The case as one archive, for the authority, an auditor or a court. @param {Context} context */
export function archive(context) {
  const get = archiveButton(context.operator, context.panel.summary.number, context.roles);
  return get && section('archive', [h('p', { class: 'qp-hint' }, t('archive.help')), h('p', null, get), h('p', { class: 'qp-hint' }, t('archive.check'))], { open: false });
}

/** A section that this version does not know by name. @param {string} name @param {any} data @param {string} [title] */
export function unknown(name, data, title) {
  return section(name, generic(data), { title: title ?? tCode('section', name) });
}

/**
 * What an officer may do in the case without leaving the task.
 *
 * @param {Context} context
 */
export function actions(context) {
  const { panel, roles } = context;
  const block = sectionOf(panel, 'data-block');
  const undecided = roles.includes('officer') && panel.summary.status.code !== 'closed' && !panel.summary.decision;
  const verifying = undecided && block !== undefined;
  const withdrawal = sectionOf(panel, 'consent-withdrawal');
  const request = sectionOf(panel, 'other-request');
  // what has begun to act, or was decided, ends in its own way
  const mayTurnOut = panel.summary.status.code !== 'closed' && !panel.summary.decision && (block !== undefined || request !== undefined || (withdrawal !== undefined && !withdrawal.tookEffectAt));
  const proof = panel.requester?.entitlement.state;
  const list = [
    verifying ? askFacts(context) : null,
    (verifying || (undecided && withdrawal !== undefined && !withdrawal.tookEffectAt) || (undecided && request !== undefined)) && (proof === 'to-be-proved' || proof === 'not-proved') ? askProof(context) : null,
    undecided && request?.open ? writeAnswer(context) : null,
    mayTurnOut && (roles.includes('officer') || roles.includes('clerk')) ? reclassify(context) : null,
    panel.permissions.entitle && proof !== 'proved' ? acceptProof(context) : null,
    verifying && listOf(block.correctable).length ? recordCorrections(context, listOf(block.correctable)) : null,
  ].filter(Boolean);
  return list.length ? section('actions', list, { title: t('actions.title') }) : null;
}

/** @param {Context} context */
function askFacts(context) {
  const systems = systemsOf(context);
  const system = systems.length
    ? field({ name: 'system', label: t('facts.system'), type: 'select', required: true, options: systems.map((each) => ({ value: each.key, label: each.title })) })
    : field({ name: 'system', label: t('facts.system'), required: true });
  const question = field({ name: 'question', label: t('facts.question'), type: 'textarea', required: true, attributes: { maxlength: 4000, rows: 3 } });
  return actionForm(context, t('facts.ask'), [system, question], t('action.send'), () => context.api.post(path(context, 'facts-requests'), { system: system.value(), question: question.value() }), t('facts.asked'));
}

/** @param {Context} context */
function askProof(context) {
  const missing = t(context.panel.requester?.kind.code === 'representative' ? 'proof.missing.authority' : 'proof.missing.identity');
  return actionForm(context, t('proof.ask'), [], t('action.send'), () => context.api.post(path(context, 'proof-requests')), t('proof.asked'), h('p', null, t('proof.missing', { missing })));
}

/** @param {Context} context */
function writeAnswer(context) {
  const text = field({ name: 'text', label: t('request.text'), type: 'textarea', required: true });
  return actionForm(context, t('request.write'), [text], t('action.save'), () => context.api.post(path(context, 'answer'), { text: text.value() }), t('request.written'));
}

/**
 * Handles the case on under its right name. What the right kind asks comes from the server, as for a new case.
 *
 * @param {Context} context
 */
function reclassify(context) {
  const { panel, api } = context;
  const say = notice();
  const form = h('div');
  /** @param {import('../lib/asked.js').Kind[]} kinds */
  const draw = (kinds) => {
    /** @type {import('../lib/asked.js').Asked[]} */
    let own = [];
    const holder = h('div');
    const kind = choice({
      name: 'kind',
      label: t('reclassify.as'),
      options: kinds.map((each) => ({ value: each.kind, label: each.text, hint: each.help })),
      onChange: (value) => {
        own = askedOf(kinds.find((each) => each.kind === value), context.operator);
        replace(holder, own.map((each) => each.field.node));
      },
    });
    // what came by telephone may have no words of its own
    const text = panel.summary.description ? null : field({ name: 'text', label: t('new.description'), type: 'textarea', required: true, attributes: { maxlength: 10000, rows: 3 } });
    const send = button(
      t('reclassify.open'),
      async () => {
        say.error(null);
        const fields = [kind, ...own.map((each) => each.field), ...(text ? [text] : [])];
        if (!validateAll(fields)) {
          return;
        }
        send.disabled = true;
        try {
          const opened = await api.post(path(context, 'reclassify'), { kind: kind.value(), ...answers(own), text: text?.value() });
          say.success(t('reclassify.done', { number: opened.number }));
          await context.reload();
        } catch (problem) {
          say.error(showViolations(refusal(problem), fields));
        } finally {
          send.disabled = false;
        }
      },
      'qp-button qp-primary',
    );
    replace(form, kind.node, holder, text?.node, send);
  };
  const node = h('details', { class: 'qp-form', dataset: { action: 'reclassify' } }, h('summary', null, t('reclassify.title')), h('p', { class: 'qp-hint' }, t('reclassify.help')), form, say.node);
  let asked = false;
  node.addEventListener('toggle', async () => {
    if (asked || !node.open) {
      return;
    }
    asked = true;
    replace(form, h('p', { class: 'qp-empty', role: 'status' }, t('state.loading')));
    try {
      draw(await api.get('/api/v1/case-kinds?reclassify=true'));
    } catch (problem) {
      asked = false;
      replace(form);
      say.error(refusal(problem).message);
    }
  });
  return node;
}

/** @param {Context} context */
function acceptProof(context) {
  const { panel, api } = context;
  const shown = (panel.documents ?? []).filter((each) => each.purpose.code === 'identity' || each.purpose.code === 'authority');
  // only at a visit is a document shown and given back
  const inPerson = panel.summary.channel.code === 'visit';
  if (!shown.length && !inPerson) {
    return h('details', { class: 'qp-form' }, h('summary', null, t('proof.accept')), h('p', { class: 'qp-hint' }, t('proof.needDocument')));
  }
  const document = field({ name: 'documentId', label: t('proof.document'), type: 'select', required: !inPerson, options: [...(inPerson ? [{ value: '', label: t('proof.noDocument') }] : []), ...shown.map((each) => ({ value: each.id, label: each.fileName }))] });
  return actionForm(context, t('proof.accept'), [document], t('proof.accept'), () => api.post(path(context, 'entitlement'), { state: 'proved', documentId: document.value() || undefined }), t('proof.accepted'));
}

/** @param {Context} context @param {any[]} correctable */
function recordCorrections(context, correctable) {
  const { panel, api } = context;
  const confirming = (panel.documents ?? []).filter((each) => each.purpose.code === 'confirming');
  if (!confirming.length) {
    return h('details', { class: 'qp-form' }, h('summary', null, t('corrections.record')), h('p', { class: 'qp-hint' }, t('corrections.needDocument')));
  }
  const document = field({ name: 'documentId', label: t('corrections.document'), type: 'select', required: true, options: confirming.map((each) => ({ value: each.id, label: each.fileName })) });
  const confirmedOn = dayField({ name: 'confirmedOn', label: t('corrections.confirmedOn'), required: true });
  /** @type {{name: import('../lib/fields.js').Field, value: import('../lib/fields.js').Field}[]} */
  const pairs = [];
  const list = h('div', { class: 'qp-pairs' });
  /** @type {import('../lib/fields.js').Field[]} */
  const fields = [document, confirmedOn];
  const add = () => {
    const at = pairs.length;
    const name = field({ name: `values[${at}].field`, label: t('corrections.field'), type: 'select', required: true, options: correctable.map((each) => ({ value: typeof each === 'object' ? each.code : each, label: fieldName(each) })) });
    const value = field({ name: `values[${at}].newValue`, label: t('corrections.value'), required: true });
    pairs.push({ name, value });
    fields.push(name, value);
    list.append(h('div', { class: 'qp-pair' }, name.node, value.node));
  };
  add();
  return actionForm(
    context,
    t('corrections.record'),
    fields,
    t('action.save'),
    () => api.post(path(context, 'corrections'), { values: pairs.map((each) => ({ field: each.name.value(), newValue: each.value.value() })), documentId: document.value(), confirmedOn: confirmedOn.value() }),
    t('corrections.recorded'),
    [list, button(t('corrections.addValue'), add, 'qp-link')],
  );
}
