// Service mails in Turkish.
import type { ServiceTexts } from './texts.ts'

export const tr: ServiceTexts = {
  'doi.subject': 'Lütfen verdiğiniz onayı doğrulayın',
  'doi.text_one':
    'Biri, büyük olasılıkla siz, bu adresle şunlara onay verdi:\n\n{{purposes}}\n\nBu sizseniz şu sayfayı açıp düğmeye basın:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} saat boyunca geçerlidir. Siz doğrulamadan hiçbir şey kullanılmaz.\n\nBu siz değilseniz aynı sayfada “Bu ben değildim” düğmesine basın ya da hiçbir şey yapmayın: istek kendiliğinden sona erer.',
  'doi.text_other':
    'Biri, büyük olasılıkla siz, bu adresle şunlara onay verdi:\n\n{{purposes}}\n\nBu sizseniz şu sayfayı açıp düğmeye basın:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} saat boyunca geçerlidir. Siz doğrulamadan hiçbir şey kullanılmaz.\n\nBu siz değilseniz aynı sayfada “Bu ben değildim” düğmesine basın ya da hiçbir şey yapmayın: istek kendiliğinden sona erer.',
  'change_notice.subject': 'Verileriniz hakkında size söylediklerimiz değişiyor',
  'change_notice.text':
    'Aydınlatma metnimiz {{effectiveAt}} tarihinden itibaren, onay verdiğiniz konuları etkileyecek şekilde değişiyor:\n\n{{changes}}\n\nYeniden onay vermezseniz değişen kısımlar o gün durur. İstediğiniz buysa bir şey yapmanız gerekmez.\n\n{{version}}. sürümü okuyun ve her değişikliğe evet ya da hayır deyin:\n\n{{link}}',
  'consent_reminder.subject': 'Onayınız sona ermek üzere',
  'consent_reminder.text_one':
    'Verdiğiniz onay {{expiresAt}} tarihinde, {{count}} gün sonra kendiliğinden sona eriyor:\n\n{{purposes}}\n\nDevam etmesini istiyorsanız burada belirtin. İstemiyorsanız bir şey yapmayın; bu tek hatırlatmadır.\n\n{{link}}',
  'consent_reminder.text_other':
    'Verdiğiniz onay {{expiresAt}} tarihinde, {{count}} gün sonra kendiliğinden sona eriyor:\n\n{{purposes}}\n\nDevam etmesini istiyorsanız burada belirtin. İstemiyorsanız bir şey yapmayın; bu tek hatırlatmadır.\n\n{{link}}',
  'guardian_request.subject': 'Bir çocuk izninizi istiyor',
  'guardian_request.text_one':
    'Bir çocuk bu adresi anne, baba veya vasi adresi olarak verdi ve şunlara onay vermek istiyor:\n\n{{purposes}}\n\nSiz karar vermeden hiçbir şey kullanmayız. Evet ya da hayır deyin:\n\n{{link}}\n\nYanıt gelmezse istek ve bu adres {{count}} gün sonra silinir.',
  'guardian_request.text_other':
    'Bir çocuk bu adresi anne, baba veya vasi adresi olarak verdi ve şunlara onay vermek istiyor:\n\n{{purposes}}\n\nSiz karar vermeden hiçbir şey kullanmayız. Evet ya da hayır deyin:\n\n{{link}}\n\nYanıt gelmezse istek ve bu adres {{count}} gün sonra silinir.',
  'guardian_notify_child.subject': 'Artık kendiniz karar verebilirsiniz',
  'guardian_notify_child.text':
    'Bugüne kadar sizin yerinize anneniz, babanız veya vasiniz onay veriyordu. Bugünden itibaren kararı siz verirsiniz. Verilen onay siz değiştirene kadar sürer; tamamını veya bir kısmını istediğiniz zaman geri alabilirsiniz:\n\n{{link}}',
  'magic_link.subject': 'Gizlilik merkezi bağlantınız',
  'magic_link.text_one':
    'Hakkınızda neleri kullanabileceğimizi görmek ve değiştirmek için şu sayfayı açıp düğmeye basın:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} dakika boyunca geçerlidir. Siz istemediyseniz bir şey yapmayın.',
  'magic_link.text_other':
    'Hakkınızda neleri kullanabileceğimizi görmek ve değiştirmek için şu sayfayı açıp düğmeye basın:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} dakika boyunca geçerlidir. Siz istemediyseniz bir şey yapmayın.',
  'second_step_code.subject': 'Kodunuz',
  'second_step_code.text_one':
    'Kodunuz:\n\n{{code}}\n\nKod, onu isteyen sayfada {{count}} dakika geçerlidir. Çalışanlarımız bu kodu sizden asla istemez. Siz istemediyseniz bir şey yapmayın.',
  'second_step_code.text_other':
    'Kodunuz:\n\n{{code}}\n\nKod, onu isteyen sayfada {{count}} dakika geçerlidir. Çalışanlarımız bu kodu sizden asla istemez. Siz istemediyseniz bir şey yapmayın.',
  'request_receipt.subject': 'Talebinizi aldık',
  'request_receipt.text':
    'Talebinizi {{receivedAt}} tarihinde {{reference}} numarasıyla aldık. Yanıtımız en geç {{dueAt}} tarihinde elinizde olacak.\n\nBuradan izleyebilirsiniz:\n\n{{link}}',
  'request_answer.subject': 'Talebinize yanıtımız',
  'request_answer.text': '{{reference}} numaralı talebinize yanıtımız:\n\n{{text}}',
  'erased.subject': 'Verileriniz silindi',
  'erased.text':
    'Verileriniz {{erasedAt}} tarihinde silindi. Belgenin numarası: {{reference}}.\n\n{{stays}}\n\nBu, bizden alacağınız son e-postadır.',
  'contact_changed.subject': 'Adresiniz değiştirildi',
  'contact_changed.text':
    'Sizin için sakladığımız adres {{changedAt}} tarihinde değiştirildi. Yeni adres doğrulanana kadar oraya bunun gibi iletilerden başka bir şey göndermeyiz.\n\nBunu siz yapmadıysanız bize bildirin:\n\n{{link}}',
  'report.subject': 'Rapor: {{name}}',
  'report.text':
    '“{{campaign}}” kampanyası için “{{name}}” raporu:\n\n{{text}}\n\nSaklandığı hâliyle tamamı:\n\n{{address}}',
  'team_invitation.subject': '{{inviter}} sizi Vouchsafe’e davet ediyor',
  'team_invitation.text_one':
    'Merhaba {{name}},\n\n{{inviter}} sizi mağazanın kuponlarıyla çalışmaya davet ediyor. Bu sayfayı açıp bir parola seçin:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} gün boyunca çalışır. Konuyu bilmiyorsanız bir şey yapmayın.',
  'team_invitation.text_other':
    'Merhaba {{name}},\n\n{{inviter}} sizi mağazanın kuponlarıyla çalışmaya davet ediyor. Bu sayfayı açıp bir parola seçin:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} gün boyunca çalışır. Konuyu bilmiyorsanız bir şey yapmayın.',
  'team_reset.subject': 'Yeni bir parola seçin',
  'team_reset.text_one':
    'Biri, büyük olasılıkla siz, konsol için yeni bir parola istedi. Seçmek için bu sayfayı açın:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} saat boyunca çalışır. O zamana kadar hiçbir şey değişmez. Siz değildiyseniz bir şey yapmayın.',
  'team_reset.text_other':
    'Biri, büyük olasılıkla siz, konsol için yeni bir parola istedi. Seçmek için bu sayfayı açın:\n\n{{link}}\n\nBağlantı bir kez ve {{count}} saat boyunca çalışır. O zamana kadar hiçbir şey değişmez. Siz değildiyseniz bir şey yapmayın.',
  'footer.sender': 'Bu e-postayı gönderen: {{name}}, {{address}}.',
  'footer.responsible': 'Verilerinizden sorumlu: {{name}}, {{contact}}.',
  'footer.service': 'Bu bir reklam değildir: istenen bir şeye yanıttır ya da bilmeniz gerekeni bildirir.',
  'marketing.reason': 'Bu e-postayı {{agreedAt}} tarihinde “{{purpose}}” için onay verdiğinizden alıyorsunuz.',
  'marketing.contract': 'Bu e-postayı bizimle olan sözleşmeniz nedeniyle alıyorsunuz: “{{purpose}}”.',
  'marketing.interest':
    'Bu e-postayı meşru menfaatimiz nedeniyle alıyorsunuz: “{{purpose}}”. Dilediğiniz zaman itiraz edebilirsiniz.',
  'marketing.stop': 'Tek basışla aboneliği bitirin:',
}
