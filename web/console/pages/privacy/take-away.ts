// The register and the log as files, fetched with the key in a header.
import { open } from '../../../api/call.ts'

export async function downloadRegister(): Promise<void> {
  await save(await open('registerOfProcessing', { accept: 'text/csv' }), 'register-of-processing.csv')
}

export async function downloadConsentLog(): Promise<void> {
  const asked = { query: { format: 'csv' as const }, accept: 'text/csv' }
  await save(await open('consentLog', asked), 'consent-log.csv')
}

async function save(response: Response, fileName: string): Promise<void> {
  const address = URL.createObjectURL(await response.blob())
  Object.assign(document.createElement('a'), { href: address, download: fileName }).click()
  URL.revokeObjectURL(address)
}
