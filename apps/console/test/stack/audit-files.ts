import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Env } from './child.ts'

/** Creates the key that signs the seals of the audit log, and names the file to which they are exported. */
export async function createAuditFiles(resources: AsyncDisposableStack): Promise<Env> {
  const folder = await mkdtemp(join(tmpdir(), 'console-audit-'))
  resources.defer(() => rm(folder, { recursive: true }))
  const { privateKey } = generateKeyPairSync('ed25519')
  const keyFile = join(folder, 'audit.pem')
  await writeFile(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return { LAZI_AUDIT_KEY_FILE: keyFile, LAZI_AUDIT_EXPORT_FILE: join(folder, 'checkpoints.txt') }
}
