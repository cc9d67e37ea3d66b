// @ts-check
/** Files that a reader takes away: fetched under the session and in the reader's language, so a refusal is told in words and not saved as a file. */
import { client, operatorPath, refusal } from './api.js';
import { h, replace } from './dom.js';
import { t } from './strings.js';

/** The browser has taken a file over long before that. */
const KEPT = 60000;

/** Hands what is in memory to the browser as a file. @param {Blob} blob @param {string} name */
export function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const anchor = h('a', { href: url, download: name });
  document.body.append(anchor);
  anchor.click();
  anchor.remove();
  setTimeout(() => URL.revokeObjectURL(url), KEPT);
}

/**
 * A button for a file made by the server, and the place where a refusal is told.
 *
 * @param {string} label
 * @param {string} path
 * @param {string} name should the server give none
 * @param {Record<string, any> & {type?: string}} [props] of the button; `type` is the media type that is wanted
 */
export function fileButton(label, path, name, { type, ...props } = {}) {
  const control = h('button', { type: 'button', class: 'qp-button', ...props }, label);
  const said = h('span', { class: 'qp-error', role: 'alert' });
  control.addEventListener('click', async () => {
    control.disabled = true;
    replace(said);
    try {
      const file = await client(undefined).file(path, type);
      save(file.blob, file.name ?? name);
    } catch (fault) {
      replace(said, refusal(fault).message);
    } finally {
      control.disabled = false;
    }
  });
  return [control, said];
}

/** Who may take a case away whole; the server decides anyway. */
const ARCHIVISTS = ['officer', 'lawyer', 'manager'];

/** The case as one archive, for the authority, an auditor or a court; null for whoever may not have it. @param {string} operator @param {string} number @param {string[]} roles of the reader @param {string} [className] of the button */
export function archiveButton(operator, number, roles, className = 'qp-button') {
  if (!ARCHIVISTS.some((role) => roles.includes(role))) {
    return null;
  }
  return fileButton(t('archive.get'), operatorPath(operator, 'cases', number, 'export'), `${number}.zip`, { class: className, title: t('archive.help'), dataset: { action: 'export' } });
}
