// @ts-check
/** Who works on how much, and the tasks of somebody who is away. */
import { client, me, rolesOf } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { number } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { badge } from '../panel/parts.js';
import { handOverAll } from './acts.js';
import { caseAddress, link, page, ROUTES, shown, table } from './page.js';

/** @param {HTMLElement} node @param {import('../lib/api.js').PluginApi} plugin */
function render(node, plugin) {
  const api = client(plugin);
  const { body } = page(node, t('staff.title'), 'staff');
  const said = h('div', { role: 'status' });
  const list = h('div', null);
  replace(body, h('p', { class: 'qp-hint' }, t('staff.help')), said, list);
  const load = () =>
    shown(
      list,
      () => Promise.all([api.get('/api/v1/staff'), me(plugin)]),
      ([people, who]) => {
        const acts = rolesOf(who).includes('manager');
        return table(
          t('staff.title'),
          [t('staff.person'), t('staff.roles'), t('staff.openTasks'), t('staff.overdue'), ''],
          people.map((/** @type {any} */ person) => [
            person.name,
            person.roles.map((/** @type {any} */ role) => role.text).join(', '),
            person.openTasks === 0 ? h('span', { class: 'qp-zero' }, '0') : number(person.openTasks),
            person.overdueTasks === 0 ? h('span', { class: 'qp-zero' }, '0') : badge(number(person.overdueTasks), 'bad'),
            acts && person.openTasks > 0
              ? h('button', { type: 'button', class: 'qp-button qp-small', 'aria-label': `${t('staff.handOver')}: ${person.name}`, onclick: () => handOverAll(plugin, person, people.filter((/** @type {any} */ each) => each.id !== person.id), outcome) }, t('staff.handOver'))
              : '',
          ]),
          { numbers: [2, 3] },
        );
      },
    );
  /** @param {any} answer */
  const outcome = (answer) => {
    replace(said, h('p', { class: 'qp-notice qp-notice-success' }, t('staff.result', { moved: answer.count, kept: answer.stayed.length })), answer.stayed.length === 0 ? null : h('ul', { class: 'qp-list' }, answer.stayed.map((/** @type {any} */ each) => h('li', null, link(caseAddress(each.operator, each.number), each.number), ` · ${each.name}: ${each.why.text}`))));
    void load();
  };
  void load();
}

/** The page of the staff. */
export const staffPage = {
  id: 'qupiya-staff-route',
  pluginPoint: 'cockpit.route',
  properties: { path: ROUTES.staff, label: t('nav.staff') },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => render(node, api),
};
