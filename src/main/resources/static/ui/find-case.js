// @ts-check
/**
 * "Find a case" in the header. Between two tasks a case has none, and yet something is written into it: what the claimant answers, that a letter was posted, that a closed claim goes on. Each
 * look is on the record, as from a task.
 */
import { mountCase } from './case-panel.js';
import { client, me, operatorPath, operatorsOf, refusal } from './lib/api.js';
import { openDialog } from './lib/dialog.js';
import { h, replace } from './lib/dom.js';
import { field, notice } from './lib/fields.js';
import { forRoles, headerButton } from './lib/header.js';
import { t } from './lib/strings.js';
import { button } from './panel/parts.js';

const NUMBER = /^[A-Z]{3}-\d{4}-\d{6}$/;

/** @param {import('./lib/api.js').PluginApi} plugin */
function openFindCase(plugin) {
  const api = client(plugin);
  /** @type {(() => void) | undefined} */
  let end;
  const dialog = openDialog({ title: t('find.title'), className: 'qp-find', onClose: () => end?.() });
  const say = notice();
  const typed = field({ name: 'number', label: t('find.number'), required: true, attributes: { maxlength: 24, spellcheck: 'false', placeholder: 'ZVN-2026-000001' }, check: (value) => (NUMBER.test(value.toUpperCase()) ? null : t('find.pattern')) });
  const shown = h('div', { class: 'qp-find-case' });

  /** The operator of the case: a number says whose it is, but not in the words of the API. @param {string} number */
  async function whose(number) {
    const operators = operatorsOf(await me(plugin));
    const found = await Promise.all(
      operators.map(async ({ key }) => {
        try {
          await api.get(operatorPath(key, 'cases', number));
          return key;
        } catch (problem) {
          if (refusal(problem).status === 404) {
            return null;
          }
          throw problem;
        }
      }),
    );
    return found.find(Boolean);
  }

  async function find() {
    say.error(null);
    if (!typed.validate()) {
      typed.control.focus();
      return;
    }
    search.disabled = true;
    try {
      const number = typed.value().toUpperCase();
      const operator = await whose(number);
      end?.();
      end = undefined;
      if (!operator) {
        replace(shown);
        say.error(t('error.notFound'));
        return;
      }
      const node = h('div', null);
      replace(shown, node);
      end = mountCase(node, async () => ({ operator, number }), plugin);
      dialog.setTitle(`${t('find.title')}: ${number}`);
    } catch (problem) {
      say.error(refusal(problem).message);
    } finally {
      search.disabled = false;
    }
  }

  const search = h('button', { type: 'submit', class: 'qp-button qp-primary' }, t('find.search'));
  const form = h('form', { novalidate: true, class: 'qp-find-form' }, typed.node, search);
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void find();
  });
  replace(dialog.body, form, say.node, shown);
  replace(dialog.footer, button(t('action.close'), dialog.leave));
  typed.control.focus();
}

export const findCase = headerButton({ id: 'qupiya-find-case', priority: 990, label: () => t('find.button'), className: 'qp-find-button', open: openFindCase, allowed: forRoles('clerk', 'officer', 'lawyer', 'security') });
