// @ts-check
/** A manager's acts: each asks for a reason from a list, and goes on the record of the case. */
import { client, operatorPath, refusal } from '../lib/api.js';
import { openDialog } from '../lib/dialog.js';
import { h, replace } from '../lib/dom.js';
import { choices, dayField, field, notice, showViolations, validateAll } from '../lib/fields.js';
import { day, moment } from '../lib/format.js';
import { t } from '../lib/strings.js';

/** @type {Promise<any> | undefined} */
let reasons;

/** @param {import('../lib/api.js').Client} api */
function reasonsOf(api) {
  reasons ??= api.get('/api/v1/reasons').catch((/** @type {unknown} */ fault) => {
    reasons = undefined;
    throw fault;
  });
  return reasons;
}

/**
 * @param {object} act
 * @param {import('../lib/api.js').PluginApi} act.plugin
 * @param {string} act.title
 * @param {string} act.list of reasons
 * @param {string} act.about what it is done to
 * @param {(api: import('../lib/api.js').Client) => Promise<import('../lib/fields.js').Field[]>} [act.more] fields before the reason
 * @param {(api: import('../lib/api.js').Client, values: Record<string, any>) => Promise<any>} act.send
 * @param {(answer: any) => void} act.done
 */
async function ask({ plugin, title, list, about, more, send, done }) {
  const api = client(plugin);
  const dialog = openDialog({ title, className: 'qp-manager-act' });
  replace(dialog.body, h('p', { class: 'qp-empty', role: 'status' }, t('state.loading')));
  try {
    const [all, own] = await Promise.all([reasonsOf(api), more?.(api) ?? []]);
    const say = notice();
    const reason = field({ name: 'reason', label: t('act.reason'), type: 'select', required: true, options: [{ value: '', label: '—' }, ...all[list].map((/** @type {any} */ each) => ({ value: each.code, label: each.text }))] });
    const note = field({ name: 'note', label: t('act.note'), type: 'textarea', hint: t('act.note.help'), attributes: { maxlength: 2000, rows: 3 } });
    const fields = [...own, reason, note];
    const confirm = h('button', { type: 'submit', class: 'qp-button qp-primary', form: 'qp-act-form' }, t('act.confirm'));
    const form = h('form', { id: 'qp-act-form', novalidate: true }, h('p', { class: 'qp-act-about' }, about), fields.map((each) => each.node), say.node);
    form.addEventListener('submit', async (/** @type {Event} */ event) => {
      event.preventDefault();
      if (!validateAll(fields)) {
        return;
      }
      dialog.setBusy(true);
      try {
        const answer = await send(api, { ...Object.fromEntries(own.map((each) => [each.name, each.value() || null])), reason: reason.value(), note: note.value() || undefined });
        dialog.close();
        done(answer);
      } catch (fault) {
        dialog.setBusy(false);
        say.error(showViolations(refusal(fault), fields));
      }
    });
    replace(dialog.body, form);
    replace(dialog.footer, h('button', { type: 'button', class: 'qp-button', onclick: dialog.close }, t('action.cancel')), confirm);
    fields[0].control.focus();
  } catch (fault) {
    replace(dialog.body, h('p', { class: 'qp-notice qp-notice-error', role: 'alert' }, refusal(fault).message));
  }
}

/** @param {any[]} people */
function receiver(people) {
  return field({ name: 'to', label: t('act.to'), type: 'select', options: [{ value: '', label: t('act.toGroup') }, ...people.map((each) => ({ value: each.id, label: `${each.name} (${t('act.openTasks', { n: each.openTasks })})` }))] });
}

/** @param {import('../lib/api.js').PluginApi} plugin @param {{id: string, name: string}} task @param {() => void} done */
export function handOver(plugin, task, done) {
  const path = `/api/v1/tasks/${encodeURIComponent(task.id)}`;
  return ask({
    plugin,
    title: t('act.handOver.title'),
    list: 'handOver',
    about: task.name,
    more: async (api) => [receiver(await api.get(`${path}/candidates`))],
    send: (api, values) => api.post(`${path}/hand-over`, values),
    done,
  });
}

/** @param {import('../lib/api.js').PluginApi} plugin @param {{id: string, name: string}} person @param {any[]} others @param {(answer: any) => void} done */
export function handOverAll(plugin, person, others, done) {
  return ask({
    plugin,
    title: t('act.handOverAll.title'),
    list: 'handOver',
    about: person.name,
    more: async () => [receiver(others)],
    send: (api, values) => api.post(`/api/v1/staff/${encodeURIComponent(person.id)}/hand-over`, values),
    done,
  });
}

/** @param {import('../lib/api.js').PluginApi} plugin @param {string} operator @param {string} number @param {any} deadline @param {() => void} done */
export function moveDeadline(plugin, operator, number, deadline, done) {
  return ask({
    plugin,
    title: t('act.move.title'),
    list: 'moveDeadline',
    about: `${number}: ${deadline.duty.text}`,
    more: async () => [dayField({ name: 'dueOn', label: t('act.dueOn'), required: true })],
    send: (api, values) => api.post(operatorPath(operator, 'cases', number, 'deadlines', deadline.duty.code, 'move'), values),
    done,
  });
}

/**
 * Prolongs a deadline that law does not set: once, and no further than the server says. Shows what the day would mean before it is sent.
 *
 * @param {import('../lib/api.js').PluginApi} plugin
 * @param {string} operator
 * @param {string} number
 * @param {any} deadline
 * @param {() => void} done
 */
export function prolongDeadline(plugin, operator, number, deadline, done) {
  /** @param {...string} more */
  const path = (...more) => operatorPath(operator, 'cases', number, 'deadlines', deadline.duty.code, ...more);
  return ask({
    plugin,
    title: t('act.prolong.title'),
    list: 'prolongDeadline',
    about: `${number}: ${deadline.duty.text}`,
    more: async (api) => {
      const may = await api.get(path('prolongation'));
      const asked = dayField({ name: 'dueOn', label: t('act.dueOn'), required: true, hint: t('act.prolong.latest', { day: day(may.latestOn) }) });
      const preview = h('p', { class: 'qp-hint', role: 'status' });
      asked.control.addEventListener('change', async () => {
        replace(preview);
        const dueOn = asked.value();
        if (!dueOn) {
          return;
        }
        try {
          const would = await api.get(`${path('prolongation')}?dueOn=${encodeURIComponent(dueOn)}`);
          asked.setError(null);
          replace(preview, t('act.prolong.preview', { before: moment(would.dueAt), after: moment(would.newDueAt) }), would.warnings.length ? [' ', t('act.prolong.warnings', { list: would.warnings.map((/** @type {any} */ each) => moment(each.at)).join('; ') })] : null);
        } catch (fault) {
          replace(preview, showViolations(refusal(fault), [asked]));
        }
      });
      asked.node.append(preview);
      return [asked];
    },
    send: (api, values) => api.post(path('prolong'), values),
    done,
  });
}

/**
 * Says which members of staff a case concerns: for them it does not exist from then on.
 *
 * @param {import('../lib/api.js').PluginApi} plugin
 * @param {string} operator
 * @param {string} number
 * @param {() => void} done
 */
export function nameConcerned(plugin, operator, number, done) {
  const path = operatorPath(operator, 'cases', number, 'concerns');
  return ask({
    plugin,
    title: t('act.concerns.title'),
    list: 'nameConcerned',
    about: number,
    more: async (api) => {
      const named = await api.get(path);
      const whom = choices({ name: 'staff', label: t('act.concerns.staff'), hint: t('act.concerns.help'), options: named.people.map((/** @type {any} */ each) => ({ value: each.id, label: each.name })) });
      for (const input of whom.node.querySelectorAll('input')) {
        input.checked = named.staff.includes(input.value);
      }
      return [whom];
    },
    send: (api, { staff, reason }) => api.put(path, { staff: staff ? staff.split(',') : [], reason }),
    done,
  });
}

/** @param {import('../lib/api.js').PluginApi} plugin @param {string} operator @param {string} number @param {any} failure @param {() => void} done */
export function retryStep(plugin, operator, number, failure, done) {
  return ask({
    plugin,
    title: t('act.retry.title'),
    list: 'retry',
    about: `${number}: ${failure.step}`,
    send: (api, values) => api.post(operatorPath(operator, 'cases', number, 'retries'), { ...values, step: failure.id }),
    done,
  });
}
