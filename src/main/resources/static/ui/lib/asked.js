// @ts-check
/** What only one kind of case asks, as the server describes it: drawn for a new case, and for one that is re-classified. */
import { choice, choices, dayField, field, flag, momentField } from './fields.js';
import { day, fromInput, moment } from './format.js';
import { t } from './strings.js';

/**
 * A field that only one kind of case has.
 *
 * @typedef {object} KindField
 * @property {string} name
 * @property {string} type
 * @property {boolean} required
 * @property {string} label
 * @property {string} [hint]
 * @property {{code: string, text: string}[]} options
 * @property {Record<string, string[]>} [operators] which of the options an operator has; the field is asked of cases of these operators only
 */

/**
 * A kind of case that the reader may open, as the server offers it.
 *
 * @typedef {object} Kind
 * @property {string} kind name of the kind in the API
 * @property {string} collection where it is posted, below the operator
 * @property {string} text
 * @property {string} help when to choose it
 * @property {string} now what confirming does at once
 * @property {string} open words of the button
 * @property {boolean} aboutPerson whether subject and requester are asked for
 * @property {string} momentField the field of the body that holds the moment from which its terms count
 * @property {KindField[]} fields what only this kind asks
 */

/**
 * A field as the server describes it, and how its value goes into the body.
 *
 * @typedef {{label: string, field: import('./fields.js').Field, read: () => any, say: () => string}} Asked
 * @param {KindField} one
 * @param {string} operator
 * @returns {Asked}
 */
function asked(one, operator) {
  const { name, label, hint, required } = one;
  const theirs = one.operators?.[operator];
  const options = one.options.filter((each) => !theirs || theirs.includes(each.code)).map((each) => ({ value: each.code, label: each.text }));
  const said = (/** @type {string[]} */ codes) => codes.map((code) => one.options.find((each) => each.code === code)?.text ?? code).join(', ');
  switch (one.type) {
    case 'choice': {
      const made = choice({ name, label, required, options });
      return { label, field: made, read: () => made.value() || undefined, say: () => said([made.value()].filter(Boolean)) };
    }
    case 'choices': {
      const made = choices({ name, label, hint, required, options });
      const codes = () => made.value().split(',').filter(Boolean);
      return { label, field: made, read: () => (codes().length ? codes() : undefined), say: () => said(codes()) };
    }
    case 'flag': {
      const made = flag({ name, label, hint });
      return { label, field: made, read: () => made.value() === 'true', say: () => t(made.value() === 'true' ? 'state.yes' : 'state.no') };
    }
    case 'day': {
      const made = dayField({ name, label, hint, required });
      return { label, field: made, read: () => made.value() || undefined, say: () => (made.value() ? day(made.value()) : '') };
    }
    case 'moment': {
      const made = momentField({ name, label, hint, required });
      return { label, field: made, read: () => (made.value() ? fromInput(made.value()) : undefined), say: () => (made.value() ? moment(fromInput(made.value())) : '') };
    }
    case 'number': {
      // an amount as people write it: 1 234 567,89
      const plain = (/** @type {string} */ value) => value.replace(/[\s\u00a0]/g, '').replace(',', '.');
      const made = field({ name, label, hint, required, attributes: { inputmode: 'decimal' }, check: (value) => (/^\d+(\.\d+)?$/.test(plain(value)) ? null : t('error.field.number')) });
      return { label, field: made, read: () => (made.value() ? Number(plain(made.value())) : undefined), say: () => made.value() };
    }
    default: {
      const made = field({ name, label, hint, required, attributes: { maxlength: 2000 } });
      return { label, field: made, read: () => made.value() || undefined, say: () => made.value() };
    }
  }
}

/**
 * What a kind asks of a case of an operator. Fields that do not depend on the operator are kept with what was written into them.
 *
 * @param {Kind | undefined} kind
 * @param {string} operator key; empty while none is chosen
 * @param {Asked[]} [earlier] what was asked before of the same kind
 * @returns {Asked[]}
 */
export function askedOf(kind, operator, earlier = []) {
  return (kind?.fields ?? [])
    .filter((one) => !one.operators || operator in one.operators)
    .map((one) => (one.operators ? undefined : earlier.find((each) => each.field.name === one.name)) ?? asked(one, operator));
}

/** The values that go into the body; what is empty is left out. @param {Asked[]} fields @returns {Record<string, any>} */
export function answers(fields) {
  return Object.fromEntries(fields.map((each) => [each.field.name, each.read()]).filter(([, value]) => value !== undefined));
}
