// Replaces the web application's own configuration: resources of the application win over those of its jar.
import { prepare } from '../../../../../ui/lib/shell.js';

const locales = await prepare();

export default {
  app: { name: { ru: 'Наблюдение', kk: 'Бақылау', en: 'Cockpit' }[document.documentElement.lang], vendor: 'Qupiya' },
  locales,
  customScripts: ['../../../ui/cockpit.js'],
  csrfCookieName: 'XSRF-TOKEN',
  disableWelcomeMessage: true,
  // a manager looks on; what would skip our listeners and mappings is never offered
  skipCustomListeners: { default: false, hidden: true },
  skipIoMappings: { default: false, hidden: true },
};
