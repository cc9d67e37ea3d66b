// @ts-check
/** The section of a claim: what is demanded, what was found out, what is decided, what came after the answer. */
import { operatorPath } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { choices, dayField, field, momentField } from '../lib/fields.js';
import { day, fromInput, moment, money } from '../lib/format.js';
import { caseNamed, t } from '../lib/strings.js';
import { actionForm } from './action.js';
import { listOf } from './model.js';
import { badge, facts, section } from './parts.js';

/** @typedef {import('./sections.js').Context} Context */

const KINDS = ['real-damage', 'moral-damage', 'correction', 'destruction', 'access', 'stop-use', 'withdrawal', 'block', 'apology', 'explanation', 'other'];
const REACTIONS = ['agreed', 'disagrees', 'consumer-body', 'court'];
const RESULTS = ['satisfied', 'satisfied-in-part', 'refused'];
const CONCERNS = ['conduct-complained-of', 'party-to-matter', 'personal-interest', 'named-by-mistake'];
const REOPENING = ['new-evidence', 'promise-broken', 'answer-wrong', 'court'];

/** @param {Context} context @param {...string} more */
const path = (context, ...more) => operatorPath(context.operator, 'claims', context.panel.summary.number, ...more);

/** @param {Context} context @param {...string} roles */
const may = (context, ...roles) => roles.some((role) => context.roles.includes(role));

/** @param {string[]} codes @param {string} prefix */
const options = (codes, prefix) => codes.map((value) => ({ value, label: t(`${prefix}.${value}`) }));

/** @param {Context} context @param {any} data */
export function claim(context, data) {
  const open = context.panel.summary.status.code !== 'closed';
  return section('claim', [
    data.reopens ? h('p', { class: 'qp-callout' }, t('claim.reopens', { case: caseNamed(data.reopens) })) : null,
    data.reopenedBy ? h('p', { class: 'qp-callout' }, t('claim.reopenedBy', { case: caseNamed(data.reopenedBy) })) : null,
    facts([
      [t('claim.consumer'), t(data.consumer ? 'claim.yes' : 'claim.no')],
      [t('claim.round'), data.round > 1 ? String(data.round) : null],
      [t('claim.held'), data.held ? [data.held, data.heldUntil ? t('claim.until', { day: day(data.heldUntil) }) : null].filter(Boolean).join(', ') : t('claim.released')],
      [t('claim.damages'), data.damages],
    ]),
    demands(context, data, open),
    views(context, data, open),
    decision(context, data, open),
    answer(context, data, open),
    promises(context, data, open),
    reactions(context, data, open),
    court(context, data, open),
    open && data.undecided && may(context, 'clerk', 'officer', 'lawyer') ? actionForm(context, t('claim.takeBack'), [], t('claim.takeBackNow'), () => context.api.post(path(context, 'take-back')), t('claim.takenBack'), h('p', { class: 'qp-hint' }, t('claim.takeBackHelp'))) : null,
    open && may(context, 'officer') ? concerned(context) : null,
    open || data.reopenedBy || !may(context, 'lawyer', 'officer') ? null : reopen(context),
  ]);
}

/** @param {Context} context @param {any} data @param {boolean} open */
function demands(context, data, open) {
  return [
    h('h4', null, t('claim.demands')),
    h(
      'ul',
      { class: 'qp-systems' },
      listOf(data.demands).map((each) =>
        h(
          'li',
          null,
          h('div', { class: 'qp-row' }, h('strong', null, `${each.seq}. ${each.kind[0].toUpperCase()}${each.kind.slice(1)}`), each.amount ? badge(money(each.amount) ?? '') : null, each.linked ? badge(caseNamed(each.linked)) : null),
          each.words ? h('p', { class: 'qp-prose qp-quote' }, each.words) : null,
          each.proposed ? h('p', { class: 'qp-hint' }, `${t('claim.proposed')}: ${each.proposed} — ${each.ground}`) : null,
          each.result ? h('p', null, h('strong', null, `${t('claim.departed')}: ${each.result} — ${each.reason}`)) : null,
          open && data.undecided && each.proposed && may(context, 'lawyer') ? depart(context, data, each) : null,
        ),
      ),
    ),
    open && data.undecided && may(context, 'clerk', 'officer', 'lawyer') ? addDemand(context) : null,
  ];
}

/** @param {Context} context @param {any} data @param {any} demand */
function depart(context, data, demand) {
  const result = field({ name: 'result', label: t('claim.result'), type: 'select', options: [{ value: '', label: t('claim.asProposed') }, ...options(RESULTS, 'claim.result')] });
  const reason = field({ name: 'reason', label: t('claim.ground'), type: 'select', options: [{ value: '', label: '—' }, ...options(listOf(data.grounds), 'claim.ground')] });
  return actionForm(context, t('claim.depart'), [result, reason], t('action.save'), () => context.api.put(path(context, 'demands', String(demand.seq)), { result: result.value() || undefined, reason: reason.value() || undefined }), t('claim.saved'));
}

/** @param {Context} context */
function addDemand(context) {
  const kind = field({ name: 'kind', label: t('claim.demand'), type: 'select', required: true, options: options(KINDS, 'claim.kind') });
  const amount = field({ name: 'amount', label: t('claim.amountAsked'), hint: t('claim.amountHelp'), attributes: { inputmode: 'decimal' } });
  const words = field({ name: 'words', label: t('claim.words'), type: 'textarea', hint: t('claim.wordsHelp'), attributes: { maxlength: 2000, rows: 2 } });
  return actionForm(context, t('claim.addDemand'), [kind, amount, words], t('action.save'), () => context.api.post(path(context, 'demands'), { kind: kind.value(), amount: number(amount.value()), words: words.value() || undefined }), t('claim.demandAdded'), h('p', { class: 'qp-hint' }, t('claim.addHelp')));
}

/** A number as people type it. @param {string} written */
function number(written) {
  const plain = written.replace(/[\s\u00a0]/g, '').replace(',', '.');
  return plain === '' ? undefined : Number.isFinite(Number(plain)) ? Number(plain) : plain;
}

/** @param {Context} context @param {any} data @param {boolean} open */
function views(context, data, open) {
  const all = listOf(data.views);
  const systems = Object.entries(data.systems ?? {}).map(([value, label]) => ({ value, label: String(label) }));
  const mine = [may(context, 'security') ? 'security' : null, may(context, 'lawyer') ? 'legal' : null].filter(Boolean);
  return [
    h('h4', null, t('claim.views')),
    all.length
      ? h(
          'ul',
          { class: 'qp-systems' },
          all.map((each) => h('li', null, h('div', { class: 'qp-row' }, h('strong', null, each.system ?? topic(each.topic)), h('span', { class: 'qp-hint' }, moment(each.at)), data.round > 1 ? badge(t('claim.ofRound', { n: each.round })) : null), each.text ? h('p', { class: 'qp-prose qp-quote' }, each.text) : null)),
        )
      : h('p', { class: 'qp-empty' }, t('claim.noViews')),
    open && data.undecided ? mine.map((one) => writeView(context, String(one))) : null,
    open && data.undecided && may(context, 'custodian') ? writeFacts(context, systems) : null,
  ];
}

/** @param {string} code */
function topic(code) {
  return t(`claim.topic.${code}`);
}

/** @param {Context} context @param {string} about */
function writeView(context, about) {
  const text = field({ name: 'text', label: topic(about), type: 'textarea', required: true, attributes: { maxlength: 10000, rows: 4 } });
  return actionForm(context, t('claim.writeView', { topic: topic(about) }), [text], t('action.save'), () => context.api.post(path(context, 'views'), { topic: about, text: text.value() }), t('claim.saved'));
}

/** @param {Context} context @param {{value: string, label: string}[]} systems */
function writeFacts(context, systems) {
  const system = field({ name: 'topic', label: t('breach.system'), type: 'select', required: true, options: systems });
  const text = field({ name: 'text', label: t('claim.systemFacts'), type: 'textarea', required: true, attributes: { maxlength: 10000, rows: 4 } });
  return actionForm(context, t('claim.writeFacts'), [system, text], t('action.save'), () => context.api.post(path(context, 'views'), { topic: `system:${system.value()}`, text: text.value() }), t('claim.saved'));
}

/** @param {Context} context @param {any} data @param {boolean} open */
function decision(context, data, open) {
  if (!data.allegation) {
    return null;
  }
  const causes = Object.entries(data.causeList ?? {}).map(([value, label]) => ({ value, label: String(label) }));
  const cause = field({ name: 'cause', label: t('claim.cause'), type: 'select', required: true, options: causes });
  const amount = field({ name: 'amount', label: t('claim.amount'), hint: t('claim.amountHelp'), value: (money(data.amount) ?? '').replace('\u00a0₸', ''), attributes: { inputmode: 'decimal' } });
  const payBy = dayField({ name: 'payBy', label: t('claim.payBy'), value: data.payBy ?? '' });
  return [
    h('h4', null, t('claim.decision')),
    facts([
      [t('claim.allegation'), data.allegation],
      [t('claim.shown'), data.shown === undefined ? null : t(data.shown ? 'claim.yes' : 'claim.no')],
      [t('claim.exclusion'), data.exclusion],
      [t('claim.documents'), data.documents === undefined ? null : t(data.documents ? 'claim.yes' : 'claim.no')],
      [t('claim.way'), [data.way, data.wayReason].filter(Boolean).join(' · ') || null],
      [t('claim.amount'), data.amount ? `${money(data.amount)}, ${t('claim.until', { day: day(data.payBy) })}` : null],
      [t('claim.cause'), data.cause],
    ]),
    open && data.undecided && data.proposed && may(context, 'lawyer') ? actionForm(context, t('claim.setAmount'), [amount, payBy], t('action.save'), () => context.api.put(path(context, 'award'), { amount: number(amount.value()), payBy: payBy.value() || undefined }), t('claim.saved')) : null,
    open && may(context, 'lawyer', 'officer') ? actionForm(context, t('claim.setCause'), [cause], t('action.save'), () => context.api.put(path(context, 'cause'), { cause: cause.value() }), t('claim.saved')) : null,
  ];
}

/** @param {Context} context @param {any} data @param {boolean} open */
function answer(context, data, open) {
  const text = field({ name: 'text', label: t('claim.answerText'), type: 'textarea', required: true, value: data.answer ?? '', attributes: { maxlength: 10000, rows: 6 } });
  return data.answer || (open && data.undecided && may(context, 'lawyer'))
    ? [
        h('h4', null, t('claim.answer')),
        data.answeredAt ? h('p', { class: 'qp-row' }, badge(t('claim.answeredAt', { at: moment(data.answeredAt) }), data.late ? 'bad' : 'good'), data.late ? badge(t('claim.late'), 'bad') : null) : null,
        data.answer ? h('p', { class: 'qp-prose qp-quote' }, data.answer) : null,
        open && data.undecided && may(context, 'lawyer') ? actionForm(context, t('claim.writeAnswer'), [text], t('action.save'), () => context.api.put(path(context, 'answer'), { text: text.value() }), t('claim.saved')) : null,
      ]
    : null;
}

/** @param {Context} context @param {any} data @param {boolean} open */
function promises(context, data, open) {
  const all = listOf(data.promises);
  const due = all.find((each) => each.orderedAt && !each.paidOn);
  const document = field({ name: 'document', label: t('claim.paymentDocument'), required: true, attributes: { maxlength: 100 } });
  const paidOn = dayField({ name: 'paidOn', label: t('claim.paidOn'), required: true });
  return all.length
    ? [
        h('h4', null, t('claim.promises')),
        h(
          'ul',
          { class: 'qp-systems' },
          all.map((each) =>
            h(
              'li',
              null,
              h('div', { class: 'qp-row' }, each.amount ? h('strong', null, money(each.amount)) : h('span', null, t('claim.noMoney')), each.payBy ? h('span', { class: 'qp-hint' }, t('claim.until', { day: day(each.payBy) })) : null, each.paidOn ? badge(t('claim.paid', { day: day(each.paidOn) }), 'good') : each.orderedAt ? badge(t('claim.ordered', { at: moment(each.orderedAt) }), 'warn') : null, each.keptAt ? badge(t('claim.kept', { at: moment(each.keptAt) }), 'good') : null),
            ),
          ),
        ),
        open && due && may(context, 'lawyer', 'officer') ? actionForm(context, t('claim.recordPayment'), [document, paidOn], t('action.save'), () => context.api.post(path(context, 'payment'), { document: document.value(), paidOn: paidOn.value() }), t('claim.saved')) : null,
      ]
    : null;
}

/** @param {Context} context @param {any} data @param {boolean} open */
function reactions(context, data, open) {
  const all = listOf(data.reactions);
  const explanation = field({ name: 'text', label: t('claim.explanation'), type: 'textarea', required: true, value: data.explanation ?? '', attributes: { maxlength: 10000, rows: 5 } });
  return [
    all.length
      ? [
          h('h4', null, t('claim.after')),
          h(
            'ul',
            { class: 'qp-systems' },
            all.map((each) => h('li', null, h('div', { class: 'qp-row' }, h('strong', null, each.kind), h('span', { class: 'qp-hint' }, moment(each.receivedAt))), each.text ? h('p', { class: 'qp-prose qp-quote' }, each.text) : null)),
          ),
        ]
      : null,
    open && data.stage === 'answered' && may(context, 'clerk', 'officer', 'lawyer') ? recordReaction(context) : null,
    open && data.stage === 'body'
      ? [
          data.explanation ? h('p', { class: 'qp-prose qp-quote' }, data.explanation) : null,
          may(context, 'lawyer') ? actionForm(context, t('claim.writeExplanation'), [explanation], t('action.save'), () => context.api.put(path(context, 'explanation'), { text: explanation.value() }), t('claim.saved')) : null,
        ]
      : null,
  ];
}

/** What came after the answer; each kind asks for what it needs and no more. @param {Context} context */
function recordReaction(context) {
  const kind = field({ name: 'kind', label: t('claim.reaction'), type: 'select', required: true, options: [{ value: '', label: '—' }, ...options(REACTIONS, 'claim.reaction')] });
  const receivedAt = momentField({ name: 'receivedAt', label: t('claim.receivedAt'), hint: t('claim.receivedHelp') });
  const words = (/** @type {boolean} */ required) => field({ name: 'text', label: t('claim.words'), type: 'textarea', required, hint: t('claim.reactionHelp'), attributes: { maxlength: 10000, rows: 3 } });
  const suitOn = dayField({ name: 'suitOn', label: t('claim.suitDay'), hint: t('claim.suitHelp') });
  const name = field({ name: 'name', label: t('claim.bodyName'), required: true, attributes: { maxlength: 500 } });
  const email = field({ name: 'email', label: t('claim.bodyEmail'), attributes: { maxlength: 500 } });
  const address = field({ name: 'address', label: t('claim.bodyAddress'), attributes: { maxlength: 500 } });
  const [said, asked] = [words(false), words(true)];
  /** @type {Record<string, import('../lib/fields.js').Field[]>} */
  const more = { agreed: [said], disagrees: [asked], 'consumer-body': [asked, name, email, address], court: [said, suitOn] };
  const own = () => more[kind.value()] ?? [];
  const holder = h('div');
  kind.control.addEventListener('change', () => replace(holder, own().map((each) => each.node)));
  return actionForm(
    context,
    t('claim.record'),
    [kind, receivedAt],
    t('action.save'),
    () => {
      const value = (/** @type {import('../lib/fields.js').Field} */ one) => (own().includes(one) && one.value()) || undefined;
      return context.api.post(path(context, 'reactions'), {
        kind: kind.value(),
        receivedAt: receivedAt.value() ? fromInput(receivedAt.value()) : undefined,
        text: value(said) ?? value(asked),
        name: value(name),
        email: value(email),
        address: value(address),
        suitOn: value(suitOn),
      });
    },
    t('claim.saved'),
    holder,
    false,
    own,
  );
}

/** @param {Context} context @param {any} data @param {boolean} open */
function court(context, data, open) {
  if (!data.suitOn) {
    return null;
  }
  const hearingOn = dayField({ name: 'hearingOn', label: t('claim.hearingOn') });
  const inForceOn = dayField({ name: 'inForceOn', label: t('claim.inForceOn') });
  return [
    h('h4', null, t('claim.court')),
    facts([
      [t('claim.suitOn'), day(data.suitOn)],
      [t('claim.hearingOn'), data.hearingOn ? day(data.hearingOn) : null],
      [t('claim.inForceOn'), data.inForceOn ? day(data.inForceOn) : null],
      [t('claim.ruling'), data.ruling],
    ]),
    open && data.stage === 'court' && !data.ruling && may(context, 'lawyer') ? actionForm(context, t('claim.setDates'), [hearingOn, inForceOn], t('action.save'), () => context.api.put(path(context, 'court'), { hearingOn: hearingOn.value() || undefined, inForceOn: inForceOn.value() || undefined }), t('claim.saved')) : null,
  ];
}

/** Whom of the staff the claim concerns is read when it is opened. @param {Context} context */
function concerned(context) {
  const holder = h('div');
  const node = h('details', { class: 'qp-form', dataset: { action: 'concerns' } }, h('summary', null, t('claim.concerns')), holder);
  const at = operatorPath(context.operator, 'cases', context.panel.summary.number, 'concerns');
  let asked = false;
  node.addEventListener('toggle', async () => {
    if (asked || !node.open) {
      return;
    }
    asked = true;
    const known = await context.api.get(at);
    const staff = choices({ name: 'staff', label: t('claim.concerned'), hint: t('claim.concernsHelp'), options: known.people.map((/** @type {any} */ each) => ({ value: each.id, label: each.name })) });
    for (const input of staff.node.querySelectorAll('input')) {
      input.checked = known.staff.includes(input.value);
    }
    const reason = field({ name: 'reason', label: t('claim.why'), type: 'select', required: true, options: options(CONCERNS, 'claim.concern') });
    holder.append(actionForm(context, t('claim.nameConcerned'), [staff, reason], t('action.save'), () => context.api.put(at, { staff: staff.value() ? staff.value().split(',') : [], reason: reason.value() }), t('claim.saved'), null, true));
  });
  return node;
}

/** @param {Context} context */
function reopen(context) {
  const reason = field({ name: 'reason', label: t('claim.why'), type: 'select', required: true, options: options(REOPENING, 'claim.reopening') });
  return actionForm(context, t('claim.reopen'), [reason], t('claim.reopenNow'), () => context.api.post(path(context, 'reopen'), { reason: reason.value() }), t('claim.reopened'), h('p', { class: 'qp-hint' }, t('claim.reopenHelp')));
}
