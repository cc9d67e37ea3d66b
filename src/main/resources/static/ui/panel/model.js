// @ts-check
/** The server's answer about a case, brought into the shape that the sections are written against. */

/**
 * @typedef {{field: string, masked: string, label?: string}} MaskedField
 * @typedef {{id: string, purpose: string, fileName: string, mediaType: string, size: number, by: string, at: string}} DocumentView
 * @typedef {{id: string, text: string, by: string, at: string}} NoteView
 *
 * @typedef {object} CaseModel
 * @property {string} operator
 * @property {string} number
 * @property {string} operatorName
 * @property {string} kind
 * @property {string} status
 * @property {string} [outcome]
 * @property {string} [decision]
 * @property {string} [decidedAt]
 * @property {string} [ground]
 * @property {string} channel
 * @property {string} [requesterKind]
 * @property {string} entitlement
 * @property {string} receivedAt
 * @property {string} openedAt
 * @property {string} [blockedSince]
 * @property {string} [destroyedAt]
 * @property {number} earlierUnproved
 * @property {string[]} openTasks
 * @property {MaskedField[]} fields
 * @property {import('./deadlines.js').DeadlineView[]} deadlines
 * @property {DocumentView[]} documents
 * @property {NoteView[]} notes
 * @property {any[]} related
 * @property {any[]} timeline
 * @property {{name: string, title?: string, data: any}[]} sections what higher modules add
 * @property {{key: string, title: string}[]} systems systems of the data map that can be asked about
 * @property {{key: string, title: string}[]} rectifiable fields of a person that may be corrected
 * @property {{officer: boolean}} may what the reader may do
 */

/** A person of the staff as the server names one: an id, or an object with a name. @param {any} actor */
function actorName(actor) {
  return typeof actor === 'string' ? actor : (actor?.name ?? actor?.displayName ?? actor?.id ?? '');
}

/**
 * @param {string} operator
 * @param {any} panel answer of `…/cases/{number}/panel`
 * @param {{roles?: string[]}} me
 * @returns {CaseModel}
 */
export function caseModel(operator, panel, me) {
  const summary = panel.summary ?? panel.case ?? panel;
  const named = Array.isArray(panel.sections) ? panel.sections : Object.entries(panel.sections ?? {}).map(([name, data]) => ({ name, data }));
  /** @type {{name: string, title?: string, data: any}[]} */
  const sections = named.map((/** @type {any} */ each) => ({ name: each.name, title: each.title, data: each.data ?? each.content }));
  /** @param {...string} names */
  const take = (...names) => sections.find((each) => names.includes(each.name))?.data;
  const restrictions = take('restrictions', 'restriction');
  const block = (Array.isArray(restrictions) ? restrictions : (restrictions?.items ?? restrictions?.restrictions ?? [])).find((/** @type {any} */ each) => each.kind === 'block' && (!each.caseNumber || each.caseNumber === summary.number));
  const findings = take('findings', 'systems');
  const map = take('data-map', 'dataMap') ?? {};
  const systems = panel.systems ?? map.systems ?? (Array.isArray(findings) ? findings : findings?.systems) ?? [];
  const roles = me.roles ?? [];
  return {
    operator,
    number: summary.number,
    operatorName: summary.operatorName ?? operator,
    kind: summary.kind,
    status: summary.status,
    outcome: summary.outcome,
    decision: summary.decision,
    decidedAt: summary.decidedAt,
    ground: summary.ground,
    channel: summary.channel,
    requesterKind: panel.requester?.kind ?? summary.requesterKind,
    entitlement: panel.entitlement?.state ?? summary.entitlement?.state ?? summary.entitlement,
    receivedAt: summary.receivedAt,
    openedAt: summary.openedAt ?? summary.receivedAt,
    blockedSince: summary.blockedSince ?? block?.since,
    destroyedAt: summary.destroyedAt,
    earlierUnproved: panel.earlierUnproved ?? summary.earlierUnproved ?? 0,
    openTasks: panel.openTasks ?? summary.openTasks ?? [],
    fields: fieldsOf(panel),
    deadlines: (panel.deadlines ?? []).map((/** @type {any} */ each) => ({ ...each, readings: each.readings ?? [] })),
    documents: (panel.documents ?? []).map((/** @type {any} */ each) => ({ ...each, by: actorName(each.by) })),
    notes: (panel.notes ?? []).map((/** @type {any} */ each) => ({ ...each, by: actorName(each.by) })),
    related: panel.related ?? panel.linked ?? [],
    timeline: (panel.timeline ?? panel.history ?? []).map((/** @type {any} */ each) => ({ ...each, by: actorName(each.by) })),
    sections,
    systems: systems.map((/** @type {any} */ each) => ({ key: each.key ?? each.system, title: each.title ?? each.name ?? each.key ?? each.system })),
    rectifiable: (panel.rectifiable ?? map.rectifiable ?? []).map((/** @type {any} */ each) => (typeof each === 'string' ? { key: each, title: each } : { key: each.key ?? each.field, title: each.title ?? each.name ?? each.key ?? each.field })),
    may: { officer: roles.length === 0 || roles.some((each) => /officer/i.test(each) && !/security/i.test(each)) },
  };
}

/** Masked values, whether the server sends one list or one per person. @param {any} panel @returns {MaskedField[]} */
function fieldsOf(panel) {
  if (Array.isArray(panel.fields)) {
    return panel.fields.map((/** @type {any} */ each) => ({ field: each.field ?? each.name, masked: each.masked ?? each.value, label: each.label }));
  }
  /** @type {MaskedField[]} */
  const fields = [];
  for (const party of ['subject', 'requester']) {
    const list = panel[party]?.fields ?? panel[party];
    if (Array.isArray(list)) {
      fields.push(...list.map((/** @type {any} */ each) => ({ field: each.field ?? each.name, masked: each.masked ?? each.value, label: each.label })));
    } else if (list && typeof list === 'object') {
      for (const [name, value] of Object.entries(list)) {
        if (typeof value === 'string' && name !== 'kind' && name !== 'entitlement') {
          fields.push({ field: name.includes('.') ? name : `${party}.${name}`, masked: value });
        }
      }
    }
  }
  if (panel.description) {
    fields.push({ field: 'description', masked: typeof panel.description === 'string' ? panel.description : (panel.description.masked ?? '•••') });
  }
  return fields;
}
