// Replaces the web application's own configuration: resources of the application win over those of its jar. Administrators work in English.
import { prepare } from '../../../../../ui/lib/shell.js';

const locales = await prepare(['en']);

export default {
  app: { name: 'Admin', vendor: 'Qupiya' },
  locales,
  csrfCookieName: 'XSRF-TOKEN',
  disableWelcomeMessage: true,
};
