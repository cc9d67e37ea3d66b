// @ts-check
/**
 * What every web application of the engine shares here: the language a person chose, no half-filled form left in the browser, and texts of the form renderer in the
 * reader's language. Imported by each `config.js`, so it runs before the application starts.
 */
import { applyLanguage, chooseLanguage, language, LANGUAGES, LANGUAGE_NAMES } from './language.js';
import { keepWork } from './session.js';
import { t } from './strings.js';
import { translateForm, watchFormTexts } from './form-texts.js';

/** Half-filled forms lie under this prefix; they may hold what an officer decides about a person. */
const FORM_PREFIX = 'camunda-form:';

function keepNoForms() {
  const store = Storage.prototype.setItem;
  Storage.prototype.setItem = function (key, value) {
    if (!String(key).startsWith(FORM_PREFIX)) {
      store.call(this, key, value);
    }
  };
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(FORM_PREFIX)) {
      localStorage.removeItem(key);
    }
  }
}

/**
 * The texts are there before the application starts. It would ask for them while it draws, and some of what it has drawn by then keeps bare keys; those that it kept from
 * before are of its own version, which ours outlive.
 *
 * @param {string} wanted language
 */
async function freshTranslations(wanted) {
  const key = 'camunda-web';
  /** @type {Record<string, any>} */
  let kept = {};
  try {
    kept = Object.fromEntries(Object.entries(JSON.parse(localStorage.getItem(key) ?? '{}')).filter(([name]) => !name.includes('_locales_data_')));
  } catch {
    // not what the application wrote: begun anew
  }
  const base = document.querySelector('base');
  const place = `${base?.getAttribute('app-root')}/app/${base?.getAttribute('app-name')}/locales/`;
  const answer = await fetch(`${place}${wanted}.json`).catch(() => null);
  if (answer?.ok) {
    kept[`${place}_locales_data_${wanted}_${/** @type {any} */ (window).bust}`] = await answer.text();
  }
  localStorage.setItem(key, JSON.stringify(kept));
}

/** The engine's own calls say the reader's language too, so that a refused form is explained in it; a form comes back in it. */
function speakOnTheWire() {
  const open = XMLHttpRequest.prototype.open;
  XMLHttpRequest.prototype.open = function (/** @type {any[]} */ ...args) {
    // @ts-ignore the overloads of open() are passed on as they came
    open.apply(this, args);
    if (new URL(String(args[1]), location.href).origin === location.origin) {
      this.setRequestHeader('Accept-Language', language);
    }
  };
  const plain = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const response = await plain(input, init);
    const path = new URL(typeof input === 'string' ? input : input instanceof URL ? input.href : input.url, location.href).pathname;
    if (!response.ok || !/\/(deployed-form|deployed-start-form)$/.test(path)) {
      return response;
    }
    const text = await response.text();
    let body = text;
    try {
      body = JSON.stringify(translateForm(JSON.parse(text), language));
    } catch {
      // not a form of ours: shown as it is
    }
    return new Response(body, { status: response.status, headers: { 'Content-Type': 'application/json' } });
  };
}

/** The language switch, in the header and on the page of the login. @param {string[]} offered */
function languageSwitch(offered) {
  const box = document.createElement('div');
  box.className = 'qp-languages';
  box.setAttribute('role', 'group');
  box.setAttribute('aria-label', t('language.label'));
  for (const tag of ['kk', 'ru', 'en'].filter((each) => offered.includes(each))) {
    const button = document.createElement('button');
    button.type = 'button';
    button.lang = tag;
    button.textContent = LANGUAGE_NAMES[tag].short;
    button.title = LANGUAGE_NAMES[tag].name;
    button.setAttribute('aria-pressed', String(tag === language));
    button.addEventListener('click', () => tag !== language && chooseLanguage(tag));
    box.append(button);
  }
  document.body.append(box);
}

/**
 * Lists stand in the order of what presses: raised tasks first, then the day they are due. A person may choose otherwise; the choice stands in the address. Call before the
 * application starts.
 */
export function pressingFirst() {
  const [path, query = ''] = location.hash.replace(/^#/, '').split('?');
  const asked = new URLSearchParams(query);
  if (path !== '/login' && !asked.has('sorting')) {
    asked.set('sorting', JSON.stringify([{ sortBy: 'priority', sortOrder: 'desc' }, { sortBy: 'dueDate', sortOrder: 'asc' }]));
    history.replaceState(history.state, '', `#${path || '/'}?${asked}`);
  }
}

/**
 * Prepares the page; call once, before the application starts.
 *
 * @param {string[]} [offered] languages that the application has
 * @returns {Promise<{availableLocales: string[], fallbackLocale: string}>} for `locales` of `config.js`
 */
export async function prepare(offered = LANGUAGES) {
  applyLanguage();
  keepNoForms();
  keepWork();
  speakOnTheWire();
  watchFormTexts();
  if (offered.length > 1) {
    languageSwitch(offered);
  }
  // the application takes the dates of whichever language it loaded last, the fallback too: so it loads no second one
  const fallbackLocale = offered.includes(language) ? language : offered[0];
  await freshTranslations(fallbackLocale);
  return { availableLocales: offered, fallbackLocale };
}
