// What the server refuses, by its code: the titles are the server's own, so that there is no second list in English.
import { type RefusalCode, refusals as told } from '#shared/refusals.ts'
import { asTitles } from '../shape.ts'

const titles = Object.fromEntries(Object.entries(told).map(([code, [, title]]) => [code, title])) as Record<
  RefusalCode,
  string
>

export const refusals = {
  ...asTitles(titles),
  'unreachable.title': 'The server could not be reached',
  'unreachable.says':
    'Nothing answered at {{origin}}. Check that the server runs and that you are online, then try again.',
  'unreadable.title': 'The server answered {{status}}',
  'field.blank': 'Something is left blank here.',
  'field.empty': 'This cannot be empty.',
  'field.short': 'This takes at least {{limit}}.',
  'field.long': 'This takes at most {{limit}}.',
  'field.small': 'A figure here is too small.',
  'field.large': 'A figure here is too large.',
  'field.choice': 'This is none of the choices.',
  'field.type': 'This is of another kind than what belongs here.',
  'field.format': 'This is not written as it has to be.',
  'field.unknownField': 'Nobody knows this field.',
}
