// Arabic words about the settings of the house.
import type { settings as english } from '../en/settings.ts'
import type { Words } from '../shape.ts'

export const settings = {
  title: 'الإعدادات',
  lead: 'ما يسري على النظام كله.',
  'place.title': 'المكان',
  'place.zone': 'المنطقة الزمنية',
  'place.zoneHint': 'تُعرض بها أيام لوحة التحكم وأوقاتها.',
  'place.zoneNone': 'منطقة جهاز كل قارئ',
  'place.currencyHint': 'ما تبدأ به الحملات الجديدة.',
  'place.currency': 'العملة',
  'brand.title': 'مظهر صفحاتك ورسائلك',
  'brand.hint': 'لمركز الخصوصية ورسائل الخدمة. اللون الذي يتعذر قراءته يُغمّق أو يُفتّح تلقائيًا.',
  'brand.colour': 'اللون',
  'brand.colourNone': 'لون النظام',
  'brand.own': 'استخدم لونًا خاصًا بنا',
  'brand.logo': 'الشعار',
  'brand.logoHint': 'PNG أو JPEG أو WebP، بحد أقصى 24 كيلوبايت. يظهر في مركز الخصوصية.',
  'brand.logoChoose': 'اختر صورة',
  'brand.logoRemove': 'أزل الشعار',
  'brand.logoBad': 'هذه ليست صورة PNG أو JPEG أو WebP بحجم 24 كيلوبايت أو أقل.',
  'brand.logoAlt': 'شعارك',
  'brand.light': 'على ورق فاتح',
  'brand.dark': 'على ورق داكن',
  'brand.ratio': 'التباين {{ratio}} إلى 1',
  'brand.kept': 'مقروء كما هو',
  'brand.moved': 'يُعرض {{colour}} ليكون مقروءًا',
  'brand.sample': 'غيّر اختياراتي',
  save: 'حفظ',
  saved: 'تم الحفظ.',
} satisfies Words<typeof english>
