import { readFileSync, statSync } from 'node:fs'
import { parseEnv } from 'node:util'
import { ConfigError } from './config.ts'

/**
 * Reads a file of variables, such as `.env`. A byte order mark is skipped; what cannot be read is an error, because a
 * command would otherwise use a default, such as another database.
 * @returns the variables by name
 * @throws {ConfigError} for a file that is not UTF-8, and naming each line that is no assignment, never its text
 * @throws the error of the file system
 * @example
 * const { SERVICETITAN_CLIENT_ID } = readEnvFile('/etc/lazi/1001001.env')
 */
export function readEnvFile(path: string): Record<string, string> {
  const text = decode(readFileSync(path), path)
  const wrong = linesWithoutAssignment(text)
  if (wrong.length > 0) {
    throw new ConfigError(
      wrong.map((line) => `${path}, line ${line} is no assignment such as NAME=value, and no comment`),
    )
  }
  return parseEnv(text) as Record<string, string>
}

/** Mode bit of a file that every account on the machine can read. */
const READABLE_BY_OTHERS = 0o004

/**
 * Whether every account on this machine can read a file with secrets; never on Windows, which has no such mode.
 * @throws the error of the file system
 * @example
 * if (isReadableByOthers('.env')) console.error('Run: chmod 600 .env')
 */
export function isReadableByOthers(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & READABLE_BY_OTHERS) !== 0
}

function decode(bytes: Buffer, path: string): string {
  try {
    // A NUL byte is what UTF-16 has instead of a byte order mark, where it has none.
    if (bytes.includes(0)) throw new TypeError('UTF-16')
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ConfigError([`${path} is not encoded in UTF-8; save it as UTF-8`])
  }
}

const assignment = /^\s*(?:export\s+)?[A-Za-z_][\w.-]*\s*=\s*(.*)$/

/** The numbers of the lines, from 1, that are outside of quotes and neither empty, nor a comment, nor an assignment. */
function linesWithoutAssignment(text: string): number[] {
  const wrong: number[] = []
  let openQuote: string | null = null
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    if (openQuote !== null) {
      if (line.includes(openQuote)) openQuote = null
      continue
    }
    if (/^\s*(?:#.*)?$/.test(line)) continue
    const value = assignment.exec(line)?.[1]
    if (value === undefined) wrong.push(index + 1)
    else if (/^["'`]/.test(value) && !value.slice(1).includes(value.charAt(0))) openQuote = value.charAt(0)
  }
  return wrong
}
