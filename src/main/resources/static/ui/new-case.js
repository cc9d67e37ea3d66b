// @ts-check
/** "New case" in the header: a clerk registers a letter, a call or a visit. Two steps: the request, then the dates it starts, and only then the case is opened. */
import { client, me, operatorPath, operatorsOf, refusal } from './lib/api.js';
import { watchNames } from './lib/names.js';
import { askToDiscard, openDialog } from './lib/dialog.js';
import { h, replace } from './lib/dom.js';
import { answers, askedOf } from './lib/asked.js';
import { choice, field, momentField, notice, showViolations, validateAll } from './lib/fields.js';
import { fromInput, moment, toInput } from './lib/format.js';
import { headerButton } from './lib/header.js';
import { validIin } from './lib/iin.js';
import { knownPeople } from './new-case/known.js';
import { papers } from './new-case/papers.js';
import { t } from './lib/strings.js';
import { deadlineView } from './panel/deadlines.js';
import { button, facts } from './panel/parts.js';

/** @typedef {import('./lib/asked.js').Kind} Kind */

const CHANNELS = ['letter', 'call', 'visit'];
const REQUESTERS = ['subject', 'representative', 'authority'];
const PHONE = /^\+?[\d\s()-]{10,20}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/**
 * @param {import('./lib/api.js').PluginApi} plugin
 * @param {string} [preferred] operator chosen before
 */
async function openNewCase(plugin, preferred) {
  const api = client(plugin);
  /** Whether closing would lose what somebody typed. */
  let unsaved = () => false;
  const dialog = openDialog({
    title: t('new.title'),
    className: 'qp-new-case',
    mayClose: () => {
      if (!unsaved()) {
        return true;
      }
      askToDiscard(dialog.close);
      return false;
    },
  });
  replace(dialog.body, h('p', { class: 'qp-empty', role: 'status' }, t('state.loading')));
  try {
    const [reader, kinds] = await Promise.all([me(plugin), /** @type {Promise<Kind[]>} */ (api.get('/api/v1/case-kinds'))]);
    const operators = operatorsOf(reader).map((each) => ({ value: each.key, label: each.name }));
    if (operators.length === 0 || kinds.length === 0) {
      replace(dialog.body, h('p', null, t('new.noOperators')));
      return;
    }
    unsaved = requestStep(dialog, api, plugin, kinds, operators, preferred);
  } catch (problem) {
    replace(dialog.body, h('p', { class: 'qp-notice qp-notice-error', role: 'alert' }, refusal(problem).message));
  }
}

/**
 * The first step: what came in.
 *
 * @param {ReturnType<typeof openDialog>} dialog
 * @param {import('./lib/api.js').Client} api
 * @param {import('./lib/api.js').PluginApi} plugin
 * @param {Kind[]} kinds
 * @param {{value: string, label: string}[]} operators
 * @param {string} [preferred]
 * @returns {() => boolean} whether there is something that is nowhere but in the dialog
 */
function requestStep(dialog, api, plugin, kinds, operators, preferred) {
  const say = notice();
  const now = new Date();
  const kind = choice({ name: 'kind', label: t('new.kind'), value: kinds.length === 1 ? kinds[0].kind : undefined, options: kinds.map((each) => ({ value: each.kind, label: each.text, hint: each.help })), onChange: () => ownFields() });
  /** The kind that is chosen. */
  const chosen = () => kinds.find((each) => each.kind === kind.value());
  /** The field that holds the moment from which its terms count. */
  const momentName = () => chosen()?.momentField ?? 'receivedAt';
  const operator = field({ name: 'operator', label: t('new.operator'), type: 'select', required: true, value: preferred, options: operators.length === 1 ? operators : [{ value: '', label: '—' }, ...operators] });
  const channel = choice({ name: 'channel', label: t('new.channel'), options: CHANNELS.map((value) => ({ value, label: t(`channel.${value}`) })) });
  /** @param {string} name @param {string} value */
  const momentOf = (name, value) => momentField({ name, label: t(`new.${name}`), required: true, hint: t('new.receivedAt.help'), value, check: (written) => (Date.parse(fromInput(written)) > Date.now() + 60000 ? t('error.field.future') : null) });
  let receivedAt = momentOf('receivedAt', toInput(now));
  const momentHolder = h('div', null, receivedAt.node);
  const requester = choice({ name: 'requester.kind', label: t('new.requester'), options: REQUESTERS.map((value) => ({ value, label: t(`requesterKind.${value}`) })), onChange: () => requesterFields() });
  const name = field({ name: 'requester.name', label: t('new.requester.name'), required: true, attributes: { maxlength: 200 } });
  const document = field({ name: 'requester.authorityDocument', label: t('new.requester.authorityDocument'), hint: t('new.requester.authorityDocument.help'), attributes: { maxlength: 500 } });
  const answerTo = field({ name: 'requester.email', label: t('new.requester.email'), type: 'email', check: (value) => (EMAIL.test(value) ? null : t('error.field.email')) });
  const address = field({ name: 'requester.address', label: t('new.requester.address'), attributes: { maxlength: 500 } });
  const fullName = field({ name: 'subject.fullName', label: t('field.subject.fullName'), attributes: { maxlength: 200 } });
  const iin = field({ name: 'subject.iin', label: t('field.subject.iin'), attributes: { inputmode: 'numeric', maxlength: 14, spellcheck: 'false' }, check: (value) => (validIin(value) ? null : t('error.field.iin')) });
  const phone = field({ name: 'subject.phone', label: t('field.subject.phone'), type: 'tel', check: (value) => (PHONE.test(value) ? null : t('error.field.phone')) });
  const email = field({ name: 'subject.email', label: t('field.subject.email'), type: 'email', check: (value) => (EMAIL.test(value) ? null : t('error.field.email')) });
  const login = field({ name: 'subject.login', label: t('field.subject.login'), attributes: { spellcheck: 'false' } });
  const contract = field({ name: 'subject.contract', label: t('field.subject.contract') });
  const description = field({ name: 'description', label: t('new.description'), type: 'textarea', required: true, hint: t('new.description.help'), attributes: { maxlength: 10000, rows: 4 } });
  const identifiers = [iin, phone, email, login, contract];

  const known = knownPeople(api, () => operator.value(), { iin, phone, email, login, contract });
  operator.control.addEventListener('change', () => {
    known.again();
    ownFields(own);
  });
  const documents = papers();

  /** @type {import('./lib/asked.js').Asked[]} */
  let own = [];
  const ownHolder = h('div');
  const requesterHolder = h('div', { class: 'qp-grid' });
  const personHolder = h('div');
  const papersHolder = h('fieldset', { class: 'qp-group' });

  /** @param {import('./lib/asked.js').Asked[]} [earlier] what was asked before of the same kind */
  function ownFields(earlier) {
    own = askedOf(chosen(), operator.value(), earlier);
    replace(ownHolder, own.map((each) => each.field.node));
    const impersonal = chosen()?.aboutPerson === false;
    for (const each of [personHolder, requester.node, requesterHolder]) {
      each.hidden = impersonal;
    }
    if (receivedAt.name !== momentName()) {
      receivedAt = momentOf(momentName(), receivedAt.value());
      replace(momentHolder, receivedAt.node);
    }
  }
  function requesterFields() {
    const who = requester.value();
    // the subject's own name and mail are asked for once, among the subject's data
    replace(requesterHolder, who === 'representative' ? [name.node, document.node, answerTo.node, address.node] : who === 'authority' ? [name.node, document.node, answerTo.node, address.node] : who === 'subject' ? [address.node] : []);
  }
  ownFields();
  requesterFields();

  const fields = () => {
    const other = requester.value() === 'representative' || requester.value() === 'authority';
    const person = chosen()?.aboutPerson === false ? [] : [requester, ...(other ? [name, document, answerTo] : []), address, fullName, ...identifiers];
    return [kind, operator, channel, receivedAt, ...person, ...own.map((each) => each.field), description];
  };

  /** The body as the API takes it; what is empty is left out. */
  const body = () => {
    const who = requester.value();
    /** @param {Record<string, string>} values */
    const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    const person = chosen()?.aboutPerson === false ? {} : {
      subject: filled({ fullName: fullName.value(), iin: iin.value().replace(/\s/g, ''), phone: phone.value(), email: email.value(), login: login.value(), contract: contract.value() }),
      requester: filled({ kind: who, name: who === 'subject' ? fullName.value() : name.value(), authorityDocument: who === 'subject' ? '' : document.value(), email: who === 'subject' ? '' : answerTo.value(), address: address.value() }),
    };
    return {
      ...person,
      ...answers(own),
      ...filled({ description: description.value() }),
      [momentName()]: fromInput(receivedAt.value()),
      channel: channel.value(),
    };
  };

  const form = h(
    'form',
    { novalidate: true, class: 'qp-form-grid' },
    say.node,
    kinds.length > 1 ? kind.node : h('p', { class: 'qp-lead' }, h('strong', null, kinds[0].text), '. ', kinds[0].help),
    h('div', { class: 'qp-grid' }, operator.node, momentHolder),
    channel.node,
    personHolder,
    ownHolder,
    description.node,
    papersHolder,
  );
  replace(
    personHolder,
    h('fieldset', { class: 'qp-group' }, h('legend', null, t('new.subject')), h('p', { class: 'qp-hint' }, t('new.subject.help')), h('div', { class: 'qp-grid' }, fullName.node, iin.node, phone.node, email.node, login.node, contract.node), known.node),
    requester.node,
    requesterHolder,
  );
  const proceed = async () => {
    say.error(null);
    const valid = validateAll(fields());
    const named = chosen()?.aboutPerson === false || identifiers.some((each) => each.value() !== '');
    if (!named) {
      iin.setError(t('error.field.identifier'));
      if (valid) {
        iin.control.focus();
      }
    }
    if (!valid || !named) {
      say.error(t('error.fields'));
      return;
    }
    next.disabled = true;
    try {
      const terms = await api.get(`${operatorPath(operator.value(), 'terms')}?kind=${encodeURIComponent(kind.value())}&receivedAt=${encodeURIComponent(fromInput(receivedAt.value()))}`);
      checkStep(dialog, api, plugin, { kind: /** @type {Kind} */ (chosen()), own: own.map((each) => /** @type {[string, string]} */ ([each.label, each.say()])), documents, operator: operator.value(), operatorName: operators.find((each) => each.value === operator.value())?.label ?? operator.value(), body: body(), terms, fields: fields(), back: show, say, onOpened: () => (opened = true) });
    } catch (problem) {
      say.error(showViolations(refusal(problem), fields()));
    } finally {
      next.disabled = false;
    }
  };
  const next = h('button', { type: 'submit', class: 'qp-button qp-primary' }, t('action.next'));
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void proceed();
  });
  next.addEventListener('click', (/** @type {Event} */ event) => {
    event.preventDefault();
    void proceed();
  });

  function show() {
    dialog.setTitle(`${t('new.title')}: ${t('new.step.request')}`);
    // the next step shows the same list
    replace(papersHolder, h('legend', null, t('new.documents')), documents.node, documents.choose);
    replace(dialog.body, form);
    replace(dialog.footer, button(t('action.cancel'), dialog.leave), next);
  }
  show();
  let opened = false;
  const untouched = JSON.stringify(body());
  (operators.length === 1 ? channel.control : operator.control)?.focus();
  return () => documents.unfiled() || (!opened && JSON.stringify(body()) !== untouched);
}

/**
 * The second step: what will start, before anything is written.
 *
 * @param {ReturnType<typeof openDialog>} dialog
 * @param {import('./lib/api.js').Client} api
 * @param {import('./lib/api.js').PluginApi} plugin
 * @param {{kind: Kind, own: [string, string][], documents: ReturnType<typeof papers>, operator: string, operatorName: string, body: any, terms: any, fields: import('./lib/fields.js').Field[], back: () => void, say: ReturnType<typeof notice>, onOpened: () => void}} request
 */
function checkStep(dialog, api, plugin, { kind, own, documents, operator, operatorName, body, terms, fields, back, say, onOpened }) {
  const deadlines = Array.isArray(terms) ? terms : (terms.deadlines ?? terms.terms ?? terms.items ?? []);
  const fault = notice();
  // a second press of the button, or a lost answer, opens no second case
  const key = crypto.randomUUID();
  const open = button(
    kind.open,
    async () => {
      fault.error(null);
      open.disabled = true;
      try {
        const created = await api.post(operatorPath(operator, kind.collection), body, { 'Idempotency-Key': key });
        onOpened();
        doneStep(dialog, api, plugin, operator, created.number, documents);
      } catch (problem) {
        const refused = refusal(problem);
        if (refused.violations.length > 0) {
          back();
          say.error([t('error.fields'), ...showViolations(refused, fields)]);
        } else {
          fault.error(refused.message);
        }
      } finally {
        open.disabled = false;
      }
    },
    'qp-button qp-primary',
  );
  dialog.setTitle(`${t('new.title')}: ${t('new.step.check')}`);
  replace(
    dialog.body,
    fault.node,
    facts([
      [t('summary.kind'), kind.text],
      [t('new.operator'), operatorName],
      [t('summary.received'), `${moment(body[kind.momentField ?? 'receivedAt'])}, ${t(`channel.${body.channel}`)}`],
      [t('summary.asked'), body.requester ? t(`requesterKind.${body.requester.kind}`) : null],
      ...own,
      [t('new.subject'), Object.keys(body.subject ?? {}).map((each) => t(`field.subject.${each}`)).join(', ')],
    ]),
    documents.unfiled() ? h('div', null, h('h3', null, t('new.documents')), documents.node) : null,
    h('p', { class: 'qp-callout qp-warn' }, kind.now),
    h('h3', null, t('new.terms')),
    deadlines.map((/** @type {any} */ each) => deadlineView(each)),
  );
  replace(dialog.footer, button(t('action.back'), back), open);
  open.focus();
}

/**
 * The case is open: its number, and the documents that came with the request.
 *
 * @param {ReturnType<typeof openDialog>} dialog
 * @param {import('./lib/api.js').Client} api
 * @param {import('./lib/api.js').PluginApi} plugin
 * @param {string} operator
 * @param {string} number
 * @param {ReturnType<typeof papers>} documents
 */
function doneStep(dialog, api, plugin, operator, number, documents) {
  const close = button(t('action.close'), dialog.leave, 'qp-button qp-primary');
  dialog.setTitle(t('new.step.done'));
  replace(
    dialog.body,
    h('div', { class: 'qp-done', role: 'status' }, h('p', { class: 'qp-number-big' }, number), h('p', null, t('new.opened', { number })), h('p', { class: 'qp-hint' }, t('new.opened.help'))),
    h('h3', null, t('new.documents')),
    documents.node,
    documents.choose,
  );
  replace(
    dialog.footer,
    button(t('new.another'), () => {
      dialog.close();
      void openNewCase(plugin, operator);
    }),
    close,
  );
  close.focus();
  void documents.file(api, operator, number);
}

export const newCase = headerButton({
  id: 'qupiya-new-case',
  priority: 1000,
  label: () => t('new.button'),
  className: 'qp-new-button',
  open: (plugin) => void openNewCase(plugin),
  allowed: async (plugin) => (await client(plugin).get('/api/v1/case-kinds')).length > 0,
  before: (plugin) => watchNames(client(plugin)),
});
