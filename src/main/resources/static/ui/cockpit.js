// @ts-check
/** The plugins of Cockpit, in one module for `customScripts`. */
import { board } from './cockpit/board.js';
import { calendarPage } from './cockpit/calendar.js';
import { casesPage } from './cockpit/cases.js';
import { ROUTES } from './cockpit/page.js';
import { reportPage } from './cockpit/report.js';
import { retentionPage } from './cockpit/retention.js';
import { staffPage } from './cockpit/staff.js';
import { caseTab, storyPage } from './cockpit/story.js';
import { t } from './lib/strings.js';

/** An entry of the menu; Cockpit marks the one whose id stands in the address. @param {'cases' | 'report' | 'retention' | 'staff' | 'calendar'} name @param {number} priority */
const entry = (name, priority) => ({ id: `qupiya/${name}`, pluginPoint: 'cockpit.navigation', properties: { label: t(`nav.${name}`), pagePath: `#${ROUTES[name]}`, priority } });

export default [board, casesPage, storyPage, reportPage, retentionPage, staffPage, calendarPage, caseTab, entry('cases', 400), entry('report', 390), entry('retention', 385), entry('staff', 380), entry('calendar', 370)];
