// What a refusal says beside its title, in Russian.
import type { Details } from './en.ts'

export const details: Details = {
  texts: {
    'A JSON body is required': 'Нужно тело запроса в JSON',
    'Send application/json': 'Отправьте application/json',
    'Send text/csv or application/x-ndjson in UTF-8': 'Отправьте text/csv или application/x-ndjson в UTF-8',
    'The body is not valid UTF-8': 'Тело запроса — не UTF-8',
    'The body is not valid JSON: it ends too early': 'Тело запроса — не JSON: оно обрывается',
    'The body is not valid JSON: at character {{at}}': 'Тело запроса — не JSON: знак {{at}}',
    'The line of column names: {{why}}': 'Строка с названиями столбцов: {{why}}',
    'At most {{most}} levels': 'Уровней не больше {{most}}',
    'Between 1 and {{most}} events are taken at once': 'За один раз принимается от 1 до {{most}} событий',
    '1 to 255 printable ASCII characters': 'От 1 до 255 печатных знаков ASCII',
    'The first request with this key has not finished': 'Первый запрос с этим ключом ещё не завершён',
    'Tell the server what was redeemed since the backup, or confirm it: npm run restore -- --confirm':
      'Сообщите серверу, что использовано после резервной копии, или подтвердите: npm run restore -- --confirm',
    'Send Authorization: Bearer <key>': 'Отправьте Authorization: Bearer <key>',
    'Send the session as bearer token': 'Отправьте сеанс как bearer-токен',
    'The key is unknown, expired or revoked': 'Ключ неизвестен, просрочен или отозван',
    'This door needs the scope {{scope}}': 'Для этого нужно право {{scope}}',
    'This import needs the scope {{scope}}': 'Для этого импорта нужно право {{scope}}',
    'Name the audience: counting it takes a key that may see live figures':
      'Укажите аудиторию: чтобы её сосчитать, нужен ключ, которому видны текущие цифры',
    'The e-mail address or the password is wrong.': 'Неверный адрес или пароль.',
    'Nobody here is known by this account, or it took too long.':
      'По этой учётной записи здесь никого не знают, или прошло слишком много времени.',
    'This passkey is not known here, or it took too long.':
      'Этот ключ доступа здесь неизвестен, или прошло слишком много времени.',
    'It took too long; try again.': 'Прошло слишком много времени; попробуйте ещё раз.',
    'Too many tries to sign in': 'Слишком много попыток входа',
    'The identity provider does not answer.': 'Поставщик удостоверений не отвечает.',
    'The campaign is {{state}}': 'Состояние кампании: {{state}}',
    'Pause it first: the campaign is {{state}}': 'Сначала приостановите: состояние кампании — {{state}}',
    'The campaign has ended': 'Кампания завершена',
    'The campaign is in the archive; take it out first': 'Кампания в архиве; сначала достаньте её',
    'It has not begun, or is over': 'Ещё не началась или уже закончилась',
    'A draft has no report: launch it first': 'У черновика нет отчёта: сначала запустите кампанию',
    'The rule is deeper than {{most}} levels': 'В правиле больше уровней, чем {{most}}',
    'The rule is more than {{most}} nodes': 'В правиле больше узлов, чем {{most}}',
    'The rule is more than {{most}} values in lists': 'В списках правила больше значений, чем {{most}}',
    'The voucher is {{state}}': 'Состояние купона: {{state}}',
    'The voucher has been reissued before': 'Купон уже был перевыпущен',
    'It is somebody else’s': 'Он принадлежит другому',
    'None of the codes was redeemed': 'Ни один код не использован',
    'People come and fetch what it says; look at it where it is shown':
      'За этим люди приходят сами; посмотрите там, где это показано',
    '{{setting}}': 'Не задано: {{setting}}',
    'Version {{version}} has been published: draft it again':
      'Версия {{version}} опубликована: составьте черновик заново',
    'Version {{version}} was not published in {{locale}}': 'Версия {{version}} не опубликована на языке {{locale}}',
    'There is no such change': 'Такого изменения нет',
    'It is paused already': 'Уже приостановлено',
    'It is not paused': 'Не приостановлено',
    'It has been extended before': 'Срок уже продлевали',
  },
  words: {
    draft: 'черновик',
    live: 'идёт',
    paused: 'приостановлена',
    ended: 'завершена',
    issued: 'выдан',
    held: 'удержан',
    redeemed: 'использован',
    revoked: 'отозван',
    expired: 'истёк',
  },
}
