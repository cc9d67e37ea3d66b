// @ts-check
/**
 * Every text of our own in Tasklist and Cockpit: Russian, Kazakh, English, in this order. `{name}` is replaced; `{n:день|дня|дней}` takes the form that the number
 * `n` asks for (Kazakh has one form after a number, English two, Russian three).
 */
import { language, LANGUAGES } from './language.js';

/** @type {Record<string, [string, string, string]>} */
export const STRINGS = {
  // general
  'action.cancel': ['Отмена', 'Бас тарту', 'Cancel'],
  'action.close': ['Закрыть', 'Жабу', 'Close'],
  'action.back': ['Назад', 'Артқа', 'Back'],
  'action.next': ['Далее', 'Әрі қарай', 'Next'],
  'action.send': ['Отправить', 'Жіберу', 'Send'],
  'action.save': ['Записать', 'Жазу', 'Save'],
  'action.add': ['Добавить', 'Қосу', 'Add'],
  'action.show': ['Показать', 'Көрсету', 'Show'],
  'action.hide': ['Скрыть', 'Жасыру', 'Hide'],
  'action.download': ['Скачать', 'Жүктеп алу', 'Download'],
  'state.loading': ['Загрузка…', 'Жүктелуде…', 'Loading…'],
  'state.required': ['обязательно', 'міндетті', 'required'],
  'state.yes': ['да', 'иә', 'yes'],
  'state.no': ['нет', 'жоқ', 'no'],
  'language.label': ['Язык', 'Тіл', 'Language'],

  'error.title': ['Не получилось', 'Орындалмады', 'That did not work'],
  'error.offline': ['Сервер не отвечает. Проверьте связь и повторите.', 'Сервер жауап бермейді. Байланысты тексеріп, қайталаңыз.', 'The server does not answer. Check the connection and try again.'],
  'error.session': ['Вы не вошли в систему. Войдите и повторите.', 'Сіз жүйеге кірмегенсіз. Кіріп, қайталаңыз.', 'You are not logged in. Log in and try again.'],
  'error.forbidden': ['У вашей роли нет права на это действие.', 'Сіздің рөліңізде бұл әрекетке құқық жоқ.', 'Your role may not do this.'],
  'error.notFound': ['Такого дела у ваших операторов нет.', 'Операторларыңызда мұндай іс жоқ.', 'Your operators have no such case.'],
  'error.tooLarge': ['Файл слишком большой.', 'Файл тым үлкен.', 'The file is too large.'],
  'error.server': ['На сервере произошла ошибка. Повторите позже.', 'Серверде қате шықты. Кейінірек қайталаңыз.', 'The server failed. Try again later.'],
  'error.retry': ['Повторить', 'Қайталау', 'Try again'],
  'error.fields': ['Исправьте отмеченные поля.', 'Белгіленген өрістерді түзетіңіз.', 'Correct the marked fields.'],
  'error.field.required': ['Заполните это поле.', 'Бұл өрісті толтырыңыз.', 'Fill in this field.'],
  'error.field.iin': ['ИИН: 12 цифр с верной контрольной цифрой.', 'ЖСН: бақылау цифры дұрыс 12 цифр.', 'IIN: 12 digits with the right check digit.'],
  'error.field.phone': ['Телефон: например, +7 701 123 45 67.', 'Телефон: мысалы, +7 701 123 45 67.', 'Telephone: for example +7 701 123 45 67.'],
  'error.field.email': ['Адрес почты: в нём есть знак @ и домен.', 'Пошта мекенжайы: онда @ белгісі мен домен бар.', 'Mail address: it has an @ and a domain.'],
  'error.field.identifier': ['Укажите хотя бы один признак лица: ИИН, телефон, почту, логин или договор.', 'Адамның кемінде бір белгісін көрсетіңіз: ЖСН, телефон, пошта, логин немесе шарт.', 'Give at least one identifier of the person: IIN, telephone, mail, login or contract.'],
  'error.field.date': ['День: например, 20.11.2026.', 'Күні: мысалы, 20.11.2026.', 'Day: for example 20.11.2026.'],
  'error.field.time': ['День и время: например, 20.11.2026 и 10:30.', 'Күні мен уақыты: мысалы, 20.11.2026 және 10:30.', 'Day and time: for example 20.11.2026 and 10:30.'],
  'field.day': ['день', 'күні', 'day'],
  'field.time': ['время', 'уақыты', 'time'],
  'field.day.pattern': ['дд.мм.гггг', 'кк.аа.жжжж', 'dd.mm.yyyy'],
  'field.time.pattern': ['чч:мм', 'сс:мм', 'hh:mm'],
  'error.field.future': ['Момент получения не может быть в будущем.', 'Алынған сәт болашақта бола алмайды.', 'The moment of receipt cannot lie in the future.'],
  'error.file.size': ['Файл больше {size}.', 'Файл {size} көлемінен үлкен.', 'The file is over {size}.'],
  'error.file.type': ['Такой вид файла не принимается. Принимаются: {types}.', 'Файлдың бұл түрі қабылданбайды. Қабылданатындары: {types}.', 'This kind of file is not accepted. Accepted: {types}.'],
  'error.file.empty': ['Файл пуст.', 'Файл бос.', 'The file is empty.'],

  // a session that ran out
  'session.title': ['Сеанс завершён', 'Сеанс аяқталды', 'Your session has ended'],
  'session.said': ['Вы долго не работали, или вход закрыт в другом окне. Войдите снова, чтобы продолжить с того же места.', 'Сіз ұзақ уақыт жұмыс істемедіңіз немесе басқа терезеде шықтыңыз. Сол жерден жалғастыру үшін қайта кіріңіз.', 'You were away for long, or logged out in another window. Log in again to go on where you were.'],
  'session.kept': ['Всё введённое осталось на странице и нигде не записано.', 'Енгізілгеннің бәрі бетте қалды және ешқайда жазылған жоқ.', 'All that you typed is still on the page and is written nowhere.'],
  'session.who': ['Сотрудник:', 'Қызметкер:', 'User:'],
  'session.password': ['Пароль', 'Құпиясөз', 'Password'],
  'session.enter': ['Войти и продолжить', 'Кіріп, жалғастыру', 'Log in and go on'],
  'session.again': ['Уже вошёл в другой вкладке', 'Басқа қойындыда кірдім', 'I logged in in another tab'],
  'session.leave': ['Уйти без сохранения', 'Сақтамай шығу', 'Leave without saving'],
  'session.wrong': ['Пароль не подошёл.', 'Құпиясөз сәйкес келмеді.', 'That password was not accepted.'],
  'session.still': ['Входа ещё нет: войдите здесь или в другой вкладке.', 'Әлі кірмегенсіз: осында немесе басқа қойындыда кіріңіз.', 'You are not logged in yet: log in here or in another tab.'],
  'session.tooMany': ['Слишком много неудачных попыток. Повторите позже.', 'Сәтсіз әрекеттер тым көп. Кейінірек қайталаңыз.', 'Too many failed attempts. Try again later.'],

  // looking at a document
  'viewer.open': ['Посмотреть', 'Қарау', 'Look'],
  'viewer.page': ['Страница {page} из {pages}', '{pages} беттің {page}-беті', 'Page {page} of {pages}'],
  'viewer.more': ['Показать следующие страницы', 'Келесі беттерді көрсету', 'Show the next pages'],
  'viewer.turn': ['Повернуть', 'Бұру', 'Turn'],
  'viewer.onlyDownload': ['Этот вид файла можно только скачать.', 'Файлдың бұл түрін тек жүктеп алуға болады.', 'This kind of file can only be downloaded.'],

  // the case panel
  'panel.tab': ['Дело', 'Іс', 'Case'],
  'panel.none': ['Эта задача не относится к делу.', 'Бұл тапсырма іске жатпайды.', 'This task belongs to no case.'],
  'panel.jump': ['Разделы дела', 'Істің бөлімдері', 'Sections of the case'],
  'panel.empty': ['Пока ничего нет.', 'Әзірге ештеңе жоқ.', 'Nothing yet.'],
  'panel.destroyed': ['Персональные данные дела уничтожены {at}.', 'Істің дербес деректері {at} жойылды.', 'The personal data of the case were destroyed on {at}.'],

  'section.summary': ['Главное', 'Негізгі', 'Summary'],
  'section.deadlines': ['Сроки', 'Мерзімдер', 'Deadlines'],
  'section.parties': ['Лица', 'Тұлғалар', 'People'],
  'section.findings': ['Что найдено', 'Не табылды', 'What was found'],
  'section.restrictions': ['Блокирование', 'Бұғаттау', 'Restrictions'],
  'section.consents': ['Согласия', 'Келісімдер', 'Consents'],
  'section.acts': ['Действия с данными', 'Деректермен әрекеттер', 'Data acts'],
  'section.documents': ['Документы', 'Құжаттар', 'Documents'],
  'section.notes': ['Заметки', 'Жазбалар', 'Notes'],
  'section.letters': ['Письма', 'Хаттар', 'Letters'],
  'section.facts': ['Вопросы ответственным за системы', 'Жүйелерге жауаптыларға сұрақтар', 'Questions to data custodians'],
  'section.corrections': ['Исправленные сведения', 'Түзетілген мәліметтер', 'Corrected values'],
  'section.related': ['Связанные дела', 'Байланысты істер', 'Linked cases'],
  'section.timeline': ['История', 'Тарих', 'History'],
  'section.tasks': ['Открытые задачи', 'Ашық тапсырмалар', 'Open tasks'],

  'summary.kind': ['Вид', 'Түрі', 'Kind'],
  'summary.asked': ['Обратился', 'Өтініш беруші', 'Asked by'],
  'summary.ground': ['Основание', 'Негіз', 'Ground'],
  'summary.channel': ['Поступило', 'Келіп түсті', 'Came by'],
  'summary.received': ['Получено', 'Алынды', 'Received'],
  'summary.opened': ['Зарегистрировано', 'Тіркелді', 'Registered'],
  'summary.decision': ['Решение', 'Шешім', 'Decision'],
  'summary.outcome': ['Итог', 'Нәтиже', 'Outcome'],
  'summary.blockedSince': ['Заблокировано с', 'Бұғатталған уақыты', 'Blocked since'],
  'summary.gap': ['Между получением и блокированием прошло {span}.', 'Алу мен бұғаттау арасында {span} өтті.', 'Between receipt and block: {span}.'],
  'summary.gapWhy': ['Обязанность действует с получения обращения.', 'Міндет өтініш алынған сәттен басталады.', 'The duty runs from receipt.'],
  'summary.notBlocked': ['Блокирование ещё не вступило в силу.', 'Бұғаттау әлі күшіне енген жоқ.', 'The block has not taken force yet.'],
  'summary.unproved': [
    'Об этом лице уже было {n} {n:обращение|обращения|обращений} без подтверждения права.',
    'Бұл адам туралы құқығы расталмаған {n} өтініш болған.',
    'There {n:was|were} {n} earlier {n:request|requests} about this person without proof of entitlement.',
  ],
  'summary.words': ['Слова заявителя', 'Өтініш берушінің сөздері', "The requester's words"],

  'parties.requester': ['Заявитель', 'Өтініш беруші', 'Requester'],
  'parties.subject': ['Субъект данных', 'Деректер субъектісі', 'Data subject'],
  'parties.reveal': ['Показать: {field}. Просмотр записывается.', 'Көрсету: {field}. Қарау жазылады.', 'Show: {field}. The look is recorded.'],
  'parties.recorded': ['Каждый просмотр записывается в историю дела.', 'Әр қарау іс тарихына жазылады.', 'Each look is written to the history of the case.'],

  'field.subject.fullName': ['ФИО', 'Аты-жөні', 'Full name'],
  'field.subject.iin': ['ИИН', 'ЖСН', 'IIN'],
  'field.subject.phone': ['Телефон', 'Телефон', 'Telephone'],
  'field.subject.email': ['Почта', 'Пошта', 'Mail'],
  'field.subject.login': ['Логин', 'Логин', 'Login'],
  'field.subject.contract': ['Договор', 'Шарт', 'Contract'],

  // deadlines
  'deadline.left': ['осталось {span}', '{span} қалды', '{span} left'],
  'deadline.over': ['просрочено на {span}', '{span} кешікті', 'overdue by {span}'],
  'deadline.due': ['до {day} включительно', '{day} қоса алғанға дейін', 'until {day} inclusive'],
  'deadline.metAt': ['исполнено {at}', '{at} орындалды', 'done {at}'],
  'deadline.from': ['Отсчёт от {at}; день события не считается.', '{at} бастап есептеледі; оқиға күні есепке кірмейді.', 'Counted from {at}; the day of the event does not count.'],
  'deadline.counted': ['Считаются', 'Есептеледі', 'Counted'],
  'deadline.skipped': ['Пропущены', 'Өткізілді', 'Skipped'],
  'deadline.calendar': ['Календарь: {version}', 'Күнтізбе: {version}', 'Calendar: {version}'],
  'deadline.unofficial': ['Год без официального календаря: дни посчитаны по правилам закона.', 'Ресми күнтізбесі жоқ жыл: күндер заң қағидалары бойынша есептелді.', 'A year without an official calendar: days are counted by the rules of law.'],
  'deadline.overridden': ['Уступает более строгому сроку', 'Қатаңырақ мерзімге жол береді', 'Gives way to the stricter date'],
  'deadline.earlier': ['Прежний расчёт', 'Бұрынғы есептеу', 'Earlier calculation'],
  'deadline.replaced': ['{day}, заменён {at}', '{day}, {at} ауыстырылды', '{day}, replaced {at}'],
  'deadline.later': ['Не применяется: более строгий срок раньше – {day}', 'Қолданылмайды: қатаңырақ мерзім ертерек – {day}', 'Does not rule: the stricter date comes first – {day}'],
  'deadline.sameDay': ['Не применяется: тот же день, {day}, даёт другое основание.', 'Қолданылмайды: сол күнді, {day}, басқа негіз береді.', 'Does not rule: another basis gives the same day, {day}.'],
  'deadline.how': ['Как посчитан', 'Қалай есептелді', 'How it is counted'],
  'deadline.decided': ['Дату изменил руководитель {by}, {at}: {reason}', 'Күнді басшы {by} {at} өзгертті: {reason}', 'Moved by the manager {by}, {at}: {reason}'],
  'deadline.why': ['Почему этот день', 'Неге бұл күн', 'Why this day'],
  'source.law': ['закон', 'заң', 'law'],
  'source.policy': ['политика оператора', 'оператор саясаты', "operator's policy"],
  'source.manager': ['решение руководителя', 'басшының шешімі', "manager's decision"],
  'source.operator-rule': ['правило оператора', 'оператордың қағидасы', 'operator rule'],
  'span.days': ['{n} {n:день|дня|дней}', '{n} күн', '{n} {n:day|days}'],
  'span.hours': ['{n} {n:час|часа|часов}', '{n} сағат', '{n} {n:hour|hours}'],
  'span.minutes': ['{n} {n:минута|минуты|минут}', '{n} минут', '{n} {n:minute|minutes}'],

  // codes of a case
  'kind.data-block': ['Блокирование данных', 'Деректерді бұғаттау', 'Blocking of data'],
  'kind.consent-withdrawal': ['Отзыв согласия', 'Келісімді қайтарып алу', 'Withdrawal of consent'],
  'kind.breach': ['Нарушение безопасности', 'Қауіпсіздікті бұзу', 'Data breach'],
  'kind.claim': ['Претензия', 'Талап-арыз', 'Claim'],
  'kind.other-request': ['Иное обращение', 'Өзге өтініш', 'Other request'],
  'channel.api': ['из системы оператора', 'оператор жүйесінен', "operator's system"],
  'channel.engine': ['из системы оператора', 'оператор жүйесінен', "operator's system"],
  'channel.form': ['через форму на сайте', 'сайттағы нысан арқылы', 'form on the site'],
  'channel.mail': ['по электронной почте', 'электрондық пошта арқылы', 'by e-mail'],
  'channel.letter': ['письмом', 'хатпен', 'by letter'],
  'channel.call': ['по телефону', 'телефон арқылы', 'by telephone'],
  'channel.visit': ['на приёме', 'қабылдауда', 'in person'],
  'requesterKind.subject': ['сам субъект', 'субъектінің өзі', 'the data subject'],
  'requesterKind.representative': ['представитель', 'өкіл', 'a representative'],
  'requesterKind.authority': ['уполномоченный орган', 'уәкілетті орган', 'the authorised body'],
  'ground.inaccurate-data': ['данные неточны', 'деректер дәл емес', 'inaccurate data'],
  'ground.unlawful-processing': ['обработка неправомерна', 'өңдеу заңсыз', 'unlawful processing'],
  'purpose.authority': ['полномочия', 'өкілеттік', 'authority'],
  'purpose.identity': ['личность', 'жеке басы', 'identity'],
  'purpose.confirming': ['подтверждает сведения', 'мәліметтерді растайды', 'confirms the data'],
  'purpose.other': ['прочее', 'басқа', 'other'],
  'purpose.label': ['Что показывает документ', 'Құжат нені көрсетеді', 'What the document shows'],

  // findings, restrictions, acts
  'findings.rows': ['{n} {n:запись|записи|записей}', '{n} жазба', '{n} {n:record|records}'],
  'findings.nothing': ['ничего не найдено', 'ештеңе табылмады', 'nothing found'],
  'findings.unavailable': ['система недоступна', 'жүйе қолжетімсіз', 'system unavailable'],
  'findings.manual': ['ищет ответственный', 'жауапты адам іздейді', 'looked up by the custodian'],
  'restriction.block': ['блокирование', 'бұғаттау', 'block'],
  'restriction.suppression': ['запрет отдельных целей', 'жекелеген мақсаттарға тыйым', 'suppression'],
  'restriction.hold': ['запрет уничтожения', 'жоюға тыйым', 'hold'],
  'restriction.since': ['с {at}', '{at} бастап', 'since {at}'],
  'restriction.lifted': ['снято {at}', '{at} алынды', 'lifted {at}'],
  'restriction.denied': ['отказов в обработке: {n}', 'өңдеуден бас тарту: {n}', 'uses denied: {n}'],
  'restriction.identifiers': ['{n} {n:признак|признака|признаков} лица', 'адамның {n} белгісі', '{n} {n:identifier|identifiers}'],
  'consent.running': ['действует', 'қолданылады', 'running'],
  'consent.inPart': ['действует частично: {purposes}', 'ішінара қолданылады: {purposes}', 'running in part: {purposes}'],
  'consent.ended': ['прекращено', 'тоқтатылды', 'ended'],
  'consent.given': ['дано {at}', '{at} берілді', 'given {at}'],
  'consent.until': ['до {at}', '{at} дейін', 'until {at}'],
  'act.block': ['блокирование', 'бұғаттау', 'block'],
  'act.stop': ['прекращение использования', 'пайдалануды тоқтату', 'stop of use'],
  'act.unblock': ['снятие блокирования', 'бұғаттауды алу', 'unblock'],
  'act.export': ['выгрузка', 'көшіріп шығару', 'export'],
  'act.rectify': ['исправление', 'түзету', 'rectify'],
  'act.destroy': ['уничтожение', 'жою', 'destroy'],
  'act.depersonalise': ['обезличивание', 'иесіздендіру', 'depersonalise'],
  'act.preview': ['Что будет сделано', 'Не істеледі', 'What will be done'],
  'act.digest': ['Отпечаток перечня', 'Тізбенің таңбасы', 'Digest of the list'],
  'act.kept': ['Остаётся на хранении', 'Сақтауда қалады', 'Stays in storage'],
  'act.keptUntil': ['до {day}', '{day} дейін', 'until {day}'],
  'act.ambiguous': [
    'По указанным признакам нашлось больше одного человека. Уточните признаки до действия.',
    'Көрсетілген белгілер бойынша бірнеше адам табылды. Әрекетке дейін белгілерді нақтылаңыз.',
    'The identifiers lead to more than one person. Make them clear before acting.',
  ],
  'act.others': ['Тем же признаком пользуются и другие люди ({n}); их данные не затрагиваются.', 'Сол белгіні басқа адамдар да пайдаланады ({n}); олардың деректері қозғалмайды.', '{n} other {n:person shares|people share} an identifier; their data are left alone.'],
  'act.previewFailed': ['Система не ответила: перечень неполон.', 'Жүйе жауап бермеді: тізбе толық емес.', 'The system did not answer: the list is incomplete.'],
  'act.prove': ['Подтвердить выполнение', 'Орындалғанын растау', 'Prove that it is done'],
  'act.proofText': ['Что сделано', 'Не жасалды', 'What was done'],
  'act.proofDocument': ['Подтверждающий документ из дела', 'Істегі растайтын құжат', 'Document of the case that proves it'],
  'act.provedByHand': ['Подтверждение записано. Теперь завершите задачу в форме.', 'Растау жазылды. Енді нысандағы тапсырманы аяқтаңыз.', 'The proof was recorded. Now complete the task in the form.'],
  'act.bySystem': ['процесс, без участия людей', 'процесс, адамның қатысуынсыз', 'the process, without people'],
  'act.preparedBy': ['Подготовил', 'Дайындаған', 'Prepared by'],
  'act.approvedBy': ['Одобрил', 'Мақұлдаған', 'Approved by'],
  'act.column': ['Поле', 'Өріс', 'Field'],
  'act.outcome': ['Что станет', 'Не болады', 'Outcome'],
  'act.count': ['Записей', 'Жазба саны', 'Records'],
  'actState.prepared': ['подготовлено', 'дайындалды', 'prepared'],
  'actState.approved': ['одобрено', 'мақұлданды', 'approved'],
  'actState.running': ['выполняется', 'орындалуда', 'running'],
  'actState.completed': ['сделано и проверено', 'жасалды және тексерілді', 'done and proved'],
  'systemState.pending': ['ожидает', 'күтуде', 'pending'],
  'systemState.running': ['выполняется', 'орындалуда', 'running'],
  'systemState.waiting-for-answer': ['ждёт ответа системы', 'жүйе жауабын күтуде', 'waiting for the system'],
  'systemState.by-hand': ['делает ответственный', 'жауапты адам жасайды', 'done by hand'],
  'systemState.done': ['сделано', 'жасалды', 'done'],
  'systemState.proved': ['проверено', 'тексерілді', 'proved'],
  'systemState.failed': ['не удалось', 'орындалмады', 'failed'],
  'itemOutcome.exported': ['выгружено', 'көшірілді', 'exported'],
  'itemOutcome.rectified': ['исправлено', 'түзетілді', 'rectified'],
  'itemOutcome.blocked': ['заблокировано', 'бұғатталды', 'blocked'],
  'itemOutcome.unblocked': ['разблокировано', 'бұғаттау алынды', 'unblocked'],
  'itemOutcome.stopped': ['использование прекращено', 'пайдалану тоқтатылды', 'no longer used'],
  'itemOutcome.destroyed': ['уничтожается', 'жойылады', 'destroyed'],
  'itemOutcome.masked': ['скрывается', 'жасырылады', 'masked'],
  'itemOutcome.kept': ['остаётся', 'қалады', 'kept'],
  'itemOutcome.nothing-found': ['ничего не найдено', 'ештеңе табылмады', 'nothing found'],
  'itemOutcome.failed': ['не удалось', 'орындалмады', 'failed'],
  'keepGround.hold': ['запрет уничтожения: претензия или суд', 'жоюға тыйым: талап-арыз немесе сот', 'a hold: claim or court'],
  'keepGround.other-case': ['заблокировано по другому делу', 'басқа іс бойынша бұғатталған', 'blocked by another case'],
  'keepGround.not-personal': ['само по себе не персональные данные', 'өздігінен дербес деректер емес', 'not personal by itself'],
  'keepGround.permit-only': ['закрыто проверкой разрешений', 'рұқсат тексерумен жабылған', 'denied by the permit check'],
  'keepGround.already-stopped': ['уже не использовалось', 'бұған дейін де пайдаланылмаған', 'was not used any more'],
  'keepGround.already': ['оператор заблокировал раньше', 'оператор бұрын бұғаттаған', 'blocked by the operator before'],

  // documents, notes, letters
  'documents.upload': ['Приложить документ', 'Құжат тіркеу', 'Attach a document'],
  'documents.choose': ['Выбрать файл', 'Файлды таңдау', 'Choose a file'],
  'documents.noFile': ['файл не выбран', 'файл таңдалмаған', 'no file chosen'],
  'documents.limit': ['До {size}: {types}', '{size} дейін: {types}', 'Up to {size}: {types}'],
  'documents.types': ['PDF, JPEG, PNG, TIFF, DOCX, TXT', 'PDF, JPEG, PNG, TIFF, DOCX, TXT', 'PDF, JPEG, PNG, TIFF, DOCX, TXT'],
  'documents.uploaded': ['Документ приложен.', 'Құжат тіркелді.', 'The document was attached.'],
  'documents.by': ['{by}, {at}', '{by}, {at}', '{by}, {at}'],
  'documents.recorded': ['Открытие документа записывается.', 'Құжатты ашу жазылады.', 'Opening a document is recorded.'],
  'notes.add': ['Новая заметка', 'Жаңа жазба', 'New note'],
  'notes.help': ['Заметку видят сотрудники с доступом к делу. Изменить её нельзя.', 'Жазбаны іске рұқсаты бар қызметкерлер көреді. Оны өзгертуге болмайды.', 'Staff with access to the case see it. It cannot be changed.'],
  'letters.in.ru': ['по-русски', 'орысша', 'in Russian'],
  'letters.in.kk': ['по-казахски', 'қазақша', 'in Kazakh'],
  'letters.draft': ['проект', 'жоба', 'draft'],
  'letters.previewDraft': ['Посмотреть проект письма', 'Хат жобасын қарау', 'See the draft'],
  'letters.notSentIn': ['На этом языке письмо не отправлялось: текст для чтения сотрудником.', 'Хат бұл тілде жіберілмеген: қызметкер оқуына арналған мәтін.', 'The letter was not sent in this language: a text for staff to read.'],
  'letters.written': ['составлено {at}', '{at} жазылды', 'written {at}'],
  'letters.sent': ['отправлено {at}', '{at} жіберілді', 'sent {at}'],
  'letters.bounced': ['не доставлено, возврат {at}', 'жеткізілмеді, {at} қайтарылды', 'not delivered, returned {at}'],
  'letters.printed': ['отправлено на бумаге {at}', 'қағаз түрінде {at} жіберілді', 'sent on paper {at}'],
  'letters.registered': ['заказное № {number}', 'тапсырысты хат № {number}', 'registered mail no. {number}'],
  'letters.next': ['попыток {n}, следующая {at}', '{n} әрекет, келесісі {at}', '{n} {n:attempt|attempts}, the next {at}'],
  'letters.preview': ['Посмотреть письмо', 'Хатты қарау', 'See the letter'],

  // actions of the officer
  'actions.title': ['Действия по делу', 'Іс бойынша әрекеттер', 'Actions'],
  'facts.ask': ['Спросить ответственного за систему', 'Жүйеге жауаптыдан сұрау', 'Ask a data custodian'],
  'facts.system': ['Система', 'Жүйе', 'System'],
  'facts.question': ['Вопрос', 'Сұрақ', 'Question'],
  'facts.asked': ['Вопрос отправлен, у ответственного появилась задача.', 'Сұрақ жіберілді, жауапты адамда тапсырма пайда болды.', 'The question was sent; the custodian has a task.'],
  'facts.answer': ['Ответ', 'Жауап', 'Answer'],
  'facts.give': ['Ответить', 'Жауап беру', 'Answer'],
  'facts.given': ['Ответ записан.', 'Жауап жазылды.', 'The answer was recorded.'],
  'facts.open': ['ждёт ответа', 'жауап күтуде', 'waiting for the answer'],
  'facts.answered': ['отвечено {at}', '{at} жауап берілді', 'answered {at}'],
  'proof.ask': ['Запросить недостающий документ', 'Жетіспейтін құжатты сұрау', 'Ask for the missing document'],
  'proof.missing': ['Заявитель получит письмо, чего не хватает: {missing}. Срок ответа появится среди сроков дела.', 'Өтініш берушіге не жетіспейтіні туралы хат барады: {missing}. Жауап мерзімі іс мерзімдерінде көрінеді.', 'The requester is told what is missing: {missing}. The date for the answer appears among the deadlines.'],
  'proof.missing.identity': ['документ, удостоверяющий личность заявителя', 'өтініш берушінің жеке басын растайтын құжат', 'document of identity of the requester'],
  'proof.missing.authority': ['документ о полномочиях представителя', 'өкілдің өкілеттігі туралы құжат', 'document of authority of the representative'],
  'proof.asked': ['Запрос отправлен заявителю, срок виден в сроках дела.', 'Сұрау өтініш берушіге жіберілді, мерзімі іс мерзімдерінде көрінеді.', 'The request was sent; its date stands among the deadlines.'],
  'proof.accept': ['Принять подтверждение права', 'Құқық растамасын қабылдау', 'Accept proof of entitlement'],
  'proof.document': ['Документ из дела', 'Істегі құжат', 'Document of the case'],
  'proof.noDocument': ['предъявлен лично, копии нет', 'жеке көрсетілді, көшірмесі жоқ', 'shown in person, no copy'],
  'proof.needDocument': ['Сначала приложите документ о личности или полномочиях заявителя.', 'Алдымен өтініш берушінің жеке басы не өкілеттігі туралы құжатты тіркеңіз.', 'First attach the document of identity or authority.'],
  'proof.accepted': ['Право заявителя подтверждено.', 'Өтініш берушінің құқығы расталды.', 'The entitlement is proved.'],
  'corrections.record': ['Записать верные сведения', 'Дұрыс мәліметтерді жазу', 'Record the correct values'],
  'corrections.field': ['Поле', 'Өріс', 'Field'],
  'corrections.value': ['Верное значение', 'Дұрыс мән', 'Correct value'],
  'corrections.document': ['Подтверждающий документ', 'Растайтын құжат', 'Confirming document'],
  'corrections.confirmedOn': ['Когда получен документ', 'Құжат қашан алынды', 'When the document came'],
  'corrections.addValue': ['Ещё одно поле', 'Тағы бір өріс', 'One more field'],
  'corrections.clears': ['очистить', 'тазарту', 'clear'],
  'personField.full-name': ['Фамилия, имя, отчество', 'Тегі, аты, әкесінің аты', 'Full name'],
  'personField.iin': ['ИИН', 'ЖСН', 'IIN'],
  'personField.phone': ['Телефон', 'Телефон', 'Telephone'],
  'personField.email': ['Почта', 'Пошта', 'Mail'],
  'personField.login': ['Логин', 'Логин', 'Login'],
  'personField.contract': ['Договор', 'Шарт', 'Contract'],
  'personField.birth-date': ['Дата рождения', 'Туған күні', 'Date of birth'],
  'personField.surname': ['Фамилия', 'Тегі', 'Surname'],
  'personField.given-name': ['Имя', 'Аты', 'Given name'],
  'personField.patronymic': ['Отчество', 'Әкесінің аты', 'Patronymic'],
  'personField.birth-place': ['Место рождения', 'Туған жері', 'Place of birth'],
  'personField.city': ['Город', 'Қала', 'City'],
  'personField.sex': ['Пол', 'Жынысы', 'Sex'],
  'personField.ethnicity': ['Национальность', 'Ұлты', 'Ethnicity'],
  'personField.document-number': ['Номер документа', 'Құжат нөмірі', 'Document number'],
  'personField.residence-address': ['Адрес проживания', 'Тұрғылықты мекенжайы', 'Residence address'],
  'personField.address': ['Адрес', 'Мекенжай', 'Address'],
  'corrections.needDocument': ['Сначала приложите документ, который подтверждает верные сведения.', 'Алдымен дұрыс мәліметтерді растайтын құжатты тіркеңіз.', 'First attach the document that confirms the correct values.'],
  'corrections.recorded': ['Верные сведения записаны.', 'Дұрыс мәліметтер жазылды.', 'The correct values were recorded.'],

  // task
  'task.release': ['Вернуть группе', 'Топқа қайтару', 'Return to the group'],
  'task.release.help': ['Задачу снова сможет взять любой сотрудник группы.', 'Тапсырманы топтың кез келген қызметкері қайта ала алады.', 'Anybody in the group can claim the task again.'],
  'task.taken': ['Задачу взял в работу другой сотрудник: {name}. Введённое в форме не отправляется.', 'Тапсырманы басқа қызметкер жұмысқа алды: {name}. Нысанға енгізілгендер жіберілмейді.', 'Somebody else has the task now: {name}. What is filled in is not sent.'],
  'task.gone': ['Эта задача уже завершена или снята. Введённое в форме не отправлено; выберите другую задачу в списке.', 'Бұл тапсырма аяқталған немесе алынып тасталған. Нысанға енгізілгендер жіберілмеді; тізімнен басқа тапсырманы таңдаңыз.', 'This task has been finished or withdrawn. What is filled in was not sent; choose another task from the list.'],
  'task.free': ['Задача возвращена группе. Чтобы продолжить, возьмите её в работу снова.', 'Тапсырма топқа қайтарылды. Жалғастыру үшін оны қайта жұмысқа алыңыз.', 'The task was returned to the group. Claim it again to go on.'],
  'task.refresh': ['Обновить', 'Жаңарту', 'Refresh'],
  'task.released': ['Задача возвращена группе.', 'Тапсырма топқа қайтарылды.', 'The task was returned to the group.'],

  // new case
  'discard.title': ['Закрыть без сохранения?', 'Сақтамай жабу керек пе?', 'Close without saving?'],
  'discard.text': ['Введённое нигде не сохранено. Если закрыть окно, оно пропадёт.', 'Енгізілгендер еш жерде сақталмаған. Терезені жапсаңыз, олар жойылады.', 'What you typed is saved nowhere. It is lost when the window is closed.'],
  'discard.stay': ['Продолжить ввод', 'Енгізуді жалғастыру', 'Go on typing'],
  'discard.yes': ['Закрыть без сохранения', 'Сақтамай жабу', 'Close without saving'],
  'new.button': ['Новое дело', 'Жаңа іс', 'New case'],
  'new.title': ['Новое дело', 'Жаңа іс', 'New case'],
  'new.step.request': ['Обращение', 'Өтініш', 'The request'],
  'new.step.check': ['Проверка', 'Тексеру', 'Check'],
  'new.step.done': ['Готово', 'Дайын', 'Done'],
  'new.kind': ['Что просят', 'Не сұрайды', 'What is asked'],
  'new.operator': ['Оператор', 'Оператор', 'Operator'],
  'new.channel': ['Как поступило', 'Қалай келіп түсті', 'How it came'],
  'new.receivedAt': ['Когда получено', 'Қашан алынды', 'When it was received'],
  'new.receivedAt.help': ['Настоящий момент получения, время Алматы. Сроки считаются от него.', 'Нақты алынған сәт, Алматы уақыты. Мерзімдер содан бастап есептеледі.', 'The true moment of receipt, Almaty time. Terms count from it.'],
  'new.requester': ['Кто обратился', 'Кім жүгінді', 'Who asks'],
  'new.requester.name': ['Имя или наименование', 'Аты немесе атауы', 'Name'],
  'new.requester.authorityDocument': ['Документ о полномочиях', 'Өкілеттік құжаты', 'Document of authority'],
  'new.requester.authorityDocument.help': ['Вид, номер и дата. Нет документа: оставьте пустым, офицер запросит его.', 'Түрі, нөмірі және күні. Құжат болмаса: бос қалдырыңыз, оны қызметкер сұратады.', 'Kind, number and date. No document: leave empty, the officer will ask for it.'],
  'new.requester.email': ['Почта для ответа', 'Жауап беруге арналған пошта', 'Mail for the answer'],
  'new.requester.address': ['Почтовый адрес для ответа', 'Жауап беруге арналған пошталық мекенжай', 'Postal address for the answer'],
  'new.subject': ['Чьи данные', 'Кімнің деректері', 'Whose data'],
  'new.subject.help': ['Достаточно одного признака. Чем больше признаков, тем полнее блокирование сразу.', 'Бір белгі жеткілікті. Белгі көп болған сайын бұғаттау бірден толық болады.', 'One identifier is enough. The more there are, the fuller the block is at once.'],
  'new.description': ['Что сказано в обращении', 'Өтініште не айтылған', 'What the request says'],
  'new.description.help': ['Номера платёжных карт скрываются при записи.', 'Төлем карталарының нөмірлері жазу кезінде жасырылады.', 'Card numbers are masked when written.'],
  'new.terms': ['Сроки, которые начнут идти', 'Басталатын мерзімдер', 'Deadlines that will start'],
  'papers.add': ['Добавить документ', 'Құжат қосу', 'Add the document'],
  'papers.remove': ['Убрать', 'Алып тастау', 'Remove'],
  'papers.filed': ['приложен', 'тіркелді', 'attached'],
  'papers.sending': ['отправляется', 'жіберілуде', 'being sent'],
  'papers.refused': ['не приложен', 'тіркелмеді', 'not attached'],
  'known.systems': ['есть в системах: {systems}.', 'мына жүйелерде бар: {systems}.', 'known in: {systems}.'],
  'known.nowhere': ['в системах оператора не найдено.', 'оператор жүйелерінен табылмады.', "not found in the operator's systems."],
  'known.silent': ['Не ответили: {systems}.', 'Жауап бермегендер: {systems}.', 'No answer from: {systems}.'],
  'known.cases': ['Уже открыты дела: {cases}. Проверьте, не повторное ли это обращение.', 'Ашық істер бар: {cases}. Бұл қайталама өтініш емес пе, тексеріңіз.', 'Open cases: {cases}. Check whether this request repeats one.'],
  'known.restrictions': ['Действуют ограничения: {restrictions}.', 'Күшіндегі шектеулер: {restrictions}.', 'Restrictions in force: {restrictions}.'],
  'known.looking': ['идёт поиск…', 'ізделуде…', 'looking…'],
  'known.recorded': ['Поиск идёт только по полному признаку; каждый поиск записывается.', 'Іздеу тек толық белгі бойынша жүреді; әр іздеу жазылады.', 'Only a whole identifier is looked up; each look is recorded.'],
  'error.field.number': ['Число: например, 15000 или 15000,50.', 'Сан: мысалы, 15000 немесе 15000,50.', 'Number: for example 15000 or 15000.50.'],
  'new.opened': ['Открыто дело {number}', '{number} ісі ашылды', 'Case {number} is open'],
  'new.opened.help': ['Назовите номер заявителю. Письмо с номером отправляется само.', 'Нөмірді өтініш берушіге айтыңыз. Нөмірі бар хат өзі жіберіледі.', 'Tell the requester this number. The letter with it goes out by itself.'],
  'new.documents': ['Документы к делу', 'Іске құжаттар', 'Documents of the case'],
  'new.another': ['Ещё одно дело', 'Тағы бір іс', 'Another case'],
  'new.noOperators': ['У вас нет права открывать дела.', 'Сізде іс ашуға құқық жоқ.', 'You may not open cases.'],
};

const index = LANGUAGES.indexOf(language);
const plurals = new Intl.PluralRules(language);

/** @param {string} forms `день|дня|дней` @param {number} n @param {string} lang */
function plural(forms, n, lang) {
  const list = forms.split('|');
  const category = (lang === language ? plurals : new Intl.PluralRules(lang)).select(n);
  const at = lang === 'ru' ? { one: 0, few: 1, many: 2 }[/** @type {'one'} */ (category)] ?? 1 : category === 'one' ? 0 : 1;
  return list[Math.min(at, list.length - 1)];
}

/**
 * The text of a key.
 *
 * @param {string} key
 * @param {Record<string, any>} [values]
 */
export function t(key, values = {}) {
  const text = STRINGS[key]?.[index];
  if (text === undefined) {
    return key;
  }
  return text.replace(/\{(\w+)(?::([^}]*))?\}/g, (_, name, forms) => (forms === undefined ? String(values[name] ?? '') : plural(forms, Number(values[name]), language)));
}

/** Whether there is a text for the key. @param {string} key */
export function has(key) {
  return key in STRINGS;
}

/**
 * The text of a code such as a kind or a state; a code that is newer than this file is shown as the server names it.
 *
 * @param {string} group `kind`, `status` …
 * @param {string | null | undefined} code
 * @param {string} [label] the server's own wording
 */
export function tCode(group, code, label) {
  if (code === null || code === undefined || code === '') {
    return label ?? '';
  }
  const key = `${group}.${code}`;
  return has(key) ? t(key) : label ?? String(code);
}
