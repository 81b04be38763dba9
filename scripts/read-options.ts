// What a command was told on its line: `--help` prints what its file says of itself, and what is not known is said in a sentence.
import { readFileSync } from 'node:fs'
import { type ParseArgsConfig, parseArgs } from 'node:util'

/** Ends the process: with 0 for `--help`, with 2 for an option that there is not. */
export function readOptions<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((word) => word === '--help' || word === '-h')) {
    console.log(helpOf(process.argv[1] ?? ''))
    process.exit(0)
  }
  try {
    return parseArgs(config)
  } catch (error) {
    const [sentence] = String(error instanceof Error ? error.message : error).split('. To specify')
    console.error(`${sentence}. What there is says --help.`)
    process.exit(2)
  }
}

/** The comment that its file begins with. */
function helpOf(file: string): string {
  const lines = readFileSync(file, 'utf8').split('\n')
  const end = lines.findIndex((line) => !line.startsWith('//'))
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^\/\/ ?/, ''))
    .join('\n')
}
