// Replaces the web application's own configuration: resources of the application win over those of its jar.
import { prepare, pressingFirst } from '../../../../../ui/lib/shell.js';

const locales = await prepare();
pressingFirst();

export default {
  app: { name: { ru: 'Задачи', kk: 'Тапсырмалар', en: 'Tasklist' }[document.documentElement.lang], vendor: 'Qupiya' },
  locales,
  customScripts: ['../../../ui/tasklist.js'],
  csrfCookieName: 'XSRF-TOKEN',
  disableWelcomeMessage: true,
  shortcuts: {
    claimTask: { key: 'ctrl+alt+c', description: { ru: 'взять выбранную задачу в работу', kk: 'таңдалған тапсырманы жұмысқа алу', en: 'claim the selected task' }[document.documentElement.lang] },
    focusFilter: { key: 'ctrl+shift+f', description: { ru: 'перейти к первому фильтру', kk: 'бірінші сүзгіге өту', en: 'go to the first filter' }[document.documentElement.lang] },
    focusList: { key: 'ctrl+alt+l', description: { ru: 'перейти к первой задаче списка', kk: 'тізімнің бірінші тапсырмасына өту', en: 'go to the first task of the list' }[document.documentElement.lang] },
    focusForm: { key: 'ctrl+alt+f', description: { ru: 'перейти к первому полю формы', kk: 'нысанның бірінші өрісіне өту', en: 'go to the first field of the form' }[document.documentElement.lang] },
  },
};
