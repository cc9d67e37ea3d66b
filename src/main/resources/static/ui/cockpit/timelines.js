// @ts-check
/** Whether the timelines of all cases verify: a line on the dashboard, and a warning when one does not or when nobody has looked for too long. */
import { client, me, refusal, rolesOf } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { moment, number } from '../lib/format.js';
import { t } from '../lib/strings.js';
import { caseAddress, link } from './page.js';

/**
 * The line, and a way to bring it up to date. Who does not watch over cases has none.
 *
 * @param {import('../lib/api.js').PluginApi} plugin
 */
export function timelines(plugin) {
  const api = client(plugin);
  const node = h('div', { class: 'qp-timelines', dataset: { part: 'timelines' } });

  /** @param {any} state @param {boolean} may */
  function show(state, may) {
    const ask = h('button', { type: 'button', class: 'qp-button qp-small', disabled: state.runningSince !== undefined }, t('timelines.check'));
    const said = h('span', { class: 'qp-hint', role: 'status' });
    ask.addEventListener('click', async () => {
      ask.disabled = true;
      try {
        await api.post('/api/v1/oversight/timelines');
        replace(said, t('timelines.asked'));
      } catch (fault) {
        ask.disabled = false;
        replace(said, refusal(fault).message);
      }
    });
    const line = [
      state.finishedAt ? t('timelines.last', { at: moment(state.finishedAt), cases: number(state.cases), events: number(state.events) }) : t('timelines.never'),
      state.runningSince ? t('timelines.running', { at: moment(state.runningSince), done: number(state.done) }) : null,
    ];
    const bad = state.brokenCases > 0;
    replace(
      node,
      h(
        'div',
        { class: `qp-callout ${bad ? 'qp-bad' : state.stale ? 'qp-warn' : ''}`, role: bad || state.stale ? 'alert' : undefined },
        bad ? h('p', null, h('strong', null, t('timelines.broken', { n: state.brokenCases }))) : null,
        state.broken.length ? h('ul', null, state.broken.map((/** @type {any} */ each) => h('li', null, link(caseAddress(each.operator, each.number), each.number), ` – ${each.text}`))) : null,
        state.stale ? h('p', null, h('strong', null, t('timelines.stale'))) : null,
        h('p', null, line.filter(Boolean).join(' '), ' ', may ? ask : null, ' ', said),
      ),
    );
  }

  let shown = '';
  return {
    node,
    refresh: async () => {
      try {
        const [state, who] = await Promise.all([api.get('/api/v1/oversight/timelines'), me(plugin)]);
        const same = JSON.stringify(state);
        if (same !== shown) {
          shown = same;
          show(state, rolesOf(who).includes('manager'));
        }
      } catch (fault) {
        // the board itself says when the server does not answer
        console.warn(refusal(fault).message);
      }
    },
  };
}
