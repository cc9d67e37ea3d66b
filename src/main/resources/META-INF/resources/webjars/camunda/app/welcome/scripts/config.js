// Replaces the web application's own configuration: resources of the application win over those of its jar.
import { prepare } from '../../../../../ui/lib/shell.js';

const locales = await prepare();

export default {
  app: { name: { ru: 'Начало', kk: 'Бастапқы бет', en: 'Welcome' }[document.documentElement.lang], vendor: 'Qupiya' },
  locales,
  links: [],
  csrfCookieName: 'XSRF-TOKEN',
  disableWelcomeMessage: true,
};
