// Russian words for what the server refuses, by its code.
import { titles } from '#shared/refusal-titles/ru.ts'
import type { refusals as english } from '../en/refusals.ts'
import { asTitles, type Words } from '../shape.ts'

export const refusals = {
  ...asTitles(titles),
  'unreachable.title': 'Сервер недоступен',
  'unreachable.says':
    'По адресу {{origin}} никто не ответил. Проверьте, что сервер работает и что вы в сети, затем попробуйте снова.',
  'unreadable.title': 'Сервер ответил: {{status}}',
  'field.blank': 'Здесь что-то не заполнено.',
  'field.empty': 'Это не может быть пустым.',
  'field.short': 'Здесь нужно не меньше {{limit}}.',
  'field.long': 'Здесь можно не больше {{limit}}.',
  'field.small': 'Число здесь слишком мало.',
  'field.large': 'Число здесь слишком велико.',
  'field.choice': 'Такого варианта нет.',
  'field.type': 'Здесь должно стоять нечто другого рода.',
  'field.format': 'Это записано не так, как нужно.',
  'field.unknownField': 'Такого поля никто не знает.',
} satisfies Words<typeof english>
