// The README of an export in Arabic.
import type { ExportTexts } from './texts.ts'

export const ar: ExportTexts = {
  title: 'بياناتك',
  made: 'هذه نسخة من كل ما هو محفوظ عنك. أُعدّت في {{day}}.',
  files: 'محتوياتها:',
  about: {
    'data.json': 'كل شيء، للبرامج',
    csv: 'جدول واحد في كل ملف، لبرامج الجداول',
    'consents.jsonld': 'كل قرار بشأن الموافقة في صورة سجل ISO/IEC TS 27560 بمصطلحات Data Privacy Vocabulary',
    'usage-log.csv': 'من استخدم بياناتك ولأي غرض ومتى',
    receipts: 'إيصال موقَّع لكل قرار من قراراتك مع إثباته في السجل العام',
    manifest: 'بصمة SHA-256 لكل ملف وتوقيعنا على هذه القائمة',
  },
  check: 'من أراد التحقق من التوقيعات يجد المفاتيح العامة في {{jwks}}.',
  rights: 'يمكنك طلب تصحيح هذه البيانات أو تقليل استخدامها أو محوها، ويمكنك تقديم شكوى إلى هيئة حماية البيانات.',
  contact: 'المسؤول عن بياناتك: {{name}}، {{contact}}.',
}
