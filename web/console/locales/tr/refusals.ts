// Turkish words for what the server refuses, by its code.
import { titles } from '#shared/refusal-titles/tr.ts'
import type { refusals as english } from '../en/refusals.ts'
import { asTitles, type Words } from '../shape.ts'

export const refusals = {
  ...asTitles(titles),
  'unreachable.title': 'Sunucuya ulaşılamadı',
  'unreachable.says':
    '{{origin}} adresinde yanıt veren olmadı. Sunucunun çalıştığını ve çevrimiçi olduğunuzu denetleyip yeniden deneyin.',
  'unreadable.title': 'Sunucu {{status}} yanıtını verdi',
  'field.blank': 'Burada bir şey boş kalmış.',
  'field.empty': 'Burası boş olamaz.',
  'field.short': 'Burası en az {{limit}} ister.',
  'field.long': 'Burası en çok {{limit}} alır.',
  'field.small': 'Buradaki bir sayı çok küçük.',
  'field.large': 'Buradaki bir sayı çok büyük.',
  'field.choice': 'Bu, seçeneklerden biri değil.',
  'field.type': 'Buraya başka türden bir şey gerekir.',
  'field.format': 'Bu, yazılması gerektiği gibi yazılmamış.',
  'field.unknownField': 'Bu alanı kimse tanımıyor.',
} satisfies Words<typeof english>
