import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inTransaction } from 'cli-kit/postgres'
import { createTestDatabase } from 'db-migrations/testing'
import { type AuditEntry, recordEntries } from 'records'
import { expect, test } from 'vitest'
import { Frontier } from '../../src/audit/frontier.ts'
import { lineOf, pemOf, readPublicKeys } from '../../src/audit/keys.ts'
import { type LeafMembers, leafColumns, leafHash, leafText } from '../../src/audit/leaf.ts'
import { readLog } from '../../src/audit/log.ts'
import { readNote, writeNote } from '../../src/audit/note.ts'
import { sealLog } from '../../src/audit/seal-log.ts'
import { connect } from '../../src/database.ts'
import { newKey, noon } from '../support/audit-log.ts'
import { secondLeaf, secondRoot } from '../support/second-merkle.ts'

const has = (program: string, ...args: string[]) => spawnSync(program, args).status === 0

/** Texts on which JSON encoders differ: escapes, line separators, control characters, and more than two bytes. */
const texts = [
  'plain',
  '"quotes" and \\ and /',
  'line\u2028and\u2029separators',
  '📞 héllo \u{1F469}\u200D\u{1F527}',
  '\u0001\b\t\n\u000b\f\r\u001f\u007f\u0085',
  '<script>&amp;</script>',
  '\ufeff\uffff\u{10ffff}',
  '',
]

test('every leaf and root is the same in a second implementation, and in Python where it is installed', async () => {
  await using database = await createTestDatabase()
  const client = await connect(database.url)
  try {
    const entries = Array.from({ length: 21 }, (_, n): AuditEntry => {
      const changes = { name: { old: texts[n % texts.length], new: n } }
      return {
        action: 'update',
        entity: 'raw.tenants',
        entityId: texts[n % texts.length] ?? '',
        ...(n % 4 !== 3 && { changes }),
      }
    })
    for (const [n, entry] of entries.entries()) {
      const reason = texts[(n + 1) % texts.length]
      const act = {
        actor: { kind: 'cli', name: texts[n % 3] ?? '' },
        now: new Date(noon.getTime() + n),
        reason,
      } as const
      await inTransaction(client, () => recordEntries(client, '7', act, [entry]))
    }
    await sealLog(client, '7', { now: noon, key: null })
    const log = await readLog(client, '7')
    if (log === null) throw new Error('there is no log')
    const { rows } = await client.query<LeafMembers>({
      text: `SELECT ${leafColumns} FROM audit.entries WHERE tenant_id = 7 ORDER BY entries.seq`,
      rowMode: 'array',
    } as never)
    expect(rows).toHaveLength(21)
    expect(rows[0]?.slice(0, 2)).toEqual(['1', '2026-03-01T12:00:00.000000Z'])

    const tree = Frontier.empty()
    const leaves = rows.map((row) => leafHash(log, row))
    const roots = leaves.map((leaf) => {
      tree.append(leaf)
      return tree.root().toString('hex')
    })
    const seconds = rows.map((row) => secondLeaf(log, row))
    expect(leaves.map((leaf) => leaf.toString('hex'))).toEqual(seconds.map((leaf) => leaf.toString('hex')))
    expect(roots).toEqual(seconds.map((_, n) => secondRoot(seconds.slice(0, n + 1)).toString('hex')))
    const { rows: seals } = await client.query('SELECT root FROM audit.seals WHERE tenant_id = 7')
    expect(seals[0].root.toString('hex')).toBe(roots.at(-1))

    if (has('python3', '--version')) {
      const script = fileURLToPath(new URL('../support/merkle.py', import.meta.url))
      const input = JSON.stringify({ tenantId: log.tenantId, epoch: log.epoch, rows })
      const { stdout, stderr } = spawnSync('python3', [script], { input, encoding: 'utf8' })
      expect(stderr).toBe('')
      expect(JSON.parse(stdout)).toEqual({ leaves: leaves.map((leaf) => leaf.toString('hex')), roots })
    }
  } finally {
    await client.end()
  }
})

test('roots are those of RFC 6962', () => {
  // The vectors of the reference implementation of Certificate Transparency.
  const inputs = [
    '',
    '00',
    '10',
    '2021',
    '3031',
    '40414243',
    '5051525354555657',
    '606162636465666768696a6b6c6d6e6f',
  ]
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const tree = Frontier.empty()
  const leaves = inputs.map((input) => sha256('00', input))
  const found = leaves.map((leaf) => {
    tree.append(leaf)
    return tree.root().toString('hex')
  })
  expect(found).toEqual(roots)
  expect(leaves.map((_, n) => secondRoot(leaves.slice(0, n + 1)).toString('hex'))).toEqual(roots)
})

const sha256 = (...hex: string[]) =>
  createHash('sha256')
    .update(Buffer.from(hex.join(''), 'hex'))
    .digest()

test('a leaf names its log, so that an entry cannot be moved to another', () => {
  const members = ['1', null]
  const one = leafText({ tenantId: '1', epoch: 'a' }, members)
  expect(one).toBe('["lazi-entry-1","1","a","1",null]')
  expect(leafText({ tenantId: '2', epoch: 'a' }, members)).not.toBe(one)
  expect(leafText({ tenantId: '1', epoch: 'b' }, members)).not.toBe(one)
})

const checkpoint = {
  origin: 'lazi-data/i/7/e',
  size: 21,
  root: Buffer.alloc(32, 7),
  throughAt: '2026-03-01T12:00:00.000000Z',
  sealedAt: '2026-03-01T12:00:01.000Z',
  former: null,
}

test('a note is read as it was written, and signed by its key alone', () => {
  const [key, other] = [newKey(), newKey()]
  const note = readNote(writeNote(checkpoint, key))
  expect(note).toMatchObject({ ...checkpoint, isSigned: true })
  expect(note?.isSignedBy([other.publicKey, key.publicKey])).toBe(true)
  expect(note?.isSignedBy([other.publicKey])).toBe(false)
  expect(readNote(writeNote(checkpoint, null))).toMatchObject({ ...checkpoint, isSigned: false })
  const changed = writeNote(checkpoint, key).replace('\n21\n', '\n22\n')
  expect(readNote(changed)?.isSignedBy([key.publicKey])).toBe(false)
  expect(readNote(`${writeNote(checkpoint, key)}more\n`)).toBeNull()
})

test('openssl verifies a signature, and reads the public key', (context) => {
  if (!has('openssl', 'version')) return context.skip()
  const folder = mkdtempSync(join(tmpdir(), 'note-'))
  try {
    const key = newKey()
    const [text = '', signature = ''] = writeNote(checkpoint, key).split('\n\n')
    const [, , encoded = ''] = signature.trim().split(' ')
    writeFileSync(join(folder, 'text'), `${text}\n`)
    writeFileSync(join(folder, 'signature'), Buffer.from(encoded, 'base64').subarray(4))
    writeFileSync(join(folder, 'key'), `${pemOf(key.publicKey)}\n`)
    const verify = () =>
      spawnSync(
        'openssl',
        ['pkeyutl', '-verify', '-pubin', '-inkey', 'key', '-rawin', '-in', 'text', '-sigfile', 'signature'],
        {
          cwd: folder,
          encoding: 'utf8',
        },
      )
    expect(verify()).toMatchObject({ status: 0, stdout: expect.stringContaining('Verified Successfully') })
    writeFileSync(join(folder, 'text'), `${text}!\n`)
    expect(verify().status).not.toBe(0)
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('public keys are read in both forms', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keys-'))
  try {
    const file = join(folder, 'audit.pub')
    const [one, other] = [newKey().publicKey, newKey().publicKey]
    writeFileSync(file, `${lineOf(one)}\n${pemOf(other)}\n`)
    expect(
      readPublicKeys(file)
        .map(({ bytes }) => bytes.toString('hex'))
        .sort(),
    ).toEqual([one, other].map(({ bytes }) => bytes.toString('hex')).sort())
    writeFileSync(file, 'nothing')
    expect(() => readPublicKeys(file)).toThrow('has no public Ed25519 key')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
