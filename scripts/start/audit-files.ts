import { generateKeyPairSync } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Env } from './child.ts'

const directory = fileURLToPath(new URL('../../.data/audit', import.meta.url))

/**
 * The key that signs the demo's seals of the audit log, and the file that receives its checkpoints. The key is created
 * once.
 * @returns the variables that name them; what `env` has takes precedence
 */
export async function auditFiles(env: Env): Promise<Env> {
  const keyFile = join(directory, 'key.pem')
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' })
  await writeFile(keyFile, pem, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return {
    LAZI_AUDIT_KEY_FILE: env.LAZI_AUDIT_KEY_FILE || keyFile,
    LAZI_AUDIT_EXPORT_FILE: env.LAZI_AUDIT_EXPORT_FILE || join(directory, 'checkpoints.txt'),
  }
}
