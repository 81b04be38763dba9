// English words about team members, sign-in, API keys and the audit log.
export const people = {
  title: 'People and access',
}
