// @ts-check
/** Buttons of ours in the header of Tasklist. */
import { me, rolesOf } from './api.js';
import { button } from '../panel/parts.js';

/** @typedef {import('./api.js').PluginApi} PluginApi */

/**
 * A plugin that puts one button into the header, hidden until it is known that the reader may use it; the server decides anyway.
 *
 * @param {{id: string, priority: number, label: () => string, className: string, open: (api: PluginApi) => void, allowed: (api: PluginApi) => Promise<boolean>, before?: (api: PluginApi) => void}} given the highest priority stands first
 */
export function headerButton({ id, priority, label, className, open, allowed, before }) {
  return {
    id,
    pluginPoint: 'tasklist.navbar.action',
    priority,
    properties: {},
    /** @param {HTMLElement} node @param {{api: PluginApi}} given */
    render(node, { api }) {
      before?.(api);
      const control = button(label(), () => open(api), className);
      control.hidden = true;
      node.append(control);
      allowed(api)
        .then((may) => {
          control.hidden = !may;
        })
        .catch(() => {
          control.hidden = true;
        });
    },
  };
}

/** Whether the reader has one of the roles. @param {string[]} roles @returns {(api: PluginApi) => Promise<boolean>} */
export function forRoles(...roles) {
  return async (api) => rolesOf(await me(api)).some((role) => roles.includes(role));
}
