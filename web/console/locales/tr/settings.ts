// Turkish words about the settings of the house.
import type { settings as english } from '../en/settings.ts'
import type { Words } from '../shape.ts'

export const settings = {
  title: 'Ayarlar',
  lead: 'Tüm sistem için geçerli olanlar.',
  'place.title': 'Yer',
  'place.zone': 'Saat dilimi',
  'place.zoneHint': 'Konsoldaki gün ve saatler bununla gösterilir.',
  'place.zoneNone': 'Her okuyanın kendi cihazınınki',
  'place.currencyHint': 'Yeni kampanyalar bununla başlar.',
  'place.currency': 'Para birimi',
  'languages.title': 'Müşterilerinizin dilleri',
  'languages.hint':
    'Bir bildirim bu dillerin her birinde yayımlanır ya da hiç yayımlanmaz. Müşteriler sayfalarınızı ve hizmet e-postalarını kendilerine en uygun dilde okur.',
  'languages.none': 'Seçim yapılmazsa bir bildirime herhangi bir dil yeter.',
  'languages.same': 'Hiçbir şey değişmedi.',
  'languages.save': 'Dilleri kaydet',
  'brand.title': 'Sayfalarınızın ve e-postalarınızın görünümü',
  'brand.hint':
    'Gizlilik merkezi ve tüm e-postalar için. Okunamayan bir renk kendiliğinden koyulaştırılır ya da açılır.',
  'brand.colour': 'Renk',
  'brand.colourNone': 'Sistemin rengi',
  'brand.own': 'Kendi rengimizi kullan',
  'brand.logo': 'Logo',
  'brand.logoHint': 'PNG, JPEG ya da WebP, en çok 24 kB. Gizlilik merkezinde ve tüm e-postalarda görünür.',
  'brand.logoChoose': 'Bir görsel seç',
  'brand.logoRemove': 'Logoyu kaldır',
  'brand.logoBad': 'Bu, en çok 24 kB’lık bir PNG, JPEG ya da WebP görseli değil.',
  'brand.logoAlt': 'Logonuz',
  'brand.light': 'Açık zeminde',
  'brand.dark': 'Koyu zeminde',
  'brand.ratio': 'kontrast {{ratio}}’e 1',
  'brand.kept': 'olduğu gibi okunur',
  'brand.moved': 'okunabilsin diye {{colour}} olarak gösterilir',
  'brand.sample': 'Seçimlerimi değiştir',
  save: 'Kaydet',
  saved: 'Kaydedildi.',
} satisfies Words<typeof english>
