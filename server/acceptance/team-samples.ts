/** Good shapes for the doors of the team. What they do for people who are signed in has tests of its own. */
import type { settingsDoors, teamDoors } from '#shared/doors/team.ts'
import type { Sent } from './shop.ts'

const B64 = 'A'.repeat(43)
const credential = { id: B64, rawId: B64, type: 'public-key' as const, clientExtensionResults: {} }

export const teamSamples: { [N in keyof typeof teamDoors | keyof typeof settingsDoors]: Sent<N> } = {
  getSettings: {},
  putSettings: { body: { timeZone: 'Europe/Berlin', currency: 'EUR', colour: '#1b6b4a', logo: null } },
  signInWays: {},
  signIn: { body: { email: 'ann@shop.example', password: 'not the password' } },
  askPasskey: {},
  signInByPasskey: {
    body: {
      step: 'x',
      response: { ...credential, response: { clientDataJSON: B64, authenticatorData: B64, signature: B64 } },
    },
  },
  startOidc: {},
  signInByOidc: { body: { state: 'x', answer: 'code=x&state=x' } },
  lookAtLink: { body: { token: B64 } },
  useLink: { body: { token: B64, password: 'a long sentence of mine' } },
  forgotPassword: { body: { email: 'ann@shop.example' } },
  getMyself: {},
  patchMyself: { body: { name: 'Ann', language: 'tr' } },
  changePassword: { body: { current: 'a long sentence of mine', next: 'another long sentence' } },
  signOut: {},
  listMySessions: {},
  endMySession: { params: { id: 'ses_x' } },
  listMyPasskeys: {},
  beginPasskey: {},
  addPasskey: {
    body: {
      step: 'x',
      name: 'My phone',
      response: { ...credential, response: { clientDataJSON: B64, attestationObject: B64 } },
    },
  },
  removePasskey: { params: { id: 'pky_x' } },
  listMembers: { query: { limit: 2 } },
  patchMember: { params: { id: 'mbr_x' }, body: { roles: ['analyst'] } },
  removeMember: { params: { id: 'mbr_x' } },
  endMemberSessions: { params: { id: 'mbr_x' } },
  listInvitations: { query: { limit: 2 } },
  inviteMember: { body: { email: 'ann@shop.example', name: 'Ann', roles: ['marketer'], language: 'en' } },
  revokeInvitation: { params: { id: 'inv_x' } },
}
