// @ts-check
/**
 * Forms in the reader's language. A form has one source, in Russian; a component carries its other languages in its own properties, which the Modeler shows and keeps:
 * `label:kk`, `description:en`, `text:kk`, `dateLabel:en`, and `value:<value>:kk` for an option, `column:<key>:kk` for a column. What the renderer and its date picker hard-code in English is
 * replaced on the page; so is what the web applications' own library hard-codes.
 */
import { language } from './language.js';

const TEXTS = ['label', 'description', 'text', 'dateLabel', 'timeLabel', 'title', 'content'];

/**
 * @param {any} schema the form as stored
 * @param {string} lang
 * @returns {any} the same form in the language; a text without a translation stays Russian
 */
export function translateForm(schema, lang) {
  if (Array.isArray(schema)) {
    return schema.map((each) => translateForm(each, lang));
  }
  if (schema === null || typeof schema !== 'object') {
    return schema;
  }
  const own = schema.properties ?? {};
  const result = { ...schema };
  for (const name of TEXTS) {
    const text = own[`${name}:${lang}`];
    if (typeof schema[name] === 'string' && typeof text === 'string') {
      result[name] = text;
    }
  }
  if (schema.appearance) {
    result.appearance = { ...schema.appearance };
    for (const name of ['prefixAdorner', 'suffixAdorner']) {
      const text = own[`${name}:${lang}`];
      if (typeof text === 'string') {
        result.appearance[name] = text;
      }
    }
  }
  if (Array.isArray(schema.values)) {
    result.values = schema.values.map((/** @type {any} */ option) => ({ ...option, label: own[`value:${option.value}:${lang}`] ?? option.label }));
  }
  if (Array.isArray(schema.columns)) {
    result.columns = schema.columns.map((/** @type {any} */ column) => ({ ...column, label: own[`column:${column.key}:${lang}`] ?? column.label }));
  }
  if (Array.isArray(schema.components)) {
    result.components = schema.components.map((/** @type {any} */ each) => translateForm(each, lang));
  }
  return result;
}

/** What form-js 1.8.7 says by itself. @type {[RegExp, Record<string, string>][]} */
const MESSAGES = [
  [/^Field is required\.$/, { ru: 'Заполните это поле.', kk: 'Бұл өрісті толтырыңыз.' }],
  [/^Field must match pattern (.+)\.$/, { ru: 'Значение не подходит под образец $1.', kk: 'Мән $1 үлгісіне сай емес.' }],
  [/^Field must have minimum value of (.+)\.$/, { ru: 'Наименьшее значение: $1.', kk: 'Ең кіші мән: $1.' }],
  [/^Field must have maximum value of (.+)\.$/, { ru: 'Наибольшее значение: $1.', kk: 'Ең үлкен мән: $1.' }],
  [/^Field must have minimum length of (.+)\.$/, { ru: 'Знаков не меньше $1.', kk: 'Таңба саны $1 кем болмауы керек.' }],
  [/^Field must have maximum length of (.+)\.$/, { ru: 'Знаков не больше $1.', kk: 'Таңба саны $1 аспауы керек.' }],
  [/^Field must be a valid {1,2}international phone number\..*$/, { ru: 'Укажите телефон в международном виде, например +77011234567.', kk: 'Телефонды халықаралық түрде көрсетіңіз, мысалы +77011234567.' }],
  [/^Field must be a valid email\.$/, { ru: 'Укажите верный адрес почты.', kk: 'Пошта мекенжайын дұрыс көрсетіңіз.' }],
  [/^Value is not a number\.$/, { ru: 'Укажите число.', kk: 'Сан көрсетіңіз.' }],
  [/^Value is expected to be an integer\.$/, { ru: 'Укажите целое число.', kk: 'Бүтін сан көрсетіңіз.' }],
  [/^Value is expected to have at most (\d+) decimal digits?\.$/, { ru: 'Знаков после запятой не больше $1.', kk: 'Үтірден кейінгі таңба саны $1 аспауы керек.' }],
  [/^Please select a valid value, the two nearest valid values are (.+) and (.+)\.$/, { ru: 'Ближайшие допустимые значения: $1 и $2.', kk: 'Ең жақын рұқсат етілген мәндер: $1 және $2.' }],
  [/^Date is required\.$/, { ru: 'Укажите дату.', kk: 'Күнді көрсетіңіз.' }],
  [/^Time is required\.$/, { ru: 'Укажите время.', kk: 'Уақытты көрсетіңіз.' }],
  [/^Date and time is required\.$/, { ru: 'Укажите дату и время.', kk: 'Күн мен уақытты көрсетіңіз.' }],
  [/^Nothing to show\.$/, { ru: 'Показывать нечего.', kk: 'Көрсететін ештеңе жоқ.' }],
  [/^Select$/, { ru: 'Выберите', kk: 'Таңдаңыз' }],
  [/^Search$/, { ru: 'Поиск', kk: 'Іздеу' }],
  [/^Close$/, { ru: 'Закрыть', kk: 'Жабу' }],
  [/^All values selected$/, { ru: 'Всё уже выбрано', kk: 'Бәрі таңдалған' }],
  [/^Remove tag$/, { ru: 'Убрать', kk: 'Алып тастау' }],
  [/^Increment$/, { ru: 'Больше на шаг', kk: 'Бір қадамға арттыру' }],
  [/^Decrement$/, { ru: 'Меньше на шаг', kk: 'Бір қадамға кеміту' }],
  [/^Date and time must both be entered\.$/, { ru: 'Укажите и дату, и время.', kk: 'Күнді де, уақытты да көрсетіңіз.' }],
  [/^Month$/, { ru: 'Месяц', kk: 'Ай' }],
  [/^Year$/, { ru: 'Год', kk: 'Жыл' }],
  [/^hh:mm( --)?$/, { ru: 'чч:мм', kk: 'сс:мм' }],
  [/^Next page$/, { ru: 'Следующая страница', kk: 'Келесі бет' }],
  [/^Previous page$/, { ru: 'Предыдущая страница', kk: 'Алдыңғы бет' }],
  [/^Skip to search$/, { ru: 'Перейти к поиску', kk: 'Іздеуге өту' }],
  [/^of$/, { ru: 'из', kk: '/' }],
  [/^Click to sort by (.+) descending$/, { ru: 'Упорядочить: $1', kk: 'Реттеу: $1' }],
  [/^Click to sort by (.+) ascending$/, { ru: 'Упорядочить обратно: $1', kk: 'Кері реттеу: $1' }],
  [/^Click to remove sorting$/, { ru: 'Вернуть исходный порядок', kk: 'Бастапқы ретке қайтару' }],
  [/^Add new$/, { ru: 'Добавить', kk: 'Қосу' }],
  [/^Expand all \((\d+)\)$/, { ru: 'Показать все ($1)', kk: 'Барлығын көрсету ($1)' }],
  [/^Collapse$/, { ru: 'Свернуть', kk: 'Жию' }],
  [/^Remove list item (\d+)$/, { ru: 'Убрать строку $1', kk: '$1-жолды алып тастау' }],
  [/^No content to show\.$/, { ru: 'Показывать нечего.', kk: 'Көрсететін ештеңе жоқ.' }],
  [/^External content couldn't be loaded\.$/, { ru: 'Внешнее содержимое не загрузилось.', kk: 'Сыртқы мазмұн жүктелмеді.' }],
  [/^No results$/, { ru: 'Ничего не найдено', kk: 'Ештеңе табылмады' }],
];

/** @type {Record<string, {months: string[], days: string[], year: string, hour: string, minute: string}>} */
const PICKER = {
  ru: {
    months: 'Январь Февраль Март Апрель Май Июнь Июль Август Сентябрь Октябрь Ноябрь Декабрь'.split(' '),
    days: 'Вс Пн Вт Ср Чт Пт Сб'.split(' '),
    year: 'Год',
    hour: 'Часы',
    minute: 'Минуты',
  },
  kk: {
    months: 'Қаңтар Ақпан Наурыз Сәуір Мамыр Маусым Шілде Тамыз Қыркүйек Қазан Қараша Желтоқсан'.split(' '),
    days: 'Жк Дс Сс Ср Бс Жм Сб'.split(' '),
    year: 'Жыл',
    hour: 'Сағат',
    minute: 'Минут',
  },
};
const ENGLISH_MONTHS = 'January February March April May June July August September October November December'.split(' ');
const ENGLISH_DAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');

/** @param {string} text @returns {string | undefined} */
function message(text) {
  for (const [pattern, words] of MESSAGES) {
    if (pattern.test(text) && words[language]) {
      return text.replace(pattern, words[language]);
    }
  }
  return undefined;
}

/**
 * Puts other words into a node. The text node stays the one that the renderer made: a replaced one would stay on the page beside what it draws next.
 * @param {Element} node @param {string} words
 */
function say(node, words) {
  const only = node.childNodes.length === 1 ? node.firstChild : null;
  if (only instanceof Text) {
    only.data = words;
  }
}

/** What the engine says of a task that is no more, or that the reader has no part in. @type {Record<string, string>} */
const NO_TASK = { ru: 'Она завершена, снята или относится к другому оператору.', kk: 'Ол аяқталған, алып тасталған немесе басқа операторға жатады.' };

/** The engine's own words in a notice of the web applications. @param {Element} notice */
function translateNotice(notice) {
  const texts = document.createTreeWalker(notice, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = /** @type {Text} */ (texts.currentNode);
    if (/No matching task with id/.test(node.data)) {
      node.data = NO_TASK[language];
    }
  }
}

/** Whole texts that the renderer says by itself; what people wrote and what a form says is left alone. @param {Element} part */
function translateTexts(part) {
  const texts = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = /** @type {Text} */ (texts.currentNode);
    const said = node.data.trim();
    const words = said === '' || node.parentElement?.closest('textarea, .fjs-form-field-text, .fjs-form-field-html') ? undefined : message(said);
    if (words !== undefined) {
      node.data = node.data.replace(said, () => words);
    }
  }
}

/** Pickers that begin the week as people here do. @type {WeakSet<object>} */
const mondays = new WeakSet();

/** The week begins on Monday; the picker's own begins on Sunday. @param {ParentNode} root */
function beginOnMonday(root) {
  for (const input of root.querySelectorAll('.fjs-form .flatpickr-input')) {
    const picker = /** @type {any} */ (input)._flatpickr;
    if (picker && !mondays.has(picker)) {
      mondays.add(picker);
      picker.set('locale', { firstDayOfWeek: 1 });
    }
  }
}

/** @param {ParentNode} root */
function translateIn(root) {
  for (const notice of root.querySelectorAll('.page-notifications .alert')) {
    translateNotice(notice);
  }
  beginOnMonday(root);
  const picker = PICKER[language];
  for (const part of root.querySelectorAll('.fjs-form, .alert > .close > .sr-only')) {
    translateTexts(part);
  }
  for (const input of root.querySelectorAll('.fjs-container input[placeholder], .fjs-form input[placeholder]')) {
    const words = message(input.getAttribute('placeholder') ?? '') ?? (/^[mdy/.-]+$/i.test(input.getAttribute('placeholder') ?? '') ? { ru: 'дд.мм.гггг', kk: 'кк.аа.жжжж' }[/** @type {'ru'} */ (language)] : undefined);
    if (words !== undefined && input.getAttribute('placeholder') !== words) {
      input.setAttribute('placeholder', words);
    }
  }
  for (const node of root.querySelectorAll('.fjs-form [title], .fjs-form [aria-label], .flatpickr-calendar [title], .flatpickr-calendar [aria-label]')) {
    for (const name of ['title', 'aria-label']) {
      const words = message(node.getAttribute(name) ?? '');
      if (words !== undefined) {
        node.setAttribute(name, words);
      }
    }
  }
  for (const node of root.querySelectorAll('.flatpickr-weekday')) {
    const at = ENGLISH_DAYS.indexOf((node.textContent ?? '').trim());
    if (at >= 0) {
      say(node, picker.days[at]);
    }
  }
  for (const node of root.querySelectorAll('.flatpickr-monthDropdown-month, .flatpickr-current-month .cur-month')) {
    const at = ENGLISH_MONTHS.indexOf((node.textContent ?? '').trim());
    if (at >= 0) {
      say(node, picker.months[at]);
    }
  }
  for (const [selector, words] of /** @type {[string, string][]} */ ([['.flatpickr-calendar .numInput.cur-year', picker.year], ['.flatpickr-hour', picker.hour], ['.flatpickr-minute', picker.minute]])) {
    for (const node of root.querySelectorAll(selector)) {
      if (node.getAttribute('aria-label') !== words) {
        node.setAttribute('aria-label', words);
        node.removeAttribute('title');
      }
    }
  }
  for (const node of root.querySelectorAll('.flatpickr-day[aria-label]')) {
    const match = /^([A-Z][a-z]+) (\d+), (\d{4})$/.exec(node.getAttribute('aria-label') ?? '');
    if (match) {
      node.setAttribute('aria-label', `${match[2]} ${picker.months[ENGLISH_MONTHS.indexOf(match[1])].toLowerCase()} ${match[3]}`);
    }
  }
}

/** Watches the page and replaces what the renderer says in English. Does nothing for an English reader. */
export function watchFormTexts() {
  if (!(language in PICKER)) {
    return;
  }
  let asked = false;
  const translate = () => {
    asked = false;
    translateIn(document);
  };
  new MutationObserver(() => {
    if (!asked) {
      asked = true;
      queueMicrotask(translate);
    }
  }).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ['placeholder', 'aria-label', 'title'] });
}
