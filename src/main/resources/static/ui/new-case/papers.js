// @ts-check
/** Documents that came with a request: chosen before the case exists, filed as soon as it does. One that cannot be filed is told and can be tried again; the case stands. */
import { operatorPath, refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { documentFields } from '../lib/fields.js';
import { fileSize } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { badge, button } from '../panel/parts.js';
import { uploadDocument } from '../panel/sections.js';

/** @typedef {{file: File, purpose: string, state: 'chosen' | 'sending' | 'filed' | 'refused', message?: string}} Paper */

/**
 * @returns {{node: HTMLElement, choose: HTMLElement, file: (api: import('../lib/api.js').Client, operator: string, number: string) => Promise<void>, unfiled: () => boolean}}
 *   `node` lists the documents, `choose` adds one; `file` sends all that are not filed yet, and from then on each that is added
 */
export function papers() {
  /** @type {Paper[]} */
  const all = [];
  const list = h('ul', { class: 'qp-papers', 'aria-live': 'polite' });
  const fields = documentFields(fileSize, 'request');
  /** @type {((paper: Paper) => Promise<void>) | undefined} */
  let send;

  const show = () =>
    replace(
      list,
      all.map((paper) =>
        h(
          'li',
          { dataset: { state: paper.state } },
          h('span', null, `${paper.file.name} (${fileSize(paper.file.size)}), ${t(`purpose.${paper.purpose}`)}`),
          ' ',
          paper.state === 'filed' ? badge(t('papers.filed'), 'good') : paper.state === 'sending' ? badge(t('papers.sending')) : paper.state === 'refused' ? badge(t('papers.refused'), 'bad') : null,
          paper.state === 'refused' && send ? [' ', button(t('error.retry'), () => void send?.(paper), 'qp-link')] : null,
          paper.state === 'chosen' || paper.state === 'refused'
            ? [
                ' ',
                button(
                  t('papers.remove'),
                  () => {
                    all.splice(all.indexOf(paper), 1);
                    show();
                  },
                  'qp-link',
                  { 'aria-label': `${t('papers.remove')}: ${paper.file.name}` },
                ),
              ]
            : null,
          paper.message ? h('p', { class: 'qp-error', role: 'alert' }, paper.message) : null,
        ),
      ),
    );

  const add = button(t('papers.add'), () => {
    const file = fields.chosen();
    if (file) {
      const paper = /** @type {Paper} */ ({ file, purpose: fields.purpose.value(), state: 'chosen' });
      all.push(paper);
      fields.clear();
      show();
      void send?.(paper);
    }
  });

  return {
    node: list,
    choose: h('div', { class: 'qp-paper-add' }, fields.node, add),
    async file(api, operator, number) {
      send = async (paper) => {
        paper.state = 'sending';
        paper.message = undefined;
        show();
        try {
          await uploadDocument(api, operatorPath(operator, 'cases', number, 'documents'), paper.file, paper.purpose);
          paper.state = 'filed';
        } catch (problem) {
          const refused = refusal(problem);
          paper.state = 'refused';
          paper.message = refused.violations.map((each) => each.message).join(' ') || refused.message;
        }
        show();
      };
      // one after the other: the server takes large files, but not all at once
      for (const paper of all.filter((each) => each.state === 'chosen')) {
        await send(paper);
      }
    },
    unfiled: () => all.some((each) => each.state !== 'filed'),
  };
}
