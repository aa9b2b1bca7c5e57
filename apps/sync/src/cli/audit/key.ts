import { ConfigError, type Env, exitCode, type OutputOptions, printResult } from 'cli-kit'
import { lineOf, pemOf, readSigningKey } from '../../audit/keys.ts'

/** `sync audit key`. @throws {ConfigError} without LAZI_AUDIT_KEY_FILE, or when there is no key in it */
export function auditKey(options: OutputOptions, env: Env): number {
  const file = env.LAZI_AUDIT_KEY_FILE?.trim()
  if (!file) throw new ConfigError(['LAZI_AUDIT_KEY_FILE is not set: seals are not signed'])
  const { publicKey } = readSigningKey(file)
  const [pem, line] = [pemOf(publicKey), lineOf(publicKey)]
  printResult(options, { ok: true, pem, line }, `${line}\n${pem}`)
  return exitCode.done
}
