// @ts-check
/**
 * Which language a person reads. The web applications of the engine follow the browser only; here a person may choose, and the choice lasts in this browser.
 */

/** Languages of the product; the first is used when neither the person nor the browser asks for one of them. */
export const LANGUAGES = ['ru', 'kk', 'en'];

const KEY = 'qupiya.language';

/** Language names in their own language, for the switch. @type {Record<string, {short: string, name: string}>} */
export const LANGUAGE_NAMES = {
  kk: { short: 'Қаз', name: 'Қазақша' },
  ru: { short: 'Рус', name: 'Русский' },
  en: { short: 'Eng', name: 'English' },
};

/** Locales for the browser's own formatting of numbers and dates. @type {Record<string, string>} */
export const LOCALES = { ru: 'ru-KZ', kk: 'kk-KZ', en: 'en-GB' };

/** The wish as the browser was set up, before {@link applyLanguage} covers it. */
const browserLanguages = Array.from(navigator.languages ?? [navigator.language]);

/** @returns {string | null} what the person chose here before */
function chosen() {
  try {
    const value = localStorage.getItem(KEY);
    return value !== null && LANGUAGES.includes(value) ? value : null;
  } catch {
    return null;
  }
}

/** The language that the page is in. */
export const language = chosen() ?? browserLanguages.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => LANGUAGES.includes(tag)) ?? LANGUAGES[0];

/**
 * Makes the choice last and loads the page anew: the engine's applications read the language once, at their start.
 *
 * @param {string} tag one of {@link LANGUAGES}
 */
export function chooseLanguage(tag) {
  localStorage.setItem(KEY, tag);
  location.reload();
}

/** Makes the engine's web applications see the chosen language as the browser's, and says it to assistive technology. Call before they start. */
export function applyLanguage() {
  Object.defineProperty(navigator, 'languages', { configurable: true, get: () => [LOCALES[language], language] });
  Object.defineProperty(navigator, 'language', { configurable: true, get: () => LOCALES[language] });
  document.documentElement.lang = language;
}
