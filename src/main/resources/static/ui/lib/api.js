// @ts-check
/** Calls of our own REST under the session of the web application. */
import { language } from './language.js';
import { t } from './strings.js';

/** @typedef {{field?: string, code?: string, message: string}} Violation */
/** @typedef {{CSRFToken?: string, engineApi?: string, baseApi?: string}} PluginApi what the engine's web application hands to a plugin */

/** What the server refused, in the reader's language. */
export class Problem extends Error {
  /** @param {number} status @param {any} body problem details, if the server sent any */
  constructor(status, body) {
    super(body?.detail || body?.title || t(status === 0 ? 'error.offline' : status === 401 ? 'error.session' : status === 403 ? 'error.forbidden' : status === 404 ? 'error.notFound' : status === 413 ? 'error.tooLarge' : 'error.server'));
    this.status = status;
    /** @type {Violation[]} */
    this.violations = Array.isArray(body?.violations) ? body.violations : [];
    /** @type {string | undefined} */
    this.code = body?.code;
  }
}

/** What went wrong as a reader may see it: the server's refusal, or for a fault of ours a general word, with the details in the console. @param {unknown} fault @returns {Problem} */
export function refusal(fault) {
  if (fault instanceof Problem) {
    return fault;
  }
  console.error(fault);
  return new Problem(-1, null);
}

/** @returns {string | undefined} the token as the cookie has it now; the one handed to a plugin may be older than the last login */
function csrfToken() {
  const match = /(?:^|;\s*)XSRF-TOKEN=([^;]+)/.exec(document.cookie);
  return match ? decodeURIComponent(match[1]) : undefined;
}

/** @param {PluginApi | undefined} plugin */
export function client(plugin) {
  /**
   * @param {string} method
   * @param {string} path from the root of the server, `/api/v1/…`
   * @param {any} [body] JSON, a FormData, or a file as it is
   * @param {Record<string, string>} [headers]
   * @returns {Promise<any>} what the answer holds; null for none
   */
  async function call(method, path, body, headers = {}) {
    /** @type {Record<string, string>} */
    const all = { Accept: 'application/json, application/problem+json', 'Accept-Language': language, 'X-Requested-With': 'XMLHttpRequest', ...headers };
    if (method !== 'GET') {
      const token = csrfToken() ?? plugin?.CSRFToken;
      if (token) {
        all['X-XSRF-TOKEN'] = token;
      }
    }
    const isForm = body instanceof FormData;
    const isFile = body instanceof Blob;
    if (body !== undefined && !isForm && !isFile) {
      all['Content-Type'] = 'application/json';
    }
    let response;
    try {
      response = await fetch(path, {
        method,
        headers: all,
        credentials: 'same-origin',
        cache: 'no-store',
        body: body === undefined ? undefined : isForm || isFile ? body : JSON.stringify(body),
      });
    } catch {
      throw new Problem(0, null);
    }
    const type = response.headers.get('Content-Type') ?? '';
    const content = response.status === 204 ? null : type.includes('json') ? await response.json().catch(() => null) : await response.text();
    if (!response.ok) {
      throw new Problem(response.status, typeof content === 'object' ? content : null);
    }
    return content;
  }

  return {
    /** @param {string} path */
    get: (path) => call('GET', path),
    /** @param {string} path @param {any} [body] @param {Record<string, string>} [headers] */
    post: (path, body, headers) => call('POST', path, body, headers),
    /** @param {string} path @param {any} body @param {Record<string, string>} [headers] */
    put: (path, body, headers) => call('PUT', path, body, headers),
    /** A file that the server makes, with the name it gives. @param {string} path @param {string} [type] media type that is wanted @returns {Promise<{blob: Blob, name: string | null}>} */
    file: async (path, type = '*/*') => {
      const response = await fetch(path, { headers: { Accept: type, 'Accept-Language': language }, credentials: 'same-origin', cache: 'no-store' }).catch(() => {
        throw new Problem(0, null);
      });
      if (!response.ok) {
        throw new Problem(response.status, await response.json().catch(() => null));
      }
      const named = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('Content-Disposition') ?? '');
      return { blob: await response.blob(), name: named ? decodeURIComponent(named[1]) : null };
    },
    /** @param {string} path @param {string} type media type that is wanted @returns {Promise<string>} */
    text: (path, type) => call('GET', path, undefined, { Accept: type }),
  };
}

/** @typedef {ReturnType<typeof client>} Client */

/** Path of an operator's resources. @param {string} operator @param {...string} more */
export function operatorPath(operator, ...more) {
  return ['/api/v1/operators', operator, ...more].map((part, i) => (i === 0 ? part : encodeURIComponent(part))).join('/');
}

/** @type {Promise<any> | undefined} */
let reader;

/** Who reads: id, roles and operators. Callers at the same moment share one call; it is not kept, since another person may log in on the same page. @param {PluginApi | undefined} plugin @returns {Promise<any>} */
export function me(plugin) {
  reader ??= client(plugin)
    .get('/api/v1/me')
    .finally(() => {
      reader = undefined;
    });
  return reader;
}

/** The operators of a reader, with their names in the reader's language. @param {any} who @returns {{key: string, name: string}[]} */
export function operatorsOf(who) {
  return (who?.operators ?? []).map((/** @type {any} */ each) => (typeof each === 'string' ? { key: each, name: each } : { key: each.key, name: (typeof each.name === 'object' ? each.name?.[language] : each.name) ?? each.title ?? each.key }));
}

/** The roles of a reader, as the server names them. @param {any} who @returns {string[]} */
export function rolesOf(who) {
  return (who?.roles ?? []).map((/** @type {string} */ each) => each.toLowerCase());
}
