// @ts-check
/** Two people on one task: whoever looks at a task learns in words that somebody else took it or finished it meanwhile, before filling in a form in vain. */
import { client, me, refusal } from './lib/api.js';
import { h, replace } from './lib/dom.js';
import { t } from './lib/strings.js';
import { button } from './panel/parts.js';
import { refreshTask } from './task-release.js';

const EVERY = 15_000;

/** A task that the reader finishes is gone a moment before its page is. */
const GRACE = 2_500;

/**
 * Watches a task while its page is open.
 *
 * @param {Element} host the card of the task
 * @param {string} taskId
 * @param {import('./lib/api.js').PluginApi | undefined} plugin
 * @returns {() => void} ends it
 */
export function watchTask(host, taskId, plugin) {
  const api = client(plugin);
  const node = h('div', { class: 'qp qp-task-news', role: 'alert' });
  host.prepend(node);
  let ended = false;
  /** @type {string | null | undefined} */
  let holder;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  /** @param {string} text @param {boolean} gone */
  const tell = (text, gone) => {
    if (!ended) {
      replace(node, h('p', { class: 'qp-callout qp-bad' }, text, ' ', gone ? null : button(t('task.refresh'), refreshTask, 'qp-link')));
    }
  };

  /** @param {string} id @returns {Promise<string>} */
  const nameOf = async (id) => {
    const person = await api.get(`/camunda/api/engine/engine/default/user/${encodeURIComponent(id)}/profile`).catch(() => null);
    return [person?.firstName, person?.lastName].filter(Boolean).join(' ') || id;
  };

  const look = async () => {
    clearTimeout(timer);
    if (ended) {
      return;
    }
    if (document.visibilityState === 'visible') {
      try {
        const [task, reader] = await Promise.all([api.get(`/api/v1/tasks/${encodeURIComponent(taskId)}/case`), me(plugin)]);
        const now = task?.assignee ?? null;
        if (holder !== undefined && now !== holder && now !== null && now !== reader.id) {
          tell(t('task.taken', { name: await nameOf(now) }), false);
        } else if (now === reader.id || (now === null && holder !== reader.id)) {
          replace(node);
        } else if (now === null && holder === reader.id) {
          tell(t('task.free'), false);
        }
        holder = now;
      } catch (problem) {
        if (refusal(problem).status === 404 && holder !== undefined) {
          setTimeout(() => tell(t('task.gone'), true), GRACE);
          return;
        }
      }
    }
    timer = setTimeout(() => void look(), EVERY);
  };
  const now = () => void look();
  window.addEventListener('qp-task-refused', now);
  document.addEventListener('visibilitychange', now);
  now();
  return () => {
    ended = true;
    clearTimeout(timer);
    window.removeEventListener('qp-task-refused', now);
    document.removeEventListener('visibilitychange', now);
    node.remove();
  };
}
