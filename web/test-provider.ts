// A real identity provider for tests (oidc-provider), where one account is signed in without asking.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

export interface TestProvider {
  issuer: string
  clientId: string
  clientSecret: string
  /** Called when the address that people come back to is known. */
  serve(returnTo: string): void
  close(): Promise<void>
}

/** Listens at once, so that its address is known; answers after `serve`. */
export async function openProvider(account: { sub: string; email: string; name: string }): Promise<TestProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const [clientId, clientSecret] = ['vouchsafe', 'a secret that only tests know']
  return {
    issuer,
    clientId,
    clientSecret,
    serve(returnTo) {
      const provider = new Provider(issuer, {
        clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [returnTo] }],
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
        cookies: { keys: ['tests only'] },
        features: { devInteractions: { enabled: false } },
        interactions: { url: (_ctx, { uid }) => `/in/${uid}` },
        findAccount: (_ctx, id) => ({
          accountId: id,
          claims: () => ({ ...account, sub: id, email_verified: true }),
        }),
        async loadExistingGrant({ oidc }) {
          const grant = new oidc.provider.Grant({
            clientId: oidc.client?.clientId ?? '',
            accountId: oidc.session?.accountId ?? '',
          })
          grant.addOIDCScope('openid email profile')
          await grant.save()
          return grant
        },
      })
      const answer = provider.callback()
      server.on('request', (req, res) => {
        if (!req.url?.startsWith('/in/')) return void answer(req, res)
        provider
          .interactionFinished(req, res, { login: { accountId: account.sub } })
          .catch((error: unknown) => void res.writeHead(500).end(String(error)))
      })
    },
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
