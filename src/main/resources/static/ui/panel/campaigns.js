// @ts-check
/** Notices to many people: how far they are, what they wait for, who was not reached. Asks again by itself while something is being sent. */
import { operatorPath, refusal } from '../lib/api.js';
import { h, replace } from '../lib/dom.js';
import { save } from '../lib/download.js';
import { notice } from '../lib/fields.js';
import { moment, number as figure, tenths } from '../lib/format.js';
import { t, tCode } from '../lib/strings.js';
import { badge, button, facts } from './parts.js';

const REFRESH = 5000;

/** @type {Record<string, 'good' | 'warn' | 'bad' | 'neutral'>} */
const TONE = { draft: 'neutral', running: 'warn', paused: 'bad', stopped: 'bad', drained: 'good' };

/** In the order in which people pass them. */
const STATES = ['queued', 'sending', 'failed-temporarily', 'sent', 'listed', 'printed', 'unreached'];
const CHANNELS = ['mail', 'sms', 'print'];

/**
 * The campaigns of a case.
 *
 * @param {object} options
 * @param {import('../lib/api.js').Client} options.api
 * @param {string} options.operator
 * @param {string} options.number of the case
 * @param {any[]} options.campaigns as they stood when the page was made
 * @param {string[]} options.roles of the reader
 * @param {(campaign: any) => import('../lib/dom.js').Child} [options.more] what stands at the end of each
 */
export function campaignList({ api, operator, number, campaigns, roles, more }) {
  const list = h('div', { class: 'qp-campaigns' });
  const said = notice();
  const where = (/** @type {string[]} */ ...rest) => operatorPath(operator, 'cases', number, 'campaigns', ...rest);
  const ends = new Map(campaigns.map((each) => [each.id, more?.(each)]));

  /** @param {any[]} all */
  function show(all) {
    replace(list, all.map((each) => view(each)));
    if (all.some((each) => each.state === 'running')) {
      setTimeout(refresh, REFRESH);
    }
  }

  async function refresh() {
    if (!list.isConnected) {
      return; // the page shows something else now
    }
    if (document.hidden || list.contains(document.activeElement)) {
      setTimeout(refresh, REFRESH); // nobody looks, or somebody is about to press
      return;
    }
    try {
      show(await api.get(where()));
    } catch {
      setTimeout(refresh, REFRESH);
    }
  }

  /** @param {any} campaign @param {string} act */
  async function steer(campaign, act) {
    said.error(null);
    try {
      await api.post(where(campaign.id, act));
      show(await api.get(where()));
    } catch (fault) {
      said.error(refusal(fault).message);
    }
  }

  /** @param {any} campaign */
  async function printList(campaign) {
    said.error(null);
    try {
      const text = await api.text(where(campaign.id, 'print-list'), 'text/csv');
      save(new Blob(['\ufeff', text], { type: 'text/csv' }), `post-${campaign.number}.csv`);
    } catch (fault) {
      said.error(refusal(fault).message);
    }
  }

  /** @param {any} campaign */
  function view(campaign) {
    const steers = roles.includes('officer') || roles.includes('manager');
    const posts = roles.includes('officer') || roles.includes('clerk') || roles.includes('security');
    const done = campaign.total - campaign.left;
    const shown = campaign.total > 0 && campaign.state !== 'draft';
    return h(
      'article',
      { class: 'qp-campaign', dataset: { campaign: campaign.number } },
      h('header', { class: 'qp-row' }, h('strong', null, t(campaign.rehearsal ? 'campaign.rehearsal' : 'campaign.title', { n: campaign.number })), badge(tCode('campaignState', campaign.state), TONE[campaign.state])),
      campaign.haltedBy ? h('p', { class: 'qp-callout qp-bad' }, tCode('campaignHalted', campaign.haltedBy)) : null,
      campaign.waitsFor ? h('p', { class: 'qp-callout qp-warn' }, tCode('campaignWaits', campaign.waitsFor), ' ', t('campaign.since', { at: moment(campaign.waitsSince) })) : null,
      shown
        ? [
            h('progress', { class: 'qp-progress', max: String(campaign.total), value: String(done), 'aria-label': t('campaign.progress') }),
            h('p', { class: 'qp-row' }, h('span', null, t('campaign.done', { done: figure(done), total: figure(campaign.total) })), h('span', null, `${Math.floor((done / campaign.total) * 100)} %`)),
          ]
        : null,
      campaign.releasedAt && !campaign.enrolled ? h('p', { class: 'qp-hint' }, t('campaign.enrolling')) : null,
      facts([
        [t('campaign.reached'), shown ? figure(campaign.reached) : null],
        [t('campaign.rate'), campaign.state === 'running' && campaign.perSecond > 0 ? t('campaign.perSecond', { n: tenths(campaign.perSecond) }) : null],
        [t('campaign.doneAt'), campaign.doneAt ? moment(campaign.doneAt) : null],
        [t('campaign.bounced'), campaign.bounced > 0 ? figure(campaign.bounced) : null],
        [t('campaign.confirmed'), campaign.confirmed > 0 ? figure(campaign.confirmed) : null],
        [t('campaign.reports'), campaign.reports > 0 ? figure(campaign.reports) : null],
        [t('campaign.released'), campaign.releasedAt ? moment(campaign.releasedAt) : null],
        [t('campaign.finished'), campaign.finishedAt ? moment(campaign.finishedAt) : null],
      ]),
      shown ? counts(campaign) : null,
      h(
        'div',
        { class: 'qp-buttons' },
        steers && campaign.state === 'running' ? button(t('campaign.pause'), () => void steer(campaign, 'pause')) : null,
        steers && campaign.state === 'paused' ? button(t('campaign.resume'), () => void steer(campaign, 'resume')) : null,
        steers && ['running', 'paused'].includes(campaign.state) ? stop(campaign) : null,
        posts && campaign.states.listed > 0 ? button(t('campaign.printList'), () => void printList(campaign)) : null,
      ),
      ends.get(campaign.id) ?? null,
    );
  }

  /** Ends a campaign for good: asked for twice. @param {any} campaign */
  function stop(campaign) {
    return h('details', { class: 'qp-form' }, h('summary', null, t('campaign.stop')), h('p', null, t('campaign.stopHelp')), button(t('campaign.stopSurely'), () => void steer(campaign, 'stop'), 'qp-button qp-primary'));
  }

  show(campaigns);
  return [list, said.node];
}

/** @param {any} campaign */
function counts(campaign) {
  const of = (/** @type {string} */ channel, /** @type {string} */ state) => campaign.counts.find((/** @type {any} */ each) => each.channel === channel && each.state === state)?.people ?? 0;
  const channels = CHANNELS.filter((channel) => STATES.some((state) => of(channel, state) > 0));
  const rows = STATES.filter((state) => channels.some((channel) => of(channel, state) > 0));
  const caption = t('campaign.counts');
  return h(
    'div',
    { class: 'qp-scroll', tabindex: '0', role: 'region', 'aria-label': caption },
    h(
      'table',
      { class: 'qp-table', 'aria-label': caption },
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, t('campaign.state')), channels.map((channel) => h('th', { scope: 'col', class: 'qp-number' }, tCode('campaignChannel', channel))))),
      h('tbody', null, rows.map((state) => h('tr', null, h('th', { scope: 'row' }, tCode('campaignPerson', state)), channels.map((channel) => h('td', { class: 'qp-number' }, figure(of(channel, state))))))),
    ),
  );
}
