// The environment of the shop's own identity provider, by which members may sign in.
import { z } from 'zod'

export const teamEnvironment = {
  OIDC_ISSUER: z.url({ protocol: /^https?$/ }).optional(),
  OIDC_CLIENT_ID: z.string().max(200).optional(),
  OIDC_CLIENT_SECRET: z.string().max(500).optional(),
  OIDC_NAME: z.string().max(60).default('single sign-on'),
}

export interface TeamConfig {
  /** Undefined while there is none. `name` stands on the button. */
  oidc: { issuer: string; clientId: string; clientSecret: string; name: string } | undefined
}

/** All three parts or none of them. */
export function readTeam(it: z.infer<z.ZodObject<typeof teamEnvironment>>): TeamConfig {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret, OIDC_NAME: name } = it
  if (issuer === undefined && clientId === undefined && clientSecret === undefined) return { oidc: undefined }
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) {
    throw new Error('The environment is not usable:\n  OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together')
  }
  return { oidc: { issuer, clientId, clientSecret, name } }
}
