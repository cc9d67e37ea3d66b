// @ts-check
/** Fields of our own forms: each with a label, a hint and an error that assistive technology reads with it. */
import { h, uid, replace } from './dom.js';
import { t } from './strings.js';

/**
 * A field of a form.
 *
 * @typedef {object} Field
 * @property {HTMLElement} node label, control, hint and error together
 * @property {any} control the input itself
 * @property {() => string} value trimmed
 * @property {(message: string | null) => void} setError
 * @property {() => boolean} validate
 * @property {string} name the name by which the server's violations find it
 */

/**
 * @param {object} options
 * @param {string} options.name field path as the server names it, such as `subject.iin`
 * @param {string} options.label
 * @param {'text' | 'email' | 'tel' | 'password' | 'textarea' | 'select'} [options.type]
 * @param {boolean} [options.required]
 * @param {string} [options.hint]
 * @param {string} [options.value]
 * @param {Record<string, any>} [options.attributes]
 * @param {{value: string, label: string}[]} [options.options] of a select
 * @param {(value: string) => string | null} [options.check] error of a filled value, or null
 * @returns {Field}
 */
export function field({ name, label, type = 'text', required = false, hint, value = '', attributes = {}, options = [], check }) {
  const id = uid('field');
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = `${id}-error`;
  const shared = { id, name, required, 'aria-required': required ? 'true' : undefined, 'aria-describedby': [hintId, errorId].filter(Boolean).join(' '), ...attributes };
  let control;
  if (type === 'textarea') {
    control = h('textarea', { rows: 4, ...shared });
    control.value = value;
  } else if (type === 'select') {
    control = h('select', shared, options.map((option) => h('option', { value: option.value }, option.label)));
    if (value) {
      control.value = value;
    }
  } else {
    control = h('input', { type, autocomplete: 'off', ...shared });
    control.value = value;
  }
  const error = h('p', { id: errorId, class: 'qp-error', 'aria-live': 'polite' });
  const node = h(
    'div',
    { class: 'qp-field', dataset: { field: name } },
    h('label', { for: id }, label, required ? h('span', { class: 'qp-required', title: t('state.required') }, ' *') : null),
    control,
    hint ? h('p', { id: hintId, class: 'qp-hint' }, hint) : null,
    error,
  );
  /** @param {string | null} message */
  const setError = (message) => {
    replace(error, message);
    if (message) {
      control.setAttribute('aria-invalid', 'true');
    } else {
      control.removeAttribute('aria-invalid');
    }
  };
  const read = () => control.value.trim();
  const validate = () => {
    const text = read();
    const message = text === '' ? (required ? t('error.field.required') : null) : (check?.(text) ?? null);
    setError(message);
    return message === null;
  };
  control.addEventListener('blur', () => (read() !== '' || control.hasAttribute('aria-invalid')) && validate());
  control.addEventListener('input', () => control.hasAttribute('aria-invalid') && validate());
  return { node, control, value: read, setError, validate, name };
}

/**
 * One choice of a few, as radio buttons.
 *
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.label
 * @param {{value: string, label: string, hint?: string}[]} options.options
 * @param {string} [options.value]
 * @param {boolean} [options.required] unless said otherwise
 * @param {(value: string) => void} [options.onChange]
 * @returns {Field}
 */
export function choice({ name, label, options, value, required = true, onChange }) {
  const group = uid('choice');
  const errorId = `${group}-error`;
  let current = value ?? (options.length === 1 ? options[0].value : '');
  const inputs = options.map((option) => {
    const id = uid('option');
    const input = h('input', { type: 'radio', name: group, id, value: option.value });
    input.checked = option.value === current;
    input.addEventListener('change', () => {
      current = option.value;
      setError(null);
      onChange?.(current);
    });
    return { input, node: h('div', { class: 'qp-option' }, input, h('label', { for: id }, option.label, option.hint ? h('span', { class: 'qp-hint' }, option.hint) : null)) };
  });
  const error = h('p', { id: errorId, class: 'qp-error', 'aria-live': 'polite' });
  const node = h('fieldset', { class: 'qp-field qp-choice', dataset: { field: name }, 'aria-describedby': errorId }, h('legend', null, label, required ? h('span', { class: 'qp-required', title: t('state.required') }, ' *') : null), inputs.map((each) => each.node), error);
  /** @param {string | null} message */
  const setError = (message) => replace(error, message);
  return {
    node,
    control: inputs[0]?.input,
    value: () => current,
    setError,
    validate: () => {
      const missing = required && current === '';
      setError(missing ? t('error.field.required') : null);
      return !missing;
    },
    name,
  };
}

/**
 * Any of a few, as check boxes; the value holds the codes between commas.
 *
 * @param {{name: string, label: string, options: {value: string, label: string}[], required?: boolean, hint?: string}} options
 * @returns {Field}
 */
export function choices({ name, label, options, required = false, hint }) {
  const errorId = `${uid('choices')}-error`;
  const inputs = options.map((option) => {
    const id = uid('option');
    const input = h('input', { type: 'checkbox', id, value: option.value });
    input.addEventListener('change', () => setError(null));
    return { input, node: h('div', { class: 'qp-option' }, input, h('label', { for: id }, option.label)) };
  });
  const error = h('p', { id: errorId, class: 'qp-error', 'aria-live': 'polite' });
  /** @param {string | null} message */
  const setError = (message) => replace(error, message);
  const read = () => inputs.filter((each) => each.input.checked).map((each) => each.input.value);
  return {
    node: h('fieldset', { class: 'qp-field qp-choice', dataset: { field: name }, 'aria-describedby': errorId }, h('legend', null, label, required ? h('span', { class: 'qp-required', title: t('state.required') }, ' *') : null), hint ? h('p', { class: 'qp-hint' }, hint) : null, inputs.map((each) => each.node), error),
    control: inputs[0]?.input,
    value: () => read().join(','),
    setError,
    validate: () => {
      const missing = required && read().length === 0;
      setError(missing ? t('error.field.required') : null);
      return !missing;
    },
    name,
  };
}

/**
 * Yes or no, as one check box; the value is `true` or `false`.
 *
 * @param {{name: string, label: string, hint?: string}} options
 * @returns {Field}
 */
export function flag({ name, label, hint }) {
  const id = uid('flag');
  const input = h('input', { type: 'checkbox', id, name, 'aria-describedby': `${id}-error` });
  const error = h('p', { id: `${id}-error`, class: 'qp-error', 'aria-live': 'polite' });
  return {
    node: h('div', { class: 'qp-field', dataset: { field: name } }, h('div', { class: 'qp-option' }, input, h('label', { for: id }, label, hint ? h('span', { class: 'qp-hint' }, hint) : null)), error),
    control: input,
    value: () => String(input.checked),
    setError: (message) => replace(error, message),
    validate: () => true,
    name,
  };
}

/** `20.11.2026` as `2026-11-20`, or nothing when there is no such day. @param {string} text */
export function parseDay(text) {
  const match = /^(\d{1,2})[.\s/-](\d{1,2})[.\s/-](\d{4})$/.exec(text.trim());
  if (!match) {
    return '';
  }
  const [day, month, year] = match.slice(1).map(Number);
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date.toISOString().slice(0, 10) : '';
}

/** `9:05` as `09:05`, or nothing. @param {string} text */
export function parseTime(text) {
  const match = /^(\d{1,2})[:.](\d{2})$/.exec(text.trim());
  return match && Number(match[1]) < 24 && Number(match[2]) < 60 ? `${match[1].padStart(2, '0')}:${match[2]}` : '';
}

/**
 * A day, written as people here write it: the browser's own field would follow the language of the browser, not of the reader.
 *
 * @param {{name: string, label: string, required?: boolean, hint?: string, value?: string, check?: (iso: string) => string | null}} options value as `2026-11-20`
 * @returns {Field}
 */
export function dayField({ name, label, required, hint, value = '', check }) {
  const base = field({
    name,
    label,
    required,
    hint,
    value: value ? value.split('-').reverse().join('.') : '',
    attributes: { inputmode: 'numeric', maxlength: 10, placeholder: t('field.day.pattern') },
    check: (text) => (parseDay(text) === '' ? t('error.field.date') : (check?.(parseDay(text)) ?? null)),
  });
  return { ...base, value: () => parseDay(base.control.value) };
}

/**
 * A moment, day and time apart.
 *
 * @param {{name: string, label: string, required?: boolean, hint?: string, value?: string, check?: (iso: string) => string | null}} options value as `2026-11-20T10:30`
 * @returns {Field}
 */
export function momentField({ name, label, required = false, hint, value = '', check }) {
  const id = uid('moment');
  const [dayPart = '', timePart = ''] = value.split('T');
  const described = [hint ? `${id}-hint` : '', `${id}-error`].join(' ').trim();
  const dayInput = h('input', { type: 'text', name, autocomplete: 'off', inputmode: 'numeric', maxlength: 10, placeholder: t('field.day.pattern'), 'aria-label': `${label}: ${t('field.day')}`, 'aria-describedby': described, 'aria-required': String(required) });
  const timeInput = h('input', { type: 'text', autocomplete: 'off', inputmode: 'numeric', maxlength: 5, placeholder: t('field.time.pattern'), 'aria-label': `${label}: ${t('field.time')}`, 'aria-describedby': described, 'aria-required': String(required) });
  dayInput.value = dayPart.split('-').reverse().join('.');
  timeInput.value = timePart;
  const error = h('p', { id: `${id}-error`, class: 'qp-error', 'aria-live': 'polite' });
  const read = () => {
    const onDay = parseDay(dayInput.value);
    const atTime = parseTime(timeInput.value);
    return onDay && atTime ? `${onDay}T${atTime}` : '';
  };
  /** @param {string | null} message */
  const setError = (message) => {
    replace(error, message);
    for (const input of [dayInput, timeInput]) {
      message ? input.setAttribute('aria-invalid', 'true') : input.removeAttribute('aria-invalid');
    }
  };
  const validate = () => {
    const blank = dayInput.value.trim() === '' && timeInput.value.trim() === '';
    const message = blank ? (required ? t('error.field.required') : null) : read() === '' ? t('error.field.time') : (check?.(read()) ?? null);
    setError(message);
    return message === null;
  };
  timeInput.addEventListener('blur', validate);
  for (const input of [dayInput, timeInput]) {
    input.addEventListener('input', () => input.hasAttribute('aria-invalid') && validate());
  }
  const node = h(
    'fieldset',
    { class: 'qp-field qp-moment', dataset: { field: name } },
    h('legend', null, label, required ? h('span', { class: 'qp-required', title: t('state.required') }, ' *') : null),
    h('div', { class: 'qp-moment-inputs' }, dayInput, timeInput),
    hint ? h('p', { id: `${id}-hint`, class: 'qp-hint' }, hint) : null,
    error,
  );
  return { node, control: dayInput, value: read, setError, validate, name };
}

/**
 * Shows what the server refused beside the fields it names; the rest comes back for a general message.
 *
 * @param {import('./api.js').Problem} problem
 * @param {Field[]} fields
 * @returns {string[]} messages that belong to no field
 */
export function showViolations(problem, fields) {
  /** @type {string[]} */
  const rest = [];
  let first = true;
  for (const violation of problem.violations) {
    const target = fields.find((each) => each.name === violation.field) ?? fields.find((each) => violation.field && (each.name.endsWith(`.${violation.field}`) || violation.field.startsWith(`${each.name}.`) || violation.field.startsWith(`${each.name}[`)));
    if (target) {
      target.setError(violation.message);
      if (first) {
        target.control?.focus();
        first = false;
      }
    } else {
      rest.push(violation.message);
    }
  }
  if (problem.violations.length === 0) {
    rest.push(problem.message);
  }
  return rest;
}

/** Checks all fields, also past the first that fails, and goes to the first wrong one. @param {Field[]} fields */
export function validateAll(fields) {
  const wrong = fields.filter((each) => !each.validate());
  wrong[0]?.control?.focus();
  return wrong.length === 0;
}

/** A message across the form: an error that is read at once, or a success. @returns {{node: HTMLElement, error: (text: string | string[] | null) => void, success: (text: string) => void}} */
export function notice() {
  const node = h('div', { class: 'qp-notice', role: 'alert' });
  return {
    node,
    error: (text) => {
      const lines = text === null ? [] : Array.isArray(text) ? text : [text];
      node.className = lines.length ? 'qp-notice qp-notice-error' : 'qp-notice';
      replace(node, lines.map((line) => h('p', null, line)));
    },
    success: (text) => {
      node.className = 'qp-notice qp-notice-success';
      replace(node, h('p', null, text));
    },
  };
}

const DOCUMENT_LIMIT = 10 * 1024 * 1024;
const DOCUMENT_TYPES = ['pdf', 'jpg', 'jpeg', 'png', 'tif', 'tiff', 'docx', 'txt'];
const DOCUMENT_ACCEPT = DOCUMENT_TYPES.map((each) => `.${each}`).join(',');

/**
 * A file to send and what it shows: the browser's own control would speak the browser's language.
 *
 * @param {(bytes: number) => string} size
 * @param {string} [usual] what most of them show where it is asked
 * @returns {{node: HTMLElement, chosen: () => File | null, purpose: Field, clear: () => void}} `chosen` shows what is wrong and gives null then
 */
export function documentFields(size, usual = 'identity') {
  const id = uid('file');
  const input = h('input', { type: 'file', id, class: 'qp-file-input', accept: DOCUMENT_ACCEPT, 'aria-describedby': `${id}-hint ${id}-error` });
  const name = h('span', { class: 'qp-file-name' }, t('documents.noFile'));
  const error = h('p', { id: `${id}-error`, class: 'qp-error', 'aria-live': 'polite' });
  const purpose = field({ name: 'purpose', label: t('purpose.label'), type: 'select', value: usual, options: ['request', 'identity', 'authority', 'confirming', 'answer', 'court', 'other'].map((value) => ({ value, label: t(`purpose.${value}`) })) });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    replace(name, file ? `${file.name} (${size(file.size)})` : t('documents.noFile'));
    replace(error, file ? fileFault(file, size) : null);
  });
  return {
    node: h(
      'div',
      { class: 'qp-document-fields' },
      h('div', { class: 'qp-field', dataset: { field: 'file' } }, h('div', { class: 'qp-file' }, input, h('label', { for: id, class: 'qp-button' }, t('documents.choose')), name), h('p', { id: `${id}-hint`, class: 'qp-hint' }, t('documents.limit', { size: size(DOCUMENT_LIMIT), types: t('documents.types') })), error),
      purpose.node,
    ),
    chosen: () => {
      const file = input.files?.[0] ?? null;
      const fault = file ? fileFault(file, size) : t('error.field.required');
      replace(error, fault);
      return fault ? null : file;
    },
    purpose,
    clear: () => {
      input.value = '';
      replace(name, t('documents.noFile'));
    },
  };
}

/** Why a file would be refused, or null; the server looks at the content itself. @param {File} file @param {(bytes: number) => string} size */
function fileFault(file, size) {
  if (file.size === 0) {
    return t('error.file.empty');
  }
  if (file.size > DOCUMENT_LIMIT) {
    return t('error.file.size', { size: size(DOCUMENT_LIMIT) });
  }
  const extension = /\.([^.]+)$/.exec(file.name)?.[1].toLowerCase() ?? '';
  return DOCUMENT_TYPES.includes(extension) ? null : t('error.file.type', { types: t('documents.types') });
}
