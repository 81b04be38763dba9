// The README of an export in Turkish.
import type { ExportTexts } from './texts.ts'

export const tr: ExportTexts = {
  title: 'Verileriniz',
  made: 'Bu, hakkınızda saklanan her şeyin bir kopyasıdır. {{day}} tarihinde hazırlandı.',
  files: 'İçindekiler:',
  about: {
    'data.json': 'programlar için verilerin tamamı',
    csv: 'hesap tablosu programları için birer tablo',
    'consents.jsonld': 'verdiğiniz her onay kararı: ISO/IEC TS 27560 kaydı, Data Privacy Vocabulary terimleriyle',
    'usage-log.csv': 'verilerinizi kimin, ne için ve ne zaman kullandığı',
    receipts: 'kararlarınızın her biri için, açık kayıt defterindeki kanıtıyla birlikte imzalı bir makbuz',
    manifest: 'her dosyanın SHA-256 özeti ve bu liste üzerindeki imzamız',
  },
  check: 'İmzaları denetlemek isteyenler açık anahtarları {{jwks}} adresinde bulur.',
  rights:
    'Bunların düzeltilmesini, daha az kullanılmasını veya silinmesini isteyebilir, veri koruma kurumuna şikâyette bulunabilirsiniz.',
  contact: 'Verilerinizden sorumlu: {{name}}, {{contact}}.',
}
