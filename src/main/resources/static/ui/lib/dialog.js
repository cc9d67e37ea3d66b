// @ts-check
/** Modal dialogs of our own: the native element, so focus stays inside, Escape closes, and the page behind is inert for assistive technology. */
import { h, uid, replace } from './dom.js';
import { t } from './strings.js';

/**
 * Opens a dialog.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.className]
 * @param {() => boolean} [options.mayClose] asked before Escape or the cross closes; false keeps it open
 * @param {() => void} [options.onClose]
 * @returns {{body: HTMLElement, footer: HTMLElement, close: () => void, setTitle: (title: string) => void, setBusy: (busy: boolean) => void}}
 */
export function openDialog({ title, className = '', mayClose = () => true, onClose }) {
  const before = /** @type {HTMLElement | null} */ (document.activeElement);
  const id = uid('dialog');
  const heading = h('h2', { id }, title);
  const body = h('div', { class: 'qp-dialog-body' });
  const footer = h('div', { class: 'qp-dialog-footer' });
  const cross = h('button', { type: 'button', class: 'qp-dialog-close', 'aria-label': t('action.close') }, '×');
  const dialog = h('dialog', { class: `qp qp-dialog ${className}`, 'aria-labelledby': id }, h('header', null, heading, cross), body, footer);

  const close = () => dialog.close();
  cross.addEventListener('click', () => mayClose() && close());
  dialog.addEventListener('cancel', (/** @type {Event} */ event) => {
    if (!mayClose()) {
      event.preventDefault();
    }
  });
  // the shortcuts of the application must not act on the page behind
  dialog.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => event.stopPropagation());
  dialog.addEventListener('close', () => {
    dialog.remove();
    onClose?.();
    before?.isConnected && before.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  return {
    body,
    footer,
    close,
    setTitle: (text) => replace(heading, text),
    setBusy: (busy) => {
      dialog.toggleAttribute('aria-busy', busy);
      for (const control of dialog.querySelectorAll('button, input, select, textarea')) {
        /** @type {any} */ (control).disabled = busy;
      }
    },
  };
}
