// The shop's own pages: nothing is sent, the page asks for the open vouchers of whoever is signed in (onsite-offers.ts).
import type { ChannelSocket } from './channel.ts'

export const onsite: ChannelSocket = {
  code: 'onsite',
  label: 'On your own pages',
  args: [],
  lacks: () => null,
  open: null,
}
