// @ts-check
/** Dates and sizes as a reader in Kazakhstan expects them. All times are shown in Asia/Almaty, wherever the browser stands. */
import { language } from './language.js';

export const ZONE = 'Asia/Almaty';

const MONTHS = {
  ru: 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' '),
  kk: 'қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан'.split(' '),
  en: 'January February March April May June July August September October November December'.split(' '),
};
/** Without a day before it. */
const MONTHS_ALONE = {
  ...MONTHS,
  ru: 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' '),
};
const DAYS = {
  ru: 'воскресенье понедельник вторник среда четверг пятница суббота'.split(' '),
  kk: 'жексенбі дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі'.split(' '),
  en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' '),
};

const parts = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** @param {Date} instant @returns {Record<string, string>} */
function split(instant) {
  return Object.fromEntries(parts.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** @param {number} year @param {number} month 1 to 12 @param {number} day @param {string} lang */
function words(year, month, day, lang) {
  const name = /** @type {Record<string, string[]>} */ (MONTHS)[lang][month - 1];
  return lang === 'kk' ? `${year} ж. ${day} ${name}` : lang === 'ru' ? `${day} ${name} ${year} г.` : `${day} ${name} ${year}`;
}

/** A calendar day such as `2026-11-28`, or the day of an instant. @param {string} iso @param {string} [lang] */
export function day(iso, lang = language) {
  if (/^\d{4}-\d\d-\d\d$/.test(iso)) {
    const [y, m, d] = iso.split('-').map(Number);
    return words(y, m, d, lang);
  }
  const p = split(new Date(iso));
  return words(Number(p.year), Number(p.month), Number(p.day), lang);
}

/** A calendar day in figures, for lists. @param {string} iso `2026-11-28` */
export function shortDay(iso) {
  const [y, m, d] = iso.split('-');
  return `${d}.${m}.${y}`;
}

/** The day of the week of a calendar day. @param {string} iso `2026-11-28` @param {string} [lang] */
export function weekday(iso, lang = language) {
  const [y, m, d] = iso.split('-').map(Number);
  return /** @type {Record<string, string[]>} */ (DAYS)[lang][new Date(Date.UTC(y, m - 1, d)).getUTCDay()];
}

/** A month such as `2026-11`; short for the axis of a chart. @param {string} iso @param {boolean} [short] */
export function monthName(iso, short = false) {
  const [y, m] = iso.split('-').map(Number);
  const name = /** @type {Record<string, string[]>} */ (MONTHS_ALONE)[language][m - 1];
  return short ? `${name.slice(0, 3)}\u00a0${String(y).slice(2)}` : language === 'kk' ? `${y} ж. ${name}` : language === 'ru' ? `${name} ${y} г.` : `${name} ${y}`;
}

/** Day and time of an instant. @param {string} iso @param {string} [lang] */
export function moment(iso, lang = language) {
  const p = split(new Date(iso));
  return `${words(Number(p.year), Number(p.month), Number(p.day), lang)}, ${p.hour}:${p.minute}`;
}

/** Value for an `<input type="datetime-local">`: the wall clock of Almaty. @param {Date} instant */
export function toInput(instant) {
  const p = split(instant);
  return `${p.year}-${p.month.padStart(2, '0')}-${p.day.padStart(2, '0')}T${p.hour}:${p.minute}`;
}

/** Offset of Asia/Almaty at an instant, in minutes. @param {Date} instant */
function offset(instant) {
  const p = split(instant);
  const wall = Date.UTC(Number(p.year), Number(p.month) - 1, Number(p.day), Number(p.hour), Number(p.minute));
  return Math.round((wall - Math.floor(instant.getTime() / 60000) * 60000) / 60000);
}

/** The instant that a wall clock of Almaty names, with its offset: `2026-11-20T10:30` becomes `2026-11-20T10:30:00+05:00`. @param {string} value of a datetime-local input */
export function fromInput(value) {
  const minutes = offset(new Date(`${value}Z`));
  const sign = minutes < 0 ? '-' : '+';
  const two = (/** @type {number} */ n) => String(Math.floor(Math.abs(n))).padStart(2, '0');
  return `${value.length === 16 ? `${value}:00` : value}${sign}${two(minutes / 60)}:${two(Math.abs(minutes) % 60)}`;
}

/**
 * An amount in tenge: `1 234 567,89 ₸`, without the tiyn where there are none. Not by Intl: browsers often lack Kazakh.
 *
 * @param {number | string | null | undefined} amount
 */
export function money(amount) {
  if (amount === null || amount === undefined || amount === '') {
    return null;
  }
  const [whole, part] = Number(amount).toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0')}${part === '00' ? '' : `${language === 'en' ? '.' : ','}${part}`}\u00a0₸`;
}

/** A number to a tenth. @param {number} n */
export function tenths(n) {
  // not Intl: browsers often lack Kazakh and would fall back to the point
  return String(Math.round(n * 10) / 10).replace('.', language === 'en' ? '.' : ',');
}

/** @param {number} bytes */
export function fileSize(bytes) {
  const units = { ru: ['Б', 'КБ', 'МБ'], kk: ['Б', 'КБ', 'МБ'], en: ['B', 'KB', 'MB'] }[/** @type {'ru'} */ (language)];
  if (bytes < 1024) {
    return `${tenths(bytes)} ${units[0]}`;
  }
  return bytes < 1024 * 1024 ? `${tenths(bytes / 1024)} ${units[1]}` : `${tenths(bytes / 1024 / 1024)} ${units[2]}`;
}

/**
 * Time between two instants split for people: the two largest units.
 *
 * @param {number} millis
 * @returns {{days: number, hours: number, minutes: number}}
 */
export function span(millis) {
  const total = Math.floor(Math.abs(millis) / 60000);
  return { days: Math.floor(total / 1440), hours: Math.floor((total % 1440) / 60), minutes: total % 60 };
}

/** A number as the reader writes it. @param {number} n @param {number} [places] */
export function number(n, places = 0) {
  const [whole, part] = n.toFixed(places).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, '\u00a0');
  return part ? `${grouped}${language === 'en' ? '.' : ','}${part}` : grouped;
}
