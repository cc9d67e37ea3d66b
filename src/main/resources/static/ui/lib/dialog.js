// @ts-check
/** Modal dialogs of our own: the native element, so focus stays inside, Escape closes, and the page behind is inert for assistive technology. */
import { h, uid, replace } from './dom.js';
import { t } from './strings.js';

/**
 * Opens a dialog. `leave` closes it as Escape and the cross do, after asking; `close` closes it without.
 *
 * @param {object} options
 * @param {string} options.title
 * @param {string} [options.className]
 * @param {() => boolean} [options.mayClose] asked before Escape or the cross closes; false keeps it open
 * @param {() => void} [options.onClose]
 * @returns {{body: HTMLElement, footer: HTMLElement, close: () => void, leave: () => void, setTitle: (title: string) => void, setBusy: (busy: boolean) => void}}
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
  const leave = () => {
    if (mayClose()) {
      close();
    }
  };
  cross.addEventListener('click', leave);
  dialog.addEventListener('cancel', (/** @type {Event} */ event) => {
    if (!mayClose()) {
      event.preventDefault();
    }
  });
  dialog.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => {
    // the shortcuts of the application must not act on the page behind
    event.stopPropagation();
    // the browser itself asks by "cancel" only once: it closes at the second Escape, whatever the answer was
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      leave();
    }
  });
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
    leave,
    setTitle: (text) => replace(heading, text),
    setBusy: (busy) => {
      dialog.toggleAttribute('aria-busy', busy);
      for (const control of dialog.querySelectorAll('button, input, select, textarea')) {
        /** @type {any} */ (control).disabled = busy;
      }
    },
  };
}

/**
 * Asks before what was typed is thrown away; the safe answer has the focus.
 *
 * @param {() => void} discard
 */
export function askToDiscard(discard) {
  const dialog = openDialog({ title: t('discard.title'), className: 'qp-discard' });
  replace(dialog.body, h('p', null, t('discard.text')));
  const stay = h('button', { type: 'button', class: 'qp-button qp-primary', onclick: dialog.close }, t('discard.stay'));
  replace(
    dialog.footer,
    h(
      'button',
      {
        type: 'button',
        class: 'qp-button',
        onclick: () => {
          dialog.close();
          discard();
        },
      },
      t('discard.yes'),
    ),
    stay,
  );
  stay.focus();
}
