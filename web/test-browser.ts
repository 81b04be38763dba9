// A real browser for tests: the system's Chromium when it is there, else the one that comes as an npm package.
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import packaged, { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'

const installed = [
  process.env.CHROMIUM_PATH ?? '',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]
const cache = join(import.meta.dirname, '../node_modules/.cache')
// Without a sandbox, because containers run as root; web security stays on, since it is part of what is tested.
const args = ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none']

export async function openBrowser(): Promise<Browser> {
  const own = installed.find((path) => path !== '' && existsSync(path))
  if (own !== undefined) return chromium.launch({ executablePath: own, args })
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No Chromium was found. Install Chrome or Chromium, or name it in CHROMIUM_PATH.')
  }
  const home = await unpacked()
  return chromium.launch({ executablePath: join(home, 'chromium'), args, env: environmentFor(home) })
}

/** Unpacked once, aside and then renamed, so that two runs at once never see half a browser. */
async function unpacked(): Promise<string> {
  const home = join(cache, 'chromium')
  if (existsSync(join(home, 'chromium'))) return home
  mkdirSync(cache, { recursive: true })
  const aside = mkdtempSync(join(cache, 'unpacking-'))
  const before = process.env.TMPDIR
  // The package unpacks to the folder for temporary files, wherever that is.
  process.env.TMPDIR = aside
  try {
    packaged.setGraphicsMode = false
    await packaged.executablePath()
    await inflate(join(import.meta.dirname, '../node_modules/@sparticuz/chromium/bin/al2023.tar.br'))
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
  try {
    renameSync(aside, home)
  } catch {
    // Another run was first.
    rmSync(aside, { recursive: true, force: true })
  }
  return home
}

/** Libraries and fonts from the package stand in where the system has none. */
function environmentFor(home: string): Record<string, string> {
  const has = (library: string) => ['/lib', '/usr/lib', '/lib64', '/usr/lib64'].some((folder) => holds(folder, library))
  const environment: Record<string, string> = {}
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) environment[name] = value
  if (!has('libnss3.so')) environment.LD_LIBRARY_PATH = join(home, 'al2023/lib')
  if (!existsSync('/etc/fonts/fonts.conf')) environment.FONTCONFIG_PATH = join(home, 'fonts')
  return environment
}

const holds = (folder: string, library: string) =>
  existsSync(join(folder, library)) || existsSync(join(folder, 'x86_64-linux-gnu', library))
