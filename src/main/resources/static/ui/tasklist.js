// @ts-check
/** The plugins of Tasklist, in one module for `customScripts`. */
import { caseDock, casePanel } from './case-panel.js';
import { findCase } from './find-case.js';
import { newCase } from './new-case.js';
import { retentionDesk } from './retention-desk.js';
import { releaseTask } from './task-release.js';

export default [casePanel, caseDock, newCase, findCase, releaseTask, retentionDesk];
