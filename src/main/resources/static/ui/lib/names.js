// @ts-check
/**
 * Names of tasks, processes, groups and lists in the reader's language. The engine keeps one name of each, in Russian; the server knows the others, from the models
 * themselves.
 */
import { language } from './language.js';

/** Where the web applications show such names. Our own panels are written in the reader's language by the server. */
const PLACES = '.tasks-list, .task-filters, .task-card, [cam-tasklist-filters], [cam-tasklist-tasks], [cam-tasklist-task], .ctn-view, .tooltip';
const OURS = '.qp, .fjs-container, script, style';

/** @type {Record<string, string> | undefined} */
let names;

/** A name as the reader says it. @param {string} kept @returns {string} */
export function nameOf(kept) {
  return names?.[kept] ?? kept;
}

/** A name, or several as the engine lists the groups of a task. @param {string} kept @returns {string | undefined} */
function said(kept) {
  if (names?.[kept] !== undefined) {
    return names[kept];
  }
  const several = kept.split(', ');
  return several.length > 1 && several.every((each) => names?.[each] !== undefined) ? several.map(nameOf).join(', ') : undefined;
}

/** @param {Element} root */
function rename(root) {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT, (node) => (node.parentElement?.closest(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT));
  while (texts.nextNode()) {
    const node = /** @type {Text} */ (texts.currentNode);
    const kept = node.data.trim();
    const label = kept.endsWith(':') ? kept.slice(0, -1) : kept;
    const name = said(label);
    if (name !== undefined && name !== label) {
      node.data = node.data.replace(label, name);
    }
  }
  for (const element of root.querySelectorAll('[title], [tooltip], [uib-tooltip]')) {
    const name = names?.[element.getAttribute('title') ?? ''];
    if (name !== undefined) {
      element.setAttribute('title', name);
    }
  }
}

function renameAll() {
  for (const place of document.querySelectorAll(PLACES)) {
    rename(place);
  }
}

/** @param {import('./api.js').Client} api */
async function load(api) {
  try {
    names = await api.get('/api/v1/names');
    renameAll();
  } catch {
    // Not logged in yet, or the server is away: the names stay Russian until the next page.
    names = undefined;
  }
}

let watching = false;

/** Shows names in the reader's language from now on.. @param {import('./api.js').Client} api */
export function watchNames(api) {
  if (watching) {
    return;
  }
  watching = true;
  let asked = false;
  const again = () => {
    asked = false;
    if (names) {
      renameAll();
    }
  };
  new MutationObserver(() => {
    if (names && !asked) {
      asked = true;
      queueMicrotask(again);
    }
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
  void load(api);
}
