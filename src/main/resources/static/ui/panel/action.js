// @ts-check
/** Forms of the case panel that post one thing. */
import { refusal } from '../lib/api.js';
import { h } from '../lib/dom.js';
import { notice, showViolations, validateAll } from '../lib/fields.js';
import { button } from './parts.js';

/**
 * A folded form that posts one thing.
 *
 * @param {import('./sections.js').Context} context
 * @param {string} title
 * @param {import('../lib/fields.js').Field[]} fields
 * @param {string} action
 * @param {() => Promise<any>} post
 * @param {string} done
 * @param {import('../lib/dom.js').Child} [extra]
 * @param {boolean} [open]
 * @param {() => import('../lib/fields.js').Field[]} [more] fields within `extra` that what is chosen asks for
 */
export function actionForm(context, title, fields, action, post, done, extra, open = false, more = () => []) {
  const say = notice();
  const send = button(
    action,
    async () => {
      say.error(null);
      const asked = [...fields, ...more()];
      if (!validateAll(asked)) {
        return;
      }
      send.disabled = true;
      try {
        await post();
        say.success(done);
        await context.reload();
      } catch (problem) {
        say.error(showViolations(refusal(problem), asked));
      } finally {
        send.disabled = false;
      }
    },
    'qp-button qp-primary',
  );
  return h('details', { class: 'qp-form', open }, h('summary', null, title), fields.filter((each) => !each.name.startsWith("values[")).map((each) => each.node), extra, send, say.node);
}
