// Service mails in English.
import type { ServiceTexts } from './texts.ts'

export const en: ServiceTexts = {
  'doi.subject': 'Please confirm what you agreed to',
  'doi.text_one':
    'Somebody, most likely you, agreed to this with this address:\n\n{{purposes}}\n\nIf it was you, open this page and press the button:\n\n{{link}}\n\nThe link works once and for {{count}} hour. Nothing is used before you confirm.\n\nIf it was not you, press “That was not me” on the same page, or do nothing: the request ends by itself.',
  'doi.text_other':
    'Somebody, most likely you, agreed to this with this address:\n\n{{purposes}}\n\nIf it was you, open this page and press the button:\n\n{{link}}\n\nThe link works once and for {{count}} hours. Nothing is used before you confirm.\n\nIf it was not you, press “That was not me” on the same page, or do nothing: the request ends by itself.',
  'change_notice.subject': 'What we tell you about your data is changing',
  'change_notice.text':
    'From {{effectiveAt}} our privacy notice changes in a way that touches what you agreed to:\n\n{{changes}}\n\nUntil you agree anew, the parts that change stop on that day. You need not do anything if that is what you want.\n\nRead version {{version}} and say yes or no to each change:\n\n{{link}}',
  'consent_reminder.subject': 'Your agreement is about to end',
  'consent_reminder.text_one':
    'What you agreed to ends by itself on {{expiresAt}}, in {{count}} day:\n\n{{purposes}}\n\nIf you would like it to go on, say so here. If not, do nothing; this is the only reminder.\n\n{{link}}',
  'consent_reminder.text_other':
    'What you agreed to ends by itself on {{expiresAt}}, in {{count}} days:\n\n{{purposes}}\n\nIf you would like it to go on, say so here. If not, do nothing; this is the only reminder.\n\n{{link}}',
  'guardian_request.subject': 'A child asks for your permission',
  'guardian_request.text_one':
    'A child gave us this address as that of a parent or guardian, and would like to agree to this:\n\n{{purposes}}\n\nWe use nothing before you decide. Say yes or no here:\n\n{{link}}\n\nWithout an answer the request and this address are deleted after {{count}} day.',
  'guardian_request.text_other':
    'A child gave us this address as that of a parent or guardian, and would like to agree to this:\n\n{{purposes}}\n\nWe use nothing before you decide. Say yes or no here:\n\n{{link}}\n\nWithout an answer the request and this address are deleted after {{count}} days.',
  'guardian_notify_child.subject': 'You are old enough to decide for yourself',
  'guardian_notify_child.text':
    'So far a parent or guardian agreed for you. From today it is you who decides. What was agreed goes on until you change it, and you can end all of it or parts of it at any time:\n\n{{link}}',
  'magic_link.subject': 'Your link to the privacy centre',
  'magic_link.text_one':
    'Open this page and press the button to see and change what we may use about you:\n\n{{link}}\n\nThe link works once and for {{count}} minute. If you did not ask for it, do nothing.',
  'magic_link.text_other':
    'Open this page and press the button to see and change what we may use about you:\n\n{{link}}\n\nThe link works once and for {{count}} minutes. If you did not ask for it, do nothing.',
  'second_step_code.subject': 'Your code',
  'second_step_code.text_one':
    'Your code is\n\n{{code}}\n\nIt works for {{count}} minute, on the page that asked for it. Nobody of ours will ever ask you for it. If you did not ask for it, do nothing.',
  'second_step_code.text_other':
    'Your code is\n\n{{code}}\n\nIt works for {{count}} minutes, on the page that asked for it. Nobody of ours will ever ask you for it. If you did not ask for it, do nothing.',
  'request_receipt.subject': 'We have received your request',
  'request_receipt.text':
    'We received your request on {{receivedAt}} under the number {{reference}}. You will have our answer by {{dueAt}} at the latest.\n\nYou can follow it here:\n\n{{link}}',
  'request_answer.subject': 'Our answer to your request',
  'request_answer.text': 'This is our answer to your request {{reference}}:\n\n{{text}}',
  'erased.subject': 'Your data has been erased',
  'erased.text':
    'Your data was erased on {{erasedAt}}. The certificate has the number {{reference}}.\n\n{{stays}}\n\nThis is the last mail that you get from us.',
  'contact_changed.subject': 'Your address was changed',
  'contact_changed.text':
    'The address that we keep for you was changed on {{changedAt}}. Until the new one is confirmed we send nothing but mails like this one to it.\n\nIf it was not you, tell us:\n\n{{link}}',
  'report.subject': 'Report: {{name}}',
  'report.text':
    'The report “{{name}}” on the campaign “{{campaign}}”:\n\n{{text}}\n\nAs it was kept, with everything in it:\n\n{{address}}',
  'team_invitation.subject': '{{inviter}} invites you to Vouchsafe',
  'team_invitation.text_one':
    'Hello {{name}},\n\n{{inviter}} invites you to work with the vouchers of the shop. Open this page and choose a password:\n\n{{link}}\n\nThe link works once and for {{count}} day. If you do not know what this is about, do nothing.',
  'team_invitation.text_other':
    'Hello {{name}},\n\n{{inviter}} invites you to work with the vouchers of the shop. Open this page and choose a password:\n\n{{link}}\n\nThe link works once and for {{count}} days. If you do not know what this is about, do nothing.',
  'team_reset.subject': 'Choose a new password',
  'team_reset.text_one':
    'Somebody, most likely you, asked for a new password for the console. Open this page to choose one:\n\n{{link}}\n\nThe link works once and for {{count}} hour. Until then nothing changes. If it was not you, do nothing.',
  'team_reset.text_other':
    'Somebody, most likely you, asked for a new password for the console. Open this page to choose one:\n\n{{link}}\n\nThe link works once and for {{count}} hours. Until then nothing changes. If it was not you, do nothing.',
  'footer.sender': 'This mail comes from {{name}}, {{address}}.',
  'footer.responsible': 'Responsible for your data: {{name}}, {{contact}}.',
  'footer.service':
    'It is no advertising: it answers something that was asked for, or tells you what you need to know.',
  'marketing.reason': 'You get this mail because you agreed on {{agreedAt}} to “{{purpose}}”.',
  'marketing.contract': 'You get this mail because of your contract with us: “{{purpose}}”.',
  'marketing.interest':
    'You get this mail because we have a legitimate interest in it: “{{purpose}}”. You can object at any time.',
  'marketing.stop': 'Unsubscribe with one press:',
}
