// @ts-check
/** "Retention" in the header of Tasklist: officers and lawyers approve sweeps where they work. What it opens is loaded when somebody opens it. */
import { me, refusal, rolesOf } from './lib/api.js';
import { openDialog } from './lib/dialog.js';
import { h, replace } from './lib/dom.js';
import { t } from './lib/strings.js';
import { button } from './panel/parts.js';

/** Who approves; the server decides anyway. */
const APPROVERS = ['officer', 'lawyer'];

/** @param {import('./lib/api.js').PluginApi} plugin */
async function open(plugin) {
  try {
    const { openRetention } = await import('./cockpit/retention.js');
    openRetention(plugin);
  } catch (fault) {
    const dialog = openDialog({ title: t('desk.retention') });
    replace(dialog.body, h('p', { class: 'qp-notice qp-notice-error', role: 'alert' }, refusal(fault).message));
  }
}

export const retentionDesk = {
  id: 'qupiya-retention-desk',
  pluginPoint: 'tasklist.navbar.action',
  priority: 900,
  properties: {},
  /** @param {HTMLElement} node @param {{api: import('./lib/api.js').PluginApi}} given */
  render(node, { api }) {
    const control = button(t('desk.retention'), () => void open(api), 'qp-retention-button');
    control.hidden = true;
    node.append(control);
    me(api)
      .then((who) => {
        control.hidden = !rolesOf(who).some((role) => APPROVERS.includes(role));
      })
      .catch(() => {
        control.hidden = true;
      });
  },
};
