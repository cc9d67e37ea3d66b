// @ts-check
/** One case whole, finished steps too: the way it took on its model, beside what was done in plain words. Drawn from our timeline, so it outlives the engine's history. */
import { client, me, operatorPath, rolesOf } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { archiveButton } from '../lib/download.js';
import { moment } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { campaignList } from '../panel/campaigns.js';
import { deadlineView } from '../panel/deadlines.js';
import { badge, facts } from '../panel/parts.js';
import { handOver, moveDeadline, nameConcerned, prolongDeadline, retryStep } from './acts.js';
import { diagram } from './diagram.js';
import { address, caseAddress, here, link, page, ROUTES, shown } from './page.js';

/** @param {string} key @param {import('../lib/dom.js').Child} content @param {string} [className] */
const card = (key, content, className = '') => h('article', { class: `qp-card ${className}`, dataset: { part: key } }, h('h2', null, t(`story.${key}`)), content);

/** @param {any} path */
function pathList(path) {
  const steps = Object.entries(path.elements).sort(([, a], [, b]) => String(a.first ?? '').localeCompare(String(b.first ?? '')));
  return h(
    'ol',
    { class: 'qp-steps' },
    steps
      .filter(([id]) => path.names?.[id])
      .map(([id, step]) =>
        h('li', { class: `qp-step-${step.state}` }, h('span', null, path.names[id]), ' ', h('span', { class: 'qp-hint' }, [t(`story.state.${step.state}`), step.times > 1 ? t('story.times', { n: step.times }) : null, step.first ? moment(step.first) : null].filter(Boolean).join(' · '))),
      ),
  );
}

/** @param {import('../lib/api.js').Client} api @param {any[]} paths */
function pathCard(api, paths) {
  if (paths.length === 0) {
    return card('path', h('p', { class: 'qp-empty' }, t('story.path.none')));
  }
  const picture = h('div', null);
  const choose = (/** @type {number} */ i) => replace(picture, diagram(api, paths[i]), h('p', { class: 'qp-hint' }, t('story.path.help')), h('details', { class: 'qp-why' }, h('summary', null, t('story.path.asList')), pathList(paths[i])));
  const select = h('select', { 'aria-label': t('story.path') }, paths.map((path, i) => h('option', { value: String(i) }, [path.name, path.about].filter(Boolean).join(': '))));
  select.addEventListener('change', () => choose(Number(select.value)));
  choose(0);
  return card('path', [paths.length > 1 ? select : null, picture], 'qp-path');
}

/**
 * @param {HTMLElement} target
 * @param {import('../lib/api.js').PluginApi} plugin
 * @param {string} operator
 * @param {string} number
 * @param {{picture: boolean}} [options] without a picture beside Cockpit's own
 */
export function showStory(target, plugin, operator, number, { picture } = { picture: true }) {
  const api = client(plugin);
  const again = () => {
    target.replaceChildren();
    showStory(target, plugin, operator, number, { picture });
  };
  return shown(
    target,
    () => Promise.all([api.get(operatorPath(operator, 'cases', number, 'story')), me(plugin), api.get(operatorPath(operator, 'cases', number, 'campaigns')).catch(() => [])]),
    ([story, who, campaigns]) => {
      const acts = rolesOf(who).includes('manager');
      const act = (/** @type {string} */ key, /** @type {() => void} */ run) => (acts ? h('button', { type: 'button', class: 'qp-button qp-small', onclick: run }, t(key)) : null);
      const movable = (/** @type {any} */ deadline) => [
        act('story.move', () => moveDeadline(plugin, operator, number, deadline, again)),
        ' ',
        deadline.prolongedAt ? h('p', { class: 'qp-hint' }, t('story.prolonged', { at: moment(deadline.prolongedAt) })) : act('story.prolong', () => prolongDeadline(plugin, operator, number, deadline, again)),
      ];
      return [
        h(
          'div',
          { class: 'qp-story-head' },
          facts([
            [t('cases.kind'), story.kind.text],
            [t('cases.status'), story.status.text],
            [t('cases.outcome'), story.outcome?.text],
            [t('story.received'), moment(story.receivedAt)],
            [t('story.closed'), story.closedAt ? moment(story.closedAt) : null],
          ]),
          archiveButton(operator, number, rolesOf(who), 'qp-button qp-small'),
          act('story.concerns', () => nameConcerned(plugin, operator, number, again)),
        ),
        story.failures.length === 0
          ? null
          : card(
              'failures',
              h('ul', { class: 'qp-rows' }, story.failures.map((/** @type {any} */ each) => h('li', null, h('div', null, h('strong', null, each.step), h('div', null, each.text), each.failedAt ? h('div', { class: 'qp-hint' }, t('story.failedAt', { at: moment(each.failedAt) })) : null), act('story.retry', () => retryStep(plugin, operator, number, each, again))))),
              'qp-card-bad',
            ),
        h(
          'div',
          { class: 'qp-story-grid' },
          h(
            'div',
            null,
            campaigns.length === 0 ? null : card('campaigns', campaignList({ api, operator, number, campaigns, roles: rolesOf(who) }), 'qp-campaigns-card'),
            picture ? pathCard(api, story.paths) : null,
            story.tasks.length === 0
              ? null
              : card(
                  'tasks',
                  h(
                    'ul',
                    { class: 'qp-rows' },
                    story.tasks.map((/** @type {any} */ task) =>
                      h(
                        'li',
                        null,
                        h('div', null, h('strong', null, task.name), h('div', null, task.assigneeName ?? task.assignee ?? t('story.nobody'), task.unclaimed ? [' ', badge(t('story.nobody'), 'warn')] : null), task.dueAt ? h('div', { class: 'qp-hint' }, t('board.due', { at: moment(task.dueAt) })) : null),
                        act('story.handOver', () => handOver(plugin, task, again)),
                      ),
                    ),
                  ),
                ),
            card(
              'deadlines',
              story.deadlines.map((/** @type {any} */ deadline) => {
                const running = deadline.state?.code === 'running';
                const lawful = deadline.readings?.[0]?.source === 'law';
                return h('div', null, deadlineView(deadline), running && acts ? (lawful ? h('p', { class: 'qp-hint' }, t('story.lawful')) : movable(deadline)) : null);
              }),
            ),
          ),
          card('events', h('ol', { class: 'qp-timeline', tabindex: '0', 'aria-label': t('story.events') }, story.events.map((/** @type {any} */ event) => h('li', null, h('div', null, event.text), h('div', { class: 'qp-hint' }, `${moment(event.at)} · ${event.actor}`)))), 'qp-events'),
        ),
      ];
    },
  );
}

/** The page of a case. */
export const storyPage = {
  id: 'qupiya-story-route',
  pluginPoint: 'cockpit.route',
  properties: { path: ROUTES.story, label: t('nav.cases') },
  render: (/** @type {HTMLElement} */ node, /** @type {{api: import('../lib/api.js').PluginApi}} */ { api }) => {
    const [, , operator, number] = here().path;
    const { tools, body } = page(node, t('story.title', { number }), 'story');
    tools.append(link(address(ROUTES.cases), t('story.back')));
    void showStory(body, api, operator, number);
  },
};

/** The case of an instance, beside the engine's own tabs. */
export const caseTab = {
  id: 'qupiya-case-tab',
  pluginPoint: 'cockpit.processInstance.runtime.tab',
  properties: { label: t('story.tab'), priority: 20 },
  render: async (/** @type {HTMLElement} */ node, /** @type {any} */ { api, processInstanceId }) => {
    const target = h('div', { class: 'qp qp-page qp-story-tab' });
    replace(node, target);
    await shown(
      target,
      () => client(api).get(`/api/v1/oversight/instances/${encodeURIComponent(processInstanceId)}/case`),
      (/** @type {any} */ found) => {
        const story = h('div', null);
        void showStory(story, api, found.operator, found.number, { picture: false });
        return [h('p', null, link(caseAddress(found.operator, found.number), `${t('story.open')} ${found.number}`)), story];
      },
    );
  },
};
