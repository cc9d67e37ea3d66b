// @ts-check
/** Looking at a document of a case. The server draws its pages: the browser never opens the file itself, and nothing in it can run. */
import { operatorPath, refusal } from '../lib/api.js';
import { openDialog } from '../lib/dialog.js';
import { h, replace } from '../lib/dom.js';
import { fileSize } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { button } from './parts.js';

/**
 * @param {import('./sections.js').Context} context
 * @param {import('./model.js').DocumentView} file
 */
export function viewDocument(context, file) {
  const href = operatorPath(context.operator, 'cases', context.panel.summary.number, 'documents', file.id);
  const dialog = openDialog({ title: file.fileName, className: 'qp-viewer' });
  const pages = h('div', { class: 'qp-pages' });
  const state = h('p', { class: 'qp-empty', role: 'status' }, t('state.loading'));
  const more = button(t('viewer.more'), () => void load(shown + 1));
  more.hidden = true;
  let shown = 0;
  let turned = 0;
  const turn = button(
    t('viewer.turn'),
    () => {
      turned = (turned + 90) % 360;
      for (const each of pages.querySelectorAll('.qp-page')) {
        lay(each);
      }
    },
    'qp-button',
    { disabled: true },
  );
  replace(dialog.body, pages, state, more);
  replace(dialog.footer, h('span', { class: 'qp-hint qp-grow' }, [file.purpose.text, fileSize(file.size), t('documents.recorded')].join(' · ')), turn, h('a', { class: 'qp-button', href, download: file.fileName }, t('action.download')), button(t('action.close'), () => dialog.close(), 'qp-button qp-primary'));

  /** A page that lies on its side takes as much room as it then needs. @param {Element} page */
  function lay(page) {
    const picture = /** @type {HTMLImageElement} */ (page.querySelector('img'));
    const across = turned % 180 !== 0;
    picture.style.transform = turned ? `rotate(${turned}deg)` : '';
    /** @type {HTMLElement} */ (page).style.height = across ? `${picture.clientWidth}px` : '';
    page.classList.toggle('qp-across', across);
  }

  /** @param {number} from */
  async function load(from) {
    more.hidden = true;
    replace(state, t('state.loading'));
    try {
      const answer = await context.api.get(`${href}/pages?from=${from}`);
      for (const each of answer.shown) {
        const page = h(
          'figure',
          { class: 'qp-page' },
          h('img', { src: `data:${each.mediaType};base64,${each.content}`, width: each.width, height: each.height, alt: t('viewer.page', { page: each.page, pages: answer.pages }) }),
          answer.pages > 1 ? h('figcaption', { class: 'qp-hint' }, t('viewer.page', { page: each.page, pages: answer.pages })) : null,
        );
        pages.append(page);
        lay(page);
        shown = each.page;
      }
      turn.disabled = false;
      replace(state);
      more.hidden = shown >= answer.pages;
    } catch (problem) {
      replace(state, h('span', { class: 'qp-error', role: 'alert' }, refusal(problem).message));
      more.hidden = from === 1;
    }
  }
  void load(1);
}
