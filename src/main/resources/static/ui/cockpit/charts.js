// @ts-check
/** Charts of the dashboard, by Chart.js from its webjar. Each stands beside a table of the same figures. */
import { h } from '../lib/dom.js';

/** @type {Promise<any> | undefined} */
let library;

/** @returns {Promise<any>} the constructor */
function chartLibrary() {
  // the bundle is no module: it leaves its name on the page
  library ??= import(/* @vite-ignore */ '/webjars/chart.js/dist/chart.umd.min.js').then(() => /** @type {any} */ (globalThis).Chart);
  return library;
}

/**
 * Draws a chart; the caller destroys it when its place goes.
 *
 * @param {string} label what it shows, for assistive technology
 * @param {any} config of Chart.js
 * @returns {{node: HTMLElement, destroy: () => void}}
 */
export function chart(label, config) {
  const canvas = h('canvas', { role: 'img', 'aria-label': label });
  const node = h('div', { class: 'qp-chart' }, canvas);
  /** @type {any} */
  let drawn;
  let gone = false;
  void chartLibrary().then((Chart) => {
    if (!gone) {
      Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
      Chart.defaults.color = '#3d4650';
      drawn = new Chart(canvas, { ...config, options: { responsive: true, maintainAspectRatio: false, animation: false, ...config.options } });
    }
  });
  return {
    node,
    destroy: () => {
      gone = true;
      drawn?.destroy();
    },
  };
}
