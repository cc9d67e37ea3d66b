// @ts-check
/** "Return to the group": the engine's own "unclaim" needs a right that would also let staff assign tasks to others. */
import { client, refusal } from './lib/api.js';
import { h } from './lib/dom.js';
import { t } from './lib/strings.js';

/** Angular's scope of the place the plugin stands in; used to see the task and to refresh the page. @typedef {any} Scope */

/** Reads the open task anew. @type {() => void} */
let refresh = () => location.reload();

/** Shows the open task as it is now. */
export function refreshTask() {
  refresh();
}

export const releaseTask = {
  id: 'qupiya-release',
  pluginPoint: 'tasklist.task.action',
  priority: 200,
  properties: { label: t('task.release') },
  /** @param {HTMLElement} node @param {{api: import('./lib/api.js').PluginApi}} given @param {Scope} scope */
  render(node, { api }, scope) {
    const said = h('span', { class: 'qp-release-said', role: 'status' });
    const control = h('button', { type: 'button', class: 'btn btn-link qp-release', title: t('task.release.help') }, h('span', { class: 'glyphicon glyphicon-share-alt', 'aria-hidden': 'true' }), ' ', t('task.release'));
    control.hidden = true;
    node.append(control, said);

    let current = /** @type {any} */ (null);
    const settle = () => {
      control.hidden = !(current && current.assignee && current.assignee === scope.$root?.authentication?.name);
    };
    const data = scope.taskData ?? scope.$parent?.taskData;
    if (data?.changed) {
      refresh = () => {
        data.changed('task');
        data.changed('taskList');
        scope.$evalAsync?.();
      };
    }
    if (data?.newChild) {
      data.newChild(scope).observe('task', (/** @type {any} */ task) => {
        if (task?.id !== current?.id) {
          said.textContent = '';
        }
        current = task;
        settle();
      });
    }
    control.addEventListener('click', async () => {
      control.disabled = true;
      try {
        await client(api).post(`/api/v1/tasks/${encodeURIComponent(current.id)}/release`);
        said.textContent = t('task.released');
        said.classList.remove('qp-error');
        refreshTask();
      } catch (problem) {
        said.textContent = refusal(problem).message;
        said.classList.add('qp-error');
      } finally {
        control.disabled = false;
      }
    });
  },
};
