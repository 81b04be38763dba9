// Arabic words for what the server refuses, by its code.
import { titles } from '#shared/refusal-titles/ar.ts'
import type { refusals as english } from '../en/refusals.ts'
import { asTitles, type Words } from '../shape.ts'

export const refusals = {
  ...asTitles(titles),
  'unreachable.title': 'تعذّر الوصول إلى الخادم',
  'unreachable.says': 'لم يُجب شيء عند {{origin}}. تأكد من أن الخادم يعمل وأنك متصل، ثم حاول مرة أخرى.',
  'unreadable.title': 'أجاب الخادم بالرقم {{status}}',
  'field.blank': 'تُرك شيء فارغًا هنا.',
  'field.empty': 'لا يجوز أن يبقى هذا فارغًا.',
  'field.short': 'الحد الأدنى هنا {{limit}}.',
  'field.long': 'الحد الأقصى هنا {{limit}}.',
  'field.small': 'رقم هنا أصغر مما يجوز.',
  'field.large': 'رقم هنا أكبر مما يجوز.',
  'field.choice': 'ليس هذا من الخيارات.',
  'field.type': 'هذا من نوع غير المطلوب هنا.',
  'field.format': 'لم يُكتب هذا كما يجب.',
  'field.unknownField': 'هذا الحقل غير معروف.',
} satisfies Words<typeof english>
