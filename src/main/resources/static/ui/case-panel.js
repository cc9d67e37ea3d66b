// @ts-check
/**
 * The case of a task. On a wide screen it stands to the right of the form, so that an officer reads and decides in one look; on a narrow one it is a tab.
 */
import { client, me, operatorPath, operatorsOf, refusal, rolesOf } from './lib/api.js';
import { h, replace } from './lib/dom.js';
import { t } from './lib/strings.js';
import { badge, button } from './panel/parts.js';
import { breach } from './panel/breach.js';
import { person } from './panel/person.js';
import { claim } from './panel/claim.js';
import * as sections from './panel/sections.js';
import { watchTask } from './task-watch.js';

/** Sections of higher modules that have a face of their own. @type {Record<string, (context: import('./panel/sections.js').Context, data: any) => any>} */
const KNOWN = {
  findings: sections.findings,
  restrictions: sections.restrictions,
  consents: sections.consents,
  acts: sections.acts,
  suspended: sections.suspended,
  'term-parts': sections.termParts,
  recipients: sections.recipients,
  letters: sections.letters,
  'data-block': sections.dataBlock,
  'consent-withdrawal': sections.consentWithdrawal,
  'other-request': sections.otherRequest,
  mails: sections.mails,
  campaigns: sections.campaigns,
  'notice-reports': sections.noticeReports,
  breach,
  claim,
};

/** Sections that other sections use and that show nothing by themselves. */
const SILENT = new Set(['systems']);

/**
 * The case of a task.
 *
 * @param {import('./lib/api.js').PluginApi | undefined} plugin
 * @param {string} taskId
 * @returns {() => Promise<{operator: string, number: string} | null>}
 */
const caseOf = (plugin, taskId) => () => client(plugin).get(`/api/v1/tasks/${encodeURIComponent(taskId)}/case`);

/**
 * Shows a case in a node and keeps it fresh.
 *
 * @param {HTMLElement} node
 * @param {() => Promise<{operator: string, number: string} | null>} which
 * @param {import('./lib/api.js').PluginApi | undefined} plugin
 * @returns {() => void} ends it
 */
export function mountCase(node, which, plugin) {
  const api = client(plugin);
  let ended = false;
  node.classList.add('qp', 'qp-case');

  async function load() {
    node.setAttribute('aria-busy', 'true');
    try {
      const found = await which();
      if (!found?.number) {
        show(h('p', { class: 'qp-empty' }, t('panel.none')));
        return;
      }
      const [panel, reader] = await Promise.all([api.get(operatorPath(found.operator, 'cases', found.number, 'panel')), me(plugin).catch(() => ({}))]);
      const operatorName = operatorsOf(reader).find((each) => each.key === found.operator)?.name ?? found.operator;
      show(view({ operator: found.operator, operatorName, roles: rolesOf(reader), panel, api, reload: load }));
    } catch (problem) {
      const fault = refusal(problem);
      show(
        fault.status === 404
          ? h('p', { class: 'qp-empty' }, t('panel.none'))
          : h('div', { class: 'qp-notice qp-notice-error', role: 'alert' }, h('p', null, h('strong', null, t('error.title'))), h('p', null, fault.message), button(t('error.retry'), () => void load())),
      );
    } finally {
      node.removeAttribute('aria-busy');
    }
  }

  /** @param {Node} content */
  function show(content) {
    if (ended) {
      return;
    }
    const scrolled = node.scrollTop;
    replace(node, content);
    node.scrollTop = scrolled;
  }

  replace(node, h('p', { class: 'qp-empty', role: 'status' }, t('state.loading')));
  void load();
  return () => {
    ended = true;
    replace(node);
  };
}

/** @param {import('./panel/sections.js').Context} context */
function view(context) {
  const { summary, sections: more } = context.panel;
  const named = more.filter((each) => !SILENT.has(each.name)).map((each) => (KNOWN[each.name] ? KNOWN[each.name](context, each.content) : sections.unknown(each.name, each.content, each.title)));
  const parts = [sections.summary(context), sections.deadlines(context), sections.parties(context), named, sections.documents(context), sections.actions(context), sections.notes(context), sections.related(context), person(context), sections.history(context), sections.archive(context)].flat(2).filter(Boolean);
  return h(
    'div',
    { class: 'qp-case-inner' },
    h(
      'div',
      { class: 'qp-case-top' },
      h(
        'header',
        { class: 'qp-case-header' },
        h('div', null, h('h2', null, summary.number), h('p', null, [summary.kind.text, context.operatorName].join(' · '))),
        badge(summary.outcome?.text ?? summary.status.text, summary.status.code === 'open' ? 'warn' : 'neutral'),
      ),
    ),
    h('nav', { class: 'qp-jump', 'aria-label': t('panel.jump') }, parts.map(jump)),
    parts,
  );
}

/** A way to a section of the panel. @param {HTMLDetailsElement} part */
function jump(part) {
  return button(
    part.querySelector('summary h3')?.textContent ?? '',
    () => {
      part.open = true;
      part.scrollIntoView({ block: 'start', behavior: 'smooth' });
      part.querySelector('summary')?.focus({ preventScroll: true });
    },
    'qp-chip',
  );
}

/** Narrower than this, form and case beside each other would both be unreadable. */
const DOCK_FROM = 680;

/** What the engine would let edit of a task: its dates, groups and holder. */
const FIXED = '[cam-tasklist-task-meta] .due-date, [cam-tasklist-task-meta] .followup-date, [cam-tasklist-task-meta] .groups, [cam-tasklist-task-meta] .groups a, [cam-tasklist-task-meta] .assignee .set-value, [cam-tasklist-task-meta] .set-value';

/** Keeps the case docked beside the form of the task that is open. @param {import('./lib/api.js').PluginApi | undefined} plugin */
function dock(plugin) {
  /** @type {{taskId: string, host: Element, node: HTMLElement, end: () => void} | undefined} */
  let docked;
  /** @type {{scroller: Element, observer: ResizeObserver} | undefined} */
  let sizes;

  /** @type {{taskId: string, host: Element, end: () => void} | undefined} */
  let watched;

  const taskId = () => new URLSearchParams(location.hash.split('?')[1] ?? '').get('task');

  function settle() {
    const scroller = document.querySelector('.task-details > .content');
    const host = scroller?.querySelector('.task-card') ?? null;
    const id = taskId();
    // the tab shows the same case over the whole width: once is enough
    const wanted = scroller && host && id && scroller.clientWidth >= DOCK_FROM && !host.querySelector('.qp-tab');
    if (docked && (!wanted || docked.host !== host || docked.taskId !== id || !docked.node.isConnected)) {
      docked.end();
      docked.node.remove();
      docked.host.classList.remove('qp-docked');
      docked = undefined;
    }
    if (wanted && !docked) {
      const inner = h('div', null);
      const node = h('aside', { class: 'qp-dock', 'aria-label': t('panel.tab') }, inner);
      host.append(node);
      host.classList.add('qp-docked');
      docked = { taskId: id, host, node, end: mountCase(inner, caseOf(plugin, id), plugin) };
    }
    if (watched && (watched.taskId !== id || watched.host !== host || !watched.host.isConnected)) {
      watched.end();
      watched = undefined;
    }
    if (host && id && !watched) {
      watched = { taskId: id, host, end: watchTask(host, id, plugin) };
    }
    for (const each of host?.querySelectorAll(FIXED) ?? []) {
      // neither by mouse (see the style sheet) nor by keyboard
      /** @type {HTMLElement} */ (each).tabIndex = -1;
    }
    if (scroller) {
      // the panel is as high as what is seen of the task, and scrolls by itself
      /** @type {HTMLElement} */ (scroller).style.setProperty('--qp-height', `${scroller.clientHeight}px`);
    }
    if (scroller !== sizes?.scroller) {
      sizes?.observer.disconnect();
      sizes = undefined;
      if (scroller) {
        const observer = new ResizeObserver(ask);
        observer.observe(scroller);
        sizes = { scroller, observer };
      }
    }
  }

  let asked = false;
  const ask = () => {
    if (!asked) {
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        settle();
      });
    }
  };
  window.addEventListener('hashchange', ask);
  new MutationObserver(ask).observe(document.body, { childList: true, subtree: true });
  ask();
}

/** @type {(() => void) | undefined} */
let endTab;
let docking = false;

/** The case as a tab of the task: the whole width for reading, and the only place on a narrow screen. */
export const casePanel = {
  id: 'qupiya-case',
  pluginPoint: 'tasklist.task.detail',
  priority: 900,
  properties: { label: t('panel.tab') },
  /** @param {HTMLElement} node @param {{api: import('./lib/api.js').PluginApi, taskId: string}} given */
  render(node, { api, taskId }) {
    const holder = h('div', { class: 'qp-tab' });
    node.append(holder);
    endTab = mountCase(holder, caseOf(api, taskId), api);
  },
  unmount() {
    endTab?.();
    endTab = undefined;
  },
};

/** Starts docking; has no face of its own. */
export const caseDock = {
  id: 'qupiya-case-dock',
  pluginPoint: 'tasklist.navbar.action',
  priority: 1,
  properties: {},
  /** @param {HTMLElement} node @param {{api: import('./lib/api.js').PluginApi}} given */
  render(node, { api }) {
    node.hidden = true;
    if (!docking) {
      docking = true;
      dock(api);
    }
  },
};
