// @ts-check
/** "Retention" in the header of Tasklist: officers and lawyers approve sweeps where they work. What it opens is loaded when somebody opens it. */
import { refusal } from './lib/api.js';
import { openDialog } from './lib/dialog.js';
import { h, replace } from './lib/dom.js';
import { forRoles, headerButton } from './lib/header.js';
import { t } from './lib/strings.js';

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

export const retentionDesk = headerButton({ id: 'qupiya-retention-desk', priority: 900, label: () => t('desk.retention'), className: 'qp-retention-button', open: (plugin) => void open(plugin), allowed: forRoles('officer', 'lawyer') });
