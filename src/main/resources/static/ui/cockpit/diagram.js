// @ts-check
/** The model of a process with the way that a case took marked on it, by bpmn-visualization from its webjar. */
import { h } from '../lib/dom.js';
import { t } from '../lib/strings.js';

/** @type {Promise<any> | undefined} */
let library;

/** @returns {Promise<any>} what the bundle leaves on the page */
function visualisation() {
  library ??= new Promise((resolve, reject) => {
    const script = h('script', { src: '/webjars/bpmn-visualization/dist/bpmn-visualization.min.js' });
    script.addEventListener('load', () => resolve(/** @type {any} */ (globalThis).bpmnvisu));
    script.addEventListener('error', () => {
      library = undefined;
      reject(new Error('bpmn-visualization did not load'));
    });
    document.head.append(script);
  });
  return library;
}

/** @type {Record<string, any>} */
const LOOKS = {
  done: { fill: { color: '#dcf2e4' }, stroke: { color: '#116b3c', width: 2 } },
  active: { fill: { color: '#d5ecf5' }, stroke: { color: '#155e75', width: 3 } },
  failed: { fill: { color: '#fdeaec' }, stroke: { color: '#a8121f', width: 3 } },
  cancelled: { fill: { color: '#eceff2' }, stroke: { color: '#7b8794', width: 2 } },
};
const FLOW = { stroke: { color: '#116b3c', width: 3 } };

/** The model with the reader's names: it keeps the Russian ones. @param {string} xml @param {Record<string, string>} names by element id */
function renamed(xml, names) {
  const model = new DOMParser().parseFromString(xml, 'application/xml');
  for (const [id, name] of Object.entries(names ?? {})) {
    const element = model.querySelector(`[id="${CSS.escape(id)}"]`);
    if (element?.hasAttribute('name')) {
      element.setAttribute('name', name);
    }
  }
  return new XMLSerializer().serializeToString(model);
}

/** Lines that fit beside the sign of a step, in the upper left corner. */
const LINES_BESIDE_SIGN = 2;

/** Sets a long name below the sign of its step, whichever the zoom. @param {any} bpmnvisu @param {any} viewer @param {HTMLElement} canvas */
function clearSigns(bpmnvisu, viewer, canvas) {
  const { graph } = viewer;
  const { STYLE_SPACING_TOP } = bpmnvisu.mxgraph.mxConstants;
  const long = [...canvas.querySelectorAll('.bpmn-type-task.bpmn-label[data-bpmn-id]')].filter((label) => {
    const text = [...label.querySelectorAll('div')].pop();
    return text && text.offsetHeight / parseFloat(getComputedStyle(text).lineHeight) > LINES_BESIDE_SIGN + 0.5;
  });
  graph.setCellStyles(STYLE_SPACING_TOP, 22, long.map((label) => graph.model.getCell(label.getAttribute('data-bpmn-id'))));
}

/**
 * @typedef {object} Path
 * @property {string} name
 * @property {string} model digest
 * @property {Record<string, {state: string, times: number, first?: string, last?: string}>} elements
 * @property {string[]} flows
 * @property {Record<string, string>} names
 */

/**
 * Draws a model; the node has to stand on the page.
 *
 * @param {HTMLElement} frame
 * @param {string} xml
 * @param {Path} path
 */
async function draw(frame, xml, path) {
  const bpmnvisu = await visualisation();
  const canvas = frame.querySelector('.qp-diagram-canvas');
  const viewer = new bpmnvisu.BpmnVisualization({ container: canvas, navigation: { enabled: true } });
  const fit = { type: bpmnvisu.FitType.Center, margin: 12 };
  viewer.load(renamed(xml, path.names), { fit });
  const marks = viewer.bpmnElementsRegistry;
  for (const [id, element] of Object.entries(path.elements)) {
    marks.updateStyle(id, LOOKS[element.state] ?? LOOKS.done);
    marks.addCssClasses(id, `qp-path-${element.state}`);
    if (element.times > 1) {
      marks.addOverlays(id, { position: 'top-right', label: String(element.times), style: { fill: { color: '#1d232b' }, font: { color: '#ffffff', size: 11 }, stroke: { color: '#1d232b' } } });
    }
  }
  clearSigns(bpmnvisu, viewer, /** @type {HTMLElement} */ (canvas));
  marks.updateStyle(path.flows, FLOW);
  marks.addCssClasses(path.flows, 'qp-path-flow');
  const tools = frame.querySelector('.qp-diagram-tools');
  const tool = (/** @type {string} */ key, /** @type {string} */ sign, /** @type {() => void} */ act) => {
    const control = h('button', { type: 'button', class: 'qp-button', 'aria-label': t(key), title: t(key), onclick: act }, sign);
    tools?.append(control);
    return control;
  };
  tool('story.path.in', '+', () => viewer.navigation.zoom('in'));
  tool('story.path.out', '−', () => viewer.navigation.zoom('out'));
  tool('story.path.fit', '◻', () => viewer.navigation.fit(fit));
  // a wide model is read best over the whole window
  const large = (/** @type {boolean} */ on) => {
    frame.classList.toggle('qp-diagram-large', on);
    wide.setAttribute('aria-pressed', String(on));
    viewer.navigation.fit(fit);
  };
  const wide = tool('story.path.large', '⤢', () => large(!frame.classList.contains('qp-diagram-large')));
  frame.addEventListener('keydown', (/** @type {KeyboardEvent} */ event) => event.key === 'Escape' && frame.classList.contains('qp-diagram-large') && large(false));
}

/**
 * The picture of a path; drawn when it has come onto the page.
 *
 * @param {import('../lib/api.js').Client} api
 * @param {Path} path
 */
export function diagram(api, path) {
  const frame = h('div', { class: 'qp-diagram' }, h('div', { class: 'qp-diagram-canvas', role: 'img', 'aria-label': `${t('story.path')}: ${path.name}` }), h('div', { class: 'qp-diagram-tools' }));
  const wait = new ResizeObserver(async () => {
    if (frame.isConnected && frame.clientWidth > 0) {
      wait.disconnect();
      try {
        await draw(frame, await api.text(`/api/v1/models/${encodeURIComponent(path.model)}`, 'application/xml'), path);
        frame.dataset.drawn = 'true';
      } catch (fault) {
        console.error(fault);
        frame.replaceChildren(h('p', { class: 'qp-notice qp-notice-error', role: 'alert' }, t('error.server')));
      }
    }
  });
  wait.observe(frame);
  return frame;
}
