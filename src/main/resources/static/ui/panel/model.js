// @ts-check
/**
 * The server's answer about a case, as `GET …/cases/{number}/panel` gives it. Texts come in the reader's language beside their codes. What the reader's work does not
 * need is missing.
 *
 * @typedef {{code: string, text: string}} Coded
 * @typedef {{field: string, label: string, masked: string}} MaskedField
 * @typedef {{id: string, purpose: Coded, fileName: string, mediaType: string, size: number, by: string, at: string, preview: boolean}} DocumentView
 *
 * @typedef {object} CasePanel
 * @property {string} scope `file` for those who work with the whole file
 * @property {{number: string, operator: string, kind: Coded, status: Coded, outcome?: Coded, channel: Coded, ground?: Coded, receivedAt: string, openedAt: string,
 *   decision?: Coded, decidedAt?: string, closedAt?: string, destroyedAt?: string, description?: string, openTasks: string[],
 *   process?: {text?: string}, more: Record<string, any>}} summary
 * @property {{kind: Coded, fields: MaskedField[], entitlement: {state: string, text: string, by?: string, at?: string}}} [requester]
 * @property {{fields: MaskedField[]}} [subject]
 * @property {import('./deadlines.js').DeadlineView[]} deadlines
 * @property {DocumentView[]} [documents]
 * @property {{id: string, text: string, by: string, at: string}[]} [notes]
 * @property {{at: string, by: string, text: string}[]} history
 * @property {Record<string, string>} people names of those who acted in the case, by user id
 * @property {{unproved: number, text?: string, cases: any[]}} [repeated]
 * @property {{name: string, title: string, content: any}[]} sections what higher modules add
 * @property {{reveal: boolean, addDocument: boolean, addNote: boolean, entitle: boolean}} permissions
 */

/** A person of the staff by name, where only the user id stands. @param {CasePanel} panel @param {string | undefined} id @returns {string | undefined} */
export function personName(panel, id) {
  return id === undefined ? undefined : (panel.people?.[id] ?? id);
}

/** The content of a section of a higher module, by any of its names. @param {CasePanel} panel @param {...string} names @returns {any} */
export function sectionOf(panel, ...names) {
  return panel.sections.find((each) => names.includes(each.name))?.content;
}

/** A list that stands alone or under a name. @param {any} content @param {...string} names @returns {any[]} */
export function listOf(content, ...names) {
  if (Array.isArray(content)) {
    return content;
  }
  for (const name of ['items', ...names]) {
    if (Array.isArray(content?.[name])) {
      return content[name];
    }
  }
  return [];
}

/** The block that this case placed. @param {CasePanel} panel */
export function blockOf(panel) {
  return listOf(sectionOf(panel, 'restrictions', 'restriction'), 'restrictions').find((each) => codeOf(each.kind) === 'block' && (!each.caseNumber || each.caseNumber === panel.summary.number));
}

/** @param {any} value a code, or a code with its text */
export function codeOf(value) {
  return typeof value === 'object' && value !== null ? value.code : value;
}
