// How long a text message is: its encoding, how many messages it takes, and which signs make it dearer; pure.
import { SegmentedMessage } from 'sms-segments-calculator'

export interface SmsLength {
  encoding: 'GSM-7' | 'UCS-2'
  /** How many text messages are paid for. */
  segments: number
  /** As readers count them. */
  signs: number
  /** What GSM-7 does not have; without them a message holds 160 signs and not 70. */
  outsideGsm: string[]
}

export function measureSms(text: string): SmsLength {
  const message = new SegmentedMessage(text)
  const outside = message.getNonGsmCharacters()
  return {
    encoding: outside.length === 0 ? 'GSM-7' : 'UCS-2',
    segments: message.segmentsCount,
    signs: [...new Intl.Segmenter().segment(text)].length,
    outsideGsm: [...new Set(outside)],
  }
}
