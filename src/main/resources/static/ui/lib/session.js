// @ts-check
/**
 * A session that ran out in the middle of work. Whatever was being asked for waits, the page stays as it is with all that was typed, behind a dialog that says what
 * happened; when the same person has logged in again, here or in another tab, everything goes on. Nothing is written anywhere for that.
 */
import { openDialog } from './dialog.js';
import { h, replace } from './dom.js';
import { field, notice } from './fields.js';
import { t } from './strings.js';

const WHO = '/camunda/api/admin/auth/user/default';
const OURS = /^\/(camunda\/api|api)\//;

/** The person whose page this is; nobody before the log-in and after the log-out. @type {string | undefined} */
let person;

/** Those who wait for the session to be there again. @type {{resolve: () => void}[]} */
let waiting = [];

/** How often the session has been there again: a refusal of what was sent before says nothing of the session that is. */
let restored = 0;

/** The page's own ways to ask, before anything is wrapped. */
const plain = { fetch: window.fetch.bind(window) };

/** @param {string | URL} address */
function pathOf(address) {
  const url = new URL(String(address), location.href);
  return url.origin === location.origin ? url.pathname : '';
}

/** Notes who logs in and out. @param {string} method @param {string} path @param {number} status @param {() => any} body */
function note(method, path, status, body) {
  if (!path.startsWith(WHO)) {
    return;
  }
  if (path.endsWith('/logout')) {
    person = undefined;
  } else if (status === 200 && (method === 'GET' || path.includes('/login/'))) {
    try {
      person = body()?.userId ?? person;
    } catch {
      // an answer that is no JSON names nobody
    }
  }
}

/** Whether an answer means that the session of this page's person is over. @param {string} path @param {number} status */
function isOver(path, status) {
  return status === 401 && person !== undefined && OURS.test(path) && !path.startsWith(WHO);
}

/** @returns {string} the token as the cookie has it now */
function token() {
  const match = /(?:^|;\s*)XSRF-TOKEN=([^;]+)/.exec(document.cookie);
  return match ? decodeURIComponent(match[1]) : '';
}

/** Resolves when the session is there again; at once when it has come back since the call was sent. @param {number} sent what `restored` was then @returns {Promise<void>} */
function again(sent) {
  if (sent < restored) {
    return Promise.resolve();
  }
  return new Promise((resolve) => {
    waiting.push({ resolve });
    if (waiting.length === 1) {
      ask();
    }
  });
}

function goOn() {
  const all = waiting;
  waiting = [];
  for (const each of all) {
    each.resolve();
  }
}

/** A session that ended took its token along, and a log-in makes another session: a page of the application brings the token of the session that is. */
async function freshToken() {
  await plain.fetch('/camunda/app/tasklist/default/', { credentials: 'same-origin', cache: 'no-store' });
}

/** Leaves the page with all that stands on it. */
function leave() {
  person = undefined;
  location.reload();
}

/** The dialog over everything; nobody but the same person gets behind it. */
function ask() {
  const say = notice();
  const who = person ?? '';
  const password = field({ name: 'password', label: t('session.password'), type: 'password', required: true, attributes: { autocomplete: 'current-password' } });
  let done = false;
  const dialog = openDialog({ title: t('session.title'), className: 'qp-session', mayClose: () => done });
  const finish = () => {
    done = true;
    restored += 1;
    dialog.close();
    goOn();
  };

  /** @param {() => Promise<Response>} call @param {string} refused */
  const attempt = async (call, refused) => {
    say.error(null);
    dialog.setBusy(true);
    try {
      const response = await call();
      const answer = response.ok ? await response.json().catch(() => null) : null;
      if (answer?.userId === who) {
        finish();
      } else if (answer?.userId) {
        // somebody else's session: what stands here is not for that person
        leave();
      } else {
        say.error(response.status === 429 ? t('session.tooMany') : refused);
      }
    } catch {
      say.error(t('error.offline'));
    } finally {
      dialog.setBusy(false);
    }
  };
  const logIn = () =>
    password.validate() &&
    attempt(async () => {
      await freshToken();
      const response = await plain.fetch(`${WHO}/login/tasklist`, {
        method: 'POST',
        credentials: 'same-origin',
        headers: { 'Content-Type': 'application/x-www-form-urlencoded', 'X-XSRF-TOKEN': token(), Accept: 'application/json' },
        body: new URLSearchParams({ username: who, password: password.control.value }),
      });
      await freshToken();
      return response;
    }, t('session.wrong'));
  const look = () => attempt(() => plain.fetch(WHO, { credentials: 'same-origin', cache: 'no-store', headers: { Accept: 'application/json' } }), t('session.still'));

  const form = h('form', { novalidate: true }, h('p', null, t('session.said')), h('p', { class: 'qp-hint' }, t('session.kept')), h('p', { class: 'qp-session-who' }, t('session.who'), ' ', h('strong', null, who)), password.node, say.node);
  form.addEventListener('submit', (/** @type {Event} */ event) => {
    event.preventDefault();
    void logIn();
  });
  const enter = h('button', { type: 'button', class: 'qp-button qp-primary', onclick: () => void logIn() }, t('session.enter'));
  replace(dialog.body, form);
  replace(dialog.footer, h('button', { type: 'button', class: 'qp-button', onclick: leave }, t('session.leave')), h('button', { type: 'button', class: 'qp-button', onclick: () => void look() }, t('session.again')), enter);
  password.control.focus();
}

/** Requests of the web applications: one that meets an ended session waits, and is sent again as it was. */
function guardRequests() {
  const Plain = window.XMLHttpRequest;
  window.XMLHttpRequest = class extends Plain {
    constructor() {
      super();
      /** @type {any[]} */
      this.qpOpened = [];
      /** @type {[string, string][]} */
      this.qpHeaders = [];
      this.qpHeld = false;
      this.qpSent = 0;
      // the first listener of all, so that the others hear nothing of what is held
      for (const type of ['readystatechange', 'load', 'loadend']) {
        this.addEventListener(type, (event) => this.qpSettle(event));
      }
    }

    /** @param {any[]} args */
    open(...args) {
      this.qpOpened = args;
      this.qpHeaders = [];
      // @ts-ignore the overloads of open() are passed on as they came
      super.open(...args);
    }

    /** @param {string} name @param {string} value */
    setRequestHeader(name, value) {
      this.qpHeaders.push([name, value]);
      super.setRequestHeader(name, value);
    }

    /** @param {any} [body] */
    send(body) {
      this.qpBody = body;
      this.qpSent = restored;
      super.send(body);
    }

    /** @param {Event} event */
    qpSettle(event) {
      if (this.readyState !== 4) {
        return;
      }
      const path = pathOf(this.qpOpened[1] ?? '');
      if (isOver(path, this.status)) {
        event.stopImmediatePropagation();
        if (!this.qpHeld) {
          this.qpHeld = true;
          void again(this.qpSent).then(() => this.qpResend());
        }
      } else if (event.type === 'readystatechange') {
        if ((this.status === 404 || this.status === 409) && /\/task\/[^/]+\/(claim|submit-form)$/.test(path)) {
          // somebody else was faster: whoever watches the task looks again
          window.dispatchEvent(new Event('qp-task-refused'));
        }
        note(String(this.qpOpened[0] ?? '').toUpperCase(), path, this.status, () => (this.responseType === 'json' ? this.response : JSON.parse(this.responseText)));
      }
    }

    qpResend() {
      const [opened, headers, body] = [this.qpOpened, this.qpHeaders, this.qpBody];
      this.qpHeld = false;
      this.open(...opened);
      for (const [name, value] of headers) {
        this.setRequestHeader(name, name.toUpperCase() === 'X-XSRF-TOKEN' ? token() : value);
      }
      this.send(body);
    }
  };
}

/** The same for calls by fetch, ours among them. */
function guardCalls() {
  window.fetch = async (input, init) => {
    const sent = restored;
    const response = await plain.fetch(input, init);
    const path = pathOf(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url);
    if (!isOver(path, response.status) || input instanceof Request) {
      return response;
    }
    await again(sent);
    const headers = new Headers(init?.headers);
    if (headers.has('X-XSRF-TOKEN')) {
      headers.set('X-XSRF-TOKEN', token());
    }
    return window.fetch(input, { ...init, headers });
  };
}

/** Watches over the session of the page from now on; call once, before the application starts. */
export function keepWork() {
  guardRequests();
  guardCalls();
}
