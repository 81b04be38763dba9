// A PostgreSQL for the bench that waits for the disk as a real one does: DATABASE_URL when it is given, else our own.
import { join } from 'node:path'
import { startLocalPostgres } from '#db/local-postgres.ts'

export async function openPostgres(folder: string): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL
  if (given?.startsWith('postgres')) return { url: given, stop: async () => {} }
  const postgres = await startLocalPostgres(join(folder, 'postgres'))
  await postgres.create('bench')
  return { url: `${postgres.url}/bench`, stop: postgres.stop }
}
